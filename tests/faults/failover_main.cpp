// SPDX-License-Identifier: GPL-3.0-or-later
// The database server of a shop killed under load, with and without a standby that takes over. Desks write all the time
// and remember what was answered; afterwards every answered operation must be there exactly once.
//
//   bayline-failover [--failovers N] [--restarts N] [--holes N] [--crowds N] [--burst SECONDS] [--soak MINUTES] [--seed
//   S]
//
// What was answered so far is counted after every tenth failover and every fiftieth restart. SIGINT or SIGTERM ends a
// long run early: what has begun is finished, everything is counted, and the last line says how much was played.
#include "core/failure.h"
#include "db/listener.h"
#include "db/verify.h"
#include "tests/bench/bench_shop.h"
#include "tests/faults/crowd.h"
#include "tests/faults/desks.h"
#include "tests/faults/holes.h"
#include "tests/faults/pair.h"

#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <future>
#include <iostream>
#include <random>
#include <set>

namespace {

using namespace bayline;
using namespace bayline::faults;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

std::vector<BusyDesks::Desk> EightDesks(const ServerPair& pair)
{
    std::vector<BusyDesks::Desk> desks;
    for (const auto* device : {"desk1", "desk2", "desk3", "desk4"}) {
        for (int n = 0; n < 2; ++n) {
            desks.push_back({.conninfo = pair.DeviceConninfo(device)});
        }
    }
    return desks;
}

void AwaitAnswers(const BusyDesks& desks, Report& report, const char* after)
{
    const auto since = Clock::now();
    while (!desks.AllAnsweredSince(since)) {
        if (Clock::now() - since > kHangs) {
            report.Violation(std::string("not everybody works again a minute after ") + after);
            return;
        }
        std::this_thread::sleep_for(5ms);
    }
    const auto took = Seconds(Clock::now() - since);
    report.slowest = std::max(report.slowest, took);
    report.slow += took > Seconds(kPatience) ? 1 : 0;
}

/// Every operation answered until now once, nothing twice.
void Count(const ServerPair& pair, const BusyDesks& desks, Report& report)
{
    db::Connection owner(pair.Owner());
    const auto acknowledged = desks.Acknowledged();
    std::multiset<std::string> there;
    for (const auto& row : owner.Rows("select data ->> 'text' as op from bayline.event"
                                      " where type = 'work_order.note_added'")) {
        there.insert(std::string(row.at("op").as_string()));
    }
    int lost = 0;
    int twice = 0;
    for (const auto& operation : acknowledged) {
        lost += there.count(operation) == 0 ? 1 : 0;
    }
    for (auto entry = there.begin(); entry != there.end(); entry = there.upper_bound(*entry)) {
        twice += there.count(*entry) > 1 ? 1 : 0;
    }
    if (lost > 0 || twice > 0) {
        report.Violation(std::to_string(lost) + " lost, " + std::to_string(twice) + " twice");
    }
    std::cout << acknowledged.size() << " answered, " << lost << " lost, " << twice << " twice" << std::endl;
}

/// After the desks have stopped: the count, what the desks complained of, and whatever else a shop's data must be.
void Check(const ServerPair& pair, const BusyDesks& desks, Report& report)
{
    Count(pair, desks, report);
    db::Connection owner(pair.Owner());
    for (const auto& problem : desks.Problems()) {
        report.Violation(problem);
    }
    for (const auto& violation : db::Verify(owner)) {
        report.Violation(violation.invariant + ": " + violation.detail);
    }
}

std::string EventsOn(const db::ConnectionSettings& settings)
{
    db::Connection owner(settings);
    return owner.Text("select count(*)::text from bayline.event").value_or("none");
}

/// The killed server comes back able to write: nobody may use it, neither a desk that has to connect again nor a
/// program that starts now.
void PlaySplitBrain(ServerPair& pair, BusyDesks& desks, const std::shared_ptr<db::ServerMemory>& memory, Report& report)
{
    pair.ReviveOld();
    const auto before = EventsOn(pair.Owner(true));
    {
        db::Connection owner(pair.Owner());
        owner.Execute("select pg_terminate_backend(pid) from pg_stat_activity where usename like 'dev_%'");
    }
    AwaitAnswers(desks, report, "the old server came back");
    try {
        db::Connection fresh({.conninfo = pair.OldConninfo("desk1"), .servers = memory});
        fresh.EnsureOpen();
        report.Violation("the replaced server was used");
    } catch (const core::Failure& failure) {
        if (failure.Code() != "server.replaced") {
            report.Violation("the replaced server was refused for another reason: " + failure.Code());
        }
    }
    if (EventsOn(pair.Owner(true)) != before) {
        report.Violation("something was written to the replaced server");
    }
    pair.StopOld();
}

void PlayFailovers(ServerPair& pair, BusyDesks& desks, const std::shared_ptr<db::ServerMemory>& memory, int runs,
                   std::mt19937_64& random, Report& report)
{
    for (int run = 1; run <= runs && !brokenOff; ++run) {
        const auto counted = desks.Count();
        std::this_thread::sleep_for(std::chrono::milliseconds(200 + random() % 500));
        pair.KillLeader();
        std::this_thread::sleep_for(std::chrono::milliseconds(random() % 300));
        const auto begun = Clock::now();
        pair.Promote();
        const auto promoted = Seconds(Clock::now() - begun);
        AwaitAnswers(desks, report, "the standby took over");
        {
            db::Connection fresh({.conninfo = pair.DeviceConninfo("desk2"), .servers = memory});
            fresh.EnsureOpen();
        }
        PlaySplitBrain(pair, desks, memory, report);
        pair.AddFollower();
        std::cout << "failover " << run << ": promoted in " << promoted << " s, " << desks.Count() - counted
                  << " answered meanwhile" << std::endl;
        if (++report.failovers % 10 == 0) {
            Count(pair, desks, report);
        }
    }
}

void PlayRestarts(ServerPair& pair, BusyDesks& desks, int runs, std::mt19937_64& random, Report& report)
{
    for (int run = 1; run <= runs && !brokenOff; ++run) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50 + random() % 250));
        const auto how = random() % 3;
        if (how == 0) {
            db::Connection owner(pair.Owner());
            owner.Execute("select pg_terminate_backend(pid) from pg_stat_activity where usename like 'dev_%'"
                          " order by random() limit 3");
        } else if (how == 1) {
            pair.KillLeader();
            pair.Leader().Start();
        } else {
            pair.Leader().StopWhoeverStarted();
            pair.Leader().Start();
        }
        AwaitAnswers(desks, report, "a restart");
        if (++report.restarts % 50 == 0) {
            std::cout << "restart " << report.restarts << ": ";
            Count(pair, desks, report);
        }
    }
}

