// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/record_merge.h"

#include "core/money.h"
#include "core/plate.h"
#include "core/text.h"
#include "core/vin.h"

#include <algorithm>

namespace bayline::core {

namespace {

std::string Printed(const std::string& text)
{
    return text.empty() ? "–" : text;
}

std::string Printed(int number)
{
    return number == 0 ? "–" : std::to_string(number);
}

std::string Printed(std::int64_t milli)
{
    return milli == 0 ? "–" : ToDecimal(Quantity{milli});
}

std::string Printed(Powertrain powertrain)
{
    return PowertrainName(powertrain);
}

std::string Printed(LineKind kind)
{
    return LineKindName(kind);
}

std::string Printed(PartKind kind)
{
    return PartKindName(kind);
}

std::string Printed(Money amount)
{
    return ToDecimal(amount);
}

std::string Printed(Quantity quantity)
{
    return ToDecimal(quantity);
}

std::string Printed(Rate rate)
{
    return ToPercent(rate);
}

template <class Value>
std::string Printed(const std::optional<Value>& value)
{
    return value ? Printed(*value) : Printed(std::string());
}

std::string PrintedOne(const std::string& text)
{
    return text;
}

std::string PrintedOne(Powertrain powertrain)
{
    return ToUpperAscii(ToWord(powertrain));
}

std::string PrintedOne(const PackageLine& line)
{
    return line.code + " × " + ToDecimal(line.quantity) + (line.unitPrice ? " = " + ToDecimal(*line.unitPrice) : "");
}

std::string PrintedOne(const PartBand& band)
{
    return (band.upTo.minor == 0 ? "" : "≤ " + ToDecimal(band.upTo) + ": ") + ToPercent(band.markup) + " %";
}

template <class Value>
std::string Printed(const std::vector<Value>& values)
{
    std::string all;
    for (const auto& value : values) {
        all += (all.empty() ? "" : ", ") + PrintedOne(value);
    }
    return Printed(all);
}

Refusal Clash(const char* field, std::string theirs, std::string mine)
{
    return {.code = "record.changed_meanwhile",
            .sentence = N_("Somebody else has changed this to “{1}” meanwhile; you typed “{2}”."),
            .arguments = {std::move(theirs), std::move(mine)},
            .field = field};
}

/// What the person typed, what they had seen and what stands there now.
template <class Record>
struct ThreeWays
{
    Record& mine;
    const Record& seen;
    const Record& now;
    std::vector<Refusal>& clashes;

