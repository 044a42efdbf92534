// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/decision_rules.h"
#include "tests/portal/order_samples.h"

#include <gtest/gtest.h>

namespace bayline::portal {

namespace {

using namespace bayline::test;
namespace json = boost::json;

class DecisionRules : public testing::Test
{
protected:
    DecisionRules()
    {
        m_state = {{"stage", "waiting_approval"}, {"node", "inspecting"}, {"quote", QuoteData(1)}};
        m_decision = {.decisionId = "d",
                      .quoteId = kQuoteId,
                      .revision = 1,
                      .lines = {{kFirstLine, LineHashOf(kFirstLine, 68000), true},
                                {kSecondLine, LineHashOf(kSecondLine, 24000), false}},
                      .totalSeen = 68000,
                      .decidedAt = {},
                      .byName = {}};
    }

    [[nodiscard]] std::string Verdict() const
    {
        const auto outcome = AcceptDecision(m_decision, m_state, m_unanswered, core::Now());
        return outcome ? "accepted" : outcome.FirstRefusal().code;
    }

    json::object m_state;
    CustomerDecision m_decision;
    std::vector<CustomerDecision> m_unanswered;
};

} // namespace

TEST_F(DecisionRules, AcceptsADecisionOnTheNewestRevision)
{
    EXPECT_EQ(Verdict(), "accepted");
}

TEST_F(DecisionRules, RefusesAnOutdatedRevisionAndAnotherQuote)
{
    m_state["quote"] = QuoteData(2);
    EXPECT_EQ(Verdict(), "quote_changed");
    m_decision.revision = 2;
    EXPECT_EQ(Verdict(), "accepted");
    m_decision.quoteId = kFirstLine;
    EXPECT_EQ(Verdict(), "quote_changed");
    m_state.erase("quote");
    EXPECT_EQ(Verdict(), "quote_changed");
}

TEST_F(DecisionRules, NeverAppliesAnApprovalToAnotherPrice)
{
    m_state["quote"] = QuoteData(1, 75000);
    EXPECT_EQ(Verdict(), "line_changed");
}

TEST_F(DecisionRules, RefusesAnotherTotalThanItApproves)
{
    m_decision.totalSeen = 67999;
    EXPECT_EQ(Verdict(), "total_changed");
}

TEST_F(DecisionRules, CountsOnlyWhatTheCustomerPays)
{
    m_state["quote"].as_object()["lines"].as_array()[0].as_object()["pay_type"] = "warranty";
    EXPECT_EQ(Verdict(), "total_changed");
    m_decision.totalSeen = 0;
    EXPECT_EQ(Verdict(), "accepted");
}

TEST_F(DecisionRules, RefusesALineTwice)
{
    m_decision.lines[1] = m_decision.lines[0];
    EXPECT_EQ(Verdict(), "line_decided");
}

TEST_F(DecisionRules, RefusesALineThatAnAnswerOnItsWayHasDecided)
{
    m_unanswered = {m_decision};
    EXPECT_EQ(Verdict(), "line_decided");
    // The same line with another content needs an answer again.
    m_state["quote"] = QuoteData(2, 75000);
    const auto& line = m_state["quote"].as_object()["lines"].as_array()[0].as_object();
    EXPECT_EQ(StatusOf(line, m_state, m_unanswered), LineStatus::Open);
}

TEST_F(DecisionRules, RefusesALineThatTheShopRecordedByPhone)
{
    m_state["decisions"] = {
        {kFirstLine, {{"line_hash", LineHashOf(kFirstLine, 68000)}, {"decision", "approve"}, {"channel", "phone"}}}};
    EXPECT_EQ(Verdict(), "line_decided");
}

TEST_F(DecisionRules, RefusesAfterTheDateAndOnAClosedOrder)
{
    m_state["quote"].as_object()["valid_until"] = core::ToRfc3339(core::Now() - std::chrono::minutes(1));
    EXPECT_EQ(Verdict(), "quote_expired");
    m_state["stage"] = "cancelled";
    EXPECT_EQ(Verdict(), "order_closed");
}

TEST_F(DecisionRules, RefusesAWithdrawnQuote)
{
    m_state["quote"].as_object()["withdrawn_at"] = core::ToRfc3339(core::Now());
    EXPECT_EQ(Verdict(), "quote_withdrawn");
}

TEST_F(DecisionRules, ReadsBackWhatItWrote)
{
    const json::object data = ToInboxData(m_decision, "order");
    EXPECT_EQ(ToInboxData(FromInboxData(data), "order"), data);
}

} // namespace bayline::portal
