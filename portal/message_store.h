// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portal/page_store.h"

#include <boost/json/array.hpp>

#include <string>

namespace bayline::portal {

enum class MessageFate
{
    Taken,   ///< durable in the shop's feed
    Known,   ///< the same id was here before; nothing changed
    TooMany, ///< of this order within the hour
};

/// What the customer wrote. A message id of another order is refused like any that is not new.
[[nodiscard]] MessageFate TakeMessage(Connection& connection, const PageLink& link, const std::string& messageId,
                                      const std::string& text);

/// The customer's messages and the workshop's, in order of time, as the page shows them.
[[nodiscard]] boost::json::array Conversation(Connection& connection, const PageLink& link,
                                              const boost::json::object& orderState);

} // namespace bayline::portal
