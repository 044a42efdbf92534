// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/failure.h"
#include "db/devices.h"
#include "db/migrate.h"
#include "db/verify.h"
#include "tests/support/postgres_fixture.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
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

TEST_F(Migrations, KilledAnywhereAreFinishedByTheNextRun)
{
    db::Connection reference(Settings());
    db::Migrate(reference);
    const auto wanted = Schema(reference);
    for (int milliseconds = 1; milliseconds < 1500; milliseconds += milliseconds / 2 + 7) {
        reference.Close();
        TearDown();
        SetUp();
        const auto present = TestCluster::Instance().Owner(m_name);
        const pid_t child = ::fork();
        if (child == 0) {
            try {
                db::Connection owner(present);
                db::Migrate(owner);
            } catch (...) {
                ::_exit(1);
            }
            ::_exit(0);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        db::Connection owner(present);
        try {
            db::Migrate(owner);
            EXPECT_EQ(db::CheckSchema(owner), db::SchemaState::Current);
            EXPECT_EQ(Schema(owner), wanted) << "killed after " << milliseconds << " ms";
        } catch (const core::Failure& failure) {
            FAIL() << failure.what() << " " << failure.Code() << ", killed after " << milliseconds << " ms";
        }
    }
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
