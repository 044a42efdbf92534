// SPDX-License-Identifier: GPL-3.0-or-later
// A small shop in a private database for UI tests, and another PC in it. Says on standard output how to reach it, then
// does what it is told, a JSON object a line, until standard input ends.
#include "core/quote.h"
#include "db/checklists.h"
#include "db/devices.h"
#include "db/outlets.h"
#include "db/settings.h"
#include "db/staff.h"
#include "db/work_order_store.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/shop_day.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <iostream>
#include <string>

namespace {

using namespace bayline;
namespace json = boost::json;

std::string Text(const json::object& command, const char* key)
{
    const auto* value = command.if_contains(key);
    return value ? std::string(value->as_string()) : std::string();
}

class TestShop
{
public:
    TestShop()
        : m_cluster(test::TestCluster::Instance()), m_name(m_cluster.CreateDatabase()),
          m_desk(m_cluster.Device(m_name, "desk2"))
    {
    }

    [[nodiscard]] json::object Addresses() const
    {
        return {{"desk", m_cluster.Device(m_name, "desk").conninfo},
                {"desk2", m_cluster.Device(m_name, "desk2").conninfo},
                {"bay", m_cluster.Device(m_name, "bay").conninfo},
                {"relay", m_cluster.Device(m_name, "relay").conninfo},
                {"owner", m_cluster.Owner(m_name).conninfo}};
    }

    json::object Do(const json::object& command)
    {
        if (command.contains("check_in"))
            return CheckIn(command);
        if (command.contains("move"))
            return Move(command);
        if (command.contains("approve"))
            return Approve(command);
        if (command.contains("inspect"))
            return Inspect(command);
        if (command.contains("two_visits"))
            return TwoVisits(command);
        if (command.contains("put_off"))
            return PutOff(command);
        if (command.contains("on_the_floor"))
            return OnTheFloor(command);
        if (command.contains("country"))
            return MoveTo(command);
        if (command.contains("make_ready"))
            return MakeReady(command);
        if (command.contains("outlet"))
            return MoveToOutlet(command);
        if (command.contains("stop"))
            m_cluster.Cluster().Stop();
        else if (command.contains("start"))
            m_cluster.Cluster().Start();
        else
            return {{"problem", "this command is not known"}};
        return {{"done", true}};
    }

private:
    db::Session Advisor()
    {
        auto signedIn = db::SignIn(m_desk, test::Advisor().member.number, test::Advisor().pin);
        if (!signedIn)
            throw std::runtime_error(signedIn.FirstRefusal().Text());
        return signedIn.Value();
    }

    json::object CheckIn(const json::object& command)
    {
        auto form = test::CheckInForm(Text(command, "name"), Text(command, "check_in"));
        if (const auto* hours = command.if_contains("promised_in_minutes"))
            form.promisedAt = core::Now() + std::chrono::minutes(hours->to_number<int>());
        const auto id = test::CheckIn(m_desk, Advisor(), form);
        return {{"id", id.Text()}, {"number", db::LoadWorkOrder(m_desk, id).number}, {"vin", form.vehicle.vin}};
    }

    json::object Move(const json::object& command)
    {
        const auto id = core::WorkOrderId::From(Text(command, "move"));
        const auto order = db::LoadWorkOrder(m_desk, id);
        const auto to = core::StageFromWord(Text(command, "to")).value();
        test::Do(m_desk, Advisor(), id,
                 core::MoveStage{.from = order.stage, .to = to, .reason = Text(command, "reason")});
        return {{"done", true}};
    }

