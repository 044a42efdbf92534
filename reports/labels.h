// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/invoice.h"
#include "core/work_order.h"
#include "reports/stationery.h"

#include <vector>

/// Labels on a roll, one a page: for the key of a car and for parts put aside for it.
namespace bayline::reports {

/// The last digits of an order's number, big on the key tag and quick to call out: "123" of "WO-2026-000123".
[[nodiscard]] std::string KeyTagNumber(const core::WorkOrder& order);

/// Plate, key tag number, order, model, promised time, and the order's number as QR code. The stationery's size is the
/// label's.
[[nodiscard]] Document LayKeyTag(const core::WorkOrder& order, const Stationery& stationery);

/// One label for each part of the quote: its number, name and quantity, the car it is for. Parts that the customer
/// declined get none. Without parts there are no pages.
[[nodiscard]] Document LayPartLabels(const core::WorkOrder& order, const Stationery& stationery);

} // namespace bayline::reports
