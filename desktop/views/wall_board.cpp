// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/wall_board.h"

#include "desktop/views/outlet_choice.h"
#include "desktop/views/translate.h"

#include <wx/dcbuffer.h>

namespace bayline::desktop {

namespace {

const wxColour kLateFill(0xb3, 0x1b, 0x14);
const wxColour kLateInk(0xff, 0xff, 0xff);
const wxColour kLateQuiet(0xff, 0xd9, 0xd6);

wxFont InPixels(int height, bool bold)
{
    auto font = FontFor(bold ? Type::Strong : Type::Body);
    font.SetPixelSize(wxSize(0, std::max(6, height)));
    return font;
}

} // namespace

WallBoard::WallBoard(wxWindow* parent, Context& context)
    : wxWindow(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxWANTS_CHARS), m_context(context),
      m_presenter(context, [this] { LayOut(); })
{
    SetName("wall.board");
    SetBackgroundStyle(wxBG_STYLE_PAINT);
    Bind(wxEVT_PAINT, &WallBoard::OnPaint, this);
    Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        LayOut();
        event.Skip();
    });
    m_presenter.Refresh();
}

void WallBoard::Tick()
{
    if (m_context.changes->DatabasePresent())
        m_awaySince.reset();
    else if (!m_awaySince)
        m_awaySince = m_context.now();
    LayOut();
}

int WallBoard::TopHeight() const
{
    return GetClientSize().y / 14;
}

int WallBoard::HeadingHeight() const
{
    return GetClientSize().y / 20;
}

void WallBoard::LayOut()
{
    const auto size = GetClientSize();
    if (size.y < 200)
        return;
    m_headings.clear();
    m_cards.clear();
    m_more.clear();
    m_late = 0;
    std::vector<std::vector<const db::BoardCard*>> columns;
    std::vector<int> counts;
    for (const auto stage : core::kBoardStages) {
        columns.push_back(m_presenter.Column(stage));
        counts.push_back(static_cast<int>(columns.back().size()));
    }
    const int edge = size.y / 90;
    const int top = TopHeight() + HeadingHeight();
    const int width = size.x - 2 * edge;
    const auto plan = PlanWall(counts, width, size.y - top - 2 * edge, size.y);
    if (!m_brushes || plan.plate != m_plan.plate || size != m_brushes->madeFor) {
        m_brushes = std::make_unique<Brushes>(Brushes{.kit = PaintKit(this), .madeFor = size});
        m_brushes->plate = m_brushes->kit.Take(InPixels(plan.plate, true));
        m_brushes->text = m_brushes->kit.Take(InPixels(plan.TextHeight(), false));
        m_brushes->bold = m_brushes->kit.Take(InPixels(plan.TextHeight(), true));
        m_brushes->heading = m_brushes->kit.Take(InPixels(HeadingHeight() / 2, true));
        m_brushes->narrowHeading = m_brushes->kit.Take(InPixels(HeadingHeight() * 3 / 8, true));
    }
    m_plan = plan;
    const double lane = width / plan.Width();
    double first = 0;
    for (std::size_t column = 0; column < columns.size(); ++column) {
        const int left = edge + static_cast<int>(first * lane);
        first += plan.Width(column);
        const int right = edge + static_cast<int>(first * lane);
        m_headings.push_back({{left, TopHeight(), right - left, HeadingHeight()},
                              TrText(core::StageName(core::kBoardStages[column])),
                              counts[column]});
        PlaceColumn(column, columns[column], {left, top + edge, right - left, size.y - top - 2 * edge});
    }
    Refresh();
}

void WallBoard::PlaceColumn(std::size_t column, const std::vector<const db::BoardCard*>& cards, const wxRect& area)
{
    const int lanes = std::max(1, m_plan.lanes[column]);
    const auto places = static_cast<std::size_t>(m_plan.perLane * lanes);
    const int gap = m_plan.Gap();
    const auto rectOf = [&](std::size_t place) {
        const int lane = static_cast<int>(place) / m_plan.perLane;
        const int row = static_cast<int>(place) % m_plan.perLane;
        const int width = area.width / lanes;
        return wxRect(area.x + lane * width + gap / 2, area.y + row * (m_plan.CardHeight() + gap), width - gap,
                      m_plan.CardHeight());
    };
    const bool tooMany = cards.size() > places;
    for (std::size_t index = 0; index < cards.size(); ++index) {
        auto face = FaceOf(*cards[index], m_presenter, true);
        m_late += face.lateness == Lateness::Late ? 1 : 0;
        if (!tooMany || index + 1 < places)
            m_cards.push_back({rectOf(index), std::move(face)});
    }
    if (tooMany)
        m_more.push_back({rectOf(places - 1), static_cast<int>(cards.size() - places + 1)});
}

