// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/vehicle.h"

#include <boost/json/object.hpp>

namespace bayline::db {

/// A car from a row of the view `vehicle`, or its part of a work order's document.
core::Vehicle ReadVehicle(const boost::json::object& object);

} // namespace bayline::db
