// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event.h"
#include "db/connection.h"

#include <vector>

namespace bayline::db {

/// How far an event has come.
enum class EventReach
{
    Internal, ///< saved; not for the customer
    Saved,    ///< saved, waits to be sent
    Sent,     ///< the customer app has it
    Seen,     ///< the customer's page has shown it
};

struct TimelineEntry
{
    core::RecordedEvent event;
    EventReach reach = EventReach::Saved;
};

/// Everything that happened to an order and its photos, oldest first. On bay PCs payloads come without cost prices and
/// phone numbers.
[[nodiscard]] std::vector<TimelineEntry> LoadTimeline(Connection& connection, core::WorkOrderId id);

} // namespace bayline::db
