// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/column_fit.h"

#include <algorithm>
#include <numeric>

namespace bayline::desktop {

namespace {

int Sum(const std::vector<int>& widths)
{
    return std::accumulate(widths.begin(), widths.end(), 0);
}

/// Cuts the widest of those that may still give, pixel by pixel a column at a time, until `over` is gone.
void CutWidest(std::vector<int>& widths, const std::vector<ColumnNeed>& columns, int over)
{
    while (over > 0) {
        std::size_t widest = widths.size();
        for (std::size_t column = 0; column < widths.size(); ++column) {
            if (widths[column] > columns[column].least && (widest == widths.size() || widths[column] > widths[widest]))
                widest = column;
        }
        if (widest == widths.size())
            return;
        --widths[widest];
        --over;
    }
}

/// Hands out what is over to those that have less than they wanted; the stretched one takes the rest.
void GiveBack(std::vector<int>& widths, const std::vector<ColumnNeed>& columns, int spare)
{
    for (std::size_t column = 0; column < widths.size(); ++column) {
        const int more = std::clamp(columns[column].wanted - widths[column], 0, spare);
        widths[column] += more;
        spare -= more;
    }
    for (std::size_t column = 0; column < widths.size(); ++column) {
        if (columns[column].stretch) {
            widths[column] += spare;
            return;
        }
    }
}

} // namespace

std::vector<int> FitColumns(const std::vector<ColumnNeed>& columns, int room)
{
    std::vector<int> widths;
    for (const auto& column : columns)
        widths.push_back(column.wanted);
    if (Sum(widths) > room) {
        for (std::size_t column = 0; column < columns.size(); ++column)
            widths[column] = std::min(columns[column].wanted, std::max(columns[column].content, columns[column].least));
    }
    for (std::size_t column = 0; column < columns.size(); ++column) {
        if (columns[column].stretch && Sum(widths) > room)
            widths[column] = std::max(columns[column].least, widths[column] - (Sum(widths) - room));
    }
    CutWidest(widths, columns, Sum(widths) - room);
    GiveBack(widths, columns, std::max(0, room - Sum(widths)));
    return widths;
}

} // namespace bayline::desktop
