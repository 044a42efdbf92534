// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/day_plan_presenter.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/probe_parts.h"

#include <wx/graphics.h>
#include <wx/window.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// The plan of a day as a drawing: to the left the orders that wait for a place, beside them a row for each bay or
/// person by the hours. An order is dragged to where it is to be. Everything here is also in the list below it, which
/// the keyboard and screen readers use.
class DayPlanGrid final : public wxWindow, public ProbeParts
{
public:
    DayPlanGrid(wxWindow* parent, DayPlanPresenter& presenter);

    /// The presenter's state has changed.
    void Render();
    bool AcceptsFocus() const override { return false; }
    void OnOpen(std::function<void(core::WorkOrderId)> callback) { m_open = std::move(callback); }
    [[nodiscard]] std::vector<ProbePart> Parts() const override;

private:
    struct Block
    {
        core::WorkOrderId order;
        wxRect rect;
        wxString words;
        Meaning meaning = Meaning::Accent;
        std::string icon{};
        int grip = 0; ///< where a drag holds it, from its left edge
    };

    void Arrange();
    void ArrangeTray();
    void ArrangeRow(std::size_t row, const PlanRow& plan);
    void OnPaint(wxPaintEvent& event);
    void DrawHours(wxGraphicsContext& gc) const;
    void DrawRows(wxGraphicsContext& gc) const;
    void DrawPlate(wxGraphicsContext& gc, const wxString& plate, const wxRect& room) const;
    void DrawBlock(wxGraphicsContext& gc, const Block& block, bool dragged) const;
    void DrawText(wxGraphicsContext& gc, const wxString& text, const wxFont& font, const wxColour& colour,
                  const wxRect& room) const;
    void OnDown(wxMouseEvent& event);
    void OnMove(wxMouseEvent& event);
    void OnUp(wxMouseEvent& event);
    [[nodiscard]] const Block* BlockAt(const wxPoint& point) const;
    [[nodiscard]] int RowAt(int y) const;
    [[nodiscard]] core::Instant TimeAt(int x) const;
    [[nodiscard]] int XOf(core::Instant at) const;
    [[nodiscard]] wxRect Field() const; ///< where the hours are
    [[nodiscard]] Block Make(const db::PlannedOrder& order, const wxRect& rect) const;
    [[nodiscard]] int Px(int dip) const { return LetterDip(this, dip); }
    /// Widths of the orders that wait and of the rows' names: large letters leave the hours most of the room.
    [[nodiscard]] int TrayWidth() const;
    [[nodiscard]] int LabelWidth() const;
    [[nodiscard]] int RowTop(std::size_t row) const;
    /// Shows the rows from `top` pixels on, as far as there are any.
    void ScrollTo(int top);

    DayPlanPresenter& m_presenter;
    std::function<void(core::WorkOrderId)> m_open;
    std::vector<PlanRow> m_rows;
    std::vector<Block> m_blocks;
    std::size_t m_hidden = 0; ///< waiting orders without room in the tray
    int m_rowHeight = 0;
    int m_top = 0; ///< pixels of the rows that are scrolled away
    std::optional<Block> m_dragged;
    wxPoint m_mouse;
};

} // namespace bayline::desktop
