// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/failure.h"
#include "db/devices.h"
#include "db/migrate.h"
#include "db/verify.h"
#include "tests/support/postgres_fixture.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <future>
#include <iostream>
#include <random>
#include <thread>

namespace bayline::test {

namespace {

class Migrations : public testing::Test
{
protected:
    void SetUp() override
    {
        m_name = "empty_" + std::to_string(++s_count);
        db::Connection maintenance(TestCluster::Instance().Owner("postgres"));
        db::CreateDatabase(maintenance, m_name);
    }
    void TearDown() override { TestCluster::Instance().DropDatabase(m_name); }

    [[nodiscard]] db::ConnectionSettings Settings() const { return TestCluster::Instance().Owner(m_name); }

    std::string m_name;
    static inline int s_count = 0;
};

std::string Schema(db::Connection& owner)
{
    return owner
        .Text("select md5(string_agg(x, ',' order by x)) from (select n.nspname || '.' || c.relname || c.relkind::text"
              " from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in"
              " ('bayline', 'api', 'desk', 'bay', 'relay') union all select p.oid::regprocedure::text || prosrc"
              " from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in"
              " ('bayline', 'api', 'desk', 'bay', 'relay')) t(x)")
        .value_or("");
}

/// bayline-admin brings the database up to date and is killed at its Nth call to the server. False when it was done
/// before that.
bool MigrateKilledAt(const std::string& conninfo, int place)
{
    const auto program = std::string(std::getenv("BAYLINE_BIN_DIR")) + "/bayline-admin";
    const auto fault = "inject=sendto:signal=KILL:when=" + std::to_string(place);
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(STDOUT_FILENO);
        ::close(STDERR_FILENO);
        ::execlp("strace", "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=sendto", "-e", fault.c_str(),
                 program.c_str(), "--database", conninfo.c_str(), "migrate", nullptr);
        ::_exit(127);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127) {
        throw std::runtime_error("strace could not be started");
    }
    return WIFSIGNALED(status);
}

constexpr auto kUnfinishedIndexes =
    "select count(*)::text from pg_index where not indisvalid or not indisready or not indislive";

} // namespace

TEST_F(Migrations, MakeTheSchemaOnceAndAreThenCurrent)
{
    db::Connection owner(Settings());
    EXPECT_EQ(db::CheckSchema(owner), db::SchemaState::Older);
    EXPECT_EQ(db::Migrate(owner).size(), db::BuiltInMigrations().size());
    EXPECT_EQ(db::CheckSchema(owner), db::SchemaState::Current);
    EXPECT_TRUE(db::Migrate(owner).empty());
    EXPECT_TRUE(db::Verify(owner).empty());
    EXPECT_NO_THROW(db::CheckDatabaseSuits(owner));
}

TEST_F(Migrations, RunOnTwoComputersAtOnceMakeOneSchema)
{
    std::atomic<std::size_t> done = 0;
    std::atomic<int> failures = 0;
    {
        std::vector<std::jthread> computers;
        for (int i = 0; i < 3; ++i) {
            computers.emplace_back([&] {
                try {
                    db::Connection owner(Settings());
                    done += db::Migrate(owner).size();
                } catch (const core::Failure& failure) {
                    ++failures;
                    ADD_FAILURE() << failure.what() << " " << failure.Code();
                }
            });
        }
    }
    EXPECT_EQ(failures, 0);
    EXPECT_EQ(done, db::BuiltInMigrations().size());
}

