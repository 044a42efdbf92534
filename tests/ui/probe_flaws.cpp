// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/probe_flaws.h"

#include "desktop/views/controls.h"
#include "desktop/views/translate.h"

#include <wx/anybutton.h>
#include <wx/checkbox.h>
#include <wx/choice.h>
#include <wx/combobox.h>
#include <wx/dataview.h>
#include <wx/display.h>
#include <wx/radiobut.h>
#include <wx/scrolwin.h>
#include <wx/spinctrl.h>
#include <wx/textctrl.h>
#include <wx/toplevel.h>

#include <map>

namespace bayline::test {

namespace json = boost::json;
using desktop::Utf8;

namespace {

/// Pixels that nobody sees.
constexpr int kTolerance = 2;

wxRect AreaOnScreen(const wxWindow& window)
{
    return {window.ClientToScreen(wxPoint(0, 0)), window.GetClientSize()};
}

bool IsForHands(wxWindow* window)
{
    return dynamic_cast<wxAnyButton*>(window) || dynamic_cast<wxTextCtrl*>(window) || dynamic_cast<wxChoice*>(window) ||
           dynamic_cast<wxComboBox*>(window) || dynamic_cast<wxCheckBox*>(window) ||
           dynamic_cast<wxRadioButton*>(window) || dynamic_cast<wxSpinCtrl*>(window);
}

class Search
{
public:
    void LookAt(wxWindow& window)
    {
        if (!window.IsShown())
            return;
        m_top = wxGetTopLevelParent(&window);
        if (window.IsTopLevel())
            CheckFrame(window);
        if (IsForHands(&window))
            CheckPlace(window);
        if (const auto* text = dynamic_cast<wxStaticText*>(&window))
            CheckText(*text);
        else if (const auto* list = dynamic_cast<wxDataViewListCtrl*>(&window))
            CheckHeaders(*list);
        else if (const auto* rows = dynamic_cast<wxDataViewCtrl*>(&window))
            CheckRows(*rows);
        else if (!dynamic_cast<wxTextCtrl*>(&window) && !dynamic_cast<wxComboBox*>(&window))
            CheckLabel(window);
        NoteKey(window);
        // A combination is one control to whoever uses it.
        if (dynamic_cast<wxComboBox*>(&window) || dynamic_cast<wxSpinCtrl*>(&window))
            return;
        for (auto* child : window.GetChildren())
            if (!child->IsTopLevel())
                LookAt(*child);
    }

    /// The letters that are keys, with what they belong to.
    [[nodiscard]] json::array Keys() const
    {
        json::array keys;
        for (const auto& [place, windows] : m_keys)
            for (const auto* window : windows)
                keys.push_back(json::object{{"window", Utf8(place.first->GetName())},
                                            {"key", Utf8(wxString(place.second))},
                                            {"says", Utf8(window->GetLabel())}});
        return keys;
    }

    [[nodiscard]] json::array Found()
    {
        for (const auto& [place, windows] : m_keys)
            if (windows.size() > 1)
                for (const auto* window : windows)
                    Add("key", *window, wxString(place.second));
        return std::move(m_found);
    }

private:
    void Add(const char* kind, const wxWindow& window, const wxString& more = {})
    {
        const auto area = AreaOnScreen(window);
        const auto* parent = window.GetParent();
        m_found.push_back(json::object{{"kind", kind},
                                       {"window", Utf8(wxGetTopLevelParent(const_cast<wxWindow*>(&window))->GetName())},
                                       {"parent", parent ? Utf8(parent->GetName()) : std::string()},
                                       {"name", Utf8(window.GetName())},
                                       {"says", Utf8(window.GetLabel())},
                                       {"more", Utf8(more)},
                                       {"rect", json::array{area.x, area.y, area.width, area.height}}});
    }

    void CheckFrame(const wxWindow& window)
    {
        const int display = wxDisplay::GetFromWindow(&window);
        const auto screen =
            wxDisplay(static_cast<unsigned>(std::max(0, display))).GetGeometry().Inflate(kTolerance, kTolerance);
        if (!screen.Contains(AreaOnScreen(window)))
            Add("off the screen", window);
    }

    /// Each window around it shows it whole, or scrolls to it.
    void CheckPlace(const wxWindow& window)
    {
        auto area = AreaOnScreen(window);
        if (area.width < 8 || area.height < 8) {
            Add("squeezed", window);
            return;
        }
        if (dynamic_cast<const wxAnyButton*>(&window) && window.IsShownOnScreen() &&
            area.width < window.GetMinSize().x - kTolerance)
            Add("narrow", window, wxString::Format("%d for %d", area.width, window.GetMinSize().x));
        for (const auto* around = window.GetParent(); around; around = around->GetParent()) {
            const auto seen = AreaOnScreen(*around);
            const auto* scrolled = dynamic_cast<const wxScrolledWindow*>(around);
            int unitX = 0;
            int unitY = 0;
            if (scrolled)
                scrolled->GetScrollPixelsPerUnit(&unitX, &unitY);
            const bool outX = area.x < seen.x - kTolerance || area.GetRight() > seen.GetRight() + kTolerance;
            const bool outY = area.y < seen.y - kTolerance || area.GetBottom() > seen.GetBottom() + kTolerance;
            if ((outX && unitX == 0) || (outY && unitY == 0)) {
                Add("outside", window,
                    around->GetName() + wxString::Format(" %d,%d %dx%d", seen.x, seen.y, seen.width, seen.height));
                return;
            }
            if (scrolled)
                area = seen;
            if (around->IsTopLevel())
                return;
        }
    }

