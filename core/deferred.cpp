// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deferred.h"

#include "core/text.h"
#include "core/words.h"

#include <boost/json/string.hpp>

#include <algorithm>

namespace bayline::core {

namespace json = boost::json;

namespace {

constexpr std::size_t kLongestNote = 500;

constexpr std::array<words::Word<DeferredEnd>, 3> kEnds = {{
    {DeferredEnd::DoneElsewhere, "done_elsewhere", N_("Done elsewhere")},
    {DeferredEnd::NotWanted, "not_wanted", N_("Not wanted any more")},
    {DeferredEnd::CarGone, "car_gone", N_("The car is gone")},
}};

bool IsDay(const std::string& text)
{
    return text.size() == 10 && ParseRfc3339(text + "T12:00:00Z").has_value();
}

} // namespace

std::string_view ToWord(DeferredEnd end)
{
    return words::Find(kEnds, end).word;
}

const char* DeferredEndName(DeferredEnd end)
{
    return words::Find(kEnds, end).name;
}

Outcome<Events> Decide(const std::vector<DeferredWork>& open, const CloseDeferred& intent)
{
    const bool known =
        std::any_of(open.begin(), open.end(), [&](const DeferredWork& work) { return work.from == intent.from; });
    if (!known) {
        return Events{};
    }
    const auto word = ToWord(intent.reason);
    json::object data{{"work_order_id", intent.from.order.Text()},
                      {"line_id", intent.from.line.Text()},
                      {"reason", json::string(word.data(), word.size())}};
    if (const auto note = CleanLine(intent.note); !note.empty()) {
        data["note"] = note;
    }
    return Events{{"deferred.closed", std::move(data)}};
}

Outcome<Events> Decide(const NoteCall& intent, const std::string& today)
{
    std::vector<Refusal> refusals;
    const auto note = CleanLine(intent.note);
    if (note.empty() || CountCharacters(note) > kLongestNote) {
        refusals.push_back({.code = "call.note",
                            .sentence = N_("Please write what was said, in 1 to 500 characters."),
                            .arguments = {},
                            .field = "note"});
    }
    const auto next = CleanLine(intent.nextOn);
    if (!next.empty() && !IsDay(next)) {
        refusals.push_back({.code = "call.day",
                            .sentence = N_("Write the day as year-month-day, as 2026-12-01."),
                            .arguments = {},
                            .field = "next_on"});
    } else if (!next.empty() && next < today) {
        refusals.push_back({.code = "call.past",
                            .sentence = N_("This day has passed. Please choose today or a later day."),
                            .arguments = {},
                            .field = "next_on"});
    }
    if (!refusals.empty()) {
        return refusals;
    }
    json::object data{{"note", note}};
    if (!next.empty()) {
        data["next_on"] = next;
    }
    return Events{{"follow_up.called", std::move(data)}};
}

QuoteLine LineFromDeferred(const DeferredWork& work)
{
    auto line = work.line;
    line.id = LineId::New();
    line.finding.reset(); // it belongs to the other visit's inspection
    line.position = 0;
    line.deferred = work.from;
    return line;
}

} // namespace bayline::core
