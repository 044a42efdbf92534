// SPDX-License-Identifier: GPL-3.0-or-later
// Ten thousand random pairs of edits, without a database: two people see the same record, each changes some of it, one
// saves after the other. Nothing may be lost, and nothing be told as a clash that is none. A failed pair prints its
// seed.
#include "core/payloads.h"
#include "core/record_merge.h"
#include "tests/core/order_builder.h"

#include <functional>
#include <iostream>
#include <random>
#include <set>

namespace bayline::core::test {

namespace {

using Random = std::mt19937_64;

constexpr std::uint64_t kPairs = 10'000;
constexpr std::uint64_t kSeed = 20'261'122;

int Below(Random& random, int limit)
{
    return std::uniform_int_distribution<int>(0, limit - 1)(random);
}

std::string Word(Random& random)
{
    static const std::vector<std::string> kWords = {"刹车异响", "Oil", "O'Brien; --", "100 % \\", "左前", "王", "_x_"};
    return kWords[static_cast<std::size_t>(Below(random, static_cast<int>(kWords.size())))] + " " +
           std::to_string(Below(random, 40));
}

template <class Record>
struct Field
{
    std::string name; ///< as a refusal calls it
    std::function<void(Record&, Random&)> edit;
    std::function<std::string(const Record&)> print;
};

/// How a record is changed: `save` makes `now` of what somebody wants who saw `seen`, or says what stands against it.
template <class Record>
struct Door
{
    std::vector<Field<Record>> fields;
    std::function<std::vector<Refusal>(const Record& seen, const Record& wanted, Record& now)> save;
    int mostFields = 3;

    [[nodiscard]] std::string ValueOf(const std::string& name, const Record& record) const
    {
        for (const auto& field : fields) {
            if (field.name == name) {
                return field.print(record);
            }
        }
        return "no such field";
    }

    [[nodiscard]] std::set<std::string> Changed(const Record& from, const Record& to) const
    {
        std::set<std::string> names;
        for (const auto& field : fields) {
            if (field.print(from) != field.print(to)) {
                names.insert(field.name);
            }
        }
        return names;
    }

