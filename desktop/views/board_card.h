// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/board_presenter.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/paint_kit.h"

#include <string>
#include <vector>

namespace bayline::desktop {

/// What a card says, in words ready to draw.
struct CardFace
{
    struct Mark
    {
        wxString text;
        Meaning meaning = Meaning::Neutral;
        std::string icon;
        wxString brief{}; ///< instead of the text where there is no room for it

        bool operator==(const Mark&) const = default;
    };

    wxString number;
    wxString plate;
    wxString model;
    wxString customer;
    wxString advisor;
    wxString technician;
    wxString bay; ///< empty: none
    wxString key; ///< "Key 12"; empty: none
    wxString promise;
    Lateness lateness = Lateness::InTime;
    wxString latenessText;
    std::vector<Mark> marks;
    wxString others{}; ///< who has the order open at other PCs

    bool operator==(const CardFace&) const = default;

    /// Technician, bay and key; what is there of it.
    [[nodiscard]] std::vector<wxString> Places() const;
    /// Everything on it in one line, for tests.
    [[nodiscard]] wxString Words() const;
    /// The same in lines, whole where the card has to cut, for a tool tip.
    [[nodiscard]] wxString Lines() const;
};

[[nodiscard]] CardFace FaceOf(const db::BoardCard& card, const BoardPresenter& presenter, bool bayPc);

/// Draws cards, and says how high one is.
class CardPainter final
{
public:
    explicit CardPainter(wxWindow* window);

    /// The narrowest card whose plate and today's promise are not cut.
    [[nodiscard]] int LeastWidth() const;
    /// Of a card that wide: what is too long for a line takes two.
    [[nodiscard]] int HeightOf(const CardFace& face, int width) const;
    struct Look
    {
        bool selected = false;
        bool focused = false; ///< the keys act on this card
        bool hovered = false;
    };
    void Draw(wxGraphicsContext& gc, const CardFace& face, const wxRect& rect, Look look) const;

private:
    using Lines = std::vector<wxString>;
    /// A mark where it stands among the marks, and its words in lines.
    struct Badge
    {
        const CardFace::Mark* mark;
        Lines lines;
        wxRect rect;
    };

    void DrawIconLine(wxGraphicsContext& gc, const std::string& icon, const wxString& text, PaintKit::Font font,
                      const wxColour& colour, int x, int y, int width) const;
    int DrawLines(wxGraphicsContext& gc, const Lines& lines, PaintKit::Font font, const wxColour& colour,
                  const wxRect& room) const;
    void DrawBadge(wxGraphicsContext& gc, const Badge& badge, const wxPoint& origin) const;
    void DrawFrame(wxGraphicsContext& gc, const wxRect& rect, Meaning late, Look look) const;
    /// Who else has the order open, at the right end of a line.
    void DrawOthers(wxGraphicsContext& gc, const wxString& names, int x, int y, int width) const;
    [[nodiscard]] int OthersWidth(const wxString& names, int width) const;
    void DrawLateness(wxGraphicsContext& gc, const CardFace& face, Meaning late, int x, int& y, int width) const;
    void DrawPeople(wxGraphicsContext& gc, const CardFace& face, int x, int& y, int width) const;
    /// Technician, bay and key, as many in a line as fit.
    [[nodiscard]] Lines LatenessLines(const CardFace& face, int width) const;
    [[nodiscard]] Lines PlaceLines(const CardFace& face, int width) const;
    /// Side by side where there is room.
    [[nodiscard]] std::vector<Badge> Badges(const CardFace& face, int width) const;
    [[nodiscard]] Badge BadgeOf(const CardFace::Mark& mark, int width) const;
    [[nodiscard]] int TextWidth(int width) const { return width - 2 * Px(kPad) - Px(kBar); }
    [[nodiscard]] int SmallLine() const { return std::max(LineHeight(m_small), Px(kIcon)); }
    [[nodiscard]] int LineHeight(PaintKit::Font font) const { return m_kit.LineHeight(font); }
    static constexpr int kIcon = 15;
    static constexpr int kPad = 9;
    static constexpr int kBar = 4;

    [[nodiscard]] int Px(int dip) const { return LetterDip(m_window, dip); }

    wxWindow* m_window;
    PaintKit m_kit;
    PaintKit::Font m_plate;
    PaintKit::Font m_body;
    PaintKit::Font m_small;
    PaintKit::Font m_smallBold;
};

} // namespace bayline::desktop
