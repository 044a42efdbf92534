// SPDX-License-Identifier: GPL-3.0-or-later
// Our side of the row `records`: a shop with 20 000 customers and 200 open orders, used the way a desk uses it. The
// driver starts it and speaks to it in lines; each answer is a JSON array of milliseconds, one a time.
//
//   create COUNT   check-ins, each with a new customer, car and work order
//   update COUNT   orders loaded, moved to another stage and saved
//   list COUNT     the board
//   search COUNT   the cars of two Chinese characters of a name
#include "core/failure.h"
#include "core/work_order_rules.h"
#include "db/board.h"
#include "db/check_in.h"
#include "db/search.h"
#include "db/work_order_store.h"
#include "tests/bench/bench_shop.h"
#include "tests/bench/samples.h"
#include "tests/bench/search_history.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <functional>
#include <iostream>
#include <map>
#include <sstream>
#include <stdexcept>

namespace {

using namespace bayline;
using namespace bayline::bench;
namespace json = boost::json;

constexpr std::size_t kClosedOrders = 100'000; ///< of a fifth as many customers
constexpr int kOpenOrders = 200;
constexpr std::size_t kNames = 500;

class Desk
{
public:
    explicit Desk(const std::filesystem::path& directory)
        : m_shop(directory, true), m_owner(Patient(m_shop.OwnerConninfo())), m_desk(m_shop.Device("desk"))
    {
        LoadSearchHistory(m_owner, kClosedOrders);
        m_orders = m_shop.OpenOrders(m_owner, 1, kOpenOrders);
        m_session = BenchShop::SignIn(m_desk, m_shop.Advisor());
        json::array names;
        for (const auto& row : m_owner.Rows("select name from bayline.customer where name !~ '^Customer' limit " +
                                            std::to_string(kNames))) {
            names.push_back(row.at("name"));
            m_typed.push_back(LastTwo(std::string(row.at("name").as_string())));
        }
        const auto people = m_owner.Text("select count(*)::text from bayline.customer");
        std::cout << json::serialize(json::object{{"owner", m_shop.OwnerConninfo()},
                                                  {"customers", std::stoi(people.value_or("0"))},
                                                  {"names", std::move(names)}})
                  << std::endl;
    }

    /// Milliseconds of one check-in, one change, one board or one search.
    double Create()
    {
        auto form = m_shop.Form(kOpenOrders + ++m_created);
        return TimeOf([&] {
            const auto saved =
                db::SaveCheckIn(m_desk, m_session, core::OperationId::New(), std::move(form), m_shop.Settings());
            Expect(bool(saved.outcome), "a check-in was not accepted");
        });
    }
    double Update()
    {
        const auto id = m_orders[m_updated++ % m_orders.size()];
        return TimeOf([&] {
            const auto saved =
                db::Execute(m_desk, m_session, id, core::OperationId::New(), [](const auto& order, const auto& actor) {
                    const bool out = order.stage == core::Stage::Received;
                    return core::Decide(order,
                                        core::MoveStage{.from = order.stage,
                                                        .to = out ? core::Stage::Inspecting : core::Stage::Received,
                                                        .reason = "The customer asked for another look."},
                                        actor);
                });
            Expect(bool(saved), "a stage change was not accepted");
        });
    }
    double List()
    {
        return TimeOf([&] { Expect(db::LoadBoard(m_desk).size() >= kOpenOrders, "the board lacks cards"); });
    }
    double Search()
    {
        const auto& typed = m_typed[m_searched++ % m_typed.size()];
        return TimeOf([&] { Expect(!db::Search(m_desk, typed).empty(), "nobody was found"); });
    }

private:
    static db::ConnectionSettings Patient(std::string conninfo)
    {
        db::ConnectionSettings settings{.conninfo = std::move(conninfo)};
        settings.statementTimeout = std::chrono::minutes(10);
        return settings;
    }
    /// The last two of a name's three-byte characters.
    static std::string LastTwo(const std::string& name) { return name.substr(name.size() - 6); }
    static void Expect(bool holds, const char* otherwise)
    {
        if (!holds) {
            throw std::runtime_error(otherwise);
        }
    }

    BenchShop m_shop;
    db::Connection m_owner;
    db::Connection m_desk;
    db::Session m_session;
    std::vector<core::WorkOrderId> m_orders;
    std::vector<std::string> m_typed;
    int m_created = 0;
    std::size_t m_updated = 0;
    std::size_t m_searched = 0;
};

void Serve()
{
    const ScratchDirectory scratch;
    Desk desk(scratch.Path() / "shop");
    const std::map<std::string, std::function<double()>> commands{{"create", [&] { return desk.Create(); }},
                                                                  {"update", [&] { return desk.Update(); }},
                                                                  {"list", [&] { return desk.List(); }},
                                                                  {"search", [&] { return desk.Search(); }}};
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream words(line);
        std::string command;
        int count = 0;
        words >> command >> count;
        json::array times;
        while (count-- > 0) {
            times.push_back(commands.at(command)());
        }
        std::cout << json::serialize(times) << std::endl;
    }
}

} // namespace

int main()
{
    try {
        Serve();
        return 0;
    } catch (const core::Failure& failure) {
        std::cerr << "bayline-bench-records: " << failure.what() << " [" << failure.Code() << "]\n";
    } catch (const std::exception& error) {
        std::cerr << "bayline-bench-records: " << error.what() << '\n';
    }
    return 1;
}
