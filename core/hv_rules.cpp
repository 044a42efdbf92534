// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/floor_rules.h"
#include "core/payloads.h"
#include "core/rule_support.h"
#include "core/text.h"

#include <cstdlib>

namespace bayline::core {

namespace json = boost::json;

namespace {

/// Below this the terminals count as dead, and a source that shows less than the other proves no meter.
constexpr std::int64_t kDeadMv = 1'000;
constexpr std::int64_t kLiveMv = 5'000;
constexpr std::int64_t kHighestMv = 2'000'000;
constexpr std::size_t kLongestNote = 500;

Refusal Say(const char* code, const char* sentence, std::vector<std::string> arguments = {}, const char* field = "")
{
    return {.code = code, .sentence = sentence, .arguments = std::move(arguments), .field = field};
}

std::optional<Refusal> RefuseLicence(const WorkOrder& order, const Actor& actor)
{
    if (order.floor.ValidLicence(actor.person.id)) {
        return std::nullopt;
    }
    return Say("hv.licence", N_("{1} has no high-voltage licence that is valid today."), {actor.person.name});
}

/// The isolation that `id` names while it is on.
const Isolation* Find(const WorkOrder& order, IsolationId id)
{
    const auto* open = order.floor.OpenIsolation();
    return open != nullptr && open->id == id ? open : nullptr;
}

std::optional<Refusal> RefuseOrder(const Isolation& isolation, int step)
{
    if (step == isolation.LastStep() + 1 && step <= kStepArea) {
        return std::nullopt;
    }
    return Say("hv.order", N_("The steps are signed one after the other; the next one is step {1}."),
               {std::to_string(isolation.LastStep() + 1)});
}

std::optional<Refusal> RefuseVoltages(const SignStep& intent)
{
    const auto wrong = [](const std::optional<std::int64_t>& value) { return !value || std::abs(*value) > kHighestMv; };
    if (wrong(intent.provedBeforeMv)) {
        return Say("hv.proved_before", N_("Please type the volts the meter showed on the live source before."), {},
                   "proved_before");
    }
    if (wrong(intent.measuredMv)) {
        return Say("hv.measured", N_("Please type the volts you measured between the terminals."), {}, "measured");
    }
    if (wrong(intent.provedAfterMv)) {
        return Say("hv.proved_after", N_("Please type the volts the meter showed on the live source afterwards."), {},
                   "proved_after");
    }
    if (std::abs(*intent.provedBeforeMv) < kLiveMv) {
        return Say("hv.meter", N_("A live source shows at least 5 V. The meter is not proved."), {}, "proved_before");
    }
    if (std::abs(*intent.provedAfterMv) < kLiveMv) {
        return Say("hv.meter", N_("A live source shows at least 5 V. The meter is not proved."), {}, "proved_after");
    }
    if (std::abs(*intent.measuredMv) >= kDeadMv) {
        return Say(
            "hv.not_dead",
            N_("The terminals are not dead: zero volts means below 1 V. Keep away and wait, then measure again."), {},
            "measured");
    }
    return std::nullopt;
}

std::optional<Refusal> RefuseStep(const WorkOrder& order, const Isolation& isolation, const SignStep& intent)
{
    if ((intent.step == kStepKey || intent.step == kStepDisconnect) && CleanLine(intent.note).empty()) {
        return intent.step == kStepKey ? Say("hv.key", N_("Please say where the key is kept."), {}, "note")
                                       : Say("hv.lock", N_("Please say who holds the key of the lock."), {}, "note");
    }
    if (intent.step == kStepWait) {
        const auto over = isolation.WaitOver();
        if (!over || order.floor.databaseNow < *over) {
            return Say("hv.wait", N_("The waiting time of {1} minutes is not over yet."),
                       {std::to_string(isolation.waitMinutes)});
        }
    }
    return intent.step == kStepZero ? RefuseVoltages(intent) : std::nullopt;
}

} // namespace

namespace rules {

std::optional<Refusal> RefuseUnsafe(const WorkOrder& order, const QuoteLine& line)
{
    if (order.floor.quarantine) {
        return Say("repair.quarantine", N_("The car is in quarantine: {1} Nobody works on it before that is ended."),
                   {order.floor.quarantine->reason});
    }
    if (const auto* other = order.floor.QuarantineElsewhere()) {
        return Say("repair.quarantine",
                   N_("The car is in quarantine on order {1}: {2} Nobody works on it before that is ended there."),
                   {other->number, *other->quarantineReason});
    }
    const auto* isolation = order.floor.OpenIsolation();
    if (line.hv && (isolation == nullptr || !isolation->Complete())) {
        if (isolation == nullptr && !order.floor.isolations.empty() &&
            order.floor.EndedElsewhere(order.floor.isolations.back())) {
            return Say("repair.not_isolated",
                       N_("The voltage was put on again on order {1} of this car. “{2}” is high-voltage work: please "
                          "isolate the car anew first."),
                       {order.floor.reEnergisedElsewhere->number, line.description});
        }
        return Say("repair.not_isolated",
                   N_("“{1}” is high-voltage work. It starts when the isolation has been recorded up to zero volts."),
                   {line.description});
    }
    return std::nullopt;
}

} // namespace rules

Outcome<Events> Decide(const WorkOrder& order, const StartIsolation& intent, const Actor& actor)
{
    if (auto refusal = rules::RefuseClosed(order)) {
        return std::move(*refusal);
    }
    if (order.vehicle.powertrain == Powertrain::Ice) {
        return Say("hv.powertrain", N_("This car has no high voltage."));
    }
    if (auto refusal = RefuseLicence(order, actor)) {
        return std::move(*refusal);
    }
    if (const auto* open = order.floor.OpenIsolation()) {
        if (open->id == intent.id) {
            return Events{};
        }
        if (open->Complete()) {
            return Say("hv.isolated", N_("The car is isolated already, by {1}."), {open->technician.name});
        }
    }
    return Events{{"hv.isolation_started",
                   {{"isolation_id", intent.id.Text()},
                    {"technician", ToJson(actor.person)},
                    {"licence_until", order.floor.ValidLicence(actor.person.id).value_or("")},
                    {"wait_minutes", order.floor.hvWaitMinutes}}}};
}

Outcome<Events> Decide(const WorkOrder& order, const SignStep& intent, const Actor& actor)
{
    const auto* isolation = Find(order, intent.id);
    if (isolation == nullptr) {
        return Say("hv.gone", N_("This isolation is not on any more. Please look again."));
    }
    if (intent.step <= isolation->LastStep() && intent.step > 0) {
        return Events{};
    }
    // The area is marked while the work goes on already; who isolated may have gone home.
    if (isolation->technician.id != actor.person.id && intent.step != kStepArea) {
        return Say("hv.who", N_("{1} isolates this car and signs every step. Somebody else begins anew."),
                   {isolation->technician.name});
    }
    for (auto refusal : {RefuseLicence(order, actor), RefuseOrder(*isolation, intent.step)}) {
        if (refusal) {
            return std::move(*refusal);
        }
    }
    if (auto refusal = RefuseStep(order, *isolation, intent)) {
        return std::move(*refusal);
    }
    json::object data{{"isolation_id", isolation->id.Text()}, {"step", intent.step}};
    if (const auto note = rules::Shorten(intent.note, kLongestNote); !note.empty()) {
        data["note"] = note;
    }
    if (intent.step == kStepZero) {
        data["proved_before_mv"] = *intent.provedBeforeMv;
        data["measured_mv"] = *intent.measuredMv;
        data["proved_after_mv"] = *intent.provedAfterMv;
    }
    return Events{{"hv.step_signed", std::move(data)}};
}

Outcome<std::vector<StreamEvents>> DecideForCar(const WorkOrder& order, const ReEnergise& intent, const Actor& actor)
{
    const auto* isolation = Find(order, intent.id);
    if (isolation == nullptr) {
        return std::vector<StreamEvents>{}; // it is on again already
    }
    if (isolation->LastStep() < kStepArea) {
        return Say("hv.order", N_("The steps are signed one after the other; the next one is step {1}."),
                   {std::to_string(isolation->LastStep() + 1)});
    }
    if (isolation->technician.id == actor.person.id) {
        return Say("hv.second_person", N_("{1} isolated the car, so a second person puts the voltage on again."),
                   {actor.person.name});
    }
    if (rules::HasRunningClock(order)) {
        return Say("hv.clock_running", N_("A clock is still running on this order. Please stop it first."));
    }
    if (const auto* other = order.floor.HvClockElsewhere()) {
        return Say("hv.clock_running",
                   N_("A clock is still running on high-voltage work of order {1} of this car. Please stop it first."),
                   {other->number});
    }
    if (!intent.toolsOut || !intent.coversOn) {
        return Say("hv.closed", N_("Please confirm that the tools are out and the covers are on."), {}, "closed");
    }
    if (intent.insulationOhmPerVolt < order.floor.insulationLimit) {
        return Say("hv.insulation",
                   N_("The insulation must be at least {1} Ω/V. Do not put the voltage on; take the car into "
                      "quarantine if it cannot be found."),
                   {std::to_string(order.floor.insulationLimit)}, "insulation");
    }
    return rules::ForWholeCar(order,
                              {{"hv.re_energised",
                                {{"isolation_id", isolation->id.Text()},
                                 {"by", ToJson(actor.person)},
                                 {"insulation_ohm_per_volt", intent.insulationOhmPerVolt}}}},
                              "car.re_energised", {{"by", ToJson(actor.person)}}, false);
}

} // namespace bayline::core
