// SPDX-License-Identifier: GPL-3.0-or-later
// One side comes back as it was an hour ago while the other went on: first as a restore to a point in time, which
// PostgreSQL marks with a new timeline, then as a plain copy of its files, which nothing marks.
#include "tests/faults/scenario_list.h"
#include "tests/faults/story.h"

#include <fstream>
#include <stdexcept>
#include <thread>

namespace bayline::faults {

using namespace std::chrono_literals;

namespace {

constexpr auto kPatience = 60s;

void RunCommand(const std::vector<std::string>& command)
{
    if (bench::Child(command).Wait() != EXIT_SUCCESS) {
        throw std::runtime_error(command.front() + " failed");
    }
}

/// The files of a stopped server, kept and put back.
class Backup
{
public:
    Backup(db::PrivateCluster& cluster, std::filesystem::path directory)
        : m_cluster(cluster), m_data(directory / "data"), m_copy(directory / "backup")
    {
        m_cluster.Stop();
        RunCommand({"cp", "-a", m_data.string(), m_copy.string()});
        m_cluster.Start();
    }
    ~Backup()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_copy, ignored);
    }
    Backup(const Backup&) = delete;
    Backup& operator=(const Backup&) = delete;

    void PutBack(bool marked)
    {
        m_cluster.Stop();
        std::filesystem::remove_all(m_data);
        RunCommand({"cp", "-a", m_copy.string(), m_data.string()});
        if (marked) {
            // Recovery to the end of what is there: what every restore from an archive ends with.
            std::ofstream(m_data / "postgresql.auto.conf", std::ios::app) << "restore_command = 'false'\n";
            RunCommand({"cp", "-a", (m_data / "PG_VERSION").string(), (m_data / "recovery.signal").string()});
        }
        m_cluster.Start();
        AwaitEndOfRecovery();
    }

private:
    /// It answers before, but takes no change.
    void AwaitEndOfRecovery()
    {
        db::Connection owner({.conninfo = m_cluster.OwnerConninfo("postgres")});
        const auto deadline = Clock::now() + kPatience;
        while (owner.Text("select pg_is_in_recovery()::text") != "false") {
            if (Clock::now() > deadline) {
                throw std::runtime_error("the restored server stays in recovery");
            }
            std::this_thread::sleep_for(50ms);
        }
    }

    db::PrivateCluster& m_cluster;
    std::filesystem::path m_data;
    std::filesystem::path m_copy;
};

void MakeWork(Story& story, int first, int last)
{
    for (int order = first; order < last; ++order) {
        story.CheckIn(order);
        story.Promise(order);
        story.Photo(order, 4'000);
    }
}

void Expect(Story& story, const std::string& when, ScenarioResult& result)
{
    if (!story.Drained(kPatience)) {
        result.violations.push_back({"drained", std::to_string(story.Waiting()) + " events wait " + when});
    }
    auto found = story.Check(when);
    result.violations.insert(result.violations.end(), found.begin(), found.end());
}

/// The side that is lost, and the program that must not look on.
struct Side
{
    db::PrivateCluster& cluster;
    std::filesystem::path directory;
    Mortal& program;
};

/// An hour of work between a backup and the moment when it is all that is left. The program is down when this returns.
void LoseAnHour(Story& story, const Side& side, bool marked, ScenarioResult& result)
{
    MakeWork(story, 0, 3);
    Expect(story, "before the backup", result);
    side.program.Kill(10h);
    Backup backup(side.cluster, side.directory);
    side.program.Start();
    story.Reconnect();
    story.SignIn();
    story.Promise(0);
    story.Promise(0);
    story.Promise(1);
    story.Look(1);
    MakeWork(story, 3, 5);
    Expect(story, "before the disaster", result);
    side.program.Kill(10h);
    backup.PutBack(marked);
    ++result.struck;
    story.Reconnect();
    story.SignIn();
}

void RestorePortalOnce(Scene& scene, std::uint64_t seed, bool marked, ScenarioResult& result)
{
    const std::string how = marked ? "after the portal's restore" : "after a copy of the portal's files was put back";
    Story story(scene, seed, {.relays = 1});
    LoseAnHour(story, {scene.PortalCluster(), scene.Scratch() / "portal", scene.Portal()}, marked, result);
    scene.Portal().Start();
    // The portal's feed of answers is an hour old as well; what the shop has of it stays. Only events must be equal.
    story.Promise(0);
    const auto deadline = Clock::now() + kPatience;
    std::vector<db::Violation> found;
    do {
        scene.Tend();
        found = story.Check(how);
    } while (!found.empty() && Clock::now() < deadline);
    result.violations.insert(result.violations.end(), found.begin(), found.end());
    scene.Close();
}

void RestoreShopOnce(Scene& scene, std::uint64_t seed, bool marked, ScenarioResult& result)
{
    const std::string how = marked ? "after the shop's restore" : "after a copy of the shop's files was put back";
    Story story(scene, seed, {.relays = 1});
    LoseAnHour(story, {scene.ShopCluster(), scene.Scratch() / "shop", scene.Relay()}, marked, result);
    // The hour is done again, and differently.
    story.Promise(0);
    story.Promise(2);
    MakeWork(story, 5, 6);
    scene.Relay().Start();
    Expect(story, how, result);
    story.Promise(1);
    Expect(story, how + " and a further change", result);
    scene.Close();
}

} // namespace

ScenarioResult RestorePortal(Scene& scene, const ScenarioOptions& options)
{
    ScenarioResult result;
    RestorePortalOnce(scene, options.seed, true, result);
    RestorePortalOnce(scene, options.seed, false, result);
    return result;
}

ScenarioResult RestoreShop(Scene& scene, const ScenarioOptions& options)
{
    ScenarioResult result;
    RestoreShopOnce(scene, options.seed, true, result);
    RestoreShopOnce(scene, options.seed, false, result);
    return result;
}

} // namespace bayline::faults
