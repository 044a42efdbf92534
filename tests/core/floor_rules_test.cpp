// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/floor_rules.h"
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
using Types = std::vector<std::string>;

namespace {

WorkOrder InRepair()
{
    auto order = test::Order(Stage::Repairing);
    order.vehicle.powertrain = Powertrain::Bev;
    order.lines = {Line("Pads", 46800), Line("Insulation", 90000)};
    order.lines[1].hv = true;
    Send(order);
    Approve(order, order.lines[0]);
    Approve(order, order.lines[1]);
    order.floor.today = "2026-11-22";
    order.floor.databaseNow = kNow;
    return order;
}

void StartClockOf(WorkOrder& order, const Actor& person, std::size_t line = 0)
{
    order.timeEntries.push_back({EntryId::New(), order.lines[line].id, person.person, kNow, {}});
}

/// The record as it stands after signing steps 1 … `last`, the disconnect pulled at kNow.
void Isolate(WorkOrder& order, const Actor& person, int last, int minutes = 10)
{
    Isolation isolation{.id = IsolationId::New(), .technician = person.person, .waitMinutes = minutes};
    for (int step = 1; step <= last; ++step) {
        isolation.steps.push_back({.step = step, .byName = person.person.name, .at = kNow});
    }
    order.floor.isolations.push_back(isolation);
    order.floor.licences = {{person.person.id, "2026-11-22"}};
}

Actor Technician(const std::string& name)
{
    return Person(name, Role::Technician);
}

/// Types of the events decided for one of the streams.
Types TypesOf(const Outcome<std::vector<StreamEvents>>& outcome, std::size_t stream)
{
    return TypesOf(outcome ? Outcome<Events>(outcome.Value().at(stream).events) : Outcome<Events>(outcome.Refusals()));
}

SignStep Zero(const WorkOrder& order, std::int64_t before, std::int64_t measured, std::int64_t after)
{
    return {.id = order.floor.isolations.back().id,
            .step = kStepZero,
            .note = {},
            .provedBeforeMv = before,
            .measuredMv = measured,
            .provedAfterMv = after};
}

} // namespace

TEST(Hold, StopsTheClocksAndTakesThePlaceOfTheOneBefore)
{
    auto order = InRepair();
    StartClockOf(order, Technician("Li"));
    order.floor.holds.push_back({.id = HoldId::New(), .reason = HoldReason::Bay, .startedAt = kNow});
    const StartHold parts{HoldId::New(), HoldReason::Parts, "pads on Tuesday"};
    EXPECT_EQ(TypesOf(Decide(order, parts, Technician("Li"))),
              (Types{"repair.clock_stopped", "hold.ended", "hold.started"}));
    EXPECT_EQ(CodeOf(Decide(order, parts, Person("Advisor"))), "hold.clock_running");
}

TEST(Hold, StartingWorkEndsIt)
{
    auto order = InRepair();
    order.floor.holds.push_back({.id = HoldId::New(), .reason = HoldReason::Parts, .startedAt = kNow});
    EXPECT_EQ(TypesOf(Decide(order, StartClock{EntryId::New(), order.lines[0].id}, Technician("Li"))),
              (Types{"hold.ended", "repair.clock_started"}));
    EXPECT_EQ(TypesOf(Decide(order, EndHold{order.floor.holds.back().id}, Technician("Li"))), Types{"hold.ended"});
    EXPECT_EQ(TypesOf(Decide(order, EndHold{HoldId::New()}, Technician("Li"))), Types{});
}

TEST(Plan, SaysWhenSomebodyElsePlannedAndGivesTheOrderToTheTechnician)
{
    auto order = InRepair();
    const auto li = Technician("Li").person;
    const WorkPlan plan{.bay = "1", .technician = li, .start = kLater, .minutes = 90};
    EXPECT_EQ(TypesOf(Decide(order, PlanWork{{}, plan}, Person("Advisor"))),
              (Types{"work.planned", "work_order.technician_assigned"}));
    order.floor.plan = plan;
    order.technician = li;
    auto longer = plan;
    longer.minutes = 120;
    EXPECT_EQ(CodeOf(Decide(order, PlanWork{{}, longer}, Person("Advisor"))), "plan.changed_meanwhile");
    EXPECT_EQ(TypesOf(Decide(order, PlanWork{plan, longer}, Person("Advisor"))), Types{"work.planned"});
    longer.minutes = 14;
    EXPECT_EQ(CodeOf(Decide(order, PlanWork{plan, longer}, Person("Advisor"))), "plan.minutes");
    EXPECT_EQ(TypesOf(Decide(order, PlanWork{plan, {}}, Person("Advisor"))), Types{"work.planned"});
}

