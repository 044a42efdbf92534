// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/probe.h"

#include "desktop/views/probe_parts.h"

#include <boost/json/array.hpp>

#include <wx/checkbox.h>
#include <wx/choice.h>
#include <wx/combobox.h>
#include <wx/textctrl.h>
#include <wx/tglbtn.h>
#include <wx/toplevel.h>

#include <functional>
#include <optional>

namespace bayline::test {

namespace json = boost::json;

namespace {

std::string Utf8(const wxString& text)
{
    return std::string(text.utf8_str());
}

std::string TextOf(const wxWindow& window)
{
    if (const auto* text = dynamic_cast<const wxTextEntry*>(&window)) {
        return Utf8(text->GetValue());
    }
    if (const auto* choice = dynamic_cast<const wxChoice*>(&window)) {
        return Utf8(choice->GetStringSelection());
    }
    return Utf8(window.GetLabel());
}

void AddRect(json::object& object, const wxRect& rect)
{
    object["x"] = rect.x;
    object["y"] = rect.y;
    object["w"] = rect.width;
    object["h"] = rect.height;
}

json::object Describe(const wxWindow& window)
{
    json::object object{{"name", Utf8(window.GetName())},
                        {"text", TextOf(window)},
                        {"enabled", window.IsEnabled()},
                        {"focused", window.HasFocus()}};
    AddRect(object, window.GetScreenRect());
    if (const auto* box = dynamic_cast<const wxCheckBox*>(&window)) {
        object["checked"] = box->GetValue();
    }
    if (const auto* toggle = dynamic_cast<const wxToggleButton*>(&window)) {
        object["checked"] = toggle->GetValue();
    }
    return object;
}

json::object Describe(const wxWindow& window, const desktop::ProbePart& part)
{
    json::object object{
        {"name", Utf8(window.GetName() + "#" + part.name)}, {"text", Utf8(part.text)}, {"enabled", window.IsEnabled()}};
    wxRect rect = part.rect;
    rect.SetPosition(window.ClientToScreen(rect.GetPosition()));
    AddRect(object, rect);
    return object;
}

/// Every shown window, the newest top-level window first, because it lies on top.
bool Visit(wxWindow& window, const std::function<bool(wxWindow&)>& visit)
{
    if (!window.IsShown()) {
        return false;
    }
    if (visit(window)) {
        return true;
    }
    for (auto* child : window.GetChildren()) {
        if (!child->IsTopLevel() && Visit(*child, visit)) {
            return true;
        }
    }
    return false;
}

bool VisitAll(const std::function<bool(wxWindow&)>& visit)
{
    for (auto node = wxTopLevelWindows.GetLast(); node != nullptr; node = node->GetPrevious()) {
        if (Visit(*node->GetData(), visit)) {
            return true;
        }
    }
    return false;
}

std::optional<json::object> FindPart(wxWindow& window, const std::string& wanted)
{
    const auto* parts = dynamic_cast<const desktop::ProbeParts*>(&window);
    if (parts == nullptr) {
        return std::nullopt;
    }
    const auto list = parts->Parts();
    for (const auto& part : list) {
        if (Utf8(part.name) == wanted) {
            return Describe(window, part);
        }
    }
    for (const auto& part : list) {
        if (Utf8(part.text).find(wanted) != std::string::npos) {
            return Describe(window, part);
        }
    }
    return std::nullopt;
}

json::object Find(const std::string& wanted)
{
    const auto mark = wanted.find('#');
    const auto control = wanted.substr(0, mark);
    json::object answer{{"found", false}};
    VisitAll([&](wxWindow& window) {
        if (Utf8(window.GetName()) != control) {
            return false;
        }
        if (mark == std::string::npos) {
            answer = Describe(window);
            answer["found"] = true;
            return true;
        }
        if (auto part = FindPart(window, wanted.substr(mark + 1))) {
            answer = std::move(*part);
            answer["found"] = true;
            return true;
        }
        return false;
    });
    return answer;
}

json::object List(const std::string& prefix)
{
    json::array found;
    VisitAll([&](wxWindow& window) {
        if (Utf8(window.GetName()).rfind(prefix, 0) == 0) {
            found.push_back(Describe(window));
            if (const auto* parts = dynamic_cast<const desktop::ProbeParts*>(&window)) {
                for (const auto& part : parts->Parts()) {
                    found.push_back(Describe(window, part));
                }
            }
        }
        return false;
    });
    return {{"items", std::move(found)}};
}

json::object Windows()
{
    json::array windows;
    for (auto* window : wxTopLevelWindows) {
        if (window->IsShown()) {
            auto object = Describe(*window);
            if (const auto* top = dynamic_cast<const wxTopLevelWindow*>(window)) {
                object["text"] = Utf8(top->GetTitle());
            }
            windows.push_back(std::move(object));
        }
    }
    return {{"items", std::move(windows)}};
}

} // namespace

json::object Answer(const json::object& question)
{
    if (const auto* name = question.if_contains("find")) {
        return Find(std::string(name->as_string()));
    }
    if (const auto* prefix = question.if_contains("list")) {
        return List(std::string(prefix->as_string()));
    }
    return Windows();
}

} // namespace bayline::test