    void CheckText(const wxStaticText& text)
    {
        const auto label = text.GetLabelText();
        if (label.empty() || !text.IsShownOnScreen())
            return;
        const auto room = text.GetClientSize();
        const bool dots = text.HasFlag(wxST_ELLIPSIZE_START | wxST_ELLIPSIZE_MIDDLE | wxST_ELLIPSIZE_END);
        int lines = 0;
        int widest = 0;
        for (const auto& line : wxSplit(label, '\n', '\0')) {
            const int width = line.empty() ? 0 : text.GetTextExtent(line).x;
            widest = std::max(widest, width);
            lines += room.x > 0 && width > room.x + kTolerance ? (width + room.x - 1) / room.x : 1;
        }
        const int tall = lines * text.GetCharHeight();
        if (tall <= room.y + 2 * kTolerance + lines)
            return;
        // What ends in dots is whole in its tip.
        if (dots && text.GetToolTipText().Contains(label))
            return;
        Add(dots ? "dots" : "cut", text, wxString::Format("%dx%d in %dx%d", widest, tall, room.x, room.y));
    }

    void CheckLabel(const wxWindow& window)
    {
        const auto label = wxControl::RemoveMnemonics(window.GetLabel());
        if (!IsForHands(const_cast<wxWindow*>(&window)) || !window.IsShownOnScreen())
            return;
        const auto room = window.GetClientSize().x;
        int width = label.empty() ? 0 : window.GetTextExtent(label).x;
        if (const auto* button = dynamic_cast<const wxAnyButton*>(&window)) {
            const auto icon = button->GetBitmap();
            width += icon.IsOk() ? static_cast<int>(icon.GetLogicalSize().x) : 0;
        } else if (const auto* choice = dynamic_cast<const wxChoice*>(&window)) {
            const auto chosen = choice->GetStringSelection();
            constexpr int kArrow = 30;
            width = (chosen.empty() ? 0 : window.GetTextExtent(chosen).x) + kArrow;
        } else {
            constexpr int kMark = 18;
            width += kMark;
        }
        // Words of a tick box may stand on several lines.
        const int lines = std::max(1, window.GetClientSize().y / std::max(1, window.GetCharHeight()));
        const bool breaks = dynamic_cast<const wxCheckBox*>(&window) != nullptr;
        if (width > (breaks ? room * lines : room) + kTolerance)
            Add("cut", window, wxString::Format("%d in %d", width, room));
    }

    void CheckHeaders(const wxDataViewListCtrl& list)
    {
        if (!list.IsShownOnScreen())
            return;
        for (unsigned index = 0; index < list.GetColumnCount(); ++index) {
            const auto* column = list.GetColumn(index);
            if (column->IsHidden() || column->GetTitle().empty())
                continue;
            const int width = list.GetTextExtent(column->GetTitle()).x;
            if (width > column->GetWidth())
                Add("cut", list, wxString::Format("%s: %d in %d", column->GetTitle(), width, column->GetWidth()));
        }
    }

    /// A list of headings alone tells nothing, and nobody finds out that there is more.
    void CheckRows(const wxDataViewCtrl& list)
    {
        constexpr int kHeadingAndRow = 3;
        if (list.IsShownOnScreen() && list.GetClientSize().y < kHeadingAndRow * list.GetCharHeight())
            Add("no row", list, wxString::Format("%d", list.GetClientSize().y));
    }

    void NoteKey(const wxWindow& window)
    {
        if (!window.IsShownOnScreen() || dynamic_cast<const wxTextCtrl*>(&window))
            return;
        const auto label = window.GetLabel();
        for (std::size_t at = 0; at + 1 < label.length(); ++at) {
            if (label[at] != '&')
                continue;
            if (label[at + 1] != '&')
                m_keys[{m_top, static_cast<wxChar>(wxToupper(label[at + 1]))}].push_back(&window);
            ++at;
        }
    }

    wxWindow* m_top = nullptr;
    std::map<std::pair<wxWindow*, wxChar>, std::vector<const wxWindow*>> m_keys;
    json::array m_found;
};

} // namespace

json::object Flaws()
{
    Search search;
    for (auto* top : wxTopLevelWindows)
        search.LookAt(*top);
    auto keys = search.Keys();
    return {{"flaws", search.Found()}, {"keys", std::move(keys)}};
}

} // namespace bayline::test
