// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/work_order.h"

#include <boost/json/object.hpp>

namespace bayline::db {

/// An order from the document that api.load_work_order gives. Throws Failure (Corrupt) when something is not what an
/// order has there.
[[nodiscard]] core::WorkOrder WorkOrderFrom(const boost::json::object& document);

} // namespace bayline::db
