// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/staff.h"
#include "core/time.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the workshop floor knows of a car besides its lines: where it stands, what it waits for, who has it planned,
/// and the record of its high-voltage isolation.
namespace bayline::core {

using HoldId = Id<struct HoldTag>;
using IsolationId = Id<struct IsolationTag>;

/// Why nobody can go on with a car.
enum class HoldReason
{
    Approval,
    Parts,
    Sublet, ///< another workshop does a part of the work
    Technician,
    Bay,
    RoadTest,
    Customer,
};
inline constexpr std::array kHoldReasons = {HoldReason::Parts,    HoldReason::Approval,   HoldReason::Customer,
                                            HoldReason::RoadTest, HoldReason::Technician, HoldReason::Bay,
                                            HoldReason::Sublet};

[[nodiscard]] std::string_view ToWord(HoldReason reason);
[[nodiscard]] std::optional<HoldReason> HoldReasonFromWord(std::string_view word);
/// English name; a gettext msgid.
[[nodiscard]] const char* HoldReasonName(HoldReason reason);

/// What a technician does that no car pays for.
enum class UnappliedReason
{
    Waiting,
    Cleaning,
    Tools,
    PartsRun,
    Meeting,
    Training,
    Break,
    Other,
};
inline constexpr std::array kUnappliedReasons = {
    UnappliedReason::Waiting, UnappliedReason::Cleaning, UnappliedReason::Tools, UnappliedReason::PartsRun,
    UnappliedReason::Meeting, UnappliedReason::Training, UnappliedReason::Break, UnappliedReason::Other};

[[nodiscard]] std::string_view ToWord(UnappliedReason reason);
[[nodiscard]] std::optional<UnappliedReason> UnappliedReasonFromWord(std::string_view word);
/// English name; a gettext msgid.
[[nodiscard]] const char* UnappliedReasonName(UnappliedReason reason);

struct Hold
{
    HoldId id;
    HoldReason reason = HoldReason::Parts;
    std::string note;
    std::string byName;
    Instant startedAt{};
    std::optional<Instant> endedAt;
};

/// Where and when an order is to be worked on.
struct WorkPlan
{
    std::string bay;                    ///< empty: not settled
    std::optional<StaffRef> technician; ///< nothing: not settled
    Instant start{};
    int minutes = 0;
};
[[nodiscard]] bool SamePlan(const std::optional<WorkPlan>& a, const std::optional<WorkPlan>& b);

/// The steps of a high-voltage isolation, in the order in which they must be signed.
inline constexpr int kStepPerson = 1;     ///< a qualified person, protective equipment, a meter of CAT III or IV
inline constexpr int kStepKey = 2;        ///< ignition off, key away
inline constexpr int kStepBattery12 = 3;  ///< 12 V negative off and insulated
inline constexpr int kStepDisconnect = 4; ///< service disconnect pulled, locked and tagged
inline constexpr int kStepWait = 5;       ///< the maker's waiting time is over
inline constexpr int kStepZero = 6;       ///< meter proved, zero volts verified, meter proved again
inline constexpr int kStepArea = 7;       ///< area marked
inline constexpr int kStepEnergise = 8;   ///< a second person: tools out, covers on, insulation measured
inline constexpr int kIsolationSteps = 8;

/// What is to be done in this step; a gettext msgid.
[[nodiscard]] const char* IsolationStepText(int step);

struct IsolationStep
{
    int step = 0;
    std::string byName;
    Instant at{};
    std::string note;                ///< where the key is, who holds the lock's key
    std::int64_t provedBeforeMv = 0; ///< of kStepZero: the live source before, thousandths of a volt
    std::int64_t measuredMv = 0;     ///< between the terminals
    std::int64_t provedAfterMv = 0;  ///< the live source again
};

struct Isolation
{
    IsolationId id;
    StaffRef technician;
    std::string licenceUntil; ///< "2028-06-30", as it was that day
    int waitMinutes = 0;
    Instant startedAt{};
    std::vector<IsolationStep> steps; ///< signed ones, in order
    std::optional<Instant> reEnergisedAt;
    std::string reEnergisedBy;
    std::int64_t insulationOhmPerVolt = 0;
    bool replaced = false; ///< another one was begun before this one was complete

