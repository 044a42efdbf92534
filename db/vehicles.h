// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/odometer.h"
#include "core/vehicle.h"
#include "core/work_order.h"
#include "db/connection.h"

#include <optional>
#include <string>
#include <vector>

namespace bayline::db {

/// With the head of its stream as `seq`. Throws Failure (NotFound).
[[nodiscard]] core::Vehicle LoadVehicle(Connection& connection, core::VehicleId id);
/// The car with this plate (in any spelling) or VIN, if exactly one is known.
[[nodiscard]] std::optional<core::Vehicle> FindVehicle(Connection& connection, const std::string& plateOrVin);
/// Mileage of the last visit, for judging a new reading.
[[nodiscard]] std::optional<core::LastReading> LoadLastReading(Connection& connection, core::VehicleId id);

/// One visit of a car.
struct OrderSummary
{
    core::WorkOrderId id;
    std::string number;
    core::Stage stage = core::Stage::Received;
    core::Instant openedAt{};
    std::optional<core::Instant> closedAt;
    std::int64_t kmIn = 0;
    std::string complaint;
    std::string invoiceNumber; ///< empty without invoice
    core::Money invoiceGross;
};

/// The visits of a car, newest first.
[[nodiscard]] std::vector<OrderSummary> LoadHistory(Connection& connection, core::VehicleId id, int limit = 100);

} // namespace bayline::db
