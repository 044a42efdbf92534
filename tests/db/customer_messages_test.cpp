// SPDX-License-Identifier: GPL-3.0-or-later
// What customers write and pay through the app, and the change of the key: each counts once.
#include "core/customer_messages.h"
#include "core/failure.h"
#include "core/floor_rules.h"
#include "db/board.h"
#include "db/delivery.h"
#include "db/import.h"
#include "db/timeline.h"
#include "db/verify.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/shop_day.h"

#include <algorithm>
#include <span>
#include <thread>

namespace bayline::test {

namespace {

class CustomerMessages : public PostgresTest
{
protected:
    void SetUp() override
    {
        PostgresTest::SetUp();
        m_desk = std::make_unique<db::Connection>(DeviceSettings());
        m_advisor = SignInAs(*m_desk, Advisor());
        m_order = CheckIn(*m_desk, m_advisor);
        m_log = std::make_unique<db::PostgresDeliveryLog>(DeviceSettings("relay"));
    }

    void TearDown() override
    {
        {
            db::Connection owner(OwnerSettings());
            for (const auto& violation : db::Verify(owner)) {
                ADD_FAILURE() << violation.invariant << ": " << violation.detail;
            }
        }
        m_log.reset();
        PostgresTest::TearDown();
    }

    [[nodiscard]] core::CustomerAnswer Message(const std::string& answerId, const std::string& messageId) const
    {
        return {.id = answerId,
                .type = "customer.message.sent.v1",
                .data = {{"message_id", messageId},
                         {"work_order_id", m_order.Text()},
                         {"text", "四点半来取可以吗？"},
                         {"sent_at", "2026-11-22T05:12:00.000Z"}},
                .at = core::Now(),
                .cursor = "c-" + answerId};
    }

    [[nodiscard]] core::CustomerAnswer Payment(const std::string& answerId, const std::string& providerId,
                                               std::int64_t amount, const std::string& currency = "CNY") const
    {
        return {.id = answerId,
                .type = "customer.payment.made.v1",
                .data = {{"provider_payment_id", providerId},
                         {"work_order_id", m_order.Text()},
                         {"method", "wechat"},
                         {"amount", amount},
                         {"currency", currency},
                         {"paid_at", "2026-11-22T09:55:00.000Z"}},
                .at = core::Now(),
                .cursor = "c-" + answerId};
    }

    [[nodiscard]] std::vector<core::RecordedEvent> EventsOf(const std::string& type)
    {
        std::vector<core::RecordedEvent> found;
        for (auto& entry : db::LoadTimeline(*m_desk, m_order)) {
            if (entry.event.type == type) {
                found.push_back(std::move(entry.event));
            }
        }
        return found;
    }

