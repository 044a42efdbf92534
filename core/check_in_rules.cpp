// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/check_in_rules.h"

#include "core/payloads.h"
#include "core/plate.h"
#include "core/rule_support.h"
#include "core/text.h"
#include "core/vin.h"

namespace bayline::core {

namespace json = boost::json;

namespace {

constexpr std::size_t kLongestComplaint = 10'000;
constexpr std::size_t kLongestName = 200;

void Collect(std::vector<Refusal>& all, std::vector<Refusal> some)
{
    all.insert(all.end(), some.begin(), some.end());
}

Refusal Missing(const char* field, const char* sentence)
{
    return {.code = std::string("check_in.") + field, .sentence = sentence, .arguments = {}, .field = field};
}

Customer CleanCustomer(Customer customer)
{
    for (auto* text : {&customer.name, &customer.email, &customer.taxId, &customer.language}) {
        *text = CleanLine(*text);
    }
    customer.address = CleanLine(customer.address);
    customer.note = CleanText(customer.note);
    return customer;
}

Vehicle CleanVehicle(Vehicle vehicle)
{
    for (auto* text : {&vehicle.make, &vehicle.model, &vehicle.colour, &vehicle.engineNo}) {
        *text = CleanLine(*text);
    }
    return vehicle;
}

json::object ToJson(const Customer& customer)
{
    return {{"name", customer.name},       {"phone", customer.phone},  {"email", customer.email},
            {"address", customer.address}, {"tax_id", customer.taxId}, {"language", customer.language},
            {"note", customer.note}};
}

json::object ToJson(const Vehicle& vehicle)
{
    return {{"plate", vehicle.plate},
            {"vin", vehicle.vin},
            {"vin_confirmed_by_eye", vehicle.vinConfirmedByEye},
            {"make", vehicle.make},
            {"model", vehicle.model},
            {"model_year", vehicle.modelYear},
            {"powertrain", rules::Json(ToWord(vehicle.powertrain))},
            {"colour", vehicle.colour},
            {"engine_no", vehicle.engineNo},
            {"battery_kwh_milli", vehicle.batteryKwhMilli},
            {"customer_id", vehicle.customer.Text()}};
}

/// The created or changed event of a record, nothing when it stands as it is.
std::optional<StreamEvents> RecordEvents(const char* kind, const Uuid& id, int seq, const json::object& now,
                                         const std::optional<json::object>& before)
{
    const std::string name(kind);
    if (seq == 0) {
        return StreamEvents{StreamName(kind, id), 0, {{name + ".created", now}}};
    }
    json::object fields;
    for (const auto& member : now) {
        const auto* old = before ? before->if_contains(member.key()) : nullptr;
        if (old != nullptr && *old != member.value()) {
            fields[member.key()] = Change(*old, member.value());
        }
    }
    if (fields.empty()) {
        return std::nullopt;
    }
    return StreamEvents{StreamName(kind, id), seq, {{name + ".changed", {{"fields", std::move(fields)}}}}};
}

/// The form with everything normalised, or what is wrong with it.
struct Checked
{
    Customer customer;
    Vehicle vehicle;
    Odometer odometer;
    std::string complaint;
};

void CheckCustomer(Customer& customer, std::vector<Refusal>& refusals)
{
    if (customer.name.empty() || CountCharacters(customer.name) > kLongestName) {
        refusals.push_back(Missing("customer.name", N_("Please enter the customer's name (at most 200 characters).")));
    }
    auto phone = CheckPhone(customer.phone);
    if (phone) {
        customer.phone = phone.Value();
    } else {
        Collect(refusals, phone.Refusals());
    }
}

void CheckVehicle(Vehicle& vehicle, std::vector<Refusal>& refusals)
{
    auto plate = CheckPlate(vehicle.plate);
    if (plate) {
        vehicle.plate = plate.Value().text;
    } else {
        Collect(refusals, plate.Refusals());
    }
    if (auto vin = CheckVin(vehicle.vin, vehicle.vinConfirmedByEye)) {
        vehicle.vin = vin.Value();
    } else {
        Collect(refusals, vin.Refusals());
    }
    if (vehicle.model.empty() || CountCharacters(vehicle.model) > kLongestName) {
        refusals.push_back(Missing("vehicle.model", N_("Please enter the model of the car.")));
    }
}

Outcome<Checked> Check(const CheckIn& form, const Actor& actor)
{
    std::vector<Refusal> refusals;
    Checked checked{CleanCustomer(form.customer), CleanVehicle(form.vehicle), {}, CleanText(form.complaint)};
    CheckCustomer(checked.customer, refusals);
    CheckVehicle(checked.vehicle, refusals);
    if (auto reading = CheckOdometer(form.odometerTyped, form.odometerUnit, form.lastReading, actor.now,
                                     form.odometerExplanation)) {
        checked.odometer = reading.Value();
    } else {
        Collect(refusals, reading.Refusals());
    }
    if (checked.complaint.empty() || CountCharacters(checked.complaint) > kLongestComplaint) {
        refusals.push_back(Missing(
            "complaint", N_("Please write down the complaint in the customer's words (1 to 10000 characters).")));
    }
    if (form.promisedAt <= actor.now) {
        refusals.push_back(Missing("promised_at", N_("The promised time is in the past. Please choose a later one.")));
    }
    if (!refusals.empty()) {
        return refusals;
    }
    return checked;
}

Event Opened(const CheckIn& form, const Checked& checked, const Shop& shop, const Actor& actor)
{
    const auto& vehicle = checked.vehicle;
    return {"work_order.opened",
            {{"customer", json::object{{"id", form.customer.id.Text()},
                                       {"name", checked.customer.name},
                                       {"phone", checked.customer.phone}}},
             {"vehicle", json::object{{"id", vehicle.id.Text()},
                                      {"plate", vehicle.plate},
                                      {"vin", vehicle.vin},
                                      {"make", vehicle.make},
                                      {"model", vehicle.model},
                                      {"model_year", vehicle.modelYear},
                                      {"powertrain", rules::Json(ToWord(vehicle.powertrain))}}},
             {"odometer", ToJson(checked.odometer)},
             {"complaint", checked.complaint},
             {"promised_at", ToRfc3339(form.promisedAt)},
             {"advisor", ToJson(actor.person)},
             {"link_token", form.linkToken},
             {"phone_last4", LastCharacters(DigitsOf(checked.customer.phone), 4)},
             {"shop", json::object{{"name", shop.name}, {"address", shop.address}, {"phone", shop.phone}}},
             {"currency", shop.currency},
             {"prices_include_tax", shop.pricesIncludeTax}}};
}

} // namespace

Outcome<std::vector<StreamEvents>> Decide(const CheckIn& form, const Shop& shop, const Actor& actor)
{
    auto checked = Check(form, actor);
    if (!checked) {
        return checked.Refusals();
    }
    auto value = std::move(checked).Value();
    value.vehicle.customer = form.customer.id;
    std::vector<StreamEvents> streams;
    const auto add = [&](std::optional<StreamEvents> events) {
        if (events) {
            streams.push_back(std::move(*events));
        }
    };
    add(RecordEvents("customer", form.customer.id.value, form.customer.seq, ToJson(value.customer),
                     form.customerBefore ? std::optional{ToJson(*form.customerBefore)} : std::nullopt));
    add(RecordEvents("vehicle", form.vehicle.id.value, form.vehicle.seq, ToJson(value.vehicle),
                     form.vehicleBefore ? std::optional{ToJson(*form.vehicleBefore)} : std::nullopt));
    Events events{Opened(form, value, shop, actor)};
    int position = 0;
    for (auto line : form.lines) {
        line.position = ++position;
        events.push_back({"quote.line_added", {{"line", ToJson(line)}}});
    }
    streams.push_back({StreamName("work_order", form.workOrder.value), 0, std::move(events)});
    return streams;
}

std::vector<Refusal> Warnings(const CheckIn& form, const Actor& actor)
{
    std::vector<Refusal> warnings;
    if (const auto plate = CheckPlate(form.vehicle.plate)) {
        if (auto warning = PlateContradicts(plate.Value(), form.vehicle.powertrain)) {
            warnings.push_back(std::move(*warning));
        }
    }
    const auto reading = CheckOdometer(form.odometerTyped, form.odometerUnit, form.lastReading, actor.now, "any");
    if (reading && JudgeOdometer(reading.Value(), form.lastReading, actor.now) == OdometerDoubt::UnlikelyPerDay) {
        warnings.push_back(
            {.code = "odometer.unlikely",
             .sentence = N_("That is more than 500 km a day since the last visit ({1} km). Please check the "
                            "mileage."),
             .arguments = {std::to_string(form.lastReading->km)},
             .field = "odometer"});
    }
    return warnings;
}

} // namespace bayline::core
