// SPDX-License-Identifier: GPL-3.0-or-later
// Lines that swallow everything for a long time, as a broken router does: nothing is refused, nothing is reset, nobody
// hears anything. The desk goes on working, and afterwards everything is as if nothing had been.
#include "core/failure.h"
#include "tests/faults/checker.h"
#include "tests/faults/scenario_list.h"
#include "tests/faults/story.h"

#include <array>
#include <cstdio>
#include <thread>

namespace bayline::faults {

using namespace std::chrono_literals;

namespace {

struct Partition
{
    Place place;
    bool up; ///< what is lost: what goes out, what comes in, or both
    bool down;
    const char* name;
};

constexpr std::array kPartitions = {
    Partition{Place::App, true, true, "app"},
    Partition{Place::App, false, true, "answers of the app"},
    Partition{Place::RelayDatabase, true, true, "relay's database"},
};

LineWeather WeatherOf(const Partition& partition)
{
    if (partition.up && partition.down) {
        return LineWeather::Hole();
    }
    LineWeather weather;
    weather.dropUp = partition.up;
    weather.dropDown = partition.down;
    return weather;
}

std::string Seconds(Clock::duration time)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.1f", std::chrono::duration<double>(time).count());
    return text.data();
}

/// The server keeps sessions whose other end is gone until its keepalive has given them up, and a device may hold only
/// a few; the checker looks when they are gone.
bool DeadSessionsGone(Story& story)
{
    for (const auto deadline = Clock::now() + 60s; Clock::now() < deadline; std::this_thread::sleep_for(200ms)) {
        story.Stage().Tend();
        const auto count = story.Owner().Text("select count(*)::text from pg_stat_activity where usename = 'dev_relay'"
                                              " and datname = current_database()");
        if (std::stoi(count.value_or("9")) <= 2) {
            return true;
        }
    }
    return false;
}

} // namespace

ScenarioResult LongPartitions(Scene& scene, const ScenarioOptions& options)
{
    // With every waiting time divided by ten, eight seconds are eighty of the shop's patience: longer than any pause
    // between two tries and any time limit of a connection.
    const auto lasts = options.full ? 180s : 8s;
    const int hurry = options.full ? 1 : 10;
    const auto patience = options.full ? 60s : 30s;
    ScenarioResult result;
    Story story(scene, options.seed, {.relays = 1, .hurry = hurry});
    story.CheckIn(0);
    if (!story.Drained(30s)) {
        result.violations.push_back({"drained", "nothing is delivered"});
    }
    Clock::duration slowest{0};
    for (const auto& partition : kPartitions) {
        auto& line = scene.Line(partition.place);
        line.Set(WeatherOf(partition));
        ++result.struck;
        for (const auto end = Clock::now() + lasts; Clock::now() < end;) {
            story.Promise(0);
            static_cast<void>(story.Look(0));
            scene.Tend();
            std::this_thread::sleep_for(lasts / 20);
        }
        line.Calm();
        const auto healed = Clock::now();
        if (!story.Drained(patience)) {
            result.violations.push_back({"drained", std::string("not after the line came back: ") + partition.name});
        }
        slowest = std::max(slowest, Clock::now() - healed);
        if (!DeadSessionsGone(story)) {
            result.violations.push_back({"sessions", std::string("dead ones stay: ") + partition.name});
        }
        const auto found = story.Check(partition.name);
        result.violations.insert(result.violations.end(), found.begin(), found.end());
    }
    result.note = std::to_string(lasts.count()) + " s each" +
                  (hurry > 1 ? " at a tenth of the shop's waiting times" : "") + ", drained after at most " +
                  Seconds(slowest) + " s";
    scene.Close();
    return result;
}

} // namespace bayline::faults