TEST(Plan, GoesWithTheOrderToAnotherTechnician)
{
    auto order = InRepair();
    const auto li = Technician("Li").person;
    const auto wang = Technician("Wang").person;
    order.technician = li;
    const AssignTechnician toWang{li, wang};
    EXPECT_EQ(TypesOf(Decide(order, toWang, Person("Advisor"))), Types{"work_order.technician_assigned"});
    order.floor.plan = WorkPlan{.bay = "1", .technician = li, .start = kLater, .minutes = 90};
    const auto given = Decide(order, toWang, Person("Advisor"));
    ASSERT_EQ(TypesOf(given), (Types{"work_order.technician_assigned", "work.planned"}));
    const auto& to = given.Value()[1].data.at("to").as_object();
    EXPECT_EQ(to.at("technician").at("name").as_string(), "Wang");
    EXPECT_EQ(to.at("bay").as_string(), "1") << "place and time stay";
    const auto nobody = Decide(order, AssignTechnician{li, {}}, Person("Advisor"));
    ASSERT_EQ(TypesOf(nobody), (Types{"work_order.technician_assigned", "work.planned"}));
    EXPECT_TRUE(nobody.Value()[1].data.at("to").at("technician").is_null());
    order.floor.plan->technician = Technician("Zhao").person;
    EXPECT_EQ(TypesOf(Decide(order, toWang, Person("Advisor"))), Types{"work_order.technician_assigned"})
        << "planned for somebody else on purpose";
}

TEST(Place, BayAndKeyTagShowAClash)
{
    auto order = InRepair();
    order.floor.bay = "2";
    order.floor.keyTag = "17";
    EXPECT_EQ(CodeOf(Decide(order, AssignBay{"1", "3"}, Person("A"))), "bay.changed_meanwhile");
    EXPECT_EQ(TypesOf(Decide(order, AssignBay{"2", "3"}, Person("A"))), Types{"bay.assigned"});
    EXPECT_EQ(CodeOf(Decide(order, SetKeyTag{"", "18"}, Person("A"))), "key_tag.changed_meanwhile");
    EXPECT_EQ(CodeOf(Decide(order, SetKeyTag{"17", std::string(21, 'x')}, Person("A"))), "key_tag.length");
}

TEST(HighVoltage, LineWaitsForZeroVolts)
{
    auto order = InRepair();
    const auto wang = Technician("Wang");
    const StartClock start{EntryId::New(), order.lines[1].id};
    EXPECT_EQ(CodeOf(Decide(order, start, wang)), "repair.not_isolated");
    order.lines[1].kind = LineKind::Labour;
    Approve(order, order.lines[1]);
    EXPECT_EQ(CodeOf(Decide(order, FinishLine{order.lines[1].id}, wang)), "repair.not_isolated") << "no short cut";
    Isolate(order, wang, kStepWait);
    EXPECT_EQ(CodeOf(Decide(order, start, wang)), "repair.not_isolated");
    order.floor.isolations.back().steps.push_back({.step = kStepZero, .byName = "Wang", .at = kNow});
    EXPECT_EQ(TypesOf(Decide(order, start, wang)), Types{"repair.clock_started"});
    order.floor.isolations.back().reEnergisedAt = kLater;
    EXPECT_EQ(CodeOf(Decide(order, start, wang)), "repair.not_isolated");
    EXPECT_TRUE(Decide(order, StartClock{EntryId::New(), order.lines[0].id}, wang)) << "not a high-voltage line";
}

