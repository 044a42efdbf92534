// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/delivery_presenter.h"

#include "sync/verdict.h"
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

TEST_F(DeliveryPresenterTest, SaysWhatEachCustomersPageHasAndWhatTheySaw)
{
    const auto id = WaitingOrder();
    const auto stream = core::StreamName("work_order", id.value);
    DeliveryPresenter presenter(*m_context, [] {});
    presenter.Refresh();
    ASSERT_NE(presenter.Find(id), nullptr) << presenter.Now().problem;
    EXPECT_NE(presenter.PageText(*presenter.Find(id)).find("1 change on its way since"), std::string::npos);
    EXPECT_EQ(presenter.SeenText(*presenter.Find(id)), "Not opened yet");
    EXPECT_EQ(presenter.Summary().find("1 change is on its way to the customers' pages, since "), 0U);

    db::PostgresDeliveryLog relay(DeviceSettings("relay"));
    relay.Acknowledge({{stream, 1}});
    const core::CustomerAnswer view{
        .id = "v1",
        .type = "customer.page.viewed.v1",
        .data = {{"work_order_id", id.Text()}, {"public_seq", 1}, {"viewed_at", "2026-11-22T02:40:00Z"}},
        .at = core::Now(),
        .cursor = "c1"};
    EXPECT_EQ(relay.ApplyAnswer(view), core::AnswerFate::Applied);
    presenter.Refresh();
    EXPECT_EQ(presenter.PageText(*presenter.Find(id)), "Up to date");
    EXPECT_EQ(presenter.SeenText(*presenter.Find(id)).find("Has seen everything"), 0U);
    EXPECT_EQ(presenter.Summary(), "Every customer's page is up to date.");
    presenter.SendCurrentState(id);
    EXPECT_NE(presenter.SeenText(*presenter.Find(id)).find("1 change is newer"), std::string::npos);
}

TEST_F(DeliveryPresenterTest, ShowsAStoppedOrderWithItsReasonAndRetriesIt)
{
    const auto id = WaitingOrder();
    const auto stream = core::StreamName("work_order", id.value);
    db::PostgresDeliveryLog relay(DeviceSettings("relay"));
    relay.Park(stream, 1, "The customer app refuses what this order says.\nThe amount is wrong.");
    DeliveryPresenter presenter(*m_context, [] {});
    presenter.Refresh();
    ASSERT_NE(presenter.Find(id), nullptr);
    EXPECT_TRUE(presenter.Find(id)->Stopped());
    EXPECT_EQ(presenter.Summary(), "1 order needs you: the customer app refused something.");
    const auto advice = presenter.AdviceText(*presenter.Find(id));
    EXPECT_EQ(advice.find("The customer app refuses what this order says. It says: “The amount is wrong.”"), 0U);
    EXPECT_NE(advice.find("What to do"), std::string::npos);
    presenter.Retry(id);
    EXPECT_FALSE(presenter.Now().told.empty());
    EXPECT_EQ(presenter.Now().status.parkedStreams, 0);
    EXPECT_EQ(presenter.AdviceText(*presenter.Find(id)), "");
}

TEST_F(DeliveryPresenterTest, SaysWhatBecameOfWhatWasTriedAgain)
{
    const auto id = WaitingOrder();
    const auto stream = core::StreamName("work_order", id.value);
    db::PostgresDeliveryLog relay(DeviceSettings("relay"));
    relay.Park(stream, 1, "No.");
    DeliveryPresenter presenter(*m_context, [] {});
    presenter.Refresh();
    presenter.Retry(id);
    EXPECT_EQ(presenter.Now().told, "It is being tried again.");
    relay.Park(stream, 1, "Still no.");
    presenter.Refresh();
    EXPECT_EQ(presenter.Now().told.find("It was refused again."), 0U);
    EXPECT_FALSE(presenter.Now().toldGood);
    presenter.SendCurrentState(id);
    EXPECT_EQ(presenter.Now().told, "The order is being sent as it stands now.");
    relay.Acknowledge({{stream, presenter.Find(id)->lastChange}});
    presenter.Refresh();
    EXPECT_EQ(presenter.Now().told, "The customer's page has it now.");
    for (int reading = 0; reading < 10; ++reading) {
        presenter.Refresh();
    }
    EXPECT_EQ(presenter.Now().told, "");
}

