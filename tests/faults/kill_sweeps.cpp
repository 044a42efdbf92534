// SPDX-License-Identifier: GPL-3.0-or-later
// "Fail the Nth call, for every N, until the run succeeds": the relay and a desk are killed at each of their calls to
// the network.
#include "core/failure.h"
#include "db/work_order_store.h"
#include "tests/faults/checker.h"
#include "tests/faults/scenario_list.h"
#include "tests/faults/story.h"

#include <thread>

namespace bayline::faults {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t kDuplicatesOfACrash = 64;

/// Work of every kind that a relay does: three events, a picture with its blobs, a customer's answer.
void MakeWork(Story& story)
{
    for (int i = 0; i < 3; ++i) {
        story.Promise(0);
    }
    story.Photo(0, 6'000);
    story.Look(0);
}

void Add(ScenarioResult& result, std::vector<db::Violation> violations)
{
    result.violations.insert(result.violations.end(), std::make_move_iterator(violations.begin()),
                             std::make_move_iterator(violations.end()));
}

/// Kills the relay at its Nth call, lets another finish and looks. False when it was not killed any more.
bool KillRelayAt(Story& story, const std::string& call, int when, ScenarioResult& result)
{
    MakeWork(story);
    const auto place = call + " " + std::to_string(when);
    const bool killed = story.RelayOnce(KillAt(call, when)) != EXIT_SUCCESS;
    const auto before = story.Stage().App().Batches().size();
    int tries = 0;
    while (story.RelayOnce() != EXIT_SUCCESS && ++tries < 5) {
    }
    const auto again = SentAgain(story.Stage().App().Batches(), before);
    if (again > kDuplicatesOfACrash) {
        result.violations.push_back({"wire.duplicates", std::to_string(again) + " after " + place});
    }
    Add(result, story.Check(place));
    result.struck += killed ? 1 : 0;
    return killed;
}

} // namespace

ScenarioResult SweepRelayKills(Scene& scene, const ScenarioOptions& options)
{
    constexpr int kMost = 400;
    constexpr int kStride = 18;
    ScenarioResult result;
    if (KillAt("sendto", 1).empty()) {
        result.skipped = "strace is not installed";
        return result;
    }
    Story story(scene, options.seed, {.relays = 0});
    story.CheckIn(0);
    while (story.RelayOnce() != EXIT_SUCCESS) {
    }
    for (const std::string call : {"sendto", "recvfrom"}) {
        int when = NextPlace(0, options, kStride);
        while (when < kMost && KillRelayAt(story, call, when, result)) {
            when = NextPlace(when, options, kStride);
        }
        result.note += call + " up to " + std::to_string(when) + "; ";
    }
    scene.Close();
    return result;
}

ScenarioResult SweepDeskKills(Scene& scene, const ScenarioOptions& options)
{
    constexpr int kMost = 400;
    constexpr int kStride = 60;
    ScenarioResult result;
    if (KillAt("sendto", 1).empty()) {
        result.skipped = "strace is not installed";
        return result;
    }
    Story story(scene, options.seed, {});
    std::vector<Acknowledged> acknowledged;
    int orders = 0;
    Customers customers(options.seed, kMost, scene.PortalPort(), scene.PortalDatabase());
    bool killed = true;
    for (int when = NextPlace(0, options, kStride); killed && when < kMost; when = NextPlace(when, options, kStride)) {
        const int order = orders++;
        int next = 0;
        killed = false;
        for (auto under = KillAt("sendto", when);; under.clear()) {
            auto command = under;
            command.insert(command.end(), {scene.Program("bayline-faults").string(), "desk",
                                           std::to_string(options.seed), std::to_string(order), std::to_string(next)});
            bench::Child desk(command, {"BAYLINE_DATABASE=" + scene.Device("desk1").conninfo}, scene.Log().string());
            const auto deadline = Clock::now() + 60s;
            while (!desk.HasEnded() && Clock::now() < deadline) {
                scene.Tend();
                std::this_thread::sleep_for(5ms);
            }
            next = std::max(next, TakeAcknowledged(desk.NewLines(), acknowledged, result.violations));
            if (desk.ExitCode() == EXIT_SUCCESS) {
                break;
            }
            if (under.empty()) {
                result.violations.push_back({"desk.works", "order " + std::to_string(order) + " was not finished"});
                break;
            }
            killed = true;
        }
        result.struck += killed ? 1 : 0;
        result.note = "sendto up to " + std::to_string(when);
    }
    const auto deadline = Clock::now() + 60s;
    while (customers.ContentCount() < orders && Clock::now() < deadline) {
        scene.Tend();
        std::this_thread::sleep_for(20ms);
    }
    if (!story.Drained(60s)) {
        result.violations.push_back({"drained", "work is left"});
    }
    customers.Stop();
    scene.Close();
    Add(result, Check(scene, options.seed, orders, acknowledged, customers));
    return result;
}

} // namespace bayline::faults
