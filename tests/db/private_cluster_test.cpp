// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/private_cluster.h"

#include "core/failure.h"
#include "db/devices.h"
#include "db/migrate.h"
#include "tests/support/temp_directory.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

namespace bayline::test {

namespace {

namespace fs = std::filesystem;

class OwnCluster : public testing::Test
{
protected:
    [[nodiscard]] db::PrivateCluster Make(const std::string& name = "pg") const
    {
        return db::PrivateCluster({.directory = m_directory / name, .endWithProgram = true, .durable = false});
    }

    static std::string Ask(const db::PrivateCluster& cluster)
    {
        db::Connection owner({.conninfo = cluster.OwnerConninfo("postgres")});
        return owner.Text("select 'alive ' || datcollate from pg_database where datname = 'postgres'").value_or("");
    }

    const TempDirectory m_temporary{TempDirectory::For::OtherUsers};
    const fs::path m_directory = m_temporary.Path();
};

} // namespace

TEST_F(OwnCluster, StartsStopsAndStartsAgain)
{
    auto cluster = Make();
    cluster.Start();
    EXPECT_EQ(Ask(cluster), "alive C.UTF-8");
    EXPECT_TRUE(cluster.StartedHere());
    cluster.Stop();
    EXPECT_FALSE(cluster.IsRunning());
    cluster.Start();
    EXPECT_EQ(Ask(cluster), "alive C.UTF-8");
}

TEST_F(OwnCluster, TakesOverAServerThatRunsAndDoesNotEndIt)
{
    auto first = Make();
    first.Start();
    {
        auto second = Make();
        second.Start();
        EXPECT_FALSE(second.StartedHere());
        EXPECT_EQ(Ask(second), "alive C.UTF-8");
    }
    EXPECT_EQ(Ask(first), "alive C.UTF-8");
}

TEST_F(OwnCluster, StartsAfterBeingKilledAndWithAStaleProcessNumber)
{
    auto cluster = Make();
    for (int round = 0; round < 3; ++round) {
        cluster.Start();
        db::Connection owner({.conninfo = cluster.OwnerConninfo("postgres")});
        owner.EnsureOpen();
        cluster.Kill();
        EXPECT_THROW(owner.Execute("select 1"), core::Failure);
    }
    // The number in the file belongs to another living program by now: this one.
    std::ofstream(m_directory / "pg/data/postmaster.pid") << ::getpid() << "\n" << m_directory.string() << "/pg/data\n";
    cluster.Start();
    EXPECT_EQ(Ask(cluster), "alive C.UTF-8");
}

TEST_F(OwnCluster, FindsAShortPlaceForItsSocket)
{
    auto cluster = Make(std::string(120, 'x'));
    cluster.Start();
    EXPECT_LT(cluster.SocketDirectory().string().size(), 90U);
    EXPECT_EQ(Ask(cluster), "alive C.UTF-8");
    cluster.Stop();
    fs::remove_all(cluster.SocketDirectory());
}

TEST_F(OwnCluster, OtherAccountsCannotReachTheSocketOrReadTheData)
{
    auto cluster = Make();
    cluster.Start();
    struct stat facts
    {
    };
    ASSERT_EQ(::stat(cluster.SocketDirectory().c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0077U, 0U);
    ASSERT_EQ(::stat((m_directory / "pg/data").c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0077U, 0U);
    // The owner's role is for the owner's account; a device needs its password.
    db::Connection device({.conninfo = cluster.DeviceConninfo("postgres", "nobody", "wrong")});
    EXPECT_THROW(device.EnsureOpen(), core::Failure);
}

TEST_F(OwnCluster, TrialHasADatabaseAndDevicesThatStay)
{
    const auto directory = m_directory / "trial";
    std::string password;
    {
        auto trial = db::OpenTrial(directory);
        db::Connection desk(trial.desk);
        EXPECT_EQ(db::CheckSchema(desk), db::SchemaState::Current);
        password = trial.desk.conninfo;
        db::Connection bay(trial.bay);
        EXPECT_EQ(bay.Text("select current_schema()"), "bay");
        EXPECT_EQ(db::LoadOwnClass(bay), db::DeviceClass::Bay);
        db::Connection relay(trial.relay);
        EXPECT_EQ(relay.Text("select relay.inbox_cursor()"), "");
        struct stat facts
        {
        };
        ASSERT_EQ(::stat((directory / "device_desk").c_str(), &facts), 0);
        EXPECT_EQ(facts.st_mode & 0077U, 0U);
    }
    auto again = db::OpenTrial(directory);
    EXPECT_EQ(again.desk.conninfo, password);
    db::Connection desk(again.desk);
    EXPECT_EQ(db::CheckSchema(desk), db::SchemaState::Current);
}

} // namespace bayline::test
