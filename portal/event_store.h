// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portal/envelope.h"
#include "portal/postgres.h"

#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace bayline::portal {

/// What a batch came to: the answer to send, and the orders whose page changed.
struct BatchOutcome
{
    boost::json::object answer;
    std::vector<std::string> changedOrders;
};

/// Applies events in one transaction, durable on return. Per stream: a number at or below the head is a duplicate or
/// a fork, the next number is applied, a later one is a gap. Raises 409 when the events' epoch is not the current one.
[[nodiscard]] BatchOutcome ApplyBatch(Connection& connection, const std::string& shopId,
                                      const std::vector<WireEvent>& events);

/// A page of `/heads`.
[[nodiscard]] boost::json::object ReadHeads(Connection& connection, const std::string& shopId, const std::string& after,
                                            std::int64_t limit);

struct Rewind
{
    std::string stream;
    std::int64_t keepThrough = 0;
};

struct EpochOutcome
{
    boost::json::object answer;
    std::vector<std::string> changedOrders;
};

/// Makes the epoch current and takes back the events after each rewind's number. Raises 409 when the epoch has been
/// superseded before.
[[nodiscard]] EpochOutcome AnnounceEpoch(Connection& connection, const std::string& shopId, const std::string& epoch,
                                         const std::string& reason, std::vector<Rewind> rewinds);

/// Applies parked events whose type this version knows, by folding their streams again.
void ReplayParked(Connection& connection);

} // namespace bayline::portal
