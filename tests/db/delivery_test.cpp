// SPDX-License-Identifier: GPL-3.0-or-later
// The relay's side of the database: watermarks, parking, and customers' answers that count once.
#include "core/failure.h"
#include "db/board.h"
#include "db/delivery.h"
#include "db/timeline.h"
#include "db/verify.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/shop_day.h"

#include <algorithm>
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
    ASSERT_EQ(status.orders.size(), 2U);
    EXPECT_TRUE(status.orders[0].stopped);
    EXPECT_EQ(status.orders[0].reason, "The customer app refused the work order.");
    EXPECT_EQ(status.orders[0].workOrder, m_order);
    EXPECT_FALSE(status.orders[1].Stopped());
    EXPECT_EQ(status.orders[1].changes, 1);
    EXPECT_EQ(db::LoadDeliveryLateness(*m_desk).stopped, 1);
    db::RetryDelivery(*m_desk, m_advisor, m_stream);
    EXPECT_EQ(m_log->Pending(core::Lane::Orders, 10).size(), 2U);
    EXPECT_EQ(db::LoadDeliveryLateness(*m_desk).stopped, 0);
}

TEST_F(Delivery, TheCurrentStateStandsForEverythingFromTheRefusedEventOn)
{
    SendQuote();
    const auto head = m_log->Pending(core::Lane::Orders, 10).at(0).publicHead;
    ASSERT_GE(head, 3);
    m_log->Acknowledge({{m_stream, 1}});
    m_log->Park(m_stream, 2, "The customer app refused it.");
    const auto operation = core::OperationId::New();
    db::SendCurrentState(*m_desk, m_advisor, operation, m_stream);
    db::SendCurrentState(*m_desk, m_advisor, operation, m_stream);
    const auto pending = m_log->Pending(core::Lane::Orders, 10);
    ASSERT_EQ(pending.size(), 1U);
    EXPECT_EQ(pending[0].publicHead, head + 1);
    const auto events = m_log->PublicEvents(m_stream, 0, 100);
    ASSERT_EQ(static_cast<int>(events.size()), head + 1);
    EXPECT_EQ(events.front().type, "work_order.opened");
    for (int i = 1; i < head; ++i) {
        EXPECT_EQ(events[static_cast<std::size_t>(i)].type, core::kSuperseded);
        EXPECT_EQ(events[static_cast<std::size_t>(i)].data.at("by").as_int64(), head + 1);
    }
    const auto& told = events.back().data.at("events").as_array();
    EXPECT_EQ(events.back().type, "work_order.state_sent");
    ASSERT_EQ(told.size(), 3U) << "opened, the last stage, the quote";
    EXPECT_EQ(told[0].at("type").as_string(), "work_order.opened");
    // A stream that was not stopped keeps every number as it was.
    m_log->Acknowledge({{m_stream, head + 1}});
    SendQuote();
    db::SendCurrentState(*m_desk, m_advisor, core::OperationId::New(), m_stream);
    const auto later = m_log->PublicEvents(m_stream, head + 1, 100);
    EXPECT_NE(later.front().type, core::kSuperseded);
    EXPECT_EQ(later.back().data.at("events").as_array().back().at("type").as_string(), "quote.sent");
}

TEST_F(Delivery, ADatabaseThatIsAnotherOneGetsANewEpoch)
{
    const core::AppCredentials credentials{
        .url = "https://app.example", .shopId = "s1", .keyId = "k1", .secret = std::string(64, 'a'), .epoch = "e1"};
    const auto manager = SignInAs(*m_desk, ManagerOnDuty());
    db::StorePairing(*m_desk, manager, credentials);
    EXPECT_EQ(m_log->Credentials().epoch, "e1");
    EXPECT_EQ(m_log->Credentials().epoch, "e1") << "nothing has changed";
    auto renewed = credentials;
    renewed.keyId = "k2";
    renewed.epoch = "e2";
    db::StorePairing(*m_desk, manager, renewed);
    EXPECT_EQ(m_log->Credentials().keyId, "k2");
    EXPECT_EQ(m_log->Credentials().epoch, "e1") << "a new key is no new numbering";

    db::Connection owner(OwnerSettings());
    const auto identity = owner.Text("select database_identity from bayline.app_link").value();
    owner.Execute("update bayline.app_link set database_identity = regexp_replace(database_identity, '[^/]+$', 'FF')");
    const auto promoted = m_log->Credentials();
    EXPECT_NE(promoted.epoch, "e1");
    EXPECT_EQ(promoted.epochReason, "failover");
    owner.Execute("update bayline.app_link set database_identity = '1' || database_identity");
    const auto restored = m_log->Credentials();
    EXPECT_NE(restored.epoch, promoted.epoch);
    EXPECT_EQ(restored.epochReason, "restored");
    EXPECT_EQ(owner.Text("select database_identity from bayline.app_link"), identity);

    m_log->BeginEpoch("somebody was faster", "fork");
    EXPECT_EQ(m_log->Credentials().epoch, restored.epoch);
    m_log->BeginEpoch(restored.epoch, "fork");
    EXPECT_NE(m_log->Credentials().epoch, restored.epoch);
    const auto forked = m_log->Credentials().epoch;
    EXPECT_THROW(db::TakeOverDelivery(*m_desk, m_advisor), core::Failure);
    db::TakeOverDelivery(*m_desk, manager);
    EXPECT_NE(m_log->Credentials().epoch, forked);
}

