// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/history.h"

#include "core/failure.h"
#include "db/delivery.h"
#include "tests/faults/checker.h"
#include "tests/faults/striker.h"

#include <algorithm>
#include <array>
#include <set>
#include <sstream>
#include <thread>

namespace bayline::faults {

using namespace std::chrono_literals;

namespace {

constexpr int kDesks = 2;
constexpr auto kTick = 2ms;
constexpr std::size_t kDuplicatesOfACrash = 64;
/// The promise for a backlog of this size, on a machine with other work to do.
constexpr auto kLongestDrain = 30s;

/// A desktop program and the orders on its desk.
struct Desk
{
    std::string device;
    int firstOrder = 0;
    std::vector<int> next{}; ///< step of each order to go on with, as the person at the desk remembers it
    std::unique_ptr<bench::Child> child{};
    std::unique_ptr<Mortal> life{};
    bool done = false;
};

class History
{
public:
    History(Scene& scene, const HistoryOptions& options)
        : m_scene(scene), m_options(options), m_seed(options.seed), m_orders(options.orders)
    {
        for (int i = 0; i < kDesks; ++i) {
            auto& desk = m_desks[static_cast<std::size_t>(i)];
            desk.device = "desk" + std::to_string(i + 1);
            desk.firstOrder = m_orders * i / kDesks;
            desk.next.assign(static_cast<std::size_t>(m_orders * (i + 1) / kDesks - desk.firstOrder), 0);
            desk.life = std::make_unique<Mortal>([this, &desk] { StartDesk(desk); }, [&desk] { desk.child->Kill(); },
                                                 [this, &desk] { return DeskHasEnded(desk); });
        }
    }

    HistoryResult Play()
    {
        m_scene.Open(m_options.setting);
        {
            Customers customers(m_seed, m_orders, m_scene.PortalPort(), m_scene.PortalDatabase());
            for (auto& desk : m_desks) {
                desk.life->Start();
            }
            RunUntilDone(customers);
            Drain();
            customers.Stop();
            for (auto& desk : m_desks) {
                desk.life->Kill(0ms);
            }
            m_scene.Close();
            auto found = Check(m_scene, m_seed, m_orders, m_acknowledged, customers);
            m_result.violations.insert(m_result.violations.end(), found.begin(), found.end());
            m_result.decisions = customers.Confirmed().size();
        }
        CheckWire();
        AskAdmin();
        m_result.deeds = m_acknowledged.size();
        return std::move(m_result);
    }

private:
    void StartDesk(Desk& desk)
    {
        std::vector<std::string> command{"/proc/self/exe", "desk", std::to_string(m_seed),
                                         std::to_string(desk.firstOrder)};
        for (const int step : desk.next) {
            command.push_back(std::to_string(step));
        }
        auto environment = m_scene.Environment(Watch::Desk);
        environment.push_back("BAYLINE_DATABASE=" + m_scene.DeviceOverLine(desk.device, Place::DeskDatabase).conninfo);
        desk.child = std::make_unique<bench::Child>(command, environment, m_scene.Log().string());
    }

    /// A desk that is done has ended for good; one that gave up is a violation.
    bool DeskHasEnded(Desk& desk)
    {
        if (desk.done || !desk.child->HasEnded()) {
            return false;
        }
        Listen(desk);
        desk.done = true;
        if (desk.child->ExitCode() != 0) {
            m_result.violations.push_back(
                {"desk.works", desk.device + " gave up with code " + std::to_string(desk.child->ExitCode())});
        }
        return false;
    }

    void Listen(Desk& desk)
    {
        for (const auto& line : desk.child->NewLines()) {
            std::istringstream words(line);
            std::string what;
            Acknowledged deed;
            words >> what >> deed.order >> deed.step;
            if (what == "ack") {
                words >> deed.operation >> deed.stream >> deed.head;
                m_acknowledged.push_back(deed);
            } else if (what == "refused") {
                m_result.violations.push_back({"desk.refused", line});
            }
            if (what == "ack" || what == "passed") {
                desk.next[static_cast<std::size_t>(deed.order - desk.firstOrder)] = deed.step + 1;
            }
        }
    }

    void Tend()
    {
        m_scene.Tend();
        for (auto& desk : m_desks) {
            Listen(desk);
            desk.life->Tend();
        }
    }

