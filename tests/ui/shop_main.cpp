// SPDX-License-Identifier: GPL-3.0-or-later
// A small shop in a private database for UI tests, and another PC in it. Says on standard output how to reach it, then
// does what it is told, a JSON object a line, until standard input ends.
#include "core/quote.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/shop_day.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

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

    json::object Approve(const json::object& command)
    {
        test::QuoteAndApprove(m_desk, Advisor(), core::WorkOrderId::From(Text(command, "approve")),
                              {test::LabourLine("更换前制动片", 18000, 1500)});
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
