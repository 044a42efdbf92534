// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/record_merge.h"

#include "core/money.h"
#include "core/plate.h"
#include "core/text.h"
#include "core/vin.h"

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
    void Merge(Value Record::*field, const char* name)
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

} // namespace

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
