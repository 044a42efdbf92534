// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/shop.h"
#include "core/work_order.h"
#include "reports/stationery.h"

#include <string>

namespace bayline::reports {

struct NextService
{
    core::Shop shop; ///< with the usual distance of two services
    core::WorkOrder order;
    core::Instant at{};       ///< when the car leaves
    std::string customerLink; ///< printed as QR code; empty leaves it out
};

/// The day `months` later, the last day of the month where it would be past its end: "2026-11-30" + 3 is "2027-02-28".
[[nodiscard]] std::string MonthsLater(const std::string& day, int months);

/// What the customer takes home: when to come again, what to keep an eye on, what was put off, and until when each part
/// is under warranty.
[[nodiscard]] Document LayNextService(const NextService& paper, const Stationery& stationery);

} // namespace bayline::reports