    void RunUntilDone(Customers& customers)
    {
        Striker striker(m_scene, {[this](int desk, std::chrono::milliseconds away) { KillDesk(desk, away); },
                                  [&customers] { customers.LoseNextAnswer(); }});
        const auto& faults = m_options.plan.faults;
        std::size_t struck = 0;
        std::optional<Clock::time_point> strikeAt;
        auto deadline = Clock::now() + m_options.patience;
        while (Clock::now() < deadline) {
            Tend();
            striker.Tend();
            const bool desksDone = std::all_of(m_desks.begin(), m_desks.end(), [](const Desk& d) { return d.done; });
            if (struck < faults.size()) {
                const auto& fault = faults[struck];
                if (!strikeAt && (m_acknowledged.size() >= fault.afterDeeds || desksDone)) {
                    strikeAt = Clock::now() + fault.delay;
                }
                if (strikeAt && Clock::now() >= *strikeAt) {
                    striker.Strike(fault);
                    strikeAt.reset();
                    ++struck;
                }
            } else if (desksDone && customers.Content() && striker.Healed()) {
                return;
            }
            if (struck < faults.size() || !striker.Healed()) {
                deadline = std::max(deadline, Clock::now() + m_options.patience);
            } else {
                SendParkedAgain();
            }
            std::this_thread::sleep_for(kTick);
        }
        m_result.violations.push_back({"finished", "work is left after all the patience:" + Left()});
    }

    [[nodiscard]] std::string Left() const
    {
        std::string left;
        for (const auto& desk : m_desks) {
            for (std::size_t i = 0; i < desk.next.size(); ++i) {
                const auto step = static_cast<std::size_t>(desk.next[i]);
                left += " " + std::string(step < kSteps.size() ? kSteps[step] : "done");
            }
        }
        return left;
    }

    void KillDesk(int which, std::chrono::milliseconds away)
    {
        auto& desk = m_desks.at(static_cast<std::size_t>(which));
        if (!desk.done) {
            desk.life->Kill(away);
            Listen(desk);
        }
    }

    void Drain()
    {
        const auto begin = Clock::now();
        const auto deadline = begin + m_options.patience;
        while (!HasDrained(m_scene) && Clock::now() < deadline) {
            Tend();
            SendParkedAgain();
            std::this_thread::sleep_for(20ms);
        }
        if (!HasDrained(m_scene)) {
            m_result.violations.push_back({"drained", "events or answers still wait after all the patience"});
        }
        m_result.drained = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
        if (m_result.drained > kLongestDrain) {
            m_result.violations.push_back(
                {"drained.soon", std::to_string(m_result.drained.count()) + " ms after everything had healed"});
        }
    }

    /// What a person does after a server that refused everything has been mended. Without such a fault nothing may
    /// have been parked.
    void SendParkedAgain()
    {
        const auto refuses = [](const Fault& fault) {
            const auto& row = FaultRows()[static_cast<std::size_t>(fault.row)];
            return row.act == Act::Http && static_cast<HttpFault>(row.what) == HttpFault::TooLarge413;
        };
        if (std::ranges::none_of(m_options.plan.faults, refuses)) {
            return;
        }
        try {
            const auto parked = db::Connection(m_scene.ShopOwner())
                                    .Rows("select s.kind || '/' || s.entity as stream from bayline.delivery d"
                                          " join bayline.stream s on s.id = d.stream_id where d.parked");
            if (parked.empty()) {
                return;
            }
            db::Connection desk(m_scene.Device("desk"));
            const auto person = bench::BenchShop::SignIn(desk, {.number = "101"});
            for (const auto& row : parked) {
                db::RetryDelivery(desk, person, std::string(row.as_object().at("stream").as_string()));
            }
        } catch (const core::Failure&) {
            // The next look will do.
        }
    }

    /// The program that a shop would ask.
    void AskAdmin()
    {
        bench::Child admin({m_scene.Program("bayline-admin").string(), "verify"},
                           {"BAYLINE_DATABASE=" + m_scene.ShopOwner().conninfo}, m_scene.Log().string());
        if (const int code = admin.Wait(); code != EXIT_SUCCESS) {
            m_result.violations.push_back({"admin.verify", "bayline-admin ended with " + std::to_string(code)});
        }
    }

    /// One request is what a crash repeats; where nothing else can repeat an event, no more are seen again.
    void CheckWire()
    {
        const auto crashes = [](const Fault& fault) {
            return FaultRows()[static_cast<std::size_t>(fault.row)].act == Act::KillRelay;
        };
        const auto& plan = m_options.plan;
        if (plan.Has(Act::MoreRelays) || !std::ranges::all_of(plan.faults, crashes)) {
            return;
        }
        std::set<std::string> seen;
        std::size_t again = 0;
        for (const auto& batch : m_scene.App().Batches()) {
            for (const auto& id : batch.events) {
                again += seen.insert(id).second ? 0 : 1;
            }
        }
        if (again > kDuplicatesOfACrash * plan.faults.size()) {
            m_result.violations.push_back({"wire.duplicates", std::to_string(again) + " after " +
                                                                  std::to_string(plan.faults.size()) + " crashes"});
        }
    }

    Scene& m_scene;
    const HistoryOptions& m_options;
    std::uint64_t m_seed;
    int m_orders;
    std::array<Desk, kDesks> m_desks;
    std::vector<Acknowledged> m_acknowledged;
    HistoryResult m_result;
};

} // namespace

HistoryResult PlayHistory(Scene& scene, const HistoryOptions& options)
{
    return History(scene, options).Play();
}

} // namespace bayline::faults
