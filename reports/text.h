// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/fonts.h"
#include "reports/page.h"

#include <string_view>
#include <vector>

namespace bayline::reports {

enum class Align
{
    Left,
    Centre,
    Right,
};

struct TextStyle
{
    double size = 9;
    Colour colour{};
    bool bold = false;
    double lineHeight = 1.5; ///< distance of baselines in parts of the size
};

/// One set line. Coordinates are relative to the line's left end and the top of its line box.
struct TextLine
{
    std::vector<Operation> operations; ///< text runs, and a box for each missing glyph
    double width = 0;                  ///< without trailing spaces
};

struct TextLayout
{
    std::vector<TextLine> lines;
    double lineHeight = 0;
    double width = 0; ///< of the widest line
    std::vector<char32_t> missing;

    [[nodiscard]] double Height() const { return lineHeight * static_cast<double>(lines.size()); }
};

/// Breaks a text into lines no wider than `width` and sets them with the first font that has each character.
/// Chinese and Japanese break between any two characters but not before closing or after opening punctuation, other
/// scripts at spaces and hyphens; a word longer than a line is broken inside. '\n' ends a line. Right-to-left and
/// joining scripts are not supported. An empty text has no lines.
[[nodiscard]] TextLayout LayText(const FontSet& fonts, std::string_view text, const TextStyle& style, double width);

/// Width of a text on one line.
[[nodiscard]] double MeasureText(const FontSet& fonts, std::string_view text, const TextStyle& style);

} // namespace bayline::reports
