// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/text.h"

#include "reports/line_breaker.h"

#include <algorithm>

namespace bayline::reports {

namespace {

constexpr std::uint16_t kMissing = 0xFFFF;
constexpr float kMissingAdvance = 0.62F;

/// A paragraph's characters with their font and width.
struct Measured
{
    std::u32string_view characters;
    std::vector<std::uint16_t> fonts;
    std::vector<float> advances;
};

Measured Measure(const FontSet& fonts, std::u32string_view characters, double size)
{
    Measured measured{characters, {}, {}};
    measured.fonts.reserve(characters.size());
    measured.advances.reserve(characters.size());
    for (const char32_t c : characters) {
        const auto glyph = fonts.Find(c);
        measured.fonts.push_back(glyph ? glyph->font : kMissing);
        measured.advances.push_back((glyph ? glyph->advance : kMissingAdvance) * static_cast<float>(size));
    }
    return measured;
}

/// The box that stands for a character no font has: as wide as a letter, on the baseline, with a stroke through it.
void DrawMissing(std::vector<Operation>& out, double x, double baseline, const TextStyle& style)
{
    const double width = kMissingAdvance * style.size * 0.8;
    const double height = style.size * 0.72;
    const double left = x + kMissingAdvance * style.size * 0.1;
    const double thickness = std::max(0.5, style.size * 0.06);
    out.emplace_back(Rectangle{.x = left,
                               .y = baseline - height,
                               .width = width,
                               .height = height,
                               .filled = false,
                               .stroke = thickness,
                               .strokeColour = style.colour});
    out.emplace_back(Line{left, baseline, left + width, baseline - height, thickness, style.colour});
}

TextLine SetLine(const Measured& measured, LineSpan span, const TextStyle& style, double baseline)
{
    TextLine line;
    for (std::size_t i = span.first; i < span.end;) {
        const std::uint16_t font = measured.fonts[i];
        if (font == kMissing) {
            DrawMissing(line.operations, line.width, baseline, style);
            line.width += measured.advances[i++];
            continue;
        }
        std::size_t end = i;
        TextRun run{.font = font, .size = style.size, .colour = style.colour, .bold = style.bold};
        while (end < span.end && measured.fonts[end] == font) {
            run.advances.push_back(measured.advances[end]);
            run.width += measured.advances[end++];
        }
        run.text = ToUtf8(measured.characters.substr(i, end - i));
        run.x = line.width;
        run.baseline = baseline;
        line.width += run.width;
        line.operations.emplace_back(std::move(run));
        i = end;
    }
    return line;
}

void CollectMissing(const Measured& measured, std::vector<char32_t>& missing)
{
    for (std::size_t i = 0; i < measured.fonts.size(); ++i) {
        const char32_t c = measured.characters[i];
        if (measured.fonts[i] == kMissing && std::find(missing.begin(), missing.end(), c) == missing.end())
            missing.push_back(c);
    }
}

} // namespace

TextLayout LayText(const FontSet& fonts, std::string_view text, const TextStyle& style, double width)
{
    TextLayout layout;
    layout.lineHeight = style.size * style.lineHeight;
    if (text.empty())
        return layout;
    const FontFace& face = fonts.Faces().front();
    const double baseline =
        (layout.lineHeight - (face.ascent + face.descent) * style.size) / 2 + face.ascent * style.size;

    const std::u32string characters = ToCharacters(text);
    for (std::size_t start = 0; start <= characters.size();) {
        const std::size_t end = std::min(characters.find(U'\n', start), characters.size());
        const Measured measured =
            Measure(fonts, std::u32string_view(characters).substr(start, end - start), style.size);
        CollectMissing(measured, layout.missing);
        for (const LineSpan span : BreakLines(measured.characters, measured.advances, width)) {
            layout.lines.push_back(SetLine(measured, span, style, baseline));
            layout.width = std::max(layout.width, layout.lines.back().width);
        }
        start = end + 1;
    }
    return layout;
}

double MeasureText(const FontSet& fonts, std::string_view text, const TextStyle& style)
{
    double width = 0;
    for (const char32_t c : ToCharacters(text)) {
        const auto glyph = fonts.Find(c);
        width += (glyph ? glyph->advance : kMissingAdvance) * static_cast<float>(style.size);
    }
    return width;
}

} // namespace bayline::reports
