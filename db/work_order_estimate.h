// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/work_order.h"
#include "db/rows.h"

namespace bayline::db {

/// The part of an order's document that is about quotes: which revision was withdrawn, what the car has put off.
void ReadEstimate(const JsonReader& reader, core::WorkOrder& order);

/// One piece of put-off work.
[[nodiscard]] core::DeferredWork DeferredFromJson(const boost::json::object& object);

} // namespace bayline::db
