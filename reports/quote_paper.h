// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/shop.h"
#include "core/work_order.h"
#include "reports/stationery.h"

#include <optional>
#include <string>

namespace bayline::reports {

struct QuotePaper
{
    core::Shop shop;
    core::WorkOrder order;                       ///< with inspection and approvals
    std::optional<core::QuoteRevision> revision; ///< nothing: the order's present lines, marked as a draft
    std::string customerLink;                    ///< printed as QR code; empty leaves it out
};

/// A quote line by line with what each answers and what the customer decided on exactly that line.
[[nodiscard]] Document LayQuote(const QuotePaper& quote, const Stationery& stationery);

} // namespace bayline::reports
