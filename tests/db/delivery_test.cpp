// SPDX-License-Identifier: GPL-3.0-or-later
// The relay's side of the database: watermarks, parking, and customers' answers that count once.
#include "core/failure.h"
#include "db/board.h"
#include "db/delivery.h"
#include "db/timeline.h"
#include "db/verify.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/shop_day.h"

#include <thread>

namespace bayline::test {

namespace {

using namespace std::chrono_literals;

class Delivery : public PostgresTest
{
protected:
    void SetUp() override
    {
        PostgresTest::SetUp();
        m_desk = std::make_unique<db::Connection>(DeviceSettings());
        m_advisor = SignInAs(*m_desk, Advisor());
        m_order = CheckIn(*m_desk, m_advisor);
        m_stream = core::StreamName("work_order", m_order.value);
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

    core::QuoteLine SendQuote()
    {
        const auto line = LabourLine("Replace pads", 30'000);
        Do(*m_desk, m_advisor, m_order, core::AddLine{line});
        Do(*m_desk, m_advisor, m_order,
           core::SendQuote{core::QuoteId::New(), core::Now() + std::chrono::hours(24), ""});
        return *db::LoadWorkOrder(*m_desk, m_order).FindLine(line.id);
    }

    [[nodiscard]] core::CustomerAnswer Decision(const core::QuoteLine& line, const std::string& id,
                                                const std::string& cursor)
    {
        const auto order = db::LoadWorkOrder(*m_desk, m_order);
        return {.id = id,
                .type = "customer.quote.decided.v1",
                .data = {{"decision_id", core::DecisionId::New().Text()},
                         {"work_order_id", m_order.Text()},
                         {"quote_id", order.revisions.back().id.Text()},
                         {"revision", order.revisions.back().revision},
                         {"by_name", "王"},
                         {"total_seen", 30'000},
                         {"decided_at", "2026-11-22T02:40:00.000Z"},
                         {"lines", boost::json::array{boost::json::object{
                                       {"line_id", line.id.Text()},
                                       {"line_hash", core::LineHash(line, order.pricesIncludeTax)},
                                       {"decision", "approve"}}}}},
                .at = core::Now(),
                .cursor = cursor};
    }

    std::unique_ptr<db::Connection> m_desk;
    db::Session m_advisor;
    core::WorkOrderId m_order;
    std::string m_stream;
    std::unique_ptr<db::PostgresDeliveryLog> m_log;
};

} // namespace

TEST_F(Delivery, GivesPublicEventsInOrderUntilAcknowledged)
{
    SendQuote();
    auto pending = m_log->Pending(core::Lane::Orders, 10);
    ASSERT_EQ(pending.size(), 1U);
    EXPECT_EQ(pending[0].stream, m_stream);
    EXPECT_EQ(pending[0].acknowledged, 0);
    const auto events = m_log->PublicEvents(m_stream, 0, 100);
    ASSERT_EQ(static_cast<int>(events.size()), pending[0].publicHead);
    ASSERT_GE(events.size(), 3U);
    for (std::size_t i = 0; i < events.size(); ++i) {
        EXPECT_EQ(events[i].publicSeq, static_cast<int>(i) + 1);
        EXPECT_NE(events[i].type, "quote.line_added");
    }
    EXPECT_EQ(m_log->PublicEvents(m_stream, 1, 1).at(0).publicSeq, 2);

    m_log->Acknowledge({{m_stream, 2}});
    EXPECT_EQ(m_log->Pending(core::Lane::Orders, 10).at(0).acknowledged, 2);
    m_log->Acknowledge({{m_stream, 1}});
    EXPECT_EQ(m_log->Pending(core::Lane::Orders, 10).at(0).acknowledged, 2);
    m_log->Acknowledge({{m_stream, 999}});
    EXPECT_EQ(m_log->Pending(core::Lane::Orders, 10).at(0).acknowledged, 2);
    EXPECT_EQ(db::LoadTimeline(*m_desk, m_order).at(0).reach, db::EventReach::Sent);
    m_log->Acknowledge({{m_stream, pending[0].publicHead}});
    EXPECT_TRUE(m_log->Pending(core::Lane::Orders, 10).empty());
    m_log->Rewind(m_stream, 1);
    EXPECT_EQ(m_log->Pending(core::Lane::Orders, 10).at(0).acknowledged, 1);
}

TEST_F(Delivery, ParkedStreamWaitsForAPersonAndTheOthersGoOn)
{
    const auto other = CheckIn(*m_desk, m_advisor, CheckInForm("Müller", "沪A23456"));
    m_log->Park(m_stream, 1, "The customer app refused the work order.");
    const auto pending = m_log->Pending(core::Lane::Orders, 10);
    ASSERT_EQ(pending.size(), 1U);
    EXPECT_EQ(pending[0].stream, core::StreamName("work_order", other.value));

    auto status = db::LoadDeliveryStatus(*m_desk);
    EXPECT_EQ(status.parkedStreams, 1);
    ASSERT_EQ(status.rows.size(), 2U);
    EXPECT_TRUE(status.rows[0].parked);
    EXPECT_EQ(status.rows[0].reason, "The customer app refused the work order.");
    EXPECT_EQ(status.rows[0].workOrder, m_order);
    db::RetryDelivery(*m_desk, m_advisor, m_stream);
    EXPECT_EQ(m_log->Pending(core::Lane::Orders, 10).size(), 2U);

    m_log->Acknowledge({{m_stream, 1}});
    db::SendCurrentState(*m_desk, m_advisor, m_stream);
    EXPECT_EQ(m_log->Pending(core::Lane::Orders, 10).size(), 2U);
}

TEST_F(Delivery, AnswerCountsOnceHoweverOftenItComes)
{
    const auto line = SendQuote();
    const auto answer = Decision(line, "inbox-1", "c1");
    EXPECT_EQ(m_log->InboxCursor(), "");
    EXPECT_EQ(m_log->ApplyAnswer(answer), core::AnswerFate::Applied);
    EXPECT_EQ(m_log->InboxCursor(), "c1");
    EXPECT_EQ(m_log->ApplyAnswer(answer), core::AnswerFate::AlreadyKnown);
    const auto order = db::LoadWorkOrder(*m_desk, m_order);
    EXPECT_EQ(order.StateOf(line), core::LineState::Approved);
    EXPECT_EQ(order.approvals.size(), 1U);
    EXPECT_EQ(order.approvals[0].channel, core::Channel::App);
    EXPECT_TRUE(db::LoadBoardCard(*m_desk, m_order)->newAnswer);
    Do(*m_desk, m_advisor, m_order, core::AddNote{"seen"});
    EXPECT_FALSE(db::LoadBoardCard(*m_desk, m_order)->newAnswer);
}

TEST_F(Delivery, DecisionOnAChangedLineIsStaleAndApprovesNothing)
{
    const auto line = SendQuote();
    const auto answer = Decision(line, "inbox-1", "c1");
    auto dearer = line;
    dearer.unitPrice = {45'000};
    Do(*m_desk, m_advisor, m_order, core::ChangeLine{line, dearer});
    EXPECT_EQ(m_log->ApplyAnswer(answer), core::AnswerFate::Applied);
    const auto order = db::LoadWorkOrder(*m_desk, m_order);
    EXPECT_NE(order.StateOf(*order.FindLine(line.id)), core::LineState::Approved);
    const auto timeline = db::LoadTimeline(*m_desk, m_order);
    const auto& last = timeline.back().event;
    EXPECT_EQ(last.type, "decision.outcome");
    EXPECT_EQ(last.data.at("outcome").as_string(), "stale");
    EXPECT_EQ(last.actorKind, "customer");
}

TEST_F(Delivery, AnswerThatCannotBeAppliedIsParkedAndTheCursorMoves)
{
    core::CustomerAnswer strange{.id = "inbox-1",
                                 .type = "customer.booking.asked.v9",
                                 .data = {{"work_order_id", m_order.Text()}},
                                 .at = core::Now(),
                                 .cursor = "c1"};
    EXPECT_EQ(m_log->ApplyAnswer(strange), core::AnswerFate::Parked);
    core::CustomerAnswer lost{.id = "inbox-2",
                              .type = "customer.rating.submitted.v1",
                              .data = {{"work_order_id", core::WorkOrderId::New().Text()}},
                              .at = core::Now(),
                              .cursor = "c2"};
    EXPECT_EQ(m_log->ApplyAnswer(lost), core::AnswerFate::Parked);
    core::CustomerAnswer absurd{.id = "inbox-3",
                                .type = "customer.rating.submitted.v1",
                                .data = {{"work_order_id", m_order.Text()},
                                         {"rating_id", core::DecisionId::New().Text()},
                                         {"score", 17},
                                         {"submitted_at", "2026-11-22T02:40:00Z"}},
                                .at = core::Now(),
                                .cursor = "c3"};
    EXPECT_EQ(m_log->ApplyAnswer(absurd), core::AnswerFate::Parked);
    EXPECT_EQ(m_log->InboxCursor(), "c3");
    auto status = db::LoadDeliveryStatus(*m_desk);
    ASSERT_EQ(status.answers.size(), 3U);
    EXPECT_FALSE(status.answers[0].reason.empty());
    db::DismissAnswer(*m_desk, m_advisor, "inbox-1");
    EXPECT_EQ(db::LoadDeliveryStatus(*m_desk).answers.size(), 2U);
}

TEST_F(Delivery, RatingAndViewsAreKept)
{
    const core::CustomerAnswer rating{.id = "r1",
                                      .type = "customer.rating.submitted.v1",
                                      .data = {{"work_order_id", m_order.Text()},
                                               {"rating_id", core::DecisionId::New().Text()},
                                               {"score", 5},
                                               {"comment", "解释得很清楚"},
                                               {"submitted_at", "2026-11-22T02:40:00Z"}},
                                      .at = core::Now(),
                                      .cursor = "c1"};
    EXPECT_EQ(m_log->ApplyAnswer(rating), core::AnswerFate::Applied);
    EXPECT_EQ(db::LoadWorkOrder(*m_desk, m_order).rating->comment, "解释得很清楚");
    m_log->Acknowledge({{m_stream, 1}});
    const core::CustomerAnswer view{
        .id = "v1",
        .type = "customer.page.viewed.v1",
        .data = {{"work_order_id", m_order.Text()}, {"public_seq", 1}, {"viewed_at", "2026-11-22T02:40:00Z"}},
        .at = core::Now(),
        .cursor = "c2"};
    EXPECT_EQ(m_log->ApplyAnswer(view), core::AnswerFate::Applied);
    EXPECT_EQ(db::LoadTimeline(*m_desk, m_order).at(0).reach, db::EventReach::Seen);
}

TEST_F(Delivery, PairingIsStoredByAManagerAndReadByTheRelayAlone)
{
    EXPECT_FALSE(m_log->Credentials().Paired());
    const core::AppCredentials credentials{.url = "https://app.example",
                                           .shopId = "s1",
                                           .keyId = "k1",
                                           .secret = std::string(64, 'a'),
                                           .epoch = core::DecisionId::New().Text()};
    EXPECT_THROW(db::StorePairing(*m_desk, m_advisor, credentials), core::Failure);
    db::StorePairing(*m_desk, SignInAs(*m_desk, ManagerOnDuty()), credentials);
    EXPECT_EQ(m_log->Credentials().secret, credentials.secret);
    EXPECT_TRUE(db::LoadDeliveryStatus(*m_desk).paired);
    EXPECT_THROW(static_cast<void>(m_desk->Json("relay.credentials()")), core::Failure);
    m_log->RecordContact(false, "The customer app does not answer.");
    EXPECT_EQ(db::LoadDeliveryStatus(*m_desk).problem, "The customer app does not answer.");
    m_log->RecordContact(true, "");
    EXPECT_TRUE(db::LoadDeliveryStatus(*m_desk).problem.empty());
    EXPECT_TRUE(db::LoadDeliveryStatus(*m_desk).lastContact.has_value());
}

TEST_F(Delivery, WaitEndsWhenSomethingIsAppended)
{
    m_log->WaitForChange(500ms);
    m_log->WaitForChange(500ms);
    const auto begun = std::chrono::steady_clock::now();
    std::jthread other([&] {
        std::this_thread::sleep_for(200ms);
        Do(*m_desk, m_advisor, m_order, core::AddNote{"x"});
    });
    m_log->WaitForChange(4s);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 3s);
}

} // namespace bayline::test
