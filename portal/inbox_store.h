// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portal/postgres.h"

#include <boost/json/object.hpp>

#include <string>

namespace bayline::portal {

/// Appends to the shop's feed under the next number. Called last in a transaction: the feed's row stays locked until
/// its end, so numbers become visible in order and without gaps.
std::int64_t AppendToInbox(Connection& connection, const std::string& shopId, const std::string& workOrderId,
                           const std::string& type, const boost::json::object& data);

/// A page of the feed after the cursor, as `GET …/inbox` answers it; at most about 900 kB. Raises 410 when the feed
/// does not hold the cursor. Cursor 0 always reads from the oldest event kept.
[[nodiscard]] boost::json::object ReadInbox(Connection& connection, const std::string& shopId, std::int64_t cursor,
                                            std::int64_t limit);

/// Notes how far the shop has read; the highest number noted so far. Forgets what was acknowledged more than
/// 180 days ago.
[[nodiscard]] std::int64_t AcknowledgeInbox(Connection& connection, const std::string& shopId, std::int64_t cursor);

} // namespace bayline::portal