/// The follower falls silent: the save waits, the program says so within two seconds, nobody cancels, and when an
/// administrator goes on without the copy it is there once.
void PlaySecondCopy(ServerPair& pair, Report& report)
{
    db::ConnectionSettings settings{.conninfo = pair.DeviceConninfo("desk1")};
    db::Connection desk(settings);
    const auto session = db::SignIn(desk, "101", "101101").Value();
    const auto order = core::WorkOrderId::From(
        desk.Text("select id::text from board order by opened_at limit 1").value_or(std::string()));
    std::atomic<bool> saving = false;
    std::mutex mutex;
    std::condition_variable changed;
    bool waits = false;
    const db::Listener listener(settings, {.onChange = [](const db::ChangeHint&) {},
                                           .onConnection = [](bool) {},
                                           .savingLong = [&] { return saving.load(); },
                                           .onSecondCopy =
                                               [&](bool now) {
                                                   const std::lock_guard lock(mutex);
                                                   waits = now;
                                                   changed.notify_all();
                                               }});
    std::this_thread::sleep_for(300ms);
    pair.FreezeFollower(true);
    const auto operation = core::OperationId::New();
    const auto begun = Clock::now();
    saving = true;
    auto save = std::async(std::launch::async, [&] {
        return db::Execute(desk, session, order, operation,
                           [&](const core::WorkOrder& fresh, const core::Actor& actor) {
                               return core::Decide(fresh, core::AddNote{operation.Text()}, actor);
                           })
            .Ok();
    });
    {
        std::unique_lock lock(mutex);
        if (!changed.wait_for(lock, kHangs, [&] { return waits; })) {
            report.Violation("nobody was told that the second copy is waited for");
        }
    }
    std::cout << "second copy: told after " << Seconds(Clock::now() - begun) << " s" << std::endl;
    if (save.wait_for(20s) == std::future_status::ready) {
        report.Violation("the wait for the second copy was given up");
    }
    {
        // Not the listener of this connection's kind: the administrator's own.
        db::Connection owner(pair.Owner());
        owner.ExecuteScript("alter system reset synchronous_standby_names");
        owner.Execute("select pg_reload_conf()");
    }
    if (!save.get()) {
        report.Violation("the save was refused after the wait");
    }
    saving = false;
    pair.FreezeFollower(false);
    db::Connection owner(pair.Owner());
    if (owner.Text("select count(*)::text from bayline.event where data ->> 'text' = :op",
                   {{"op", operation.Text()}}) != "1") {
        report.Violation("the save that waited is not there exactly once");
    }
}

