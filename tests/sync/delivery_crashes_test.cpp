// SPDX-License-Identifier: GPL-3.0-or-later
// Relay, portal and databases that die, come back or are an older self.
#include "delivery_fixture.h"

namespace bayline::test {

namespace {

TEST_F(DeliveryTest, NothingIsLostWhenRelayAndPortalAreKilledAtRandom)
{
    constexpr unsigned kSeed = 20261122;
    RecordProperty("seed", static_cast<int>(kSeed));
    std::mt19937 random(kSeed);
    const std::vector<std::string> environment{"BAYLINE_DATABASE=" +
                                               TestCluster::Instance().Device(m_database, "relay").conninfo};
    std::vector<core::WorkOrderId> orders;
    for (int i = 0; i < 6; ++i) {
        orders.push_back(CheckIn(*m_desk, m_advisor, CheckInForm("王小明", "沪AD1000" + std::to_string(i))));
    }
    for (int round = 0; round < 12; ++round) {
        const ChildProcess relay("bayline-relay", {}, environment);
        for (int i = 0; i < 5; ++i) {
            const auto& id = orders[random() % orders.size()];
            Do(*m_desk, m_advisor, id, core::AddLine{LabourLine("检查", 10'000)});
            Do(*m_desk, m_advisor, id,
               core::SendQuote{.id = core::QuoteId::New(), .validUntil = core::Now() + 24h, .message = {}});
            std::this_thread::sleep_for(std::chrono::milliseconds(random() % 15));
        }
        if (round % 4 == 3) {
            m_portal.Kill();
            m_portal.Start(PortalDatabase());
        }
    } // killed -9 here, each time
    StartRelay(m_database);
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    EXPECT_EQ(db::LoadDeliveryStatus(*m_desk).parkedStreams, 0);
    ExpectSame(m_database, m_pairing.credentials, orders.size());
}

TEST_F(DeliveryTest, AShopRestoredFromABackupAgreesWithThePortalAgain)
{
    const auto first = CheckIn(*m_desk, m_advisor);
    StartRelay(m_database);
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    m_relay.reset();
    m_log.reset();
    m_desk.reset();
    const auto backup = m_database + "_restored";
    db::Connection maintenance(TestCluster::Instance().Owner("postgres"));
    maintenance.ExecuteScript("create database " + backup + " template " + m_database);
    maintenance.ExecuteScript("grant connect on database " + backup +
                              " to bayline_desk, bayline_bay, bayline_relay, bayline_admin");

    // Events after the backup, known to the portal, that will not have happened.
    m_desk = std::make_unique<db::Connection>(DeviceSettings("desk"));
    Do(*m_desk, m_advisor, first, core::AddLine{LabourLine("未发生", 10'000)});
    Do(*m_desk, m_advisor, first,
       core::SendQuote{.id = core::QuoteId::New(), .validUntil = core::Now() + 24h, .message = {}});
    CheckIn(*m_desk, m_advisor, CheckInForm("李雷", "沪AD99999"));
    StartRelay(m_database);
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    m_relay.reset();
    m_log.reset();

    m_desk = std::make_unique<db::Connection>(TestCluster::Instance().Device(backup, "desk"));
    m_advisor = SignInAs(*m_desk, Advisor());
    Do(*m_desk, m_advisor, first, core::AddLine{LabourLine("后来的", 20'000)});
    Do(*m_desk, m_advisor, first,
       core::SendQuote{.id = core::QuoteId::New(), .validUntil = core::Now() + 24h, .message = {}});
    StartRelay(backup);
    EXPECT_TRUE(Soon([&] { return AllSent(*m_desk); })) << m_relay->Status().sentence;
    EXPECT_EQ(db::LoadDeliveryStatus(*m_desk).parkedStreams, 0);
    db::Connection portal(TestCluster::Instance().Owner(m_portalName));
    EXPECT_EQ(portal.Text("select reason from public.epoch where superseded_at is null"), "restored");
    EXPECT_EQ(portal.Text("select count(*)::text from public.epoch"), "2");
    m_relay.reset();
    m_log.reset();
    ExpectSame(backup, m_pairing.credentials, 1); // the order that un-happened is empty there
    m_relay.reset();
    m_log.reset();
    m_desk.reset();
    TestCluster::Instance().DropDatabase(backup);
}

TEST_F(DeliveryTest, APortalRestoredFromABackupGetsWhatItLost)
{
    const auto id = CheckIn(*m_desk, m_advisor);
    StartRelay(m_database);
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    m_portal.Kill();
    db::Connection maintenance(TestCluster::Instance().Owner("postgres"));
    const auto backup = m_portalName + "_backup";
    maintenance.ExecuteScript("create database " + backup + " template " + m_portalName);
    m_portal.Start(PortalDatabase());
    for (int i = 0; i < 3; ++i) {
        Do(*m_desk, m_advisor, id, core::AddLine{LabourLine("检查", 10'000)});
        Do(*m_desk, m_advisor, id,
           core::SendQuote{.id = core::QuoteId::New(), .validUntil = core::Now() + 24h, .message = {}});
    }
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    m_portal.Kill();
    TestCluster::Instance().DropDatabase(m_portalName);
    maintenance.ExecuteScript("alter database " + backup + " rename to " + m_portalName);
    m_portal.Start(PortalDatabase());
    Do(*m_desk, m_advisor, id, core::AddLine{LabourLine("检查", 10'000)});
    Do(*m_desk, m_advisor, id,
       core::SendQuote{.id = core::QuoteId::New(), .validUntil = core::Now() + 24h, .message = {}});
    EXPECT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    EXPECT_TRUE(Soon([&] { return db::LoadDeliveryStatus(*m_desk).problem.empty(); }));
    ExpectSame(m_database, m_pairing.credentials, 1);
}

TEST_F(DeliveryTest, AnotherRelayTakesOver)
{
    const auto environment =
        std::vector{"BAYLINE_DATABASE=" + TestCluster::Instance().Device(m_database, "relay").conninfo};
    const auto id = CheckIn(*m_desk, m_advisor);
    for (const int signal : {SIGKILL, SIGSTOP}) {
        ChildProcess first("bayline-relay", {}, environment);
        ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
        ChildProcess second("bayline-relay", {}, environment);
        std::this_thread::sleep_for(1s);
        first.Signal(signal);
        Do(*m_desk, m_advisor, id, core::AddLine{LabourLine("检查", 10'000)});
        Do(*m_desk, m_advisor, id,
           core::SendQuote{.id = core::QuoteId::New(), .validUntil = core::Now() + 24h, .message = {}});
        ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); })) << "signal " << signal;
        first.Signal(SIGCONT); // what it may still do must do no harm
        std::this_thread::sleep_for(200ms);
    }
    EXPECT_EQ(db::LoadDeliveryStatus(*m_desk).parkedStreams, 0);
    ExpectSame(m_database, m_pairing.credentials, 1);
}

TEST_F(DeliveryTest, ARestartedRelayGoesOn)
{
    const auto environment =
        std::vector{"BAYLINE_DATABASE=" + TestCluster::Instance().Device(m_database, "relay").conninfo};
    const auto id = CheckIn(*m_desk, m_advisor);
    {
        const ChildProcess relay("bayline-relay", {}, environment);
        ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    } // kill -9
    Do(*m_desk, m_advisor, id, core::AddLine{LabourLine("检查", 10'000)});
    Do(*m_desk, m_advisor, id,
       core::SendQuote{.id = core::QuoteId::New(), .validUntil = core::Now() + 24h, .message = {}});
    const ChildProcess again("bayline-relay", {}, environment);
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
}

} // namespace

} // namespace bayline::test
