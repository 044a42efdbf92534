// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace bayline::desktop {

/// What a column of a list asks for, in pixels.
struct ColumnNeed
{
    int wanted = 0;  ///< when there is room
    int content = 0; ///< its longest text whole
    int least = 0;   ///< below that it is of no use
    bool stretch = false;
};

/// Widths with which the columns fit into `room`. With room for all, the stretched one takes what is over. Without,
/// each gives what its texts do not need; then the stretched one is cut, then the widest ones, none below its least
/// width. Wider than `room` only when the least widths are: then the list is rolled sideways.
[[nodiscard]] std::vector<int> FitColumns(const std::vector<ColumnNeed>& columns, int room);

} // namespace bayline::desktop
