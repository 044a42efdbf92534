// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/block.h"
#include "reports/fonts.h"

#include <optional>
#include <string>
#include <vector>

namespace bayline::reports {

struct ChartColours
{
    Colour ink{0x11, 0x18, 0x27};
    Colour grey{0x5F, 0x68, 0x76};
    Colour hairline{0xDF, 0xE3, 0xE8};
    Colour first{0x0B, 0x5C, 0x6B};
    Colour second{0xE2, 0xA3, 0x3B};
    Colour target{0xB4, 0x23, 0x18};
};

/// A chart as plain data. One description is drawn as drawing operations, which paper and screen share.
struct Chart
{
    enum class Kind
    {
        Columns, ///< along time, from left to right
        Bars,    ///< one below the other, each with its label; several series are stacked
        Pareto,  ///< bars by size, with the share they and all before them make of the whole
    };

    struct Bar
    {
        std::string label;
        std::vector<double> values; ///< one a series; a negative one is drawn below the line of columns
        std::string text;           ///< the value in words, "¥1,200.00"
        bool known = true;          ///< false: a gap, "–"
    };

    Kind kind = Kind::Columns;
    std::string title;
    std::string remark; ///< small, below the title
    std::vector<std::string> series;
    std::vector<Bar> bars;
    std::optional<double> target;
    std::string targetText;
};

/// Draws a chart `width` wide; columns take `height`, bars the height they need.
[[nodiscard]] Block LayChart(const FontSet& fonts, const Chart& chart, double width, double height,
                             const ChartColours& colours = {});

/// The chart alone, as a document of one page of just its size: what a window paints.
[[nodiscard]] Document ChartDocument(const FontSet& fonts, const Chart& chart, double width, double height,
                                     const ChartColours& colours);

} // namespace bayline::reports
