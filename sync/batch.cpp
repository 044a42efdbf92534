// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/batch.h"

#include <map>

namespace bayline::sync {

namespace {

bool Passed(const EventResult& result)
{
    return result.status == EventStatus::Applied || result.status == EventStatus::Duplicate ||
           result.status == EventStatus::Parked;
}

} // namespace

std::string BatchText(std::span<const PublicEvent> events)
{
    std::size_t size = 2;
    for (const auto& event : events) {
        size += event.text.size() + 1;
    }
    std::string text = "[";
    text.reserve(size);
    for (const auto& event : events) {
        if (text.size() > 1) {
            text += ',';
        }
        text += event.text;
    }
    text += ']';
    return text;
}

std::vector<StreamVerdict> JudgeBatch(std::span<const PublicEvent> sent, const BatchAnswer& answer)
{
    std::map<std::string_view, const EventResult*> byId;
    for (const auto& result : answer.results) {
        byId.emplace(result.id, &result);
    }
    std::vector<StreamVerdict> verdicts;
    std::map<std::string_view, std::size_t> places;
    for (const auto& event : sent) {
        const auto [place, isNew] = places.emplace(event.stream, verdicts.size());
        if (isNew) {
            verdicts.push_back({.stream = event.stream, .advancedTo = 0, .stoppedAt = 0, .cause = {}});
        }
        auto& verdict = verdicts[place->second];
        if (verdict.stoppedAt != 0) {
            continue;
        }
        const auto found = byId.find(event.id);
        if (found != byId.end() && Passed(*found->second)) {
            verdict.advancedTo = event.seq;
            continue;
        }
        verdict.stoppedAt = event.seq;
        if (found != byId.end()) {
            verdict.cause = *found->second;
        }
    }
    return verdicts;
}

} // namespace bayline::sync
