// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/pair.h"

#include "db/child_process.h"
#include "db/conninfo.h"
#include "db/import.h"
#include "db/migrate.h"
#include "db/settings.h"
#include "db/staff.h"

#include <csignal>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace bayline::faults {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

constexpr auto kShop = "shop";

/// The processes of the server on this data directory.
std::vector<int> ProcessesOn(const fs::path& data)
{
    std::vector<int> found;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator("/proc", ignored)) {
        const int pid = std::atoi(entry.path().filename().c_str());
        std::error_code gone;
        if (pid > 1 && fs::read_symlink(entry.path() / "cwd", gone) == data) {
            std::ifstream command(entry.path() / "comm");
            std::string name;
            if (std::getline(command, name) && name == "postgres") {
                found.push_back(pid);
            }
        }
    }
    return found;
}

} // namespace

ServerPair::ServerPair(const fs::path& directory) : m_directories{directory / "a", directory / "b"}
{
    for (std::size_t n = 0; n < 2; ++n) {
        m_clusters[n] = std::make_unique<db::PrivateCluster>(
            db::PrivateCluster::Options{.directory = m_directories[n], .endWithProgram = true, .durable = false});
    }
    m_clusters[0]->Start();
    // The second one is started once, so that its socket has a place before anybody connects.
    m_clusters[1]->Start();
    m_clusters[1]->Stop();
}

void ServerPair::MakeShop()
{
    db::Connection maintenance({.conninfo = Leader().OwnerConninfo("postgres")});
    db::CreateDatabase(maintenance, kShop);
    db::Connection owner(Owner());
    db::Migrate(owner);
    core::Shop named;
    named.id = core::ShopId::New();
    named.name = "Bayline Test Garage";
    const core::StaffMember advisor{core::StaffId::New(), "101", "Li Na", core::Role::Advisor, true};
    (void)db::ImportEvents(
        owner, core::OperationId::New(),
        {{core::StreamName("shop", named.id.value), 0, {{.event = db::ShopSettingsChanged({}, named).value()}}},
         {core::StreamName("staff", advisor.id.value), 0, {{.event = db::StaffAdded(advisor)}}}});
    db::ImportPin(owner, advisor.id, "101101");
    for (const auto* device : {"desk1", "desk2", "desk3", "desk4"}) {
        m_passwords[device] = db::AddDevice(owner, device, db::DeviceClass::Desk);
    }
}

void ServerPair::AllowReplication(const fs::path& directory, const db::PrivateCluster& cluster) const
{
    std::ofstream rules(directory / "data/pg_hba.conf", std::ios::app);
    rules << "local replication all peer map=owner\n";
    rules.close();
    db::Connection owner({.conninfo = cluster.OwnerConninfo("postgres")});
    owner.Execute("select pg_reload_conf()");
}

void ServerPair::AddFollower()
{
    const auto& place = m_directories[1 - m_leader];
    AllowReplication(m_directories[m_leader], Leader());
    fs::remove_all(place / "data");
    const auto user = db::ChooseServerUser();
    const auto child =
        db::StartChild({db::FindServerProgram("pg_basebackup").string(), "-d", Leader().OwnerConninfo(""), "-D",
                        (place / "data").string(), "-R", "-X", "stream", "-c", "fast", "--no-sync"},
                       {.user = user, .output = place / "basebackup.log"});
    if (db::WaitForChild(child) != 0) {
        throw std::runtime_error("pg_basebackup failed; see " + (place / "basebackup.log").string());
    }
    Other().Start();
    db::Connection owner({.conninfo = Leader().OwnerConninfo("postgres")});
    owner.ExecuteScript("alter system set synchronous_standby_names = '*'");
    owner.Execute("select pg_reload_conf()");
    for (int tries = 0; tries < 600; ++tries) {
        if (owner.Text("select count(*)::text from pg_stat_replication where sync_state = 'sync'") == "1") {
            return;
        }
        std::this_thread::sleep_for(50ms);
    }
    throw std::runtime_error("the follower did not follow");
}

void ServerPair::DropFollower()
{
    db::Connection owner({.conninfo = Leader().OwnerConninfo("postgres")});
    owner.ExecuteScript("alter system reset synchronous_standby_names");
    owner.Execute("select pg_reload_conf()");
    StopOld();
}

void ServerPair::Promote()
{
    db::Connection follower({.conninfo = Other().OwnerConninfo("postgres")});
    follower.Execute("select pg_promote(true, 30)");
    follower.ExecuteScript("alter system reset synchronous_standby_names");
    follower.Execute("select pg_reload_conf()");
    m_leader = 1 - m_leader;
}

void ServerPair::ReviveOld()
{
    std::error_code ignored;
    fs::remove(m_directories[1 - m_leader] / "data/standby.signal", ignored);
    Other().Start();
    db::Connection old({.conninfo = Other().OwnerConninfo("postgres")});
    old.ExecuteScript("alter system reset synchronous_standby_names");
    old.Execute("select pg_reload_conf()");
    std::this_thread::sleep_for(200ms);
}

void ServerPair::FreezeFollower(bool frozen)
{
    for (const int pid : ProcessesOn(fs::weakly_canonical(m_directories[1 - m_leader] / "data"))) {
        ::kill(pid, frozen ? SIGSTOP : SIGCONT);
    }
}

std::string ServerPair::DeviceConninfo(const std::string& device) const
{
    const auto one = m_clusters[0]->DeviceConninfo(kShop, device, m_passwords.at(device));
    return db::ReplaceInConninfo(
        one, {{"host", m_clusters[0]->SocketDirectory().string() + "," + m_clusters[1]->SocketDirectory().string()},
              {"target_session_attrs", "read-write"}});
}

std::string ServerPair::LeaderConninfo(const std::string& device) const
{
    return m_clusters[m_leader]->DeviceConninfo(kShop, device, m_passwords.at(device));
}

std::string ServerPair::OldConninfo(const std::string& device) const
{
    return m_clusters[1 - m_leader]->DeviceConninfo(kShop, device, m_passwords.at(device));
}

db::ConnectionSettings ServerPair::Owner(bool ofOld) const
{
    return {.conninfo = m_clusters[ofOld ? 1 - m_leader : m_leader]->OwnerConninfo(kShop)};
}

} // namespace bayline::faults