    /// A shop with bays and a licensed technician; the order approved and given to that technician.
    json::object OnTheFloor(const json::object& command)
    {
        auto manager = db::SignIn(m_desk, test::ManagerOnDuty().member.number, test::ManagerOnDuty().pin);
        const auto& technician = test::Technician().member;
        auto licensed = technician;
        licensed.hvLicenceUntil = "2099-12-31";
        const auto before = db::LoadShop(m_desk);
        auto shop = before;
        shop.bays = {"Bay 1", "Bay 2"};
        // Whenever the test runs, the shop is open.
        shop.opensAt = "00:00";
        shop.closesAt = "23:59";
        const auto done = [](const core::Outcome<db::Appended>& outcome) {
            if (!outcome)
                throw std::runtime_error(outcome.FirstRefusal().Text());
        };
        done(db::ChangeStaff(m_desk, manager.Value(), core::OperationId::New(), technician, licensed));
        done(db::ChangeShop(m_desk, manager.Value(), core::OperationId::New(), before, shop));
        const auto id = core::WorkOrderId::From(Text(command, "on_the_floor"));
        auto line = test::LabourLine("更换前制动片", 18000, 1500);
        line.hv = command.contains("hv");
        test::QuoteAndApprove(m_desk, Advisor(), id, {line});
        test::Do(m_desk, Advisor(), id, core::AssignTechnician{{}, core::StaffRef{technician.id, technician.name}});
        return {{"line", line.id.Text()}};
    }

    /// This other PC stands in the outlet of that code from now on.
    json::object MoveToOutlet(const json::object& command)
    {
        db::Connection owner(m_cluster.Owner(m_name));
        const auto outlets = db::LoadOutlets(owner);
        const auto found = std::ranges::find(outlets, Text(command, "outlet"), &core::Outlet::code);
        db::MoveDevice(owner, "desk2", found->no);
        return {{"done", true}};
    }

    /// The shop stands in another country, with its currency.
    json::object MoveTo(const json::object& command)
    {
        auto manager = db::SignIn(m_desk, test::ManagerOnDuty().member.number, test::ManagerOnDuty().pin);
        const auto before = db::LoadShop(m_desk);
        auto shop = before;
        shop.country = Text(command, "country");
        shop.currency = Text(command, "currency");
        const auto moved = db::ChangeShop(m_desk, manager.Value(), core::OperationId::New(), before, shop);
        if (!moved)
            throw std::runtime_error(moved.FirstRefusal().Text());
        return {{"done", true}};
    }

    /// Two lines for the customer (240.00 and 468.00) and one for the maker (120.00), approved, done and checked.
    json::object MakeReady(const json::object& command)
    {
        const auto id = core::WorkOrderId::From(Text(command, "make_ready"));
        auto recall = test::LabourLine("Recall: charging port", 12000);
        recall.payType = core::PayType::Warranty;
        test::QuoteAndApprove(
            m_desk, Advisor(), id,
            {test::LabourLine("更换前刹车片", 24000), test::PartLine("Front brake pads 前刹车片", 46800), recall});
        const auto as = [&](const test::TestPerson& person) {
            return db::SignIn(m_desk, person.member.number, person.pin).Value();
        };
        test::RepairAll(m_desk, as(test::Technician()), as(test::Colleague()), id);
        return {{"done", true}};
    }

    json::object Approve(const json::object& command)
    {
        test::QuoteAndApprove(m_desk, Advisor(), core::WorkOrderId::From(Text(command, "approve")),
                              {test::LabourLine("更换前制动片", 18000, 1500)});
        return {{"done", true}};
    }

    /// Red pads at the left front and red lights.
    json::object Inspect(const json::object& command)
    {
        const auto id = core::WorkOrderId::From(Text(command, "inspect"));
        core::Checklist checklist;
        checklist.id = core::ChecklistId::New();
        checklist.name = "BEV";
        for (const auto& [name, position] : {std::pair("Brake pads", "LF"), std::pair("Headlights", "")}) {
            core::ChecklistItem item;
            item.id = core::ItemId::New();
            item.group = "Car";
            item.name = name;
            item.position = position;
            checklist.items.push_back(item);
        }
        test::Do(m_desk, Advisor(), id, core::StartInspection{core::InspectionId::New(), checklist});
        for (const auto& item : checklist.items) {
            core::RecordItem red;
            red.item = item.id;
            red.result = core::Result::Red;
            test::Do(m_desk, Advisor(), id, red);
        }
        return {{"done", true}};
    }

