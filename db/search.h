// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/work_order.h"
#include "db/connection.h"

#include <optional>
#include <string>
#include <vector>

namespace bayline::db {

/// A car and its owner that fit what was typed; a customer without a car has a nil vehicle id.
struct SearchHit
{
    core::VehicleId vehicle;
    core::CustomerId customer;
    std::string plate;
    std::string vin;
    std::string make;
    std::string model;
    core::Powertrain powertrain = core::Powertrain::Bev;
    std::string customerName;
    std::string phone; ///< empty on bay PCs
    std::int64_t lastKm = 0;
    std::optional<core::Instant> lastVisit;
    core::WorkOrderId openOrder; ///< nil when the car is not in the shop
    std::string openOrderNumber;
    core::Stage openOrderStage = core::Stage::Received;
    int openOrderOutlet = 1;
    std::string matched; ///< plate, vin, phone, name or number
};

/// Search as you type: a fragment of a plate, the end of a VIN or of a phone number, a work order's number, or part of
/// a name in any script, also in full-width letters and digits. Best first, at most `limit`. Nothing typed gives
/// nothing.
[[nodiscard]] std::vector<SearchHit> Search(Connection& connection, const std::string& typed, int limit = 20);

} // namespace bayline::db
