// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/paint_kit.h"

#include "desktop/views/icons.h"

#include <wx/control.h>
#include <wx/dcclient.h>

namespace bayline::desktop {

namespace {

/// More texts than a full board has; names that have left the board are forgotten with the rest.
constexpr std::size_t kMostKept = 4000;

bool IsChinese(const wxUniChar& letter)
{
    return letter.GetValue() >= 0x2e80U;
}

/// A line may begin at that place: after a blank, and beside a Chinese character that is no closing mark.
bool MayBreakBefore(const wxString& text, std::size_t place)
{
    static const wxString kNeverFirst = wxString::FromUTF8("，。、；：？！”’）》」·%)…");
    const auto next = text[place];
    if (text[place - 1] == ' ')
        return next != ' ';
    if (next == ' ' || kNeverFirst.Find(next) != wxNOT_FOUND)
        return false;
    return IsChinese(text[place - 1]) || IsChinese(next);
}

} // namespace

PaintKit::Font PaintKit::Take(const wxFont& font)
{
    Known known{.font = font};
    m_window->GetTextExtent("Ag" + wxString::FromUTF8("沪"), nullptr, &known.height, nullptr, nullptr, &font);
    m_fonts.push_back(known);
    return m_fonts.size() - 1;
}

int PaintKit::WidthOf(const wxString& text, Font font) const
{
    if (m_widths.size() > kMostKept)
        m_widths.clear();
    const auto [at, isNew] = m_widths.try_emplace({font, text}, 0);
    if (isNew)
        m_window->GetTextExtent(text, &at->second, nullptr, nullptr, nullptr, &m_fonts[font].font);
    return at->second;
}

std::size_t PaintKit::FittingPart(const wxString& text, Font font, int width) const
{
    for (std::size_t place = text.length() - 1; place > 0; --place) {
        if (!MayBreakBefore(text, place))
            continue;
        int wide = 0;
        m_window->GetTextExtent(text.Left(place).Trim(), &wide, nullptr, nullptr, nullptr, &m_fonts[font].font);
        if (wide <= width)
            return place;
    }
    return 0;
}

const std::vector<wxString>& PaintKit::Broken(const wxString& text, Font font, int width, std::size_t most) const
{
    if (m_broken.size() > kMostKept)
        m_broken.clear();
    const auto [at, isNew] = m_broken.try_emplace({font, width, most, text});
    auto& lines = at->second;
    if (!isNew)
        return lines;
    auto rest = text;
    while (lines.size() + 1 < most && WidthOf(rest, font) > width) {
        auto part = FittingPart(rest, font, width);
        if (part == 0)
            break;
        // No single character alone in the last line.
        if (part + 1 == rest.length() && part > 1 && MayBreakBefore(rest, part - 1))
            --part;
        lines.push_back(rest.Left(part).Trim());
        rest = rest.Mid(part).Trim(false);
    }
    lines.push_back(rest);
    return lines;
}

wxString PaintKit::Cut(const wxString& text, Font font, int width) const
{
    if (WidthOf(text, font) <= width)
        return text;
    if (m_cuts.size() > kMostKept)
        m_cuts.clear();
    const auto [at, isNew] = m_cuts.try_emplace({font, width, text});
    if (isNew) {
        wxClientDC measure(m_window);
        measure.SetFont(m_fonts[font].font);
        at->second = wxControl::Ellipsize(text, measure, wxELLIPSIZE_END, width);
    }
    return at->second;
}

void PaintKit::DrawText(wxGraphicsContext& gc, const wxString& text, Font font, const wxColour& colour, int x, int y,
                        int width) const
{
    const auto [ink, isNew] = m_inks.try_emplace({font, colour.GetRGB()});
    if (isNew)
        ink->second = gc.CreateFont(m_fonts[font].font, colour);
    gc.SetFont(ink->second);
    gc.DrawText(Cut(text, font, width), x, y);
}

void PaintKit::DrawIcon(wxGraphicsContext& gc, const std::string& name, const wxColour& colour, int x, int y,
                        int side) const
{
    const auto [icon, isNew] = m_icons.try_emplace({name, colour.GetRGB(), side});
    if (isNew)
        icon->second = gc.CreateBitmap(Icon(name, colour, m_window->ToDIP(side)).GetBitmapFor(m_window));
    gc.DrawBitmap(icon->second, x, y, side, side);
}

} // namespace bayline::desktop
