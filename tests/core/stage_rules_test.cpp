// SPDX-License-Identifier: GPL-3.0-or-later
#include "order_builder.h"

namespace bayline::core {

using test::Approve;
using test::CodeOf;
using test::kLater;
using test::kNow;
using test::Line;
using test::Person;
using test::Send;
using test::TypesOf;

TEST(Stages, WordsGoBothWays)
{
    for (int i = 0; i <= static_cast<int>(Stage::Cancelled); ++i) {
        const auto stage = static_cast<Stage>(i);
        EXPECT_EQ(StageFromWord(ToWord(stage)), stage);
        EXPECT_FALSE(IsLegalChange(stage, stage));
    }
    EXPECT_FALSE(StageFromWord("booked"));
}

TEST(Stages, EndsAreFinal)
{
    for (int i = 0; i <= static_cast<int>(Stage::Cancelled); ++i) {
        EXPECT_FALSE(IsLegalChange(Stage::Delivered, static_cast<Stage>(i)));
        EXPECT_FALSE(IsLegalChange(Stage::Cancelled, static_cast<Stage>(i)));
    }
}

TEST(Stages, BackwardsNeedsAReason)
{
    const auto order = test::Order(Stage::Quoting);
    EXPECT_EQ(CodeOf(Decide(order, MoveStage{Stage::Quoting, Stage::Inspecting, " "}, Person("Chen"))),
              "stage.reason_missing");
    EXPECT_TRUE(Decide(order, MoveStage{Stage::Quoting, Stage::Inspecting, "brakes forgotten"}, Person("Chen")));
}

TEST(Stages, RepairNeedsAnApproval)
{
    auto order = test::Order(Stage::WaitingApproval);
    order.lines = {Line("Pads", 46800)};
    Send(order);
    const MoveStage move{Stage::WaitingApproval, Stage::Repairing, ""};
    EXPECT_EQ(CodeOf(Decide(order, move, Person("Chen"))), "stage.nothing_approved");
    Approve(order, order.lines[0], Decision::Declined);
    EXPECT_EQ(CodeOf(Decide(order, move, Person("Chen"))), "stage.nothing_approved");
    Approve(order, order.lines[0]);
    EXPECT_TRUE(Decide(order, move, Person("Chen"))) << "the latest decision holds";
}

TEST(Stages, ReadyNeedsThePassedFinalCheck)
{
    auto order = test::Order(Stage::QualityCheck);
    order.lines = {Line("Pads", 46800)};
    Send(order);
    Approve(order, order.lines[0]);
    const MoveStage ready{Stage::QualityCheck, Stage::Ready, ""};
    EXPECT_EQ(CodeOf(Decide(order, ready, Person("Chen"))), "stage.unfinished");
    order.finishedLines = {order.lines[0].id};
    EXPECT_EQ(CodeOf(Decide(order, ready, Person("Chen"))), "stage.no_final_check");
}

TEST(Stages, AFinalCheckOfBeforeTheLastRepairDoesNotCount)
{
    auto order = test::Order(Stage::QualityCheck);
    order.lines = {Line("Pads", 46800)};
    Send(order);
    Approve(order, order.lines[0]);
    order.finishedLines = {order.lines[0].id};
    order.finalChecks = {{.passed = true, .at = kNow}};
    order.history = {
        {Stage::Repairing, kNow - std::chrono::hours(1)}, {Stage::QualityCheck, kNow}, {Stage::Ready, kNow}};
    const MoveStage ready{Stage::QualityCheck, Stage::Ready, ""};
    EXPECT_TRUE(Decide(order, ready, Person("Chen")));
    order.history.push_back({Stage::Repairing, kNow + std::chrono::minutes(5)});
    order.history.push_back({Stage::QualityCheck, kNow + std::chrono::minutes(30)});
    const auto refused = Decide(order, ready, Person("Chen"));
    ASSERT_EQ(CodeOf(refused), "stage.no_final_check");
    EXPECT_NE(refused.FirstRefusal().Text().find("new final check"), std::string::npos);
    order.finalChecks.push_back({.passed = true, .at = kNow + std::chrono::minutes(5)});
    EXPECT_TRUE(Decide(order, ready, Person("Chen"))) << "in the same moment is not older";
}

TEST(Stages, ReadyNeedsFinishedWorkAndNoClock)
{
    auto order = test::Order(Stage::QualityCheck);
    order.lines = {Line("Pads", 46800)};
    Send(order);
    Approve(order, order.lines[0]);
    order.finalChecks = {{.passed = true, .at = kNow}};
    const MoveStage ready{Stage::QualityCheck, Stage::Ready, ""};
    EXPECT_EQ(CodeOf(Decide(order, ready, Person("Chen"))), "stage.unfinished");
    order.finishedLines = {order.lines[0].id};
    EXPECT_TRUE(Decide(order, ready, Person("Chen")));
    order.timeEntries.push_back({EntryId::New(), order.lines[0].id, Person("Li").person, kNow, {}});
    EXPECT_EQ(CodeOf(Decide(order, ready, Person("Chen"))), "stage.clock_running");
}

TEST(Stages, DangerousCarIsNeitherReadyNorCancelled)
{
    auto order = test::Order(Stage::Quoting);
    const MoveStage ready{Stage::Quoting, Stage::Ready, ""};
    const MoveStage cancelled{Stage::Quoting, Stage::Cancelled, "left"};
    EXPECT_TRUE(Decide(order, ready, Person("Chen")));
    EXPECT_TRUE(Decide(order, cancelled, Person("Chen")));
    order.floor.others = {{.number = "WO-2026-000002", .quarantineReason = "smoke"}};
    EXPECT_EQ(CodeOf(Decide(order, ready, Person("Chen"))), "stage.quarantine");
    EXPECT_TRUE(Decide(order, cancelled, Person("Chen"))) << "the other order keeps the quarantine";
    order.floor.others = {{.number = "WO-2026-000002", .voltageOff = true}};
    EXPECT_EQ(CodeOf(Decide(order, ready, Person("Chen"))), "stage.isolated");
    EXPECT_TRUE(Decide(order, cancelled, Person("Chen"))) << "the other order keeps it off";
    order.floor.others.clear();
    order.floor.quarantine = Quarantine{"smoke", "Li", kNow};
    EXPECT_EQ(CodeOf(Decide(order, ready, Person("Chen"))), "stage.quarantine");
    EXPECT_EQ(CodeOf(Decide(order, cancelled, Person("Chen"))), "stage.quarantine");
    order.floor.quarantine.reset();
    order.floor.isolations = {{.id = IsolationId::New(), .steps = {{.step = kStepDisconnect, .at = kNow}}}};
    EXPECT_EQ(CodeOf(Decide(order, ready, Person("Chen"))), "stage.isolated");
    EXPECT_EQ(CodeOf(Decide(order, cancelled, Person("Chen"))), "stage.isolated");
}

TEST(Stages, MovedByTwoPeople)
{
    const auto order = test::Order(Stage::Inspecting);
    EXPECT_EQ(CodeOf(Decide(order, MoveStage{Stage::Received, Stage::Quoting, ""}, Person("Chen"))),
              "stage.moved_meanwhile");
    const auto same = Decide(order, MoveStage{Stage::Received, Stage::Inspecting, ""}, Person("Chen"));
    ASSERT_TRUE(same);
    EXPECT_TRUE(same.Value().empty()) << "both wanted the same";
}

TEST(Stages, HistoryTravelsWithTheChange)
{
    auto order = test::Order(Stage::Received);
    const auto outcome = Decide(order, MoveStage{Stage::Received, Stage::Inspecting, ""}, Person("Chen"));
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome.Value()[0].data.at("history").as_array().size(), 1U);
}

