// SPDX-License-Identifier: GPL-3.0-or-later
// The table of answers to single events.
#include "relay_fixture.h"

namespace bayline::test {

namespace {

TEST_F(RelayTest, TakesADuplicateForDelivered)
{
    m_log.Append(kOne, 5);
    m_server.Misbehave([](const Received& request) {
        return request.IsBatch() && request.number < 3 ? Misdeed::Of(Misdeed::Kind::CutAfter) : Misdeed{};
    });
    Start();
    ExpectAllArrived({kOne});
}

TEST_F(RelayTest, TakesATypeTheAppKeepsForLaterForDelivered)
{
    m_server.SetEventStatus([](const std::string&, int seq) { return seq == 2 ? "parked" : ""; });
    m_log.Append(kOne, 3);
    Start();
    ExpectAllArrived({kOne});
}

TEST_F(RelayTest, ResendsFromTheNumberAGapAsksFor)
{
    m_log.Append(kOne, 10);
    Start();
    ExpectAllArrived({kOne});
    m_relay.reset();
    m_server.Restore("01977a10-0000-7000-8000-0000000000fe", 4); // the same feed: only the next event tells
    m_log.Append(kOne, 1);
    Start();
    ExpectAllArrived({kOne});
    EXPECT_EQ(m_server.Stream(kOne).size(), 11U);
}

TEST_F(RelayTest, BacksOffAStreamWhoseGapNeverCloses)
{
    m_server.SetEventStatus([](const std::string& stream, int) { return stream == kOne ? "gap" : ""; });
    m_log.Append(kOne, 3);
    m_log.Append(kTwo, 3);
    Start();
    EXPECT_TRUE(Soon([&] { return m_log.Acknowledged(kTwo) == 3; }));
    EXPECT_TRUE(Soon([&] { return m_relay->Status().events.troubles.size() == 1; }));
    std::this_thread::sleep_for(300ms);
    EXPECT_LT(Batches(m_server), 20U);
    m_server.SetEventStatus(nullptr);
    ExpectAllArrived({kOne, kTwo});
}

TEST_F(RelayTest, HealsAForkByItselfWithANewEpochWhileOthersPass)
{
    m_log.Append(kOne, 3);
    Start();
    ExpectAllArrived({kOne});
    m_relay.reset();
    MemoryLog other; // another history under the same numbers, as after a copied disk
    other.SetCredentials(Credentials(m_server));
    auto event = PaymentEvent(kOne, 1);
    event.data["amount"] = 77;
    other.Append(event);
    other.Append(kOne, 2);
    other.Append(kTwo, 2);
    sync::Relay relay(other, Options());
    relay.Start();
    EXPECT_TRUE(Soon([&] { return m_server.CurrentEpoch() != AppServer::kEpoch && other.AllSent(); }))
        << relay.Status().sentence;
    EXPECT_TRUE(other.Parked().empty());
    ASSERT_EQ(m_server.Stream(kOne).size(), 3U);
    EXPECT_TRUE(Contains(m_server.Stream(kOne)[0].text, "\"amount\":77"));
    EXPECT_NE(m_server.CurrentEpoch(), AppServer::kEpoch);
    EXPECT_EQ(m_server.EpochReason(), "fork");
}

TEST_F(RelayTest, ParksAForkThatComesBackAfterItWasHealed)
{
    m_server.SetEventStatus([](const std::string& stream, int) { return stream == kOne ? "fork" : ""; });
    m_log.Append(kOne, 2);
    m_log.Append(kTwo, 2);
    Start();
    EXPECT_TRUE(Soon([&] { return m_log.Parked().contains(kOne) && m_log.Acknowledged(kTwo) == 2; }));
    EXPECT_TRUE(Contains(m_log.Parked()[kOne], "keeps having another history"));
    const auto announced = std::ranges::count_if(
        m_server.Requests(), [](const auto& request) { return request.target.ends_with("/epochs"); });
    EXPECT_EQ(announced, 1);
}

TEST_F(RelayTest, TriesADeferredStreamAgainByItself)
{
    auto& ready = Keep<std::atomic<bool>>(false);
    m_server.SetEventStatus([&](const std::string& stream, int) { return stream == kOne && !ready ? "deferred" : ""; });
    m_log.Append(kOne, 3);
    m_log.Append(kTwo, 3);
    Start();
    EXPECT_TRUE(Soon([&] { return m_log.Acknowledged(kTwo) == 3; }));
    ASSERT_TRUE(Soon([&] { return m_relay->Status().events.troubles.size() == 1; }));
    EXPECT_EQ(m_relay->Status().events.troubles[0].stream, kOne);
    EXPECT_FALSE(m_relay->Status().events.troubles[0].sentence.empty());
    EXPECT_TRUE(Soon([&] { return m_relay->Status().events.troubles[0].alert; }));
    ready = true;
    ExpectAllArrived({kOne, kTwo});
    EXPECT_TRUE(m_log.Parked().empty());
    EXPECT_TRUE(Soon([&] { return m_relay->Status().events.troubles.empty(); }));
}

TEST_F(RelayTest, ParksARejectedStreamWithTheAppsWords)
{
    m_server.SetEventStatus(
        [](const std::string& stream, int seq) { return stream == kOne && seq == 2 ? "rejected" : ""; });
    m_log.Append(kOne, 4);
    m_log.Append(kTwo, 4);
    Start();
    EXPECT_TRUE(Soon([&] { return m_log.Parked().contains(kOne) && m_log.Acknowledged(kTwo) == 4; }));
    EXPECT_EQ(m_log.Acknowledged(kOne), 1);
    EXPECT_EQ(m_log.Parked()[kOne], "The customer app refuses what this order says.\nThe amount is wrong.");
    m_server.SetEventStatus(nullptr);
    m_log.Unpark(kOne);
    ExpectAllArrived({kOne, kTwo});
}

TEST_F(RelayTest, ParksWhatItsOwnVersionCannotRead)
{
    auto event = PaymentEvent(kOne, 0);
    event.type = "payment.of_the_future";
    m_log.Append(kOne);
    m_log.Append(event);
    m_log.Append(kTwo);
    Start();
    EXPECT_TRUE(Soon([&] { return m_log.Parked().contains(kOne) && m_log.Acknowledged(kTwo) == 1; }));
    EXPECT_EQ(m_log.Acknowledged(kOne), 1);
}

} // namespace

} // namespace bayline::test
