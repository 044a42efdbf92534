// SPDX-License-Identifier: GPL-3.0-or-later
// The workshop floor against the real database: what a technician's day shows, one clock a person, and the high-voltage
// gate, also as a hostile client would try it.
#include "db/floor.h"

#include "core/payloads.h"
#include "core/random.h"
#include "db/board.h"
#include "db/settings.h"
#include "db/staff.h"
#include "db/verify.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/shop_day.h"

#include <chrono>

namespace bayline::test {

namespace {

using core::OperationId;

class FloorTest : public PostgresTest
{
protected:
    void SetUp() override
    {
        PostgresTest::SetUp();
        m_desk = std::make_unique<db::Connection>(DeviceSettings("desk"));
        m_bay = std::make_unique<db::Connection>(DeviceSettings("bay"));
        m_advisor = SignInAs(*m_desk, Advisor());
        m_technician = SignInAs(*m_bay, Technician());
        m_colleague = SignInAs(*m_bay, Colleague());
        m_manager = SignInAs(*m_desk, ManagerOnDuty());
    }

    /// An order in repair with one approved line, given to the technician.
    core::WorkOrderId Approved(bool hv = false)
    {
        static int cars = 0;
        const auto id = CheckIn(*m_desk, m_advisor, CheckInForm("王小明", "沪AD1234" + std::to_string(++cars % 10)));
        auto line = LabourLine("更换制动片", 18'000);
        line.hv = hv;
        QuoteAndApprove(*m_desk, m_advisor, id, {line});
        Do(*m_desk, m_advisor, id,
           core::AssignTechnician{{}, core::StaffRef{Technician().member.id, Technician().member.name}});
        return id;
    }

    /// The same car once more, while its first order is open.
    core::WorkOrderId SecondOrder(core::WorkOrderId first, bool hv = false)
    {
        const auto before = db::LoadWorkOrder(*m_desk, first);
        auto form = CheckInForm();
        form.vehicle = form.vehicleBefore.emplace(before.vehicle);
        form.customer = form.customerBefore.emplace(before.customer);
        form.odometerTyped = std::to_string(before.odometerIn.km + 10);
        const auto id = CheckIn(*m_desk, m_advisor, form);
        auto line = LabourLine("检查空调", 18'000);
        line.hv = hv;
        QuoteAndApprove(*m_desk, m_advisor, id, {line});
        return id;
    }

    boost::json::object ClockOn(core::WorkOrderId id)
    {
        const auto order = db::LoadWorkOrder(*m_bay, id);
        return {{"entry_id", core::EntryId::New().Text()},
                {"line_id", order.lines.front().id.Text()},
                {"line_hash", core::LineHash(order.lines.front(), order.pricesIncludeTax)},
                {"technician", core::ToJson(core::StaffRef{Technician().member.id, "Zhang Wei"})}};
    }

    core::LineId LineOf(core::WorkOrderId id) { return db::LoadWorkOrder(*m_bay, id).lines.front().id; }

    std::string Start(const db::Session& who, core::WorkOrderId id)
    {
        const auto outcome = db::StartWork(*m_bay, who, OperationId::New(), id, {core::EntryId::New(), LineOf(id)});
        return outcome ? "ok" : outcome.FirstRefusal().code;
    }

    std::string Forge(const db::Session& who, core::WorkOrderId id, const std::string& type, boost::json::object data)
    {
        const auto seq = db::LoadWorkOrder(*m_bay, id).seq;
        const auto outcome =
            db::AppendEvents(*m_bay, who, OperationId::New(),
                             {{core::StreamName("work_order", id.value), seq, {{type, std::move(data)}}}});
        return outcome ? "ok" : outcome.FirstRefusal().code;
    }

    template <class Intent>
    std::string Try(const db::Session& who, core::WorkOrderId id, const Intent& intent)
    {
        const auto outcome = db::Execute(
            *m_bay, who, id, OperationId::New(),
            [&](const core::WorkOrder& order, const core::Actor& actor) { return core::Decide(order, intent, actor); });
        return outcome ? "ok" : outcome.FirstRefusal().code;
    }

    template <class Intent>
    std::string TryForCar(const db::Session& who, core::WorkOrderId id, const Intent& intent)
    {
        const auto outcome = db::ExecuteForCar(*m_bay, who, id, OperationId::New(),
                                               [&](const core::WorkOrder& order, const core::Actor& actor) {
                                                   return core::DecideForCar(order, intent, actor);
                                               });
        return outcome ? "ok" : outcome.FirstRefusal().code;
    }

    void License(const TestPerson& person)
    {
        auto licensed = person.member;
        licensed.hvLicenceUntil = "2099-12-31";
        ASSERT_TRUE(db::ChangeStaff(*m_desk, m_manager, OperationId::New(), person.member, licensed).Ok());
    }

    void Change(const std::function<void(core::Shop&)>& change)
    {
        const auto before = db::LoadShop(*m_desk);
        auto after = before;
        change(after);
        ASSERT_TRUE(db::ChangeShop(*m_desk, m_manager, OperationId::New(), before, after).Ok());
    }

    void SignUpTo(core::WorkOrderId id, core::IsolationId isolation, int first, int last)
    {
        for (int step = first; step <= last; ++step) {
            core::SignStep sign{.id = isolation, .step = step, .note = "key box 3"};
            if (step == core::kStepZero) {
                sign.provedBeforeMv = 12'400;
                sign.measuredMv = 0;
                sign.provedAfterMv = 12'400;
            }
            ASSERT_EQ(Try(m_technician, id, sign), "ok") << "step " << step;
        }
    }

    void ExpectClean() const
    {
        db::Connection owner(OwnerSettings());
        for (const auto& violation : db::Verify(owner)) {
            ADD_FAILURE() << violation.invariant << ": " << violation.detail;
        }
    }

    std::unique_ptr<db::Connection> m_desk;
    std::unique_ptr<db::Connection> m_bay;
    db::Session m_advisor;
    db::Session m_technician;
    db::Session m_colleague;
    db::Session m_manager;
};

} // namespace

TEST_F(FloorTest, OneThingRunsAPersonWhereverItIs)
{
    const auto first = Approved();
    const auto second = Approved();
    ASSERT_EQ(Start(m_technician, first), "ok");
    ASSERT_EQ(Start(m_technician, second), "ok");
    EXPECT_TRUE(db::LoadWorkOrder(*m_bay, first).timeEntries.front().stoppedAt) << "stopped by the second start";
    ASSERT_TRUE(db::StartUnapplied(*m_bay, m_technician, OperationId::New(),
                                   {core::EntryId::New(), core::UnappliedReason::Cleaning, {}}));
    auto mine = db::LoadMyJobs(*m_bay, Technician().member.id);
    EXPECT_FALSE(mine.running);
    ASSERT_TRUE(mine.unapplied);
    EXPECT_EQ(mine.unapplied->reason, core::UnappliedReason::Cleaning);
    ASSERT_EQ(Start(m_technician, first), "ok");
    mine = db::LoadMyJobs(*m_bay, Technician().member.id);
    EXPECT_FALSE(mine.unapplied);
    ASSERT_TRUE(mine.running);
    EXPECT_EQ(mine.running->order, first);

    ASSERT_TRUE(db::StopAllWork(*m_bay, m_technician, OperationId::New()));
    EXPECT_FALSE(db::LoadMyJobs(*m_bay, Technician().member.id).running);
    ExpectClean();
}

TEST_F(FloorTest, TapThatWaitedDoesNotEndWhatBeganAfterIt)
{
    const auto tapped = Approved();
    const auto since = Approved();
    const core::StartClock intent{core::EntryId::New(), LineOf(tapped)};
    db::Tap tap;
    tap.at -= std::chrono::minutes(10);
    EXPECT_EQ(Start(m_technician, since), "ok") << "at another PC, while the tap waited";
    const auto late = db::StartWork(*m_bay, m_technician, OperationId::New(), tapped, intent, tap);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.FirstRefusal().code, "clock.other_work");
    const auto running = db::LoadMyJobs(*m_bay, m_technician.person.id).running;
    ASSERT_TRUE(running);
    EXPECT_EQ(running->order, since);
    tap.begun = {running->entry};
    ASSERT_TRUE(db::StartWork(*m_bay, m_technician, OperationId::New(), tapped, intent, tap)) << "an earlier tap there";
    const core::StartClock again{core::EntryId::New(), LineOf(since)};
    EXPECT_TRUE(db::StartWork(*m_bay, m_technician, OperationId::New(), since, again, db::Tap{})) << "a tap of now";
}

TEST_F(FloorTest, HoldBayKeyAndPlanAreOnTheBoardAndInTheDay)
{
    const auto id = Approved();
    const auto promised = db::LoadWorkOrder(*m_bay, id).promisedAt;
    Do(*m_bay, m_technician, id, core::StartHold{core::HoldId::New(), core::HoldReason::Parts, "周二到货"});
    Do(*m_bay, m_technician, id, core::AssignBay{"", "2"});
    Do(*m_bay, m_technician, id, core::SetKeyTag{"", "17"});
    const core::WorkPlan plan{.bay = "2",
                              .technician = core::StaffRef{Colleague().member.id, Colleague().member.name},
                              .start = promised - std::chrono::hours(3),
                              .minutes = 90};
    Do(*m_bay, m_technician, id, core::PlanWork{{}, plan});
    const auto card = *db::LoadBoardCard(*m_bay, id);
    EXPECT_EQ(card.hold, core::HoldReason::Parts);
    EXPECT_EQ(card.bay, "2");
    EXPECT_EQ(card.keyTag, "17");
    EXPECT_EQ(card.technician, Colleague().member.id) << "the plan gave the order away";
    const auto day = db::LoadDayPlan(*m_bay, promised - std::chrono::hours(6), promised);
    ASSERT_EQ(day.size(), 1U);
    ASSERT_TRUE(day[0].plan);
    EXPECT_EQ(day[0].plan->minutes, 90);
    EXPECT_TRUE(db::LoadDayPlan(*m_bay, promised + std::chrono::hours(24), promised + std::chrono::hours(48)).empty());
    const auto theirs = db::LoadMyJobs(*m_bay, Colleague().member.id);
    ASSERT_EQ(theirs.jobs.size(), 1U);
    EXPECT_EQ(theirs.jobs[0].holdNote, "周二到货");
    EXPECT_TRUE(theirs.jobs[0].lines.front().approved);
    // Starting work ends the hold.
    ASSERT_EQ(Start(m_colleague, id), "ok");
    EXPECT_FALSE(db::LoadBoardCard(*m_bay, id)->hold);
    ExpectClean();
}

TEST_F(FloorTest, WhatWasNotDoneOnItsDayWaitsInTodaysPlan)
{
    const auto id = Approved();
    const auto day = std::chrono::hours(24);
    const auto [today, tomorrow] = core::ShopZone("Asia/Shanghai").DayBounds(core::Now());
    const core::WorkPlan plan{.bay = "2", .technician = {}, .start = tomorrow - 2 * day, .minutes = 90};
    Do(*m_bay, m_technician, id, core::PlanWork{{}, plan});
    ASSERT_EQ(db::LoadDayPlan(*m_bay, today - day, today).size(), 1U);
    const auto waiting = db::LoadDayPlan(*m_bay, today, tomorrow);
    ASSERT_EQ(waiting.size(), 1U);
    ASSERT_TRUE(waiting[0].plan);
    EXPECT_EQ(waiting[0].plan->start, plan.start);
    EXPECT_TRUE(db::LoadDayPlan(*m_bay, tomorrow, tomorrow + day).empty());
    EXPECT_TRUE(db::LoadDayPlan(*m_bay, today - 9 * day, today - 8 * day).empty());
    db::Connection owner(OwnerSettings());
    owner.ExecuteScript("update bayline.work_order set stage = 'ready'");
    EXPECT_TRUE(db::LoadDayPlan(*m_bay, today, tomorrow).empty());
}

TEST_F(FloorTest, GivenToAColleagueItIsNoLongerInTheFirstOnesDay)
{
    const auto id = Approved();
    const core::StaffRef first{Technician().member.id, Technician().member.name};
    const core::StaffRef second{Colleague().member.id, Colleague().member.name};
    Do(*m_desk, m_advisor, id,
       core::PlanWork{{}, core::WorkPlan{.bay = "2", .technician = first, .start = core::Now(), .minutes = 90}});
    Do(*m_desk, m_advisor, id, core::AssignTechnician{first, second});
    EXPECT_TRUE(db::LoadMyJobs(*m_bay, first.id).jobs.empty());
    EXPECT_EQ(db::LoadMyJobs(*m_bay, second.id).jobs.size(), 1U);
    ExpectClean();
}

TEST_F(FloorTest, HighVoltageLineStartsOnlyUnderACompleteRecord)
{
    License(Technician());
    Change([](core::Shop& shop) { shop.hvWaits = {{"BYD Han EV", 0}}; });
    const auto id = Approved(true);
    EXPECT_EQ(Start(m_technician, id), "repair.not_isolated");
    const auto order = db::LoadWorkOrder(*m_bay, id);
    const boost::json::object clock{{"entry_id", core::EntryId::New().Text()},
                                    {"line_id", order.lines.front().id.Text()},
                                    {"line_hash", core::LineHash(order.lines.front(), order.pricesIncludeTax)},
                                    {"technician", core::ToJson(core::StaffRef{Technician().member.id, "Zhang Wei"})}};
    EXPECT_EQ(Forge(m_technician, id, "repair.clock_started", clock), "hv.not_isolated");

    const auto isolation = core::IsolationId::New();
    EXPECT_EQ(Try(m_colleague, id, core::StartIsolation{isolation}), "hv.licence");
    ASSERT_EQ(Try(m_technician, id, core::StartIsolation{isolation}), "ok");
    SignUpTo(id, isolation, core::kStepPerson, core::kStepZero);
    EXPECT_EQ(Start(m_technician, id), "ok");
    ASSERT_TRUE(db::StopAllWork(*m_bay, m_technician, OperationId::New()));
    SignUpTo(id, isolation, core::kStepArea, core::kStepArea);
    const core::ReEnergise again{.id = isolation, .insulationOhmPerVolt = 500, .toolsOut = true, .coversOn = true};
    EXPECT_EQ(TryForCar(m_technician, id, again), "hv.second_person");
    ASSERT_EQ(TryForCar(m_colleague, id, again), "ok");
    EXPECT_EQ(Start(m_technician, id), "repair.not_isolated") << "the voltage is on again";
    ExpectClean();
}

TEST_F(FloorTest, WaitingTimeCannotBeShortenedByAnyClient)
{
    License(Technician());
    Change([](core::Shop& shop) { shop.hvWaits = {{"BYD Han EV", 12}}; });
    const auto id = Approved(true);
    const auto isolation = core::IsolationId::New();
    boost::json::object begin{{"isolation_id", isolation.Text()},
                              {"technician", core::ToJson(core::StaffRef{Technician().member.id, "Zhang Wei"})},
                              {"licence_until", "2099-12-31"},
                              {"wait_minutes", 1}};
    EXPECT_EQ(Forge(m_technician, id, "hv.isolation_started", begin), "hv.not_isolated") << "not the model's minutes";
    ASSERT_EQ(Try(m_technician, id, core::StartIsolation{isolation}), "ok");
    EXPECT_EQ(db::LoadWorkOrder(*m_bay, id).floor.isolations.front().waitMinutes, 12);
    SignUpTo(id, isolation, core::kStepPerson, core::kStepDisconnect);
    EXPECT_EQ(Try(m_technician, id, core::SignStep{.id = isolation, .step = core::kStepWait}), "hv.wait");
    const auto step = [&](int number) {
        return boost::json::object{{"isolation_id", isolation.Text()},
                                   {"step", number},
                                   {"measured_mv", 0},
                                   {"proved_before_mv", 12'400},
                                   {"proved_after_mv", 12'400}};
    };
    EXPECT_EQ(Forge(m_technician, id, "hv.step_signed", step(core::kStepWait)), "hv.not_isolated");
    EXPECT_EQ(Forge(m_technician, id, "hv.step_signed", step(core::kStepZero)), "hv.not_isolated") << "out of order";
    EXPECT_EQ(Forge(m_colleague, id, "hv.step_signed", step(core::kStepWait)), "hv.not_isolated") << "another person";
    EXPECT_EQ(Forge(m_colleague, id, "hv.re_energised",
                    {{"isolation_id", isolation.Text()},
                     {"by", core::ToJson(core::StaffRef{Colleague().member.id, "Wang Fang"})},
                     {"insulation_ohm_per_volt", 500}}),
              "hv.not_isolated");
    // Quarantine stops everything, for every client.
    const auto other = Approved();
    ASSERT_EQ(TryForCar(m_technician, other, core::StartQuarantine{"冒烟", "室外"}), "ok");
    EXPECT_EQ(Start(m_technician, other), "repair.quarantine");
    EXPECT_TRUE(db::LoadBoardCard(*m_bay, other)->quarantined);
    EXPECT_EQ(db::LoadBoardCard(*m_bay, other)->bay, "室外");
    ASSERT_EQ(Try(m_technician, other, core::EndQuarantine{"已冷却"}), "ok") << "a valid licence is enough";
    ExpectClean();
}

TEST_F(FloorTest, QuarantineIsTheCarsAndNotTheOrders)
{
    const auto first = Approved();
    const auto second = SecondOrder(first);
    ASSERT_EQ(TryForCar(m_technician, first, core::StartQuarantine{"冒烟", {}}), "ok");
    const auto order = db::LoadWorkOrder(*m_bay, second);
    EXPECT_FALSE(order.floor.quarantine);
    ASSERT_NE(order.floor.QuarantineElsewhere(), nullptr);
    EXPECT_EQ(order.floor.QuarantineElsewhere()->number, db::LoadWorkOrder(*m_bay, first).number);
    EXPECT_EQ(Start(m_technician, second), "repair.quarantine");
    EXPECT_EQ(Forge(m_technician, second, "repair.clock_started", ClockOn(second)), "hv.not_isolated");
    License(Technician());
    ASSERT_EQ(Try(m_technician, first, core::EndQuarantine{"已冷却"}), "ok");
    EXPECT_EQ(Start(m_technician, second), "ok");
    ExpectClean();
}

TEST_F(FloorTest, VoltageStaysOffWhileAnotherOrderOfTheCarHasHighVoltageWorkRunning)
{
    License(Technician());
    License(Colleague());
    Change([](core::Shop& shop) { shop.hvWaits = {{"BYD Han EV", 0}}; });
    const auto first = Approved(true);
    const auto second = SecondOrder(first, true);
    const auto isolation = core::IsolationId::New();
    ASSERT_EQ(Try(m_technician, first, core::StartIsolation{isolation}), "ok");
    SignUpTo(first, isolation, core::kStepPerson, core::kStepZero);
    ASSERT_EQ(Try(m_colleague, first, core::SignStep{.id = isolation, .step = core::kStepArea, .note = "警戒带"}), "ok")
        << "who isolated may have gone home";
    const auto other = core::IsolationId::New();
    ASSERT_EQ(Try(m_technician, second, core::StartIsolation{other}), "ok");
    SignUpTo(second, other, core::kStepPerson, core::kStepZero);
    ASSERT_EQ(Start(m_technician, second), "ok");
    const core::ReEnergise again{.id = isolation, .insulationOhmPerVolt = 500, .toolsOut = true, .coversOn = true};
    EXPECT_EQ(TryForCar(m_colleague, first, again), "hv.clock_running");
    EXPECT_EQ(Forge(m_colleague, first, "hv.re_energised",
                    {{"isolation_id", isolation.Text()},
                     {"by", core::ToJson(core::StaffRef{Colleague().member.id, "Wang Fang"})},
                     {"insulation_ohm_per_volt", 500}}),
              "hv.not_isolated");
    ASSERT_TRUE(db::StopAllWork(*m_bay, m_technician, OperationId::New()));
    const auto kept = db::LoadWorkOrder(*m_bay, first);
    ASSERT_NE(kept.floor.VoltageOffElsewhere(), nullptr);
    EXPECT_EQ(TryForCar(m_colleague, first, again), "ok");

    // One disconnect, so the other record is over as well, for every client.
    const auto ended = db::LoadWorkOrder(*m_bay, second);
    EXPECT_EQ(ended.floor.OpenIsolation(), nullptr);
    EXPECT_FALSE(ended.floor.VoltageOff());
    EXPECT_EQ(Start(m_technician, second), "repair.not_isolated");
    EXPECT_EQ(Forge(m_technician, second, "repair.clock_started", ClockOn(second)), "hv.not_isolated");
    EXPECT_EQ(Forge(m_technician, second, "hv.step_signed", {{"isolation_id", other.Text()}, {"step", 7}}),
              "entity.missing");
    EXPECT_EQ(Forge(m_colleague, second, "hv.re_energised",
                    {{"isolation_id", other.Text()},
                     {"by", core::ToJson(core::StaffRef{Colleague().member.id, "Wang Fang"})},
                     {"insulation_ohm_per_volt", 500}}),
              "hv.not_isolated");
    const auto anew = core::IsolationId::New();
    ASSERT_EQ(Try(m_technician, second, core::StartIsolation{anew}), "ok");
    SignUpTo(second, anew, core::kStepPerson, core::kStepZero);
    EXPECT_EQ(Start(m_technician, second), "ok");
    EXPECT_EQ(Start(m_technician, first), "repair.not_isolated") << "each order isolates for itself";
    ExpectClean();
}

TEST_F(FloorTest, QuarantineStopsTheClocksOfEveryOrderOfTheCarAlsoForAnAdvisor)
{
    const auto first = Approved();
    const auto second = SecondOrder(first);
    const auto third = Approved();
    ASSERT_EQ(Start(m_technician, second), "ok");
    ASSERT_EQ(Start(m_colleague, third), "ok");
    const auto running = db::LoadWorkOrder(*m_desk, third).timeEntries.front();
    const boost::json::object stop{{"entry_id", running.id.Text()}, {"line_id", running.line.Text()}};
    const auto advisor = SignInAs(*m_bay, Advisor());
    EXPECT_EQ(Forge(advisor, third, "repair.clock_stopped", stop), "permission.role");
    ASSERT_EQ(TryForCar(advisor, first, core::StartQuarantine{"冒烟", {}}), "ok");
    EXPECT_TRUE(db::LoadWorkOrder(*m_desk, second).timeEntries.front().stoppedAt);
    EXPECT_FALSE(db::LoadWorkOrder(*m_desk, third).timeEntries.front().stoppedAt) << "another car";
    EXPECT_EQ(Forge(advisor, third, "car.quarantined",
                    {{"order", boost::json::object{{"id", first.Text()}, {"number", "WO"}}}, {"reason", "冒烟"}}),
              "entity.missing");
    // A clock that starts while the quarantine is being decided is seen.
    const auto other = SecondOrder(third);
    const auto seen = db::LoadWorkOrder(*m_desk, third);
    ASSERT_EQ(Start(m_technician, other), "ok");
    const auto decided = core::DecideForCar(seen, core::StartQuarantine{"撞击", {}}, m_technician.Actor());
    EXPECT_TRUE(db::AppendEvents(*m_bay, m_technician, OperationId::New(), decided.Value()).Value().conflict);
    ExpectClean();
}

TEST_F(FloorTest, DangerousCarIsNotReadyForAnyClient)
{
    License(Technician());
    Change([](core::Shop& shop) { shop.hvWaits = {{"BYD Han EV", 0}}; });
    const auto id = Approved(true);
    const auto isolation = core::IsolationId::New();
    ASSERT_EQ(Try(m_technician, id, core::StartIsolation{isolation}), "ok");
    SignUpTo(id, isolation, core::kStepPerson, core::kStepDisconnect);
    const auto other = SecondOrder(id);
    for (const auto order : {id, other}) {
        const std::string from(core::ToWord(db::LoadWorkOrder(*m_bay, order).stage));
        EXPECT_EQ(Forge(m_technician, order, "work_order.stage_changed", {{"from", from}, {"to", "ready"}}),
                  "hv.not_isolated");
    }
    const std::string from(core::ToWord(db::LoadWorkOrder(*m_bay, id).stage));
    EXPECT_EQ(Forge(m_technician, id, "work_order.stage_changed", {{"from", from}, {"to", "cancelled"}}),
              "hv.not_isolated");
    ExpectClean();
}

TEST_F(FloorTest, WhoFinishedLabourDoesNotCheckItAndAnOldCheckDoesNotCountAfterRework)
{
    const auto id = Approved();
    ASSERT_EQ(Try(m_technician, id, core::FinishLine{LineOf(id)}), "ok");
    const auto order = db::LoadWorkOrder(*m_bay, id);
    ASSERT_EQ(order.finishedBy.size(), 1U);
    EXPECT_EQ(order.finishedBy[0].person, Technician().member.id);
    const core::CheckQuality passed{.note = {}, .passed = true, .items = core::AllChecked(order.vehicle.powertrain)};
    EXPECT_EQ(Try(m_technician, id, passed), "quality.same_person");
    ASSERT_EQ(Try(m_colleague, id, passed), "ok");
    ASSERT_EQ(Try(m_technician, id, core::ReopenLine{LineOf(id), "又异响"}), "ok");
    ASSERT_EQ(Try(m_technician, id, core::FinishLine{LineOf(id)}), "ok");
    ASSERT_EQ(Try(m_technician, id, core::MoveStage{core::Stage::Repairing, core::Stage::QualityCheck, {}}), "ok");
    EXPECT_EQ(Try(m_technician, id, core::MoveStage{core::Stage::QualityCheck, core::Stage::Ready, {}}),
              "stage.no_final_check");
    EXPECT_EQ(Try(m_colleague, id, passed), "ok");
    ExpectClean();
}

TEST_F(FloorTest, CorrectedClocksOfAPersonDoNotOverlap)
{
    const auto id = Approved();
    const auto correct = [&](const core::TimeEntry& entry, std::chrono::minutes from, std::chrono::minutes to) {
        const core::CorrectTime intent{.id = entry.id,
                                       .from = {entry.startedAt, entry.stoppedAt},
                                       .to = {entry.startedAt - from, entry.startedAt - to},
                                       .reason = "忘记停表"};
        const auto outcome = db::Execute(
            *m_desk, m_manager, id, OperationId::New(),
            [&](const core::WorkOrder& order, const core::Actor& actor) { return core::Decide(order, intent, actor); });
        return outcome ? std::string("ok") : outcome.FirstRefusal().code;
    };
    const auto worked = [&] {
        EXPECT_EQ(Start(m_technician, id), "ok");
        EXPECT_TRUE(db::StopAllWork(*m_bay, m_technician, OperationId::New()));
        return db::LoadWorkOrder(*m_bay, id).timeEntries.back();
    };
    using std::chrono::minutes;
    ASSERT_EQ(correct(worked(), minutes(180), minutes(60)), "ok");
    const auto second = worked();
    EXPECT_EQ(correct(second, minutes(120), minutes(90)), "time.overlap");
    EXPECT_EQ(correct(second, minutes(240), minutes(30)), "time.overlap") << "around the other";
    EXPECT_EQ(correct(second, minutes(55), minutes(30)), "ok");

    ASSERT_TRUE(db::StartUnapplied(*m_bay, m_technician, OperationId::New(),
                                   {core::EntryId::New(), core::UnappliedReason::Training, {}}));
    const auto clocks = db::LoadLongClocks(*m_desk, Technician().member.id, core::Now() - std::chrono::hours(24));
    ASSERT_EQ(clocks.size(), 1U);
    const auto& clock = clocks.front();
    core::CorrectTime apart{.id = clock.entry,
                            .from = {clock.startedAt, clock.stoppedAt},
                            .to = {clock.startedAt - minutes(150), clock.startedAt - minutes(140)},
                            .reason = "忘记停表"};
    const auto refused = db::CorrectClock(*m_desk, m_manager, OperationId::New(), clock, apart);
    EXPECT_EQ(refused ? "" : refused.FirstRefusal().code, "time.overlap");
    apart.to = {clock.startedAt - minutes(300), clock.startedAt - minutes(290)};
    EXPECT_TRUE(db::CorrectClock(*m_desk, m_manager, OperationId::New(), clock, apart).Ok());
    ExpectClean();
}

TEST_F(FloorTest, NoClientCorrectsAClockIntoTheFuture)
{
    const auto id = Approved();
    ASSERT_EQ(Start(m_technician, id), "ok");
    const auto order = db::LoadWorkOrder(*m_bay, id);
    const auto& entry = order.timeEntries.front();
    const boost::json::value startedAt(core::ToRfc3339(entry.startedAt));
    const boost::json::value inAnHour(core::ToRfc3339(core::Now() + std::chrono::hours(1)));
    const auto outcome = db::AppendEvents(*m_desk, m_manager, OperationId::New(),
                                          {{core::StreamName("work_order", id.value),
                                            order.seq,
                                            {{"time_entry.corrected",
                                              {{"entry_id", entry.id.Text()},
                                               {"started_at", core::Change(startedAt, startedAt)},
                                               {"stopped_at", core::Change(nullptr, inAnHour)},
                                               {"reason", "x"}}}}}});
    EXPECT_EQ(outcome ? "ok" : outcome.FirstRefusal().code, "time.future");
}

TEST_F(FloorTest, OnlyAManagerCorrectsAForgottenClock)
{
    const auto id = Approved();
    ASSERT_EQ(Start(m_technician, id), "ok");
    ASSERT_TRUE(db::StartUnapplied(*m_bay, m_colleague, OperationId::New(),
                                   {core::EntryId::New(), core::UnappliedReason::Training, {}}));
    const auto week = core::Now() - std::chrono::hours(24 * 7);
    EXPECT_EQ(db::LoadLongClocks(*m_bay, Technician().member.id, week).size(), 1U);
    const auto clocks = db::LoadLongClocks(*m_desk, {}, week);
    ASSERT_EQ(clocks.size(), 2U);
    for (const auto& clock : clocks) {
        const core::CorrectTime correct{
            .id = clock.entry,
            .from = {clock.startedAt, clock.stoppedAt},
            .to = {clock.startedAt - std::chrono::hours(2), clock.startedAt - std::chrono::hours(1)},
            .reason = "忘记停表"};
        const auto theirs = db::CorrectClock(*m_bay, m_technician, OperationId::New(), clock, correct);
        EXPECT_EQ(theirs ? "" : theirs.FirstRefusal().code, "time.role");
        EXPECT_TRUE(db::CorrectClock(*m_desk, m_manager, OperationId::New(), clock, correct).Ok());
    }
    EXPECT_TRUE(db::LoadLongClocks(*m_desk, {}, week).empty()) << "an hour each, both stopped";
    ExpectClean();
}

TEST_F(FloorTest, CarThatComesBackSoonIsLinkedToItsFirstOrder)
{
    const auto form = CheckInForm("王小明", "沪AD99999");
    const auto first = CheckIn(*m_desk, m_advisor, form);
    QuoteAndApprove(*m_desk, m_advisor, first, {LabourLine("更换制动片", 18'000)});
    RepairAll(*m_bay, m_technician, m_colleague, first);
    Invoice(*m_desk, m_advisor, first);
    const auto balance = db::LoadWorkOrder(*m_desk, first).Balance();
    Do(*m_desk, m_advisor, first,
       core::TakePayment{.id = core::PaymentId::New(), .method = core::PaymentMethod::Cash, .amount = balance});
    Do(*m_desk, m_advisor, first, core::Deliver{false, core::ReadOdometer(45'215, core::DistanceUnit::Kilometre)});
    ASSERT_EQ(db::LoadRecentOrders(*m_desk, form.vehicle.id).size(), 1U);

    auto again = form;
    again.workOrder = core::WorkOrderId::New();
    again.linkToken = core::NewLinkToken();
    again.odometerTyped = "45300";
    const auto delivered = db::LoadWorkOrder(*m_desk, first);
    again.customer = delivered.customer;
    again.customerBefore = delivered.customer;
    again.vehicle = delivered.vehicle;
    again.vehicleBefore = delivered.vehicle;
    const auto second = CheckIn(*m_desk, m_advisor, again);
    const auto order = db::LoadWorkOrder(*m_desk, second);
    ASSERT_EQ(order.floor.earlier.size(), 1U);
    EXPECT_EQ(order.floor.earlier.front().id, first);
    Do(*m_desk, m_advisor, second, core::LinkComeback{first, "又异响"});
    const auto linked = db::LoadWorkOrder(*m_desk, second).floor.comeback;
    ASSERT_TRUE(linked);
    EXPECT_EQ(linked->order, first);
    ExpectClean();
}

} // namespace bayline::test