TEST_F(Delivery, TheLeasePassesOnWhenItsHolderIsGoneOrUnwell)
{
    db::PostgresDeliveryLog other(DeviceSettings("relay"));
    EXPECT_TRUE(m_log->HoldLease("a", 300s, false));
    EXPECT_FALSE(other.HoldLease("b", 300s, false));
    EXPECT_TRUE(m_log->HoldLease("a", 300s, true));
    EXPECT_FALSE(other.HoldLease("b", 300s, true)) << "no better off";
    EXPECT_TRUE(other.HoldLease("b", 300s, false));
    EXPECT_FALSE(m_log->HoldLease("a", 300s, true));
    EXPECT_TRUE(other.HoldLease("b", 100ms, false));
    std::this_thread::sleep_for(150ms);
    EXPECT_TRUE(m_log->HoldLease("a", 60s, false)) << "its time was over";
    m_log = std::make_unique<db::PostgresDeliveryLog>(DeviceSettings("relay"));
    // The server takes a moment to notice that a connection has gone.
    const auto end = std::chrono::steady_clock::now() + 60s;
    bool passed = false;
    while (!passed && std::chrono::steady_clock::now() < end) {
        passed = other.HoldLease("b", 300s, false);
        std::this_thread::sleep_for(20ms);
    }
    EXPECT_TRUE(passed) << "its connection was gone";
}

TEST_F(Delivery, ListsEveryStreamByName)
{
    std::vector<std::string> names{m_stream};
    for (int i = 0; i < 4; ++i) {
        const auto id = CheckIn(*m_desk, m_advisor, CheckInForm("王小明", "沪AD1000" + std::to_string(i)));
        names.push_back(core::StreamName("work_order", id.value));
    }
    std::ranges::sort(names);
    std::vector<std::string> listed;
    std::string after;
    for (auto page = m_log->Streams(after, 2); !page.empty(); page = m_log->Streams(after, 2)) {
        for (const auto& mark : page) {
            listed.push_back(mark.stream);
            EXPECT_EQ(mark.publicHead, 1);
        }
        after = page.back().stream;
    }
    EXPECT_EQ(listed, names);
    // History that was brought in counts as delivered here, but nobody expects it there.
    db::Connection(OwnerSettings()).Execute("select api.admin_mark_all_delivered()");
    EXPECT_TRUE(m_log->Pending(core::Lane::Orders, 10).empty());
    EXPECT_EQ(m_log->Streams({}, 1).at(0).acknowledged, 0);
}

TEST_F(Delivery, AParkedAnswerIsTriedAgainWhenAPersonWantsIt)
{
    const auto later = core::WorkOrderId::New();
    const core::CustomerAnswer early{.id = "inbox-1",
                                     .type = "customer.rating.submitted.v1",
                                     .data = {{"work_order_id", later.Text()},
                                              {"rating_id", core::DecisionId::New().Text()},
                                              {"score", 5},
                                              {"submitted_at", "2026-11-22T02:40:00Z"}},
                                     .at = core::Now(),
                                     .cursor = "c1"};
    EXPECT_EQ(m_log->ApplyAnswer(early), core::AnswerFate::Parked);
    EXPECT_EQ(m_log->ApplyAnswer(early), core::AnswerFate::Parked) << "the feed may bring it again";
    EXPECT_TRUE(m_log->AnswersToRetry().empty());
    db::RetryAnswer(*m_desk, m_advisor, "inbox-1");
    auto again = m_log->AnswersToRetry();
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(m_log->ApplyAnswer(again[0]), core::AnswerFate::Parked);
    EXPECT_TRUE(m_log->AnswersToRetry().empty());
    EXPECT_EQ(m_log->InboxCursor(), "c1") << "the position stays";

    db::RetryAnswer(*m_desk, m_advisor, "inbox-1");
    again = m_log->AnswersToRetry();
    again.at(0).data["work_order_id"] = m_order.Text(); // as if the order had come in between
    EXPECT_EQ(m_log->ApplyAnswer(again[0]), core::AnswerFate::Applied);
    EXPECT_EQ(db::LoadWorkOrder(*m_desk, m_order).rating->score, 5);
    EXPECT_TRUE(db::LoadDeliveryStatus(*m_desk).answers.empty());
    EXPECT_EQ(m_log->ApplyAnswer(again[0]), core::AnswerFate::AlreadyKnown);
}

TEST_F(Delivery, LatenessIsMeasuredByTheChangeThatWaitsLongest)
{
    auto lateness = db::LoadDeliveryLateness(*m_desk);
    EXPECT_EQ(lateness.warnAfter, 15min);
    ASSERT_TRUE(lateness.oldest);
    EXPECT_LT(core::Now() - *lateness.oldest, 1min);
    m_log->Acknowledge({{m_stream, 1}});
    EXPECT_FALSE(db::LoadDeliveryLateness(*m_desk).oldest);
    EXPECT_THROW(db::SetDeliveryWarning(*m_desk, m_advisor, 5min), core::Failure);
    db::SetDeliveryWarning(*m_desk, SignInAs(*m_desk, ManagerOnDuty()), 5min);
    EXPECT_EQ(db::LoadDeliveryLateness(*m_desk).warnAfter, 5min);
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
    m_log->WaitForChange(300s);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 60s);
}

} // namespace bayline::test
