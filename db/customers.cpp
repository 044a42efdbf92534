// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/customers.h"

#include "core/failure.h"
#include "db/customer_row.h"
#include "db/rows.h"
#include "db/vehicle_row.h"

namespace bayline::db {

core::Customer ReadCustomer(const boost::json::object& object)
{
    const JsonReader reader(object);
    return {.id = core::CustomerId::From(reader.Text("id")),
            .seq = Int(reader, "seq"),
            .name = reader.Text("name"),
            .phone = reader.TextOr("phone"),
            .email = reader.TextOr("email"),
            .address = reader.TextOr("address"),
            .taxId = reader.TextOr("tax_id"),
            .language = reader.TextOr("language"),
            .note = reader.TextOr("note")};
}

core::Customer LoadCustomer(Connection& connection, core::CustomerId id)
{
    const auto row = connection.FetchOptional("select * from customer where id = :id::uuid", {{"id", id}});
    if (!row) {
        throw core::Failure({.kind = core::FailureKind::NotFound,
                             .where = "load customer",
                             .sentence = N_("This customer does not exist in the shop's database."),
                             .code = {}});
    }
    return ReadCustomer(*row);
}

std::vector<core::Vehicle> LoadVehiclesOf(Connection& connection, core::CustomerId id)
{
    std::vector<core::Vehicle> vehicles;
    for (const auto& row : connection.Rows(
             "select * from vehicle where customer_id = :id::uuid order by last_visit_at desc nulls last, id",
             {{"id", id}})) {
        vehicles.push_back(ReadVehicle(AsObject(row)));
    }
    return vehicles;
}

} // namespace bayline::db