TEST_F(DeliveryPresenterTest, HasWordsForTheCodeOfARefusedPicture)
{
    DeliveryPresenter presenter(*m_context, [] {});
    db::ParkedAnswer picture;
    picture.type = "camera.picture.received.v1";
    picture.reason = "photo.damaged";
    EXPECT_EQ(presenter.AnswerText(picture), "Sent a picture from a phone");
    EXPECT_EQ(presenter.AnswerReason(picture), "The photo is damaged or cut off. Please take it again.");
    picture.reason = "A sentence of an older version.";
    EXPECT_EQ(presenter.AnswerReason(picture), picture.reason);
}

TEST_F(DeliveryPresenterTest, SaysWhenNobodySends)
{
    const auto id = WaitingOrder();
    DeliveryPresenter presenter(*m_context, [] {});
    presenter.Refresh();
    EXPECT_EQ(presenter.Trouble().find("No computer of this shop is sending"), 0U);
    EXPECT_FALSE(presenter.IsLate(*presenter.Find(id)));
    db::PostgresDeliveryLog relay(DeviceSettings("relay"));
    ASSERT_TRUE(relay.HoldLease("a", std::chrono::minutes(5), false));
    presenter.Refresh();
    EXPECT_EQ(presenter.Trouble(), "");
    relay.RecordContact(false, "The customer app does not answer.");
    presenter.Refresh();
    EXPECT_EQ(presenter.Trouble(), "The customer app does not answer.");
}

TEST_F(DeliveryPresenterTest, OffersTheManagerToTakeOverAgain)
{
    WaitingOrder();
    db::PostgresDeliveryLog relay(DeviceSettings("relay"));
    relay.RecordContact(false, sync::kTakenOver);
    DeliveryPresenter presenter(*m_context, [] {});
    presenter.Refresh();
    EXPECT_TRUE(presenter.TakenOver());
    const auto before = relay.Credentials().epoch;
    presenter.TakeOver();
    EXPECT_NE(relay.Credentials().epoch, before);
    EXPECT_FALSE(presenter.TakenOver());
}

TEST_F(DeliveryPresenterTest, WarnsOnTheBoardAfterTheTimeThatWasSet)
{
    const auto id = WaitingOrder();
    desktop::DeliveryNotice notice(*m_context, [] {});
    notice.Refresh();
    EXPECT_EQ(notice.Text(), "");
    db::Connection(OwnerSettings())
        .Execute("update bayline.delivery set waiting_since = waiting_since - interval '16 minutes'");
    // The clock of this PC has no say.
    m_context->now = [] { return core::Now() - std::chrono::hours(24); };
    notice.Refresh();
    EXPECT_NE(notice.Text().find("No computer of this shop is sending"), std::string::npos);
    db::PostgresDeliveryLog sender(DeviceSettings("relay"));
    ASSERT_TRUE(sender.HoldLease("a", std::chrono::minutes(5), false));
    notice.Refresh();
    EXPECT_NE(notice.Text().find("has not reached the customers' pages yet"), std::string::npos);
    EXPECT_FALSE(notice.NeedsPerson());
    DeliveryPresenter presenter(*m_context, [] {});
    presenter.Refresh();
    presenter.SetWarnAfter(std::chrono::minutes(60));
    notice.Refresh();
    EXPECT_EQ(notice.Text(), "");
    db::PostgresDeliveryLog(DeviceSettings("relay")).Park(core::StreamName("work_order", id.value), 1, "No.");
    notice.Refresh();
    EXPECT_NE(notice.Text().find("1 order has stopped"), std::string::npos);
    EXPECT_TRUE(notice.NeedsPerson());
}

} // namespace bayline::test