    template <class Value>
    void Merge(Value Record::*field, const char* name) const
    {
        if (mine.*field == seen.*field) {
            mine.*field = now.*field;
        } else if (now.*field != seen.*field && now.*field != mine.*field) {
            clashes.push_back(Clash(name, Printed(now.*field), Printed(mine.*field)));
        }
    }
};

/// Typed text as it would be stored, so that another spelling of the same is no clash.
void Normalise(Customer& customer)
{
    for (auto* text : {&customer.name, &customer.email, &customer.address, &customer.taxId, &customer.language}) {
        *text = CleanLine(*text);
    }
    customer.note = CleanText(customer.note);
    if (const auto phone = CheckPhone(customer.phone)) {
        customer.phone = phone.Value();
    }
}

void Normalise(Vehicle& vehicle)
{
    for (auto* text : {&vehicle.make, &vehicle.model, &vehicle.colour, &vehicle.engineNo}) {
        *text = CleanLine(*text);
    }
    if (const auto plate = CheckPlate(vehicle.plate)) {
        vehicle.plate = plate.Value().text;
    }
    if (const auto vin = CheckVin(vehicle.vin, vehicle.vinConfirmedByEye)) {
        vehicle.vin = vin.Value();
    }
}

void MergeCustomer(ThreeWays<Customer> three)
{
    three.Merge(&Customer::name, "customer.name");
    three.Merge(&Customer::phone, "customer.phone");
    three.Merge(&Customer::email, "customer.email");
    three.Merge(&Customer::address, "customer.address");
    three.Merge(&Customer::taxId, "customer.tax_id");
    three.Merge(&Customer::language, "customer.language");
    three.Merge(&Customer::note, "customer.note");
}

void MergeVehicle(ThreeWays<Vehicle> three)
{
    three.Merge(&Vehicle::plate, "vehicle.plate");
    three.Merge(&Vehicle::vin, "vehicle.vin");
    // Whether a VIN was checked by eye belongs to that VIN.
    if (three.mine.vin == three.now.vin && three.mine.vinConfirmedByEye == three.seen.vinConfirmedByEye) {
        three.mine.vinConfirmedByEye = three.now.vinConfirmedByEye;
    }
    three.Merge(&Vehicle::make, "vehicle.make");
    three.Merge(&Vehicle::model, "vehicle.model");
    three.Merge(&Vehicle::modelYear, "vehicle.model_year");
    three.Merge(&Vehicle::powertrain, "vehicle.powertrain");
    three.Merge(&Vehicle::colour, "vehicle.colour");
    three.Merge(&Vehicle::engineNo, "vehicle.engine_no");
    three.Merge(&Vehicle::batteryKwhMilli, "vehicle.battery_kwh_milli");
}

void MergePart(ThreeWays<Part> three)
{
    three.Merge(&Part::number, "part_number");
    three.Merge(&Part::brand, "part_brand");
    three.Merge(&Part::origin, "part_origin");
    three.Merge(&Part::kind, "part_kind");
    three.Merge(&Part::supplier, "supplier");
}

/// As it is typed: whole months and kilometres, 0 for none.
struct TypedWarranty
{
    explicit TypedWarranty(const std::optional<Warranty>& warranty)
        : months(warranty ? warranty->months : 0), km(warranty ? static_cast<int>(warranty->km) : 0)
    {
    }

