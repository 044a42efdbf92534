// SPDX-License-Identifier: GPL-3.0-or-later
// The portal killed at each of its calls to the network, with chunks of a big picture, events and answers on their way.
#include "tests/faults/scenario_list.h"
#include "tests/faults/story.h"

#include <thread>

namespace bayline::faults {

using namespace std::chrono_literals;

namespace {

/// Above 1 MiB a blob travels in chunks that are kept one by one.
constexpr std::size_t kBigPicture = 1'300'000;

void Add(ScenarioResult& result, const std::vector<db::Violation>& violations)
{
    result.violations.insert(result.violations.end(), violations.begin(), violations.end());
}

void Finish(Story& story)
{
    constexpr int kTries = 40;
    for (int i = 0; i < kTries && story.RelayOnce() != EXIT_SUCCESS; ++i) {
        std::this_thread::sleep_for(100ms);
    }
}

/// False when the portal was not killed any more.
bool KillPortalAt(Story& story, const std::string& call, int when, ScenarioResult& result)
{
    auto& scene = story.Stage();
    scene.Portal().Kill(10h);
    auto under = KillAt(call, when);
    under.insert(under.begin() + 1, "-D"); // the portal stays the child that can be killed, not strace
    scene.RunPortalUnder(std::move(under));
    scene.Portal().Start();
    std::this_thread::sleep_for(1s); // strace takes its time
    story.Promise(0);
    story.Photo(0, kBigPicture);
    static_cast<void>(story.Look(0));
    static_cast<void>(story.RelayOnce());
    static_cast<void>(story.Look(0));
    scene.Portal().Tend(); // notes that it has ended
    const bool killed = !scene.Portal().IsUp();
    scene.Portal().Kill(10h);
    scene.RunPortalUnder({});
    scene.Portal().Start();
    Finish(story);
    Add(result, story.Check("portal killed at " + call + " " + std::to_string(when)));
    result.struck += killed ? 1 : 0;
    return killed;
}

} // namespace

ScenarioResult SweepPortalKills(Scene& scene, const ScenarioOptions& options)
{
    constexpr int kMost = 400;
    constexpr int kStride = 60;
    ScenarioResult result;
    if (KillAt("sendto", 1).empty()) {
        result.skipped = "strace is not installed";
        return result;
    }
    Story story(scene, options.seed, {.relays = 0});
    story.CheckIn(0);
    Finish(story);
    for (const std::string call : {"sendto", "recvmsg", "sendmsg"}) {
        const Dice dice(options.seed, "portal sweep " + call);
        int when = 0;
        bool killed = true;
        while (killed && when < kMost) {
            when += options.full ? 1 : 1 + static_cast<int>(dice.Number(std::to_string(when), kStride));
            killed = KillPortalAt(story, call, when, result);
        }
        result.note += call + " up to " + std::to_string(when) + "; ";
    }
    scene.Close();
    return result;
}

} // namespace bayline::faults
