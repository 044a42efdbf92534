// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/async/worker.h"

#include "core/failure.h"
#include "desktop/async/side_thread.h"
#include "tests/support/postgres_fixture.h"

#include <atomic>
#include <deque>
#include <future>

namespace bayline::test {

using namespace std::chrono_literals;

namespace {

/// Stands for a window in a closure: counts when it is copied or destroyed away from the thread that made it.
class Bound final
{
public:
    explicit Bound(std::atomic<int>& strays) : m_strays(&strays) {}
    Bound(const Bound& other) : m_strays(other.m_strays), m_home(other.m_home) { Look(); }
    Bound& operator=(const Bound&) = delete;
    ~Bound() { Look(); }

private:
    void Look() const
    {
        if (std::this_thread::get_id() != m_home)
            ++*m_strays;
    }

    std::atomic<int>* m_strays;
    std::thread::id m_home = std::this_thread::get_id();
};

} // namespace

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

TEST_F(WorkerTest, CountsASaveThatRunsAndThoseBehindItWhileTheDatabaseIsThere)
{
    std::promise<void> go;
    const std::shared_future<void> gone = go.get_future();
    std::atomic<bool> started = false;
    int done = 0;
    for (int n = 0; n < 3; ++n)
        m_worker->Post({.process =
                            [&started, gone](db::Connection&) {
                                started = true;
                                gone.wait();
                            },
                        .finish = [&] { ++done; },
                        .keepTrying = n != 1});
    EXPECT_TRUE(RunUntil([&] { return started.load(); }));
    EXPECT_EQ(m_worker->Unsaved(), 2U) << "the read between them is none";
    go.set_value();
    EXPECT_TRUE(RunUntil([&] { return done == 3; }));
    EXPECT_EQ(m_worker->Unsaved(), 0U);
}

TEST_F(WorkerTest, LetsSavesHappenWhenItClosesAndGivesUpReads)
{
    std::atomic<bool> started = false;
    std::atomic<int> saved = 0;
    std::atomic<int> read = 0;
    m_worker->Post({.process = [&](db::Connection& connection) {
        started = true;
        connection.Execute("select pg_sleep(300)");
    }});
    for (int n = 0; n < 2; ++n) {
        m_worker->Post({.process =
                            [&](db::Connection& connection) {
                                connection.Execute("select 1");
                                ++saved;
                            },
                        .keepTrying = true});
        m_worker->Post({.process = [&](db::Connection&) { ++read; }});
    }
    EXPECT_TRUE(RunUntil([&] { return started.load(); }));
    std::this_thread::sleep_for(50ms);
    const auto begin = std::chrono::steady_clock::now();
    m_worker->Close(60s);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 60s);
    EXPECT_EQ(saved, 2);
    EXPECT_EQ(read, 0);
}

TEST_F(WorkerTest, DoesNotWaitForSavesWhenItClosesWhileTheDatabaseIsAway)
{
    m_away = true;
    EXPECT_TRUE(RunUntil([&] { return !m_states.empty() && !m_states.back(); }));
    int waiting = 0;
    m_worker->Post(
        {.process = [](db::Connection&) {}, .keepTrying = true, .waiting = [&](const core::Failure&) { ++waiting; }});
    EXPECT_TRUE(RunUntil([&] { return waiting == 1; }));
    const auto begin = std::chrono::steady_clock::now();
    m_worker->Close(300s);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 60s);
}

TEST_F(WorkerTest, TouchesWhatBelongsToAWindowOnItsOwnThreadOnly)
{
    std::atomic<int> strays = 0;
    int ended = 0;
    int waiting = 0;
    const auto post = [&](std::function<void(db::Connection&)> process, bool keepTrying) {
        const Bound bound(strays);
        m_worker->Post({.process = std::move(process),
                        .finish = [bound, &ended] { ++ended; },
                        .failed = [bound, &ended](const core::Failure&) { ++ended; },
                        .wanted = [bound] { return true; },
                        .keepTrying = keepTrying,
                        .waiting = [bound, &waiting](const core::Failure&) { ++waiting; },
                        .missed = [bound](const core::Failure*) {}});
    };
    post([](db::Connection&) {}, false);
    post([](db::Connection&) { throw std::runtime_error("no"); }, false);
    EXPECT_TRUE(RunUntil([&] { return ended == 2; }));
    m_away = true;
    EXPECT_TRUE(RunUntil([&] { return !m_states.empty() && !m_states.back(); }));
    post([](db::Connection&) {}, true);
    EXPECT_TRUE(RunUntil([&] { return waiting == 1; }));
    m_away = false;
    EXPECT_TRUE(RunUntil([&] { return ended == 3; }));
    m_away = true;
    EXPECT_TRUE(RunUntil([&] { return !m_states.back(); }));
    post([](db::Connection&) {}, true); // still waits at the end
    EXPECT_TRUE(RunUntil([&] { return waiting == 2; }));
    m_worker->Close();
    EXPECT_EQ(strays, 0);
}

TEST_F(WorkerTest, TellsHowASaveEndedWhoseWindowHasGone)
{
    int carriedOut = 0;
    int failures = 0;
    const auto missed = [&](const core::Failure* failure) { ++(failure == nullptr ? carriedOut : failures); };
    m_worker->Post({.process = [](db::Connection&) {}, .wanted = [] { return false; }, .missed = missed});
    m_worker->Post({.process = [](db::Connection&) { throw std::runtime_error("no"); },
                    .failed = [](const core::Failure&) { FAIL() << "its window has gone"; },
                    .wanted = [] { return false; },
                    .missed = missed});
    EXPECT_TRUE(RunUntil([&] { return carriedOut + failures == 2; }));
    EXPECT_EQ(carriedOut, 1);
    EXPECT_EQ(failures, 1);
}

TEST(SideThread, CountsAWorkUntilItsResultHasBeenTaken)
{
    std::mutex mutex;
    std::deque<std::function<void()>> posted;
    desktop::SideThread side([&](std::function<void()> task) {
        const std::lock_guard lock(mutex);
        posted.push_back(std::move(task));
    });
    std::atomic<bool> worked = false;
    std::atomic<int> strays = 0;
    bool done = false;
    side.Run([&] { worked = true; }, [bound = Bound(strays), &done] { done = true; });
    const auto take = [&] {
        const std::lock_guard lock(mutex);
        return posted.empty() ? std::function<void()>() : std::exchange(posted.front(), nullptr);
    };
    std::function<void()> task;
    while (!(task = take()))
        std::this_thread::sleep_for(1ms);
    EXPECT_TRUE(worked);
    EXPECT_EQ(side.Open(), 1U) << "what comes of it has not begun yet";
    task();
    EXPECT_TRUE(done);
    EXPECT_TRUE(side.Idle());
    EXPECT_EQ(strays, 0);
}

TEST(SideThread, LeavesBehindWhatHangsWhenItEnds)
{
    const auto go = std::make_shared<std::promise<void>>();
    const auto started = std::make_shared<std::promise<void>>();
    const auto ended = std::make_shared<std::promise<void>>();
    const auto posted = std::make_shared<std::atomic<int>>(0);
    {
        desktop::SideThread side([posted](const std::function<void()>&) { ++*posted; }, 20ms);
        side.Run(
            [go, started, ended] {
                started->set_value();
                go->get_future().wait();
                ended->set_value();
            },
            [] {});
        started->get_future().wait();
    }
    go->set_value();
    ended->get_future().wait();
    std::this_thread::sleep_for(20ms);
    EXPECT_EQ(*posted, 0);
}

} // namespace bayline::test
