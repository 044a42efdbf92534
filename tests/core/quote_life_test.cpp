// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quote_life.h"

#include "core/payloads.h"
#include "order_builder.h"

#include <map>
#include <random>

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

constexpr auto kDay = std::chrono::hours(24);

WorkOrder SentOrder()
{
    auto order = test::Order(Stage::WaitingApproval);
    order.lines = {Line("Pads", 46800), Line("Wiper", 8900)};
    Send(order);
    order.revisions.back().validUntil = kLater;
    return order;
}

LineDecision Yes(const WorkOrder& order, const QuoteLine& line)
{
    return {line.id, LineHash(line, order.pricesIncludeTax), Decision::Approved};
}

CustomerDecision FromApp(const WorkOrder& order, Instant at)
{
    return {.id = DecisionId::New(),
            .quote = order.revisions.back().id,
            .revision = order.revisions.back().revision,
            .byName = "Zhang Wei",
            .decidedAt = at,
            .totalSeen = {},
            .lines = {Yes(order, order.lines[0])}};
}

/// What the database does with the events of a decision on a quote.
void Apply(WorkOrder& order, const Events& events)
{
    for (const auto& event : events) {
        if (event.type == "quote.sent") {
            QuoteRevision revision;
            revision.id = QuoteId::From(std::string_view(event.data.at("quote_id").as_string()));
            revision.revision = static_cast<int>(event.data.at("revision").as_int64());
            revision.validUntil = *ParseRfc3339(std::string_view(event.data.at("valid_until").as_string()));
            for (const auto& line : event.data.at("lines").as_array()) {
                revision.lines.push_back(LineFromJson(line.as_object()));
            }
            order.revisions.push_back(revision);
        } else if (event.type == "quote.withdrawn") {
            order.revisions.back().withdrawn = Withdrawal{kNow, "reason"};
        } else if (event.type == "quote.decided") {
            for (const auto& value : event.data.at("lines").as_array()) {
                const auto& line = value.as_object();
                order.approvals.push_back(
                    {.line = LineId::From(std::string_view(line.at("line_id").as_string())),
                     .lineHash = std::string(line.at("line_hash").as_string()),
                     .decision = line.at("decision").as_string() == "approve" ? Decision::Approved : Decision::Declined,
                     .decisionId = DecisionId::New(),
                     .revision = 0,
                     .decidedAt = kNow});
            }
        } else if (event.type == "quote.line_removed" || event.type == "quote.line_changed") {
            const auto id = LineId::From(std::string_view(event.data.at("line_id").as_string()));
            std::erase_if(order.lines, [&](const QuoteLine& line) { return line.id == id; });
        }
        if (event.type == "quote.line_added" || event.type == "quote.line_changed") {
            order.lines.push_back(LineFromJson(event.data.at("line").as_object()));
        }
        if (event.type == "work_order.stage_changed") {
            order.stage = *StageFromWord(std::string_view(event.data.at("to").as_string()));
        }
    }
}

} // namespace

TEST(QuoteLife, AQuoteStandsOpenUntilItsLastDayHasPassed)
{
    auto order = test::Order();
    EXPECT_EQ(StandingOf(order, kNow), QuoteStanding::None);
    order = SentOrder();
    EXPECT_EQ(StandingOf(order, kLater), QuoteStanding::Open) << "the last moment still counts";
    EXPECT_EQ(StandingOf(order, kLater + std::chrono::seconds(1)), QuoteStanding::Expired);
    for (const auto& line : std::vector(order.lines)) {
        Approve(order, line);
    }
    EXPECT_EQ(StandingOf(order, kLater + kDay), QuoteStanding::Decided) << "what is decided does not expire";
}

TEST(QuoteLife, AnExpiredQuoteTakesNoDecisionButMayBeSentAgainAsItIs)
{
    auto order = SentOrder();
    auto late = Person("Chen");
    late.now = kLater + kDay;
    RecordDecision decision{.id = DecisionId::New(),
                            .channel = Channel::Counter,
                            .byName = "Zhang Wei",
                            .phone = {},
                            .lines = {Yes(order, order.lines[0])}};
    EXPECT_EQ(CodeOf(Decide(order, decision, late)), "decision.expired");
    EXPECT_TRUE(Decide(order, decision, Person("Chen")));
    const SendQuote again{.id = QuoteId::New(), .validUntil = late.now + kDay, .message = {}};
    EXPECT_EQ(CodeOf(Decide(order, again, Person("Chen"))), "quote.nothing_new");
    EXPECT_TRUE(Decide(order, again, late));
}

