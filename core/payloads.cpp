// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/payloads.h"

#include "core/json_reader.h"

namespace bayline::core {

namespace json = boost::json;

namespace {

/// `std::string_view` to a JSON string; Boost.JSON has a string_view of its own.
json::string Text(std::string_view text)
{
    return json::string(text.data(), text.size());
}

const json::object& AsObject(const json::value& value)
{
    const auto* object = value.if_object();
    return object != nullptr ? *object : throw JsonReader::Bad("list entry");
}

json::object ToJson(const Part& part)
{
    return {{"number", part.number},
            {"brand", part.brand},
            {"origin", part.origin},
            {"kind", Text(ToWord(part.kind))},
            {"supplier", part.supplier}};
}

Part PartFromJson(const json::object& object)
{
    const JsonReader reader(object);
    return {.number = reader.TextOr("number"),
            .brand = reader.TextOr("brand"),
            .origin = reader.TextOr("origin"),
            .kind = reader.Word("kind", PartKindFromWord),
            .supplier = reader.TextOr("supplier")};
}

} // namespace

json::object ToJson(const QuoteLine& line)
{
    json::object object{{"line_id", line.id.Text()},
                        {"kind", Text(ToWord(line.kind))},
                        {"description", line.description},
                        {"quantity_milli", line.quantity.milli},
                        {"unit_price", line.unitPrice.minor},
                        {"discount_bp", line.discount.bp},
                        {"tax_bp", line.tax.bp},
                        {"pay_type", Text(ToWord(line.payType))},
                        {"position", line.position}};
    if (!line.operationCode.empty()) {
        object["operation_code"] = line.operationCode;
    }
    if (line.part) {
        object["part"] = ToJson(*line.part);
    }
    if (line.warranty) {
        object["warranty"] = json::object{{"months", line.warranty->months}, {"km", line.warranty->km}};
    }
    if (line.finding) {
        object["item_id"] = line.finding->Text();
    }
    if (line.unitCost) {
        object["unit_cost"] = line.unitCost->minor;
    }
    if (line.hv) {
        object["hv"] = true;
    }
    if (line.deferred) {
        object["deferred"] =
            json::object{{"work_order_id", line.deferred->order.Text()}, {"line_id", line.deferred->line.Text()}};
    }
    return object;
}

QuoteLine LineFromJson(const json::object& object)
{
    const JsonReader reader(object);
    QuoteLine line{.id = LineId::From(reader.Text("line_id")),
                   .kind = reader.Word("kind", LineKindFromWord),
                   .description = reader.Text("description"),
                   .quantity = {reader.Integer("quantity_milli")},
                   .unitPrice = {reader.Integer("unit_price")},
                   .discount = {reader.IntegerOr("discount_bp", 0)},
                   .tax = {reader.IntegerOr("tax_bp", 0)},
                   .payType = PayTypeFromWord(reader.TextOr("pay_type", "customer")).value_or(PayType::Customer),
                   .operationCode = reader.TextOr("operation_code"),
                   .part = {},
                   .warranty = {},
                   .finding = {},
                   .unitCost = {},
                   .position = static_cast<int>(reader.IntegerOr("position", 0))};
    if (reader.Has("part")) {
        line.part = PartFromJson(reader.Object("part"));
    }
    if (reader.Has("warranty")) {
        const JsonReader warranty(reader.Object("warranty"));
        line.warranty = Warranty{static_cast<int>(warranty.IntegerOr("months", 0)), warranty.IntegerOr("km", 0)};
    }
    if (reader.Has("item_id")) {
        line.finding = ItemId::From(reader.Text("item_id"));
    }
    if (reader.Has("unit_cost")) {
        line.unitCost = Money{reader.Integer("unit_cost")};
    }
    line.hv = reader.FlagOr("hv", false);
    if (reader.Has("deferred")) {
        const JsonReader deferred(reader.Object("deferred"));
        line.deferred =
            LineRef{WorkOrderId::From(deferred.Text("work_order_id")), LineId::From(deferred.Text("line_id"))};
    }
    return line;
}

json::object ToJson(const Totals& totals)
{
    json::array groups;
    for (const auto& group : totals.groups) {
        groups.push_back(json::object{{"tax_bp", group.rate.bp}, {"net", group.net.minor}, {"tax", group.tax.minor}});
    }
    return {{"net", totals.net.minor},
            {"tax", totals.tax.minor},
            {"gross", totals.gross.minor},
            {"tax_groups", std::move(groups)}};
}

Totals TotalsFromJson(const json::object& object)
{
    const JsonReader reader(object);
    Totals totals{.net = {reader.Integer("net")},
                  .tax = {reader.Integer("tax")},
                  .gross = {reader.Integer("gross")},
                  .groups = {}};
    for (const auto& value : reader.Array("tax_groups")) {
        const JsonReader group(AsObject(value));
        totals.groups.push_back({{group.Integer("tax_bp")}, {group.Integer("net")}, {group.Integer("tax")}});
    }
    return totals;
}

json::object ToJson(const Limits& limits)
{
    return {{"higher_is_better", limits.higherIsBetter},
            {"green_milli", limits.greenMilli},
            {"red_milli", limits.redMilli},
            {"green_exclusive", limits.greenExclusive},
            {"red_inclusive", limits.redInclusive}};
}

Limits LimitsFromJson(const json::object& object)
{
    const JsonReader reader(object);
    return {.higherIsBetter = reader.Flag("higher_is_better"),
            .greenMilli = reader.Integer("green_milli"),
            .redMilli = reader.Integer("red_milli"),
            .greenExclusive = reader.FlagOr("green_exclusive", true),
            .redInclusive = reader.FlagOr("red_inclusive", false)};
}

json::object ToJson(const ChecklistItem& item)
{
    json::object object{{"item_id", item.id.Text()},
                        {"group", item.group},
                        {"name", item.name},
                        {"position", item.position},
                        {"kind", item.kind == ItemKind::Measured ? "measured" : "ok_no"},
                        {"unit", item.unit},
                        {"photo_required", item.photoRequired}};
    if (item.limits) {
        object["limits"] = ToJson(*item.limits);
    }
    json::array special;
    for (const auto& entry : item.modelLimits) {
        json::object one{{"make", entry.make}, {"model", entry.model}, {"limits", ToJson(entry.limits)}};
        if (entry.powertrain) {
            one["powertrain"] = Text(ToWord(*entry.powertrain));
        }
        special.push_back(std::move(one));
    }
    if (!special.empty()) {
        object["model_limits"] = std::move(special);
    }
    return object;
}

ChecklistItem ChecklistItemFromJson(const json::object& object)
{
    const JsonReader reader(object);
    ChecklistItem item{.id = ItemId::From(reader.Text("item_id")),
                       .group = reader.Text("group"),
                       .name = reader.Text("name"),
                       .position = reader.TextOr("position"),
                       .kind = reader.Text("kind") == "measured" ? ItemKind::Measured : ItemKind::OkNo,
                       .unit = reader.TextOr("unit"),
                       .limits = {},
                       .photoRequired = reader.FlagOr("photo_required", false)};
    if (reader.Has("limits")) {
        item.limits = LimitsFromJson(reader.Object("limits"));
    }
    if (reader.Has("model_limits")) {
        for (const auto& value : reader.Array("model_limits")) {
            const JsonReader entry(AsObject(value));
            item.modelLimits.push_back({.make = entry.TextOr("make"),
                                        .model = entry.TextOr("model"),
                                        .powertrain = PowertrainFromWord(entry.TextOr("powertrain")),
                                        .limits = LimitsFromJson(entry.Object("limits"))});
        }
    }
    return item;
}

json::object ToJson(const Checklist& checklist)
{
    json::array powertrains;
    for (const auto powertrain : checklist.powertrains) {
        powertrains.push_back(Text(ToWord(powertrain)));
    }
    json::array items;
    for (const auto& item : checklist.items) {
        items.push_back(ToJson(item));
    }
    return {{"name", checklist.name},
            {"version", checklist.version},
            {"powertrains", std::move(powertrains)},
            {"items", std::move(items)}};
}

Checklist ChecklistFromJson(const json::object& object)
{
    const JsonReader reader(object);
    Checklist checklist{.id = ChecklistId::From(reader.TextOr("checklist_id")),
                        .name = reader.Text("name"),
                        .version = static_cast<int>(reader.IntegerOr("version", 1)),
                        .powertrains = {},
                        .items = {}};
    for (const auto& word : reader.Array("powertrains")) {
        const auto* text = word.if_string();
        if (text == nullptr) {
            throw JsonReader::Bad("powertrains");
        }
        if (const auto powertrain = PowertrainFromWord(std::string_view(*text))) {
            checklist.powertrains.push_back(*powertrain);
        }
    }
    for (const auto& item : reader.Array("items")) {
        checklist.items.push_back(ChecklistItemFromJson(AsObject(item)));
    }
    return checklist;
}

json::object ToJson(const Odometer& reading)
{
    json::object object{
        {"km", reading.km}, {"as_read", reading.asRead}, {"unit", reading.unit == DistanceUnit::Mile ? "mi" : "km"}};
    if (!reading.note.empty()) {
        object["note"] = reading.note;
    }
    return object;
}

Odometer OdometerFromJson(const json::object& object)
{
    const JsonReader reader(object);
    return {.km = reader.Integer("km"),
            .asRead = reader.Integer("as_read"),
            .unit = reader.Text("unit") == "mi" ? DistanceUnit::Mile : DistanceUnit::Kilometre,
            .note = reader.TextOr("note")};
}

json::object ToJson(const StaffRef& person)
{
    return {{"id", person.id.Text()}, {"name", person.name}};
}

StaffRef StaffRefFromJson(const json::object& object)
{
    const JsonReader reader(object);
    return {StaffId::From(reader.Text("id")), reader.Text("name")};
}

json::object Change(json::value from, json::value to)
{
    return {{"from", std::move(from)}, {"to", std::move(to)}};
}

} // namespace bayline::core
