// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/board_presenter.h"
#include "desktop/presenters/wall_layout.h"
#include "desktop/views/board_card.h"
#include "desktop/views/probe_parts.h"

#include <wx/window.h>

#include <memory>
#include <vector>

namespace bayline::desktop {

/// The board for a screen on the wall, drawn: large enough for two metres, all cards in sight, late ones filled with
/// red. Names of customers and money stay off it, because customers see the wall too.
class WallBoard final : public wxWindow, public ProbeParts
{
public:
    WallBoard(wxWindow* parent, Context& context);

    /// Lateness and the clock have moved on.
    void Tick();
    [[nodiscard]] std::vector<ProbePart> Parts() const override;

private:
    struct Placed
    {
        wxRect rect;
        CardFace face;
    };
    struct More
    {
        wxRect rect;
        int count = 0;
    };
    struct Heading
    {
        wxRect rect;
        wxString name;
        int count = 0;
    };
    /// Fonts of one plan.
    struct Brushes
    {
        PaintKit kit;
        wxSize madeFor;
        PaintKit::Font plate = 0;
        PaintKit::Font text = 0;
        PaintKit::Font bold = 0;
        PaintKit::Font heading = 0;
        PaintKit::Font narrowHeading = 0;
    };

    void LayOut();
    void PlaceColumn(std::size_t column, const std::vector<const db::BoardCard*>& cards, const wxRect& area);
    void OnPaint(wxPaintEvent& event);
    void PaintTop(wxGraphicsContext& gc) const;
    void PaintHeading(wxGraphicsContext& gc, const Heading& heading) const;
    void PaintCard(wxGraphicsContext& gc, const Placed& card) const;
    void PaintRows(wxGraphicsContext& gc, const CardFace& face, const wxRect& inner, const wxColour& ink,
                   const wxColour& quiet) const;
    void PaintMarks(wxGraphicsContext& gc, const CardFace& face, const wxRect& plateRow, bool late) const;
    [[nodiscard]] wxString Summary() const;
    [[nodiscard]] wxString PlaceText(const CardFace& face, int room) const;
    [[nodiscard]] wxString WhenPromised(const CardFace& face) const;
    [[nodiscard]] int TopHeight() const;
    [[nodiscard]] int HeadingHeight() const;

    Context& m_context;
    BoardPresenter m_presenter;
    WallPlan m_plan;
    std::unique_ptr<Brushes> m_brushes;
    std::vector<Heading> m_headings;
    std::vector<Placed> m_cards;
    std::vector<More> m_more;
    int m_late = 0;
    std::optional<core::Instant> m_awaySince;
};

} // namespace bayline::desktop
