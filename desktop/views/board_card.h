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
        wxString brief{}; ///< instead of the text where there is no room for it; empty: the text is cut

        bool operator==(const Mark&) const = default;
    };

    wxString number;
    wxString plate;
    wxString model;
    wxString customer;
    wxString advisor;
    wxString technician;
    wxString technicianBrief; ///< as Mark::brief
    wxString promise;
    Lateness lateness = Lateness::InTime;
    wxString latenessText;
    std::vector<Mark> marks;

    bool operator==(const CardFace&) const = default;

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

    /// The narrowest card whose plate is not cut.
    [[nodiscard]] int LeastWidth() const;
    [[nodiscard]] int HeightOf(const CardFace& face) const;
    struct Look
    {
        bool selected = false;
        bool focused = false; ///< the keys act on this card
        bool hovered = false;
    };
    void Draw(wxGraphicsContext& gc, const CardFace& face, const wxRect& rect, Look look) const;

private:
    void DrawIconLine(wxGraphicsContext& gc, const std::string& icon, const wxString& text, PaintKit::Font font,
                      const wxColour& colour, int x, int y, int width) const;
    void DrawMark(wxGraphicsContext& gc, const CardFace::Mark& mark, int x, int y, int width) const;
    void DrawFrame(wxGraphicsContext& gc, const wxRect& rect, Meaning late, Look look) const;
    void DrawPeople(wxGraphicsContext& gc, const CardFace& face, int x, int& y, int width) const;
    /// The text, or its brief form when the text is too wide.
    [[nodiscard]] wxString Fitting(const wxString& text, const wxString& brief, PaintKit::Font font, int width) const;
    [[nodiscard]] int LineHeight(PaintKit::Font font) const { return m_kit.LineHeight(font); }
    [[nodiscard]] int Px(int dip) const { return static_cast<int>(Dip(m_window, dip) * LetterScale()); }

    wxWindow* m_window;
    PaintKit m_kit;
    PaintKit::Font m_plate;
    PaintKit::Font m_body;
    PaintKit::Font m_small;
    PaintKit::Font m_smallBold;
};

} // namespace bayline::desktop
