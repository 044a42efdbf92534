// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs/demo_shop/demo_data.h"

#include "core/failure.h"
#include "core/payloads.h"
#include "core/vin.h"
#include "programs/demo_shop/demo_shop.h"
#include "programs/demo_shop/embedded_files.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>

namespace bayline::demo {
namespace {

namespace json = boost::json;

[[noreturn]] void ThrowCorrupt(const std::string& what)
{
    throw core::Failure({.kind = core::FailureKind::Corrupt,
                         .retryable = false,
                         .where = "demo shop: " + what,
                         .sentence = N_("The data of the demo shop contradict themselves."),
                         .code = {}});
}

json::object ParseFile(std::string_view name)
{
    const std::string_view text = EmbeddedFile(name);
    return json::parse(json::string_view(text.data(), text.size())).as_object();
}

std::string Text(const json::object& object, const char* key)
{
    const auto* value = object.if_contains(key);
    return value != nullptr ? json::value_to<std::string>(*value) : std::string();
}

std::int64_t Number(const json::object& object, const char* key, std::int64_t otherwise = 0)
{
    const auto* value = object.if_contains(key);
    return value != nullptr ? value->to_number<std::int64_t>() : otherwise;
}

bool Flag(const json::object& object, const char* key)
{
    const auto* value = object.if_contains(key);
    return value != nullptr && value->as_bool();
}

const json::array& List(const json::object& object, const char* key)
{
    static const json::array none;
    const auto* value = object.if_contains(key);
    return value != nullptr ? value->as_array() : none;
}

std::vector<core::Powertrain> Powertrains(const json::object& object)
{
    std::vector<core::Powertrain> powertrains;
    for (const auto& word : List(object, "powertrains")) {
        const auto powertrain = core::PowertrainFromWord(json::value_to<std::string>(word));
        if (!powertrain)
            ThrowCorrupt("powertrain");
        powertrains.push_back(*powertrain);
    }
    return powertrains;
}

core::Shop ReadShop(const json::object& object)
{
    core::Shop shop;
    shop.name = Text(object, "name");
    shop.address = Text(object, "address");
    shop.phone = Text(object, "phone");
    shop.taxId = Text(object, "tax_id");
    shop.bank = Text(object, "bank");
    shop.bankAccount = Text(object, "bank_account");
    shop.country = Text(object, "country");
    shop.currency = Text(object, "currency");
    shop.timeZone = Text(object, "time_zone");
    shop.pricesIncludeTax = Flag(object, "prices_include_tax");
    shop.taxRate = {Number(object, "tax_rate")};
    shop.labourRate = {Number(object, "labour_rate")};
    shop.quoteValidDays = static_cast<int>(Number(object, "quote_valid_days"));
    shop.idleLockMinutes = static_cast<int>(Number(object, "idle_lock_minutes"));
    shop.warrantyText = Text(object, "warranty_text");
    shop.invoiceFooter = Text(object, "invoice_footer");
    return shop;
}

StaffData ReadStaff(const json::object& object)
{
    StaffData person;
    person.member.number = Text(object, "number");
    person.member.name = Text(object, "name");
    person.member.role = core::RoleFromWord(Text(object, "role")).value();
    person.pin = Text(object, "pin");
    person.hvLicenceUntil = Text(object, "hv_licence_until");
    return person;
}

core::Customer ReadCustomer(const json::object& object)
{
    core::Customer customer;
    customer.name = Text(object, "name");
    customer.phone = Text(object, "phone");
    customer.email = Text(object, "email");
    customer.address = Text(object, "address");
    customer.taxId = Text(object, "tax_id");
    customer.language = Text(object, "language");
    customer.note = Text(object, "note");
    return customer;
}

/// Fills in the check digit where the data have '*'.
std::string WithCheckDigit(std::string vin)
{
    constexpr std::size_t kPosition = 8;
    if (vin.size() == 17 && vin[kPosition] == '*') {
        vin[kPosition] = '0';
        vin[kPosition] = core::VinCheckDigit(vin).value_or('0');
    }
    return vin;
}

CarData ReadCar(const json::object& object)
{
    CarData car;
    car.customer = static_cast<std::size_t>(Number(object, "customer") - 1);
    car.vehicle.plate = Text(object, "plate");
    car.vehicle.vin = WithCheckDigit(Text(object, "vin"));
    car.vehicle.make = Text(object, "make");
    car.vehicle.model = Text(object, "model");
    car.vehicle.modelYear = static_cast<int>(Number(object, "model_year"));
    car.vehicle.powertrain = core::PowertrainFromWord(Text(object, "powertrain")).value();
    car.vehicle.colour = Text(object, "colour");
    car.vehicle.batteryKwhMilli = Number(object, "battery_kwh_milli");
    car.km = Number(object, "km");
    car.kmPerDay = Number(object, "km_per_day");
    car.tyre = Text(object, "tyre");
    return car;
}

db::CatalogueItem ReadCatalogueItem(const json::object& object)
{
    db::CatalogueItem item;
    item.code = Text(object, "code");
    item.kind = core::LineKindFromWord(Text(object, "kind")).value();
    item.name = Text(object, "name");
    item.nameEn = Text(object, "name_en");
    item.quantity = {Number(object, "quantity_milli")};
    item.unitPrice = {Number(object, "unit_price")};
    item.tax = {Number(object, "tax_bp")};
    item.unitCost = core::Money{Number(object, "unit_cost")};
    if (const auto* part = object.if_contains("part")) {
        const auto& fields = part->as_object();
        item.part = core::Part{.number = Text(fields, "number"),
                               .brand = Text(fields, "brand"),
                               .origin = Text(fields, "origin"),
                               .kind = core::PartKindFromWord(Text(fields, "kind")).value(),
                               .supplier = Text(fields, "supplier")};
    }
    const auto& warranty = object.at("warranty").as_object();
    if (Number(warranty, "months") > 0)
        item.warranty = core::Warranty{static_cast<int>(Number(warranty, "months")), Number(warranty, "km")};
    item.powertrains = Powertrains(object);
    return item;
}

FindingData ReadFinding(const json::object& object)
{
    FindingData finding;
    finding.item = Text(object, "item");
    finding.position = Text(object, "position");
    if (object.contains("value_milli"))
        finding.valueMilli = Number(object, "value_milli");
    if (object.contains("result"))
        finding.result = core::ResultFromWord(Text(object, "result")).value();
    finding.note = Text(object, "note");
    finding.photo = Text(object, "photo");
    finding.after = Text(object, "after");
    return finding;
}

JobData ReadJob(const json::object& object)
{
    JobData job;
    job.code = Text(object, "code");
    job.weight = static_cast<int>(Number(object, "weight", 1));
    job.powertrains = Powertrains(object);
    job.complaint = Text(object, "complaint");
    for (const auto& finding : List(object, "findings"))
        job.findings.push_back(ReadFinding(finding.as_object()));
    for (const auto& value : List(object, "lines")) {
        const auto& fields = value.as_object();
        JobLine line{.code = Text(fields, "code"), .finding = {}, .quantity = {}};
        if (fields.contains("finding"))
            line.finding = static_cast<std::size_t>(Number(fields, "finding"));
        if (fields.contains("quantity_milli"))
            line.quantity = core::Quantity{Number(fields, "quantity_milli")};
        if (line.finding && *line.finding >= job.findings.size())
            ThrowCorrupt("job " + job.code);
        job.lines.push_back(std::move(line));
    }
    return job;
}

OpenOrderData ReadOpenOrder(const json::object& object)
{
    OpenOrderData order;
    order.plate = Text(object, "plate");
    order.stage = core::StageFromWord(Text(object, "stage")).value();
    order.jobs.push_back(Text(object, "job"));
    for (const auto& extra : List(object, "extra"))
        order.jobs.push_back(json::value_to<std::string>(extra));
    order.openedMinutesAgo = static_cast<int>(Number(object, "opened_minutes_ago"));
    order.promisedInMinutes = static_cast<int>(Number(object, "promised_in_minutes"));
    order.share = static_cast<int>(Number(object, "share", 100));
    order.partial = Text(object, "approve") == "partial";
    order.secondQuote = Flag(object, "revision2");
    order.paid = Flag(object, "paid");
    for (const auto& photo : List(object, "photos"))
        order.photos.push_back(json::value_to<std::string>(photo));
    return order;
}

template <class Made, class Read>
std::vector<Made> ReadAll(const char* file, const char* key, const Read& read)
{
    const json::object content = ParseFile(std::string("resources/demo/") + file);
    std::vector<Made> all;
    for (const auto& value : List(content, key))
        all.push_back(read(value.as_object()));
    return all;
}

} // namespace

bool JobData::Fits(core::Powertrain powertrain) const
{
    return powertrains.empty() || std::find(powertrains.begin(), powertrains.end(), powertrain) != powertrains.end();
}

const db::CatalogueItem& DemoData::Item(const std::string& code) const
{
    const auto found =
        std::find_if(catalogue.begin(), catalogue.end(), [&](const auto& item) { return item.code == code; });
    if (found == catalogue.end())
        ThrowCorrupt("catalogue item " + code);
    return *found;
}

const JobData& DemoData::Job(const std::string& code) const
{
    const auto found = std::find_if(jobs.begin(), jobs.end(), [&](const auto& job) { return job.code == code; });
    if (found == jobs.end())
        ThrowCorrupt("job " + code);
    return *found;
}

std::vector<core::Checklist> BuiltInChecklists()
{
    std::vector<core::Checklist> checklists;
    for (const auto name : EmbeddedFiles("resources/checklists/"))
        checklists.push_back(core::ChecklistFromJson(ParseFile(name)));
    return checklists;
}

DemoData ReadDemoData()
{
    DemoData data;
    const json::object shop = ParseFile("resources/demo/shop.json");
    data.shop = ReadShop(shop.at("settings").as_object());
    data.staff = ReadAll<StaffData>("shop.json", "staff", ReadStaff);
    data.customers = ReadAll<core::Customer>("customers.json", "customers", ReadCustomer);
    data.cars = ReadAll<CarData>("vehicles.json", "vehicles", ReadCar);
    data.catalogue = ReadAll<db::CatalogueItem>("catalogue.json", "items", ReadCatalogueItem);
    data.jobs = ReadAll<JobData>("jobs.json", "jobs", ReadJob);
    data.openOrders = ReadAll<OpenOrderData>("open_orders.json", "orders", ReadOpenOrder);
    const json::object jobs = ParseFile("resources/demo/jobs.json");
    for (const auto& [name, range] : jobs.at("healthy").as_object()) {
        const auto& bounds = range.as_array();
        data.healthy[std::string(name)] = {bounds.at(0).to_number<std::int64_t>(),
                                           bounds.at(1).to_number<std::int64_t>(),
                                           bounds.at(2).to_number<std::int64_t>()};
    }
    data.checklists = BuiltInChecklists();
    return data;
}

} // namespace bayline::demo
