// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/check_in_rules.h"
#include "core/work_order_rules.h"

/// What may happen to a car on the workshop floor. Pure functions, as in core/work_order_rules.h.
namespace bayline::core {

// --- Holds, place, plan ---------------------------------------------------------------------------------------------

struct StartHold
{
    HoldId id;
    HoldReason reason = HoldReason::Parts;
    std::string note;
};
/// Stops the clocks that run on the order (for an advisor it is refused while one runs) and takes the place of an
/// earlier hold. Refuses a closed order.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const StartHold& intent, const Actor& actor);

struct EndHold
{
    HoldId id;
};
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const EndHold& intent, const Actor& actor);

struct AssignBay
{
    std::string from;
    std::string to; ///< empty: nowhere
};
/// Refuses: somebody put it elsewhere meanwhile (shows where).
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const AssignBay& intent, const Actor& actor);

struct SetKeyTag
{
    std::string from;
    std::string to;
};
/// Refuses: over 20 characters; another tag was written meanwhile.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const SetKeyTag& intent, const Actor& actor);

struct PlanWork
{
    std::optional<WorkPlan> from; ///< as the person saw it
    std::optional<WorkPlan> to;   ///< nothing: planned no more
};
/// Gives the order to the planned technician, too. Refuses: minutes outside 15–2880; somebody planned it otherwise
/// meanwhile.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const PlanWork& intent, const Actor& actor);

// --- High voltage ---------------------------------------------------------------------------------------------------

struct StartIsolation
{
    IsolationId id;
};
/// Refuses: a car without high voltage; no licence valid today; an isolation that is complete and still on. One that
/// was not completed is replaced.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const StartIsolation& intent, const Actor& actor);

struct SignStep
{
    IsolationId id;
    int step = 0; ///< kStepPerson … kStepArea
    std::string note;
    std::optional<std::int64_t> provedBeforeMv;
    std::optional<std::int64_t> measuredMv;
    std::optional<std::int64_t> provedAfterMv;
};
/// Refuses: steps out of order; somebody else than who began, but for the last one (the area marked); no licence valid
/// today; where the key or the lock's key is not said; the waiting time is not over (by the database's clock); a meter
/// that showed no live source or terminals at 1 V or more.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const SignStep& intent, const Actor& actor);

struct ReEnergise
{
    IsolationId id;
    std::int64_t insulationOhmPerVolt = 0;
    bool toolsOut = false;
    bool coversOn = false;
};
/// Ends the isolation, and with it those of the car's other open orders, whose histories tell of it. Refuses: the
/// person who isolated; before the area was marked; a running clock, also on high-voltage work of another open order of
/// the car; tools or covers not confirmed; an insulation below the shop's limit.
[[nodiscard]] Outcome<std::vector<StreamEvents>> DecideForCar(const WorkOrder& order, const ReEnergise& intent,
                                                              const Actor& actor);

struct StartQuarantine
{
    std::string reason;
    std::string bay; ///< where it is taken; empty: stays
};
/// Stops the clocks on every open order of the car. Nobody can start one on any of them before the quarantine has
/// ended. Refuses: no reason.
[[nodiscard]] Outcome<std::vector<StreamEvents>> DecideForCar(const WorkOrder& order, const StartQuarantine& intent,
                                                              const Actor& actor);

struct EndQuarantine
{
    std::string reason;
};
/// Refuses: no reason; who is neither a manager nor holds a valid high-voltage licence.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const EndQuarantine& intent, const Actor& actor);

// --- Comeback, clocks -----------------------------------------------------------------------------------------------

struct LinkComeback
{
    WorkOrderId order;
    std::string reason;
};
/// Refuses: no reason; an order that is not among the car's recent ones.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const LinkComeback& intent, const Actor& actor);

struct Span
{
    Instant start{};
    std::optional<Instant> stop; ///< nothing while it runs
    friend bool operator==(const Span&, const Span&) = default;
};

struct CorrectTime
{
    EntryId id;
    Span from; ///< as the manager saw it
    Span to;   ///< always with an end
    std::string reason;
};
/// Refuses: who is no manager; no reason; an end not after the start or in the future; another correction meanwhile.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const CorrectTime& intent, const Actor& actor);

/// Time that no car pays for, going on.
struct RunningUnapplied
{
    EntryId id;
    UnappliedReason reason = UnappliedReason::Waiting;
    Instant startedAt{};
};

/// What a person is at, wherever that is: at most one thing, but a slip of the past may have left more.
struct PersonAtWork
{
    StaffRef person;
    int staffSeq = 0;              ///< head of the person's stream
    std::vector<WorkOrder> orders; ///< those on which a clock of the person runs
    std::optional<RunningUnapplied> unapplied;
    Instant at{}; ///< the database's present when this was read
};

/// The clocks and the unapplied time that ran on the person's screen at the tap, which may be decided much later;
/// nothing: whatever runs is meant.
using SeenRunning = std::optional<std::vector<EntryId>>;
/// For a screen that does not show what the person is at elsewhere: what ran already at `moment`.
[[nodiscard]] std::vector<EntryId> RunningSince(const PersonAtWork& now, Instant moment);

/// Starts a line's clock and stops whatever else the person is at: in one append, the stops first. Refuses as
/// StartClock does, and when the person is at something by now that was not seen.
[[nodiscard]] Outcome<std::vector<StreamEvents>> DecideStart(const PersonAtWork& now, const WorkOrder& target,
                                                             const StartClock& intent, const Actor& actor,
                                                             const SeenRunning& seen = {});

struct StartUnapplied
{
    EntryId id;
    UnappliedReason reason = UnappliedReason::Waiting;
    std::string note; ///< compulsory for something else
};
/// Starts unapplied time and stops whatever else the person is at. Refuses when that is something not seen.
[[nodiscard]] Outcome<std::vector<StreamEvents>> DecideUnapplied(const PersonAtWork& now, const StartUnapplied& intent,
                                                                 const Actor& actor, const SeenRunning& seen = {});
/// Stops everything the person is at, as far as it was seen.
[[nodiscard]] std::vector<StreamEvents> DecideStopAll(const PersonAtWork& now, const SeenRunning& seen = {});

/// A correction of unapplied time; the refusals of CorrectTime.
[[nodiscard]] Outcome<Events> DecideCorrectUnapplied(const Span& present, const CorrectTime& intent,
                                                     const Actor& actor);

namespace rules {
/// The line cleaned, and its first `most` characters only.
[[nodiscard]] std::string Shorten(const std::string& typed, std::size_t most);
/// Why nobody may start work on the line now because of high voltage or quarantine; nothing when they may.
[[nodiscard]] std::optional<Refusal> RefuseUnsafe(const WorkOrder& order, const QuoteLine& line);
/// Ends the hold when there is one.
[[nodiscard]] Events EndOpenHold(const WorkOrder& order);
/// The order's plan becomes `to`.
[[nodiscard]] Event WorkPlanned(const WorkOrder& order, const std::optional<WorkPlan>& to);
/// The order's own events, and `type` with `data` and the number of this order in the history of every other open order
/// of the car: all in one append, so that none of them goes on from what was before. `stops`: their clocks stop.
[[nodiscard]] std::vector<StreamEvents> ForWholeCar(const WorkOrder& order, Events own, std::string_view type,
                                                    const boost::json::object& data, bool stops);
} // namespace rules

} // namespace bayline::core
