// SPDX-License-Identifier: GPL-3.0-or-later
#include "order_builder.h"

#include <functional>

namespace bayline::core {

using test::Approve;
using test::CodeOf;
using test::kLater;
using test::kNow;
using test::Line;
using test::Person;
using test::Send;
using test::TypesOf;

namespace {

SendQuote Sending()
{
    return {.id = QuoteId::New(), .validUntil = kLater + std::chrono::days{7}};
}

LineDecision Yes(const WorkOrder& order, const QuoteLine& line)
{
    return {line.id, LineHash(line, order.pricesIncludeTax), Decision::Approved};
}

CustomerDecision FromApp(const WorkOrder& order, std::vector<LineDecision> lines)
{
    return {.id = DecisionId::New(),
            .quote = order.revisions.front().id,
            .revision = order.revisions.front().revision,
            .byName = "Zhang Wei",
            .decidedAt = kNow,
            .lines = std::move(lines)};
}

} // namespace

TEST(QuoteLines, BadFieldsAreNamedOneByOne)
{
    auto line = Line("", -1, 0);
    line.discount = {10001};
    line.tax = {-1};
    const auto outcome = Decide(test::Order(), AddLine{line}, Person("Chen"));
    ASSERT_FALSE(outcome);
    std::vector<std::string> fields;
    for (const auto& refusal : outcome.Refusals()) {
        fields.push_back(refusal.field);
    }
    EXPECT_EQ(fields, (std::vector<std::string>{"description", "quantity", "unit_price", "discount", "tax"}));
}

TEST(QuoteLines, DifferentFieldsOfTwoPeopleBothWin)
{
    auto order = test::Order();
    const auto seen = Line("Front brake pads", 46800);
    auto present = seen;
    present.quantity = {2000};
    order.lines = {present};
    auto mine = seen;
    mine.unitPrice = {45000};
    const auto outcome = Decide(order, ChangeLine{seen, mine}, Person("Chen"));
    ASSERT_TRUE(outcome);
    const auto& line = outcome.Value()[0].data.at("line").as_object();
    EXPECT_EQ(line.at("quantity_milli").as_int64(), 2000);
    EXPECT_EQ(line.at("unit_price").as_int64(), 45000);
    EXPECT_EQ(outcome.Value()[0].data.at("fields").as_object().size(), 1U);
}

TEST(QuoteLines, ATrueClashShowsBothValues)
{
    auto order = test::Order();
    const auto seen = Line("Front brake pads", 46800);
    auto present = seen;
    present.unitPrice = {40000};
    order.lines = {present};
    auto mine = seen;
    mine.unitPrice = {45000};
    const auto outcome = Decide(order, ChangeLine{seen, mine}, Person("Chen"));
    ASSERT_EQ(CodeOf(outcome), "line.changed_meanwhile");
    EXPECT_EQ(outcome.FirstRefusal().field, "unit_price");
    EXPECT_EQ(outcome.FirstRefusal().arguments, (std::vector<std::string>{"40000", "45000", seen.id.Text()}));
    auto same = seen;
    same.unitPrice = {40000};
    EXPECT_TRUE(TypesOf(Decide(order, ChangeLine{seen, same}, Person("Chen"))).empty()) << "both typed the same";
}

TEST(QuoteLines, AddingTwiceAddsOnce)
{
    auto order = test::Order();
    const auto line = Line("Wiper", 8900);
    order.lines = {line};
    const auto outcome = Decide(order, AddLine{line}, Person("Chen"));
    ASSERT_TRUE(outcome);
    EXPECT_TRUE(outcome.Value().empty());
}

TEST(QuoteLines, ALineThatBecameAnotherIsNotRemovedUnseen)
{
    auto order = test::Order();
    order.lines = {Line("Front brake pads", 46800)};
    Send(order);
    Approve(order, order.lines[0]);
    const RemoveLine mine{order.lines[0].id, SeenOn(order, order.lines[0])};
    EXPECT_TRUE(Decide(order, mine, Person("Chen")));
    auto dearer = order;
    dearer.lines[0].unitPrice = {49800};
    Send(dearer);
    EXPECT_EQ(CodeOf(Decide(dearer, mine, Person("Chen"))), "line.changed_unseen_meanwhile");
    Approve(order, order.lines[0], Decision::Declined);
    EXPECT_EQ(CodeOf(Decide(order, mine, Person("Chen"))), "decision.unseen");
    order.lines.clear();
    EXPECT_TRUE(TypesOf(Decide(order, mine, Person("Chen"))).empty()) << "twice is once";
}

TEST(Quotes, OnlyWhatThePersonSawIsSent)
{
    auto order = test::Order();
    order.lines = {Line("Pads", 46800), Line("Wiper", 8900)};
    auto sending = Sending();
    sending.seen = order.lines;
    EXPECT_TRUE(Decide(order, sending, Person("Chen")));
    const auto refusedAfter = [&](const std::function<void(WorkOrder&)>& change) {
        auto changed = order;
        change(changed);
        return CodeOf(Decide(changed, sending, Person("Chen"))) == "quote.changed_meanwhile";
    };
    EXPECT_TRUE(refusedAfter([](auto& its) { its.lines[1].unitPrice = {9900}; }));
    EXPECT_TRUE(refusedAfter([](auto& its) { its.lines[1].warranty = Warranty{3, 0}; }));
    EXPECT_TRUE(refusedAfter([](auto& its) { its.lines[0].payType = PayType::Goodwill; }));
    EXPECT_TRUE(refusedAfter([](auto& its) { its.lines.push_back(Line("Filter", 5000)); }));
    EXPECT_TRUE(refusedAfter([](auto& its) { its.lines.pop_back(); }));
    EXPECT_FALSE(refusedAfter([](auto& its) { its.lines[0].unitCost = Money{20000}; })) << "nobody outside reads it";
}

TEST(Quotes, EmptyQuoteIsNotSent)
{
    EXPECT_EQ(CodeOf(Decide(test::Order(), Sending(), Person("Chen"))), "quote.empty");
}

TEST(Quotes, SendingFromInspectionLeadsToWaiting)
{
    auto order = test::Order(Stage::Inspecting);
    order.lines = {Line("Wiper", 8900)};
    const auto outcome = Decide(order, Sending(), Person("Chen"));
    EXPECT_EQ(TypesOf(outcome),
              (std::vector<std::string>{"quote.sent", "work_order.stage_changed", "work_order.stage_changed"}));
    EXPECT_EQ(outcome.Value()[2].data.at("to").as_string(), "waiting_approval");
    const auto& history = outcome.Value()[2].data.at("history").as_array();
    ASSERT_EQ(history.size(), 2U);
    EXPECT_EQ(history[1].at("stage").as_string(), "quoting") << "the stage entered in the same deed is in the history";
}

TEST(Quotes, MoreWorkQuotedDuringRepairDoesNotStopTheRepair)
{
    auto order = test::Order(Stage::Repairing);
    order.lines = {Line("Wiper", 8900)};
    EXPECT_EQ(TypesOf(Decide(order, Sending(), Person("Chen"))), (std::vector<std::string>{"quote.sent"}));
}

TEST(Quotes, UnchangedQuoteIsNotSentAgain)
{
    auto order = test::Order();
    order.lines = {Line("Wiper", 8900)};
    Send(order);
    EXPECT_EQ(CodeOf(Decide(order, Sending(), Person("Chen"))), "quote.nothing_new");
}

TEST(Quotes, ApprovalsOfUnchangedLinesCarryOver)
{
    auto order = test::Order();
    order.lines = {Line("Pads", 46800), Line("Wiper", 8900)};
    Send(order);
    Approve(order, order.lines[0]);
    Approve(order, order.lines[1]);
    order.lines[1].unitPrice = {9900};
    const auto outcome = Decide(order, Sending(), Person("Chen"));
    ASSERT_TRUE(outcome);
    const auto& lines = outcome.Value()[0].data.at("lines").as_array();
    EXPECT_EQ(lines[0].at("decision").as_string(), "approved");
    EXPECT_EQ(lines[1].at("decision").as_string(), "pending") << "a dearer line needs approval again";
    EXPECT_EQ(outcome.Value()[0].data.at("revision").as_int64(), 2);
}

TEST(Decisions, ByPhoneNeedNameAndNumber)
{
    auto order = test::Order(Stage::WaitingApproval);
    order.lines = {Line("Pads", 46800)};
    Send(order);
    RecordDecision decision{.id = DecisionId::New(), .channel = Channel::Phone, .lines = {Yes(order, order.lines[0])}};
    EXPECT_EQ(CodeOf(Decide(order, decision, Person("Chen"))), "decision.name");
    decision.byName = "Zhang Wei";
    EXPECT_EQ(CodeOf(Decide(order, decision, Person("Chen"))), "decision.phone");
    decision.phone = "138 0013 8000";
    const auto outcome = Decide(order, decision, Person("Chen"));
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome.Value()[0].data.at("phone").as_string(), "13800138000");
}

