// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/outlets.h"

#include "db/field_changes.h"
#include "db/rows.h"
#include "db/settings.h"

#include <algorithm>

namespace bayline::db {

namespace json = boost::json;

namespace {

core::OutletValues OwnValues(const JsonReader& reader)
{
    core::OutletValues own{.paperName = reader.TextOr("name"),
                           .address = reader.TextOr("address"),
                           .phone = reader.TextOr("phone"),
                           .taxId = reader.TextOr("tax_id"),
                           .bank = reader.TextOr("bank"),
                           .bankAccount = reader.TextOr("bank_account"),
                           .invoiceFooter = reader.TextOr("invoice_footer"),
                           .bays = {},
                           .quarantineBay = reader.TextOr("quarantine_bay"),
                           .logo = reader.TextOr("logo")};
    for (const auto& bay : ListOrNone(reader, "bays")) {
        own.bays.emplace_back(bay.as_string());
    }
    return own;
}

/// The fields by their names in the event.
json::object FieldsOf(const core::Outlet& outlet)
{
    const auto& own = outlet.own;
    return {{"code", outlet.code},
            {"name", outlet.name},
            {"active", outlet.active},
            {"paper_name", own.paperName},
            {"address", own.address},
            {"phone", own.phone},
            {"tax_id", own.taxId},
            {"bank", own.bank},
            {"bank_account", own.bankAccount},
            {"invoice_footer", own.invoiceFooter},
            {"bays", json::array(own.bays.begin(), own.bays.end())},
            {"quarantine_bay", own.quarantineBay},
            {"logo", own.logo}};
}

} // namespace

std::vector<core::Outlet> LoadOutlets(Connection& connection)
{
    std::vector<core::Outlet> outlets;
    for (const auto& value :
         connection.Rows("select no, id, code, name, settings, active, seq from outlet order by no")) {
        const JsonReader row(AsObject(value));
        outlets.push_back({.no = Int(row, "no"),
                           .id = core::OutletId::From(row.Text("id")),
                           .seq = Int(row, "seq"),
                           .code = row.TextOr("code"),
                           .name = row.TextOr("name"),
                           .active = row.Flag("active"),
                           .own = OwnValues(JsonReader(row.Object("settings")))});
    }
    return outlets;
}

int LoadOwnOutlet(Connection& connection)
{
    return std::stoi(connection.Text("select api.own_outlet()::text").value_or("1"));
}

core::Premises LoadPremises(Connection& connection)
{
    core::Premises premises{.shop = LoadShop(connection), .outlets = LoadOutlets(connection), .shops = {}};
    if (core::HasOutlets(premises.outlets)) {
        for (const auto& outlet : premises.outlets) {
            premises.shops.emplace(outlet.no, LoadShop(connection, outlet.no));
        }
    }
    return premises;
}

core::Outcome<Appended> SaveOutlet(Connection& connection, const Session& session, core::OperationId operation,
                                   const core::Outlet& before, const core::Outlet& after)
{
    return DecideAndAppend(
        connection, session, operation, [&] { return LoadOutlets(connection); },
        [&](const std::vector<core::Outlet>& all) -> core::Outcome<std::vector<core::StreamEvents>> {
            const auto found = std::ranges::find(all, after.id, &core::Outlet::id);
            const auto present = found == all.end() ? core::Outlet{} : *found;
            auto changes = FieldChanges(FieldsOf(before), FieldsOf(after), FieldsOf(present));
            if (!changes) {
                return changes.Refusals();
            }
            if (auto refusals = core::RefuseOutlet(after, all); !refusals.empty()) {
                return refusals;
            }
            if (changes.Value().empty()) {
                return std::vector<core::StreamEvents>{};
            }
            return std::vector{core::StreamEvents{core::StreamName("outlet", after.id.value),
                                                  present.seq,
                                                  {{"outlet.saved", {{"fields", std::move(changes.Value())}}}}}};
        });
}

} // namespace bayline::db
