// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/figures_report.h"

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

/// The report as tables: figures, people, months, declined work, outlets where there are several; what `kind` is about
/// comes first.
[[nodiscard]] std::vector<Sheet> FigureSheets(const FiguresReport& report, const Translate& tr,
                                              const core::ShopZone& zone);

/// RFC 4180 with a byte order mark, which Excel wants. A text that a spreadsheet would take for a formula gets an
/// apostrophe in front; numbers are plain numbers with '.'.
[[nodiscard]] std::string CsvOf(const Sheet& sheet);

/// Writes an .xlsx with real numbers and formats. Throws core::Failure (DiskFull) when the file cannot be written.
void WriteXlsx(const std::vector<Sheet>& sheets, const std::string& path);

} // namespace bayline::reports
