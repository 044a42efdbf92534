// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/delivery_presenter.h"

#include "tests/presenters/desk.h"

namespace bayline::test {

using desktop::DeliveryPresenter;

class DeliveryPresenterTest : public DeskTest
{
protected:
    core::WorkOrderId WaitingOrder()
    {
        SignIn(ManagerOnDuty());
        db::StorePairing(*m_connection, m_session,
                         {.url = "https://app.example",
                          .shopId = core::ToString(core::NewUuid()),
                          .keyId = "k1",
                          .secret = std::string(64, 'a'),
                          .epoch = core::ToString(core::NewUuid())});
        return CheckIn(*m_connection, m_session);
    }
};

TEST_F(DeliveryPresenterTest, SaysThatTheShopIsNotConnected)
{
    DeliveryPresenter presenter(*m_context, [] {});
    presenter.Refresh();
    ASSERT_TRUE(presenter.Now().loaded) << presenter.Now().problem;
    EXPECT_NE(presenter.Summary().find("not connected"), std::string::npos);
    EXPECT_EQ(presenter.LastContact(), "never");
}

TEST_F(DeliveryPresenterTest, CountsWhatWaits)
{
    const auto id = WaitingOrder();
    DeliveryPresenter presenter(*m_context, [] {});
    presenter.Refresh();
    ASSERT_EQ(presenter.Now().status.rows.size(), 1U) << presenter.Now().problem;
    EXPECT_EQ(presenter.Now().status.rows.front().workOrder, id);
    EXPECT_NE(presenter.Summary().find("1 changes"), std::string::npos);
}

TEST_F(DeliveryPresenterTest, ShowsAParkedStreamWithItsReasonAndRetriesIt)
{
    const auto id = WaitingOrder();
    const auto stream = core::StreamName("work_order", id.value);
    db::PostgresDeliveryLog relay(DeviceSettings("relay"));
    relay.Park(stream, 1, "The customer app refuses what this order says.");
    DeliveryPresenter presenter(*m_context, [] {});
    presenter.Refresh();
    ASSERT_FALSE(presenter.Now().status.rows.empty());
    EXPECT_TRUE(presenter.Now().status.rows.front().parked);
    EXPECT_EQ(presenter.Now().status.rows.front().reason, "The customer app refuses what this order says.");
    presenter.Retry(stream);
    EXPECT_FALSE(presenter.Now().told.empty());
    EXPECT_EQ(presenter.Now().status.parkedStreams, 0);
}

} // namespace bayline::test
