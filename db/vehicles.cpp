// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/vehicles.h"

#include "core/failure.h"
#include "core/outcome.h"
#include "core/plate.h"
#include "core/text.h"
#include "db/rows.h"
#include "db/vehicle_row.h"

namespace bayline::db {

using core::Failure;
using core::FailureKind;

core::Vehicle ReadVehicle(const boost::json::object& object)
{
    const JsonReader reader(object);
    return {.id = core::VehicleId::From(reader.Text("id")),
            .seq = Int(reader, "seq"),
            .customer = core::CustomerId::From(reader.Text("customer_id")),
            .plate = reader.TextOr("plate"),
            .vin = reader.TextOr("vin"),
            .vinConfirmedByEye = reader.FlagOr("vin_confirmed_by_eye", false),
            .make = reader.TextOr("make"),
            .model = reader.TextOr("model"),
            .modelYear = Int(reader, "model_year"),
            .powertrain = reader.Word("powertrain", core::PowertrainFromWord),
            .colour = reader.TextOr("colour"),
            .engineNo = reader.TextOr("engine_no"),
            .batteryKwhMilli = reader.IntegerOr("battery_kwh_milli", 0),
            .lastKm = reader.IntegerOr("last_km", 0)};
}

core::Vehicle LoadVehicle(Connection& connection, core::VehicleId id)
{
    const auto row = connection.FetchOptional("select * from vehicle where id = :id::uuid", {{"id", id}});
    if (!row) {
        throw Failure({.kind = FailureKind::NotFound,
                       .where = "load vehicle",
                       .sentence = N_("This car does not exist in the shop's database."),
                       .code = {}});
    }
    return ReadVehicle(*row);
}

std::optional<core::Vehicle> FindVehicle(Connection& connection, const std::string& plateOrVin)
{
    const auto rows = connection.Rows(
        "select * from vehicle where plate_key = :plate or vin = :vin limit 2",
        {{"plate", core::NormalisePlate(plateOrVin)}, {"vin", core::ToUpperAscii(core::ToHalfWidth(plateOrVin))}});
    return rows.size() == 1 ? std::optional(ReadVehicle(AsObject(rows.front()))) : std::nullopt;
}

std::optional<core::LastReading> LoadLastReading(Connection& connection, core::VehicleId id)
{
    const auto row = connection.FetchOptional(
        "select last_km, last_visit_at from vehicle where id = :id::uuid and last_visit_at is not null", {{"id", id}});
    if (!row) {
        return std::nullopt;
    }
    const JsonReader reader(*row);
    return core::LastReading{reader.Integer("last_km"), reader.Time("last_visit_at")};
}

std::vector<OrderSummary> LoadHistory(Connection& connection, core::VehicleId id, int limit)
{
    const auto rows = connection.Rows(
        "select w.id, w.number, w.stage, w.opened_at, w.closed_at, w.km_in, w.complaint, i.number as invoice_number,"
        " w.invoice_gross from work_order w left join invoice i on i.id = w.invoice_id"
        " where w.vehicle_id = :id::uuid order by w.opened_at desc limit :limit::int",
        {{"id", id}, {"limit", limit}});
    std::vector<OrderSummary> history;
    for (const auto& value : rows) {
        const JsonReader row(AsObject(value));
        history.push_back({.id = core::WorkOrderId::From(row.Text("id")),
                           .number = row.Text("number"),
                           .stage = row.Word("stage", core::StageFromWord),
                           .openedAt = row.Time("opened_at"),
                           .closedAt = TimeOrNone(row, "closed_at"),
                           .kmIn = row.Integer("km_in"),
                           .complaint = row.TextOr("complaint"),
                           .invoiceNumber = row.TextOr("invoice_number"),
                           .invoiceGross = {row.Integer("invoice_gross")}});
    }
    return history;
}

} // namespace bayline::db
