// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/invoice_paper.h"
#include "reports/paper.h"

#include <string>
#include <vector>

namespace bayline::reports {

/// The bill on an 80 mm roll: the same lines, sums and words, one under the other, without signatures.
[[nodiscard]] Document LayInvoiceReceipt(const InvoicePaper& paper, const Stationery& stationery);

/// What both forms of the bill say alike.
[[nodiscard]] std::string InvoiceTitle(const InvoicePaper& paper, const Translate& tr);
/// From the sum of the lines to the balance due.
[[nodiscard]] std::vector<Sum> InvoiceSums(const InvoicePaper& paper, const Stationery& stationery);
/// Empty outside China.
[[nodiscard]] std::string StatutoryWarrantySentence(const InvoicePaper& paper, const Translate& tr);
/// The shop's logo in the middle of a receipt.
[[nodiscard]] Block CentredLogo(const Stationery& stationery, double width);

} // namespace bayline::reports
