// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/check_in_draft.h"

#include "core/failure.h"
#include "core/json_reader.h"

namespace bayline::desktop {

namespace json = boost::json;

namespace {

using Form = CheckInPresenter::Form;
using core::JsonReader;

template <class Record>
using Texts = std::vector<std::pair<const char*, std::string Record::*>>;

const Texts<Form>& FormTexts()
{
    static const Texts<Form> kTexts = {
        {"name", &Form::name},
        {"phone", &Form::phone},
        {"email", &Form::email},
        {"address", &Form::address},
        {"tax_id", &Form::taxId},
        {"plate", &Form::plate},
        {"vin", &Form::vin},
        {"make", &Form::make},
        {"model", &Form::model},
        {"model_year", &Form::modelYear},
        {"colour", &Form::colour},
        {"odometer", &Form::odometer},
        {"explanation", &Form::odometerExplanation},
        {"complaint", &Form::complaint},
    };
    return kTexts;
}

const Texts<core::Customer>& CustomerTexts()
{
    using core::Customer;
    static const Texts<Customer> kTexts = {
        {"name", &Customer::name},       {"phone", &Customer::phone},  {"email", &Customer::email},
        {"address", &Customer::address}, {"tax_id", &Customer::taxId}, {"language", &Customer::language},
        {"note", &Customer::note},
    };
    return kTexts;
}

const Texts<core::Vehicle>& VehicleTexts()
{
    using core::Vehicle;
    static const Texts<Vehicle> kTexts = {
        {"plate", &Vehicle::plate}, {"vin", &Vehicle::vin},       {"make", &Vehicle::make},
        {"model", &Vehicle::model}, {"colour", &Vehicle::colour}, {"engine_no", &Vehicle::engineNo},
    };
    return kTexts;
}

json::string Word(std::string_view text)
{
    return json::string(text.data(), text.size());
}

template <class Record>
void Write(json::object& to, const Record& record, const Texts<Record>& texts)
{
    for (const auto& [key, member] : texts) {
        to[key] = record.*member;
    }
}

template <class Record>
void Read(const JsonReader& from, Record& record, const Texts<Record>& texts)
{
    for (const auto& [key, member] : texts) {
        record.*member = from.TextOr(key);
    }
}

json::object ToJson(const core::Customer& customer)
{
    json::object object{{"id", customer.id.Text()}, {"seq", customer.seq}};
    Write(object, customer, CustomerTexts());
    return object;
}

core::Customer CustomerFrom(const JsonReader& reader)
{
    core::Customer customer;
    customer.id = core::CustomerId::From(reader.Text("id"));
    customer.seq = static_cast<int>(reader.Integer("seq"));
    Read(reader, customer, CustomerTexts());
    return customer;
}

json::object ToJson(const core::Vehicle& vehicle)
{
    json::object object{{"id", vehicle.id.Text()},
                        {"seq", vehicle.seq},
                        {"customer", vehicle.customer.Text()},
                        {"by_eye", vehicle.vinConfirmedByEye},
                        {"model_year", vehicle.modelYear},
                        {"powertrain", Word(core::ToWord(vehicle.powertrain))},
                        {"battery", vehicle.batteryKwhMilli},
                        {"last_km", vehicle.lastKm}};
    Write(object, vehicle, VehicleTexts());
    return object;
}

core::Vehicle VehicleFrom(const JsonReader& reader)
{
    core::Vehicle vehicle;
    vehicle.id = core::VehicleId::From(reader.Text("id"));
    vehicle.seq = static_cast<int>(reader.Integer("seq"));
    vehicle.customer = core::CustomerId::From(reader.Text("customer"));
    vehicle.vinConfirmedByEye = reader.Flag("by_eye");
    vehicle.modelYear = static_cast<int>(reader.Integer("model_year"));
    vehicle.powertrain = core::PowertrainFromWord(reader.Text("powertrain")).value_or(core::Powertrain::Bev);
    vehicle.batteryKwhMilli = reader.Integer("battery");
    vehicle.lastKm = reader.Integer("last_km");
    Read(reader, vehicle, VehicleTexts());
    return vehicle;
}

json::object FormToJson(const Form& form)
{
    json::object object{{"by_eye", form.vinConfirmedByEye},
                        {"powertrain", Word(core::ToWord(form.powertrain))},
                        {"miles", form.unit == core::DistanceUnit::Mile}};
    if (form.promisedAt) {
        object["promised_at"] = core::ToRfc3339(*form.promisedAt);
    }
    Write(object, form, FormTexts());
    return object;
}

Form FormFrom(const JsonReader& reader)
{
    Form form;
    form.vinConfirmedByEye = reader.Flag("by_eye");
    form.powertrain = core::PowertrainFromWord(reader.Text("powertrain")).value_or(core::Powertrain::Bev);
    form.unit = reader.Flag("miles") ? core::DistanceUnit::Mile : core::DistanceUnit::Kilometre;
    if (reader.Has("promised_at")) {
        form.promisedAt = reader.Time("promised_at");
    }
    Read(reader, form, FormTexts());
    return form;
}

} // namespace

json::object ToJson(const CheckInDraft& draft)
{
    json::object object{{"form", FormToJson(draft.form)},           {"operation", draft.operation.Text()},
                        {"work_order", draft.ids.workOrder.Text()}, {"customer", draft.ids.customer.id.Text()},
                        {"vehicle", draft.ids.vehicle.id.Text()},   {"link_token", draft.ids.linkToken}};
    if (draft.ids.customerBefore) {
        object["customer_before"] = ToJson(*draft.ids.customerBefore);
    }
    if (draft.ids.vehicleBefore) {
        object["vehicle_before"] = ToJson(*draft.ids.vehicleBefore);
    }
    return object;
}

std::optional<CheckInDraft> CheckInDraftFrom(const json::object& json)
{
    try {
        const JsonReader reader(json);
        CheckInDraft draft;
        draft.form = FormFrom(JsonReader(reader.Object("form")));
        draft.operation = core::OperationId::From(reader.Text("operation"));
        draft.ids.workOrder = core::WorkOrderId::From(reader.Text("work_order"));
        draft.ids.linkToken = reader.Text("link_token");
        draft.ids.customer.id = core::CustomerId::From(reader.Text("customer"));
        draft.ids.vehicle.id = core::VehicleId::From(reader.Text("vehicle"));
        if (reader.Has("customer_before")) {
            draft.ids.customerBefore = CustomerFrom(JsonReader(reader.Object("customer_before")));
            draft.ids.customer = *draft.ids.customerBefore;
        }
        if (reader.Has("vehicle_before")) {
            draft.ids.vehicleBefore = VehicleFrom(JsonReader(reader.Object("vehicle_before")));
            draft.ids.vehicle = *draft.ids.vehicleBefore;
        }
        const bool whole = !draft.operation.IsNil() && !draft.ids.workOrder.IsNil() && !draft.ids.customer.id.IsNil() &&
                           !draft.ids.vehicle.id.IsNil() && !draft.ids.linkToken.empty();
        return whole ? std::optional(std::move(draft)) : std::nullopt;
    } catch (const core::Failure&) {
        return std::nullopt;
    }
}

} // namespace bayline::desktop
