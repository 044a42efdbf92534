// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/probe_answers.h"

#include "tests/ui/probe_flaws.h"

#include "desktop/views/controls.h"
#include "desktop/views/probe_parts.h"
#include "desktop/views/translate.h"

#include <wx/checkbox.h>
#include <wx/choice.h>
#include <wx/combobox.h>
#include <wx/dataview.h>
#include <wx/notebook.h>
#include <wx/radiobox.h>
#include <wx/radiobut.h>
#include <wx/scrolwin.h>
#include <wx/spinctrl.h>
#include <wx/tglbtn.h>
#include <wx/toplevel.h>

namespace bayline::test {

namespace json = boost::json;
using desktop::ProbePart;
using desktop::Utf8;
using desktop::Wx;

namespace {

wxRect OnScreen(const wxWindow& window, wxRect rect)
{
    rect.SetPosition(window.ClientToScreen(rect.GetPosition()));
    return rect;
}

/// What of the rectangle can be seen and clicked: cut to every window around it.
wxRect InSight(const wxWindow& window, wxRect screen)
{
    for (const auto* around = &window; around; around = around->GetParent()) {
        screen.Intersect(OnScreen(*around, wxRect(around->GetClientSize())));
        if (around->IsTopLevel())
            break;
    }
    return screen;
}

json::array ToJson(const wxRect& rect)
{
    return {rect.x, rect.y, std::max(0, rect.width), std::max(0, rect.height)};
}

/// Windows with this name, the last made first, those in sight before the others.
void Collect(wxWindow* window, const wxString& name, std::vector<wxWindow*>& found)
{
    if (window->GetName() == name)
        found.push_back(window);
    for (auto* child : window->GetChildren())
        if (!child->IsTopLevel())
            Collect(child, name, found);
}

wxWindow* FindWindowNamed(const wxString& name)
{
    std::vector<wxWindow*> found;
    for (auto* top : wxTopLevelWindows)
        Collect(top, name, found);
    wxWindow* best = nullptr;
    const auto rank = [](wxWindow* window) {
        auto* top = wxDynamicCast(wxGetTopLevelParent(window), wxTopLevelWindow);
        return (window->IsShownOnScreen() ? 2 : 0) + (top && top->IsActive() ? 1 : 0);
    };
    for (auto* window : found)
        if (!best || rank(window) >= rank(best))
            best = window;
    return best;
}

void DescribeChoices(const wxItemContainer& container, json::object& answer)
{
    json::array choices;
    for (unsigned index = 0; index < container.GetCount(); ++index)
        choices.emplace_back(Utf8(container.GetString(index)));
    answer["choices"] = std::move(choices);
    answer["selection"] = container.GetSelection();
    answer["value"] = Utf8(container.GetStringSelection());
}

void DescribeValue(wxWindow& window, json::object& answer)
{
    answer["label"] = Utf8(wxControl::RemoveMnemonics(window.GetLabel()));
    if (auto* text = dynamic_cast<wxTextCtrl*>(&window))
        answer["value"] = Utf8(text->GetValue());
    else if (auto* combo = dynamic_cast<wxComboBox*>(&window)) {
        DescribeChoices(*combo, answer);
        answer["value"] = Utf8(combo->GetValue());
    } else if (auto* choice = dynamic_cast<wxChoice*>(&window))
        DescribeChoices(*choice, answer);
    else if (auto* check = dynamic_cast<wxCheckBox*>(&window))
        answer["value"] = check->GetValue();
    else if (auto* toggle = dynamic_cast<wxToggleButton*>(&window))
        answer["value"] = toggle->GetValue();
    else if (auto* radio = dynamic_cast<wxRadioButton*>(&window))
        answer["value"] = radio->GetValue();
    else if (auto* book = dynamic_cast<wxNotebook*>(&window)) {
        json::array pages;
        for (std::size_t page = 0; page < book->GetPageCount(); ++page)
            pages.emplace_back(Utf8(book->GetPageText(page)));
        answer["choices"] = std::move(pages);
        answer["selection"] = book->GetSelection();
    } else if (auto* banner = dynamic_cast<desktop::Banner*>(&window))
        answer["label"] = Utf8(banner->Text());
}

std::vector<ProbePart> PartsOf(wxWindow& window)
{
    if (const auto* drawn = dynamic_cast<desktop::ProbeParts*>(&window))
        return drawn->Parts();
    std::vector<ProbePart> parts;
    auto* list = dynamic_cast<wxDataViewListCtrl*>(&window);
    if (!list)
        return parts;
    for (int row = 0; row < list->GetItemCount(); ++row) {
        wxString words;
        for (unsigned column = 0; column < list->GetColumnCount(); ++column) {
            wxVariant value;
            list->GetValue(value, static_cast<unsigned>(row), column);
            const auto cell = list->GetItemRect(list->RowToItem(row), list->GetColumn(column));
            parts.push_back({wxString::Format("row.%d.%u", row, column), value.MakeString(), cell});
            words += (words.empty() ? "" : " | ") + value.MakeString();
        }
        parts.push_back({wxString::Format("row.%d", row), words, list->GetItemRect(list->RowToItem(row))});
    }
    return parts;
}

json::object Describe(wxWindow& window)
{
    json::object answer;
    answer["found"] = true;
    answer["name"] = Utf8(window.GetName());
    answer["class"] = Utf8(window.GetClassInfo()->GetClassName());
    answer["shown"] = window.IsShownOnScreen();
    answer["enabled"] = window.IsEnabled();
    answer["focus"] = window.HasFocus();
    const auto whole = OnScreen(window, wxRect(window.GetClientSize()));
    answer["rect"] = ToJson(whole);
    answer["sight"] = ToJson(InSight(window, whole));
    for (auto* around = window.GetParent(); around && !around->IsTopLevel(); around = around->GetParent()) {
        if (dynamic_cast<wxScrolledWindow*>(around)) {
            answer["scroller"] = ToJson(OnScreen(*around, wxRect(around->GetClientSize())));
            break;
        }
    }
    DescribeValue(window, answer);
    return answer;
}

/// Where a window's parts are: asked of the display once for all of them, which is what takes time.
struct Ground
{
    explicit Ground(const wxWindow& window)
        : whole(OnScreen(window, wxRect(window.GetClientSize()))), sight(InSight(window, whole)),
          shown(window.IsShownOnScreen())
    {
    }

