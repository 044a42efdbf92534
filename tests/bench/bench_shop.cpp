// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench_shop.h"

#include "core/random.h"
#include "core/vin.h"
#include "db/import.h"
#include "db/migrate.h"
#include "db/settings.h"
#include "db/staff.h"

#include <array>
#include <cstdio>
#include <stdexcept>

namespace bayline::bench {

using namespace std::chrono_literals;

namespace {

std::string Numbered(const char* format, int n)
{
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), format, n);
    return text.data();
}

std::string Vin(int n)
{
    std::string vin = Numbered("LGXCE6CB0R0%06d", n);
    vin[8] = core::VinCheckDigit(vin).value();
    return vin;
}

std::string CustomerName(int n)
{
    constexpr std::array kFamily = {"张", "王", "李", "赵", "陈", "刘", "杨", "黄", "周", "吴"};
    constexpr std::array kGiven = {"伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "洋", "艳", "勇"};
    return std::string(kFamily[static_cast<std::size_t>(n) % kFamily.size()]) +
           kGiven[static_cast<std::size_t>(n) / 10 % kGiven.size()] +
           kGiven[static_cast<std::size_t>(n) / 110 % kGiven.size()];
}

} // namespace

BenchShop::BenchShop(const std::filesystem::path& directory, bool durable)
    : m_cluster({.directory = directory, .endWithProgram = true, .durable = durable})
{
    m_cluster.Start();
    db::Connection maintenance({.conninfo = m_cluster.OwnerConninfo("postgres")});
    db::CreateDatabase(maintenance, kDatabase);
    db::Connection owner({.conninfo = OwnerConninfo()});
    db::Migrate(owner);
    MakePeople(owner);
    m_passwords["desk"] = db::AddDevice(owner, "desk", db::DeviceClass::Desk);
    m_passwords["relay"] = db::AddDevice(owner, "relay", db::DeviceClass::Relay);
}

void BenchShop::MakePeople(db::Connection& owner)
{
    m_shop.id = core::ShopId::New();
    core::Shop named = m_shop;
    named.name = "湾线新能源汽车服务中心";
    named.address = "上海市浦东新区张江路100号";
    named.phone = "021-50800000";
    named.labourRate = {28'000};
    (void)db::ImportEvents(
        owner, core::OperationId::New(),
        {{core::StreamName("shop", m_shop.id.value), 0, {{.event = db::ShopSettingsChanged(m_shop, named).value()}}}});
    m_shop = named;
    m_shop.seq = 1;
    m_staff = {{core::StaffId::New(), "101", "林晓", core::Role::Advisor, true},
               {core::StaffId::New(), "201", "郑军", core::Role::Technician, true},
               {core::StaffId::New(), "202", "何涛", core::Role::Technician, true},
               {core::StaffId::New(), "001", "沈岚", core::Role::Manager, true}};
    for (const auto& person : m_staff) {
        (void)db::ImportEvents(owner, core::OperationId::New(),
                               {{core::StreamName("staff", person.id.value), 0, {{.event = db::StaffAdded(person)}}}});
        db::ImportPin(owner, person.id, kPin);
    }
}

db::ConnectionSettings BenchShop::Device(const std::string& name, const std::string& database) const
{
    return {.conninfo = m_cluster.DeviceConninfo(database, name, m_passwords.at(name))};
}

void BenchShop::AddDevice(const std::string& name, db::DeviceClass itsClass)
{
    db::Connection owner({.conninfo = OwnerConninfo()});
    m_passwords[name] = db::AddDevice(owner, name, itsClass);
}

db::Session BenchShop::SignIn(db::Connection& connection, const core::StaffMember& person)
{
    auto session = db::SignIn(connection, person.number, kPin);
    if (!session) {
        throw std::runtime_error("sign-in was refused: " + session.FirstRefusal().Text());
    }
    return std::move(session).Value();
}

core::CheckIn BenchShop::Form(int n) const
{
    core::CheckIn form;
    form.workOrder = core::WorkOrderId::New();
    form.customer.id = core::CustomerId::New();
    form.customer.name = CustomerName(n);
    form.customer.phone = Numbered("138%08d", n);
    form.vehicle.id = core::VehicleId::New();
    form.vehicle.customer = form.customer.id;
    form.vehicle.plate = Numbered("沪AD%05d", n);
    form.vehicle.vin = Vin(n);
    form.vehicle.make = "比亚迪";
    form.vehicle.model = "海豹";
    form.vehicle.modelYear = 2024;
    form.odometerTyped = std::to_string(10'000 + n % 90'000);
    form.complaint = "刹车时有异响，方向盘轻微抖动。";
    form.promisedAt = core::Now() + 24h;
    form.linkToken = core::NewLinkToken();
    return form;
}

std::vector<core::WorkOrderId> BenchShop::OpenOrders(db::Connection& owner, int first, int count) const
{
    constexpr int kInOneGo = 25;
    const core::Actor actor{{Advisor().id, Advisor().name}, core::Role::Advisor, core::Now()};
    std::vector<core::WorkOrderId> orders;
    for (int done = 0; done < count; done += kInOneGo) {
        std::vector<db::ImportedStream> imported;
        for (int i = done; i < std::min(count, done + kInOneGo); ++i) {
            const auto form = Form(first + i);
            const auto decided = core::Decide(form, m_shop, actor);
            if (!decided) {
                throw std::runtime_error("a check-in was refused: " + decided.FirstRefusal().Text());
            }
            for (const auto& stream : decided.Value()) {
                db::ImportedStream part{stream.stream, stream.expectedSeq, {}};
                for (const auto& event : stream.events) {
                    part.events.push_back({.event = event, .actor = Advisor().id, .actorKind = "advisor"});
                }
                imported.push_back(std::move(part));
            }
            orders.push_back(form.workOrder);
        }
        (void)db::ImportEvents(owner, core::OperationId::New(), imported);
    }
    return orders;
}

} // namespace bayline::bench