TEST(HighVoltage, NeedsALicenceOfThatDay)
{
    auto order = InRepair();
    const auto wang = Technician("Wang");
    const StartIsolation start{IsolationId::New()};
    EXPECT_EQ(CodeOf(Decide(order, start, wang)), "hv.licence");
    order.floor.licences = {{wang.person.id, "2026-11-21"}};
    EXPECT_EQ(CodeOf(Decide(order, start, wang)), "hv.licence");
    order.floor.licences = {{wang.person.id, "2026-11-22"}};
    order.floor.hvWaitMinutes = 15;
    const auto begun = Decide(order, start, wang);
    ASSERT_EQ(TypesOf(begun), Types{"hv.isolation_started"});
    EXPECT_EQ(begun.Value()[0].data.at("wait_minutes").as_int64(), 15);
    order.vehicle.powertrain = Powertrain::Ice;
    EXPECT_EQ(CodeOf(Decide(order, start, wang)), "hv.powertrain");
}

TEST(HighVoltage, StepsAreSignedInOrderByWhoBegan)
{
    auto order = InRepair();
    const auto wang = Technician("Wang");
    Isolate(order, wang, 0);
    const auto id = order.floor.isolations.back().id;
    EXPECT_EQ(CodeOf(Decide(order, SignStep{.id = id, .step = 2}, wang)), "hv.order");
    EXPECT_EQ(CodeOf(Decide(order, SignStep{.id = id, .step = 1}, Technician("Sun"))), "hv.who");
    EXPECT_EQ(TypesOf(Decide(order, SignStep{.id = id, .step = 1}, wang)), Types{"hv.step_signed"});
    order.floor.isolations.back().steps.push_back({.step = 1, .at = kNow});
    EXPECT_EQ(CodeOf(Decide(order, SignStep{.id = id, .step = 2}, wang)), "hv.key");
    EXPECT_EQ(TypesOf(Decide(order, SignStep{.id = id, .step = 2, .note = "key box"}, wang)), Types{"hv.step_signed"});
}

TEST(HighVoltage, WaitCannotBeShortened)
{
    auto order = InRepair();
    const auto wang = Technician("Wang");
    Isolate(order, wang, kStepDisconnect, 10);
    const SignStep wait{.id = order.floor.isolations.back().id, .step = kStepWait};
    order.floor.databaseNow = kNow + std::chrono::minutes(10) - std::chrono::milliseconds(1);
    EXPECT_EQ(CodeOf(Decide(order, wait, wang)), "hv.wait");
    order.floor.databaseNow = kNow + std::chrono::minutes(10);
    EXPECT_EQ(TypesOf(Decide(order, wait, wang)), Types{"hv.step_signed"});
}

