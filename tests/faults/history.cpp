// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/history.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <thread>

namespace bayline::faults {

using namespace std::chrono_literals;

namespace {

constexpr int kDesks = 2;
constexpr auto kPatience = 60s; ///< after the last fault, for finishing and for draining each
constexpr auto kTick = 2ms;

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
    History(Scene& scene, std::uint64_t seed, int orders) : m_scene(scene), m_seed(seed), m_orders(orders)
    {
        for (int i = 0; i < kDesks; ++i) {
            auto& desk = m_desks[static_cast<std::size_t>(i)];
            desk.device = "desk" + std::to_string(i + 1);
            desk.firstOrder = orders * i / kDesks;
            desk.next.assign(static_cast<std::size_t>(orders * (i + 1) / kDesks - desk.firstOrder), 0);
            desk.life = std::make_unique<Mortal>([this, &desk] { StartDesk(desk); }, [&desk] { desk.child->Kill(); },
                                                 [this, &desk] { return DeskHasEnded(desk); });
        }
    }

    HistoryResult Play()
    {
        m_result.faults = PlanFaults(m_seed, m_orders);
        Customers customers(m_seed, m_orders, m_scene.PortalPort(), m_scene.PortalDatabase());
        for (auto& desk : m_desks) {
            desk.life->Start();
        }
        RunUntilDone(customers);
        const auto deadline = Clock::now() + kPatience;
        while (!HasDrained(m_scene) && Clock::now() < deadline) {
            Tend();
            std::this_thread::sleep_for(50ms);
        }
        if (!HasDrained(m_scene)) {
            m_result.violations.push_back({"drained", "events or answers still wait after a minute of peace"});
        }
        customers.Stop();
        for (auto& desk : m_desks) {
            desk.life->Kill(0ms);
        }
        m_scene.Close();
        auto found = Check(m_scene, m_seed, m_orders, m_acknowledged, customers);
        m_result.violations.insert(m_result.violations.end(), found.begin(), found.end());
        m_result.deeds = m_acknowledged.size();
        m_result.decisions = customers.Confirmed().size();
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
        desk.child = std::make_unique<bench::Child>(
            command, std::vector<std::string>{"BAYLINE_DATABASE=" + m_scene.Device(desk.device).conninfo},
            m_scene.Log().string());
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
        std::size_t struck = 0;
        std::optional<Clock::time_point> strikeAt;
        auto deadline = Clock::now() + kPatience;
        while (Clock::now() < deadline) {
            Tend();
            const bool desksDone = std::all_of(m_desks.begin(), m_desks.end(), [](const Desk& d) { return d.done; });
            if (struck < m_result.faults.size()) {
                const auto& fault = m_result.faults[struck];
                if (!strikeAt && (m_acknowledged.size() >= fault.afterDeeds || desksDone)) {
                    strikeAt = Clock::now() + fault.delay;
                }
                if (strikeAt && Clock::now() >= *strikeAt) {
                    Strike(fault, customers);
                    strikeAt.reset();
                    ++struck;
                    deadline = Clock::now() + kPatience;
                }
            } else if (desksDone && customers.Content()) {
                return;
            }
            std::this_thread::sleep_for(kTick);
        }
        m_result.violations.push_back({"finished", "work is left after a minute of peace: " + Left()});
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

    void Strike(const Fault& fault, Customers& customers)
    {
        switch (fault.kind) {
        case FaultKind::KillDesk1:
        case FaultKind::KillDesk2: {
            auto& desk = m_desks[fault.kind == FaultKind::KillDesk1 ? 0 : 1];
            if (!desk.done) {
                desk.life->Kill(fault.away);
                Listen(desk);
            }
            break;
        }
        case FaultKind::KillRelay:
            m_scene.Relay().Kill(fault.away);
            break;
        case FaultKind::KillPortal:
            m_scene.Portal().Kill(fault.away);
            break;
        case FaultKind::KillShopDatabase:
            m_scene.ShopServer().Kill(fault.away);
            break;
        case FaultKind::KillPortalDatabase:
            m_scene.PortalServer().Kill(fault.away);
            break;
        case FaultKind::LoseAnswer:
            customers.LoseNextAnswer();
            break;
        }
    }

    Scene& m_scene;
    std::uint64_t m_seed;
    int m_orders;
    std::array<Desk, kDesks> m_desks;
    std::vector<Acknowledged> m_acknowledged;
    HistoryResult m_result;
};

} // namespace

const char* NameOf(FaultKind kind)
{
    switch (kind) {
    case FaultKind::KillDesk1:
        return "kill -9 of desk 1";
    case FaultKind::KillDesk2:
        return "kill -9 of desk 2";
    case FaultKind::KillRelay:
        return "kill -9 of the relay";
    case FaultKind::KillPortal:
        return "kill -9 of the portal";
    case FaultKind::KillShopDatabase:
        return "kill -9 of the shop's PostgreSQL";
    case FaultKind::KillPortalDatabase:
        return "kill -9 of the portal's PostgreSQL";
    case FaultKind::LoseAnswer:
        return "answer lost on the way to the phone";
    }
    return "";
}

std::vector<Fault> PlanFaults(std::uint64_t seed, int orders)
{
    constexpr std::uint64_t kFewest = 4;
    constexpr std::uint64_t kMore = 7;
    constexpr std::uint64_t kDeedsOfAnOrder = 15;
    const Dice dice(seed, "faults");
    std::vector<Fault> faults;
    const auto count = kFewest + dice.Number("count", kMore);
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto name = std::to_string(i);
        const auto milliseconds = [&](const char* what, std::uint64_t below) {
            return std::chrono::milliseconds(dice.Number(what + name, below));
        };
        faults.push_back({static_cast<FaultKind>(dice.Number("kind" + name, kFaultKinds)),
                          dice.Number("after" + name, static_cast<std::uint64_t>(orders) * kDeedsOfAnOrder),
                          milliseconds("delay", 40), milliseconds("away", 400)});
    }
    std::sort(faults.begin(), faults.end(), [](const Fault& a, const Fault& b) { return a.afterDeeds < b.afterDeeds; });
    return faults;
}

HistoryResult PlayHistory(Scene& scene, std::uint64_t seed, int orders)
{
    return History(scene, seed, orders).Play();
}

} // namespace bayline::faults
