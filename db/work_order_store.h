// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/work_order.h"
#include "db/append.h"

namespace bayline::db {

/// The order with everything that belongs to it, read in one round trip at one moment. On bay PCs without cost prices,
/// phone numbers and the customer's link. Throws Failure (NotFound).
[[nodiscard]] core::WorkOrder LoadWorkOrder(Connection& connection, core::WorkOrderId id);

/// Id of the order with this number ("WO-2026-000123").
[[nodiscard]] std::optional<core::WorkOrderId> FindWorkOrder(Connection& connection, const std::string& number);

/// Carries out an intent on a work order: loads it, asks `decide(order, actor)` for its events, appends them, and
/// decides again on the fresh order when somebody was faster. `operation` is made when the form opens.
///
///     Execute(connection, session, id, operation,
///             [&](const core::WorkOrder& order, const core::Actor& actor) { return core::Decide(order, intent, actor);
///             });
template <class DecideFunction>
[[nodiscard]] core::Outcome<Appended> Execute(Connection& connection, const Session& session, core::WorkOrderId id,
                                              core::OperationId operation, DecideFunction decide)
{
    return DecideAndAppend(
        connection, session, operation, [&] { return LoadWorkOrder(connection, id); },
        [&](const core::WorkOrder& order) -> core::Outcome<std::vector<core::StreamEvents>> {
            core::Outcome<core::Events> events = decide(order, session.Actor());
            if (!events) {
                return events.Refusals();
            }
            if (events.Value().empty()) {
                return std::vector<core::StreamEvents>{};
            }
            return std::vector{
                core::StreamEvents{core::StreamName("work_order", id.value), order.seq, std::move(events).Value()}};
        });
}

/// As Execute, for what concerns every open order of the car: `decide` gives the events of all streams.
template <class DecideFunction>
[[nodiscard]] core::Outcome<Appended> ExecuteForCar(Connection& connection, const Session& session,
                                                    core::WorkOrderId id, core::OperationId operation,
                                                    DecideFunction decide)
{
    return DecideAndAppend(
        connection, session, operation, [&] { return LoadWorkOrder(connection, id); },
        [&](const core::WorkOrder& order) { return decide(order, session.Actor()); });
}

/// A stretch of work that is going on somewhere.
struct RunningClock
{
    core::WorkOrderId workOrder;
    std::string workOrderNumber;
    std::string plate;
    core::EntryId entry;
    core::LineId line;
    std::string lineDescription;
    core::Instant startedAt{};
};

/// The clocks that run for a technician, on any order.
[[nodiscard]] std::vector<RunningClock> LoadRunningClocks(Connection& connection, core::StaffId technician);

} // namespace bayline::db
