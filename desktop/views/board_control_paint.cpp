// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/board_control.h"
#include "desktop/views/translate.h"
#include "desktop/views/unseen_canvas.h"

#include <wx/dcbuffer.h>
#include <wx/region.h>

namespace bayline::desktop {

void BoardControl::OnPaint(wxPaintEvent&)
{
    wxAutoBufferedPaintDC dc(this);
    dc.SetBackground(wxBrush(Colours().page));
    dc.Clear();
    const std::unique_ptr<wxGraphicsContext> gc(wxGraphicsContext::Create(dc));
    if (!gc)
        return;
    Paint(*gc, GetUpdateRegion());
    if (m_drag && m_drag->moving)
        PaintDrag(*gc);
}

/// A scroll bar that fades in or a button nearby that changes colour asks for a strip of the board at every frame.
void BoardControl::Paint(wxGraphicsContext& gc, const wxRegion& part) const
{
    PaintColumns(gc);
    for (const auto& card : m_cards) {
        auto rect = card.rect;
        rect.Offset(-m_scrollX, -m_scrollY);
        if (part.Contains(rect) != wxOutRegion && !(m_drag && m_drag->moving && m_drag->id == card.id))
            m_painter.Draw(gc, card.face, rect,
                           {.selected = card.id == m_selected,
                            .focused = card.id == m_selected && HasFocus(),
                            .hovered = card.id == m_hovered});
    }
    if (part.Contains(wxRect(0, 0, GetClientSize().x, HeadingHeight())) != wxOutRegion)
        PaintHeadings(gc);
    if (const auto text = Wx(m_presenter.EmptyText()); !text.empty()) {
        const auto size = GetClientSize();
        const int wide = std::min(m_kit.WidthOf(text, m_headingFont), size.x - 2 * Dip(this, kWide));
        m_kit.DrawText(gc, text, m_headingFont, Colours().muted, (size.x - wide) / 2, size.y / 3, wide);
    }
    // With a card chosen the ring is around that card.
    if (HasFocus() && !Find(m_selected))
        PaintFocus(gc);
}

void BoardControl::Warm()
{
    const auto size = GetClientSize();
    if (size.x < 1 || size.y < 1)
        return;
    LayOut();
    const UnseenCanvas unseen(*this, size);
    if (auto* gc = unseen.Context())
        Paint(*gc, wxRegion(wxRect(size)));
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
    const bool whole = m_kit.WidthOf(name, m_headingFont) <= room;
    const auto font = whole ? m_headingFont : m_narrowFont;
    const auto& lines = m_kit.Broken(name, font, room, 2);
    int y = (HeadingHeight() - static_cast<int>(lines.size()) * m_kit.LineHeight(font)) / 2;
    for (const auto& line : lines) {
        m_kit.DrawText(gc, line, font, Colours().text, rect.x + Dip(this, 10), y, room);
        y += m_kit.LineHeight(font);
    }
}

void BoardControl::PaintHeadings(wxGraphicsContext& gc) const
{
    for (std::size_t column = 0; column < core::kBoardStages.size(); ++column) {
        const auto stage = core::kBoardStages[column];
        const auto rect = ColumnRect(column);
        gc.SetPen(*wxTRANSPARENT_PEN);
        gc.SetBrush(wxBrush(Colours().raised));
        gc.DrawRoundedRectangle(rect.x + 1, rect.y + 1, rect.width - 2, HeadingHeight(), Dip(this, 10));
        const auto count =
            std::count_if(m_cards.begin(), m_cards.end(), [stage](const Placed& card) { return card.stage == stage; });
        const auto countText = wxString::Format("%d", static_cast<int>(count));
        const int countWidth = m_kit.WidthOf(countText, m_headingFont);
        m_kit.DrawText(gc, countText, m_headingFont, Colours().muted, rect.GetRight() - Dip(this, 12) - countWidth,
                       (HeadingHeight() - m_kit.LineHeight(m_headingFont)) / 2, countWidth);
        PaintName(gc, TrText(core::StageName(stage)), rect, rect.width - Dip(this, 26) - countWidth);
    }
}

void BoardControl::PaintFocus(wxGraphicsContext& gc) const
{
    const int width = Dip(this, 2);
    gc.SetPen(wxPen(Colours().accent, width));
    gc.SetBrush(*wxTRANSPARENT_BRUSH);
    const auto size = GetClientSize();
    gc.DrawRoundedRectangle(width / 2.0, width / 2.0, size.x - width, size.y - width, Dip(this, 10));
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