TEST(QuoteLife, TheMomentOfTheTapCountsNotOfItsArrival)
{
    const auto order = SentOrder();
    const auto inTime = Decide(order, FromApp(order, kLater));
    EXPECT_EQ(TypesOf(inTime), (std::vector<std::string>{"quote.decided", "decision.outcome"}));
    const auto tooLate = Decide(order, FromApp(order, kLater + std::chrono::seconds(1)));
    ASSERT_EQ(TypesOf(tooLate), (std::vector<std::string>{"decision.outcome"}));
    EXPECT_EQ(tooLate.Value()[0].data.at("outcome").as_string(), "stale");
}

TEST(QuoteLife, AWithdrawnQuoteKeepsWhatWasDecidedAndAsksTheRestAgain)
{
    auto order = SentOrder();
    Approve(order, order.lines[0]);
    EXPECT_EQ(CodeOf(Decide(order, WithdrawQuote{1, " "}, Person("Chen"))), "quote.withdraw_reason");
    EXPECT_EQ(CodeOf(Decide(order, WithdrawQuote{2, "Wrong price"}, Person("Chen"))), "quote.withdraw_moved");
    const auto withdrawn = Decide(order, WithdrawQuote{1, "Wrong price"}, Person("Chen"));
    ASSERT_EQ(TypesOf(withdrawn), (std::vector<std::string>{"quote.withdrawn", "work_order.stage_changed"}));
    EXPECT_EQ(withdrawn.Value()[1].data.at("to").as_string(), "quoting");
    const auto answer = FromApp(order, kNow);
    Apply(order, withdrawn.Value());
    EXPECT_EQ(order.StateOf(order.lines[0]), LineState::Approved);
    EXPECT_EQ(order.StateOf(order.lines[1]), LineState::Draft);
    EXPECT_TRUE(TypesOf(Decide(order, WithdrawQuote{1, "Wrong price"}, Person("Chen"))).empty()) << "twice is once";
    EXPECT_EQ(Decide(order, answer).Value()[0].data.at("outcome").as_string(), "stale");
    EXPECT_TRUE(Decide(order, SendQuote{QuoteId::New(), kLater, {}}, Person("Chen"))) << "as it is";
}

TEST(QuoteLife, WhatIsDecidedOrWasNeverSentIsNotWithdrawn)
{
    EXPECT_EQ(CodeOf(Decide(test::Order(), WithdrawQuote{1, "x"}, Person("Chen"))), "quote.withdraw_none");
    auto order = SentOrder();
    for (const auto& line : std::vector(order.lines)) {
        Approve(order, line);
    }
    EXPECT_EQ(CodeOf(Decide(order, WithdrawQuote{1, "x"}, Person("Chen"))), "quote.withdraw_decided");
}

TEST(QuoteLife, AnotherPayerMakesAnotherLineSoThatTheApprovalStaysBehind)
{
    auto order = test::Order(Stage::WaitingApproval);
    auto line = Line("Pads", 46800);
    line.payType = PayType::Warranty;
    order.lines = {line};
    Send(order);
    Approve(order, line);
    auto mine = line;
    mine.payType = PayType::Customer;
    const auto outcome = Decide(order, ChangeLine{line, mine}, Person("Chen"));
    ASSERT_EQ(TypesOf(outcome), (std::vector<std::string>{"quote.line_removed", "quote.line_added"}));
    Apply(order, outcome.Value());
    ASSERT_EQ(order.lines.size(), 1U);
    EXPECT_EQ(order.StateOf(order.lines[0]), LineState::Draft) << "the customer must be asked who pays now";
}

TEST(QuoteLife, TwoRevisionsSideBySideTellAddedRemovedAndChanged)
{
    const auto kept = Line("Pads", 46800);
    auto changed = Line("Wiper", 8900);
    const auto removed = Line("Filter", 5000);
    const auto added = Line("Fluid", 12000);
    const std::vector before = {kept, changed, removed};
    changed.unitPrice = {9900};
    const std::vector after = {added, kept, changed};
    const auto list = CompareLines(before, after, true);
    ASSERT_EQ(list.size(), 4U);
    EXPECT_EQ(list[0].fate, LineFateOfTwo::Added);
    EXPECT_EQ(list[1].fate, LineFateOfTwo::Same);
    EXPECT_EQ(list[2].fate, LineFateOfTwo::Changed);
    EXPECT_EQ(list[2].amountsBefore.gross.minor, 8900);
    EXPECT_EQ(list[2].amountsAfter.gross.minor, 9900);
    EXPECT_EQ(list[3].fate, LineFateOfTwo::Removed);
    Money difference;
    for (const auto& line : list) {
        difference += line.amountsAfter.gross - line.amountsBefore.gross;
    }
    EXPECT_EQ(difference, ComputeTotals(after, true).gross - ComputeTotals(before, true).gross);
}

