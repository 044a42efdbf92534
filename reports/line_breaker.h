// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace bayline::reports {

struct LineSpan
{
    std::size_t first = 0;
    std::size_t end = 0; ///< one past the last character drawn; trailing spaces are outside
};

/// True when a line may end before `text[at]`.
[[nodiscard]] bool MayBreakBefore(std::u32string_view text, std::size_t at);

/// Greedy lines of one paragraph (no '\n' inside). `advances` has one width a character. At least one line, which is
/// empty for an empty paragraph.
[[nodiscard]] std::vector<LineSpan> BreakLines(std::u32string_view text, std::span<const float> advances, double width);

} // namespace bayline::reports