TEST(Stages, ApprovedWorkCannotBeCancelled)
{
    auto order = test::Order(Stage::WaitingApproval);
    order.lines = {Line("Pads", 46800)};
    Send(order);
    Approve(order, order.lines[0]);
    EXPECT_EQ(CodeOf(Decide(order, MoveStage{Stage::WaitingApproval, Stage::Cancelled, "left"}, Person("Chen"))),
              "stage.approved_lines");
}

TEST(Promise, NeedsAReasonAndAFutureTime)
{
    const auto order = test::Order();
    const auto later = kLater + std::chrono::hours{1};
    EXPECT_EQ(CodeOf(Decide(order, ChangePromise{kLater, later, ""}, Person("Chen"))), "promise.reason_missing");
    EXPECT_EQ(CodeOf(Decide(order, ChangePromise{kLater, kNow - std::chrono::hours{1}, "x"}, Person("Chen"))),
              "promise.past");
    EXPECT_EQ(CodeOf(Decide(order, ChangePromise{kNow, later, "x"}, Person("Chen"))), "promise.changed_meanwhile");
    EXPECT_EQ(TypesOf(Decide(order, ChangePromise{kLater, later, "part late"}, Person("Chen"))),
              (std::vector<std::string>{"work_order.promise_changed"}));
}

TEST(Complaint, ClashShowsTheOtherText)
{
    auto order = test::Order();
    const auto outcome = Decide(order, ChangeComplaint{"Noise", "Noise from the rear"}, Person("Chen"));
    ASSERT_EQ(CodeOf(outcome), "complaint.changed_meanwhile");
    EXPECT_EQ(outcome.FirstRefusal().arguments[0], "Brakes squeal");
    EXPECT_EQ(CodeOf(Decide(order, ChangeComplaint{"Brakes squeal", std::string(10'001, 'x')}, Person("Chen"))),
              "complaint.length");
}

TEST(ClosedOrders, RefuseEverything)
{
    const auto order = test::Order(Stage::Delivered);
    EXPECT_EQ(CodeOf(Decide(order, AddLine{Line("Pads", 1)}, Person("Chen"))), "work_order.closed");
    EXPECT_EQ(CodeOf(Decide(order, Deliver{}, Person("Chen"))), "work_order.closed");
}

} // namespace bayline::core
