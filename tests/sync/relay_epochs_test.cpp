// SPDX-License-Identifier: GPL-3.0-or-later
// Restores, failovers and forks: how both sides become one again.
#include "relay_fixture.h"

namespace bayline::test {

namespace {

TEST_F(RelayTest, AnnouncesItsEpochAndSendsWhatDiffers)
{
    for (int i = 1; i <= 5; ++i) {
        m_log.Append(StreamNumber(i), 4);
    }
    Start();
    ASSERT_TRUE(Soon([&] { return m_log.AllSent(); }));
    m_relay.reset();

    MemoryLog restored; // went back to two events a stream, then one order took another way
    auto credentials = Credentials(m_server);
    credentials.epoch = "01977a10-0000-7000-8000-0000000000cc";
    restored.SetCredentials(credentials);
    for (int i = 1; i <= 5; ++i) {
        restored.Append(StreamNumber(i), i == 5 ? 4 : 2);
    }
    restored.Append(StreamNumber(5), 1);
    for (int i = 1; i <= 5; ++i) {
        restored.Acknowledge({{StreamNumber(i), 2}});
    }
    sync::Relay relay(restored, Options());
    relay.Start();
    EXPECT_TRUE(Soon([&] { return restored.AllSent(); }));
    EXPECT_EQ(m_server.CurrentEpoch(), credentials.epoch);
    for (int i = 1; i <= 5; ++i) {
        EXPECT_EQ(static_cast<int>(m_server.Stream(StreamNumber(i)).size()), restored.Head(StreamNumber(i)));
    }
}

TEST_F(RelayTest, FindsAtItsStartWhatARestoredShopDoesNotKnow)
{
    m_log.Append(kOne, 4);
    m_log.Append(kTwo, 4);
    Start();
    ASSERT_TRUE(Soon([&] { return m_log.AllSent(); }));
    m_relay.reset();
    MemoryLog restored; // an hour ago, and nothing has happened since: nothing is sent that could tell
    restored.SetCredentials(Credentials(m_server));
    restored.Append(kOne, 2);
    restored.Acknowledge({{kOne, 2}});
    sync::Relay relay(restored, Options());
    relay.Start();
    EXPECT_TRUE(Soon([&] { return m_server.Stream(kOne).size() == 2 && m_server.Stream(kTwo).empty(); }));
    EXPECT_TRUE(Soon([&] { return restored.AllSent(); }));
    EXPECT_EQ(m_server.EpochReason(), "restored");
}

TEST_F(RelayTest, SendsAgainWhatTheAppLostThoughNothingHappensOnIt)
{
    for (int i = 1; i <= 7; ++i) {
        m_log.Append(StreamNumber(i), 3);
    }
    Start();
    ASSERT_TRUE(Soon([&] { return m_log.AllSent(); }));
    m_relay.reset();
    m_server.Restore("01977a10-0000-7000-8000-0000000000fe", 0); // the same feed: no answer tells of it either
    Start();
    for (int i = 1; i <= 7; ++i) {
        EXPECT_TRUE(Soon([&] { return m_server.Stream(StreamNumber(i)).size() == 3; }));
    }
    EXPECT_EQ(m_server.CurrentEpoch(), AppServer::kEpoch);
}

TEST_F(RelayTest, CallsAFailoverThatLostNothingByItsName)
{
    m_log.Append(kOne, 4);
    Start();
    ASSERT_TRUE(Soon([&] { return m_log.AllSent(); }));
    auto credentials = Credentials(m_server);
    credentials.epoch = "01977a10-0000-7000-8000-0000000000cc";
    credentials.epochReason = "failover";
    m_log.SetCredentials(credentials);
    m_log.Append(kOne, 1);
    EXPECT_TRUE(Soon([&] { return m_server.CurrentEpoch() == credentials.epoch && m_log.AllSent(); }));
    EXPECT_EQ(m_server.EpochReason(), "failover");
    EXPECT_EQ(m_server.Stream(kOne).size(), 5U);
}

TEST_F(RelayTest, NoticesWithinMomentsThatASupersededShopHasTakenOverAgain)
{
    auto credentials = Credentials(m_server);
    credentials.epoch = "01977a10-0000-7000-8000-0000000000cc";
    m_log.SetCredentials(credentials);
    m_log.Append(kOne, 1);
    Start();
    ASSERT_TRUE(Soon([&] { return m_log.AllSent(); }));
    m_log.SetCredentials(Credentials(m_server)); // the epoch that was replaced
    m_log.Append(kOne, 1);
    ASSERT_TRUE(Soon([&] { return m_relay->Status().sentence == sync::kTakenOver; }));
    credentials.epoch = "01977a10-0000-7000-8000-0000000000dd";
    m_log.SetCredentials(credentials);
    EXPECT_TRUE(Soon([&] { return m_log.AllSent(); }, 2s)); // though a pause lasts ten seconds here
}

TEST_F(RelayTest, DoesNotAnnounceInACircle)
{
    m_server.Misbehave(
        [](const Received& request) { return request.IsBatch() ? Misdeed::Status(409, "epoch-unknown") : Misdeed{}; });
    m_log.Append(kOne);
    Start();
    std::this_thread::sleep_for(500ms);
    const auto announced = std::ranges::count_if(
        m_server.Requests(), [](const auto& request) { return request.target.ends_with("/epochs"); });
    EXPECT_EQ(announced, 1);
    EXPECT_EQ(m_relay->Status().events.state, sync::RelayState::Retrying);
}

} // namespace

} // namespace bayline::test
