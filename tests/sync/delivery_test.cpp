// SPDX-License-Identifier: GPL-3.0-or-later
// The real thing: a shop's database, the relay, and bayline-portal with its own database.
#include "delivery_fixture.h"

namespace bayline::test {

namespace {

TEST_F(DeliveryTest, ADayReachesTheCustomerAndTheAnswerComesBack)
{
    StartRelay(m_database);
    auto form = CheckInForm();
    const auto id = QuotedOrder(form);
    Customer customer(m_portal.Port(), form.linkToken);
    ASSERT_TRUE(Soon([&] { return customer.Open(); }));
    ASSERT_TRUE(Soon([&] { return customer.State().find("更换前制动片") != std::string::npos; })) << customer.State();

    const auto decided = customer.Decide(db::LoadWorkOrder(*m_desk, id));
    ASSERT_EQ(decided.status / 100, 2) << decided.text;
    ASSERT_TRUE(Soon([&] { return db::LoadWorkOrder(*m_desk, id).approvals.size() == 2; }));
    const auto order = db::LoadWorkOrder(*m_desk, id);
    EXPECT_EQ(order.StateOf(order.lines[0]), core::LineState::Approved);
    EXPECT_EQ(order.approvals[0].channel, core::Channel::App);
    EXPECT_TRUE(Soon([&] { return customer.State().find("\"state\":\"accepted\"") != std::string::npos; }))
        << customer.State();
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    const auto portal = EverythingInPortal();
    for (const std::string& secret :
         {form.customer.name, form.customer.phone, form.vehicle.vin, form.linkToken, std::string("Wholesale Ltd")}) {
        EXPECT_EQ(portal.find(secret), std::string::npos) << secret;
    }

    RepairAndDeliver(id);
    ASSERT_TRUE(Soon([&] { return customer.State().find("\"node\":\"delivered\"") != std::string::npos; }));
    EXPECT_NE(customer.State().find("\"balance\":0"), std::string::npos) << customer.State();
    const auto rated = customer.Post(
        "rating", {{"rating_id", core::ToString(core::NewUuid())}, {"score", 5}, {"comment", "解释得很清楚"}});
    EXPECT_EQ(rated.status / 100, 2) << rated.text;
    EXPECT_TRUE(Soon([&] { return db::LoadWorkOrder(*m_desk, id).rating.has_value(); }));
    ExpectSame(m_database, m_pairing.credentials, 1);
}

TEST_F(DeliveryTest, AChangeReachesAnIdlePortal)
{
    StartRelay(m_database);
    const auto id = CheckIn(*m_desk, m_advisor);
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    Do(*m_desk, m_advisor, id, core::AddLine{LabourLine("检查", 10'000)});
    Do(*m_desk, m_advisor, id,
       core::SendQuote{.id = core::QuoteId::New(), .validUntil = core::Now() + 24h, .message = {}});
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
}

TEST_F(DeliveryTest, ARefusedChangeIsHealedByTheCurrentState)
{
    const auto form = CheckInForm();
    const auto id = QuotedOrder(form);
    const auto stream = core::StreamName("work_order", id.value);
    {
        db::PostgresDeliveryLog log(TestCluster::Instance().Device(m_database, "relay"));
        log.Park(stream, 2, "The customer app refuses what this order says.");
    }
    StartRelay(m_database);
    ASSERT_TRUE(Soon([&] { return m_relay->Status().state == sync::RelayState::Working; }));
    EXPECT_FALSE(AllSent(*m_desk));
    const auto operation = core::OperationId::New();
    db::SendCurrentState(*m_desk, m_advisor, operation, stream);
    db::SendCurrentState(*m_desk, m_advisor, operation, stream); // a double click
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); })) << m_relay->Status().sentence;
    Customer customer(m_portal.Port(), form.linkToken);
    ASSERT_TRUE(customer.Open());
    EXPECT_NE(customer.State().find("更换前制动片"), std::string::npos) << customer.State();
    ASSERT_EQ(customer.Decide(db::LoadWorkOrder(*m_desk, id)).status / 100, 2);
    EXPECT_TRUE(Soon([&] { return db::LoadWorkOrder(*m_desk, id).approvals.size() == 2; }));
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    m_relay.reset();
    m_log.reset();
    ExpectSame(m_database, m_pairing.credentials, 1);
    db::Connection portal(TestCluster::Instance().Owner(m_portalName));
    EXPECT_EQ(portal.Text("select count(*)::text from public.event where type = 'workshop.superseded.v1'"), "3");
    EXPECT_EQ(portal.Text("select count(*)::text from public.event where type = 'workshop.order.state.v1'"), "1");
}

TEST_F(DeliveryTest, TheServiceEndsCleanlyAndRunsOnce)
{
    const std::vector<std::string> environment{"BAYLINE_DATABASE=" +
                                               TestCluster::Instance().Device(m_database, "relay").conninfo};
    CheckIn(*m_desk, m_advisor);
    EXPECT_EQ(ChildProcess("bayline-relay", {"--once"}, environment).Wait(), 0);
    EXPECT_TRUE(AllSent(*m_desk));

    ChildProcess service("bayline-relay", {}, environment);
    QuotedOrder(CheckInForm("王小明", "沪AD54321"));
    EXPECT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    const auto begin = std::chrono::steady_clock::now();
    service.Signal(SIGTERM);
    EXPECT_EQ(service.Wait(), 0);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 60s);

    m_portal.Kill();
    CheckIn(*m_desk, m_advisor, CheckInForm("王小明", "沪AD54322"));
    EXPECT_EQ(ChildProcess("bayline-relay", {"--once"}, environment).Wait(), 1);
    EXPECT_EQ(ChildProcess("bayline-relay", {"--nonsense"}, environment).Wait(), 2);
}

} // namespace

} // namespace bayline::test
