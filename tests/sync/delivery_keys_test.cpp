// SPDX-License-Identifier: GPL-3.0-or-later
// Pairing, and a key that is replaced.
#include "delivery_fixture.h"

namespace bayline::test {

namespace {

TEST_F(DeliveryTest, AKeyIsReplacedWithoutAGap)
{
    StartRelay(m_database);
    const auto id = CheckIn(*m_desk, m_advisor);
    const auto change = [&] {
        Do(*m_desk, m_advisor, id, core::AddLine{LabourLine("检查", 10'000)});
        Do(*m_desk, m_advisor, id,
           core::SendQuote{.id = core::QuoteId::New(), .validUntil = core::Now() + 24h, .message = {}});
    };
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    auto code =
        PortalProcess::Output({"pair", "--database", PortalDatabase(), "--shop-id", m_pairing.credentials.shopId});
    code = code.substr(code.find("code: ") + 6);
    const auto renewed = sync::Pair(Url(), code.substr(0, code.find('\n'))).Value();
    change(); // both keys are live: what is under way with the old one passes
    db::StorePairing(*m_desk, m_manager, renewed.credentials, renewed.linkBase);
    change();
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    ASSERT_TRUE(Soon([&] {
        change();
        return m_log->Credentials().keyId == renewed.credentials.keyId;
    }));
    std::this_thread::sleep_for(100ms);
    static_cast<void>(
        PortalProcess::Output({"revoke-key", "--database", PortalDatabase(), "--key-id", m_pairing.credentials.keyId}));
    change();
    EXPECT_TRUE(Soon([&] { return AllSent(*m_desk); })) << m_relay->Status().sentence;
    db::Connection portal(TestCluster::Instance().Owner(m_portalName));
    EXPECT_EQ(portal.Text("select count(*)::text from public.epoch"), "1") << "a new key is no new numbering";
}

TEST_F(DeliveryTest, AKeyChangeThatWasInterruptedGoesOnWhereItStood)
{
    StartRelay(m_database);
    const auto id = CheckIn(*m_desk, m_advisor);
    const auto change = [&] {
        Do(*m_desk, m_advisor, id, core::AddLine{LabourLine("检查", 10'000)});
        Do(*m_desk, m_advisor, id,
           core::SendQuote{.id = core::QuoteId::New(), .validUntil = core::Now() + 24h, .message = {}});
    };
    db::Connection owner(TestCluster::Instance().Owner(m_database));
    static_cast<void>(db::BeginKeyChange(owner)); // and killed before anybody else heard of it
    const auto begun = db::BeginKeyChange(owner);
    ASSERT_TRUE(sync::ReplaceKey(begun.present, {begun.nextKeyId, begun.nextSecret}).Ok());
    change(); // killed before it was stored that the customer app knows: the old key is good for a day
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    db::Connection portal(TestCluster::Instance().Owner(m_portalName));
    portal.Execute(
        "update public.shop_key set expires_at = expires_at - interval '2 days'"); // nobody came back in time
    const auto again = db::BeginKeyChange(owner);
    EXPECT_EQ(again.nextKeyId, begun.nextKeyId);
    ASSERT_TRUE(sync::ReplaceKey(again.present, {again.nextKeyId, again.nextSecret}).Ok());
    db::FinishKeyChange(owner, again.nextKeyId);
    m_relay->RetryNow();
    change();
    EXPECT_TRUE(Soon([&] { return AllSent(*m_desk); })) << m_relay->Status().sentence;
    EXPECT_EQ(m_log->Credentials().keyId, begun.nextKeyId);
    EXPECT_EQ(portal.Text("select count(*)::text from public.epoch"), "1") << "a new key is no new numbering";
    const auto stranger = sync::ReplaceKey(m_pairing.credentials, {"bk_stranger0000001", std::string(64, 'f')});
    ASSERT_FALSE(stranger.Ok());
    EXPECT_EQ(stranger.FirstRefusal().code, "key.unknown");
}

TEST_F(DeliveryTest, TheCommandReplacesTheKeyUnderARunningRelayThoughItIsKilledAgainAndAgain)
{
    constexpr unsigned kSeed = 20261123;
    RecordProperty("seed", static_cast<int>(kSeed));
    std::mt19937 random(kSeed);
    const auto owner = TestCluster::Instance().Owner(m_database).conninfo;
    const std::vector<std::string> environment{"BAYLINE_DATABASE=" +
                                               TestCluster::Instance().Device(m_database, "relay").conninfo};
    const ChildProcess relay("bayline-relay", {}, environment);
    const auto id = CheckIn(*m_desk, m_advisor);
    const auto change = [&] {
        Do(*m_desk, m_advisor, id, core::AddLine{LabourLine("检查", 10'000)});
        Do(*m_desk, m_advisor, id,
           core::SendQuote{.id = core::QuoteId::New(), .validUntil = core::Now() + 24h, .message = {}});
    };
    for (int i = 0; i < 8; ++i) {
        const ChildProcess admin("bayline-admin", {"rotate-key", "--database", owner});
        std::this_thread::sleep_for(std::chrono::milliseconds(random() % 80));
        change();
    } // killed -9 here, wherever it was
    EXPECT_EQ(ChildProcess("bayline-admin", {"rotate-key", "--database", owner}).Wait(), 0);
    // A device may hold only a few connections.
    const auto present = db::PostgresDeliveryLog(TestCluster::Instance().Device(m_database, "relay")).Credentials();
    EXPECT_NE(present.keyId, m_pairing.credentials.keyId);
    std::this_thread::sleep_for(3s); // the relay looks for a new key every two seconds
    db::Connection portal(TestCluster::Instance().Owner(m_portalName));
    portal.Execute("update public.shop_key set expires_at = now() - interval '1 minute' where key_id <> :key",
                   {{"key", present.keyId}});
    change();
    EXPECT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    EXPECT_EQ(db::LoadDeliveryStatus(*m_desk).parkedStreams, 0);
    EXPECT_EQ(portal.Text("select count(*)::text from public.epoch"), "1") << "a new key is no new numbering";
    ExpectSame(m_database, present, 1);
}

TEST_F(DeliveryTest, ACodeIsGoodOnce)
{
    const auto again = sync::Pair(Url(), m_code);
    ASSERT_FALSE(again.Ok());
    EXPECT_EQ(again.FirstRefusal().code, "app.code_refused");
    EXPECT_FALSE(m_pairing.linkBase.empty());
}

} // namespace

} // namespace bayline::test
