// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/catalogue.h"

#include "core/payloads.h"
#include "db/rows.h"

namespace bayline::db {

namespace json = boost::json;

namespace {

std::vector<core::Powertrain> ReadPowertrains(const JsonReader& reader)
{
    std::vector<core::Powertrain> powertrains;
    for (const auto& word : ListOrNone(reader, "powertrains")) {
        if (const auto powertrain = core::PowertrainFromWord(std::string_view(word.as_string()))) {
            powertrains.push_back(*powertrain);
        }
    }
    return powertrains;
}

json::array ToJson(const std::vector<core::Powertrain>& powertrains)
{
    json::array words;
    for (const auto powertrain : powertrains) {
        words.emplace_back(json::string(core::ToWord(powertrain)));
    }
    return words;
}

CatalogueItem ReadItem(const json::object& object)
{
    const JsonReader row(object);
    CatalogueItem item{.id = core::CatalogueItemId::From(row.Text("id")),
                       .code = row.Text("code"),
                       .kind = row.Word("kind", core::LineKindFromWord),
                       .name = row.Text("name"),
                       .nameEn = row.TextOr("name_en"),
                       .quantity = {row.Integer("quantity_milli")},
                       .unitPrice = {row.Integer("unit_price")},
                       .tax = {row.Integer("tax_bp")},
                       .unitCost = {},
                       .part = {},
                       .warranty = {},
                       .powertrains = ReadPowertrains(row),
                       .active = row.Flag("active")};
    item.hv = row.FlagOr("hv", false);
    item.priceByRules = row.FlagOr("price_by_rules", false);
    if (row.Has("stock_milli")) {
        item.stock = core::Quantity{row.Integer("stock_milli")};
    }
    if (row.Has("unit_cost")) {
        item.unitCost = core::Money{row.Integer("unit_cost")};
    }
    if (row.Has("part")) {
        const JsonReader part(row.Object("part"));
        item.part = core::Part{.number = part.TextOr("number"),
                               .brand = part.TextOr("brand"),
                               .origin = part.TextOr("origin"),
                               .kind = core::PartKindFromWord(part.TextOr("kind")).value_or(core::PartKind::Oem),
                               .supplier = part.TextOr("supplier")};
    }
    if (row.Has("warranty")) {
        const JsonReader warranty(row.Object("warranty"));
        item.warranty = core::Warranty{Int(warranty, "months"), warranty.IntegerOr("km", 0)};
    }
    return item;
}

std::vector<core::Checklist> ReadChecklists(const json::array& rows)
{
    std::vector<core::Checklist> checklists;
    for (const auto& row : rows) {
        checklists.push_back(core::ChecklistFromJson(AsObject(row)));
    }
    return checklists;
}

constexpr std::string_view kChecklistColumns =
    "select id as checklist_id, name, version, powertrains, items from checklist";

} // namespace

std::vector<CatalogueItem> LoadCatalogue(Connection& connection, const std::string& text,
                                         std::optional<core::Powertrain> powertrain, int limit)
{
    const auto rows = connection.Rows(
        "select * from catalogue_item where active"
        " and (:text = '' or position(lower(:text) in name_folded) > 0)"
        " and (:powertrain::text is null or powertrains = '{}' or :powertrain::text = any (powertrains))"
        " order by code, id limit :most::int",
        {{"text", text},
         {"powertrain", powertrain ? std::optional(std::string(core::ToWord(*powertrain))) : std::nullopt},
         {"most", limit}});
    std::vector<CatalogueItem> items;
    for (const auto& row : rows) {
        items.push_back(ReadItem(AsObject(row)));
    }
    return items;
}

std::vector<CatalogueItem> LoadWholeCatalogue(Connection& connection)
{
    std::vector<CatalogueItem> items;
    for (const auto& row : connection.Rows("select * from catalogue_item order by code, id")) {
        items.push_back(ReadItem(AsObject(row)));
    }
    return items;
}

std::vector<CatalogueItem> LoadCatalogueItems(Connection& connection, const std::vector<core::CatalogueItemId>& ids)
{
    std::string list;
    for (const auto& id : ids) {
        list += (list.empty() ? "" : ",") + id.Text();
    }
    std::vector<CatalogueItem> items;
    for (const auto& row :
         connection.Rows("select * from catalogue_item where id = any(:ids::uuid[])", {{"ids", "{" + list + "}"}})) {
        items.push_back(ReadItem(AsObject(row)));
    }
    return items;
}

core::Event CatalogueItemPut(const CatalogueItem& item)
{
    json::object data{
        {"code", item.code},      {"kind", json::string(core::ToWord(item.kind))}, {"name", item.name},
        {"name_en", item.nameEn}, {"quantity_milli", item.quantity.milli},         {"unit_price", item.unitPrice.minor},
        {"tax_bp", item.tax.bp},  {"powertrains", ToJson(item.powertrains)},       {"active", item.active}};
    if (item.hv) {
        data["hv"] = true;
    }
    if (item.priceByRules) {
        data["price_by_rules"] = true;
    }
    data["unit_cost"] = item.unitCost ? json::value(item.unitCost->minor) : json::value(nullptr);
    if (item.part) {
        data["part"] = json::object{{"number", item.part->number},
                                    {"brand", item.part->brand},
                                    {"origin", item.part->origin},
                                    {"kind", json::string(core::ToWord(item.part->kind))},
                                    {"supplier", item.part->supplier}};
    }
    if (item.warranty) {
        data["warranty"] = json::object{{"months", item.warranty->months}, {"km", item.warranty->km}};
    }
    return {"catalogue.item_put", std::move(data)};
}

std::vector<core::Checklist> LoadChecklists(Connection& connection)
{
    return ReadChecklists(connection.Rows(std::string(kChecklistColumns) + " order by name, id"));
}

std::vector<core::Checklist> LoadChecklistsFor(Connection& connection, core::Powertrain powertrain)
{
    return ReadChecklists(connection.Rows(std::string(kChecklistColumns) +
                                              " where powertrains = '{}' or :powertrain = any (powertrains)"
                                              " order by powertrains = '{}', cardinality(powertrains), name, id",
                                          {{"powertrain", std::string(core::ToWord(powertrain))}}));
}

core::Event ChecklistPublished(const core::Checklist& checklist)
{
    return {"checklist.published", core::ToJson(checklist)};
}

} // namespace bayline::db
