// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kpi.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bayline::reports {

/// A cell of a spreadsheet: a number of a unit, or text.
struct SheetCell
{
    std::string text;
    std::optional<std::int64_t> value; ///< in the unit's smallest part
    core::KpiUnit unit = core::KpiUnit::Count;
    bool bold = false;
};

struct Sheet
{
    std::string name;
    std::vector<std::string> columns;
    std::vector<int> widths; ///< in characters
    std::vector<std::vector<SheetCell>> rows;
};

/// RFC 4180 with a byte order mark, which Excel wants. A text that a spreadsheet would take for a formula gets an
/// apostrophe in front; numbers are plain numbers with '.'.
[[nodiscard]] std::string CsvOf(const Sheet& sheet);

/// An .xlsx with real numbers and formats. Throws core::Failure (Internal) when there is no room to make it.
[[nodiscard]] std::string XlsxOf(const std::vector<Sheet>& sheets);

} // namespace bayline::reports
