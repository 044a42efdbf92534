// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/floor_rules.h"
#include "core/payloads.h"
#include "core/rule_support.h"
#include "core/text.h"

#include <boost/json/array.hpp>

#include <algorithm>

namespace bayline::core {

namespace json = boost::json;

namespace rules {

std::optional<Refusal> RefuseClosed(const WorkOrder& order)
{
    if (IsOpen(order.stage)) {
        return std::nullopt;
    }
    return Refusal{.code = "work_order.closed",
                   .sentence = order.stage == Stage::Delivered
                                   ? N_("Work order {1} has been delivered; it cannot be changed any more.")
                                   : N_("Work order {1} has been cancelled; it cannot be changed any more."),
                   .arguments = {order.number},
                   .field = {}};
}

Event StageChanged(const WorkOrder& order, Stage from, Stage to, std::string_view reason,
                   const std::vector<StageEntry>& alreadyEntered)
{
    json::array history;
    const auto add = [&](const StageEntry& entry) {
        history.push_back(json::object{{"stage", Json(ToWord(entry.stage))}, {"at", ToRfc3339(entry.at)}});
    };
    std::for_each(order.history.begin(), order.history.end(), add);
    std::for_each(alreadyEntered.begin(), alreadyEntered.end(), add);
    json::object data{{"from", Json(ToWord(from))},
                      {"to", Json(ToWord(to))},
                      {"promised_at", ToRfc3339(order.promisedAt)},
                      {"history", std::move(history)}};
    if (!reason.empty()) {
        data["reason"] = Json(reason);
    }
    return {"work_order.stage_changed", std::move(data)};
}

bool IsApproved(const WorkOrder& order, const QuoteLine& line)
{
    const auto* approval = order.ApprovalOf(line);
    return approval != nullptr && approval->decision == Decision::Approved;
}

bool HasApproved(const WorkOrder& order)
{
    return std::any_of(order.lines.begin(), order.lines.end(),
                       [&](const QuoteLine& line) { return IsApproved(order, line); });
}

bool HasUnfinishedApproved(const WorkOrder& order)
{
    return std::any_of(order.lines.begin(), order.lines.end(),
                       [&](const QuoteLine& line) { return IsApproved(order, line) && !order.IsFinished(line.id); });
}

bool HasRunningClock(const WorkOrder& order)
{
    return std::any_of(order.timeEntries.begin(), order.timeEntries.end(),
                       [](const TimeEntry& entry) { return !entry.stoppedAt; });
}

bool WorkBegan(const WorkOrder& order, LineId line)
{
    return order.IsFinished(line) || std::any_of(order.timeEntries.begin(), order.timeEntries.end(),
                                                 [&](const TimeEntry& entry) { return entry.line == line; });
}

Events StopClocks(const WorkOrder& order, LineId line)
{
    Events events;
    for (const auto& entry : order.timeEntries) {
        if (!entry.stoppedAt && (line.IsNil() || entry.line == line)) {
            events.push_back({"repair.clock_stopped", {{"entry_id", entry.id.Text()}, {"line_id", entry.line.Text()}}});
        }
    }
    return events;
}

std::optional<Refusal> RefuseDanger(const WorkOrder& order, const char* prefix, bool elsewhere)
{
    if (order.floor.quarantine) {
        return Refusal{.code = prefix + std::string(".quarantine"),
                       .sentence = N_("The car is in quarantine. Please end the quarantine first, with a reason."),
                       .arguments = {},
                       .field = {}};
    }
    if (const auto* other = order.floor.QuarantineElsewhere(); other != nullptr && elsewhere) {
        return Refusal{.code = prefix + std::string(".quarantine"),
                       .sentence = N_("The car is in quarantine on order {1}. Please end the quarantine there first."),
                       .arguments = {other->number},
                       .field = {}};
    }
    if (order.floor.VoltageOff()) {
        return Refusal{.code = prefix + std::string(".isolated"),
                       .sentence = N_("The high voltage is still off. A second person has to put it on again first."),
                       .arguments = {},
                       .field = {}};
    }
    if (const auto* other = order.floor.VoltageOffElsewhere(); other != nullptr && elsewhere) {
        return Refusal{.code = prefix + std::string(".isolated"),
                       .sentence = N_("The high voltage of this car is still off on order {1}. A second person has to "
                                      "put it on again there first."),
                       .arguments = {other->number},
                       .field = {}};
    }
    return std::nullopt;
}

std::optional<Refusal> RefuseUnfinished(const WorkOrder& order, const char* prefix)
{
    if (HasRunningClock(order)) {
        return Refusal{.code = prefix + std::string(".clock_running"),
                       .sentence = N_("A clock is still running on this order. Please stop it first."),
                       .arguments = {},
                       .field = {}};
    }
    if (HasUnfinishedApproved(order)) {
        return Refusal{.code = prefix + std::string(".unfinished"),
                       .sentence = N_("An approved line is not finished yet. Please finish it first."),
                       .arguments = {},
                       .field = {}};
    }
    return std::nullopt;
}

} // namespace rules

namespace {

Refusal Gate(const char* code, const char* sentence)
{
    return {.code = code, .sentence = sentence, .arguments = {}, .field = {}};
}

std::optional<Refusal> RefuseReady(const WorkOrder& order)
{
    for (auto refusal : {rules::RefuseDanger(order, "stage"), rules::RefuseUnfinished(order, "stage")}) {
        if (refusal) {
            return refusal;
        }
    }
    if (!rules::HasApproved(order) || order.PassedSinceRepair()) {
        return std::nullopt;
    }
    if (!order.finalChecks.empty() && order.finalChecks.back().passed) {
        return Gate("stage.no_final_check",
                    N_("The car went back into repair after the final check. Please record a new final check on the "
                       "repair page."));
    }
    return Gate("stage.no_final_check",
                N_("The final check has not been passed yet. Please record it on the repair page."));
}

/// What a stage asks of the order before it may be entered.
std::optional<Refusal> RefuseEntering(const WorkOrder& order, Stage to)
{
    switch (to) {
    case Stage::WaitingApproval:
        if (order.revisions.empty()) {
            return Gate("stage.no_quote",
                        N_("No quote has been sent yet. Please send the quote; the order then waits for "
                           "the customer by itself."));
        }
        break;
    case Stage::Repairing:
        if (!rules::HasApproved(order)) {
            return Gate("stage.nothing_approved",
                        N_("The customer has not approved any line yet, so repair cannot start."));
        }
        break;
    case Stage::QualityCheck:
        return rules::RefuseUnfinished(order, "stage");
    case Stage::Ready:
        return RefuseReady(order);
    case Stage::Delivered:
        return Gate("stage.use_hand_over",
                    N_("Please hand the car over on the invoice page; it asks for the mileage."));
    case Stage::Cancelled:
        if (order.invoice) {
            return Gate("stage.invoiced", N_("An invoice has been issued, so the order cannot be cancelled."));
        }
        if (order.PaidTotal().minor != 0) {
            return Gate("stage.deposit",
                        N_("The customer has paid a deposit. Please give it back before cancelling the order."));
        }
        if (rules::HasApproved(order)) {
            return Gate("stage.approved_lines",
                        N_("The customer has approved work on this order. Please remove or re-quote it before "
                           "cancelling."));
        }
        return rules::RefuseDanger(order, "stage", false);
    default:
        break;
    }
    return std::nullopt;
}

} // namespace

Outcome<Events> Decide(const WorkOrder& order, const MoveStage& intent, const Actor&)
{
    if (order.stage == intent.to && intent.from != intent.to) {
        return Events{}; // somebody did the same; both are content
    }
    if (order.stage != intent.from) {
        return Refusal{.code = "stage.moved_meanwhile",
                       .sentence = N_("Somebody else has moved this order to “{1}” meanwhile; you wanted “{2}”. Please "
                                      "look again before moving it."),
                       .arguments = {StageName(order.stage), StageName(intent.to)},
                       .field = {}};
    }
    if (auto refusal = rules::RefuseClosed(order)) {
        return std::move(*refusal);
    }
    if (!IsLegalChange(intent.from, intent.to)) {
        return Refusal{.code = "stage.illegal",
                       .sentence = N_("An order cannot go from “{1}” to “{2}”."),
                       .arguments = {StageName(intent.from), StageName(intent.to)},
                       .field = {}};
    }
    const std::string reason = CleanLine(intent.reason);
    if (IsStepBack(intent.from, intent.to) && reason.empty()) {
        return Refusal{.code = "stage.reason_missing",
                       .sentence = N_("Please say why the order goes back or is cancelled."),
                       .arguments = {},
                       .field = "reason"};
    }
    // Going back is always possible: the gates guard the way forward.
    if (!IsStepBack(intent.from, intent.to) || intent.to == Stage::Cancelled) {
        if (auto refusal = RefuseEntering(order, intent.to)) {
            return std::move(*refusal);
        }
    }
    return Events{rules::StageChanged(order, intent.from, intent.to, reason)};
}

Outcome<Events> Decide(const WorkOrder& order, const ChangePromise& intent, const Actor& actor)
{
    if (auto refusal = rules::RefuseClosed(order)) {
        return std::move(*refusal);
    }
    if (order.promisedAt == intent.to) {
        return Events{};
    }
    if (order.promisedAt != intent.from) {
        return Refusal{.code = "promise.changed_meanwhile",
                       .sentence = N_("Somebody else has promised {1} meanwhile; you asked for {2}."),
                       .arguments = {ToRfc3339(order.promisedAt), ToRfc3339(intent.to)},
                       .field = "promised_at"};
    }
    if (intent.to < actor.now) {
        return Refusal{.code = "promise.past",
                       .sentence = N_("The promised time is in the past. Please choose a later one."),
                       .arguments = {},
                       .field = "promised_at"};
    }
    const std::string reason = CleanLine(intent.reason);
    if (reason.empty()) {
        return Refusal{.code = "promise.reason_missing",
                       .sentence = N_("Please say why the time changes; the customer sees it."),
                       .arguments = {},
                       .field = "reason"};
    }
    return Events{{"work_order.promise_changed",
                   {{"from", ToRfc3339(order.promisedAt)}, {"to", ToRfc3339(intent.to)}, {"reason", reason}}}};
}

Outcome<Events> Decide(const WorkOrder& order, const ChangeComplaint& intent, const Actor&)
{
    if (auto refusal = rules::RefuseClosed(order)) {
        return std::move(*refusal);
    }
    constexpr std::size_t kLongest = 10'000;
    const std::string complaint = CleanText(intent.to);
    if (complaint == order.complaint) {
        return Events{};
    }
    if (complaint.empty() || CountCharacters(complaint) > kLongest) {
        return Refusal{.code = "complaint.length",
                       .sentence = N_("Please describe the complaint in 1 to 10000 characters."),
                       .arguments = {},
                       .field = "complaint"};
    }
    if (order.complaint != CleanText(intent.from)) {
        return Refusal{.code = "complaint.changed_meanwhile",
                       .sentence =
                           N_("Somebody else has changed the complaint meanwhile to: “{1}”. Your text is kept in "
                              "the field."),
                       .arguments = {order.complaint},
                       .field = "complaint"};
    }
    return Events{{"work_order.complaint_changed", Change(rules::Json(order.complaint), rules::Json(complaint))}};
}

Outcome<Events> Decide(const WorkOrder& order, const AssignTechnician& intent, const Actor&)
{
    if (auto refusal = rules::RefuseClosed(order)) {
        return std::move(*refusal);
    }
    const auto idOf = [](const std::optional<StaffRef>& person) { return person ? person->id : StaffId{}; };
    if (idOf(order.technician) == idOf(intent.to)) {
        return Events{};
    }
    if (idOf(order.technician) != idOf(intent.from)) {
        return Refusal{
            .code = "technician.changed_meanwhile",
            .sentence = N_("Meanwhile the order has been given to {1}; you chose {2}."),
            .arguments = {order.technician ? order.technician->name : "–", intent.to ? intent.to->name : "–"},
            .field = "technician"};
    }
    const auto toJson = [](const std::optional<StaffRef>& person) {
        return person ? json::value(ToJson(*person)) : json::value(nullptr);
    };
    Events events{{"work_order.technician_assigned", Change(toJson(order.technician), toJson(intent.to))}};
    auto plan = order.floor.plan;
    if (order.technician && plan && idOf(plan->technician) == order.technician->id) {
        plan->technician = intent.to;
        events.push_back(rules::WorkPlanned(order, plan));
    }
    return events;
}

Outcome<Events> Decide(const WorkOrder&, const AddNote& intent, const Actor&)
{
    constexpr std::size_t kLongest = 10'000;
    const std::string text = CleanText(intent.text);
    if (text.empty() || CountCharacters(text) > kLongest) {
        return Refusal{.code = "note.length",
                       .sentence = N_("Please write a note of 1 to 10000 characters."),
                       .arguments = {},
                       .field = "note"};
    }
    return Events{{"work_order.note_added", {{"text", text}}}};
}

} // namespace bayline::core