    [[nodiscard]] json::object Describe(const ProbePart& part) const
    {
        auto screen = part.rect;
        screen.Offset(whole.GetPosition());
        auto seen = screen;
        seen.Intersect(sight);
        return {{"found", true},
                {"name", Utf8(part.name)},
                {"label", Utf8(part.text)},
                {"shown", shown && !part.rect.IsEmpty()},
                {"rect", ToJson(screen)},
                {"sight", ToJson(seen)}};
    }

    wxRect whole;
    wxRect sight;
    bool shown;
};

json::object Find(const json::object& question)
{
    auto* window = FindWindowNamed(Wx(question.at("find").as_string()));
    if (!window)
        return {{"found", false}};
    const auto* part = question.if_contains("part");
    const auto* partText = question.if_contains("partText");
    if (!part && !partText)
        return Describe(*window);
    for (const auto& candidate : PartsOf(*window)) {
        const bool named = part && Utf8(candidate.name) == part->as_string();
        const bool says =
            partText && Utf8(candidate.text).find(std::string(partText->as_string())) != std::string::npos;
        if (named || says)
            return Ground(*window).Describe(candidate);
    }
    return {{"found", false}};
}

json::object Parts(const json::object& question)
{
    auto* window = FindWindowNamed(Wx(question.at("parts").as_string()));
    json::array parts;
    if (window) {
        const Ground ground(*window);
        for (const auto& part : PartsOf(*window))
            parts.push_back(ground.Describe(part));
    }
    return {{"found", window != nullptr}, {"parts", std::move(parts)}};
}

json::object Windows()
{
    json::array windows;
    for (auto* top : wxTopLevelWindows) {
        if (!top->IsShown())
            continue;
        auto* titled = wxDynamicCast(top, wxTopLevelWindow);
        windows.push_back(json::object{{"name", Utf8(top->GetName())},
                                       {"title", titled ? Utf8(titled->GetTitle()) : std::string()},
                                       {"active", titled && titled->IsActive()},
                                       {"rect", ToJson(top->GetScreenRect())}});
    }
    return {{"windows", std::move(windows)}};
}

void CollectNames(wxWindow* window, json::array& names)
{
    if (!window->IsShown())
        return;
    if (window->GetName().Contains("."))
        names.emplace_back(Utf8(window->GetName()));
    for (auto* child : window->GetChildren())
        CollectNames(child, names);
}

} // namespace

json::object Answer(const json::object& question)
{
    if (question.contains("find"))
        return Find(question);
    if (question.contains("parts"))
        return Parts(question);
    if (question.contains("windows"))
        return Windows();
    if (question.contains("flaws"))
        return Flaws();
    if (question.contains("focused")) {
        auto* window = wxWindow::FindFocus();
        return window ? Describe(*window) : json::object{{"found", false}};
    }
    if (question.contains("names")) {
        json::array names;
        for (auto* top : wxTopLevelWindows)
            CollectNames(top, names);
        return {{"names", std::move(names)}};
    }
    return {{"problem", "this question is not known"}};
}

} // namespace bayline::test