int Number(int argc, char** argv, const char* name, int otherwise)
{
    for (int n = 1; n + 1 < argc; ++n) {
        if (std::strcmp(argv[n], name) == 0) {
            return std::atoi(argv[n + 1]);
        }
    }
    return otherwise;
}

struct Wanted
{
    int failovers = 0;
    int restarts = 0;
    int holes = 0;
    int crowds = 0;
    int burstSeconds = 0;
    int soakMinutes = 0;
    int seed = 0;
};

void PlayServer(ServerPair& pair, const Wanted& wanted, Report& report)
{
    std::mt19937_64 random(static_cast<std::uint64_t>(wanted.seed));
    BusyDesks desks(EightDesks(pair), static_cast<std::uint64_t>(wanted.seed));
    const auto memory = std::make_shared<db::ServerMemory>();
    try {
        PlayFailovers(pair, desks, memory, wanted.failovers, random, report);
        if (wanted.failovers > 0) {
            pair.DropFollower();
        }
        PlayRestarts(pair, desks, wanted.restarts, random, report);
    } catch (const std::exception& error) {
        // The rig itself stumbled; what was answered until then still counts.
        report.Violation(std::string("broken off: ") + error.what());
    }
    desks.Stop();
    Check(pair, desks, report);
}

int Run(const Wanted& wanted)
{
    std::cout << "seed " << wanted.seed << std::endl;
    const auto seed = static_cast<std::uint64_t>(wanted.seed);
    const bench::ScratchDirectory scratch;
    ServerPair pair(scratch.Path());
    pair.MakeShop();
    if (wanted.failovers > 0) {
        pair.AddFollower();
    }
    Report report;
    PlayServer(pair, wanted, report);
    if (wanted.failovers > 0 && !brokenOff) {
        pair.AddFollower();
        PlaySecondCopy(pair, report);
    }
    PlayHoles(pair, wanted.holes, seed, report);
    for (; report.crowds < wanted.crowds && !brokenOff; ++report.crowds) {
        PlayCrowd(pair, report);
    }
    if (wanted.burstSeconds > 0 && !brokenOff) {
        PlayBurst(pair, wanted.burstSeconds, seed, report);
    }
    if (wanted.soakMinutes > 0 && !brokenOff) {
        PlaySoak(pair, wanted.soakMinutes, seed, report);
    }
    std::cout << (brokenOff ? "broken off: " : "") << report.failovers << " failovers, " << report.restarts
              << " restarts, " << report.holes << " holes, " << report.crowds << " crowds, slowest return to work "
              << report.slowest << " s, over " << Seconds(kPatience) << " s " << report.slow
              << " times, told after more than " << Seconds(kTold) << " s " << report.toldLate << " times, "
              << report.violations << " violations" << std::endl;
    return report.violations == 0 ? 0 : 1;
}

} // namespace

int main(int argc, char** argv)
{
    for (const int signal : {SIGINT, SIGTERM}) {
        std::signal(signal, [](int) { brokenOff = true; });
    }
    try {
        const auto number = [&](const char* name, int otherwise) { return Number(argc, argv, name, otherwise); };
        return Run({.failovers = number("--failovers", 2),
                    .restarts = number("--restarts", 6),
                    .holes = number("--holes", 3),
                    .crowds = number("--crowds", 1),
                    .burstSeconds = number("--burst", 0),
                    .soakMinutes = number("--soak", 0),
                    .seed = number("--seed", 20261122)});
    } catch (const core::Failure& failure) {
        std::cerr << "bayline-failover: " << failure.Where() << " [" << failure.Code() << "] " << failure.Sentence()
                  << '\n';
    } catch (const std::exception& error) {
        std::cerr << "bayline-failover: " << error.what() << '\n';
    }
    return 2;
}