    void IssueInvoice()
    {
        const auto first = SignInAs(*m_desk, Technician());
        const auto second = SignInAs(*m_desk, Colleague());
        QuoteAndApprove(*m_desk, m_advisor, m_order, {LabourLine("Replace pads", 30'000)});
        RepairAll(*m_desk, first, second, m_order);
        static_cast<void>(Invoice(*m_desk, m_advisor, m_order));
    }

    std::unique_ptr<db::Connection> m_desk;
    db::Session m_advisor;
    core::WorkOrderId m_order;
    std::unique_ptr<db::PostgresDeliveryLog> m_log;
};

TEST_F(CustomerMessages, AMessageCountsOnceAndStaysUnreadUntilSomebodyAnswers)
{
    const auto id = core::MessageId::New().Text();
    EXPECT_EQ(m_log->ApplyAnswer(Message("m1", id)), core::AnswerFate::Applied);
    EXPECT_EQ(m_log->ApplyAnswer(Message("m1", id)), core::AnswerFate::AlreadyKnown);
    EXPECT_EQ(m_log->ApplyAnswer(Message("m2", id)), core::AnswerFate::Applied) << "told again under another number";
    EXPECT_EQ(m_log->InboxCursor(), "c-m2");
    const auto received = EventsOf("message.received");
    ASSERT_EQ(received.size(), 1U);
    EXPECT_EQ(received[0].data.at("text").as_string(), "四点半来取可以吗？");
    EXPECT_EQ(received[0].actorKind, "customer");
    EXPECT_EQ(received[0].publicSeq, 0) << "the page has it already";
    EXPECT_TRUE(db::LoadBoardCard(*m_desk, m_order)->newAnswer);
    Do(*m_desk, SignInAs(*m_desk, Technician()), m_order,
       core::StartHold{core::HoldId::New(), core::HoldReason::Parts, {}});
    EXPECT_TRUE(db::LoadBoardCard(*m_desk, m_order)->newAnswer) << "the workshop has not read it";
    Do(*m_desk, m_advisor, m_order, core::SendMessage{core::MessageId::New(), " 可以，四点前能好。 "});
    EXPECT_FALSE(db::LoadBoardCard(*m_desk, m_order)->newAnswer);
    const auto sent = EventsOf("message.sent");
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].data.at("text").as_string(), "可以，四点前能好。");
    EXPECT_GT(sent[0].publicSeq, 0);
}

TEST_F(CustomerMessages, ManyAnswersAreTakenInOneGoUpToTheFirstThatNeedsALook)
{
    const auto rating = [&](const std::string& answerId, int score) {
        return core::CustomerAnswer{.id = answerId,
                                    .type = "customer.rating.submitted.v1",
                                    .data = {{"work_order_id", m_order.Text()},
                                             {"rating_id", core::DecisionId::New().Text()},
                                             {"score", score},
                                             {"submitted_at", "2026-11-22T02:40:00Z"}},
                                    .at = core::Now(),
                                    .cursor = "c-" + answerId};
    };
    const auto told = core::MessageId::New().Text();
    const std::vector<core::CustomerAnswer> page = {
        Message("a1", core::MessageId::New().Text()),
        Message("a2", told),
        Payment("a3", "wx-1", 5'000), // decided on the order as the messages leave it
        Message("a4", told),          // again under another number
        Payment("a5", "wx-2", 700),   // the order as the first payment leaves it
        rating("a6", 17),             // nobody can give that many
        rating("a7", 4),
        Payment("a8", "wx-3", 1, "EUR"), // for a person
        Message("a9", core::MessageId::New().Text()),
    };
    std::vector<std::size_t> steps;
    for (std::span<const core::CustomerAnswer> rest(page); !rest.empty();) {
        steps.push_back(m_log->ApplyAnswers(rest));
        ASSERT_GT(steps.back(), 0U);
        rest = rest.subspan(steps.back());
    }
    EXPECT_EQ(steps, (std::vector<std::size_t>{2, 2, 1, 1, 1, 1, 1}));
    EXPECT_EQ(m_log->InboxCursor(), "c-a9");
    EXPECT_EQ(EventsOf("message.received").size(), 3U);
    EXPECT_EQ(EventsOf("deposit.received").size(), 2U);
    EXPECT_EQ(db::LoadWorkOrder(*m_desk, m_order).rating->score, 4);
    const auto parked = db::LoadDeliveryStatus(*m_desk).answers;
    ASSERT_EQ(parked.size(), 2U);
    EXPECT_EQ(parked[0].id, "a6");
    EXPECT_EQ(parked[1].id, "a8");

    // After a crash before the answer was heard the same page comes again: all known, nothing twice.
    for (std::span<const core::CustomerAnswer> rest(page); !rest.empty();) {
        rest = rest.subspan(m_log->ApplyAnswers(rest));
    }
    EXPECT_EQ(EventsOf("message.received").size(), 3U);
    EXPECT_EQ(EventsOf("deposit.received").size(), 2U);
    EXPECT_EQ(db::LoadDeliveryStatus(*m_desk).answers.size(), 2U);
}

TEST_F(CustomerMessages, WhatTheDatabaseCannotHoldWaitsForAPersonAndStopsNothing)
{
    auto odd = Message("n2", core::MessageId::New().Text());
    odd.data["text"] = std::string("four\0o'clock", 12);
    const std::vector<core::CustomerAnswer> page = {Message("n1", core::MessageId::New().Text()), odd,
                                                    Message("n3", core::MessageId::New().Text())};
    for (std::span<const core::CustomerAnswer> rest(page); !rest.empty();) {
        rest = rest.subspan(m_log->ApplyAnswers(rest));
    }
    EXPECT_EQ(m_log->InboxCursor(), "c-n3");
    EXPECT_EQ(EventsOf("message.received").size(), 2U);
    const auto parked = db::LoadDeliveryStatus(*m_desk).answers;
    ASSERT_EQ(parked.size(), 1U);
    EXPECT_EQ(parked[0].id, "n2");
}

TEST_F(CustomerMessages, ASaveOfTheDeskBetweenTwoAnswersIsNoConflictForWhatIsSaidPlainly)
{
    std::jthread desk([&] {
        db::Connection other(DeviceSettings());
        const auto session = SignInAs(other, Advisor());
        for (int i = 0; i < 25; ++i) {
            Do(other, session, m_order, core::AddNote{"note " + std::to_string(i)});
        }
    });
    std::vector<core::CustomerAnswer> page;
    for (int i = 0; i < 120; ++i) {
        page.push_back(Message("m" + std::to_string(i), core::MessageId::New().Text()));
    }
    int steps = 0;
    for (std::span<const core::CustomerAnswer> rest(page); !rest.empty(); ++steps) {
        rest = rest.subspan(m_log->ApplyAnswers(rest));
    }
    desk.join();
    EXPECT_EQ(steps, 3);
    EXPECT_EQ(EventsOf("message.received").size(), page.size());
    EXPECT_EQ(EventsOf("work_order.note_added").size(), 25U);
    EXPECT_TRUE(db::LoadDeliveryStatus(*m_desk).answers.empty());
}

TEST_F(CustomerMessages, AnEmptyOrEndlessAnswerIsRefusedAtItsField)
{
    const core::WorkOrder order;
    for (const auto& text : {std::string("  \n"), std::string(core::kMessageCharacters + 1, 'x')}) {
        const auto refused = core::Decide(order, core::SendMessage{core::MessageId::New(), text}, core::Actor{});
        ASSERT_FALSE(refused.Ok());
        EXPECT_EQ(refused.FirstRefusal().field, "text");
    }
}

TEST_F(CustomerMessages, MoneyWithoutABillIsKeptOnAccountOnce)
{
    EXPECT_EQ(m_log->ApplyAnswer(Payment("p1", "wx-1", 5'000)), core::AnswerFate::Applied);
    EXPECT_EQ(m_log->ApplyAnswer(Payment("p2", "wx-1", 5'000)), core::AnswerFate::Applied);
    EXPECT_EQ(m_log->ApplyAnswer(Payment("p3", "wx-2", 700)), core::AnswerFate::Applied);
    const auto deposits = EventsOf("deposit.received");
    ASSERT_EQ(deposits.size(), 2U);
    EXPECT_EQ(deposits[0].data.at("reference").as_string(), "wx-1");
    EXPECT_EQ(deposits[0].data.at("differs_from").as_int64(), 0);
    EXPECT_EQ(db::LoadWorkOrder(*m_desk, m_order).PaidTotal().minor, 5'700);
}

TEST_F(CustomerMessages, MoneyForABillIsTakenWhateverItsAmount)
{
    IssueInvoice();
    const auto owed = db::LoadWorkOrder(*m_desk, m_order).Balance();
    ASSERT_GT(owed.minor, 200);
    EXPECT_EQ(m_log->ApplyAnswer(Payment("p1", "wx-1", 200)), core::AnswerFate::Applied);
    EXPECT_EQ(m_log->ApplyAnswer(Payment("p2", "wx-2", owed.minor - 200)), core::AnswerFate::Applied);
    EXPECT_EQ(db::LoadWorkOrder(*m_desk, m_order).Balance().minor, 0);
    EXPECT_EQ(m_log->ApplyAnswer(Payment("p3", "wx-3", 900)), core::AnswerFate::Applied);
    const auto payments = EventsOf("payment.received");
    ASSERT_EQ(payments.size(), 3U);
    EXPECT_EQ(payments[0].data.at("differs_from").as_int64(), owed.minor);
    EXPECT_FALSE(payments[1].data.contains("differs_from")) << "exactly what was owed";
    EXPECT_EQ(payments[2].data.at("differs_from").as_int64(), 0);
    EXPECT_EQ(payments[2].data.at("balance").as_int64(), -900);
    EXPECT_EQ(db::LoadWorkOrder(*m_desk, m_order).Balance().minor, -900) << "to be given back";
}

TEST_F(CustomerMessages, MoneyOfAnotherCurrencyAndBookingsWaitForAPersonWithTheReason)
{
    EXPECT_EQ(m_log->ApplyAnswer(Payment("p1", "wx-1", 5'000, "EUR")), core::AnswerFate::Parked);
    const core::CustomerAnswer booking{.id = "b1",
                                       .type = "customer.booking.requested.v1",
                                       .data = {{"wanted_at", "2026-11-24T01:00:00Z"}},
                                       .at = core::Now(),
                                       .cursor = "c-b1"};
    EXPECT_EQ(m_log->ApplyAnswer(booking), core::AnswerFate::Parked);
    EXPECT_EQ(m_log->InboxCursor(), "c-b1");
    const auto answers = db::LoadDeliveryStatus(*m_desk).answers;
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_NE(answers[0].reason.find("EUR"), std::string::npos);
    EXPECT_NE(answers[1].reason.find("appointment"), std::string::npos);
}

TEST_F(CustomerMessages, AnInterruptedKeyChangeGoesOnWithTheSameKey)
{
    db::Connection owner(OwnerSettings());
    EXPECT_FALSE(db::BeginKeyChange(owner).present.Paired());
    const core::AppCredentials old{.url = "https://app.example",
                                   .shopId = "s1",
                                   .keyId = "bk_old",
                                   .secret = std::string(64, 'a'),
                                   .epoch = core::DecisionId::New().Text()};
    db::ImportPairing(owner, old, {});
    const auto begun = db::BeginKeyChange(owner);
    EXPECT_EQ(begun.present.keyId, "bk_old");
    EXPECT_EQ(begun.nextSecret.size(), 64U);
    EXPECT_EQ(m_log->Credentials().keyId, "bk_old") << "until the customer app knows the new one";
    const auto again = db::BeginKeyChange(owner);
    EXPECT_EQ(again.nextKeyId, begun.nextKeyId);
    EXPECT_EQ(again.nextSecret, begun.nextSecret);
    db::FinishKeyChange(owner, "bk_something_else");
    EXPECT_EQ(m_log->Credentials().keyId, "bk_old");
    db::FinishKeyChange(owner, begun.nextKeyId);
    db::FinishKeyChange(owner, begun.nextKeyId);
    EXPECT_EQ(m_log->Credentials().keyId, begun.nextKeyId);
    EXPECT_EQ(m_log->Credentials().secret, begun.nextSecret);
    EXPECT_EQ(m_log->Credentials().epoch, old.epoch) << "a new key is no new numbering";
    const auto second = db::BeginKeyChange(owner);
    EXPECT_NE(second.nextKeyId, begun.nextKeyId);
    auto renewed = old;
    renewed.keyId = "bk_paired_again";
    db::ImportPairing(owner, renewed, {});
    db::FinishKeyChange(owner, second.nextKeyId);
    EXPECT_EQ(m_log->Credentials().keyId, "bk_paired_again") << "a pairing ends a change that was begun before it";
}

} // namespace

} // namespace bayline::test
