// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/floor_rules.h"
#include "core/payloads.h"
#include "core/rule_support.h"
#include "core/text.h"

#include <algorithm>

namespace bayline::core {

namespace json = boost::json;

namespace {

Refusal NotApproved(const QuoteLine& line)
{
    return {.code = "repair.not_approved",
            .sentence = N_("The customer has not approved “{1}” as it is now, so work on it cannot start."),
            .arguments = {line.description},
            .field = {}};
}

Refusal NoSuchLine()
{
    return {
        .code = "repair.no_line", .sentence = N_("This line is no longer on the order."), .arguments = {}, .field = {}};
}

/// Events that bring the order into repair from where it may come from.
Events MoveToRepairing(const WorkOrder& order, Instant now)
{
    Events events;
    if (order.stage == Stage::Quoting) {
        events.push_back(rules::StageChanged(order, Stage::Quoting, Stage::WaitingApproval, {}));
        events.push_back(
            rules::StageChanged(order, Stage::WaitingApproval, Stage::Repairing, {}, {{Stage::WaitingApproval, now}}));
    } else if (order.stage != Stage::Repairing) {
        events.push_back(rules::StageChanged(order, order.stage, Stage::Repairing, {}));
    }
    return events;
}

bool MayComeToRepair(Stage stage)
{
    return stage == Stage::Quoting || stage == Stage::WaitingApproval || stage == Stage::Repairing;
}

/// Clocked work, or labour called finished without a clock; who ticks off a part has not repaired anything.
bool WorkedOn(const WorkOrder& order, StaffId person)
{
    return std::any_of(order.timeEntries.begin(), order.timeEntries.end(),
                       [&](const TimeEntry& entry) { return entry.technician.id == person; }) ||
           std::any_of(order.finishedBy.begin(), order.finishedBy.end(), [&](const LineFinisher& finisher) {
               const auto* line = order.FindLine(finisher.line);
               return finisher.person == person && line != nullptr && line->kind == LineKind::Labour;
           });
}

std::optional<Refusal> RefuseCheck(const WorkOrder& order, const CheckQuality& intent, const Actor& actor)
{
    if (order.stage != Stage::Repairing && order.stage != Stage::QualityCheck) {
        return Refusal{.code = "quality.stage",
                       .sentence = N_("The final check comes after the repair; the order is at “{1}”."),
                       .arguments = {StageName(order.stage)},
                       .field = {}};
    }
    if (WorkedOn(order, actor.person.id)) {
        return Refusal{.code = "quality.same_person",
                       .sentence = N_("{1} worked on this car, so somebody else must do the final check."),
                       .arguments = {actor.person.name},
                       .field = {}};
    }
    if (rules::HasRunningClock(order)) {
        return Refusal{.code = "quality.clock_running",
                       .sentence = N_("A clock is still running on this order. Please stop it first."),
                       .arguments = {},
                       .field = {}};
    }
    if (intent.passed && rules::HasUnfinishedApproved(order)) {
        return Refusal{.code = "quality.unfinished",
                       .sentence = N_("An approved line is not finished yet. Please finish it first."),
                       .arguments = {},
                       .field = {}};
    }
    if (order.floor.VoltageOff()) {
        return Refusal{.code = "quality.isolated",
                       .sentence = N_("The high voltage is still off. A second person has to put it on again first."),
                       .arguments = {},
                       .field = {}};
    }
    if (intent.passed) {
        // The voltage has been asked for above.
        if (auto refusal = rules::RefuseDanger(order, "quality")) {
            return refusal;
        }
        for (const auto& item : FinalCheckItems(order.vehicle.powertrain)) {
            const bool seen = std::any_of(intent.items.begin(), intent.items.end(), [&](const CheckedItem& checked) {
                return checked.ok && checked.key == item.key;
            });
            if (!seen) {
                return Refusal{.code = "quality.item",
                               .sentence = N_("Not confirmed yet: {1}."),
                               .arguments = {item.text},
                               .field = "items"};
            }
        }
    }
    if (!intent.passed && CleanText(intent.note).empty()) {
        return Refusal{.code = "quality.note",
                       .sentence = N_("Please write what was not right, so that it can be put right."),
                       .arguments = {},
                       .field = "note"};
    }
    return std::nullopt;
}

} // namespace

Outcome<Events> Decide(const WorkOrder& order, const StartClock& intent, const Actor& actor)
{
    if (auto refusal = rules::RefuseClosed(order)) {
        return std::move(*refusal);
    }
    const auto* line = order.FindLine(intent.line);
    if (line == nullptr) {
        return NoSuchLine();
    }
    if (!rules::IsApproved(order, *line)) {
        return NotApproved(*line);
    }
    if (order.IsFinished(line->id)) {
        return Refusal{.code = "repair.finished",
                       .sentence = N_("“{1}” is finished. Please reopen it to work on it again."),
                       .arguments = {line->description},
                       .field = {}};
    }
    const auto* running = order.RunningEntry(actor.person.id);
    if (running != nullptr && (running->id == intent.id || running->line == intent.line)) {
        return Events{};
    }
    if (auto refusal = rules::RefuseUnsafe(order, *line)) {
        return std::move(*refusal);
    }
    if (!MayComeToRepair(order.stage)) {
        return Refusal{.code = "repair.stage",
                       .sentence = N_("The order is at “{1}”. Please move it to repair first."),
                       .arguments = {StageName(order.stage)},
                       .field = {}};
    }
    auto events = rules::EndOpenHold(order);
    for (auto& moved : MoveToRepairing(order, actor.now)) {
        events.push_back(std::move(moved));
    }
    if (running != nullptr) {
        events.push_back(
            {"repair.clock_stopped", {{"entry_id", running->id.Text()}, {"line_id", running->line.Text()}}});
    }
    events.push_back({"repair.clock_started",
                      {{"entry_id", intent.id.Text()},
                       {"line_id", line->id.Text()},
                       {"line_hash", LineHash(*line, order.pricesIncludeTax)},
                       {"technician", ToJson(actor.person)}}});
    return events;
}

Outcome<Events> Decide(const WorkOrder& order, const StopClock& intent, const Actor&)
{
    const auto found = std::find_if(order.timeEntries.begin(), order.timeEntries.end(),
                                    [&](const TimeEntry& entry) { return entry.id == intent.id; });
    if (found == order.timeEntries.end()) {
        return Refusal{.code = "repair.no_clock",
                       .sentence = N_("This clock does not exist on the order."),
                       .arguments = {},
                       .field = {}};
    }
    if (found->stoppedAt) {
        return Events{};
    }
    return Events{{"repair.clock_stopped", {{"entry_id", found->id.Text()}, {"line_id", found->line.Text()}}}};
}

Outcome<Events> Decide(const WorkOrder& order, const FinishLine& intent, const Actor& actor)
{
    if (auto refusal = rules::RefuseClosed(order)) {
        return std::move(*refusal);
    }
    const auto* line = order.FindLine(intent.line);
    if (line == nullptr) {
        return NoSuchLine();
    }
    if (order.IsFinished(line->id)) {
        return Events{};
    }
    if (!rules::IsApproved(order, *line)) {
        return NotApproved(*line);
    }
    const bool worked = std::any_of(order.timeEntries.begin(), order.timeEntries.end(),
                                    [&](const TimeEntry& entry) { return entry.line == line->id; });
    if (auto refusal = worked ? std::nullopt : rules::RefuseUnsafe(order, *line);
        refusal && line->kind == LineKind::Labour) {
        return std::move(*refusal);
    }
    if (!MayComeToRepair(order.stage)) {
        return Refusal{.code = "repair.stage",
                       .sentence = N_("The order is at “{1}”. Please move it to repair first."),
                       .arguments = {StageName(order.stage)},
                       .field = {}};
    }
    auto events = MoveToRepairing(order, actor.now);
    for (auto& stop : rules::StopClocks(order, line->id)) {
        events.push_back(std::move(stop));
    }
    events.push_back({"repair.line_finished",
                      {{"line_id", line->id.Text()}, {"line_hash", LineHash(*line, order.pricesIncludeTax)}}});
    return events;
}

Outcome<Events> Decide(const WorkOrder& order, const ReopenLine& intent, const Actor&)
{
    if (auto refusal = rules::RefuseClosed(order)) {
        return std::move(*refusal);
    }
    if (!order.IsFinished(intent.line)) {
        return Events{};
    }
    if (order.invoice) {
        return Refusal{.code = "repair.invoiced",
                       .sentence = N_("The invoice has been issued, so the line cannot be reopened."),
                       .arguments = {},
                       .field = {}};
    }
    const auto reason = CleanLine(intent.reason);
    if (reason.empty()) {
        return Refusal{.code = "repair.reason",
                       .sentence = N_("Please say why the line is opened again."),
                       .arguments = {},
                       .field = "reason"};
    }
    Events events;
    if (order.stage == Stage::QualityCheck || order.stage == Stage::Ready) {
        events.push_back(rules::StageChanged(order, order.stage, Stage::Repairing, reason));
    }
    events.push_back({"repair.line_reopened", {{"line_id", intent.line.Text()}, {"reason", reason}}});
    return events;
}

Outcome<Events> Decide(const WorkOrder& order, const CheckQuality& intent, const Actor& actor)
{
    if (auto refusal = rules::RefuseClosed(order)) {
        return std::move(*refusal);
    }
    if (auto refusal = RefuseCheck(order, intent, actor)) {
        return std::move(*refusal);
    }
    const auto note = CleanText(intent.note);
    Events events;
    if (order.stage == Stage::Repairing && intent.passed) {
        events.push_back(rules::StageChanged(order, Stage::Repairing, Stage::QualityCheck, {}));
    }
    json::array items;
    for (const auto& item : intent.items) {
        items.push_back(json::object{{"key", item.key}, {"ok", item.ok}});
    }
    events.push_back({"quality.checked",
                      {{"check_id", EntryId::New().Text()},
                       {"passed", intent.passed},
                       {"note", note},
                       {"items", std::move(items)},
                       {"checked_by", ToJson(actor.person)}}});
    if (intent.passed) {
        for (auto& ended : rules::EndOpenHold(order)) {
            events.push_back(std::move(ended));
        }
        const std::vector<StageEntry> entered = order.stage == Stage::Repairing
                                                    ? std::vector<StageEntry>{{Stage::QualityCheck, actor.now}}
                                                    : std::vector<StageEntry>{};
        events.push_back(rules::StageChanged(order, Stage::QualityCheck, Stage::Ready, {}, entered));
    } else if (order.stage == Stage::QualityCheck) {
        events.push_back(rules::StageChanged(order, Stage::QualityCheck, Stage::Repairing, note));
    }
    return events;
}

} // namespace bayline::core
