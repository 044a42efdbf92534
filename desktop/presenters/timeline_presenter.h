// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/work_order.h"
#include "db/timeline.h"
#include "desktop/presenters/context.h"

#include <functional>
#include <string>
#include <vector>

namespace bayline::desktop {

struct TimelineRow
{
    std::string key;      ///< stream and number: stays the same over refreshes
    std::string when;     ///< the shop's wall clock
    std::string who;      ///< person, or "Customer"
    std::string sentence; ///< what happened
    db::EventReach reach = db::EventReach::Internal;
    std::string state; ///< the reach in words
};

/// How far an event has come, in words; a gettext msgid.
[[nodiscard]] const char* ReachName(db::EventReach reach);

/// Every event in words, the newest first. Repeated looks at the page without anything between them are one row.
/// `order` gives the names of lines and inspection items that events only name by id.
[[nodiscard]] std::vector<TimelineRow> BuildTimeline(const Context& context, const core::WorkOrder& order,
                                                     const std::vector<db::TimelineEntry>& entries);

/// One event in a whole sentence of the user's language. An unknown type says its name.
[[nodiscard]] std::string DescribeEvent(const Context& context, const core::WorkOrder& order,
                                        const core::RecordedEvent& event);

/// The last event of one of these types that `concerns`; nullptr when there is none.
[[nodiscard]] const core::RecordedEvent* LastEvent(const std::vector<db::TimelineEntry>& entries,
                                                   const std::vector<std::string>& types,
                                                   const std::function<bool(const core::RecordedEvent&)>& concerns);

} // namespace bayline::desktop
