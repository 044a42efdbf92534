// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/search.h"

#include "core/text.h"
#include "db/rows.h"

namespace bayline::db {

std::vector<SearchHit> Search(Connection& connection, const std::string& typed, int limit)
{
    const auto half = core::ToHalfWidth(typed);
    if (half.find_first_not_of(" \t\n\r") == std::string::npos) {
        return {};
    }
    const auto answer = connection.CallJson("api.search($1, $2::int)", {half, std::to_string(limit)});
    std::vector<SearchHit> hits;
    for (const auto& value : answer.as_array()) {
        const JsonReader row(AsObject(value));
        hits.push_back(
            {.vehicle = IdOrNil<core::VehicleId>(row, "vehicle_id"),
             .customer = IdOrNil<core::CustomerId>(row, "customer_id"),
             .plate = row.TextOr("plate"),
             .vin = row.TextOr("vin"),
             .make = row.TextOr("make"),
             .model = row.TextOr("model"),
             .powertrain = core::PowertrainFromWord(row.TextOr("powertrain")).value_or(core::Powertrain::Bev),
             .customerName = row.TextOr("customer_name"),
             .phone = row.TextOr("phone"),
             .lastKm = row.IntegerOr("last_km", 0),
             .lastVisit = TimeOrNone(row, "last_visit_at"),
             .openOrder = IdOrNil<core::WorkOrderId>(row, "order_id"),
             .openOrderNumber = row.TextOr("order_number"),
             .openOrderStage = core::StageFromWord(row.TextOr("order_stage")).value_or(core::Stage::Received),
             .openOrderOutlet = Int(row, "order_outlet", 1),
             .matched = row.TextOr("matched")});
    }
    return hits;
}

} // namespace bayline::db
