// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/floor_rules.h"

#include "core/payloads.h"
#include "core/rule_support.h"
#include "core/text.h"

#include <algorithm>

namespace bayline::core {

namespace json = boost::json;

namespace {

constexpr std::size_t kLongestNote = 500;
constexpr std::size_t kLongestTag = 20;
constexpr std::size_t kLongestBay = 40;
constexpr int kShortestPlan = 15;
constexpr int kLongestPlan = 48 * 60;

json::value PlanToJson(const std::optional<WorkPlan>& plan)
{
    if (!plan) {
        return nullptr;
    }
    return json::object{
        {"bay", plan->bay},
        {"technician", plan->technician ? json::value(ToJson(*plan->technician)) : json::value(nullptr)},
        {"start", ToRfc3339(plan->start)},
        {"minutes", plan->minutes}};
}

std::string ShortNote(const std::string& typed)
{
    return rules::Shorten(typed, kLongestNote);
}

Event BayAssigned(const WorkOrder& order, const std::string& to)
{
    return {"bay.assigned", Change(rules::Json(order.floor.bay), rules::Json(to))};
}

std::optional<Refusal> RefusePlan(const WorkPlan& plan)
{
    if (plan.minutes < kShortestPlan || plan.minutes > kLongestPlan) {
        return Refusal{.code = "plan.minutes",
                       .sentence = N_("Please plan between 15 minutes and 48 hours."),
                       .arguments = {},
                       .field = "minutes"};
    }
    return std::nullopt;
}

} // namespace

namespace rules {

std::string Shorten(const std::string& typed, std::size_t most)
{
    auto line = CleanLine(typed);
    std::size_t seen = 0;
    for (std::size_t at = 0; at < line.size(); ++at) {
        const bool begins = (static_cast<unsigned char>(line[at]) & 0xC0U) != 0x80U;
        if (begins && seen++ == most) {
            line.resize(at);
        }
    }
    return line;
}

Events EndOpenHold(const WorkOrder& order)
{
    const auto* hold = order.floor.OpenHold();
    return hold == nullptr ? Events{} : Events{{"hold.ended", {{"hold_id", hold->id.Text()}}}};
}

Event WorkPlanned(const WorkOrder& order, const std::optional<WorkPlan>& to)
{
    return {"work.planned", Change(PlanToJson(order.floor.plan), PlanToJson(to))};
}

std::vector<StreamEvents> ForWholeCar(const WorkOrder& order, Events own, std::string_view type,
                                      const json::object& data, bool stops)
{
    auto told = data;
    told["order"] = json::object{{"id", order.id.Text()}, {"number", order.number}};
    std::vector<StreamEvents> streams{{StreamName("work_order", order.id.value), order.seq, std::move(own)}};
    for (const auto& other : order.floor.others) {
        Events events{{std::string(type), told}};
        if (stops) {
            for (const auto& clock : other.clocks) {
                events.push_back(
                    {"repair.clock_stopped", {{"entry_id", clock.entry.Text()}, {"line_id", clock.line.Text()}}});
            }
        }
        streams.push_back({StreamName("work_order", other.id.value), other.seq, std::move(events)});
    }
    return streams;
}

} // namespace rules

Outcome<Events> Decide(const WorkOrder& order, const StartHold& intent, const Actor& actor)
{
    if (auto refusal = rules::RefuseClosed(order)) {
        return std::move(*refusal);
    }
    const auto* present = order.floor.OpenHold();
    const auto note = ShortNote(intent.note);
    if (present != nullptr && present->reason == intent.reason && present->note == note) {
        return Events{};
    }
    Events events;
    if (rules::HasRunningClock(order)) {
        if (actor.role == Role::Advisor) {
            return Refusal{.code = "hold.clock_running",
                           .sentence = N_("Somebody is working on this car. Please have the clock stopped first."),
                           .arguments = {},
                           .field = {}};
        }
        events = rules::StopClocks(order, {});
    }
    for (auto& end : rules::EndOpenHold(order)) {
        events.push_back(std::move(end));
    }
    json::object data{{"hold_id", intent.id.Text()}, {"reason", rules::Json(ToWord(intent.reason))}};
    if (!note.empty()) {
        data["note"] = note;
    }
    events.push_back({"hold.started", std::move(data)});
    return events;
}

Outcome<Events> Decide(const WorkOrder& order, const EndHold& intent, const Actor&)
{
    const auto* hold = order.floor.OpenHold();
    if (hold == nullptr || hold->id != intent.id) {
        return Events{}; // somebody ended it already
    }
    return rules::EndOpenHold(order);
}

Outcome<Events> Decide(const WorkOrder& order, const AssignBay& intent, const Actor&)
{
    if (auto refusal = rules::RefuseClosed(order)) {
        return std::move(*refusal);
    }
    const auto to = rules::Shorten(intent.to, kLongestBay);
    if (to == order.floor.bay) {
        return Events{};
    }
    if (intent.from != order.floor.bay) {
        return Refusal{.code = "bay.changed_meanwhile",
                       .sentence = N_("Meanwhile the car has been put on “{1}”."),
                       .arguments = {order.floor.bay.empty() ? "–" : order.floor.bay},
                       .field = "bay"};
    }
    return Events{BayAssigned(order, to)};
}

Outcome<Events> Decide(const WorkOrder& order, const SetKeyTag& intent, const Actor&)
{
    const auto to = CleanLine(intent.to);
    if (to == order.floor.keyTag) {
        return Events{};
    }
    if (CountCharacters(to) > kLongestTag) {
        return Refusal{.code = "key_tag.length",
                       .sentence = N_("A key tag has at most 20 characters."),
                       .arguments = {},
                       .field = "key_tag"};
    }
    if (intent.from != order.floor.keyTag) {
        return Refusal{.code = "key_tag.changed_meanwhile",
                       .sentence = N_("Meanwhile somebody has written the key tag “{1}”."),
                       .arguments = {order.floor.keyTag},
                       .field = "key_tag"};
    }
    return Events{{"key_tag.set", Change(rules::Json(order.floor.keyTag), rules::Json(to))}};
}

Outcome<Events> Decide(const WorkOrder& order, const PlanWork& intent, const Actor&)
{
    if (auto refusal = rules::RefuseClosed(order)) {
        return std::move(*refusal);
    }
    if (SamePlan(order.floor.plan, intent.to)) {
        return Events{};
    }
    if (!SamePlan(order.floor.plan, intent.from)) {
        return Refusal{.code = "plan.changed_meanwhile",
                       .sentence = N_("Somebody else has planned this order meanwhile. Please look at the plan again."),
                       .arguments = {},
                       .field = {}};
    }
    if (intent.to) {
        if (auto refusal = RefusePlan(*intent.to)) {
            return std::move(*refusal);
        }
    }
    Events events{rules::WorkPlanned(order, intent.to)};
    if (intent.to && intent.to->technician &&
        (!order.technician || order.technician->id != intent.to->technician->id)) {
        const auto was = order.technician ? json::value(ToJson(*order.technician)) : json::value(nullptr);
        events.push_back({"work_order.technician_assigned", Change(was, ToJson(*intent.to->technician))});
    }
    return events;
}

Outcome<Events> Decide(const WorkOrder& order, const LinkComeback& intent, const Actor&)
{
    const auto found = std::find_if(order.floor.earlier.begin(), order.floor.earlier.end(),
                                    [&](const EarlierOrder& earlier) { return earlier.id == intent.order; });
    if (found == order.floor.earlier.end()) {
        return Refusal{.code = "comeback.order",
                       .sentence = N_("Only a recent order of the same car can be the first one."),
                       .arguments = {},
                       .field = {}};
    }
    const auto reason = ShortNote(intent.reason);
    if (reason.empty()) {
        return Refusal{.code = "comeback.reason",
                       .sentence = N_("Please say what has come back."),
                       .arguments = {},
                       .field = "reason"};
    }
    if (order.floor.comeback && order.floor.comeback->order == found->id && order.floor.comeback->reason == reason) {
        return Events{};
    }
    return Events{{"comeback.linked",
                   {{"order", json::object{{"id", found->id.Text()}, {"number", found->number}}}, {"reason", reason}}}};
}

Outcome<std::vector<StreamEvents>> DecideForCar(const WorkOrder& order, const StartQuarantine& intent, const Actor&)
{
    if (auto refusal = rules::RefuseClosed(order)) {
        return std::move(*refusal);
    }
    if (order.floor.quarantine) {
        return std::vector<StreamEvents>{};
    }
    const auto reason = ShortNote(intent.reason);
    if (reason.empty()) {
        return Refusal{.code = "quarantine.reason",
                       .sentence = N_("Please say why the car is dangerous: smoke, collision, a damaged battery."),
                       .arguments = {},
                       .field = "reason"};
    }
    // The quarantine first: only a car in quarantine lets an advisor stop a technician's clock.
    Events events{{"quarantine.started", {{"reason", reason}}}};
    for (auto& stopped : rules::StopClocks(order, {})) {
        events.push_back(std::move(stopped));
    }
    const auto bay = rules::Shorten(intent.bay, kLongestBay);
    if (!bay.empty() && bay != order.floor.bay) {
        events.push_back(BayAssigned(order, bay));
    }
    return rules::ForWholeCar(order, std::move(events), "car.quarantined", {{"reason", reason}}, true);
}

Outcome<Events> Decide(const WorkOrder& order, const EndQuarantine& intent, const Actor& actor)
{
    if (!order.floor.quarantine) {
        return Events{};
    }
    if (actor.role != Role::Manager && !order.floor.ValidLicence(actor.person.id)) {
        return Refusal{.code = "quarantine.who",
                       .sentence = N_("A manager or somebody with a valid high-voltage licence ends a quarantine."),
                       .arguments = {},
                       .field = {}};
    }
    const auto reason = ShortNote(intent.reason);
    if (reason.empty()) {
        return Refusal{.code = "quarantine.reason",
                       .sentence = N_("Please say why the car is safe again."),
                       .arguments = {},
                       .field = "reason"};
    }
    return Events{{"quarantine.ended", {{"reason", reason}}}};
}

} // namespace bayline::core