    [[nodiscard]] Record Edited(Record record, Random& random) const
    {
        for (int n = 1 + Below(random, mostFields); n > 0; --n) {
            fields[static_cast<std::size_t>(Below(random, static_cast<int>(fields.size())))].edit(record, random);
        }
        return record;
    }
};

struct Tally
{
    int merged = 0;
    int clashed = 0;
};

template <class Record>
void PlayPair(const Door<Record>& door, const Record& seen, Random& random, Tally& tally)
{
    const auto first = door.Edited(seen, random);
    const auto second = door.Edited(seen, random);
    const auto firstTouched = door.Changed(seen, first);
    const auto secondTouched = door.Changed(seen, second);
    std::set<std::string> clashes;
    for (const auto& name : firstTouched) {
        if (secondTouched.contains(name) && door.ValueOf(name, first) != door.ValueOf(name, second)) {
            clashes.insert(name);
        }
    }
    auto now = seen;
    ASSERT_TRUE(door.save(seen, first, now).empty());
    const auto refusals = door.save(seen, second, now);
    std::set<std::string> told;
    for (const auto& refusal : refusals) {
        told.insert(refusal.field);
        ASSERT_FALSE(refusal.arguments.empty()) << refusal.code;
        EXPECT_EQ(refusal.arguments[0], door.ValueOf(refusal.field, first)) << refusal.code;
        if (refusal.arguments.size() > 1) {
            EXPECT_EQ(refusal.arguments[1], door.ValueOf(refusal.field, second)) << refusal.code;
        }
    }
    EXPECT_EQ(told, clashes);
    for (const auto& field : door.fields) {
        const bool taken = clashes.empty() && secondTouched.contains(field.name);
        const auto& expected = firstTouched.contains(field.name) ? first : taken ? second : seen;
        EXPECT_EQ(field.print(now), field.print(expected)) << field.name;
    }
    ++(clashes.empty() ? tally.merged : tally.clashed);
}

template <class Record>
Field<Record> Text(const char* name, std::string Record::*member)
{
    return {name, [member](Record& record, Random& random) { record.*member = Word(random); },
            [member](const Record& record) { return (record.*member).empty() ? "–" : record.*member; }};
}

std::vector<Refusal> SaveForm(CheckIn form, Customer& customer, Vehicle& vehicle)
{
    auto clashes = Rebase(form, {customer, vehicle, "Somebody"});
    if (clashes.empty()) {
        customer = form.customer;
        vehicle = form.vehicle;
    }
    return clashes;
}

Door<Customer> CustomerDoor()
{
    Door<Customer> door;
    door.fields = {Text("customer.name", &Customer::name),
                   Text("customer.email", &Customer::email),
                   Text("customer.address", &Customer::address),
                   Text("customer.tax_id", &Customer::taxId),
                   Text("customer.language", &Customer::language),
                   Text("customer.note", &Customer::note),
                   {"customer.phone",
                    [](Customer& c, Random& random) { c.phone = "1390000" + std::to_string(1000 + Below(random, 30)); },
                    [](const Customer& c) { return c.phone; }}};
    door.save = [](const Customer& seen, const Customer& wanted, Customer& now) {
        CheckIn form;
        form.customer = wanted;
        form.customerBefore = seen;
        Vehicle none;
        return SaveForm(form, now, none);
    };
    return door;
}

Door<Vehicle> VehicleDoor()
{
    Door<Vehicle> door;
    door.fields = {
        Text("vehicle.make", &Vehicle::make),
        Text("vehicle.model", &Vehicle::model),
        Text("vehicle.colour", &Vehicle::colour),
        Text("vehicle.engine_no", &Vehicle::engineNo),
        {"vehicle.plate",
         [](Vehicle& v, Random& random) { v.plate = "沪A" + std::to_string(10'000 + Below(random, 50)); },
         [](const Vehicle& v) { return v.plate; }},
        {"vehicle.vin",
         [](Vehicle& v, Random& random) { v.vin = "WVWZZZ3CZEE" + std::to_string(200'000 + Below(random, 50)); },
         [](const Vehicle& v) { return v.vin; }},
        {"vehicle.model_year", [](Vehicle& v, Random& random) { v.modelYear = 2015 + Below(random, 10); },
         [](const Vehicle& v) { return std::to_string(v.modelYear); }},
        {"vehicle.battery_kwh_milli", [](Vehicle& v, Random& random) { v.batteryKwhMilli = 1000 * Below(random, 99); },
         [](const Vehicle& v) { return v.batteryKwhMilli == 0 ? "–" : ToDecimal(Quantity{v.batteryKwhMilli}); }},
        {"vehicle.powertrain",
         [](Vehicle& v, Random& random) { v.powertrain = kPowertrains[static_cast<std::size_t>(Below(random, 6))]; },
         [](const Vehicle& v) { return std::string(PowertrainName(v.powertrain)); }},
    };
    door.save = [](const Vehicle& seen, const Vehicle& wanted, Vehicle& now) {
        CheckIn form;
        form.vehicle = wanted;
        form.vehicleBefore = seen;
        Customer nobody;
        return SaveForm(form, nobody, now);
    };
    return door;
}

Door<QuoteLine> LineDoor()
{
    Door<QuoteLine> door;
    door.fields = {
        Text("description", &QuoteLine::description),
        {"quantity_milli", [](QuoteLine& line, Random& random) { line.quantity = {100 + 100 * Below(random, 9)}; },
         [](const QuoteLine& line) { return std::to_string(line.quantity.milli); }},
        {"unit_price", [](QuoteLine& line, Random& random) { line.unitPrice = {Below(random, 50'000)}; },
         [](const QuoteLine& line) { return std::to_string(line.unitPrice.minor); }},
        {"discount_bp", [](QuoteLine& line, Random& random) { line.discount = {Below(random, 10) * 500}; },
         [](const QuoteLine& line) { return std::to_string(line.discount.bp); }},
        {"tax_bp", [](QuoteLine& line, Random& random) { line.tax = {Below(random, 3) * 600}; },
         [](const QuoteLine& line) { return std::to_string(line.tax.bp); }},
    };
    door.save = [](const QuoteLine& seen, const QuoteLine& wanted, QuoteLine& now) -> std::vector<Refusal> {
        auto order = Order();
        order.lines = {now};
        const auto outcome = Decide(order, ChangeLine{seen, wanted}, Person("Li Na"));
        if (!outcome) {
            return outcome.Refusals();
        }
        for (const auto& event : outcome.Value()) {
            now = LineFromJson(event.data.at("line").as_object());
        }
        return {};
    };
    return door;
}

/// Complaint, promise and technician are saved one by one, each as an intent of its own.
Door<WorkOrder> OrderDoor()
{
    static const std::vector<StaffRef> kPeople = {{StaffId::New(), "Zhang Wei"}, {StaffId::New(), "Wang Fang"}};
    Door<WorkOrder> door;
    door.mostFields = 1;
    door.fields = {
        Text("complaint", &WorkOrder::complaint),
        {"promised_at",
         [](WorkOrder& order, Random& random) { order.promisedAt = kLater + std::chrono::hours(Below(random, 200)); },
         [](const WorkOrder& order) { return ToRfc3339(order.promisedAt); }},
        {"technician",
         [](WorkOrder& order, Random& random) {
             order.technician = kPeople[static_cast<std::size_t>(Below(random, 2))];
         },
         [](const WorkOrder& order) { return order.technician ? order.technician->name : std::string("–"); }},
    };
    door.save = [](const WorkOrder& seen, const WorkOrder& wanted, WorkOrder& now) -> std::vector<Refusal> {
        const auto actor = Person("Li Na");
        auto next = now;
        Outcome<Events> outcome{Events{}};
        if (wanted.complaint != seen.complaint) {
            outcome = Decide(now, ChangeComplaint{seen.complaint, wanted.complaint}, actor);
            next.complaint = wanted.complaint;
        } else if (wanted.promisedAt != seen.promisedAt) {
            outcome = Decide(now, ChangePromise{seen.promisedAt, wanted.promisedAt, "parts"}, actor);
            next.promisedAt = wanted.promisedAt;
        } else if (wanted.technician) {
            outcome = Decide(now, AssignTechnician{seen.technician, wanted.technician}, actor);
            next.technician = wanted.technician;
        }
        if (!outcome) {
            return outcome.Refusals();
        }
        now = next;
        return {};
    };
    return door;
}

Customer ACustomer(Random& random)
{
    Customer customer;
    customer.name = Word(random);
    customer.phone = "13900001000";
    return customer;
}

Vehicle AVehicle(Random& random)
{
    Vehicle vehicle;
    vehicle.plate = "沪A10000";
    vehicle.vin = "WVWZZZ3CZEE200000";
    vehicle.model = Word(random);
    return vehicle;
}

} // namespace

TEST(RecordMerge, TenThousandRandomPairsOfEditsLoseNothing)
{
    const auto customers = CustomerDoor();
    const auto vehicles = VehicleDoor();
    const auto lines = LineDoor();
    const auto orders = OrderDoor();
    Tally tally;
    for (std::uint64_t n = 0; n < kPairs && !testing::Test::HasFailure(); ++n) {
        const testing::ScopedTrace trace(__FILE__, __LINE__, "seed " + std::to_string(kSeed + n));
        Random random(kSeed + n);
        switch (n % 4) {
        case 0:
            PlayPair(customers, ACustomer(random), random, tally);
            break;
        case 1:
            PlayPair(vehicles, AVehicle(random), random, tally);
            break;
        case 2:
            PlayPair(lines, Line(Word(random), 30'000), random, tally);
            break;
        default:
            PlayPair(orders, Order(), random, tally);
        }
    }
    std::cout << tally.merged << " pairs merged, " << tally.clashed << " came back with both values\n";
    EXPECT_EQ(tally.merged + tally.clashed, static_cast<int>(kPairs));
    EXPECT_GT(tally.clashed, 1'000);
}

TEST(RecordMerge, AfterAClashSavingAgainIsADecision)
{
    Random random(kSeed);
    const auto seen = ACustomer(random);
    auto now = seen;
    now.phone = "13900002222";
    CheckIn form;
    form.customer = seen;
    form.customer.phone = "139 0000 3333";
    form.customerBefore = seen;
    ASSERT_EQ(Rebase(form, {now, std::nullopt, {}}).size(), 1U);
    EXPECT_TRUE(Rebase(form, {now, std::nullopt, {}}).empty());
    EXPECT_EQ(form.customer.phone, "13900003333");
}

TEST(RecordMerge, CatalogueEntriesMergeFieldByField)
{
    CatalogueItem seen;
    seen.kind = LineKind::Part;
    seen.name = "Pads";
    seen.unitCost = Money{8'000};
    seen.part = Part{.number = "04465", .brand = "Akebono"};
    auto now = seen;
    now.unitCost = Money{9'500};
    now.part->brand = "TRW";
    now.warranty = Warranty{12, 0};
    auto mine = seen;
    mine.name = "Brake pads";
    mine.part->number = "04466";
    EXPECT_TRUE(Rebase(mine, seen, now).empty());
    EXPECT_EQ(mine.name, "Brake pads");
    EXPECT_EQ(mine.unitCost, Money{9'500});
    EXPECT_EQ(mine.part->number, "04466");
    EXPECT_EQ(mine.part->brand, "TRW");
    EXPECT_EQ(mine.warranty->months, 12);
    mine = seen;
    mine.unitCost.reset();
    const auto clashes = Rebase(mine, seen, now);
    ASSERT_EQ(clashes.size(), 1U);
    EXPECT_EQ(clashes[0].field, "unit_cost");
    EXPECT_EQ(clashes[0].arguments, (std::vector<std::string>{"95.00", "–"}));
    EXPECT_TRUE(Rebase(mine, now, now).empty());
    EXPECT_FALSE(mine.unitCost) << "saving again is a decision";
}

TEST(RecordMerge, HourlyRatesMergeRowByRow)
{
    const PriceRules seen{{}, {{std::nullopt, Powertrain::Bev, {26'000}}, {PayType::Insurer, std::nullopt, {30'000}}}};
    auto now = seen;
    now.labour.erase(now.labour.begin());
    now.labour.push_back({std::nullopt, Powertrain::Ice, {18'000}});
    auto mine = seen;
    mine.labour[1].rate = {32'000};
    EXPECT_TRUE(Rebase(mine, seen, now).empty());
    ASSERT_EQ(mine.labour.size(), 2U);
    EXPECT_EQ(mine.labour[0].rate.minor, 32'000);
    EXPECT_EQ(mine.labour[1].powertrain, Powertrain::Ice);
    mine = seen;
    mine.labour[0].rate = {27'000};
    const auto clashes = Rebase(mine, seen, now);
    ASSERT_EQ(clashes.size(), 1U) << "somebody took the row away that was changed here";
    EXPECT_EQ(clashes[0].arguments[0], "–");
}

} // namespace bayline::core::test
