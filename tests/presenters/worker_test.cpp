// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/async/worker.h"

#include "core/failure.h"
#include "tests/support/postgres_fixture.h"

#include <atomic>
#include <deque>

namespace bayline::test {

using namespace std::chrono_literals;

/// Stands in for the UI thread: tasks are run by the test.
class WorkerTest : public PostgresTest
{
protected:
    void SetUp() override
    {
        PostgresTest::SetUp();
        Make();
    }

    void TearDown() override
    {
        m_worker.reset();
        PostgresTest::TearDown();
    }

    void Make()
    {
        m_worker = std::make_unique<desktop::Worker>(
            desktop::WorkerDatabase{.open =
                                        [this] {
                                            if (m_away)
                                                throw core::Failure({.kind = core::FailureKind::DatabaseAway,
                                                                     .retryable = true,
                                                                     .where = "test",
                                                                     .sentence = "away"});
                                            auto connection = std::make_shared<db::Connection>(DeviceSettings());
                                            connection->EnsureOpen();
                                            return connection;
                                        },
                                    .check =
                                        [this](db::Connection& connection) {
                                            if (m_away)
                                                throw core::Failure({.kind = core::FailureKind::DatabaseAway,
                                                                     .retryable = true,
                                                                     .where = "test",
                                                                     .sentence = "away"});
                                            connection.Execute("select 1");
                                        },
                                    .cancel = [](db::Connection& connection) { connection.Cancel(); },
                                    .heartbeat = 20ms,
                                    .reconnect = 20ms},
            desktop::Worker::Callbacks{.post =
                                           [this](std::function<void()> task) {
                                               const std::lock_guard lock(m_mutex);
                                               m_tasks.push_back(std::move(task));
                                           },
                                       .databasePresent = [this](bool present) { m_states.push_back(present); },
                                       .everyFailure = [this](const core::Failure&) { ++m_failures; }});
    }

    template <class Condition>
    bool RunUntil(Condition condition, std::chrono::milliseconds limit = 60s)
    {
        const auto end = std::chrono::steady_clock::now() + limit;
        while (std::chrono::steady_clock::now() < end) {
            std::function<void()> task;
            {
                const std::lock_guard lock(m_mutex);
                if (!m_tasks.empty()) {
                    task = std::move(m_tasks.front());
                    m_tasks.pop_front();
                }
            }
            if (task)
                task();
            else if (condition())
                return true;
            else
                std::this_thread::sleep_for(2ms);
        }
        return condition();
    }

    std::atomic<bool> m_away = false;
    std::mutex m_mutex;
    std::deque<std::function<void()>> m_tasks;
    std::vector<bool> m_states;
    int m_failures = 0;
    std::unique_ptr<desktop::Worker> m_worker;
};

TEST_F(WorkerTest, RunsJobsInOrderAndFinishesOnTheUiThread)
{
    std::vector<int> order;
    const auto ui = std::this_thread::get_id();
    for (int n = 0; n < 5; ++n)
        m_worker->Post({.process =
                            [ui](db::Connection& connection) {
                                EXPECT_NE(std::this_thread::get_id(), ui);
                                connection.Execute("select 1");
                            },
                        .finish =
                            [&order, n, ui] {
                                EXPECT_EQ(std::this_thread::get_id(), ui);
                                order.push_back(n);
                            }});
    EXPECT_TRUE(RunUntil([&] { return order.size() == 5; }));
    EXPECT_EQ(order, (std::vector{0, 1, 2, 3, 4}));
}

TEST_F(WorkerTest, DropsAnAnswerNobodyWantsAnyMore)
{
    bool finished = false;
    bool later = false;
    m_worker->Post(
        {.process = [](db::Connection&) {}, .finish = [&] { finished = true; }, .wanted = [] { return false; }});
    m_worker->Post({.process = [](db::Connection&) {}, .finish = [&] { later = true; }});
    EXPECT_TRUE(RunUntil([&] { return later; }));
    EXPECT_FALSE(finished);
}

TEST_F(WorkerTest, TurnsAnythingThrownIntoAFailureWithoutItsText)
{
    std::string said;
    m_worker->Post({.process = [](db::Connection&) { throw std::runtime_error("phone 13812345678"); },
                    .failed = [&](const core::Failure& failure) { said = failure.what(); }});
    EXPECT_TRUE(RunUntil([&] { return !said.empty(); }));
    EXPECT_EQ(said.find("13812345678"), std::string::npos);
    EXPECT_EQ(m_failures, 1);
}

TEST_F(WorkerTest, FailsReadingJobsWhileAwayAndSaysSoWithinSeconds)
{
    EXPECT_TRUE(RunUntil([&] { return !m_states.empty(); }));
    m_away = true;
    EXPECT_TRUE(RunUntil([&] { return m_states == std::vector{true, false}; }));
    bool failed = false;
    m_worker->Post({.process = [](db::Connection&) {}, .failed = [&](const core::Failure&) { failed = true; }});
    EXPECT_TRUE(RunUntil([&] { return failed; }));
    m_away = false;
    EXPECT_TRUE(RunUntil([&] { return m_states == std::vector({true, false, true}); }));
}

TEST_F(WorkerTest, KeepsASavingJobAndDoesItOnceWhenTheDatabaseIsBack)
{
    m_away = true;
    EXPECT_TRUE(RunUntil([&] { return !m_states.empty() && !m_states.back(); }));
    int done = 0;
    int waiting = 0;
    bool failed = false;
    m_worker->Post({.process = [](db::Connection& connection) { connection.Execute("select 1"); },
                    .finish = [&] { ++done; },
                    .failed = [&](const core::Failure&) { failed = true; },
                    .keepTrying = true,
                    .waiting = [&](const core::Failure&) { ++waiting; }});
    EXPECT_TRUE(RunUntil([&] { return waiting == 1; }));
    EXPECT_EQ(m_worker->Unsaved(), 1U);
    EXPECT_EQ(done, 0);
    m_away = false;
    EXPECT_TRUE(RunUntil([&] { return done == 1; }));
    EXPECT_FALSE(failed);
    EXPECT_EQ(m_worker->Unsaved(), 0U);
}

TEST_F(WorkerTest, CancelsRunningSqlWhenItCloses)
{
    std::atomic<bool> started = false;
    m_worker->Post({.process = [&](db::Connection& connection) {
        started = true;
        connection.Execute("select pg_sleep(300)");
    }});
    EXPECT_TRUE(RunUntil([&] { return started.load(); }));
    std::this_thread::sleep_for(50ms);
    const auto begin = std::chrono::steady_clock::now();
    m_worker->Close();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 60s);
}

} // namespace bayline::test
