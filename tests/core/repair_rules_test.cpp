// SPDX-License-Identifier: GPL-3.0-or-later
#include "order_builder.h"

namespace bayline::core {

using test::Approve;
using test::CodeOf;
using test::kNow;
using test::Line;
using test::Person;
using test::Send;
using test::TypesOf;

namespace {

/// One approved line (0) and one undecided (1), waiting.
WorkOrder HalfApproved()
{
    auto order = test::Order(Stage::WaitingApproval);
    order.lines = {Line("Pads", 46800), Line("Wiper", 8900)};
    Send(order);
    Approve(order, order.lines[0]);
    return order;
}

} // namespace

TEST(Repair, RefusesUnapprovedLine)
{
    const auto order = HalfApproved();
    const auto outcome = Decide(order, StartClock{EntryId::New(), order.lines[1].id}, Person("Li", Role::Technician));
    ASSERT_EQ(CodeOf(outcome), "repair.not_approved");
    EXPECT_NE(outcome.FirstRefusal().Text().find("Wiper"), std::string::npos);
}

TEST(Repair, RefusesLineChangedAfterApproval)
{
    auto order = HalfApproved();
    order.lines[0].unitPrice = {50000};
    EXPECT_EQ(CodeOf(Decide(order, StartClock{EntryId::New(), order.lines[0].id}, Person("Li"))),
              "repair.not_approved");
}

TEST(Repair, StartingMovesToRepairing)
{
    const auto order = HalfApproved();
    EXPECT_EQ(TypesOf(Decide(order, StartClock{EntryId::New(), order.lines[0].id}, Person("Li"))),
              (std::vector<std::string>{"work_order.stage_changed", "repair.clock_started"}));
}

TEST(Repair, OneClockAPerson)
{
    auto order = HalfApproved();
    Approve(order, order.lines[1]);
    const auto li = Person("Li");
    order.timeEntries.push_back({EntryId::New(), order.lines[0].id, li.person, kNow, {}});
    order.stage = Stage::Repairing;
    EXPECT_EQ(TypesOf(Decide(order, StartClock{EntryId::New(), order.lines[1].id}, li)),
              (std::vector<std::string>{"repair.clock_stopped", "repair.clock_started"}));
    EXPECT_EQ(TypesOf(Decide(order, StartClock{EntryId::New(), order.lines[0].id}, li)), std::vector<std::string>{});
    EXPECT_TRUE(Decide(order, StartClock{EntryId::New(), order.lines[1].id}, Person("Wang")));
}

TEST(Repair, FinishingStopsTheClocks)
{
    auto order = HalfApproved();
    order.stage = Stage::Repairing;
    order.timeEntries.push_back({EntryId::New(), order.lines[0].id, Person("Li").person, kNow, {}});
    EXPECT_EQ(TypesOf(Decide(order, FinishLine{order.lines[0].id}, Person("Li"))),
              (std::vector<std::string>{"repair.clock_stopped", "repair.line_finished"}));
}

TEST(FinalCheck, IsDoneBySomebodyElse)
{
    auto order = HalfApproved();
    order.stage = Stage::Repairing;
    const auto li = Person("Li");
    order.timeEntries.push_back({EntryId::New(), order.lines[0].id, li.person, kNow, kNow});
    order.finishedLines = {order.lines[0].id};
    EXPECT_EQ(CodeOf(Decide(order, CheckQuality{.passed = true}, li)), "quality.same_person");
    EXPECT_EQ(CodeOf(Decide(order, CheckQuality{.passed = true}, Person("Wang"))), "quality.item");
    auto items = AllChecked(order.vehicle.powertrain);
    EXPECT_EQ(TypesOf(Decide(order, CheckQuality{.passed = true, .items = items}, Person("Wang"))),
              (std::vector<std::string>{"work_order.stage_changed", "quality.checked", "work_order.stage_changed"}));
    items.back().ok = false;
    EXPECT_EQ(CodeOf(Decide(order, CheckQuality{.passed = true, .items = items}, Person("Wang"))), "quality.item");
}

TEST(FinalCheck, IsNotDoneByWhoFinishedLabourWithoutAClock)
{
    auto order = HalfApproved();
    order.stage = Stage::Repairing;
    const auto li = Person("Li");
    order.finishedLines = {order.lines[0].id};
    order.finishedBy = {{order.lines[0].id, li.person.id}};
    const CheckQuality passed{.passed = true, .items = AllChecked(order.vehicle.powertrain)};
    EXPECT_TRUE(Decide(order, passed, li)) << "a part that was ticked off is no repair";
    order.lines[0].kind = LineKind::Labour;
    Approve(order, order.lines[0]);
    EXPECT_EQ(CodeOf(Decide(order, passed, li)), "quality.same_person");
    EXPECT_TRUE(Decide(order, passed, Person("Wang")));
}

TEST(FinalCheck, FailedNeedsANoteAndGoesBack)
{
    auto order = HalfApproved();
    order.stage = Stage::QualityCheck;
    EXPECT_EQ(CodeOf(Decide(order, CheckQuality{}, Person("Wang"))), "quality.note");
    const auto outcome = Decide(order, CheckQuality{.note = "squeals"}, Person("Wang"));
    EXPECT_EQ(TypesOf(outcome), (std::vector<std::string>{"quality.checked", "work_order.stage_changed"}));
    EXPECT_EQ(outcome.Value()[1].data.at("to").as_string(), "repairing");
}

TEST(FinalCheck, UnfinishedApprovedLineDoesNotPass)
{
    auto order = HalfApproved();
    order.stage = Stage::Repairing;
    EXPECT_EQ(CodeOf(Decide(order, CheckQuality{.passed = true}, Person("Wang"))), "quality.unfinished");
}

} // namespace bayline::core