void WallBoard::OnPaint(wxPaintEvent&)
{
    wxAutoBufferedPaintDC dc(this);
    dc.SetBackground(wxBrush(Colours().page));
    dc.Clear();
    const std::unique_ptr<wxGraphicsContext> gc(wxGraphicsContext::Create(dc));
    if (!gc || !m_brushes)
        return;
    PaintTop(*gc);
    for (const auto& heading : m_headings)
        PaintHeading(*gc, heading);
    for (const auto& card : m_cards)
        PaintCard(*gc, card);
    for (const auto& more : m_more)
        m_brushes->kit.DrawText(*gc, TrCount("{1} more", "{1} more", more.count), m_brushes->plate, Colours().text,
                                more.rect.x + m_plan.Gap(), more.rect.y, more.rect.width);
}

wxString WallBoard::Summary() const
{
    if (m_awaySince)
        return Tr("The database cannot be reached; this is how it was at {1}",
                  {Wx(core::FormatClock(*m_awaySince, m_context.zone))});
    if (!m_presenter.Now().loaded)
        return _("Reading …");
    const auto open = static_cast<long long>(m_presenter.Now().open);
    if (open == 0)
        return _("No car is in the shop. The next one stands here as soon as it is checked in.");
    const auto said = TrCount("{1} open order", "{1} open orders", open);
    return m_late == 0 ? said : said + wxString::FromUTF8(" · ") + TrCount("{1} late", "{1} late", m_late);
}

void WallBoard::PaintTop(wxGraphicsContext& gc) const
{
    const auto& c = Colours();
    const auto size = GetClientSize();
    const wxRect band(0, 0, size.x, TopHeight());
    gc.SetPen(*wxTRANSPARENT_PEN);
    gc.SetBrush(wxBrush(m_awaySince ? kLateFill : c.rail));
    gc.DrawRectangle(band.x, band.y, band.width, band.height);
    PaintKit kit(const_cast<WallBoard*>(this));
    const auto large = kit.Take(InPixels(band.height * 5 / 9, true));
    const auto small = kit.Take(InPixels(band.height * 4 / 9, false));
    const int edge = band.height / 3;
    const auto clock = Wx(core::FormatClock(m_context.now(), m_context.zone));
    const int clockWidth = kit.WidthOf(clock, large);
    kit.DrawText(gc, clock, large, *wxWHITE, size.x - edge - clockWidth, (band.height - kit.LineHeight(large)) / 2,
                 clockWidth + edge);
    const auto shop = ShopTitle(m_context);
    const int shopWidth = std::min(kit.WidthOf(shop, small), size.x / 3);
    const int y = (band.height - kit.LineHeight(small)) / 2;
    kit.DrawText(gc, shop, small, c.railText, edge, y, shopWidth);
    kit.DrawText(gc, Summary(), small, *wxWHITE, 2 * edge + shopWidth, y, size.x - 4 * edge - shopWidth - clockWidth);
}

void WallBoard::PaintHeading(wxGraphicsContext& gc, const Heading& heading) const
{
    const auto& kit = m_brushes->kit;
    const auto& rect = heading.rect;
    const int gap = rect.height / 4;
    const auto& c = Colours();
    const auto count = wxString::Format("%d", heading.count);
    const int countWidth = kit.WidthOf(count, m_brushes->heading);
    const int room = rect.width - 3 * gap - countWidth;
    kit.DrawText(gc, count, m_brushes->heading, c.muted, rect.GetRight() - gap - countWidth,
                 rect.y + (rect.height - kit.LineHeight(m_brushes->heading)) / 2, countWidth + gap);
    // A long name in a narrow column: two lines of smaller letters.
    const bool whole = kit.WidthOf(heading.name, m_brushes->heading) <= room;
    const auto font = whole ? m_brushes->heading : m_brushes->narrowHeading;
    const auto& lines = kit.Broken(heading.name, font, room, 2);
    int y = rect.y + (rect.height - static_cast<int>(lines.size()) * kit.LineHeight(font)) / 2;
    for (const auto& line : lines) {
        kit.DrawText(gc, line, font, c.text, rect.x + gap, y, room);
        y += kit.LineHeight(font);
    }
    gc.SetPen(wxPen(c.border, 2));
    gc.StrokeLine(rect.x + gap, rect.GetBottom(), rect.GetRight() - gap, rect.GetBottom());
}

