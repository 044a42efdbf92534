// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/floor.h"

#include "db/rows.h"
#include "db/work_order_store.h"

#include <algorithm>

namespace bayline::db {

namespace {

core::PersonAtWork LoadAtWork(Connection& connection, const core::StaffRef& person)
{
    const auto answer = connection.CallJson("api.at_work($1::uuid)", {person.id.Text()});
    const JsonReader reader(AsObject(answer));
    core::PersonAtWork now{
        .person = person, .staffSeq = Int(reader, "seq"), .orders = {}, .unapplied = {}, .at = reader.Time("now")};
    for (const auto& id : reader.Array("orders")) {
        now.orders.push_back(LoadWorkOrder(connection, core::WorkOrderId::From(std::string_view(id.as_string()))));
    }
    if (reader.Has("unapplied")) {
        const JsonReader unapplied(reader.Object("unapplied"));
        now.unapplied = core::RunningUnapplied{.id = core::EntryId::From(unapplied.Text("id")),
                                               .reason = unapplied.Word("reason", core::UnappliedReasonFromWord),
                                               .startedAt = unapplied.Time("started_at")};
    }
    return now;
}

core::StaffRef RefOf(const Session& session)
{
    return {session.person.id, session.person.name};
}

struct StartState
{
    core::PersonAtWork now;
    core::WorkOrder target;
};

core::Outcome<Appended> CorrectUnapplied(Connection& connection, const Session& session, core::OperationId operation,
                                         const LongClock& clock, const core::CorrectTime& intent)
{
    struct State
    {
        int seq = 0;
        core::Span span;
    };
    return DecideAndAppend(
        connection, session, operation,
        [&] {
            const auto row = connection.FetchOptional(
                "select u.started_at, u.stopped_at, s.head from unapplied_time u"
                " join stream s on s.entity = u.staff_id and s.kind = 'staff' where u.id = :id::uuid",
                {{"id", clock.entry}});
            if (!row) {
                throw core::Failure({.kind = core::FailureKind::NotFound,
                                     .where = "unapplied time",
                                     .sentence = N_("This time is not in the database."),
                                     .code = {}});
            }
            const JsonReader reader(*row);
            return State{Int(reader, "head"), {reader.Time("started_at"), TimeOrNone(reader, "stopped_at")}};
        },
        [&](const State& state) -> core::Outcome<std::vector<core::StreamEvents>> {
            auto events = core::DecideCorrectUnapplied(state.span, intent, session.Actor());
            if (!events) {
                return events.Refusals();
            }
            if (events.Value().empty()) {
                return std::vector<core::StreamEvents>{};
            }
            return std::vector{core::StreamEvents{core::StreamName("staff", clock.person.value), state.seq,
                                                  std::move(events).Value()}};
        });
}

/// `seenOf` says which of what runs was seen at the tap.
template <class SeenOf>
core::Outcome<Appended> Start(Connection& connection, const Session& session, core::OperationId operation,
                              core::WorkOrderId order, const core::StartClock& intent, const SeenOf& seenOf)
{
    return DecideAndAppend(
        connection, session, operation,
        [&] {
            StartState state{LoadAtWork(connection, RefOf(session)), {}};
            const auto& running = state.now.orders;
            const auto same = std::find_if(running.begin(), running.end(),
                                           [&](const core::WorkOrder& candidate) { return candidate.id == order; });
            state.target = same != running.end() ? *same : LoadWorkOrder(connection, order);
            return state;
        },
        [&](const StartState& state) {
            return core::DecideStart(state.now, state.target, intent, session.Actor(), seenOf(state.now));
        });
}

} // namespace

core::Outcome<Appended> StartWork(Connection& connection, const Session& session, core::OperationId operation,
                                  core::WorkOrderId order, const core::StartClock& intent,
                                  const core::SeenRunning& seen)
{
    return Start(connection, session, operation, order, intent, [&](const core::PersonAtWork&) { return seen; });
}

core::Outcome<Appended> StartWork(Connection& connection, const Session& session, core::OperationId operation,
                                  core::WorkOrderId order, const core::StartClock& intent, const Tap& tap)
{
    // The steady clock stands still while the PC sleeps, the other may be set back.
    const auto waited = std::max<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - tap.at,
                                                           std::chrono::system_clock::now() - tap.wall);
    return Start(connection, session, operation, order, intent, [&](const core::PersonAtWork& now) {
        auto seen = core::RunningSince(now, now.at - std::chrono::duration_cast<core::Instant::duration>(waited));
        seen.insert(seen.end(), tap.begun.begin(), tap.begun.end());
        return core::SeenRunning(std::move(seen));
    });
}

core::Outcome<Appended> StartUnapplied(Connection& connection, const Session& session, core::OperationId operation,
                                       const core::StartUnapplied& intent, const core::SeenRunning& seen)
{
    return DecideAndAppend(
        connection, session, operation, [&] { return LoadAtWork(connection, RefOf(session)); },
        [&](const core::PersonAtWork& now) { return core::DecideUnapplied(now, intent, session.Actor(), seen); });
}

core::Outcome<Appended> StopAllWork(Connection& connection, const Session& session, core::OperationId operation,
                                    const core::SeenRunning& seen)
{
    return DecideAndAppend(
        connection, session, operation, [&] { return LoadAtWork(connection, RefOf(session)); },
        [&](const core::PersonAtWork& now) -> core::Outcome<std::vector<core::StreamEvents>> {
            return core::DecideStopAll(now, seen);
        });
}

core::Outcome<Appended> CorrectClock(Connection& connection, const Session& session, core::OperationId operation,
                                     const LongClock& clock, const core::CorrectTime& intent)
{
    if (clock.order.IsNil()) {
        return CorrectUnapplied(connection, session, operation, clock, intent);
    }
    return Execute(
        connection, session, clock.order, operation,
        [&](const core::WorkOrder& order, const core::Actor& actor) { return core::Decide(order, intent, actor); });
}

} // namespace bayline::db
