// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/board_presenter.h"
#include "desktop/views/theme.h"

#include <wx/graphics.h>

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

    [[nodiscard]] int HeightOf(const CardFace& face) const;
    struct Look
    {
        bool selected = false;
        bool focused = false; ///< the keys act on this card
        bool hovered = false;
    };
    void Draw(wxGraphicsContext& gc, const CardFace& face, const wxRect& rect, Look look) const;

private:
    void DrawLine(wxGraphicsContext& gc, const wxString& text, const wxFont& font, const wxColour& colour, int x, int y,
                  int width) const;
    void DrawIconLine(wxGraphicsContext& gc, const std::string& icon, const wxString& text, const wxFont& font,
                      const wxColour& colour, int x, int y, int width) const;
    void DrawMark(wxGraphicsContext& gc, const CardFace::Mark& mark, int x, int y, int width) const;
    void DrawFrame(wxGraphicsContext& gc, const wxRect& rect, Meaning late, Look look) const;
    void DrawPeople(wxGraphicsContext& gc, const CardFace& face, int x, int& y, int width) const;
    /// The text, or its brief form when the text is too wide.
    [[nodiscard]] wxString Fitting(const wxString& text, const wxString& brief, const wxFont& font, int width) const;
    [[nodiscard]] int LineHeight(const wxFont& font) const;
    [[nodiscard]] int Px(int dip) const { return Dip(m_window, dip); }

    wxWindow* m_window;
    wxFont m_plate;
    wxFont m_body;
    wxFont m_small;
    wxFont m_smallBold;
};

} // namespace bayline::desktop