TEST(HighVoltage, ZeroVoltsAreTypedAndTheMeterProvedTwice)
{
    auto order = InRepair();
    const auto wang = Technician("Wang");
    Isolate(order, wang, kStepWait);
    EXPECT_EQ(CodeOf(Decide(order, Zero(order, 12'400, 1'000, 12'400), wang)), "hv.not_dead");
    EXPECT_EQ(CodeOf(Decide(order, Zero(order, 12'400, -1'000, 12'400), wang)), "hv.not_dead");
    EXPECT_EQ(CodeOf(Decide(order, Zero(order, 4'999, 0, 12'400), wang)), "hv.meter");
    EXPECT_EQ(CodeOf(Decide(order, Zero(order, 12'400, 0, 4'999), wang)), "hv.meter");
    auto missing = Zero(order, 12'400, 0, 12'400);
    missing.measuredMv.reset();
    EXPECT_EQ(CodeOf(Decide(order, missing, wang)), "hv.measured");
    EXPECT_EQ(TypesOf(Decide(order, Zero(order, 12'400, 999, 12'400), wang)), Types{"hv.step_signed"});
}

TEST(HighVoltage, SecondPersonPutsTheVoltageOnAgain)
{
    auto order = InRepair();
    const auto wang = Technician("Wang");
    const auto sun = Technician("Sun");
    Isolate(order, wang, kStepArea);
    ReEnergise again{
        .id = order.floor.isolations.back().id, .insulationOhmPerVolt = 100, .toolsOut = true, .coversOn = true};
    EXPECT_EQ(CodeOf(DecideForCar(order, again, wang)), "hv.second_person");
    EXPECT_EQ(TypesOf(DecideForCar(order, again, sun), 0), Types{"hv.re_energised"});
    again.insulationOhmPerVolt = 99;
    EXPECT_EQ(CodeOf(DecideForCar(order, again, sun)), "hv.insulation");
    again.insulationOhmPerVolt = 500;
    again.coversOn = false;
    EXPECT_EQ(CodeOf(DecideForCar(order, again, sun)), "hv.closed");
    again.coversOn = true;
    StartClockOf(order, wang, 1);
    EXPECT_EQ(CodeOf(DecideForCar(order, again, sun)), "hv.clock_running");
}

TEST(HighVoltage, FinalCheckWaitsForTheVoltage)
{
    auto order = InRepair();
    order.finishedLines = {order.lines[0].id, order.lines[1].id};
    Isolate(order, Technician("Wang"), kStepArea);
    const CheckQuality passed{.note = {}, .passed = true, .items = AllChecked(Powertrain::Bev)};
    EXPECT_EQ(CodeOf(Decide(order, passed, Technician("Sun"))), "quality.isolated");
    order.floor.isolations.back().reEnergisedAt = kLater;
    EXPECT_TRUE(Decide(order, passed, Technician("Sun")));
}

TEST(HighVoltage, AreaMayBeMarkedByAColleagueWithALicence)
{
    auto order = InRepair();
    const auto sun = Technician("Sun");
    Isolate(order, Technician("Wang"), kStepZero);
    const SignStep area{.id = order.floor.isolations.back().id, .step = kStepArea, .note = "barrier tape"};
    EXPECT_EQ(CodeOf(Decide(order, area, sun)), "hv.licence");
    order.floor.licences.push_back({sun.person.id, "2026-11-22"});
    EXPECT_EQ(TypesOf(Decide(order, area, sun)), Types{"hv.step_signed"});
    order.floor.isolations.back().steps.pop_back();
    const SignStep zero = Zero(order, 12'400, 0, 12'400);
    EXPECT_EQ(CodeOf(Decide(order, zero, sun)), "hv.who") << "zero volts only by who isolated";
}

TEST(HighVoltage, ARecordBegunAnewDoesNotCloseTheSwitch)
{
    auto order = InRepair();
    order.finishedLines = {order.lines[0].id, order.lines[1].id};
    Isolate(order, Technician("Wang"), kStepDisconnect);
    order.floor.isolations.back().replaced = true;
    Isolate(order, Technician("Sun"), kStepPerson);
    const CheckQuality passed{.note = {}, .passed = true, .items = AllChecked(Powertrain::Bev)};
    EXPECT_TRUE(order.floor.VoltageOff());
    EXPECT_EQ(CodeOf(Decide(order, passed, Technician("Li"))), "quality.isolated");
    order.floor.isolations.back().reEnergisedAt = kNow - std::chrono::minutes(1);
    EXPECT_TRUE(order.floor.VoltageOff()) << "put on again before it was switched off";
    order.floor.isolations.back().reEnergisedAt = kLater;
    EXPECT_TRUE(Decide(order, passed, Technician("Li")));
}

TEST(HighVoltage, OtherOrdersOfTheCarCount)
{
    auto order = InRepair();
    Isolate(order, Technician("Wang"), kStepArea);
    const ReEnergise again{
        .id = order.floor.isolations.back().id, .insulationOhmPerVolt = 500, .toolsOut = true, .coversOn = true};
    order.floor.others = {{.id = WorkOrderId::New(), .seq = 12, .number = "WO-2026-000007"}};
    order.floor.others[0].clocks = {{EntryId::New(), LineId::New(), true}};
    const auto refused = DecideForCar(order, again, Technician("Sun"));
    ASSERT_EQ(CodeOf(refused), "hv.clock_running");
    EXPECT_NE(refused.FirstRefusal().Text().find("WO-2026-000007"), std::string::npos);
    order.floor.others[0].clocks[0].hv = false;
    const auto outcome = DecideForCar(order, again, Technician("Sun"));
    EXPECT_EQ(TypesOf(outcome, 1), Types{"car.re_energised"}) << "and the clock on the brakes runs on";
    EXPECT_EQ(outcome.Value()[1].stream, StreamName("work_order", order.floor.others[0].id.value));
    EXPECT_EQ(outcome.Value()[1].expectedSeq, 12) << "decided anew when the other order moves";
    const StartClock start{EntryId::New(), order.lines[0].id};
    EXPECT_TRUE(Decide(order, start, Technician("Li")));
    order.floor.others[0].quarantineReason = "smoke";
    EXPECT_EQ(CodeOf(Decide(order, start, Technician("Li"))), "repair.quarantine");
    order.finishedLines = {order.lines[0].id, order.lines[1].id};
    order.floor.isolations.clear();
    EXPECT_EQ(
        CodeOf(Decide(order, CheckQuality{.passed = true, .items = AllChecked(Powertrain::Bev)}, Technician("Sun"))),
        "quality.quarantine");
}

TEST(HighVoltage, VoltagePutOnByAnotherOrderEndsTheRecord)
{
    auto order = InRepair();
    const auto wang = Technician("Wang");
    order.finishedLines = {order.lines[0].id};
    Isolate(order, wang, kStepArea);
    const auto id = order.floor.isolations.back().id;
    const StartClock start{EntryId::New(), order.lines[1].id};
    order.floor.reEnergisedElsewhere = {"WO-2026-000007", kNow - std::chrono::minutes(1)};
    EXPECT_TRUE(Decide(order, start, Technician("Li"))) << "before this disconnect was pulled";
    EXPECT_TRUE(order.floor.VoltageOff());
    order.floor.reEnergisedElsewhere->at = kLater;
    EXPECT_FALSE(order.floor.VoltageOff());
    EXPECT_EQ(order.floor.OpenIsolation(), nullptr);
    const auto refused = Decide(order, start, Technician("Li"));
    ASSERT_EQ(CodeOf(refused), "repair.not_isolated");
    EXPECT_NE(refused.FirstRefusal().Text().find("WO-2026-000007"), std::string::npos);
    EXPECT_EQ(CodeOf(Decide(order, SignStep{.id = id, .step = kStepArea}, wang)), "hv.gone");
    EXPECT_EQ(TypesOf(Decide(order, StartIsolation{IsolationId::New()}, wang)), Types{"hv.isolation_started"});
    EXPECT_TRUE(DecideForCar(order, ReEnergise{.id = id}, Technician("Sun")).Value().empty()) << "on already";
}

TEST(HighVoltage, CarThatAnotherOrderKeepsSwitchedOffPassesNoFinalCheck)
{
    auto order = InRepair();
    order.finishedLines = {order.lines[0].id, order.lines[1].id};
    const CheckQuality passed{.note = {}, .passed = true, .items = AllChecked(Powertrain::Bev)};
    order.floor.others = {{.number = "WO-2026-000007", .voltageOff = true}};
    EXPECT_EQ(CodeOf(Decide(order, passed, Technician("Li"))), "quality.isolated");
    order.floor.others[0].voltageOff = false;
    EXPECT_TRUE(Decide(order, passed, Technician("Li")));
}

TEST(Quarantine, NobodyWorksOnTheCar)
{
    auto order = InRepair();
    StartClockOf(order, Technician("Li"));
    EXPECT_EQ(CodeOf(DecideForCar(order, StartQuarantine{}, Technician("Li"))), "quarantine.reason");
    order.floor.others = {{.number = "WO-2026-000007", .clocks = {{EntryId::New(), LineId::New()}}},
                          {.number = "WO-2026-000008"}};
    for (const auto& who : {Technician("Li"), Person("Chen", Role::Advisor)}) {
        const auto outcome = DecideForCar(order, StartQuarantine{"smoke", "Outside"}, who);
        EXPECT_EQ(TypesOf(outcome, 0), (Types{"quarantine.started", "repair.clock_stopped", "bay.assigned"}));
        EXPECT_EQ(TypesOf(outcome, 1), (Types{"car.quarantined", "repair.clock_stopped"}));
        EXPECT_EQ(TypesOf(outcome, 2), Types{"car.quarantined"});
    }
    order.floor.quarantine = Quarantine{"smoke", "Li", kNow};
    EXPECT_EQ(CodeOf(Decide(order, StartClock{EntryId::New(), order.lines[0].id}, Technician("Wang"))),
              "repair.quarantine");
    EXPECT_EQ(CodeOf(Decide(order, EndQuarantine{"cold for two days"}, Technician("Li"))), "quarantine.who");
    EXPECT_EQ(TypesOf(Decide(order, EndQuarantine{"cold for two days"}, Person("Chen", Role::Manager))),
              Types{"quarantine.ended"});
}

TEST(Comeback, LinksOnlyARecentOrderOfTheCar)
{
    auto order = InRepair();
    const auto first = WorkOrderId::New();
    EXPECT_EQ(CodeOf(Decide(order, LinkComeback{first, "squeals again"}, Person("A"))), "comeback.order");
    order.floor.earlier = {{first, "WO-2026-000001", kNow, "squeals"}};
    EXPECT_EQ(CodeOf(Decide(order, LinkComeback{first, " "}, Person("A"))), "comeback.reason");
    EXPECT_EQ(TypesOf(Decide(order, LinkComeback{first, "squeals again"}, Person("A"))), Types{"comeback.linked"});
}

TEST(Clocks, StartingStopsWhateverElseThePersonIsAt)
{
    const auto li = Technician("Li");
    auto other = InRepair();
    StartClockOf(other, li);
    StartClockOf(other, Technician("Wang"), 1);
    const auto target = InRepair();
    const PersonAtWork now{.person = li.person,
                           .staffSeq = 3,
                           .orders = {other},
                           .unapplied = RunningUnapplied{EntryId::New(), UnappliedReason::Cleaning, kNow}};
    const auto streams = DecideStart(now, target, {EntryId::New(), target.lines[0].id}, li);
    ASSERT_TRUE(streams);
    ASSERT_EQ(streams.Value().size(), 3U);
    EXPECT_EQ(streams.Value()[0].stream, StreamName("work_order", other.id.value));
    ASSERT_EQ(streams.Value()[0].events.size(), 1U) << "only Li's own clock";
    EXPECT_EQ(streams.Value()[1].events[0].type, "unapplied.stopped");
    EXPECT_EQ(streams.Value()[2].events.back().type, "repair.clock_started");
    const auto cleaning = DecideUnapplied(now, {EntryId::New(), UnappliedReason::Tools, {}}, li);
    ASSERT_TRUE(cleaning);
    ASSERT_EQ(cleaning.Value().size(), 2U);
    EXPECT_EQ(cleaning.Value()[1].events[0].type, "unapplied.stopped");
    EXPECT_EQ(cleaning.Value()[1].events[1].type, "unapplied.started");
    EXPECT_EQ(CodeOf(DecideUnapplied(now, {EntryId::New(), UnappliedReason::Other, {}}, li)), "unapplied.note");
}

TEST(Clocks, AKeptTapEndsOnlyWhatWasSeen)
{
    const auto li = Technician("Li");
    auto seenOrder = InRepair();
    StartClockOf(seenOrder, li);
    auto begunSince = InRepair();
    StartClockOf(begunSince, li);
    const SeenRunning seen{{seenOrder.timeEntries[0].id}};
    const PersonAtWork later{.person = li.person, .staffSeq = 3, .orders = {begunSince}, .unapplied = {}};
    EXPECT_TRUE(DecideStopAll(later, seen).empty());
    const auto target = InRepair();
    EXPECT_EQ(CodeOf(DecideStart(later, target, {EntryId::New(), target.lines[0].id}, li, seen)), "clock.other_work");
    EXPECT_EQ(CodeOf(DecideUnapplied(later, {EntryId::New(), UnappliedReason::Tools, {}}, li, seen)),
              "clock.other_work");
    EXPECT_TRUE(DecideStart(later, begunSince, {EntryId::New(), begunSince.lines[0].id}, li, seen))
        << "at that line already";
    const PersonAtWork meanwhile{.person = li.person,
                                 .staffSeq = 3,
                                 .orders = {},
                                 .unapplied = RunningUnapplied{EntryId::New(), UnappliedReason::Cleaning, kNow}};
    EXPECT_EQ(CodeOf(DecideStart(meanwhile, target, {EntryId::New(), target.lines[0].id}, li, seen)),
              "clock.other_work");
    const PersonAtWork asSeen{.person = li.person, .staffSeq = 3, .orders = {seenOrder}, .unapplied = {}};
    EXPECT_EQ(DecideStopAll(asSeen, seen).size(), 1U);
    EXPECT_TRUE(DecideStart(asSeen, target, {EntryId::New(), target.lines[0].id}, li, seen));
}

TEST(Clocks, WhatRanAtAMomentIsOnesOwnThatHadBegun)
{
    using std::chrono::minutes;
    const auto li = Technician("Li");
    auto order = InRepair();
    StartClockOf(order, li);
    const auto own = order.timeEntries[0];
    auto colleague = own;
    colleague.id = EntryId::New();
    colleague.technician = Technician("Wang").person;
    order.timeEntries.push_back(colleague);
    const RunningUnapplied cleaning{EntryId::New(), UnappliedReason::Cleaning, own.startedAt + minutes(5)};
    PersonAtWork now{.person = li.person, .staffSeq = 3, .orders = {order}, .unapplied = cleaning};
    EXPECT_TRUE(RunningSince(now, own.startedAt - minutes(1)).empty());
    EXPECT_EQ(RunningSince(now, own.startedAt + minutes(4)), std::vector{own.id});
    EXPECT_EQ(RunningSince(now, own.startedAt + minutes(5)), (std::vector{own.id, cleaning.id}));
    now.orders[0].timeEntries[0].stoppedAt = own.startedAt + minutes(2);
    EXPECT_EQ(RunningSince(now, own.startedAt + minutes(5)), std::vector{cleaning.id});
}

TEST(Clocks, OnlyAManagerCorrectsThemWithAReason)
{
    auto order = InRepair();
    const auto chen = Person("Chen", Role::Manager);
    order.timeEntries.push_back(
        {EntryId::New(), order.lines[0].id, Technician("Li").person, kNow - std::chrono::hours(14), {}});
    const Span seen{order.timeEntries[0].startedAt, {}};
    CorrectTime correct{.id = order.timeEntries[0].id,
                        .from = seen,
                        .to = {seen.start, seen.start + std::chrono::hours(2)},
                        .reason = "went home at six"};
    EXPECT_EQ(CodeOf(Decide(order, correct, Technician("Li"))), "time.role");
    const auto corrected = Decide(order, correct, chen);
    ASSERT_EQ(TypesOf(corrected), Types{"time_entry.corrected"});
    EXPECT_TRUE(corrected.Value()[0].data.at("stopped_at").at("from").is_null());
    correct.reason.clear();
    EXPECT_EQ(CodeOf(Decide(order, correct, chen)), "time.reason");
    correct.reason = "went home";
    correct.to.stop = correct.to.start;
    EXPECT_EQ(CodeOf(Decide(order, correct, chen)), "time.order");
    correct.to.stop = kNow + std::chrono::hours(1);
    EXPECT_EQ(CodeOf(Decide(order, correct, chen)), "time.future");
    correct.to.stop = kNow;
    order.timeEntries[0].stoppedAt = kNow - std::chrono::hours(1);
    EXPECT_EQ(CodeOf(Decide(order, correct, chen)), "time.changed_meanwhile");
}

TEST(FinalCheckList, FollowsThePowertrain)
{
    const auto has = [](Powertrain powertrain, const std::string& key) {
        const auto items = FinalCheckItems(powertrain);
        return std::any_of(items.begin(), items.end(), [&](const auto& item) { return key == item.key; });
    };
    EXPECT_TRUE(has(Powertrain::Bev, "charging"));
    EXPECT_FALSE(has(Powertrain::Bev, "engine"));
    EXPECT_TRUE(has(Powertrain::Phev, "engine"));
    EXPECT_FALSE(has(Powertrain::Hev, "charging"));
    EXPECT_FALSE(has(Powertrain::Ice, "hv_closed"));
}

} // namespace bayline::core
