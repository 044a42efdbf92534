// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/work_order_store.h"

#include "core/failure.h"
#include "db/rows.h"
#include "db/work_order_document.h"

namespace bayline::db {

using core::Failure;
using core::FailureKind;

core::WorkOrder LoadWorkOrder(Connection& connection, core::WorkOrderId id)
{
    const auto document = connection.CallJson("api.load_work_order($1::uuid)", {id.Text()});
    if (!document.is_object()) {
        throw Failure({.kind = FailureKind::NotFound,
                       .where = "load work order",
                       .sentence = N_("This work order does not exist in the shop's database."),
                       .code = {}});
    }
    return WorkOrderFrom(document.get_object());
}

std::optional<core::WorkOrderId> FindWorkOrder(Connection& connection, const std::string& number)
{
    const auto id = connection.Text("select id::text from work_order where number = :number", {{"number", number}});
    return id ? std::optional(core::WorkOrderId::From(*id)) : std::nullopt;
}

std::vector<RunningClock> LoadRunningClocks(Connection& connection, core::StaffId technician)
{
    const auto rows =
        connection.Rows("select w.id, w.number, w.plate, t.id as entry_id, t.line_id, t.started_at, q.description"
                        " from time_entry t join work_order w on w.id = t.work_order_id"
                        " left join quote_line q on q.work_order_id = w.id and q.line_id = t.line_id"
                        " where t.technician_id = :technician::uuid and t.stopped_at is null order by t.started_at",
                        {{"technician", technician}});
    std::vector<RunningClock> clocks;
    for (const auto& value : rows) {
        const JsonReader row(AsObject(value));
        clocks.push_back({.workOrder = core::WorkOrderId::From(row.Text("id")),
                          .workOrderNumber = row.Text("number"),
                          .plate = row.Text("plate"),
                          .entry = core::EntryId::From(row.Text("entry_id")),
                          .line = core::LineId::From(row.Text("line_id")),
                          .lineDescription = row.TextOr("description"),
                          .startedAt = row.Time("started_at")});
    }
    return clocks;
}

} // namespace bayline::db
