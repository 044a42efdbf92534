// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/timeline.h"

#include "db/rows.h"

namespace bayline::db {

std::vector<TimelineEntry> LoadTimeline(Connection& connection, core::WorkOrderId id)
{
    const auto rows = connection.Rows(
        "select t.kind || '/' || t.entity as stream, t.seq, t.public_seq, t.type, t.occurred_at, t.actor_name,"
        " t.actor_kind, t.device, t.data, coalesce(t.acked, 0) as acked, w.viewed_seq"
        " from timeline t join work_order w on w.id = t.entity"
        " where t.entity = :id::uuid order by t.occurred_at, t.kind desc, t.seq",
        {{"id", id}});
    std::vector<TimelineEntry> entries;
    for (const auto& value : rows) {
        const JsonReader row(AsObject(value));
        TimelineEntry entry{.event = {.stream = row.Text("stream"),
                                      .seq = Int(row, "seq"),
                                      .publicSeq = Int(row, "public_seq"),
                                      .type = row.Text("type"),
                                      .data = row.Object("data"),
                                      .occurredAt = row.Time("occurred_at"),
                                      .actorName = row.TextOr("actor_name"),
                                      .actorKind = row.Text("actor_kind"),
                                      .device = row.Text("device")},
                            .reach = EventReach::Internal};
        const bool isOrder = entry.event.stream.starts_with("work_order/");
        if (entry.event.publicSeq > 0) {
            const bool sent = entry.event.publicSeq <= row.Integer("acked");
            const bool seen = isOrder && entry.event.publicSeq <= row.Integer("viewed_seq");
            entry.reach = seen ? EventReach::Seen : sent ? EventReach::Sent : EventReach::Saved;
        }
        entries.push_back(std::move(entry));
    }
    return entries;
}

} // namespace bayline::db
