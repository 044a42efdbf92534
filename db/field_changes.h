// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outcome.h"

#include <boost/json/object.hpp>

namespace bayline::db {

/// What a person who saw `before` and typed `after` still changes in `present`: from and to of each field. Both
/// persons' changes of different fields are kept; a field that somebody else changed to something different is refused
/// with both values. All three have the same members.
[[nodiscard]] core::Outcome<boost::json::object>
FieldChanges(const boost::json::object& before, const boost::json::object& after, const boost::json::object& present);

} // namespace bayline::db
