// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/shop.h"
#include "core/work_order.h"
#include "reports/stationery.h"

#include <string>
#include <vector>

namespace bayline::reports {

struct CheckInSheet
{
    core::Shop shop;
    core::WorkOrder order;
    std::string customerLink; ///< printed as QR code and text; empty leaves the panel out
    std::vector<PaperPhoto> walkRound;
};

/// What both sides sign when a car is handed over: who, which car, what is wrong, until when.
[[nodiscard]] Document LayCheckInSheet(const CheckInSheet& sheet, const Stationery& stationery);

} // namespace bayline::reports
