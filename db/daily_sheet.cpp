// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/daily_sheet.h"

#include "db/rows.h"

#include <algorithm>

namespace bayline::db {

namespace {

std::vector<SheetOrder> ReadOrders(const JsonReader& reader)
{
    std::vector<SheetOrder> orders;
    for (const auto& value : ListOrNone(reader, "orders")) {
        const JsonReader order(AsObject(value));
        orders.push_back({.id = core::WorkOrderId::From(order.Text("id")),
                          .number = order.Text("number"),
                          .plate = order.TextOr("plate"),
                          .value = {order.IntegerOr("value", 0)}});
    }
    return orders;
}

SheetFigure ReadFigure(const JsonReader& sheet, std::string_view key)
{
    const JsonReader reader(sheet.Object(key));
    return {.count = Int(reader, "count"), .value = {reader.IntegerOr("value", 0)}, .orders = ReadOrders(reader)};
}

} // namespace

DailySheet LoadDailySheet(Connection& connection, core::Instant from, core::Instant to, std::optional<int> outlet)
{
    const auto answer = connection.Json("api.daily_sheet(:from::timestamptz, :to::timestamptz, :outlet::int)",
                                        {{"from", from}, {"to", to}, {"outlet", NumberOrNull(outlet)}});
    const JsonReader reader(AsObject(answer));
    DailySheet sheet{.from = from,
                     .to = to,
                     .carsIn = ReadFigure(reader, "cars_in"),
                     .carsOut = ReadFigure(reader, "cars_out"),
                     .open = {},
                     .approved = ReadFigure(reader, "approved"),
                     .declined = ReadFigure(reader, "declined"),
                     .invoiced = ReadFigure(reader, "invoiced"),
                     .credited = ReadFigure(reader, "credited"),
                     .paid = ReadFigure(reader, "paid"),
                     .payments = {},
                     .technicians = {}};
    for (const auto& value : reader.Array("open")) {
        const JsonReader row(AsObject(value));
        sheet.open.push_back({.stage = row.Word("stage", core::StageFromWord),
                              .count = Int(row, "count"),
                              .late = Int(row, "late"),
                              .latestMinutes = row.Integer("latest_minutes"),
                              .orders = ReadOrders(row)});
    }
    std::sort(sheet.open.begin(), sheet.open.end(),
              [](const SheetStage& a, const SheetStage& b) { return a.stage < b.stage; });
    for (const auto& value : reader.Array("payments")) {
        const JsonReader row(AsObject(value));
        sheet.payments.push_back({.method = row.Text("method"),
                                  .count = Int(row, "count"),
                                  .value = {row.Integer("value")},
                                  .orders = ReadOrders(row)});
    }
    for (const auto& value : reader.Array("technicians")) {
        const JsonReader row(AsObject(value));
        sheet.technicians.push_back({.id = IdOrNil<core::StaffId>(row, "id"),
                                     .name = row.TextOr("name"),
                                     .soldMilliHours = row.Integer("sold_milli"),
                                     .clockedSeconds = row.Integer("clocked_seconds"),
                                     .orders = ReadOrders(row)});
    }
    return sheet;
}

} // namespace bayline::db