// BAYLINE_MIGRATION_KILLS=all kills at every call, which takes a quarter of an hour.
TEST_F(Migrations, KilledAtAnyCallLeaveOneVersionWholeAndAreFinishedByTheNextRun)
{
    // What the schema looks like after each step.
    std::vector<std::string> versions;
    {
        db::Connection owner(Settings());
        versions.push_back(Schema(owner));
        const auto all = db::BuiltInMigrations();
        for (std::size_t steps = 1; steps <= all.size(); ++steps) {
            db::Migrate(owner, all.first(steps));
            versions.push_back(Schema(owner));
        }
    }
    const char* kills = std::getenv("BAYLINE_MIGRATION_KILLS");
    const bool every = kills != nullptr && std::string(kills) == "all";
    constexpr std::uint64_t kSeed = 20'261'122;
    std::mt19937_64 random(kSeed);
    int places = 0;
    bool killed = true;
    for (int place = 1; killed; place += every ? 1 : 20 + static_cast<int>(random() % 40)) {
        TearDown();
        SetUp();
        killed = MigrateKilledAt(Settings().conninfo, place);
        places += killed ? 1 : 0;
        const auto where = "seed " + std::to_string(kSeed) + ", killed at call " + std::to_string(place);
        db::Connection owner(Settings());
        const bool begun = owner.Text("select to_regclass('bayline_schema.applied')::text").has_value();
        const auto steps =
            begun ? std::stoul(owner.Text("select count(*)::text from bayline_schema.applied").value_or("0")) : 0;
        ASSERT_LT(steps, versions.size()) << where;
        EXPECT_EQ(Schema(owner), versions[steps]) << where << ": neither the old version nor the new one";
        EXPECT_EQ(owner.Text(kUnfinishedIndexes), "0") << where;
        ASSERT_NO_THROW(db::Migrate(owner)) << where;
        EXPECT_EQ(Schema(owner), versions.back()) << where;
    }
    std::cout << "killed at " << places << " calls\n";
    EXPECT_GT(places, 4);
}

TEST_F(Migrations, GiveWayToPeopleWhoWorkAndFinishAfterThem)
{
    db::Connection owner(Settings());
    const std::vector<db::Migration> first{{"0001_a", "create table public.busy (n integer)"}};
    const std::vector<db::Migration> second{first[0], {"0002_b", "alter table public.busy add column m integer"}};
    db::Migrate(owner, first);
    db::Connection holder(Settings());
    auto work = std::make_unique<db::Transaction>(holder);
    holder.ExecuteScript("insert into public.busy values (1)");
    auto migrating = std::async(std::launch::async, [&] { return db::Migrate(owner, second).size(); });
    // Everybody else goes on writing meanwhile: a migration that held its place in the queue would stop them for ever.
    db::Connection writer(Settings());
    const auto begun = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() - begun < std::chrono::milliseconds(3'500)) {
        writer.ExecuteScript("insert into public.busy values (2)");
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    EXPECT_NE(migrating.wait_for(std::chrono::seconds(0)), std::future_status::ready);
    work->Commit();
    EXPECT_EQ(migrating.get(), 1U);
}

TEST_F(Migrations, FailingStepLeavesTheSchemaBeforeIt)
{
    db::Connection owner(Settings());
    const std::vector<db::Migration> broken{
        {"0001_good", "create table public.kept (n integer)"},
        {"0002_bad", "create table public.half (n integer); insert into public.half values (1); select 1 / 0"}};
    EXPECT_THROW(db::Migrate(owner, broken), core::Failure);
    EXPECT_EQ(owner.Text("select to_regclass('public.half')::text"), std::nullopt);
    EXPECT_EQ(owner.Text("select count(*)::text from bayline_schema.applied"), "1");
    const std::vector<db::Migration> mended{broken[0], {"0002_bad", "create table public.half (n integer)"}};
    EXPECT_EQ(db::Migrate(owner, mended), std::vector<std::string>{"0002_bad"});
}

TEST_F(Migrations, RefuseAChangedStepAndANewerDatabase)
{
    db::Connection owner(Settings());
    const std::vector<db::Migration> first{{"0001_a", "create table public.a (n integer)"}};
    const std::vector<db::Migration> changed{{"0001_a", "create table public.a (n bigint)"}};
    db::Migrate(owner, first);
    try {
        db::Migrate(owner, changed);
        ADD_FAILURE() << "a changed step was taken";
    } catch (const core::Failure& failure) {
        EXPECT_EQ(failure.Kind(), core::FailureKind::Corrupt);
    }
    EXPECT_THROW(db::Migrate(owner, {}), core::Failure);
    EXPECT_EQ(db::CheckSchema(owner), db::SchemaState::Newer);
}

} // namespace bayline::test
