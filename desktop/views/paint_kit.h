// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/views/theme.h"

#include <wx/graphics.h>

#include <limits>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace bayline::desktop {

/// Text and icons of a drawn control. Measuring a text and making a font ready cost far more than drawing, so what was
/// found out once is kept.
class PaintKit final
{
public:
    using Font = std::size_t;
    static constexpr std::size_t kEveryLine = std::numeric_limits<std::size_t>::max();

    explicit PaintKit(wxWindow* window) : m_window(window) {}

    /// Makes a font known; the number stands for it from then on.
    [[nodiscard]] Font Take(const wxFont& font);
    /// Height of a line in Latin and Chinese letters, in pixels.
    [[nodiscard]] int LineHeight(Font font) const { return m_fonts[font].height; }
    [[nodiscard]] int WidthOf(const wxString& text, Font font) const;
    /// The text in at most `most` lines no wider than `width`, broken at blanks and beside Chinese characters. What
    /// does not fit into the last line is left for DrawText to cut.
    [[nodiscard]] const std::vector<wxString>& Broken(const wxString& text, Font font, int width,
                                                      std::size_t most) const;
    /// Draws the text, cut with an ellipsis where it is wider than `width`.
    void DrawText(wxGraphicsContext& gc, const wxString& text, Font font, const wxColour& colour, int x, int y,
                  int width) const;
    /// Draws the icon as a square of `side` pixels.
    void DrawIcon(wxGraphicsContext& gc, const std::string& name, const wxColour& colour, int x, int y, int side) const;

private:
    struct Known
    {
        wxFont font;
        int height = 0;
    };

    [[nodiscard]] std::size_t FittingPart(const wxString& text, Font font, int width) const;
    [[nodiscard]] wxString Cut(const wxString& text, Font font, int width) const;

    wxWindow* m_window;
    std::vector<Known> m_fonts;
    mutable std::map<std::pair<Font, wxString>, int> m_widths;
    mutable std::map<std::tuple<Font, int, wxString>, wxString> m_cuts;
    mutable std::map<std::tuple<Font, int, std::size_t, wxString>, std::vector<wxString>> m_broken;
    mutable std::map<std::pair<Font, wxUint32>, wxGraphicsFont> m_inks;
    mutable std::map<std::tuple<std::string, wxUint32, int>, wxGraphicsBitmap> m_icons;
};

} // namespace bayline::desktop
