// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/postgres_fixture.h"

#include "core/failure.h"
#include "db/devices.h"
#include "db/import.h"
#include "db/migrate.h"
#include "db/settings.h"
#include "db/staff.h"

#include <stdexcept>

namespace bayline::test {

namespace {

constexpr auto kTemplate = "shop_template";

TestPerson Person(const char* id, const char* number, const char* name, core::Role role, const char* pin)
{
    return {.member = {.id = core::StaffId::From(id), .number = number, .name = name, .role = role, .active = true},
            .pin = pin};
}

} // namespace

const TestPerson& Advisor()
{
    static const auto kPerson =
        Person("019aa000-0000-7000-8000-000000000001", "101", "Li Na", core::Role::Advisor, "101101");
    return kPerson;
}

const TestPerson& Technician()
{
    static const auto kPerson =
        Person("019aa000-0000-7000-8000-000000000002", "201", "Zhang Wei", core::Role::Technician, "201201");
    return kPerson;
}

const TestPerson& Colleague()
{
    static const auto kPerson =
        Person("019aa000-0000-7000-8000-000000000003", "202", "Wang Fang", core::Role::Technician, "202202");
    return kPerson;
}

const TestPerson& ManagerOnDuty()
{
    static const auto kPerson =
        Person("019aa000-0000-7000-8000-000000000004", "301", "Chen Jie", core::Role::Manager, "301301");
    return kPerson;
}

TestCluster& TestCluster::Instance()
{
    static TestCluster cluster;
    return cluster;
}

TestCluster::TestCluster() : m_cluster({.directory = m_directory / "pg", .endWithProgram = true, .durable = false})
{
    m_cluster.Start();
    FillTemplate();
}

TestCluster::~TestCluster()
{
    m_cluster.Stop();
}

void TestCluster::FillTemplate()
{
    {
        db::Connection maintenance(Owner("postgres"));
        db::CreateDatabase(maintenance, kTemplate);
    }
    db::Connection owner(Owner(kTemplate));
    db::Migrate(owner);
    for (const auto& [name, deviceClass] :
         {std::pair{"desk", db::DeviceClass::Desk}, std::pair{"desk2", db::DeviceClass::Desk},
          std::pair{"bay", db::DeviceClass::Bay}, std::pair{"relay", db::DeviceClass::Relay}}) {
        m_passwords[name] = db::AddDevice(owner, name, deviceClass);
    }
    core::Shop shop;
    shop.id = core::ShopId::From("019aa000-0000-7000-8000-0000000000ff");
    shop.name = "Bayline Test Garage";
    shop.address = "1 Test Road";
    shop.phone = "021-5550100";
    shop.labourRate = {30'000};
    std::vector<db::ImportedStream> streams{
        {core::StreamName("shop", shop.id.value), 0, {{.event = *db::ShopSettingsChanged({}, shop)}}}};
    const auto people = {&Advisor(), &Technician(), &Colleague(), &ManagerOnDuty()};
    for (const auto* person : people) {
        streams.push_back(
            {core::StreamName("staff", person->member.id.value), 0, {{.event = db::StaffAdded(person->member)}}});
    }
    db::ImportEvents(owner, core::OperationId::New(), streams);
    for (const auto* person : people) {
        db::ImportPin(owner, person->member.id, person->pin);
    }
}

db::ConnectionSettings TestCluster::Owner(const std::string& database) const
{
    return {.conninfo = m_cluster.OwnerConninfo(database)};
}

db::ConnectionSettings TestCluster::Device(const std::string& database, const std::string& device) const
{
    return {.conninfo = m_cluster.DeviceConninfo(database, device, m_passwords.at(device))};
}

std::string TestCluster::CreateDatabase()
{
    const auto name = "shop_" + std::to_string(++m_databases);
    db::Connection maintenance(Owner("postgres"));
    maintenance.ExecuteScript("create database " + name + " template " + kTemplate);
    // A copy does not take over what PUBLIC may do with the database.
    maintenance.ExecuteScript("revoke all on database " + name + " from public");
    maintenance.ExecuteScript("grant connect on database " + name +
                              " to bayline_desk, bayline_bay, bayline_relay, bayline_admin");
    return name;
}

void TestCluster::DropDatabase(const std::string& name)
{
    db::Connection maintenance(Owner("postgres"));
    maintenance.ExecuteScript("drop database if exists " + name + " with (force)");
}

void PostgresTest::SetUp()
{
    m_database = TestCluster::Instance().CreateDatabase();
}

void PostgresTest::TearDown()
{
    TestCluster::Instance().DropDatabase(m_database);
}

db::ConnectionSettings PostgresTest::OwnerSettings() const
{
    return TestCluster::Instance().Owner(m_database);
}

db::ConnectionSettings PostgresTest::DeviceSettings(const std::string& device) const
{
    return TestCluster::Instance().Device(m_database, device);
}

db::Session PostgresTest::SignInAs(db::Connection& connection, const TestPerson& person)
{
    auto session = db::SignIn(connection, person.member.number, person.pin);
    if (!session) {
        throw std::runtime_error("sign-in refused: " + session.FirstRefusal().Text());
    }
    return std::move(session).Value();
}

} // namespace bayline::test
