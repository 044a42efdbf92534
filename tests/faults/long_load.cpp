// SPDX-License-Identifier: GPL-3.0-or-later
// Much at once, and for long.
#include "core/failure.h"
#include "db/board.h"
#include "db/conninfo.h"
#include "db/listener.h"
#include "db/search.h"
#include "db/verify.h"
#include "tests/faults/crowd.h"
#include "tests/faults/desks.h"
#include "tests/faults/worker_desktop.h"

#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <random>

namespace bayline::faults {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

/// A further PC: a device has few connections.
std::string NewDevice(const ServerPair& pair, const std::string& name)
{
    db::Connection owner(pair.Owner());
    const auto password = db::AddDevice(owner, name, db::DeviceClass::Desk);
    return db::ReplaceInConninfo(pair.LeaderConninfo("desk1"), {{"user", "dev_" + name}, {"password", password}});
}

/// Milliseconds for a save, the middle one of nine.
double SaveTakes(db::Connection& desk, const db::Session& session, core::WorkOrderId order)
{
    std::array<double, 9> times{};
    for (auto& time : times) {
        const auto begun = Clock::now();
        (void)db::Execute(desk, session, order, core::OperationId::New(),
                          [](const core::WorkOrder& fresh, const core::Actor& actor) {
                              return core::Decide(fresh, core::AddNote{"how long"}, actor);
                          });
        time = 1000 * Seconds(Clock::now() - begun);
    }
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

void CheckSound(const ServerPair& pair, Report& report)
{
    db::Connection owner(pair.Owner());
    for (const auto& violation : db::Verify(owner)) {
        report.Violation(violation.invariant + ": " + violation.detail);
    }
}

void CheckBurst(const ServerPair& pair, const BusyDesks& desks, Report& report)
{
    for (const auto& problem : desks.Problems()) {
        report.Violation(problem);
    }
    db::Connection owner(pair.Owner());
    const auto there = owner.Text("select count(*)::text from bayline.event where type = 'work_order.note_added'"
                                  " and data ->> 'text' = any (:done::text[])",
                                  {{"done", [&] {
                                        std::string list;
                                        for (const auto& one : desks.Acknowledged()) {
                                            list += (list.empty() ? "{" : ",") + one;
                                        }
                                        return list.empty() ? std::string("{}") : list + "}";
                                    }()}});
    if (there != std::to_string(desks.Count())) {
        report.Violation("of " + std::to_string(desks.Count()) + " answered operations there are " +
                         there.value_or("0"));
    }
    CheckSound(pair, report);
}

struct Footprint
{
    long residentKb = 0;
    std::size_t files = 0;
    double serverKb = 0; ///< tables that are written over and over, with their indexes

    static Footprint Now(db::Connection& owner)
    {
        ::malloc_trim(0);
        Footprint seen;
        long pages = 0;
        std::ifstream("/proc/self/statm") >> pages >> pages;
        seen.residentKb = pages * (::sysconf(_SC_PAGESIZE) / 1024);
        std::error_code gone;
        for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", gone)) {
            seen.files += entry.exists(gone) || entry.is_symlink(gone) ? 1 : 0;
        }
        seen.serverKb =
            std::stod(owner
                          .Text("select coalesce(sum(pg_total_relation_size(c.oid)) / 1024, 0)::text"
                                " from pg_class c where c.relnamespace = 'bayline'::regnamespace"
                                " and c.relname in ('stream', 'presence', 'session', 'delivery', 'work_order')"
                                " and c.relkind = 'r'")
                          .value_or("0"));
        return seen;
    }
};

/// One desktop with its two connections that does what a person does, as fast as it can.
class TirelessDesktop
{
public:
    TirelessDesktop(std::string conninfo, core::WorkOrderId order, std::uint64_t seed)
        : m_settings{.conninfo = std::move(conninfo)}, m_order(order), m_random(seed),
          m_thread([this](const std::stop_token& stop) { Work(stop); })
    {
    }

    [[nodiscard]] long Actions() const { return m_actions; }
    [[nodiscard]] int Failures() const { return m_failures; }

private:
    void Work(const std::stop_token& stop)
    {
        const db::Listener listener(m_settings,
                                    {.onChange = [](const db::ChangeHint&) {}, .onConnection = [](bool) {}});
        db::Connection connection(m_settings);
        const auto session = db::SignIn(connection, "101", "101101").Value();
        while (!stop.stop_requested()) {
            try {
                Act(connection, session);
                ++m_actions;
            } catch (const core::Failure&) {
                ++m_failures;
            }
        }
    }

    void Act(db::Connection& connection, const db::Session& session)
    {
        switch (m_random() % 5) {
        case 0:
            (void)db::LoadBoard(connection);
            break;
        case 1:
            (void)db::Search(connection, "沪AD1" + std::to_string(m_random() % 100));
            break;
        case 2:
            (void)db::LoadWorkOrder(connection, m_order);
            break;
        default:
            Change(connection, session);
        }
    }

