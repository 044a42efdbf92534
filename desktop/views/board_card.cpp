// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/board_card.h"

#include "desktop/views/translate.h"

#include <wx/brush.h>
#include <wx/pen.h>

#include <algorithm>

namespace bayline::desktop {

namespace {

constexpr int kLineGap = 3;
constexpr std::size_t kMostLines = 2;

wxString Joined(const std::vector<wxString>& words)
{
    wxString text;
    for (const auto& word : words)
        text += (text.empty() ? wxString() : wxString::FromUTF8(" · ")) + word;
    return text;
}

} // namespace

std::vector<wxString> CardFace::Places() const
{
    std::vector<wxString> places;
    for (const auto* text : {&technician, &bay, &key})
        if (!text->empty())
            places.push_back(*text);
    return places;
}

wxString CardFace::Words() const
{
    wxString words = plate + " | " + number + " | " + model + " | " + customer + " | " + promise;
    if (!latenessText.empty())
        words += " | " + latenessText;
    for (const auto& text : {advisor, Joined(Places())})
        if (!text.empty())
            words += " | " + text;
    for (const auto& mark : marks)
        words += " | " + mark.text;
    if (!others.empty())
        words += " | " + Tr("Also open at: {1}", {others});
    return words;
}

wxString CardFace::Lines() const
{
    auto lines = Words();
    lines.Replace(" | ", "\n");
    return lines;
}

namespace {

void AddMarks(CardFace& face, const db::BoardCard& card, const BoardPresenter& presenter, bool bayPc)
{
    const auto& waiting = presenter.Now().waiting;
    if (const auto move = waiting.find(card.id); move != waiting.end()) {
        const auto stage = TrText(core::StageName(move->second));
        face.marks.push_back({Tr("Waits for the database: “{1}”", {stage}), Meaning::Attention, "offline",
                              wxString::FromUTF8("→ ") + stage});
    }
    if (const auto outlet = presenter.OutletText(card); !outlet.empty())
        face.marks.push_back({Wx(outlet), Meaning::Neutral, "outlet"});
    if (card.quarantined)
        face.marks.push_back({_("Quarantine"), Meaning::Danger, "error"});
    const auto wait = presenter.WaitingText(card);
    // How long the customer has been waited for says that already.
    if (card.hold && (*card.hold != core::HoldReason::Approval || wait.empty())) {
        const auto reason = TrText(core::HoldReasonName(*card.hold));
        const auto brief = *card.hold == core::HoldReason::Approval ? _("Approval") : reason;
        face.marks.push_back({Tr("On hold: {1}", {reason}), Meaning::Waiting, "parked", brief});
    }
    if (card.newAnswer)
        face.marks.push_back({_("New answer"), Meaning::Answer, "answer"});
    if (!wait.empty())
        face.marks.push_back({Wx(wait), Meaning::Waiting, "waiting", Wx(presenter.WaitingText(card, true))});
    if (card.overall == core::Result::Red)
        face.marks.push_back({_("Red finding"), Meaning::Danger, "error"});
    if (const auto money = presenter.MoneyText(card); !money.empty() && !bayPc) {
        const bool owed = card.balance.minor > 0;
        face.marks.push_back({Wx(money), owed ? Meaning::Attention : Meaning::Good, owed ? "money" : "check",
                              owed ? Wx(presenter.BalanceText(card)) : wxString()});
    }
}

} // namespace

CardFace FaceOf(const db::BoardCard& card, const BoardPresenter& presenter, bool bayPc)
{
    CardFace face{.number = Wx(card.number),
                  .plate = Wx(card.plate),
                  .model = Wx(card.vehicleModel),
                  .customer = Wx(card.customerName),
                  .advisor = Wx(card.advisorName),
                  .technician = card.technicianName.empty() ? _("nobody yet") : Wx(card.technicianName),
                  .bay = Wx(card.bay),
                  .key = card.keyTag.empty() ? wxString() : Tr("Key {1}", {Wx(card.keyTag)}),
                  .promise = Wx(presenter.PromiseText(card)),
                  .lateness = presenter.LatenessOf(card),
                  .latenessText = Wx(presenter.LatenessText(card)),
                  .marks = {},
                  .others = Wx(presenter.OthersAt(card))};
    AddMarks(face, card, presenter, bayPc);
    return face;
}

CardPainter::CardPainter(wxWindow* window)
    : m_window(window), m_kit(window), m_plate(m_kit.Take(FontFor(Type::Plate))),
      m_body(m_kit.Take(FontFor(Type::Body))), m_small(m_kit.Take(FontFor(Type::Small))),
      m_smallBold(m_kit.Take(FontFor(Type::Small).Bold()))
{
}

int CardPainter::LeastWidth() const
{
    const int plate = m_kit.WidthOf(wxString::FromUTF8("京AD12345"), m_plate);
    const int promise = m_kit.WidthOf(Tr("Today {1}", {"23:59"}), m_smallBold) + Px(kIcon) + Px(5);
    return std::max(plate, promise) + 2 * Px(kPad) + Px(kBar);
}

CardPainter::Lines CardPainter::PlaceLines(const CardFace& face, int width) const
{
    Lines lines;
    for (const auto& place : face.Places()) {
        const auto joined = lines.empty() ? place : Joined({lines.back(), place});
        if (!lines.empty() && m_kit.WidthOf(joined, m_small) <= width)
            lines.back() = joined;
        else
            for (const auto& line : m_kit.Broken(place, m_small, width, kMostLines))
                lines.push_back(line);
    }
    return lines;
}

CardPainter::Badge CardPainter::BadgeOf(const CardFace::Mark& mark, int width) const
{
    const int besides = Px(kIcon) + Px(5) + 2 * Px(7);
    const int room = width - besides;
    const bool brief = m_kit.WidthOf(mark.text, m_smallBold) > room && !mark.brief.empty();
    const auto& text = brief ? mark.brief : mark.text;
    Badge badge{.mark = &mark, .lines = m_kit.Broken(text, m_smallBold, room, kMostLines), .rect = {}};
    int wide = 0;
    for (const auto& line : badge.lines)
        wide = std::max(wide, m_kit.WidthOf(line, m_smallBold));
    const int high = std::max(static_cast<int>(badge.lines.size()) * LineHeight(m_smallBold), Px(kIcon));
    badge.rect.SetSize(wxSize(std::min(wide + besides, width), high + Px(6)));
    return badge;
}

std::vector<CardPainter::Badge> CardPainter::Badges(const CardFace& face, int width) const
{
    std::vector<Badge> badges;
    wxPoint next;
    int below = 0;
    for (const auto& mark : face.marks) {
        auto badge = BadgeOf(mark, width);
        if (next.x > 0 && next.x + badge.rect.width > width)
            next = {0, below};
        badge.rect.SetPosition(next);
        next.x += badge.rect.width + Px(kLineGap + 1);
        below = std::max(below, badge.rect.GetBottom() + 1 + Px(kLineGap));
        badges.push_back(std::move(badge));
    }
    return badges;
}

int CardPainter::HeightOf(const CardFace& face, int width) const
{
    const int room = TextWidth(width);
    const int gap = Px(kLineGap);
    const auto lines = [&](const wxString& text, int wide) {
        return static_cast<int>(m_kit.Broken(text, m_body, wide, kMostLines).size()) * LineHeight(m_body);
    };
    const int others = OthersWidth(face.others, room);
    int height = 2 * Px(kPad) + LineHeight(m_plate) + 2 * gap + lines(face.model, room) + gap;
    height += lines(face.customer, others > 0 ? room - others - Px(4) : room);
    const auto lateness = LatenessLines(face, room).size();
    height += SmallLine() + gap + SmallLine();
    height += lateness == 0 ? 0 : SmallLine() + (static_cast<int>(lateness) - 1) * LineHeight(m_smallBold) + gap;
    const auto places = PlaceLines(face, room - Px(kIcon) - Px(5)).size();
    height += SmallLine() + (static_cast<int>(places) - 1) * LineHeight(m_small) + gap;
    int marks = 0;
    for (const auto& badge : Badges(face, room))
        marks = std::max(marks, badge.rect.GetBottom() + 1 + gap);
    return height + marks;
}

void CardPainter::DrawIconLine(wxGraphicsContext& gc, const std::string& icon, const wxString& text,
                               PaintKit::Font font, const wxColour& colour, int x, int y, int width) const
{
    const int side = Px(kIcon);
    m_kit.DrawIcon(gc, icon, colour, x, y + (LineHeight(font) - side) / 2, side);
    m_kit.DrawText(gc, text, font, colour, x + side + Px(5), y, width - side - Px(5));
}

int CardPainter::DrawLines(wxGraphicsContext& gc, const Lines& lines, PaintKit::Font font, const wxColour& colour,
                           const wxRect& room) const
{
    int y = room.y;
    for (const auto& line : lines) {
        m_kit.DrawText(gc, line, font, colour, room.x, y, room.width);
        y += LineHeight(font);
    }
    return y;
}

void CardPainter::DrawBadge(wxGraphicsContext& gc, const Badge& badge, const wxPoint& origin) const
{
    auto rect = badge.rect;
    rect.Offset(origin);
    const auto ink = Strong(badge.mark->meaning);
    gc.SetPen(*wxTRANSPARENT_PEN);
    gc.SetBrush(wxBrush(Quiet(badge.mark->meaning)));
    const int oneLine = std::max(LineHeight(m_smallBold), Px(kIcon)) + Px(6);
    gc.DrawRoundedRectangle(rect.x, rect.y, rect.width, rect.height, oneLine / 2.0);
    const int side = Px(kIcon);
    m_kit.DrawIcon(gc, badge.mark->icon, ink, rect.x + Px(7), rect.y + (oneLine - side) / 2, side);
    const int left = Px(7) + side + Px(5);
    DrawLines(gc, badge.lines, m_smallBold, ink,
              {rect.x + left, rect.y + Px(3), rect.width - left - Px(7) + 1, rect.height});
}

void CardPainter::DrawFrame(wxGraphicsContext& gc, const wxRect& rect, Meaning late, Look look) const
{
    const auto& c = Colours();
    const int width = look.focused ? Px(3) : look.selected ? Px(2) : 1;
    const bool chosen = look.selected || look.focused;
    gc.SetPen(wxPen(look.focused ? c.accent : chosen || look.hovered ? c.muted : c.border, width));
    gc.SetBrush(wxBrush(c.surface));
    const double inset = width / 2.0;
    gc.DrawRoundedRectangle(rect.x + inset, rect.y + inset, rect.width - width, rect.height - width, Px(9));
    if (late == Meaning::Neutral)
        return;
    gc.SetPen(*wxTRANSPARENT_PEN);
    gc.SetBrush(wxBrush(Strong(late)));
    gc.DrawRoundedRectangle(rect.x + Px(4), rect.y + Px(9), Px(kBar), rect.height - Px(18), Px(2));
}

int CardPainter::OthersWidth(const wxString& names, int width) const
{
    const int besides = Px(kIcon) + Px(3) + 2 * Px(5);
    return names.empty() ? 0 : std::min(m_kit.WidthOf(names, m_smallBold) + besides, width * 3 / 5);
}

void CardPainter::DrawOthers(wxGraphicsContext& gc, const wxString& names, int x, int y, int width) const
{
    const int pill = OthersWidth(names, width);
    const int height = std::max(LineHeight(m_smallBold), Px(kIcon));
    const int left = x + width - pill;
    const int top = y + (LineHeight(m_body) - height) / 2;
    gc.SetPen(*wxTRANSPARENT_PEN);
    gc.SetBrush(wxBrush(Quiet(Meaning::Attention)));
    gc.DrawRoundedRectangle(left, top, pill, height, height / 2.0);
    const auto colour = Strong(Meaning::Attention);
    m_kit.DrawIcon(gc, "person", colour, left + Px(5), top + (height - Px(kIcon)) / 2, Px(kIcon));
    const int before = Px(5) + Px(kIcon) + Px(3);
    m_kit.DrawText(gc, names, m_smallBold, colour, left + before, top, pill - before - Px(5));
}

CardPainter::Lines CardPainter::LatenessLines(const CardFace& face, int width) const
{
    return face.latenessText.empty()
               ? Lines()
               : m_kit.Broken(face.latenessText, m_smallBold, width - Px(kIcon) - Px(5), kMostLines);
}

void CardPainter::DrawLateness(wxGraphicsContext& gc, const CardFace& face, Meaning late, int x, int& y,
                               int width) const
{
    const auto lines = LatenessLines(face, width);
    if (lines.empty())
        return;
    const auto colour = late == Meaning::Neutral ? Colours().muted : Strong(late);
    const int left = Px(kIcon) + Px(5);
    m_kit.DrawIcon(gc, late == Meaning::Danger ? "warning" : "waiting", colour, x,
                   y + (LineHeight(m_smallBold) - Px(kIcon)) / 2, Px(kIcon));
    DrawLines(gc, lines, m_smallBold, colour, {x + left, y, width - left, 0});
    y += SmallLine() + (static_cast<int>(lines.size()) - 1) * LineHeight(m_smallBold) + Px(kLineGap);
}

void CardPainter::DrawPeople(wxGraphicsContext& gc, const CardFace& face, int x, int& y, int width) const
{
    const auto muted = Colours().muted;
    DrawIconLine(gc, "person", face.advisor, m_small, muted, x, y, width);
    y += SmallLine();
    const int side = Px(kIcon);
    m_kit.DrawIcon(gc, "wrench", muted, x, y + (LineHeight(m_small) - side) / 2, side);
    const int left = side + Px(5);
    const auto lines = PlaceLines(face, width - left);
    DrawLines(gc, lines, m_small, muted, {x + left, y, width - left, 0});
    y += SmallLine() + (static_cast<int>(lines.size()) - 1) * LineHeight(m_small) + Px(kLineGap);
}

void CardPainter::Draw(wxGraphicsContext& gc, const CardFace& face, const wxRect& rect, Look look) const
{
    const auto& c = Colours();
    const auto late = face.lateness == Lateness::Late   ? Meaning::Danger
                      : face.lateness == Lateness::Soon ? Meaning::Attention
                                                        : Meaning::Neutral;
    DrawFrame(gc, rect, late, look);
    const int left = rect.x + Px(kPad) + Px(kBar);
    const int width = TextWidth(rect.width);
    const int gap = Px(kLineGap);
    int y = rect.y + Px(kPad);
    m_kit.DrawText(gc, face.plate, m_plate, c.text, left, y, width);
    y += LineHeight(m_plate) + 2 * gap;
    y = DrawLines(gc, m_kit.Broken(face.model, m_body, width, kMostLines), m_body, c.text, {left, y, width, 0});
    const int others = OthersWidth(face.others, width);
    if (others > 0)
        DrawOthers(gc, face.others, left, y, width);
    const int room = others > 0 ? width - others - Px(4) : width;
    y = DrawLines(gc, m_kit.Broken(face.customer, m_body, room, kMostLines), m_body, c.muted, {left, y, room, 0});
    y += gap;
    const auto colour = late == Meaning::Neutral ? c.muted : Strong(late);
    DrawIconLine(gc, "clock", face.promise, late == Meaning::Neutral ? m_small : m_smallBold, colour, left, y, width);
    y += SmallLine() + gap;
    DrawLateness(gc, face, late, left, y, width);
    DrawPeople(gc, face, left, y, width);
    for (const auto& badge : Badges(face, width))
        DrawBadge(gc, badge, {left, y});
}

} // namespace bayline::desktop
