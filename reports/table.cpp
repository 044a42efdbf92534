// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/table.h"

#include <algorithm>
#include <numeric>

namespace bayline::reports {

namespace {

double NaturalWidth(const FontSet& fonts, const Table& table, std::size_t column)
{
    double width = MeasureText(fonts, table.columns[column].title, table.style.header);
    for (const Row& row : table.rows) {
        if (row.spans || row.block || column >= row.cells.size())
            continue;
        for (const Cell::Part& part : row.cells[column].parts)
            width = std::max(width, MeasureText(fonts, part.text, part.style));
    }
    return width + 0.1;
}

void PutCell(Block& block, const FontSet& fonts, const Cell& cell, double x, double y, double width, Align align)
{
    for (const Cell::Part& part : cell.parts) {
        const TextLayout text = LayText(fonts, part.text, part.style, width);
        block.Put(text, x, y, width, align);
        y += text.Height();
    }
}

Block RowBlock(const FontSet& fonts, const Table& table, const Row& row, const std::vector<double>& widths,
               double width)
{
    Block content(width, 0);
    if (row.block) {
        content.Put(*row.block, 0, 0);
    } else if (row.spans) {
        PutCell(content, fonts, row.cells.front(), 0, 0, width, Align::Left);
    } else {
        double x = 0;
        for (std::size_t i = 0; i < row.cells.size() && i < widths.size(); ++i) {
            PutCell(content, fonts, row.cells[i], x, 0, widths[i], table.columns[i].align);
            x += widths[i] + table.style.cellGap;
        }
    }
    const double height = content.Height() + 2 * table.style.rowPadding;
    Block block(width, height);
    if (row.background)
        block.Draw(Rectangle{.width = width, .height = height, .fill = *row.background, .strokeColour = {}});
    block.Put(content, 0, table.style.rowPadding);
    block.Resize(width, height);
    if (row.rule)
        block.Draw(Line{0, height, width, height, 0.5, table.style.rowRule});
    return block;
}

Block HeaderBlock(const FontSet& fonts, const Table& table, const std::vector<double>& widths, double width)
{
    Block text(width, 0);
    double x = 0;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        text.Put(LayText(fonts, table.columns[i].title, table.style.header, widths[i]), x, 0, widths[i],
                 table.columns[i].align);
        x += widths[i] + table.style.cellGap;
    }
    const double height = text.Height() + 7;
    Block header(width, height);
    header.Put(text, 0, 2);
    header.Resize(width, height);
    header.Draw(Line{0, height, width, height, 0.9, table.style.headerRule});
    return header;
}

} // namespace

Cell& Cell::And(std::string text, const TextStyle& style)
{
    if (!text.empty())
        parts.push_back({std::move(text), style});
    return *this;
}

std::vector<double> ColumnWidths(const FontSet& fonts, const Table& table, double width)
{
    std::vector<double> widths;
    double shares = 0;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const Column& column = table.columns[i];
        shares += column.share;
        widths.push_back(column.share > 0 ? 0 : column.width > 0 ? column.width : NaturalWidth(fonts, table, i));
    }
    const double gaps = table.style.cellGap * (static_cast<double>(widths.size()) - 1);
    double left = width - gaps - std::accumulate(widths.begin(), widths.end(), 0.0);
    // Columns by content may ask for more than there is; the shared ones keep at least a third of the width.
    const double least = shares > 0 ? width / 3 : 0;
    if (left < least) {
        const double fixed = width - gaps - left;
        const double scale = (fixed - (least - left)) / fixed;
        for (double& one : widths)
            one *= scale;
        left = least;
    }
    for (std::size_t i = 0; i < widths.size(); ++i) {
        if (table.columns[i].share > 0)
            widths[i] = left * table.columns[i].share / shares;
    }
    return widths;
}

Block TableBlock(const FontSet& fonts, const Table& table, double width)
{
    const std::vector<double> widths = ColumnWidths(fonts, table, width);
    std::vector<Block> blocks = {HeaderBlock(fonts, table, widths, width)};
    for (const Row& row : table.rows)
        blocks.push_back(RowBlock(fonts, table, row, widths, width));
    return Stack(blocks);
}

void AddTable(Flow& flow, const Table& table)
{
    const std::vector<double> widths = ColumnWidths(flow.Fonts(), table, flow.Width());
    const bool titled = std::any_of(table.columns.begin(), table.columns.end(),
                                    [](const Column& column) { return !column.title.empty(); });
    if (titled)
        flow.BeginRepeat(HeaderBlock(flow.Fonts(), table, widths, flow.Width()));
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const bool last = i + 1 == table.rows.size();
        const Keep keep = last && table.keepLastWithNext ? Keep::WithNext : table.rows[i].keep;
        Block block = RowBlock(flow.Fonts(), table, table.rows[i], widths, flow.Width());
        if (last && titled)
            flow.AddLastOfRepeat(std::move(block), keep);
        else
            flow.Add(std::move(block), keep);
    }
}

} // namespace bayline::reports