TEST(Decisions, ByPhoneCountForWhatWasSeenAndNotOverANewerAnswer)
{
    auto order = test::Order(Stage::WaitingApproval);
    order.lines = {Line("Pads", 50000)};
    Send(order);
    RecordDecision decision{.id = DecisionId::New(),
                            .channel = Channel::Counter,
                            .byName = "Zhang Wei",
                            .lines = {Yes(order, order.lines[0])}};
    auto dearer = order;
    dearer.lines[0].unitPrice = {80000};
    Send(dearer);
    EXPECT_EQ(CodeOf(Decide(dearer, decision, Person("Chen"))), "decision.changed_meanwhile");
    auto removed = order;
    removed.lines.clear();
    EXPECT_EQ(CodeOf(Decide(removed, decision, Person("Chen"))), "decision.removed_meanwhile");
    Approve(order, order.lines[0], Decision::Declined);
    const auto refused = Decide(order, decision, Person("Chen"));
    ASSERT_EQ(CodeOf(refused), "decision.unseen");
    EXPECT_EQ(refused.FirstRefusal().Text(), "“Pads” has been decided meanwhile: Declined, by Zhang Wei, at "
                                             "2026-11-22T09:00:00.000Z. Please look at it before you go on.");
    decision.lines[0].before = order.approvals.back().decisionId;
    EXPECT_TRUE(Decide(order, decision, Person("Chen"))) << "the customer changed their mind";
}

