// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/floor_rules.h"
#include "db/append.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

/// What people on the workshop floor read, and what they do across more than one order.
namespace bayline::db {

/// A line of an order as a technician works on it.
struct JobLine
{
    core::LineId id;
    core::LineKind kind = core::LineKind::Labour;
    std::string description;
    core::Quantity quantity;
    bool finished = false;
    bool approved = false;
    bool hv = false;
    core::EntryId mine;            ///< the person's running clock on it; nil when there is none
    std::string workers;           ///< whose clocks run on it
    std::chrono::seconds worked{}; ///< all clocks on it, until this was read
};

/// An order that is somebody's: given or planned to them, or with their clock.
struct Job
{
    core::WorkOrderId id;
    std::string number;
    std::string plate;
    std::string vehicleModel;
    core::Stage stage = core::Stage::Received;
    std::string complaint;
    core::Instant promisedAt{};
    std::string bay;
    std::string keyTag;
    std::optional<core::HoldReason> hold;
    core::HoldId holdId;
    core::Instant holdSince{};
    std::string holdNote;
    bool quarantined = false;
    int waitingLines = 0;
    std::optional<core::Instant> startsAt; ///< planned
    int minutes = 0;
    std::string planBay;
    std::vector<JobLine> lines;
    int outlet = 1;
};

struct RunningWork
{
    core::EntryId entry;
    core::WorkOrderId order;
    core::LineId line;
    core::Instant startedAt{};
};

struct MyJobs
{
    core::Instant databaseNow{};
    std::vector<Job> jobs; ///< by planned start, then promised time
    std::optional<core::RunningUnapplied> unapplied;
    std::optional<RunningWork> running;
};

[[nodiscard]] MyJobs LoadMyJobs(Connection& connection, core::StaffId person);

/// A clock that runs, or one that ran so long that somebody may have forgotten it.
struct LongClock
{
    core::EntryId entry;
    core::StaffId person;
    std::string name;
    core::WorkOrderId order; ///< nil: unapplied time
    std::string number;
    std::string plate;
    std::string what; ///< the line, or the note of unapplied time
    std::optional<core::UnappliedReason> reason;
    core::Instant startedAt{};
    std::optional<core::Instant> stoppedAt;
};

/// Longer than this nobody works without stopping the clock.
inline constexpr int kForgottenHours = 10;

/// Of one person, or of everybody when `person` is nil: what runs, and what ended after `since` and was longer than
/// kForgottenHours.
[[nodiscard]] std::vector<LongClock> LoadLongClocks(Connection& connection, core::StaffId person, core::Instant since);

/// Starts a line's clock; whatever else the person is at, on any order, stops in the same transaction, if it was
/// `seen`.
[[nodiscard]] core::Outcome<Appended> StartWork(Connection& connection, const Session& session,
                                                core::OperationId operation, core::WorkOrderId order,
                                                const core::StartClock& intent, const core::SeenRunning& seen = {});
/// A tap where the person's other clocks are not shown.
struct Tap
{
    std::chrono::steady_clock::time_point at = std::chrono::steady_clock::now();
    std::chrono::system_clock::time_point wall = std::chrono::system_clock::now();
    std::vector<core::EntryId> begun; ///< by earlier taps there, which may still wait for the database
};
/// The same for a tap that may have waited: what began after it, and is none of its own, was not seen.
[[nodiscard]] core::Outcome<Appended> StartWork(Connection& connection, const Session& session,
                                                core::OperationId operation, core::WorkOrderId order,
                                                const core::StartClock& intent, const Tap& tap);
/// Starts time that no car pays for; whatever else the person is at stops, if it was `seen`.
[[nodiscard]] core::Outcome<Appended> StartUnapplied(Connection& connection, const Session& session,
                                                     core::OperationId operation, const core::StartUnapplied& intent,
                                                     const core::SeenRunning& seen = {});
/// Stops everything the person is at and has `seen`.
[[nodiscard]] core::Outcome<Appended> StopAllWork(Connection& connection, const Session& session,
                                                  core::OperationId operation, const core::SeenRunning& seen = {});
/// A manager's correction of one clock.
[[nodiscard]] core::Outcome<Appended> CorrectClock(Connection& connection, const Session& session,
                                                   core::OperationId operation, const LongClock& clock,
                                                   const core::CorrectTime& intent);

/// An open order in the plan of a day, or waiting for a place in it.
struct PlannedOrder
{
    core::WorkOrderId id;
    std::string number;
    std::string plate;
    std::string vehicleModel;
    core::Stage stage = core::Stage::Received;
    core::Instant promisedAt{};
    std::string bay;
    std::string keyTag;
    std::optional<core::HoldReason> hold;
    bool quarantined = false;
    std::string technicianName;
    core::Quantity labour; ///< hours of the unfinished labour lines
    std::optional<core::WorkPlan> plan;
};

/// What is planned between the two moments, by start, and the open orders without any plan, by promised time; of one
/// outlet or of all. When now is between them, before those, what was planned earlier and has not become ready.
[[nodiscard]] std::vector<PlannedOrder> LoadDayPlan(Connection& connection, core::Instant from, core::Instant to,
                                                    std::optional<int> outlet = std::nullopt);

/// Orders of the car that were handed over within the shop's days for comebacks, the latest first.
[[nodiscard]] std::vector<core::EarlierOrder> LoadRecentOrders(Connection& connection, core::VehicleId car);

/// The `floor` member of an order's document.
[[nodiscard]] core::FloorState ReadFloor(const boost::json::object& object);

} // namespace bayline::db
