// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/invoice_paper.h"

namespace bayline::bench {

/// A Chinese settlement list that fills two pages. Every `n` has its own customer, plate and choice of work, so that no
/// two documents are made of the same characters.
[[nodiscard]] reports::InvoicePaper SampleInvoice(int n, std::size_t lines = 13);

/// The same, with the work of an ordinary visit: brakes, tyres, fluids. Its words repeat as those of bills do.
[[nodiscard]] reports::InvoicePaper EverydayInvoice(int n);

/// English labels to Chinese ones, for the words of this paper.
[[nodiscard]] std::string InChinese(std::string_view sentence);

} // namespace bayline::bench
