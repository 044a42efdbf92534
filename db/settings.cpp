// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/settings.h"

#include "core/payloads.h"
#include "db/field_changes.h"
#include "db/rows.h"

namespace bayline::db {

namespace json = boost::json;

namespace {

json::array ToJson(const std::vector<core::HvWait>& waits)
{
    json::array list;
    for (const auto& wait : waits) {
        list.push_back(json::object{{"model", wait.model}, {"minutes", wait.minutes}});
    }
    return list;
}

/// What the workshop floor goes by.
void ReadFloorSettings(const JsonReader& reader, core::Shop& shop)
{
    for (const auto& bay : ListOrNone(reader, "bays")) {
        shop.bays.emplace_back(bay.as_string());
    }
    shop.quarantineBay = reader.TextOr("quarantine_bay");
    shop.opensAt = reader.TextOr("opens_at", shop.opensAt);
    shop.closesAt = reader.TextOr("closes_at", shop.closesAt);
    shop.hvWaitMinutes = Int(reader, "hv_wait_minutes", shop.hvWaitMinutes);
    for (const auto& value : ListOrNone(reader, "hv_waits")) {
        const JsonReader wait(AsObject(value));
        shop.hvWaits.push_back({wait.Text("model"), Int(wait, "minutes")});
    }
    shop.insulationOhmPerVolt = Int(reader, "insulation_ohm_per_volt", shop.insulationOhmPerVolt);
    shop.comebackDays = Int(reader, "comeback_days", shop.comebackDays);
}

json::object ToJson(const core::Shop& shop)
{
    return {{"name", shop.name},
            {"address", shop.address},
            {"phone", shop.phone},
            {"tax_id", shop.taxId},
            {"bank", shop.bank},
            {"bank_account", shop.bankAccount},
            {"country", shop.country},
            {"currency", shop.currency},
            {"time_zone", shop.timeZone},
            {"prices_include_tax", shop.pricesIncludeTax},
            {"tax_rate", shop.taxRate.bp},
            {"labour_rate", shop.labourRate.minor},
            {"quote_valid_days", shop.quoteValidDays},
            {"idle_lock_minutes", shop.idleLockMinutes},
            {"warranty_text", shop.warrantyText},
            {"invoice_footer", shop.invoiceFooter},
            {"big_discount", shop.bigDiscount.bp},
            {"service_months", shop.serviceMonths},
            {"service_km", shop.serviceKm},
            {"bays", json::array(shop.bays.begin(), shop.bays.end())},
            {"quarantine_bay", shop.quarantineBay},
            {"opens_at", shop.opensAt},
            {"closes_at", shop.closesAt},
            {"hv_wait_minutes", shop.hvWaitMinutes},
            {"hv_waits", ToJson(shop.hvWaits)},
            {"insulation_ohm_per_volt", shop.insulationOhmPerVolt},
            {"comeback_days", shop.comebackDays},
            {"logo", shop.logo}};
}

core::Shop ReadShop(const JsonReader& reader)
{
    const core::Shop usual;
    core::Shop shop;
    shop.name = reader.TextOr("name");
    shop.address = reader.TextOr("address");
    shop.phone = reader.TextOr("phone");
    shop.taxId = reader.TextOr("tax_id");
    shop.bank = reader.TextOr("bank");
    shop.bankAccount = reader.TextOr("bank_account");
    shop.country = reader.TextOr("country", usual.country);
    shop.currency = reader.TextOr("currency", usual.currency);
    shop.timeZone = reader.TextOr("time_zone", usual.timeZone);
    shop.pricesIncludeTax = reader.FlagOr("prices_include_tax", usual.pricesIncludeTax);
    shop.taxRate = {reader.IntegerOr("tax_rate", usual.taxRate.bp)};
    shop.labourRate = {reader.IntegerOr("labour_rate", usual.labourRate.minor)};
    shop.quoteValidDays = Int(reader, "quote_valid_days", usual.quoteValidDays);
    shop.idleLockMinutes = Int(reader, "idle_lock_minutes", usual.idleLockMinutes);
    shop.warrantyText = reader.TextOr("warranty_text");
    shop.invoiceFooter = reader.TextOr("invoice_footer");
    ReadFloorSettings(reader, shop);
    shop.bigDiscount = {reader.IntegerOr("big_discount", usual.bigDiscount.bp)};
    shop.serviceMonths = Int(reader, "service_months", usual.serviceMonths);
    shop.serviceKm = Int(reader, "service_km", usual.serviceKm);
    shop.logo = reader.TextOr("logo");
    return shop;
}

json::object Differences(const core::Shop& before, const core::Shop& after)
{
    const auto old = ToJson(before);
    json::object fields;
    for (const auto& member : ToJson(after)) {
        if (old.at(member.key()) != member.value()) {
            fields[member.key()] = core::Change(old.at(member.key()), member.value());
        }
    }
    return fields;
}

core::Shop ShopFrom(const std::optional<json::object>& row)
{
    if (!row) {
        return {};
    }
    const JsonReader reader(*row);
    auto shop = ReadShop(JsonReader(reader.Object("settings")));
    shop.id = core::ShopId::From(reader.Text("id"));
    shop.seq = Int(reader, "head");
    shop.outlet = Int(reader, "outlet", shop.outlet);
    return shop;
}

} // namespace

core::Shop LoadShop(Connection& connection)
{
    return ShopFrom(
        connection.FetchOptional("select p.id, api.shop_settings() as settings, s.head, api.own_outlet() as outlet"
                                 " from shop p join stream s on s.entity = p.id and s.kind = 'shop'"));
}

core::Shop LoadShop(Connection& connection, int outlet)
{
    return ShopFrom(connection.FetchOptional(
        "select p.id, api.shop_settings(:outlet::int) as settings, s.head, :outlet::int as outlet"
        " from shop p join stream s on s.entity = p.id and s.kind = 'shop'",
        {{"outlet", outlet}}));
}

core::Shop LoadOwnShop(Connection& connection)
{
    return ShopFrom(connection.FetchOptional(
        "select p.id, p.settings, s.head from shop p join stream s on s.entity = p.id and s.kind = 'shop'"));
}

std::optional<core::Event> ShopSettingsChanged(const core::Shop& before, const core::Shop& after)
{
    auto fields = before.seq == 0 ? json::object() : Differences(before, after);
    if (before.seq == 0) {
        // The first change writes every field, so that a later program's other defaults do not alter this shop.
        for (const auto& member : ToJson(after)) {
            fields[member.key()] = core::Change(nullptr, member.value());
        }
    }
    if (fields.empty()) {
        return std::nullopt;
    }
    return core::Event{"shop.settings_changed", {{"fields", std::move(fields)}}};
}

core::Outcome<Appended> ChangeShop(Connection& connection, const Session& session, core::OperationId operation,
                                   const core::Shop& before, const core::Shop& after)
{
    return DecideAndAppend(
        connection, session, operation, [&] { return LoadOwnShop(connection); },
        [&](const core::Shop& present) -> core::Outcome<std::vector<core::StreamEvents>> {
            auto fields = FieldChanges(ToJson(before), ToJson(after), ToJson(present));
            if (!fields) {
                return fields.Refusals();
            }
            if (fields.Value().empty()) {
                return std::vector<core::StreamEvents>{};
            }
            const auto id = present.id.IsNil() ? after.id : present.id;
            return std::vector{
                core::StreamEvents{core::StreamName("shop", id.value),
                                   present.seq,
                                   {{"shop.settings_changed", {{"fields", std::move(fields.Value())}}}}}};
        });
}

} // namespace bayline::db
