// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quote.h"

#include <vector>

namespace bayline::core {

/// Prices the lines anew so that their amounts (quantity × unit price, as ComputeAmounts rounds it) add up to `price`
/// exactly, `price` meant with or without tax as the shop's prices are. Each line gets the share of what it cost
/// before, by running sums, as a unit price rounded down to the cent. The cents still missing go to the dearest line of
/// at most one piece or hour, whose amount can be any; when all lines are larger, one piece is taken off the dearest
/// and stands as a line of its own. The lines must have no discounts. Rule and example: docs/decisions/money.md.
void SpreadPrice(std::vector<QuoteLine>& lines, Money price);

} // namespace bayline::core
