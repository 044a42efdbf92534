// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/payloads.h"
#include "db/floor.h"
#include "db/rows.h"

namespace bayline::db {

namespace json = boost::json;

namespace {

core::Hold ReadHold(const json::object& object)
{
    const JsonReader reader(object);
    return {.id = core::HoldId::From(reader.Text("id")),
            .reason = reader.Word("reason", core::HoldReasonFromWord),
            .note = reader.TextOr("note"),
            .byName = reader.TextOr("by"),
            .startedAt = reader.Time("started_at"),
            .endedAt = TimeOrNone(reader, "ended_at")};
}

core::WorkPlan ReadPlan(const json::object& object)
{
    const JsonReader reader(object);
    core::WorkPlan plan{.bay = reader.TextOr("bay"),
                        .technician = {},
                        .start = reader.Time("start"),
                        .minutes = Int(reader, "minutes")};
    if (reader.Has("technician")) {
        plan.technician = core::StaffRefFromJson(reader.Object("technician"));
    }
    return plan;
}

core::Isolation ReadIsolation(const json::object& object)
{
    const JsonReader reader(object);
    core::Isolation isolation{.id = core::IsolationId::From(reader.Text("id")),
                              .technician = core::StaffRefFromJson(reader.Object("technician")),
                              .licenceUntil = reader.TextOr("licence_until"),
                              .waitMinutes = Int(reader, "wait_minutes"),
                              .startedAt = reader.Time("started_at"),
                              .steps = {},
                              .reEnergisedAt = TimeOrNone(reader, "re_energised_at"),
                              .reEnergisedBy = reader.TextOr("re_energised_by"),
                              .insulationOhmPerVolt = reader.IntegerOr("insulation_ohm_per_volt", 0),
                              .replaced = reader.FlagOr("replaced", false)};
    for (const auto& value : ListOrNone(reader, "steps")) {
        const JsonReader step(AsObject(value));
        isolation.steps.push_back({.step = Int(step, "step"),
                                   .byName = step.TextOr("by"),
                                   .at = step.Time("at"),
                                   .note = step.TextOr("note"),
                                   .provedBeforeMv = step.IntegerOr("proved_before_mv", 0),
                                   .measuredMv = step.IntegerOr("measured_mv", 0),
                                   .provedAfterMv = step.IntegerOr("proved_after_mv", 0)});
    }
    return isolation;
}

core::EarlierOrder ReadEarlier(const json::object& object)
{
    const JsonReader reader(object);
    return {.id = core::WorkOrderId::From(reader.Text("id")),
            .number = reader.Text("number"),
            .closedAt = reader.Time("closed_at"),
            .complaint = reader.TextOr("complaint")};
}

core::OtherOpenOrder ReadOther(const json::object& object)
{
    const JsonReader reader(object);
    core::OtherOpenOrder other{.id = core::WorkOrderId::From(reader.Text("id")),
                               .seq = Int(reader, "seq"),
                               .number = reader.Text("number"),
                               .quarantineReason = {},
                               .voltageOff = reader.FlagOr("voltage_off", false),
                               .clocks = {}};
    if (reader.Has("quarantine")) {
        other.quarantineReason = reader.Text("quarantine");
    }
    for (const auto& value : ListOrNone(reader, "clocks")) {
        const JsonReader clock(AsObject(value));
        other.clocks.push_back({.entry = core::EntryId::From(clock.Text("entry_id")),
                                .line = core::LineId::From(clock.Text("line_id")),
                                .hv = clock.FlagOr("hv", false)});
    }
    return other;
}

JobLine ReadJobLine(const json::object& object)
{
    const JsonReader reader(object);
    return {.id = core::LineId::From(reader.Text("line_id")),
            .kind = reader.Word("kind", core::LineKindFromWord),
            .description = reader.TextOr("description"),
            .quantity = {reader.Integer("quantity_milli")},
            .finished = reader.Flag("finished"),
            .approved = reader.Flag("approved"),
            .hv = reader.Flag("hv"),
            .mine = IdOrNil<core::EntryId>(reader, "entry_id"),
            .workers = reader.TextOr("workers"),
            .worked = std::chrono::seconds(reader.Integer("worked_seconds"))};
}

Job ReadJob(const json::object& object)
{
    const JsonReader reader(object);
    Job job{.id = core::WorkOrderId::From(reader.Text("id")),
            .number = reader.Text("number"),
            .plate = reader.TextOr("plate"),
            .vehicleModel = reader.TextOr("vehicle_model"),
            .stage = reader.Word("stage", core::StageFromWord),
            .complaint = reader.TextOr("complaint"),
            .promisedAt = TimeOrZero(reader, "promised_at"),
            .bay = reader.TextOr("bay"),
            .keyTag = reader.TextOr("key_tag"),
            .hold = core::HoldReasonFromWord(reader.TextOr("hold_reason")),
            .holdId = IdOrNil<core::HoldId>(reader, "hold_id"),
            .holdSince = TimeOrZero(reader, "hold_since"),
            .holdNote = reader.TextOr("hold_note"),
            .quarantined = reader.Flag("quarantined"),
            .waitingLines = Int(reader, "waiting_lines"),
            .startsAt = TimeOrNone(reader, "starts_at"),
            .minutes = Int(reader, "minutes"),
            .planBay = reader.TextOr("plan_bay"),
            .lines = {},
            .outlet = Int(reader, "outlet", 1)};
    for (const auto& line : reader.Array("lines")) {
        job.lines.push_back(ReadJobLine(AsObject(line)));
    }
    return job;
}

PlannedOrder ReadPlanned(const json::object& object)
{
    const JsonReader reader(object);
    PlannedOrder order{.id = core::WorkOrderId::From(reader.Text("id")),
                       .number = reader.Text("number"),
                       .plate = reader.TextOr("plate"),
                       .vehicleModel = reader.TextOr("vehicle_model"),
                       .stage = reader.Word("stage", core::StageFromWord),
                       .promisedAt = TimeOrZero(reader, "promised_at"),
                       .bay = reader.TextOr("bay"),
                       .keyTag = reader.TextOr("key_tag"),
                       .hold = core::HoldReasonFromWord(reader.TextOr("hold_reason")),
                       .quarantined = reader.Flag("quarantined"),
                       .technicianName = reader.TextOr("technician_name"),
                       .labour = {reader.Integer("labour_milli")},
                       .plan = {}};
    if (reader.Has("plan")) {
        order.plan = ReadPlan(reader.Object("plan"));
    }
    return order;
}

LongClock ReadLongClock(const json::object& object)
{
    const JsonReader reader(object);
    return {.entry = core::EntryId::From(reader.Text("entry_id")),
            .person = core::StaffId::From(reader.Text("staff_id")),
            .name = reader.TextOr("name"),
            .order = IdOrNil<core::WorkOrderId>(reader, "work_order_id"),
            .number = reader.TextOr("number"),
            .plate = reader.TextOr("plate"),
            .what = reader.TextOr("what"),
            .reason = core::UnappliedReasonFromWord(reader.TextOr("reason")),
            .startedAt = reader.Time("started_at"),
            .stoppedAt = TimeOrNone(reader, "stopped_at")};
}

} // namespace

core::FloorState ReadFloor(const json::object& object)
{
    const JsonReader reader(object);
    core::FloorState floor;
    for (const auto& hold : ListOrNone(reader, "holds")) {
        floor.holds.push_back(ReadHold(AsObject(hold)));
    }
    floor.bay = reader.TextOr("bay");
    floor.keyTag = reader.TextOr("key_tag");
    if (reader.Has("plan")) {
        floor.plan = ReadPlan(reader.Object("plan"));
    }
    for (const auto& isolation : ListOrNone(reader, "isolations")) {
        floor.isolations.push_back(ReadIsolation(AsObject(isolation)));
    }
    if (reader.Has("quarantine")) {
        const JsonReader quarantine(reader.Object("quarantine"));
        floor.quarantine = core::Quarantine{
            .reason = quarantine.Text("reason"), .byName = quarantine.TextOr("by"), .since = quarantine.Time("since")};
    }
    for (const auto& other : ListOrNone(reader, "others")) {
        floor.others.push_back(ReadOther(AsObject(other)));
    }
    if (reader.Has("re_energised_elsewhere")) {
        const JsonReader last(reader.Object("re_energised_elsewhere"));
        floor.reEnergisedElsewhere = core::ReEnergisedElsewhere{.number = last.Text("number"), .at = last.Time("at")};
    }
    for (const auto& earlier : ListOrNone(reader, "earlier")) {
        floor.earlier.push_back(ReadEarlier(AsObject(earlier)));
    }
    if (reader.Has("comeback")) {
        const JsonReader comeback(reader.Object("comeback"));
        floor.comeback = core::Comeback{.order = core::WorkOrderId::From(comeback.Text("id")),
                                        .number = comeback.Text("number"),
                                        .reason = comeback.TextOr("reason")};
    }
    for (const auto& value : ListOrNone(reader, "licences")) {
        const JsonReader licence(AsObject(value));
        floor.licences.push_back({core::StaffId::From(licence.Text("id")), licence.Text("until")});
    }
    floor.today = reader.TextOr("today");
    floor.databaseNow = TimeOrZero(reader, "now");
    floor.hvWaitMinutes = Int(reader, "hv_wait_minutes", floor.hvWaitMinutes);
    floor.insulationLimit = Int(reader, "insulation_limit", floor.insulationLimit);
    return floor;
}

MyJobs LoadMyJobs(Connection& connection, core::StaffId person)
{
    const auto answer = connection.CallJson("api.my_jobs($1::uuid)", {person.Text()});
    const JsonReader reader(AsObject(answer));
    MyJobs mine{.databaseNow = reader.Time("now"), .jobs = {}, .unapplied = {}, .running = {}};
    for (const auto& job : reader.Array("orders")) {
        mine.jobs.push_back(ReadJob(AsObject(job)));
    }
    if (reader.Has("unapplied")) {
        const JsonReader unapplied(reader.Object("unapplied"));
        mine.unapplied = core::RunningUnapplied{.id = core::EntryId::From(unapplied.Text("id")),
                                                .reason = unapplied.Word("reason", core::UnappliedReasonFromWord),
                                                .startedAt = unapplied.Time("started_at")};
    }
    if (reader.Has("running")) {
        const JsonReader running(reader.Object("running"));
        mine.running = RunningWork{.entry = core::EntryId::From(running.Text("entry_id")),
                                   .order = core::WorkOrderId::From(running.Text("order_id")),
                                   .line = core::LineId::From(running.Text("line_id")),
                                   .startedAt = running.Time("started_at")};
    }
    return mine;
}

std::vector<LongClock> LoadLongClocks(Connection& connection, core::StaffId person, core::Instant since)
{
    const auto answer = connection.Json("api.long_clocks(:person::uuid, :hours::int, :since::timestamptz)",
                                        {{"person", person}, {"hours", kForgottenHours}, {"since", since}});
    std::vector<LongClock> clocks;
    for (const auto& clock : answer.as_array()) {
        clocks.push_back(ReadLongClock(AsObject(clock)));
    }
    return clocks;
}

std::vector<PlannedOrder> LoadDayPlan(Connection& connection, core::Instant from, core::Instant to,
                                      std::optional<int> outlet)
{
    // No outlet has the number 0.
    const auto answer =
        connection.CallJson("api.day_plan($1::timestamptz, $2::timestamptz, nullif($3::int, 0))",
                            {core::ToRfc3339(from), core::ToRfc3339(to), std::to_string(outlet.value_or(0))});
    std::vector<PlannedOrder> orders;
    for (const auto& order : answer.as_array()) {
        orders.push_back(ReadPlanned(AsObject(order)));
    }
    return orders;
}

std::vector<core::EarlierOrder> LoadRecentOrders(Connection& connection, core::VehicleId car)
{
    const auto answer = connection.CallJson("api.recent_orders($1::uuid)", {car.Text()});
    std::vector<core::EarlierOrder> orders;
    for (const auto& order : answer.as_array()) {
        orders.push_back(ReadEarlier(AsObject(order)));
    }
    return orders;
}

} // namespace bayline::db
