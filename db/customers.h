// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/customer.h"
#include "core/vehicle.h"
#include "db/append.h"

#include <vector>

namespace bayline::db {

/// With the head of its stream as `seq`. Throws Failure (NotFound).
[[nodiscard]] core::Customer LoadCustomer(Connection& connection, core::CustomerId id);
[[nodiscard]] std::vector<core::Vehicle> LoadVehiclesOf(Connection& connection, core::CustomerId id);

} // namespace bayline::db
