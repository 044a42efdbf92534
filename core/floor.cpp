// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/floor.h"

#include "core/outcome.h"
#include "core/words.h"

namespace bayline::core {

namespace {

constexpr std::array<words::Word<HoldReason>, 7> kHolds = {{
    {HoldReason::Approval, "approval", N_("Customer's approval")},
    {HoldReason::Parts, "parts", N_("Parts")},
    {HoldReason::Sublet, "sublet", N_("Another workshop")},
    {HoldReason::Technician, "technician", N_("Technician")},
    {HoldReason::Bay, "bay", N_("Bay")},
    {HoldReason::RoadTest, "road_test", N_("Road test")},
    {HoldReason::Customer, "customer", N_("Customer’s word")},
}};

constexpr std::array<words::Word<UnappliedReason>, 8> kUnapplied = {{
    {UnappliedReason::Waiting, "waiting", N_("Waiting for work")},
    {UnappliedReason::Cleaning, "cleaning", N_("Cleaning")},
    {UnappliedReason::Tools, "tools", N_("Tools and equipment")},
    {UnappliedReason::PartsRun, "parts_run", N_("Fetching parts")},
    {UnappliedReason::Meeting, "meeting", N_("Meeting")},
    {UnappliedReason::Training, "training", N_("Training")},
    {UnappliedReason::Break, "break", N_("Break")},
    {UnappliedReason::Other, "other", N_("Something else")},
}};

constexpr std::array kStepTexts = {
    N_("Qualified person named; protective equipment on, gloves of class 0, meter of CAT III or IV"),
    N_("Ignition off, key taken away"),
    N_("Negative terminal of the 12 V battery off and insulated"),
    N_("Service disconnect pulled, locked and tagged"),
    N_("Waited until the capacitors are discharged"),
    N_("Meter proved, zero volts verified, meter proved again"),
    N_("Area marked and closed off"),
    N_("Second person: tools out, covers on, insulation measured; voltage on again"),
};

} // namespace

std::string_view ToWord(HoldReason reason)
{
    return words::Find(kHolds, reason).word;
}

std::optional<HoldReason> HoldReasonFromWord(std::string_view word)
{
    return words::FromWord(kHolds, word);
}

const char* HoldReasonName(HoldReason reason)
{
    return words::Find(kHolds, reason).name;
}

std::string_view ToWord(UnappliedReason reason)
{
    return words::Find(kUnapplied, reason).word;
}

std::optional<UnappliedReason> UnappliedReasonFromWord(std::string_view word)
{
    return words::FromWord(kUnapplied, word);
}

const char* UnappliedReasonName(UnappliedReason reason)
{
    return words::Find(kUnapplied, reason).name;
}

const char* IsolationStepText(int step)
{
    return kStepTexts.at(static_cast<std::size_t>(step - 1));
}

bool SamePlan(const std::optional<WorkPlan>& a, const std::optional<WorkPlan>& b)
{
    if (!a || !b) {
        return a.has_value() == b.has_value();
    }
    const auto idOf = [](const WorkPlan& plan) { return plan.technician ? plan.technician->id : StaffId{}; };
    return a->bay == b->bay && idOf(*a) == idOf(*b) && a->start == b->start && a->minutes == b->minutes;
}

std::optional<Instant> Isolation::DisconnectedAt() const
{
    for (const auto& signedStep : steps) {
        if (signedStep.step == kStepDisconnect) {
            return signedStep.at;
        }
    }
    return std::nullopt;
}

std::optional<Instant> Isolation::WaitOver() const
{
    const auto pulled = DisconnectedAt();
    return pulled ? std::optional(*pulled + std::chrono::minutes(waitMinutes)) : std::nullopt;
}

const Hold* FloorState::OpenHold() const
{
    return !holds.empty() && !holds.back().endedAt ? &holds.back() : nullptr;
}

const Isolation* FloorState::OpenIsolation() const
{
    if (isolations.empty()) {
        return nullptr;
    }
    const auto& last = isolations.back();
    return !last.reEnergisedAt && !last.replaced && !EndedElsewhere(last) ? &last : nullptr;
}

bool FloorState::EndedElsewhere(const Isolation& isolation) const
{
    const auto pulled = isolation.DisconnectedAt();
    return pulled && reEnergisedElsewhere && reEnergisedElsewhere->at >= *pulled;
}

bool FloorState::VoltageOff() const
{
    return std::any_of(isolations.begin(), isolations.end(), [&](const Isolation& record) {
        const auto pulled = record.DisconnectedAt();
        return pulled && !EndedElsewhere(record) &&
               std::none_of(isolations.begin(), isolations.end(), [&](const Isolation& later) {
                   return later.reEnergisedAt && *later.reEnergisedAt >= *pulled;
               });
    });
}

namespace {

template <class Concerns>
const OtherOpenOrder* FirstOther(const std::vector<OtherOpenOrder>& others, Concerns concerns)
{
    const auto found = std::find_if(others.begin(), others.end(), concerns);
    return found == others.end() ? nullptr : &*found;
}

} // namespace

const OtherOpenOrder* FloorState::QuarantineElsewhere() const
{
    return FirstOther(others, [](const OtherOpenOrder& other) { return other.quarantineReason.has_value(); });
}

const OtherOpenOrder* FloorState::VoltageOffElsewhere() const
{
    return FirstOther(others, [](const OtherOpenOrder& other) { return other.voltageOff; });
}

const OtherOpenOrder* FloorState::HvClockElsewhere() const
{
    return FirstOther(others, [](const OtherOpenOrder& other) {
        return std::any_of(other.clocks.begin(), other.clocks.end(), [](const OtherClock& clock) { return clock.hv; });
    });
}

std::optional<std::string> FloorState::ValidLicence(StaffId person) const
{
    const auto found = std::find_if(licences.begin(), licences.end(),
                                    [&](const HvLicence& licence) { return licence.person == person; });
    // Dates of this form sort as text.
    return found != licences.end() && found->until >= today ? std::optional(found->until) : std::nullopt;
}

} // namespace bayline::core
