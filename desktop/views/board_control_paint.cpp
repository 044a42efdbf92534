// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/board_control.h"
#include "desktop/views/translate.h"

#include <wx/control.h>
#include <wx/dcbuffer.h>
#include <wx/dcclient.h>

namespace bayline::desktop {

void BoardControl::OnPaint(wxPaintEvent&)
{
    wxAutoBufferedPaintDC dc(this);
    dc.SetBackground(wxBrush(Colours().page));
    dc.Clear();
    const std::unique_ptr<wxGraphicsContext> gc(wxGraphicsContext::Create(dc));
    if (!gc)
        return;
    PaintColumns(*gc);
    // A scroll bar that fades in or a button nearby that changes colour asks for a strip of the board at every frame.
    const auto sight = GetUpdateRegion().GetBox();
    for (const auto& card : m_cards) {
        auto rect = card.rect;
        rect.Offset(-m_scrollX, -m_scrollY);
        if (rect.Intersects(sight) && !(m_drag && m_drag->moving && m_drag->id == card.id))
            m_painter.Draw(*gc, card.face, rect,
                           {.selected = card.id == m_selected,
                            .focused = card.id == m_selected && HasFocus(),
                            .hovered = card.id == m_hovered});
    }
    if (sight.y < HeadingHeight() || HasFocus())
        PaintHeadings(*gc);
    if (m_drag && m_drag->moving)
        PaintDrag(*gc);
}

void BoardControl::PaintColumns(wxGraphicsContext& gc) const
{
    const auto target = m_drag && m_drag->moving ? StageAt(m_drag->at) : std::nullopt;
    const auto* dragged = m_drag ? m_presenter.Find(m_drag->id) : nullptr;
    for (std::size_t column = 0; column < core::kBoardStages.size(); ++column) {
        const auto stage = core::kBoardStages[column];
        auto colour = Colours().raised;
        auto edge = wxColour();
        if (target == stage && dragged && dragged->stage != stage) {
            const auto meaning = m_presenter.MayMove(*dragged, stage) ? Meaning::Accent : Meaning::Danger;
            colour = Quiet(meaning);
            edge = Strong(meaning);
        }
        gc.SetPen(edge.IsOk() ? wxPen(edge, Dip(this, 2)) : *wxTRANSPARENT_PEN);
        gc.SetBrush(wxBrush(colour));
        const auto rect = ColumnRect(column);
        gc.DrawRoundedRectangle(rect.x + 1, rect.y + 1, rect.width - 2, rect.height - 2, Dip(this, 10));
    }
}

void BoardControl::PaintName(wxGraphicsContext& gc, const wxString& name, const wxRect& rect, int room) const
{
    const auto usual = FontFor(Type::Strong);
    const auto narrow = FontFor(Type::Small).Bold();
    wxClientDC measure(const_cast<BoardControl*>(this));
    measure.SetFont(usual);
    const int left = rect.x + Dip(this, 10);
    if (const auto size = measure.GetTextExtent(name); size.x <= room) {
        gc.SetFont(usual, Colours().text);
        gc.DrawText(name, left, (HeadingHeight() - size.y) / 2.0);
        return;
    }
    measure.SetFont(narrow);
    gc.SetFont(narrow, Colours().text);
    const auto size = measure.GetTextExtent(name);
    const auto space = name.find_last_of(' ');
    if (size.x <= room || space == wxString::npos) {
        gc.DrawText(wxControl::Ellipsize(name, measure, wxELLIPSIZE_END, room), left, (HeadingHeight() - size.y) / 2.0);
        return;
    }
    const double top = HeadingHeight() / 2.0 - size.y;
    gc.DrawText(wxControl::Ellipsize(name.substr(0, space), measure, wxELLIPSIZE_END, room), left, top);
    gc.DrawText(wxControl::Ellipsize(name.substr(space + 1), measure, wxELLIPSIZE_END, room), left, top + size.y);
}

void BoardControl::PaintHeadings(wxGraphicsContext& gc) const
{
    const auto usual = FontFor(Type::Strong);
    for (std::size_t column = 0; column < core::kBoardStages.size(); ++column) {
        const auto stage = core::kBoardStages[column];
        const auto rect = ColumnRect(column);
        gc.SetPen(*wxTRANSPARENT_PEN);
        gc.SetBrush(wxBrush(Colours().raised));
        gc.DrawRoundedRectangle(rect.x + 1, rect.y + 1, rect.width - 2, HeadingHeight(), Dip(this, 10));
        const auto count =
            std::count_if(m_cards.begin(), m_cards.end(), [stage](const Placed& card) { return card.stage == stage; });
        const auto countText = wxString::Format("%d", static_cast<int>(count));
        gc.SetFont(usual, Colours().muted);
        double countWidth = 0;
        double height = 0;
        gc.GetTextExtent(countText, &countWidth, &height);
        gc.DrawText(countText, rect.GetRight() - Dip(this, 12) - countWidth, (HeadingHeight() - height) / 2);
        PaintName(gc, TrText(core::StageName(stage)), rect, rect.width - Dip(this, 26) - static_cast<int>(countWidth));
    }
    // With a card chosen the ring is around that card.
    if (HasFocus() && !Find(m_selected)) {
        const int width = Dip(this, 2);
        gc.SetPen(wxPen(Colours().accent, width));
        gc.SetBrush(*wxTRANSPARENT_BRUSH);
        const auto size = GetClientSize();
        gc.DrawRoundedRectangle(width / 2.0, width / 2.0, size.x - width, size.y - width, Dip(this, 10));
    }
}

void BoardControl::PaintDrag(wxGraphicsContext& gc) const
{
    const auto* card = Find(m_drag->id);
    if (!card)
        return;
    wxRect rect(m_drag->at - m_drag->grip, card->rect.GetSize());
    gc.BeginLayer(0.88);
    m_painter.Draw(gc, card->face, rect, {.selected = true, .focused = true});
    gc.EndLayer();
    const auto target = StageAt(m_drag->at);
    const auto* data = m_presenter.Find(card->id);
    if (target && data && *target != data->stage && !m_presenter.MayMove(*data, *target)) {
        const auto text = _("Not possible from here");
        gc.SetFont(FontFor(Type::Strong), Strong(Meaning::Danger));
        gc.DrawText(text, rect.x + Dip(this, 8), rect.GetBottom() + Dip(this, 6));
    }
}

} // namespace bayline::desktop
