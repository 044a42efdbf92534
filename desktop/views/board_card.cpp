// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/board_card.h"

#include "desktop/views/translate.h"

#include <wx/brush.h>
#include <wx/pen.h>

namespace bayline::desktop {

namespace {

constexpr int kIcon = 15;
constexpr int kPad = 9;
constexpr int kBar = 4;
constexpr int kLineGap = 3;

} // namespace

wxString CardFace::Words() const
{
    wxString words = plate + " | " + number + " | " + model + " | " + customer + " | " + promise;
    if (!latenessText.empty())
        words += " | " + latenessText;
    for (const auto* text : {&advisor, &technician})
        if (!text->empty())
            words += " | " + *text;
    for (const auto& mark : marks)
        words += " | " + mark.text;
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
    if (card.quarantined)
        face.marks.push_back({_("Quarantine"), Meaning::Danger, "error"});
    if (card.hold) {
        const auto reason = TrText(core::HoldReasonName(*card.hold));
        face.marks.push_back({Tr("On hold: {1}", {reason}), Meaning::Waiting, "parked", reason});
    }
    if (card.newAnswer)
        face.marks.push_back({_("New answer"), Meaning::Answer, "answer"});
    if (const auto wait = presenter.WaitingText(card); !wait.empty())
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
    const bool nobody = card.technicianName.empty();
    CardFace face{.number = Wx(card.number),
                  .plate = Wx(card.plate),
                  .model = Wx(card.vehicleModel),
                  .customer = Wx(card.customerName),
                  .advisor = Wx(card.advisorName),
                  .technician = nobody ? _("no technician yet") : Wx(card.technicianName),
                  .technicianBrief = nobody ? _("nobody yet") : wxString(),
                  .promise = Wx(presenter.PromiseText(card)),
                  .lateness = presenter.LatenessOf(card),
                  .latenessText = Wx(presenter.LatenessText(card))};
    for (const auto& place : {Wx(card.bay), card.keyTag.empty() ? wxString() : Tr("Key {1}", {Wx(card.keyTag)})})
        if (!place.empty())
            face.technician += wxString::FromUTF8(" · ") + place;
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
    return m_kit.WidthOf(wxString::FromUTF8("京AD12345"), m_plate) + 2 * Px(kPad) + Px(kBar);
}

int CardPainter::HeightOf(const CardFace& face) const
{
    const int gap = Px(kLineGap);
    const int people = std::max(LineHeight(m_small), Px(kIcon));
    int height = 2 * Px(kPad) + LineHeight(m_plate) + 2 * gap + LineHeight(m_body) + LineHeight(m_body) + gap;
    height += people + gap + (face.latenessText.empty() ? 0 : people + gap) + 2 * people + gap;
    height += static_cast<int>(face.marks.size()) * (people + Px(6) + gap);
    return height;
}

void CardPainter::DrawIconLine(wxGraphicsContext& gc, const std::string& icon, const wxString& text,
                               PaintKit::Font font, const wxColour& colour, int x, int y, int width) const
{
    const int side = Px(kIcon);
    m_kit.DrawIcon(gc, icon, colour, x, y + (LineHeight(font) - side) / 2, side);
    m_kit.DrawText(gc, text, font, colour, x + side + Px(5), y, width - side - Px(5));
}

wxString CardPainter::Fitting(const wxString& text, const wxString& brief, PaintKit::Font font, int width) const
{
    return !brief.empty() && m_kit.WidthOf(text, font) > width ? brief : text;
}

void CardPainter::DrawMark(wxGraphicsContext& gc, const CardFace::Mark& mark, int x, int y, int width) const
{
    const int height = std::max(LineHeight(m_smallBold), Px(kIcon)) + Px(6);
    const int besides = Px(kIcon) + Px(5) + 2 * Px(7);
    const auto text = Fitting(mark.text, mark.brief, m_smallBold, width - besides);
    const int wanted = m_kit.WidthOf(text, m_smallBold);
    gc.SetPen(*wxTRANSPARENT_PEN);
    gc.SetBrush(wxBrush(Quiet(mark.meaning)));
    gc.DrawRoundedRectangle(x, y, std::min(wanted + besides, width), height, height / 2.0);
    DrawIconLine(gc, mark.icon, text, m_smallBold, Strong(mark.meaning), x + Px(7), y + Px(3), width - 2 * Px(7));
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

void CardPainter::DrawPeople(wxGraphicsContext& gc, const CardFace& face, int x, int& y, int width) const
{
    const int line = std::max(LineHeight(m_small), Px(kIcon));
    const auto muted = Colours().muted;
    DrawIconLine(gc, "person", face.advisor, m_small, muted, x, y, width);
    y += line;
    const auto technician = Fitting(face.technician, face.technicianBrief, m_small, width - Px(kIcon) - Px(5));
    DrawIconLine(gc, "wrench", technician, m_small, muted, x, y, width);
    y += line + Px(kLineGap);
}

void CardPainter::Draw(wxGraphicsContext& gc, const CardFace& face, const wxRect& rect, Look look) const
{
    const auto& c = Colours();
    const auto late = face.lateness == Lateness::Late   ? Meaning::Danger
                      : face.lateness == Lateness::Soon ? Meaning::Attention
                                                        : Meaning::Neutral;
    DrawFrame(gc, rect, late, look);
    const int left = rect.x + Px(kPad) + Px(kBar);
    const int width = rect.width - 2 * Px(kPad) - Px(kBar);
    const int gap = Px(kLineGap);
    int y = rect.y + Px(kPad);
    m_kit.DrawText(gc, face.plate, m_plate, c.text, left, y, width);
    y += LineHeight(m_plate) + 2 * gap;
    m_kit.DrawText(gc, face.model, m_body, c.text, left, y, width);
    y += LineHeight(m_body);
    m_kit.DrawText(gc, face.customer, m_body, c.muted, left, y, width);
    y += LineHeight(m_body) + gap;
    const int line = std::max(LineHeight(m_small), Px(kIcon));
    const auto colour = late == Meaning::Neutral ? c.muted : Strong(late);
    DrawIconLine(gc, "clock", face.promise, late == Meaning::Neutral ? m_small : m_smallBold, colour, left, y, width);
    y += line + gap;
    if (!face.latenessText.empty()) {
        DrawIconLine(gc, late == Meaning::Danger ? "warning" : "waiting", face.latenessText, m_smallBold, colour, left,
                     y, width);
        y += line + gap;
    }
    DrawPeople(gc, face, left, y, width);
    for (const auto& mark : face.marks) {
        DrawMark(gc, mark, left, y, width);
        y += line + Px(6) + gap;
    }
}

} // namespace bayline::desktop