TEST(QuoteLife, WhatTwoPeopleQuoteAtOnceStandsOnce)
{
    auto order = test::Order();
    auto theirs = Line("Pads", 46800);
    theirs.finding = ItemId::New();
    auto again = Line("Wiper", 8900);
    again.deferred = LineRef{WorkOrderId::New(), LineId::New()};
    order.lines = {theirs, again};
    auto mine = Line("Pads of a package", 50000);
    mine.finding = theirs.finding;
    auto wiper = Line("Wiper", 8900);
    wiper.deferred = again.deferred;
    auto labour = Line("Lamp, work", 9000);
    labour.finding = ItemId::New();
    auto lamp = Line("Lamp", 12000);
    lamp.finding = labour.finding;
    const AddLines all{.lines = {mine, wiper, labour, lamp, Line("Washing", 3000)}, .onlyUnanswered = true};
    const auto added = Decide(order, all, Person("Chen"));
    ASSERT_TRUE(added);
    ASSERT_EQ(added.Value().size(), 3U) << "both lines for one finding, and what answers nothing";
    EXPECT_EQ(added.Value()[0].data.at("line").at("description").as_string(), "Lamp, work");
    EXPECT_EQ(Decide(order, AddLines{.lines = all.lines}, Person("Chen")).Value().size(), 5U);
}

/// Random lives of a quote: whatever is edited, sent, withdrawn and decided, an approved line has the content and the
/// payer that the customer approved, and only lines that are not approved are asked again.
TEST(QuoteLife, ApprovalsOnlyEverStandForWhatWasSeen)
{
    for (unsigned seed = 1; seed <= 60; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        std::mt19937 dice(seed);
        const auto roll = [&](int sides) { return static_cast<int>(dice() % static_cast<unsigned>(sides)); };
        auto order = test::Order();
        std::map<LineId, QuoteLine> approved; // as the customer saw it
        for (int step = 0; step < 60; ++step) {
            const auto at =
                order.lines.empty() ? 0U : static_cast<std::size_t>(roll(static_cast<int>(order.lines.size())));
            const int what = roll(7);
            if (what == 0 || order.lines.empty()) {
                Apply(order,
                      Decide(order, AddLine{Line("Line " + std::to_string(step), 1000 + roll(9000))}, Person("C"))
                          .Value());
            } else if (what == 1) {
                auto to = order.lines[at];
                to.unitPrice = {1000 + roll(3) * 1000};
                to.payType = roll(4) == 0 ? PayType::Warranty : to.payType;
                Apply(order, Decide(order, ChangeLine{order.lines[at], to}, Person("C")).Value());
            } else if (what == 2) {
                const auto& line = order.lines[at];
                Apply(order, Decide(order, RemoveLine{line.id, SeenOn(order, line)}, Person("C")).Value());
            } else if (what == 3) {
                if (auto sent = Decide(order, SendQuote{QuoteId::New(), kLater, {}}, Person("C"))) {
                    for (const auto& value : sent.Value()[0].data.at("lines").as_array()) {
                        const auto line = LineFromJson(value.as_object());
                        const bool asked = value.at("decision").as_string() == "pending";
                        EXPECT_EQ(asked, order.ApprovalOf(line) == nullptr);
                    }
                    Apply(order, sent.Value());
                }
            } else if (what == 4 && !order.revisions.empty()) {
                if (auto back = Decide(order, WithdrawQuote{order.LastRevision()->revision, "why"}, Person("C"))) {
                    Apply(order, back.Value());
                }
            } else if (!order.revisions.empty()) {
                // Any revision the customer may still look at.
                const auto& seen =
                    order.revisions[static_cast<std::size_t>(roll(static_cast<int>(order.revisions.size())))];
                const auto& line = seen.lines[static_cast<std::size_t>(roll(static_cast<int>(seen.lines.size())))];
                const auto decided = Decide(order, CustomerDecision{.id = DecisionId::New(),
                                                                    .quote = seen.id,
                                                                    .revision = seen.revision,
                                                                    .byName = "Z",
                                                                    .decidedAt = kNow,
                                                                    .totalSeen = {},
                                                                    .lines = {Yes(order, line)}});
                if (decided.Value()[0].type == "quote.decided") {
                    approved[line.id] = line;
                }
                Apply(order, decided.Value());
            }
            for (const auto& line : order.lines) {
                if (order.StateOf(line) == LineState::Approved) {
                    ASSERT_TRUE(approved.contains(line.id));
                    EXPECT_EQ(approved[line.id].unitPrice, line.unitPrice);
                    EXPECT_EQ(approved[line.id].payType, line.payType);
                }
            }
        }
    }
}

} // namespace bayline::core