    int months;
    int km;
};

void MergeWarranty(ThreeWays<TypedWarranty> three)
{
    three.Merge(&TypedWarranty::months, "warranty_months");
    three.Merge(&TypedWarranty::km, "warranty_km");
}

bool IsSameRate(const LabourRate& a, const LabourRate& b)
{
    return a.payType == b.payType && a.powertrain == b.powertrain;
}

std::optional<Money> RateIn(const std::vector<LabourRate>& rates, const LabourRate& wanted)
{
    const auto found =
        std::find_if(rates.begin(), rates.end(), [&](const LabourRate& rate) { return IsSameRate(rate, wanted); });
    return found == rates.end() ? std::nullopt : std::optional(found->rate);
}

/// Rates that somebody took away or added meanwhile; the order is the person's own.
void MergeRates(std::vector<LabourRate>& mine, const std::vector<LabourRate>& seen, const std::vector<LabourRate>& now,
                std::vector<Refusal>& clashes)
{
    auto all = mine;
    for (const auto* others : {&seen, &now}) {
        for (const auto& rate : *others) {
            if (!RateIn(all, rate)) {
                all.push_back(rate);
            }
        }
    }
    std::vector<LabourRate> merged;
    for (auto& rate : all) {
        const auto typed = RateIn(mine, rate);
        const auto before = RateIn(seen, rate);
        const auto present = RateIn(now, rate);
        if (typed != before && present != before && present != typed) {
            clashes.push_back({.code = "record.changed_meanwhile",
                               .sentence = N_("Somebody else has changed the hourly rate for {3}, {4}, to “{1}” "
                                              "meanwhile; you typed “{2}”."),
                               .arguments = {Printed(present), Printed(typed),
                                             rate.payType ? PayTypeName(*rate.payType) : N_("Everybody"),
                                             rate.powertrain ? PowertrainName(*rate.powertrain) : N_("All drives")},
                               .field = "labour"});
        }
        if (const auto kept = typed == before ? present : typed) {
            rate.rate = *kept;
            merged.push_back(rate);
        }
    }
    mine = std::move(merged);
}

} // namespace

std::vector<Refusal> Rebase(CatalogueItem& item, const CatalogueItem& seen, const CatalogueItem& now)
{
    std::vector<Refusal> clashes;
    const ThreeWays<CatalogueItem> three{item, seen, now, clashes};
    const bool hasPart = item.part || now.part;
    auto part = item.part.value_or(Part{});
    MergePart({part, seen.part.value_or(Part{}), now.part.value_or(Part{}), clashes});
    TypedWarranty warranty(item.warranty);
    MergeWarranty({warranty, TypedWarranty(seen.warranty), TypedWarranty(now.warranty), clashes});
    three.Merge(&CatalogueItem::code, "code");
    three.Merge(&CatalogueItem::kind, "kind");
    three.Merge(&CatalogueItem::name, "name");
    three.Merge(&CatalogueItem::nameEn, "name_en");
    three.Merge(&CatalogueItem::quantity, "quantity");
    three.Merge(&CatalogueItem::unitPrice, "unit_price");
    three.Merge(&CatalogueItem::tax, "tax");
    three.Merge(&CatalogueItem::unitCost, "unit_cost");
    three.Merge(&CatalogueItem::powertrains, "powertrains");
    three.Merge(&CatalogueItem::active, "active");
    three.Merge(&CatalogueItem::hv, "hv");
    three.Merge(&CatalogueItem::priceByRules, "price_by_rules");
    item.part = hasPart && item.kind == LineKind::Part ? std::optional(part) : std::nullopt;
    item.warranty =
        warranty.months > 0 || warranty.km > 0 ? std::optional(Warranty{warranty.months, warranty.km}) : std::nullopt;
    return clashes;
}

std::vector<Refusal> Rebase(CataloguePackage& package, const CataloguePackage& seen, const CataloguePackage& now)
{
    std::vector<Refusal> clashes;
    const ThreeWays<CataloguePackage> three{package, seen, now, clashes};
    three.Merge(&CataloguePackage::code, "code");
    three.Merge(&CataloguePackage::name, "name");
    three.Merge(&CataloguePackage::nameEn, "name_en");
    three.Merge(&CataloguePackage::models, "models");
    three.Merge(&CataloguePackage::powertrains, "powertrains");
    three.Merge(&CataloguePackage::minutes, "minutes");
    three.Merge(&CataloguePackage::validFrom, "valid_from");
    three.Merge(&CataloguePackage::validUntil, "valid_until");
    three.Merge(&CataloguePackage::findings, "findings");
    three.Merge(&CataloguePackage::lines, "lines");
    three.Merge(&CataloguePackage::active, "active");
    three.Merge(&CataloguePackage::price, "price");
    return clashes;
}

std::vector<Refusal> Rebase(PriceRules& rules, const PriceRules& seen, const PriceRules& now)
{
    std::vector<Refusal> clashes;
    ThreeWays<PriceRules>{rules, seen, now, clashes}.Merge(&PriceRules::parts, "parts");
    MergeRates(rules.labour, seen.labour, now.labour, clashes);
    return clashes;
}

std::vector<Refusal> Rebase(CheckIn& form, const FreshRecords& fresh)
{
    std::vector<Refusal> clashes;
    if (form.customerBefore && fresh.customer) {
        Normalise(form.customer);
        MergeCustomer({form.customer, *form.customerBefore, *fresh.customer, clashes});
        form.customer.seq = fresh.customer->seq;
        form.customerBefore = fresh.customer;
    }
    if (form.vehicleBefore && fresh.vehicle) {
        Normalise(form.vehicle);
        MergeVehicle({form.vehicle, *form.vehicleBefore, *fresh.vehicle, clashes});
        if (fresh.vehicle->customer != form.vehicleBefore->customer && fresh.vehicle->customer != form.customer.id) {
            clashes.push_back({.code = "vehicle.owner_changed_meanwhile",
                               .sentence = N_("Meanwhile this car has been given to {1} as its owner; you are checking "
                                              "it in for {2}."),
                               .arguments = {fresh.vehicleOwner, form.customer.name},
                               .field = "customer.name"});
        }
        form.vehicle.seq = fresh.vehicle->seq;
        form.vehicleBefore = fresh.vehicle;
    }
    return clashes;
}

std::string_view MemberOfField(std::string_view field)
{
    const auto dot = field.find('.');
    return dot == std::string_view::npos ? field : field.substr(dot + 1);
}

} // namespace bayline::core