TEST(Decisions, ApprovalIsNeverAppliedToAnotherPrice)
{
    auto order = test::Order(Stage::WaitingApproval);
    order.lines = {Line("Pads", 46800), Line("Wiper", 8900), Line("Filter", 5000)};
    Send(order);
    const auto answer =
        FromApp(order, {Yes(order, order.lines[0]), Yes(order, order.lines[1]), Yes(order, order.lines[2])});
    order.lines[1].unitPrice = {9900};
    order.lines.pop_back();
    const auto outcome = Decide(order, answer);
    ASSERT_TRUE(outcome);
    ASSERT_EQ(TypesOf(outcome), (std::vector<std::string>{"quote.decided", "decision.outcome"}));
    EXPECT_EQ(outcome.Value()[0].data.at("lines").as_array().size(), 1U);
    EXPECT_EQ(outcome.Value()[1].data.at("outcome").as_string(), "partial");
    const auto& fates = outcome.Value()[1].data.at("lines").as_array();
    EXPECT_EQ(fates[0].at("result").as_string(), "applied");
    EXPECT_EQ(fates[1].at("result").as_string(), "changed");
    EXPECT_EQ(fates[2].at("result").as_string(), "removed");
}

TEST(Decisions, WhollyOutdatedOnesAreStaleAndStillAnswered)
{
    auto order = test::Order(Stage::WaitingApproval);
    order.lines = {Line("Pads", 46800)};
    Send(order);
    const auto answer = FromApp(order, {Yes(order, order.lines[0])});
    order.lines[0].unitPrice = {50000};
    Send(order);
    const auto outcome = Decide(order, answer);
    ASSERT_EQ(TypesOf(outcome), (std::vector<std::string>{"decision.outcome"}));
    EXPECT_EQ(outcome.Value()[0].data.at("outcome").as_string(), "stale");
}

TEST(Decisions, TheSameAnswerTwiceCountsOnce)
{
    auto order = test::Order(Stage::WaitingApproval);
    order.lines = {Line("Pads", 46800)};
    Send(order);
    const auto answer = FromApp(order, {Yes(order, order.lines[0])});
    Approve(order, order.lines[0]);
    order.approvals.back().decisionId = answer.id;
    EXPECT_TRUE(TypesOf(Decide(order, answer)).empty());
}

TEST(Decisions, AnUnknownQuoteIsRefusedSoThatItIsParked)
{
    auto order = test::Order(Stage::WaitingApproval);
    order.lines = {Line("Pads", 46800)};
    Send(order);
    auto answer = FromApp(order, {Yes(order, order.lines[0])});
    answer.revision = 7;
    EXPECT_EQ(CodeOf(Decide(order, answer)), "decision.unknown_quote");
}

} // namespace bayline::core
