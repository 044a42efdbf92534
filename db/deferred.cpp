// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/deferred.h"

#include "db/work_order_estimate.h"

namespace bayline::db {

namespace {

int HeadOf(Connection& connection, core::VehicleId vehicle)
{
    const auto head = connection.Text("select head::text from stream where entity = :id::uuid and kind = 'vehicle'",
                                      {{"id", vehicle}});
    return head ? std::stoi(*head) : 0;
}

core::Outcome<std::vector<core::StreamEvents>> OnVehicle(core::VehicleId vehicle, int head,
                                                         core::Outcome<core::Events> events)
{
    if (!events) {
        return events.Refusals();
    }
    if (events.Value().empty()) {
        return std::vector<core::StreamEvents>{};
    }
    return std::vector{core::StreamEvents{core::StreamName("vehicle", vehicle.value), head, std::move(events).Value()}};
}

FollowUp ReadFollowUp(const boost::json::object& object)
{
    const JsonReader row(object);
    FollowUp follow{.vehicle = core::VehicleId::From(row.Text("vehicle_id")),
                    .plate = row.TextOr("plate"),
                    .model = row.TextOr("model"),
                    .customer = core::CustomerId::From(row.Text("customer_id")),
                    .customerName = row.TextOr("customer"),
                    .phone = row.TextOr("phone"),
                    .red = Int(row, "red"),
                    .lines = Int(row, "lines"),
                    .gross = {row.Integer("gross")},
                    .since = row.Time("since"),
                    .calledAt = TimeOrNone(row, "called_at"),
                    .calledBy = row.TextOr("called_by"),
                    .note = row.TextOr("note"),
                    .nextOn = row.TextOr("next_on"),
                    .openOrder = {},
                    .openOrderNumber = {}};
    if (row.Has("open_order")) {
        const JsonReader order(row.Object("open_order"));
        follow.openOrder = core::WorkOrderId::From(order.Text("id"));
        follow.openOrderNumber = order.Text("number");
    }
    return follow;
}

} // namespace

std::vector<core::DeferredWork> LoadDeferred(Connection& connection, core::VehicleId vehicle)
{
    std::vector<core::DeferredWork> list;
    const auto answer = connection.Json("api.deferred_of(:vehicle::uuid)", {{"vehicle", vehicle}});
    for (const auto& value : answer.as_array()) {
        list.push_back(DeferredFromJson(AsObject(value)));
    }
    return list;
}

std::vector<FollowUp> LoadFollowUps(Connection& connection, const std::string& today, int most,
                                    std::optional<int> outlet)
{
    std::vector<FollowUp> list;
    const auto answer = connection.Json("api.follow_ups(:today::date, :most::int, :outlet::int)",
                                        {{"today", today}, {"most", most}, {"outlet", NumberOrNull(outlet)}});
    for (const auto& value : answer.as_array()) {
        list.push_back(ReadFollowUp(AsObject(value)));
    }
    return list;
}

core::Outcome<Appended> CloseDeferred(Connection& connection, const Session& session, core::OperationId operation,
                                      core::VehicleId vehicle, const core::CloseDeferred& intent)
{
    struct State
    {
        int head = 0;
        std::vector<core::DeferredWork> open;
    };
    return DecideAndAppend(
        connection, session, operation,
        [&] {
            const int head = HeadOf(connection, vehicle);
            return State{head, LoadDeferred(connection, vehicle)};
        },
        [&](const State& state) { return OnVehicle(vehicle, state.head, core::Decide(state.open, intent)); });
}

core::Outcome<Appended> NoteCall(Connection& connection, const Session& session, core::OperationId operation,
                                 core::VehicleId vehicle, const core::NoteCall& intent, const std::string& today)
{
    return DecideAndAppend(
        connection, session, operation, [&] { return HeadOf(connection, vehicle); },
        [&](int head) { return OnVehicle(vehicle, head, core::Decide(intent, today)); });
}

} // namespace bayline::db
