// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/work_order_estimate.h"

#include "core/payloads.h"

namespace bayline::db {

core::DeferredWork DeferredFromJson(const boost::json::object& object)
{
    const JsonReader reader(object);
    core::DeferredWork work{
        .from = {core::WorkOrderId::From(reader.Text("work_order_id")), core::LineId::From(reader.Text("line_id"))},
        .orderNumber = reader.TextOr("order_number"),
        .item = reader.Has("item_id") ? std::optional(core::ItemId::From(reader.Text("item_id"))) : std::nullopt,
        .finding = reader.Text("finding"),
        .position = reader.TextOr("position"),
        .severity = reader.Word("severity", core::ResultFromWord),
        .line = core::LineFromJson(reader.Object("line")),
        .gross = {reader.Integer("gross")},
        .since = reader.Time("since"),
        .declined = reader.Flag("declined"),
        .photos = {}};
    for (const auto& value : ListOrNone(reader, "photos")) {
        const JsonReader photo(AsObject(value));
        work.photos.push_back({photo.Text("sha256"), photo.Text("thumb_sha256")});
    }
    return work;
}

void ReadEstimate(const JsonReader& reader, core::WorkOrder& order)
{
    for (const auto& value : ListOrNone(reader, "withdrawals")) {
        const JsonReader withdrawal(AsObject(value));
        for (auto& revision : order.revisions) {
            if (revision.revision == Int(withdrawal, "revision")) {
                revision.withdrawn = core::Withdrawal{withdrawal.Time("at"), withdrawal.TextOr("reason")};
            }
        }
    }
    for (const auto& value : ListOrNone(reader, "deferred")) {
        order.deferred.push_back(DeferredFromJson(AsObject(value)));
    }
}

} // namespace bayline::db