void WallBoard::PaintCard(wxGraphicsContext& gc, const Placed& card) const
{
    const auto& c = Colours();
    const bool late = card.face.lateness == Lateness::Late;
    const bool soon = card.face.lateness == Lateness::Soon;
    const int pad = m_plan.plate / 4;
    gc.SetPen(soon ? wxPen(Strong(Meaning::Attention), std::max(2, pad / 2)) : wxPen(c.border, 1));
    gc.SetBrush(wxBrush(late ? kLateFill : c.surface));
    gc.DrawRoundedRectangle(card.rect.x, card.rect.y, card.rect.width, card.rect.height, pad);
    auto inner = card.rect;
    inner.Deflate(pad + pad / 2, pad);
    PaintRows(gc, card.face, inner, late ? kLateInk : c.text, late ? kLateQuiet : c.muted);
}

wxString WallBoard::WhenPromised(const CardFace& face) const
{
    return face.latenessText.empty() ? face.promise : face.latenessText;
}

/// Who and where: without the key, then without the bay, where there is no room for them.
wxString WallBoard::PlaceText(const CardFace& face, int room) const
{
    wxString text;
    for (const auto& place : face.Places()) {
        const auto more = text.empty() ? place : text + wxString::FromUTF8(" · ") + place;
        if (!text.empty() && m_brushes->kit.WidthOf(more, m_brushes->text) > room)
            break;
        text = more;
    }
    return text;
}

void WallBoard::PaintRows(wxGraphicsContext& gc, const CardFace& face, const wxRect& inner, const wxColour& ink,
                          const wxColour& quiet) const
{
    const auto& kit = m_brushes->kit;
    const int plateRow = m_plan.plate * 4 / 3;
    const bool late = face.lateness == Lateness::Late;
    const auto when = WhenPromised(face);
    const auto whenInk = face.lateness == Lateness::Soon ? Strong(Meaning::Attention) : ink;
    kit.DrawText(gc, face.plate, m_brushes->plate, ink, inner.x, inner.y, inner.width);
    if (m_plan.look == WallLook::Line) {
        const int width = std::min(kit.WidthOf(when, m_brushes->bold), inner.width / 2);
        kit.DrawText(gc, when, m_brushes->bold, whenInk, inner.GetRight() - width,
                     inner.y + (plateRow - m_plan.TextHeight()) / 2, width + 1);
        return;
    }
    PaintMarks(gc, face, {inner.x, inner.y, inner.width, plateRow}, late);
    int y = inner.y + plateRow;
    const int row = m_plan.TextHeight() * 4 / 3;
    const int side = m_plan.TextHeight();
    const auto draw = [&](const char* icon, const wxString& text, PaintKit::Font font, const wxColour& colour) {
        kit.DrawIcon(gc, icon, colour, inner.x, y + (row - side) / 2, side);
        kit.DrawText(gc, text, font, colour, inner.x + side * 4 / 3, y, inner.width - side * 4 / 3);
        y += row;
    };
    if (m_plan.look == WallLook::Full) {
        kit.DrawText(gc, face.model, m_brushes->text, quiet, inner.x, y, inner.width);
        y += row;
    }
    draw(late ? "warning" : "clock", when, m_brushes->bold, whenInk);
    if (m_plan.look == WallLook::Brief)
        return;
    const int room = inner.width - side * 4 / 3;
    draw("wrench", PlaceText(face, room), m_brushes->text, quiet);
    if (m_plan.look == WallLook::Full && !face.marks.empty()) {
        const auto& mark = face.marks.front();
        const bool brief = !mark.brief.empty() && kit.WidthOf(mark.text, m_brushes->bold) > room;
        draw(mark.icon.c_str(), brief ? mark.brief : mark.text, m_brushes->bold,
             late ? kLateInk : Strong(mark.meaning));
    }
}

void WallBoard::PaintMarks(wxGraphicsContext& gc, const CardFace& face, const wxRect& plateRow, bool late) const
{
    const int side = m_plan.TextHeight() * 5 / 4;
    int x = plateRow.GetRight() - side;
    const int least = plateRow.x + m_brushes->kit.WidthOf(face.plate, m_brushes->plate);
    // The first one stands in words where there is a row for it.
    for (std::size_t mark = m_plan.look == WallLook::Full ? 1 : 0; mark < face.marks.size() && x > least; ++mark) {
        m_brushes->kit.DrawIcon(gc, face.marks[mark].icon, late ? kLateInk : Strong(face.marks[mark].meaning), x,
                                plateRow.y + (plateRow.height - side) / 2, side);
        x -= side * 5 / 4;
    }
}

std::vector<ProbePart> WallBoard::Parts() const
{
    std::vector<ProbePart> parts{{"wall.summary", Summary(), {0, 0, GetClientSize().x, TopHeight()}}};
    for (const auto& heading : m_headings)
        parts.push_back(
            {"column." + heading.name, heading.name + wxString::Format(" %d", heading.count), heading.rect});
    for (const auto& card : m_cards)
        parts.push_back({"card." + card.face.number, card.face.plate + " | " + WhenPromised(card.face), card.rect});
    return parts;
}

} // namespace bayline::desktop
