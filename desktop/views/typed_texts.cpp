// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/typed_texts.h"

#include "desktop/views/translate.h"

namespace bayline::desktop {

namespace {

using Boxes = std::vector<std::pair<std::string, wxTextCtrl*>>;

void Collect(const wxWindow& window, std::map<std::string, int>& seen, Boxes& boxes)
{
    for (auto* child : window.GetChildren()) {
        if (auto* box = dynamic_cast<wxTextCtrl*>(child); box && !box->HasFlag(wxTE_PASSWORD)) {
            const auto name = Utf8(box->GetName());
            boxes.emplace_back(name + "#" + std::to_string(++seen[name]), box);
        }
        Collect(*child, seen, boxes);
    }
}

} // namespace

Boxes TextBoxesIn(const wxWindow& window)
{
    Boxes boxes;
    std::map<std::string, int> seen;
    Collect(window, seen, boxes);
    return boxes;
}

std::map<std::string, wxString> TypedIn(const wxWindow& window)
{
    std::map<std::string, wxString> typed;
    for (const auto& [name, box] : TextBoxesIn(window))
        if (box->IsModified() && !box->HasFlag(wxTE_READONLY))
            typed[name] = box->GetValue();
    return typed;
}

void TypeAgain(const wxWindow& window, const std::map<std::string, wxString>& typed)
{
    for (const auto& [name, box] : TextBoxesIn(window)) {
        const auto text = typed.find(name);
        if (text == typed.end() || box->GetValue() == text->second)
            continue;
        box->SetValue(text->second);
        box->MarkDirty();
    }
}

} // namespace bayline::desktop
