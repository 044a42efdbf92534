// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/floor_rules.h"
#include "core/payloads.h"
#include "core/rule_support.h"
#include "core/text.h"

#include <algorithm>

namespace bayline::core {

namespace json = boost::json;

namespace {

json::value TimeOrNull(const std::optional<Instant>& at)
{
    return at ? json::value(ToRfc3339(*at)) : json::value(nullptr);
}

json::object Correction(const CorrectTime& intent, const std::string& reason)
{
    return {{"entry_id", intent.id.Text()},
            {"started_at", Change(TimeOrNull(intent.from.start), TimeOrNull(intent.to.start))},
            {"stopped_at", Change(TimeOrNull(intent.from.stop), TimeOrNull(intent.to.stop))},
            {"reason", reason}};
}

std::optional<Refusal> RefuseCorrection(const CorrectTime& intent, const Actor& actor)
{
    if (actor.role != Role::Manager) {
        return Refusal{
            .code = "time.role", .sentence = N_("Only a manager corrects a clock."), .arguments = {}, .field = {}};
    }
    if (!intent.to.stop || *intent.to.stop <= intent.to.start) {
        return Refusal{.code = "time.order",
                       .sentence = N_("The end must be later than the beginning."),
                       .arguments = {},
                       .field = "stop"};
    }
    if (*intent.to.stop > actor.now) {
        return Refusal{.code = "time.future",
                       .sentence = N_("The end must not be in the future."),
                       .arguments = {},
                       .field = "stop"};
    }
    if (CleanLine(intent.reason).empty()) {
        return Refusal{.code = "time.reason",
                       .sentence = N_("Please say why the time is corrected."),
                       .arguments = {},
                       .field = "reason"};
    }
    return std::nullopt;
}

/// Events carry milliseconds; what was read back must compare equal to what was seen.
bool Same(const Span& a, const Span& b)
{
    const auto text = [](const std::optional<Instant>& at) { return at ? ToRfc3339(*at) : std::string(); };
    return text(a.start) == text(b.start) && text(a.stop) == text(b.stop);
}

Outcome<Events> Correct(const Span& present, const CorrectTime& intent, const Actor& actor, const char* type)
{
    if (auto refusal = RefuseCorrection(intent, actor)) {
        return std::move(*refusal);
    }
    if (Same(present, intent.to)) {
        return Events{};
    }
    if (!Same(present, intent.from)) {
        return Refusal{.code = "time.changed_meanwhile",
                       .sentence = N_("This clock has changed meanwhile. Please look at it again."),
                       .arguments = {},
                       .field = {}};
    }
    return Events{{type, Correction(intent, CleanLine(intent.reason))}};
}

bool WasSeen(const SeenRunning& seen, EntryId entry)
{
    return !seen || std::find(seen->begin(), seen->end(), entry) != seen->end();
}

Events StopsOf(const WorkOrder& order, StaffId person, const SeenRunning& seen)
{
    Events events;
    for (const auto& entry : order.timeEntries) {
        if (!entry.stoppedAt && entry.technician.id == person && WasSeen(seen, entry.id)) {
            events.push_back({"repair.clock_stopped", {{"entry_id", entry.id.Text()}, {"line_id", entry.line.Text()}}});
        }
    }
    return events;
}

/// The stops on all orders but `except`, and of unapplied time.
std::vector<StreamEvents> Stops(const PersonAtWork& now, WorkOrderId except, const SeenRunning& seen = {})
{
    std::vector<StreamEvents> streams;
    for (const auto& order : now.orders) {
        auto events = order.id == except ? Events{} : StopsOf(order, now.person.id, seen);
        if (!events.empty()) {
            streams.push_back({StreamName("work_order", order.id.value), order.seq, std::move(events)});
        }
    }
    if (now.unapplied && WasSeen(seen, now.unapplied->id)) {
        streams.push_back({StreamName("staff", now.person.id.value),
                           now.staffSeq,
                           {{"unapplied.stopped", {{"entry_id", now.unapplied->id.Text()}}}}});
    }
    return streams;
}

/// A tap that was kept while the database was away must not end what the person has begun elsewhere since. `wanted` is
/// the line to be started: being at it already is no other work.
std::optional<Refusal> RefuseOtherWork(const PersonAtWork& now, const SeenRunning& seen, LineId wanted)
{
    const auto unseen = [&](const TimeEntry& entry) {
        return !entry.stoppedAt && entry.technician.id == now.person.id && entry.line != wanted &&
               !WasSeen(seen, entry.id);
    };
    const bool other = std::any_of(now.orders.begin(), now.orders.end(), [&](const WorkOrder& order) {
        return std::any_of(order.timeEntries.begin(), order.timeEntries.end(), unseen);
    });
    if (!other && (!now.unapplied || WasSeen(seen, now.unapplied->id))) {
        return std::nullopt;
    }
    return Refusal{.code = "clock.other_work",
                   .sentence = N_("Meanwhile you have begun something else at another PC. Please look at what runs; if "
                                  "you still want to change over, start it again."),
                   .arguments = {},
                   .field = {}};
}

} // namespace

Outcome<Events> Decide(const WorkOrder& order, const CorrectTime& intent, const Actor& actor)
{
    const auto found = std::find_if(order.timeEntries.begin(), order.timeEntries.end(),
                                    [&](const TimeEntry& entry) { return entry.id == intent.id; });
    if (found == order.timeEntries.end()) {
        return Refusal{.code = "repair.no_clock",
                       .sentence = N_("This clock does not exist on the order."),
                       .arguments = {},
                       .field = {}};
    }
    return Correct({found->startedAt, found->stoppedAt}, intent, actor, "time_entry.corrected");
}

Outcome<Events> DecideCorrectUnapplied(const Span& present, const CorrectTime& intent, const Actor& actor)
{
    return Correct(present, intent, actor, "unapplied.corrected");
}

std::vector<EntryId> RunningSince(const PersonAtWork& now, Instant moment)
{
    std::vector<EntryId> running;
    for (const auto& order : now.orders) {
        for (const auto& entry : order.timeEntries) {
            if (!entry.stoppedAt && entry.technician.id == now.person.id && entry.startedAt <= moment) {
                running.push_back(entry.id);
            }
        }
    }
    if (now.unapplied && now.unapplied->startedAt <= moment) {
        running.push_back(now.unapplied->id);
    }
    return running;
}

Outcome<std::vector<StreamEvents>> DecideStart(const PersonAtWork& now, const WorkOrder& target,
                                               const StartClock& intent, const Actor& actor, const SeenRunning& seen)
{
    if (auto refusal = RefuseOtherWork(now, seen, intent.line)) {
        return std::move(*refusal);
    }
    auto started = Decide(target, intent, actor);
    if (!started) {
        return started.Refusals();
    }
    auto streams = Stops(now, target.id);
    if (!started.Value().empty()) {
        streams.push_back({StreamName("work_order", target.id.value), target.seq, std::move(started).Value()});
    }
    return streams;
}

Outcome<std::vector<StreamEvents>> DecideUnapplied(const PersonAtWork& now, const StartUnapplied& intent, const Actor&,
                                                   const SeenRunning& seen)
{
    if (now.unapplied && now.unapplied->id == intent.id) {
        return std::vector<StreamEvents>{};
    }
    if (auto refusal = RefuseOtherWork(now, seen, {})) {
        return std::move(*refusal);
    }
    const auto note = CleanLine(intent.note);
    if (intent.reason == UnappliedReason::Other && note.empty()) {
        return Refusal{.code = "unapplied.note",
                       .sentence = N_("Please say what you are doing."),
                       .arguments = {},
                       .field = "note"};
    }
    auto streams = Stops(now, {});
    json::object data{{"entry_id", intent.id.Text()}, {"reason", rules::Json(ToWord(intent.reason))}};
    if (!note.empty()) {
        data["note"] = note;
    }
    const auto own = StreamName("staff", now.person.id.value);
    if (streams.empty() || streams.back().stream != own) {
        streams.push_back({own, now.staffSeq, {}});
    }
    streams.back().events.push_back({"unapplied.started", std::move(data)});
    return streams;
}

std::vector<StreamEvents> DecideStopAll(const PersonAtWork& now, const SeenRunning& seen)
{
    return Stops(now, {}, seen);
}

} // namespace bayline::core
