// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/customer.h"

#include <boost/json/object.hpp>

namespace bayline::db {

/// A customer from a row of the view `customer`, or its part of a work order's document.
core::Customer ReadCustomer(const boost::json::object& object);

} // namespace bayline::db
