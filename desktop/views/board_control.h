// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/board_presenter.h"
#include "desktop/views/board_card.h"
#include "desktop/views/probe_parts.h"

#include <wx/window.h>

#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace bayline::desktop {

/// The board: a column a stage with the cards of its orders. Cards are dragged with the mouse or moved with the keys;
/// headings stay in sight while the cards scroll. For screen readers the same orders stand in a native list.
class BoardControl final : public wxWindow, public ProbeParts
{
public:
    struct Callbacks
    {
        std::function<void(core::WorkOrderId)> open;
        std::function<void(core::WorkOrderId, core::Stage)> move;
        std::function<void()> undo;                   ///< Ctrl+Z
        std::function<void(const wxString&)> typed{}; ///< a letter or digit: the person looks for a card
    };

    BoardControl(wxWindow* parent, const char* name, const BoardPresenter& presenter, Callbacks callbacks);

    /// Draws everything once where nobody sees it: fonts, letters and icons are ready when it is shown.
    void Warm();
    /// The presenter's state has changed; scroll position and selection stay.
    void TakeState(bool bayPc);
    [[nodiscard]] core::WorkOrderId Selected() const { return m_selected; }
    void SelectOrder(core::WorkOrderId id);

    [[nodiscard]] std::vector<ProbePart> Parts() const override;

private:
    struct Placed
    {
        core::WorkOrderId id;
        core::Stage stage = core::Stage::Received;
        wxRect rect; ///< on the whole board, before scrolling
        CardFace face;

        bool operator==(const Placed&) const = default;
    };
    struct Drag
    {
        core::WorkOrderId id;
        wxPoint start;
        wxPoint grip; ///< from the card's corner to the mouse
        wxPoint at;
        bool moving = false;
    };

    void LayOut();
    void Hover(const Placed* card);
    void RefreshCard(core::WorkOrderId id);
    void SetScrollRange();
    void OnPaint(wxPaintEvent& event);
    void Paint(wxGraphicsContext& gc, const wxRegion& part) const;
    void PaintColumns(wxGraphicsContext& gc) const;
    void PaintHeadings(wxGraphicsContext& gc) const;
    void PaintName(wxGraphicsContext& gc, const wxString& name, const wxRect& rect, int room) const;
    void PaintFocus(wxGraphicsContext& gc) const;
    void RefreshFocus();
    void PaintDrag(wxGraphicsContext& gc) const;
    void OnScroll(wxScrollWinEvent& event);
    void OnWheel(wxMouseEvent& event);
    void OnLeftDown(wxMouseEvent& event);
    void OnMotion(wxMouseEvent& event);
    void OnLeftUp(wxMouseEvent& event);
    void OnKey(wxKeyEvent& event);
    void EndDrag();
    void ShowMoveMenu(const wxPoint& at);
    void MoveSelection(int columns, int cards);
    void MoveCard(int columns);
    void EnsureVisible(const wxRect& rect);
    void ScrollTo(int position);

    [[nodiscard]] const Placed* At(const wxPoint& client) const;
    [[nodiscard]] const Placed* Find(core::WorkOrderId id) const;
    [[nodiscard]] std::optional<core::Stage> StageAt(const wxPoint& client) const;
    [[nodiscard]] wxPoint Scrolled(const wxPoint& client) const;
    [[nodiscard]] int ColumnWidth() const;
    [[nodiscard]] int HeadingHeight() const;
    [[nodiscard]] wxRect ColumnRect(std::size_t column) const;

    const BoardPresenter& m_presenter;
    Callbacks m_callbacks;
    CardPainter m_painter;
    PaintKit m_kit;
    PaintKit::Font m_headingFont;
    PaintKit::Font m_narrowFont; ///< of a heading in two lines
    std::vector<Placed> m_cards;
    int m_contentHeight = 0;
    int m_scrollX = 0;
    int m_scrollY = 0;
    bool m_bayPc = false;
    core::WorkOrderId m_selected;
    core::WorkOrderId m_hovered;
    std::optional<Drag> m_drag;
};

} // namespace bayline::desktop
