// SPDX-License-Identifier: GPL-3.0-or-later
// Long absences: weeks offline, a relay that dies and one that takes over.
#include "tests/faults/checker.h"
#include "tests/faults/scenario_list.h"
#include "tests/faults/story.h"

#include <array>
#include <cstdio>
#include <thread>

namespace bayline::faults {

using namespace std::chrono_literals;

namespace {

double Seconds(Clock::duration time)
{
    return std::chrono::duration<double>(time).count();
}

std::string Rounded(double value)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.2f", value);
    return text.data();
}

/// Waits until the portal has an event more than `had`. The time it took.
Clock::duration UntilMoreThan(Story& story, const std::string& had, Clock::time_point begin)
{
    const auto deadline = begin + 60s;
    while (Clock::now() < deadline) {
        const auto now = story.Portal().Text("select count(*)::text from public.event");
        if (now && *now != had) {
            break;
        }
        std::this_thread::sleep_for(2ms);
    }
    return Clock::now() - begin;
}

std::string Delivered(Story& story)
{
    return story.Portal().Text("select count(*)::text from public.event").value_or("?");
}

} // namespace

ScenarioResult WeeksOffline(Scene& scene, const ScenarioOptions& options)
{
    const int orders = options.full ? 250 : 20;
    const int promises = options.full ? 19 : 9;
    const int photos = options.full ? 600 : 40;
    constexpr int kCrashes = 3;
    constexpr std::size_t kDuplicatesOfACrash = 64;
    ScenarioResult result;
    Story story(scene, options.seed, {.relays = 1});
    scene.Relay().Kill(10h);
    for (int order = 0; order < orders; ++order) {
        story.CheckIn(order);
        for (int i = 0; i < promises; ++i) {
            story.Promise(order);
        }
    }
    for (int i = 0; i < photos; ++i) {
        story.Photo(i % orders, 20'000);
    }
    const auto waiting = story.Waiting();
    const auto had = Delivered(story);
    const auto begin = Clock::now();
    scene.Relay().Start();
    const auto first = UntilMoreThan(story, had, begin);
    for (int i = 0; i < kCrashes; ++i) {
        std::this_thread::sleep_for(options.full ? 500ms : 100ms);
        const auto before = scene.App().Batches().size();
        scene.Relay().Kill(50ms);
        ++result.struck;
        std::this_thread::sleep_for(400ms);
        scene.Tend();
        std::this_thread::sleep_for(300ms);
        const auto again = SentAgain(scene.App().Batches(), before);
        if (again > kDuplicatesOfACrash) {
            result.violations.push_back({"wire.duplicates", std::to_string(again) + " after one crash"});
        }
    }
    if (!story.Drained(options.full ? 180s : 60s)) {
        result.violations.push_back({"drained", std::to_string(story.Waiting()) + " events still wait"});
    }
    const auto took = Seconds(Clock::now() - begin);
    if (first > 30s) {
        result.violations.push_back({"first.delivery", Rounded(Seconds(first)) + " s after the start"});
    }
    auto found = story.Check("after weeks offline");
    result.violations.insert(result.violations.end(), found.begin(), found.end());
    result.note = std::to_string(waiting) + " events with " + std::to_string(photos) + " photos, first after " +
                  Rounded(Seconds(first)) + " s, all after " + Rounded(took) + " s with " + std::to_string(kCrashes) +
                  " kills of the relay";
    scene.Close();
    return result;
}

ScenarioResult RelayReturns(Scene& scene, const ScenarioOptions& options)
{
    const int rounds = options.full ? 30 : 3;
    // The promise is 1 s for a restart and 3 s for a takeover, on a machine that does nothing else; what is seen is in
    // the table, and only what hangs is a violation.
    constexpr double kHangs = 60;
    ScenarioResult result;
    double slowestRestart = 0;
    double slowestTakeover = 0;
    for (const int relays : {1, 2}) {
        Story story(scene, options.seed, {.relays = relays, .hurry = 1});
        story.CheckIn(0);
        if (!story.Drained(30s)) {
            result.violations.push_back({"drained", "nothing is delivered"});
        }
        for (int i = 0; i < rounds; ++i) {
            const auto had = Delivered(story);
            scene.Relay(static_cast<std::size_t>(i % relays)).Kill(relays == 1 ? 0ms : 10h);
            ++result.struck;
            story.Promise(0);
            const auto begin = Clock::now();
            scene.Tend();
            const auto took = Seconds(UntilMoreThan(story, had, begin));
            auto& slowest = relays == 1 ? slowestRestart : slowestTakeover;
            slowest = std::max(slowest, took);
            if (relays == 2) {
                scene.Relay(static_cast<std::size_t>(i % relays)).Start();
                std::this_thread::sleep_for(1'500ms);
            }
        }
        if (!story.Drained(30s)) {
            result.violations.push_back({"drained", "work is left"});
        }
        auto found = story.Check(std::to_string(relays) + " relays");
        result.violations.insert(result.violations.end(), found.begin(), found.end());
        scene.Close();
    }
    result.note =
        "slowest restart " + Rounded(slowestRestart) + " s, slowest takeover " + Rounded(slowestTakeover) + " s";
    if (slowestRestart > kHangs || slowestTakeover > kHangs) {
        result.violations.push_back({"relay.returns", result.note});
    }
    return result;
}

} // namespace bayline::faults
