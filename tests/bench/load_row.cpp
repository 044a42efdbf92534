// SPDX-License-Identifier: GPL-3.0-or-later
// Sixty desktops that do something every second, each with a worker's and a listener's connection.
#include "core/failure.h"
#include "db/board.h"
#include "db/listener.h"
#include "db/search.h"
#include "db/verify.h"
#include "db/work_order_store.h"
#include "tests/bench/bench_shop.h"
#include "tests/bench/report.h"
#include "tests/bench/rows.h"

#include <atomic>
#include <cstdlib>
#include <latch>
#include <mutex>
#include <random>
#include <thread>
#include <utility>

namespace bayline::bench {

using namespace std::chrono_literals;

namespace {

constexpr int kDesktops = 60;
constexpr int kOrders = 200;

struct Tally
{
    std::mutex mutex;
    Samples firstSaves; ///< each desktop's first, for which the server has nothing prepared yet
    Samples saves;
    Samples reads;
    std::atomic<int> shown = 0; ///< failures a person would have seen
    std::atomic<int> heard = 0; ///< hints that reached a desktop
    std::atomic<long> done = 0; ///< saves that were answered as written
};

class Desktop
{
public:
    Desktop(const BenchShop& shop, int number, std::vector<core::WorkOrderId> orders, Tally& tally)
        : m_settings(shop.Device("d" + std::to_string(number % 30))), m_random(static_cast<unsigned>(number)),
          m_orders(std::move(orders)), m_tally(tally)
    {
    }

    /// Signs in, waits for the others and works for the time.
    void Work(std::latch& signedIn, std::chrono::seconds time)
    {
        db::Connection connection(m_settings);
        const auto session = SignIn(connection);
        const db::Listener listener(
            m_settings, {.onChange = [this](const db::ChangeHint&) { ++m_tally.heard; }, .onConnection = [](bool) {}});
        signedIn.arrive_and_wait();
        const auto until = std::chrono::steady_clock::now() + time;
        std::this_thread::sleep_for(std::chrono::milliseconds(m_random() % 1000));
        for (auto next = std::chrono::steady_clock::now(); next < until; next += 1s) {
            std::this_thread::sleep_until(next);
            try {
                Act(connection, session);
            } catch (const core::Failure&) {
                ++m_tally.shown;
            }
        }
    }

    void IsAt(const core::StaffMember& person) { m_person = person; }

private:
    /// Sixty PCs that start in one second may find the server busy; the program tries again, and so does this.
    [[nodiscard]] db::Session SignIn(db::Connection& connection) const
    {
        for (int tries = 0;; ++tries) {
            try {
                return BenchShop::SignIn(connection, m_person);
            } catch (const core::Failure& failure) {
                if (!failure.Retryable() || tries == 10) {
                    throw;
                }
            }
            std::this_thread::sleep_for(1s);
        }
    }

    template <class Work>
    void Measure(Samples Tally::*samples, Work work)
    {
        const auto time = TimeOf(work);
        const std::lock_guard lock(m_tally.mutex);
        (m_tally.*samples).Add(time);
    }

    template <class Intent>
    void Save(db::Connection& connection, const db::Session& session, core::WorkOrderId order, const Intent& intent)
    {
        Measure(std::exchange(m_saved, true) ? &Tally::saves : &Tally::firstSaves, [&] {
            const auto saved = db::Execute(connection, session, order, core::OperationId::New(),
                                           [&](const core::WorkOrder& fresh, const core::Actor& actor) {
                                               return core::Decide(fresh, intent, actor);
                                           });
            m_tally.done += saved && !saved.Value().heads.empty() ? 1 : 0;
        });
    }

