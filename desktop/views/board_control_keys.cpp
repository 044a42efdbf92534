// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/board_control.h"
#include "desktop/views/translate.h"

#include <wx/menu.h>

namespace bayline::desktop {

namespace {

int ColumnOf(core::Stage stage)
{
    const auto found = std::find(core::kBoardStages.begin(), core::kBoardStages.end(), stage);
    return static_cast<int>(found - core::kBoardStages.begin());
}

} // namespace

void BoardControl::OnKey(wxKeyEvent& event)
{
    const int key = event.GetKeyCode();
    if (key == WXK_ESCAPE && m_drag) {
        EndDrag();
    } else if (key == WXK_RETURN || key == WXK_NUMPAD_ENTER) {
        if (!m_selected.IsNil())
            m_callbacks.open(m_selected);
    } else if (key == WXK_LEFT || key == WXK_RIGHT) {
        const int step = key == WXK_LEFT ? -1 : 1;
        if (event.ControlDown())
            MoveCard(step);
        else
            MoveSelection(step, 0);
    } else if (key == WXK_UP || key == WXK_DOWN) {
        MoveSelection(0, key == WXK_UP ? -1 : 1);
    } else if (key == 'Z' && event.ControlDown()) {
        m_callbacks.undo();
    } else if (key == WXK_HOME) {
        ScrollTo(0);
    } else if (key == WXK_PAGEDOWN || key == WXK_PAGEUP) {
        ScrollTo(m_scrollY + (key == WXK_PAGEDOWN ? 1 : -1) * (GetClientSize().y - HeadingHeight()));
    } else if ((key == 'M' && !event.HasAnyModifiers()) || key == WXK_WINDOWS_MENU || key == WXK_MENU) {
        if (const auto* card = Find(m_selected))
            ShowMoveMenu(card->rect.GetTopLeft() - wxPoint(m_scrollX, m_scrollY) + FromDIP(wxPoint(20, 20)));
    } else if (key == WXK_TAB) {
        Navigate(event.ShiftDown() ? wxNavigationKeyEvent::IsBackward : wxNavigationKeyEvent::IsForward);
    } else {
        event.Skip();
    }
}

void BoardControl::MoveSelection(int columns, int cards)
{
    if (m_cards.empty())
        return;
    const auto* present = Find(m_selected);
    if (!present) {
        SelectOrder(m_cards.front().id);
        return;
    }
    const int last = static_cast<int>(core::kBoardStages.size()) - 1;
    int column = ColumnOf(present->stage);
    std::vector<const Placed*> candidates;
    do {
        column += columns;
        if (column < 0 || column > last)
            return;
        candidates.clear();
        for (const auto& card : m_cards)
            if (ColumnOf(card.stage) == column)
                candidates.push_back(&card);
    } while (candidates.empty());
    if (columns == 0) {
        const auto at = std::find(candidates.begin(), candidates.end(), present) - candidates.begin() + cards;
        if (at >= 0 && at < static_cast<std::ptrdiff_t>(candidates.size()))
            SelectOrder(candidates[static_cast<std::size_t>(at)]->id);
        return;
    }
    // Sideways the nearest card in height is the one the eye goes to.
    const auto nearest = *std::min_element(candidates.begin(), candidates.end(), [&](const auto* a, const auto* b) {
        return std::abs(a->rect.y - present->rect.y) < std::abs(b->rect.y - present->rect.y);
    });
    SelectOrder(nearest->id);
}

void BoardControl::MoveCard(int columns)
{
    const auto* card = Find(m_selected);
    if (!card)
        return;
    const int target = ColumnOf(card->stage) + columns;
    if (target >= 0 && target < static_cast<int>(core::kBoardStages.size()))
        m_callbacks.move(card->id, core::kBoardStages[static_cast<std::size_t>(target)]);
}

void BoardControl::ShowMoveMenu(const wxPoint& at)
{
    const auto* card = Find(m_selected);
    const auto* data = card ? m_presenter.Find(card->id) : nullptr;
    if (!data)
        return;
    const auto id = data->id;
    wxMenu menu;
    menu.Append(wxID_OPEN, _("&Open work order\tEnter"));
    menu.AppendSeparator();
    std::vector<core::Stage> stages(core::kBoardStages.begin(), core::kBoardStages.end());
    stages.push_back(core::Stage::Cancelled);
    constexpr int kFirst = wxID_HIGHEST + 100;
    for (std::size_t index = 0; index < stages.size(); ++index) {
        if (stages[index] == data->stage)
            continue;
        auto* item = menu.Append(kFirst + static_cast<int>(index),
                                 stages[index] == core::Stage::Cancelled
                                     ? _("&Cancel the order …")
                                     : Tr("Move to “{1}”", {TrText(core::StageName(stages[index]))}));
        item->Enable(m_presenter.MayMove(*data, stages[index]));
    }
    const int chosen = GetPopupMenuSelectionFromUser(menu, at);
    if (chosen == wxID_OPEN)
        m_callbacks.open(id);
    else if (chosen >= kFirst)
        m_callbacks.move(id, stages[static_cast<std::size_t>(chosen - kFirst)]);
}

} // namespace bayline::desktop
