// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/failure.h"
#include "db/conninfo.h"
#include "db/listener.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/shop_day.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace bayline::test {

namespace {

using namespace std::chrono_literals;

class Heard
{
public:
    db::Listener::Callbacks Callbacks()
    {
        return {[this](const db::ChangeHint& hint) {
                    const std::lock_guard lock(m_mutex);
                    m_hints.push_back(hint);
                    m_changed.notify_all();
                },
                [this](bool connected) {
                    const std::lock_guard lock(m_mutex);
                    m_connected = connected;
                    m_changed.notify_all();
                }};
    }

    bool WaitFor(const std::string& stream, int seq, std::chrono::milliseconds timeout = 60s)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, timeout, [&] {
            return std::any_of(m_hints.begin(), m_hints.end(),
                               [&](const auto& hint) { return hint.stream == stream && hint.seq == seq; });
        });
    }

    bool WaitConnected(bool connected, std::chrono::milliseconds timeout = 60s)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, timeout, [&] { return m_connected == connected; });
    }

    void Forget()
    {
        const std::lock_guard lock(m_mutex);
        m_hints.clear();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<db::ChangeHint> m_hints;
    bool m_connected = false;
};

class Listening : public PostgresTest
{
};

} // namespace

TEST_F(Listening, HearsOfAChange)
{
    Heard heard;
    const db::Listener listener(DeviceSettings("bay"), heard.Callbacks());
    ASSERT_TRUE(heard.WaitConnected(true));
    db::Connection desk(DeviceSettings());
    const auto advisor = SignInAs(desk, Advisor());
    const auto id = CheckIn(desk, advisor);
    EXPECT_TRUE(heard.WaitFor(core::StreamName("work_order", id.value), 1));
}

TEST_F(Listening, PollsInCaseANotificationWasLost)
{
    Heard heard;
    const db::Listener listener(DeviceSettings("bay"), heard.Callbacks(), 100ms);
    ASSERT_TRUE(heard.WaitConnected(true));
    ASSERT_TRUE(heard.WaitFor("", 0));
    heard.Forget();
    EXPECT_TRUE(heard.WaitFor("", 0));
}

TEST_F(Listening, WithoutAConnectionEverythingIsToBeLookedAtNowAndThen)
{
    auto nowhere = DeviceSettings("bay");
    nowhere.conninfo = db::ReplaceInConninfo(nowhere.conninfo, {{"port", "1"}});
    Heard heard;
    const db::Listener listener(nowhere, heard.Callbacks(), 100ms);
    ASSERT_TRUE(heard.WaitFor("", 0));
    heard.Forget();
    EXPECT_TRUE(heard.WaitFor("", 0)) << "and again";
    EXPECT_TRUE(heard.WaitConnected(false, 0ms));
}

TEST_F(Listening, TakesGarbageAsAHintWithoutAName)
{
    Heard heard;
    const db::Listener listener(DeviceSettings("bay"), heard.Callbacks(), 60s);
    ASSERT_TRUE(heard.WaitConnected(true));
    ASSERT_TRUE(heard.WaitFor("", 0));
    for (const auto* payload : {"", " ", "x", "work_order/1 abc", "a b c 99999999999999999999", "\n\t"}) {
        heard.Forget();
        db::Connection hostile(DeviceSettings());
        hostile.Execute("select pg_notify('bayline_events', :p)", {{"p", payload}});
        EXPECT_TRUE(heard.WaitFor("", 0, 30s)) << payload;
    }
}

TEST_F(Listening, SurvivesTheServersDeathAndRestart)
{
    Heard heard;
    const db::Listener listener(DeviceSettings("bay"), heard.Callbacks());
    ASSERT_TRUE(heard.WaitConnected(true));
    db::Connection desk(DeviceSettings());
    auto advisor = SignInAs(desk, Advisor());
    auto& cluster = TestCluster::Instance().Cluster();
    cluster.Kill();
    EXPECT_TRUE(heard.WaitConnected(false));
    try {
        CheckIn(desk, advisor);
        ADD_FAILURE() << "checked in without a server";
    } catch (const core::Failure& failure) {
        EXPECT_EQ(failure.Kind(), core::FailureKind::DatabaseAway);
        EXPECT_TRUE(failure.Retryable());
    }
    cluster.Start();
    EXPECT_TRUE(heard.WaitConnected(true));
    heard.Forget();
    const auto id = CheckIn(desk, advisor);
    EXPECT_TRUE(heard.WaitFor(core::StreamName("work_order", id.value), 1));
}

} // namespace bayline::test
