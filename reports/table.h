// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/flow.h"

#include <optional>
#include <string>
#include <vector>

namespace bayline::reports {

struct Column
{
    std::string title;
    Align align = Align::Left;
    double width = 0; ///< fixed; 0 means by content
    double share = 0; ///< above 0: takes this share of the width that is left
};

/// A few paragraphs one below the other, each with its own style; most cells have one.
struct Cell
{
    struct Part
    {
        std::string text;
        TextStyle style;
    };
    std::vector<Part> parts;

    Cell() = default;
    Cell(std::string text, const TextStyle& style) : parts{{std::move(text), style}} {}
    Cell& And(std::string text, const TextStyle& style);
};

struct Row
{
    std::vector<Cell> cells;
    std::optional<Block> block; ///< instead of cells: drawn over the whole width
    bool spans = false;         ///< the first cell covers the whole width: a heading inside the table
    std::optional<Colour> background;
    Keep keep = Keep::Free;
    bool rule = true; ///< hairline below
};

struct TableStyle
{
    TextStyle header{.size = 7.5, .colour = {0x6B, 0x72, 0x80}, .bold = false, .lineHeight = 1.35};
    Colour headerRule{0x11, 0x18, 0x27};
    Colour rowRule{0xE5, 0xE7, 0xEB};
    double cellGap = 10;   ///< between columns
    double rowPadding = 5; ///< above and below the text of a row
};

struct Table
{
    std::vector<Column> columns;
    std::vector<Row> rows;
    TableStyle style;
    /// The last row goes over to the next page together with what is added to the flow after the table.
    bool keepLastWithNext = false;
};

/// Adds the table row by row; its header is repeated on every page, a row is never divided unless it is taller than a
/// page, and the header never stands alone.
void AddTable(Flow& flow, const Table& table);

/// A small table as one block, to stand beside others.
[[nodiscard]] Block TableBlock(const FontSet& fonts, const Table& table, double width);

/// The widths AddTable will use; for blocks that are to line up with a table.
[[nodiscard]] std::vector<double> ColumnWidths(const FontSet& fonts, const Table& table, double width);

} // namespace bayline::reports
