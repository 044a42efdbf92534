// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/credit_note.h"
#include "core/invoice.h"

#include <random>

namespace bayline::reports::test {

/// A bill outside China as the rules would make it: up to ten lines, three tax rates, with or without tax in the
/// prices, discounts of lines and of the whole, rounded off. Seller and buyer have all that EN 16931 asks for.
[[nodiscard]] core::Invoice RandomInvoice(std::mt19937& random);

/// The credit note over some of its lines, after others were taken back before.
[[nodiscard]] core::CreditNote RandomCredit(std::mt19937& random, const core::Invoice& invoice);

/// The bill of known sums: lines of 1.3 × 89.55, 1 × 74.99, 0.37 × 12.35 at 23 % and 1 × 10.01 at 8 %, without tax:
/// 205.99 net, 251.87 gross. With a discount of 10.00 on the whole, 9.51 and 0.49 of it on the two rates.
[[nodiscard]] core::Invoice KnownInvoice(bool discount);

} // namespace bayline::reports::test