    void Act(db::Connection& connection, const db::Session& session)
    {
        const auto order = m_orders[m_random() % m_orders.size()];
        switch (m_random() % 6) {
        case 0:
            Measure(&Tally::reads, [&] { (void)db::LoadBoard(connection); });
            break;
        case 1:
            Measure(&Tally::reads, [&] { (void)db::Search(connection, "沪AD0" + std::to_string(m_random() % 100)); });
            break;
        case 2:
            Measure(&Tally::reads, [&] { (void)db::LoadWorkOrder(connection, order); });
            break;
        case 3: {
            const auto fresh = db::LoadWorkOrder(connection, order);
            Save(connection, session, order,
                 core::ChangeComplaint{fresh.complaint, "刹车 " + std::to_string(m_random() % 1000)});
            break;
        }
        case 4: {
            const auto fresh = db::LoadWorkOrder(connection, order);
            const auto to = fresh.stage == core::Stage::Received ? core::Stage::Inspecting : core::Stage::Received;
            Save(connection, session, order, core::MoveStage{fresh.stage, to, "again"});
            break;
        }
        default:
            Save(connection, session, order, core::AddNote{"called " + std::to_string(m_random())});
        }
    }

    db::ConnectionSettings m_settings;
    core::StaffMember m_person;
    std::mt19937 m_random;
    std::vector<core::WorkOrderId> m_orders;
    Tally& m_tally;
    bool m_saved = false;
};

} // namespace

void MeasureLoad(const Setting& setting)
{
    const auto time = setting.time.value_or(setting.quick ? 15s : 120s);
    Say("load: " + std::to_string(kDesktops) + " desktops for " + std::to_string(time.count()) + " s");
    BenchShop shop(setting.scratch / "load", true);
    for (int n = 0; n < 30; ++n) {
        shop.AddDevice("d" + std::to_string(n), db::DeviceClass::Desk);
    }
    db::Connection owner({.conninfo = shop.OwnerConninfo()});
    const auto orders = shop.OpenOrders(owner, 0, kOrders);
    Tally tally;
    std::vector<std::unique_ptr<Desktop>> desktops;
    for (int n = 0; n < kDesktops; ++n) {
        desktops.push_back(std::make_unique<Desktop>(shop, n, orders, tally));
        desktops.back()->IsAt(shop.Advisor());
    }
    const auto written = [&owner] {
        return std::stol(owner.Text("select count(*)::text from bayline.operation").value());
    };
    const auto before = written();
    // Everybody signs in first: the PIN's hash is slow on purpose, and sixty of them at once are no working day.
    std::latch signedIn(kDesktops);
    std::vector<std::jthread> threads;
    for (auto& desktop : desktops) {
        threads.emplace_back([&, one = desktop.get()] { one->Work(signedIn, time); });
    }
    threads.clear();
    const auto deadlocks =
        owner.Text("select deadlocks::text from pg_stat_database where datname = current_database()").value_or("0");
    const std::string many = std::to_string(tally.saves.Count()) + " saves, " +
                             std::to_string(tally.heard / kDesktops) + " hints heard by each";
    Print({"load", "the same: each desktop's first save", P99InMilliseconds(tally.firstSaves), std::nullopt, {}});
    Print({"load",
           "60 desktops × 1 action/s: a save, " + many,
           P99InMilliseconds(tally.saves),
           std::nullopt,
           {Target::Kind::ValueAtMost, 50, "p99 ≤ 50 ms"}});
    // What the database says of itself, and whether each answered save is there exactly once.
    const auto violations = static_cast<long>(db::Verify(owner).size()) + std::abs(written() - before - tally.done);
    Print({"load",
           "the same: violations, " + std::to_string(tally.done) + " answered saves found again",
           {.value = static_cast<double>(violations), .text = std::to_string(violations), .name = {}},
           std::nullopt,
           {Target::Kind::ValueAtMost, 0, "none"}});
    Print({"load", "the same: a board, a search, an order opened", P99InMilliseconds(tally.reads), std::nullopt, {}});
    Print({"load",
           "the same: failures shown to a person, and deadlocks",
           {.value = static_cast<double>(tally.shown) + std::stod(deadlocks),
            .text = std::to_string(tally.shown) + ", " + deadlocks,
            .name = {}},
           std::nullopt,
           {Target::Kind::ValueAtMost, 0, "none"}});
}

} // namespace bayline::bench
