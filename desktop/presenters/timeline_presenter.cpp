// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/timeline_presenter.h"

#include <algorithm>

namespace bayline::desktop {

const char* ReachName(db::EventReach reach)
{
    switch (reach) {
    case db::EventReach::Internal:
        return N_("Saved, only for the shop");
    case db::EventReach::Saved:
        return N_("Saved, on its way");
    case db::EventReach::Sent:
        return N_("Sent");
    case db::EventReach::Seen:
        return N_("Seen by the customer");
    }
    return "";
}

std::vector<TimelineRow> BuildTimeline(const Context& context, const core::WorkOrder& order,
                                       const std::vector<db::TimelineEntry>& entries)
{
    std::vector<const db::TimelineEntry*> ordered;
    for (const auto& entry : entries) {
        ordered.push_back(&entry);
    }
    std::stable_sort(ordered.begin(), ordered.end(), [](const auto* a, const auto* b) {
        const auto& left = a->event;
        const auto& right = b->event;
        return left.occurredAt != right.occurredAt ? left.occurredAt > right.occurredAt : left.seq > right.seq;
    });
    std::vector<TimelineRow> rows;
    std::string lastType;
    for (const auto* entry : ordered) {
        const auto& event = entry->event;
        if (event.type == "page.viewed" && lastType == "page.viewed") {
            continue;
        }
        lastType = event.type;
        rows.push_back({.key = event.stream + '#' + std::to_string(event.seq),
                        .when = core::FormatMinute(event.occurredAt, context.zone),
                        .who = event.actorKind == "customer" ? context.Tr(N_("Customer")) : event.actorName,
                        .sentence = DescribeEvent(context, order, event),
                        .reach = entry->reach,
                        .state = context.Tr(ReachName(entry->reach))});
    }
    return rows;
}

const core::RecordedEvent* LastEvent(const std::vector<db::TimelineEntry>& entries,
                                     const std::vector<std::string>& types,
                                     const std::function<bool(const core::RecordedEvent&)>& concerns)
{
    const core::RecordedEvent* last = nullptr;
    for (const auto& entry : entries) {
        const auto& event = entry.event;
        const bool wanted = std::find(types.begin(), types.end(), event.type) != types.end();
        if (wanted && concerns(event) && (last == nullptr || event.seq > last->seq)) {
            last = &event;
        }
    }
    return last;
}

} // namespace bayline::desktop
