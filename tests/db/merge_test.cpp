// SPDX-License-Identifier: GPL-3.0-or-later
// Two people change one order, one quote line, one customer or one car at the same time, at random: different fields
// both survive, the same field comes back with both values and who, and nothing is lost. BAYLINE_MERGE_PAIRS says how
// many pairs, BAYLINE_MERGE_SEED with which seed; a failed pair prints the seed that plays it alone.
#include "db/check_in.h"
#include "db/customers.h"
#include "db/settings.h"
#include "db/vehicles.h"
#include "db/verify.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/shop_day.h"

#include <cstdlib>
#include <functional>
#include <future>
#include <random>
#include <set>

namespace bayline::test {

namespace {

using Random = std::mt19937_64;
using Refusals = std::vector<core::Refusal>;

std::uint64_t FromEnvironment(const char* name, std::uint64_t otherwise)
{
    const char* text = std::getenv(name);
    return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

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

/// Something that two people can change in a record.
template <class Record>
struct Field
{
    std::string name; ///< as a refusal calls it
    std::function<void(Record&, Random&)> edit;
    std::function<std::string(const Record&)> print;
};

template <class Record>
using Fields = std::vector<Field<Record>>;

/// One of the two: what they made of what they saw, and what became of it.
template <class Record>
struct Editor
{
    Record wanted;
    std::set<std::string> touched;
    Refusals refusals;
    std::map<std::string, std::string> who;
};

/// How a record is read and saved; `person` is 0 or 1.
template <class Record>
struct Door
{
    Fields<Record> fields;
    std::function<Record()> load;
    std::function<void(int person, const Record& seen, Editor<Record>& editor)> save;
    int mostFields = 3;
    bool tellsWho = false;
};

template <class Record>
Editor<Record> Edit(const Door<Record>& door, const Record& seen, Random& random)
{
    Editor<Record> editor{seen, {}, {}, {}};
    const int many = 1 + Below(random, door.mostFields);
    for (int n = 0; n < many; ++n) {
        const auto& field = door.fields[static_cast<std::size_t>(Below(random, static_cast<int>(door.fields.size())))];
        field.edit(editor.wanted, random);
    }
    for (const auto& field : door.fields) {
        if (field.print(editor.wanted) != field.print(seen)) {
            editor.touched.insert(field.name);
        }
    }
    return editor;
}

template <class Record>
std::string ValueOf(const Door<Record>& door, const std::string& name, const Record& record)
{
    for (const auto& field : door.fields) {
        if (field.name == name) {
            return field.print(record);
        }
    }
    return "no such field";
}

template <class Record>
void ExpectBothValues(const Door<Record>& door, const Editor<Record>& first, const Editor<Record>& second,
                      const std::set<std::string>& clashes, const std::string& firstName)
{
    std::set<std::string> told;
    for (const auto& refusal : second.refusals) {
        told.insert(refusal.field);
        ASSERT_FALSE(refusal.arguments.empty()) << refusal.code;
        EXPECT_EQ(refusal.arguments[0], ValueOf(door, refusal.field, first.wanted)) << refusal.code;
        if (refusal.arguments.size() > 1) {
            EXPECT_EQ(refusal.arguments[1], ValueOf(door, refusal.field, second.wanted)) << refusal.code;
        }
        if (door.tellsWho) {
            const auto who = second.who.find(refusal.field);
            EXPECT_EQ(who == second.who.end() ? "nobody" : who->second, firstName) << refusal.field;
        }
    }
    EXPECT_EQ(told, clashes);
}

template <class Record>
void PlayPair(const Door<Record>& door, const std::array<std::string, 2>& names, Random& random)
{
    const auto seen = door.load();
    std::array<Editor<Record>, 2> editors{Edit(door, seen, random), Edit(door, seen, random)};
    std::set<std::string> clashes;
    for (const auto& name : editors[0].touched) {
        if (editors[1].touched.contains(name) &&
            ValueOf(door, name, editors[0].wanted) != ValueOf(door, name, editors[1].wanted)) {
            clashes.insert(name);
        }
    }
    if (Below(random, 2) == 0) {
        auto other = std::async(std::launch::async, [&] { door.save(1, seen, editors[1]); });
        door.save(0, seen, editors[0]);
        other.get();
    } else {
        door.save(0, seen, editors[0]);
        door.save(1, seen, editors[1]);
    }
    const std::size_t loser = editors[0].refusals.empty() ? 1 : 0;
    auto& first = editors[1 - loser];
    auto& second = editors[loser];
    EXPECT_TRUE(first.refusals.empty());
    EXPECT_EQ(second.refusals.empty(), clashes.empty()) << (second.refusals.empty() ? "" : second.refusals[0].Text());
    ExpectBothValues(door, first, second, clashes, names[1 - loser]);
    const auto now = door.load();
    for (const auto& field : door.fields) {
        const bool taken = clashes.empty() && second.touched.contains(field.name);
        const auto& expected = first.touched.contains(field.name) ? first.wanted : taken ? second.wanted : seen;
        EXPECT_EQ(field.print(now), field.print(expected)) << field.name;
    }
}

class MergePairs : public PostgresTest
{
protected:
    void SetUp() override
    {
        PostgresTest::SetUp();
        m_desks[0] = Patient("desk");
        m_desks[1] = Patient("desk2");
        m_people[0] = SignInAs(*m_desks[0], Advisor());
        m_people[1] = SignInAs(*m_desks[1], ManagerOnDuty());
        m_shop = db::LoadShop(*m_desks[0]);
    }

    /// Ten thousand pairs run for long beside other work.
    [[nodiscard]] std::unique_ptr<db::Connection> Patient(const std::string& device) const
    {
        auto settings = DeviceSettings(device);
        settings.statementTimeout = std::chrono::minutes(5);
        return std::make_unique<db::Connection>(settings);
    }

    /// A fresh car, customer and order with a line; the pairs that follow share them.
    void Renew()
    {
        m_form = CheckInForm();
        m_order = CheckIn(*m_desks[0], m_people[0], m_form);
        const auto line = LabourLine("Front pads", 30'000);
        Do(*m_desks[0], m_people[0], m_order, core::AddLine{line});
        m_line = line.id;
    }

    template <class Intent>
    void Save(int person, const Intent& intent, Refusals& refusals)
    {
        const auto place = static_cast<std::size_t>(person);
        const auto outcome = db::Execute(
            *m_desks[place], m_people[place], m_order, core::OperationId::New(),
            [&](const core::WorkOrder& order, const core::Actor& actor) { return core::Decide(order, intent, actor); });
        if (!outcome) {
            refusals = outcome.Refusals();
        }
    }

    /// Customer and car are changed where they are shown: in the form that checks the car in once more.
    template <class Record>
    void SaveForm(int person, core::CheckIn form, Editor<Record>& editor)
    {
        const auto place = static_cast<std::size_t>(person);
        form.workOrder = core::WorkOrderId::New();
        form.linkToken = CheckInForm().linkToken;
        const auto saved =
            db::SaveCheckIn(*m_desks[place], m_people[place], core::OperationId::New(), std::move(form), m_shop);
        if (!saved.outcome) {
            editor.refusals = saved.outcome.Refusals();
            for (const auto& [field, change] : saved.others) {
                editor.who[field] = change.who;
            }
        }
    }

    [[nodiscard]] core::CheckIn Form(const core::Customer& customer, const core::Customer& customerSeen,
                                     const core::Vehicle& vehicle, const core::Vehicle& vehicleSeen) const
    {
        auto form = m_form;
        form.customer = customer;
        form.customerBefore = customerSeen;
        form.vehicle = vehicle;
        form.vehicleBefore = vehicleSeen;
        return form;
    }

    Door<core::WorkOrder> OrderDoor();
    Door<core::QuoteLine> LineDoor();
    Door<core::Customer> CustomerDoor();
    Door<core::Vehicle> VehicleDoor();

    std::array<std::unique_ptr<db::Connection>, 2> m_desks;
    std::array<db::Session, 2> m_people;
    core::Shop m_shop;
    core::CheckIn m_form;
    core::WorkOrderId m_order;
    core::LineId m_line;
    int m_vins = 200'000;
};

Door<core::WorkOrder> MergePairs::OrderDoor()
{
    using Order = core::WorkOrder;
    Door<Order> door;
    door.mostFields = 1;
    door.fields = {
        {"complaint", [](Order& order, Random& random) { order.complaint = Word(random); },
         [](const Order& order) { return order.complaint; }},
        {"promised_at",
         [](Order& order, Random& random) {
             order.promisedAt = core::Now() + std::chrono::hours(24 + Below(random, 200));
         },
         [](const Order& order) { return core::ToRfc3339(order.promisedAt); }},
        {"technician",
         [](Order& order, Random& random) {
             const auto& person = Below(random, 2) == 0 ? Technician().member : Colleague().member;
             order.technician = core::StaffRef{person.id, person.name};
         },
         [](const Order& order) { return order.technician ? order.technician->name : std::string("–"); }},
    };
    door.load = [this] { return db::LoadWorkOrder(*m_desks[0], m_order); };
    door.save = [this](int person, const Order& seen, Editor<Order>& editor) {
        const auto& wanted = editor.wanted;
        if (editor.touched.contains("complaint")) {
            Save(person, core::ChangeComplaint{seen.complaint, wanted.complaint}, editor.refusals);
        } else if (editor.touched.contains("promised_at")) {
            Save(person, core::ChangePromise{seen.promisedAt, wanted.promisedAt, "parts"}, editor.refusals);
        } else if (editor.touched.contains("technician")) {
            Save(person, core::AssignTechnician{seen.technician, wanted.technician}, editor.refusals);
        }
    };
    return door;
}

Door<core::QuoteLine> MergePairs::LineDoor()
{
    using Line = core::QuoteLine;
    Door<Line> door;
    door.fields = {
        {"description", [](Line& line, Random& random) { line.description = Word(random); },
         [](const Line& line) { return line.description; }},
        {"quantity_milli", [](Line& line, Random& random) { line.quantity = {100 + 100 * Below(random, 9)}; },
         [](const Line& line) { return std::to_string(line.quantity.milli); }},
        {"unit_price", [](Line& line, Random& random) { line.unitPrice = {Below(random, 50'000)}; },
         [](const Line& line) { return std::to_string(line.unitPrice.minor); }},
        {"discount_bp", [](Line& line, Random& random) { line.discount = {Below(random, 10) * 500}; },
         [](const Line& line) { return std::to_string(line.discount.bp); }},
        {"tax_bp", [](Line& line, Random& random) { line.tax = {Below(random, 3) * 600}; },
         [](const Line& line) { return std::to_string(line.tax.bp); }},
    };
    door.load = [this] { return *db::LoadWorkOrder(*m_desks[0], m_order).FindLine(m_line); };
    door.save = [this](int person, const Line& seen, Editor<Line>& editor) {
        Save(person, core::ChangeLine{seen, editor.wanted}, editor.refusals);
    };
    return door;
}

Door<core::Customer> MergePairs::CustomerDoor()
{
    using Customer = core::Customer;
    Door<Customer> door;
    door.tellsWho = true;
    const auto text = [](const char* name, std::string Customer::*member) {
        return Field<Customer>{name, [member](Customer& c, Random& random) { c.*member = Word(random); },
                               [member](const Customer& c) { return (c.*member).empty() ? "–" : c.*member; }};
    };
    door.fields = {text("customer.name", &Customer::name),
                   text("customer.email", &Customer::email),
                   text("customer.address", &Customer::address),
                   text("customer.tax_id", &Customer::taxId),
                   text("customer.note", &Customer::note),
                   {"customer.phone",
                    [](Customer& c, Random& random) { c.phone = "1390000" + std::to_string(1000 + Below(random, 30)); },
                    [](const Customer& c) { return c.phone; }}};
    door.load = [this] { return db::LoadCustomer(*m_desks[0], m_form.customer.id); };
    door.save = [this](int person, const Customer& seen, Editor<Customer>& editor) {
        const auto car = db::LoadVehicle(*m_desks[static_cast<std::size_t>(person)], m_form.vehicle.id);
        SaveForm(person, Form(editor.wanted, seen, car, car), editor);
    };
    return door;
}

Door<core::Vehicle> MergePairs::VehicleDoor()
{
    using Vehicle = core::Vehicle;
    Door<Vehicle> door;
    door.tellsWho = true;
    const auto text = [](const char* name, std::string Vehicle::*member) {
        return Field<Vehicle>{name, [member](Vehicle& v, Random& random) { v.*member = Word(random); },
                              [member](const Vehicle& v) { return (v.*member).empty() ? "–" : v.*member; }};
    };
    door.fields = {
        text("vehicle.make", &Vehicle::make),
        text("vehicle.model", &Vehicle::model),
        text("vehicle.colour", &Vehicle::colour),
        text("vehicle.engine_no", &Vehicle::engineNo),
        {"vehicle.plate",
         [](Vehicle& v, Random& random) { v.plate = "沪A" + std::to_string(10'000 + Below(random, 50)); },
         [](const Vehicle& v) { return v.plate; }},
        {"vehicle.vin", [this](Vehicle& v, Random&) { v.vin = "WVWZZZ3CZEE" + std::to_string(++m_vins); },
         [](const Vehicle& v) { return v.vin; }},
        {"vehicle.model_year", [](Vehicle& v, Random& random) { v.modelYear = 2015 + Below(random, 10); },
         [](const Vehicle& v) { return std::to_string(v.modelYear); }},
        {"vehicle.powertrain",
         [](Vehicle& v, Random& random) {
             v.powertrain = core::kPowertrains[static_cast<std::size_t>(Below(random, 6))];
         },
         [](const Vehicle& v) { return std::string(core::PowertrainName(v.powertrain)); }},
    };
    door.load = [this] { return db::LoadVehicle(*m_desks[0], m_form.vehicle.id); };
    door.save = [this](int person, const Vehicle& seen, Editor<Vehicle>& editor) {
        const auto owner = db::LoadCustomer(*m_desks[static_cast<std::size_t>(person)], m_form.customer.id);
        SaveForm(person, Form(owner, owner, editor.wanted, seen), editor);
    };
    return door;
}

} // namespace

TEST_F(MergePairs, TwoPeoplesEditsBothSurviveOrComeBackWithBothValues)
{
    const auto pairs = FromEnvironment("BAYLINE_MERGE_PAIRS", 240);
    const auto seed = FromEnvironment("BAYLINE_MERGE_SEED", 20'261'122);
    std::cout << "seed " << seed << ", " << pairs << " pairs\n";
    const std::array<std::string, 2> names{Advisor().member.name, ManagerOnDuty().member.name};
    const auto order = OrderDoor();
    const auto line = LineDoor();
    const auto customer = CustomerDoor();
    const auto vehicle = VehicleDoor();
    for (std::uint64_t n = 0; n < pairs; ++n) {
        if (n % 40 == 0) {
            Renew();
        }
        if (n % 1000 == 999) {
            std::cout << n + 1 << " pairs" << std::endl;
        }
        Random random(seed + n);
        switch ((seed + n) % 4) {
        case 0:
            PlayPair(order, names, random);
            break;
        case 1:
            PlayPair(line, names, random);
            break;
        case 2:
            PlayPair(customer, names, random);
            break;
        default:
            PlayPair(vehicle, names, random);
        }
        if (HasFailure()) {
            std::cout << "failed: BAYLINE_MERGE_SEED=" << seed + n << " BAYLINE_MERGE_PAIRS=1\n";
            break;
        }
    }
    db::Connection owner(OwnerSettings());
    for (const auto& violation : db::Verify(owner)) {
        ADD_FAILURE() << violation.invariant << ": " << violation.detail;
    }
}

TEST_F(MergePairs, AfterAClashSavingAgainIsADecision)
{
    Renew();
    const auto customer = db::LoadCustomer(*m_desks[0], m_form.customer.id);
    const auto car = db::LoadVehicle(*m_desks[0], m_form.vehicle.id);
    auto first = Form(customer, customer, car, car);
    auto second = first;
    second.workOrder = core::WorkOrderId::New();
    second.linkToken = CheckInForm().linkToken;
    first.workOrder = core::WorkOrderId::New();
    first.linkToken = CheckInForm().linkToken;
    first.customer.phone = "13900000001";
    first.customer.email = "first@example.com";
    second.customer.phone = "139 0000 0002";
    ASSERT_TRUE(db::SaveCheckIn(*m_desks[0], m_people[0], core::OperationId::New(), first, m_shop).outcome.Ok());
    const auto operation = core::OperationId::New();
    const auto refused = db::SaveCheckIn(*m_desks[1], m_people[1], operation, second, m_shop);
    ASSERT_FALSE(refused.outcome.Ok());
    EXPECT_EQ(refused.outcome.FirstRefusal().field, "customer.phone");
    EXPECT_EQ(refused.others.at("customer.phone").who, Advisor().member.name);
    EXPECT_EQ(refused.form.customer.email, "first@example.com");
    ASSERT_TRUE(db::SaveCheckIn(*m_desks[1], m_people[1], operation, refused.form, m_shop).outcome.Ok());
    const auto now = db::LoadCustomer(*m_desks[0], customer.id);
    EXPECT_EQ(now.phone, "13900000002");
    EXPECT_EQ(now.email, "first@example.com");
}

TEST_F(MergePairs, ACarAtTwoDesksAtOnceIsTakenBeforeANumberIs)
{
    Renew();
    const auto customer = db::LoadCustomer(*m_desks[0], m_form.customer.id);
    const auto car = db::LoadVehicle(*m_desks[0], m_form.vehicle.id);
    auto again = Form(customer, customer, car, car);
    again.workOrder = core::WorkOrderId::New();
    again.linkToken = CheckInForm().linkToken;
    db::Connection owner(OwnerSettings());
    owner.ExecuteScript("begin; update bayline.counter set value = value where series = 'WO'");
    auto saved = std::async(std::launch::async, [&] {
        return db::SaveCheckIn(*m_desks[1], m_people[1], core::OperationId::New(), again, m_shop).outcome.Ok();
    });
    db::Connection watcher(OwnerSettings());
    while (watcher.Text("select count(*)::text from pg_stat_activity where usename = 'dev_desk2'"
                        " and wait_event_type = 'Lock'") != "1" &&
           saved.wait_for(std::chrono::milliseconds(5)) != std::future_status::ready) {
    }
    // It waits for its number with the car in its hand: nobody can hold the car and wait for it in turn.
    EXPECT_EQ(watcher
                  .Rows("select id from bayline.vehicle where id = :id::uuid for no key update skip locked",
                        {{"id", car.id.Text()}})
                  .size(),
              0U);
    owner.ExecuteScript("commit");
    EXPECT_TRUE(saved.get());
}

TEST_F(MergePairs, ACarThatGotAnotherOwnerMeanwhileIsNotTakenBack)
{
    Renew();
    const auto customer = db::LoadCustomer(*m_desks[0], m_form.customer.id);
    const auto car = db::LoadVehicle(*m_desks[0], m_form.vehicle.id);
    auto sold = CheckInForm("新车主", car.plate);
    sold.vehicle = car;
    sold.vehicleBefore = car;
    ASSERT_TRUE(db::SaveCheckIn(*m_desks[0], m_people[0], core::OperationId::New(), sold, m_shop).outcome.Ok());
    auto late = Form(customer, customer, car, car);
    late.workOrder = core::WorkOrderId::New();
    late.linkToken = CheckInForm().linkToken;
    const auto refused = db::SaveCheckIn(*m_desks[1], m_people[1], core::OperationId::New(), late, m_shop);
    ASSERT_FALSE(refused.outcome.Ok());
    EXPECT_EQ(refused.outcome.FirstRefusal().code, "vehicle.owner_changed_meanwhile");
    EXPECT_EQ(refused.outcome.FirstRefusal().arguments.at(0), "新车主");
    EXPECT_EQ(refused.others.at("customer.name").who, Advisor().member.name);
    EXPECT_EQ(db::LoadVehicle(*m_desks[0], car.id).customer, sold.customer.id);
}

} // namespace bayline::test
