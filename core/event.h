// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/time.h"

#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace bayline::core {

/// Something that is to happen: a type of docs/maintainers/events.md and its payload. The database adds the number,
/// the time, the actor and the device.
struct Event
{
    std::string type;
    boost::json::object data;
};

using Events = std::vector<Event>;

/// An event as it stands in the log.
struct RecordedEvent
{
    std::string stream; ///< "work_order/<uuid>"
    int seq = 0;
    int publicSeq = 0; ///< 0 when it has no public view
    std::string type;
    boost::json::object data;
    Instant occurredAt{};
    std::string actorName;
    std::string actorKind; ///< advisor, technician, manager, customer, admin
    std::string device;
};

[[nodiscard]] std::string StreamName(std::string_view kind, const Uuid& entity);

} // namespace bayline::core