    /// A car with a published checklist that was here 20 000 km ago, with pads of 8 mm then; gives today's order.
    json::object TwoVisits(const json::object& command)
    {
        auto manager = db::SignIn(m_desk, test::ManagerOnDuty().member.number, test::ManagerOnDuty().pin);
        core::Checklist checklist;
        checklist.id = core::ChecklistId::New();
        checklist.version = 0;
        checklist.name = "Electric cars";
        checklist.powertrains = {core::Powertrain::Bev};
        checklist.items.resize(2);
        for (auto& item : checklist.items) {
            item.id = core::ItemId::New();
            item.group = "Brakes";
        }
        checklist.items[0].name = "Brake pads";
        checklist.items[0].position = "LF";
        checklist.items[0].kind = core::ItemKind::Measured;
        checklist.items[0].unit = "mm";
        checklist.items[0].limits = core::Limits{.higherIsBetter = true, .greenMilli = 5000, .redMilli = 3000};
        checklist.items[1].name = "Parking brake";
        const auto published = db::PublishChecklist(m_desk, manager.Value(), core::OperationId::New(), {0, checklist});
        if (!published)
            throw std::runtime_error(published.FirstRefusal().Text());
        auto form = test::CheckInForm("王小明", Text(command, "two_visits"));
        const auto first = test::CheckIn(m_desk, Advisor(), form);
        test::Do(m_desk, Advisor(), first, core::StartInspection{core::InspectionId::New(), checklist});
        test::Do(m_desk, Advisor(), first, core::RecordItem{.item = checklist.items[0].id, .valueMilli = 8000});
        test::Do(m_desk, Advisor(), first,
                 core::RecordItem{.item = checklist.items[1].id, .result = core::Result::Green});
        const auto before = db::LoadWorkOrder(m_desk, first);
        test::Do(m_desk, Advisor(), first,
                 core::MoveStage{.from = before.stage, .to = core::Stage::Cancelled, .reason = "test"});
        form = test::CheckInForm("王小明", Text(command, "two_visits"));
        form.vehicle = form.vehicleBefore.emplace(before.vehicle);
        form.customer = form.customerBefore.emplace(before.customer);
        form.odometerTyped = std::to_string(before.odometerIn.km + 20'000);
        const auto id = test::CheckIn(m_desk, Advisor(), form);
        return {{"id", id.Text()},
                {"number", db::LoadWorkOrder(m_desk, id).number},
                {"pads", checklist.items[0].id.Text()},
                {"brake", checklist.items[1].id.Text()}};
    }

    /// Quotes new pads for the first finding; the customer declines.
    json::object PutOff(const json::object& command)
    {
        const auto id = core::WorkOrderId::From(Text(command, "put_off"));
        auto line = test::PartLine("Front brake pads", 46800);
        line.finding = db::LoadWorkOrder(m_desk, id).inspection->items.front().item.id;
        test::Do(m_desk, Advisor(), id, core::AddLine{line});
        test::Do(m_desk, Advisor(), id,
                 core::SendQuote{core::QuoteId::New(), core::Now() + std::chrono::hours(48), {}});
        const auto hash = core::LineHash(line, db::LoadWorkOrder(m_desk, id).pricesIncludeTax);
        test::Do(m_desk, Advisor(), id,
                 core::RecordDecision{.id = core::DecisionId::New(),
                                      .channel = core::Channel::Counter,
                                      .byName = "Wang",
                                      .phone = {},
                                      .lines = {{line.id, hash, core::Decision::Declined}}});
        return {{"done", true}};
    }

    test::TestCluster& m_cluster;
    std::string m_name;
    db::Connection m_desk;
};

} // namespace

int main()
{
    try {
        TestShop shop;
        std::cout << json::serialize(shop.Addresses()) << std::endl;
        std::string line;
        while (std::getline(std::cin, line)) {
            json::object answer;
            try {
                answer = shop.Do(json::parse(line).as_object());
            } catch (const std::exception& error) {
                answer = {{"problem", error.what()}};
            }
            std::cout << json::serialize(answer) << std::endl;
        }
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "bayline-test-shop: " << error.what() << '\n';
        return 1;
    }
}