    [[nodiscard]] int LastStep() const { return steps.empty() ? 0 : steps.back().step; }
    /// Zero volts have been verified: while FloorState::OpenIsolation returns it, work may start.
    [[nodiscard]] bool Complete() const { return LastStep() >= kStepZero; }
    /// When the disconnect was pulled; nothing before that.
    [[nodiscard]] std::optional<Instant> DisconnectedAt() const;
    /// When the waiting time is over; nothing before the disconnect has been pulled.
    [[nodiscard]] std::optional<Instant> WaitOver() const;
};

struct Quarantine
{
    std::string reason;
    std::string byName;
    Instant since{};
};

/// An order of the same car that was handed over not long before this one came in.
struct EarlierOrder
{
    WorkOrderId id;
    std::string number;
    Instant closedAt{};
    std::string complaint;
};

/// A clock that runs on another order.
struct OtherClock
{
    EntryId entry;
    LineId line;
    bool hv = false; ///< on high-voltage work
};

/// Another open order of the same car, as far as it concerns who works on this one.
struct OtherOpenOrder
{
    WorkOrderId id{};
    int seq = 0; ///< last event of its stream when this was read
    std::string number;
    std::optional<std::string> quarantineReason{}; ///< nothing: no quarantine on it
    bool voltageOff = false;                       ///< its disconnect was pulled and the voltage not put on since
    std::vector<OtherClock> clocks{};
};

/// The last time the voltage was put on again by another order of the car, open or closed.
struct ReEnergisedElsewhere
{
    std::string number;
    Instant at{};
};

/// This order is the first one's work come back.
struct Comeback
{
    WorkOrderId order;
    std::string number;
    std::string reason;
};

struct HvLicence
{
    StaffId person;
    std::string until; ///< "2028-06-30"
};

/// Read with the order, by the database's clock and the shop's settings as they are now.
struct FloorState
{
    std::vector<Hold> holds; ///< oldest first; at most the last one is open
    std::string bay;
    std::string keyTag;
    std::optional<WorkPlan> plan;
    std::vector<Isolation> isolations; ///< oldest first; at most the last one is open
    std::optional<Quarantine> quarantine;
    std::vector<OtherOpenOrder> others{}; ///< every other open order of the car, by number
    std::optional<ReEnergisedElsewhere> reEnergisedElsewhere{};
    std::vector<EarlierOrder> earlier;
    std::optional<Comeback> comeback;
    std::vector<HvLicence> licences;
    std::string today;         ///< the shop's date
    Instant databaseNow{};     ///< when this was read
    int hvWaitMinutes = 10;    ///< for this car's model
    int insulationLimit = 100; ///< ohm per volt, the least that may be put on again

    [[nodiscard]] const Hold* OpenHold() const;
    /// The record that is on: not replaced, and no order of the car put the voltage on again after its disconnect.
    [[nodiscard]] const Isolation* OpenIsolation() const;
    /// Another order of the car put the voltage on again after this disconnect had been pulled, which ended it.
    [[nodiscard]] bool EndedElsewhere(const Isolation& isolation) const;
    /// In any of the records the disconnect was pulled and no voltage was put on again after that, by whichever order:
    /// a record that was begun anew does not close a switch.
    [[nodiscard]] bool VoltageOff() const;
    /// Another open order of the car that is in quarantine; nullptr when there is none.
    [[nodiscard]] const OtherOpenOrder* QuarantineElsewhere() const;
    /// Another open order of the car whose isolation keeps the voltage off; nullptr when there is none.
    [[nodiscard]] const OtherOpenOrder* VoltageOffElsewhere() const;
    /// Another open order of the car with a clock running on high-voltage work; nullptr when there is none.
    [[nodiscard]] const OtherOpenOrder* HvClockElsewhere() const;
    /// The date the person's high-voltage licence ends, when it is valid today.
    [[nodiscard]] std::optional<std::string> ValidLicence(StaffId person) const;
};

} // namespace bayline::core