    /// The complaint, so that the order does not grow as it would with notes.
    void Change(db::Connection& connection, const db::Session& session)
    {
        const auto text = "刹车 " + std::to_string(m_random() % 1000);
        (void)db::Execute(connection, session, m_order, core::OperationId::New(),
                          [&](const core::WorkOrder& fresh, const core::Actor& actor) {
                              return core::Decide(fresh, core::ChangeComplaint{fresh.complaint, text}, actor);
                          });
    }

    db::ConnectionSettings m_settings;
    core::WorkOrderId m_order;
    std::mt19937_64 m_random;
    std::atomic<long> m_actions = 0;
    std::atomic<int> m_failures = 0;
    std::jthread m_thread; ///< last: it uses the rest
};

} // namespace

void PlayBurst(const ServerPair& pair, int seconds, std::uint64_t seed, Report& report)
{
    constexpr int kDesks = 60;
    constexpr int kDesksPerDevice = 3;
    std::vector<BusyDesks::Desk> desks;
    for (int n = 0; n < kDesks; ++n) {
        desks.push_back({.conninfo = n % kDesksPerDevice == 0 ? NewDevice(pair, "burst" + std::to_string(n))
                                                              : desks.back().conninfo});
    }
    db::Connection desk({.conninfo = pair.LeaderConninfo("desk4")});
    const auto session = db::SignIn(desk, "101", "101101").Value();
    const auto order = AnyOrder(pair);
    const double before = SaveTakes(desk, session, order);
    BusyDesks busy(std::move(desks), seed);
    const auto begun = Clock::now();
    std::this_thread::sleep_for(std::chrono::seconds(seconds));
    const auto saved = static_cast<double>(busy.Count());
    const double rate = saved / Seconds(Clock::now() - begun);
    busy.Stop();
    const auto ended = Clock::now();
    double after = SaveTakes(desk, session, order);
    while (after > std::max(50.0, 3 * before) && Clock::now() - ended < 30s) {
        after = SaveTakes(desk, session, order);
    }
    const auto recovery = Seconds(Clock::now() - ended);
    if (recovery > 5) {
        report.Violation("a save was slow for longer than five seconds after the burst");
    }
    CheckBurst(pair, busy, report);
    std::cout << "burst: " << rate << " saves a second for " << seconds << " s; a save took " << before
              << " ms before and " << after << " ms " << recovery << " s afterwards" << std::endl;
}

void PlaySoak(const ServerPair& pair, int minutes, std::uint64_t seed, Report& report)
{
    constexpr std::size_t kDesktops = 6;
    constexpr long kMostKb = 2'048;
    constexpr double kMostServerKb = 8'192; // vacuum comes when it comes
    db::Connection owner(pair.Owner());
    std::vector<std::unique_ptr<TirelessDesktop>> desktops;
    for (std::size_t n = 0; n < kDesktops; ++n) {
        desktops.push_back(
            std::make_unique<TirelessDesktop>(NewDevice(pair, "soak" + std::to_string(n)), AnyOrder(pair), seed + n));
    }
    const auto length = std::chrono::minutes(minutes);
    const auto begun = Clock::now();
    std::this_thread::sleep_for(length / 4);
    const auto warm = Footprint::Now(owner);
    std::this_thread::sleep_until(begun + length);
    const auto end = Footprint::Now(owner);
    long least = desktops.front()->Actions();
    int failures = 0;
    for (const auto& desktop : desktops) {
        least = std::min(least, desktop->Actions());
        failures += desktop->Failures();
    }
    const auto queue = std::stod(owner.Text("select pg_notification_queue_usage()::text").value_or("1"));
    desktops.clear();
    if (end.residentKb - warm.residentKb > kMostKb) {
        report.Violation("memory grew by " + std::to_string(end.residentKb - warm.residentKb) + " kB");
    }
    if (end.files > warm.files) {
        report.Violation("open files grew by " + std::to_string(end.files - warm.files));
    }
    if (queue > 0.01 || end.serverKb - warm.serverKb > kMostServerKb) {
        report.Violation("the server keeps more and more: notifications " + std::to_string(queue) + ", tables " +
                         std::to_string(end.serverKb - warm.serverKb) + " kB");
    }
    if (failures > 0) {
        report.Violation(std::to_string(failures) + " actions failed");
    }
    CheckSound(pair, report);
    std::cout << "soak: " << minutes << " min, each of " << kDesktops << " desktops at least " << least
              << " actions (an action a second would take " << static_cast<double>(least) / 3600 << " h); memory "
              << warm.residentKb << " -> " << end.residentKb << " kB, open files " << warm.files << " -> " << end.files
              << ", busy tables " << warm.serverKb << " -> " << end.serverKb << " kB" << std::endl;
}

} // namespace bayline::faults
