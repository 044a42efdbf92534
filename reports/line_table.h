// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quote.h"
#include "reports/paper.h"

#include <functional>
#include <string>
#include <vector>

namespace bayline::reports {

struct LineTableOptions
{
    std::string currency;
    bool pricesIncludeTax = true;
    core::PayType payer = core::PayType::Customer; ///< lines of others stand at 0
    /// A last column said by the caller for each line: the customer's decision. Empty: no such column.
    std::string lastTitle;
    std::function<Cell(const core::QuoteLine&)> last;
    /// Another small sentence below a line's description, or nothing: the finding it answers.
    std::function<std::string(const core::QuoteLine&)> remark;
};

/// The lines of a quote or a bill: labour, parts and other fees apart, each with its subtotal; a part with number,
/// brand, origin and kind. The last row stays with what is added after the table.
[[nodiscard]] Table LineTable(const Stationery& stationery, const std::vector<core::QuoteLine>& lines,
                              const LineTableOptions& options);

/// Net, tax a rate, and gross.
[[nodiscard]] Block TaxTable(const Stationery& stationery, const core::Totals& totals, double width);

/// "Part no. 123 · Bosch · Origin: Germany · OEM", or nothing.
[[nodiscard]] std::string PartSentence(const Stationery& stationery, const core::QuoteLine& line);
/// "Warranty 24 months or 40,000 km, whichever comes first", or nothing.
[[nodiscard]] std::string WarrantySentence(const Stationery& stationery, const core::QuoteLine& line);

} // namespace bayline::reports
