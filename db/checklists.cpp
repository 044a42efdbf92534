// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/checklists.h"

#include "core/payloads.h"
#include "db/rows.h"

namespace bayline::db {

namespace {

struct Present
{
    core::Checklist checklist;
    int head = 0;
};

Present Load(Connection& connection, core::ChecklistId id)
{
    Present present;
    present.checklist.id = id;
    present.checklist.version = 0;
    const auto rows = connection.Rows(
        "select c.id as checklist_id, c.name, c.version, c.powertrains, c.items, s.head from checklist c"
        " join stream s on s.entity = c.id and s.kind = 'checklist' where c.id = :id::uuid",
        {{"id", id}});
    for (const auto& value : rows) {
        present.checklist = core::ChecklistFromJson(AsObject(value));
        present.head = Int(JsonReader(AsObject(value)), "head");
    }
    return present;
}

} // namespace

core::Outcome<Appended> PublishChecklist(Connection& connection, const Session& session, core::OperationId operation,
                                         const core::PublishChecklist& intent)
{
    return DecideAndAppend(
        connection, session, operation, [&] { return Load(connection, intent.checklist.id); },
        [&](const Present& present) -> core::Outcome<std::vector<core::StreamEvents>> {
            auto decided = core::Decide(present.checklist, intent);
            if (!decided) {
                return decided.Refusals();
            }
            if (decided.Value().empty()) {
                return std::vector<core::StreamEvents>{};
            }
            return std::vector{core::StreamEvents{core::StreamName("checklist", intent.checklist.id.value),
                                                  present.head, std::move(decided).Value()}};
        });
}

} // namespace bayline::db
