// SPDX-License-Identifier: GPL-3.0-or-later
// My jobs, the plan of a day, and the high-voltage panel, over a real database and without a display.
#include "db/kpi.h"
#include "db/staff.h"
#include "desktop/presenters/day_plan_presenter.h"
#include "desktop/presenters/floor_presenter.h"
#include "desktop/presenters/floor_settings.h"
#include "desktop/presenters/hv_presenter.h"
#include "desktop/presenters/my_jobs_presenter.h"
#include "tests/presenters/flaky_jobs.h"
#include "tests/presenters/work_order_fixture.h"

#include <map>

namespace bayline::test {

namespace {

class FloorPresenters : public WorkOrderTest
{
protected:
    void SetUp() override
    {
        WorkOrderTest::SetUp();
        bay = At("bay", Technician());
        Give(order);
    }

    /// Approves a line of the order and gives it to the technician.
    void Give(core::WorkOrderId id)
    {
        QuoteAndApprove(advisor->connection, advisor->session, id, {LabourLine("更换制动片", 18'000, 2'500)});
        Do(advisor->connection, advisor->session, id,
           core::AssignTechnician{{}, core::StaffRef{Technician().member.id, Technician().member.name}});
    }

    /// A manager writes the hours of today's weekday; the shop is closed on the others.
    void OpenFrom(const std::string& hours)
    {
        const auto chief = At("desk2", ManagerOnDuty());
        const auto before = db::LoadKpiBasics(chief->connection);
        auto after = before;
        after.calendar.week.fill(std::nullopt);
        const auto today = advisor->context.zone.ToLocal(advisor->context.now()).day;
        after.calendar.week.at(std::chrono::weekday(std::chrono::sys_days(today)).iso_encoding() - 1) =
            core::ParseOpenHours(hours);
        ASSERT_TRUE(
            db::ChangeKpiBasics(chief->connection, chief->session, core::OperationId::New(), before, after).Ok());
    }

    /// A further car of the technician, with one approved line.
    core::WorkOrderId Another()
    {
        const auto id = CheckIn(advisor->connection, advisor->session, CheckInForm("李丽", "沪AD67890"));
        Give(id);
        return id;
    }

    std::unique_ptr<Desk> bay;
};

/// The same person at the same PC, whose cable comes loose.
struct LooseCable
{
    explicit LooseCable(Desk& its)
        : desk(its), jobs(its.jobs), context{.jobs = jobs,
                                             .sessionToken = its.context.sessionToken,
                                             .person = its.context.person,
                                             .shop = its.context.shop,
                                             .zone = its.context.zone}
    {
    }
    void Pull()
    {
        jobs.Away(true);
        context.changes->SetDatabasePresent(false);
    }
    void Plug()
    {
        jobs.Away(false);
        desk.jobs.Retry();
        context.changes->SetDatabasePresent(true);
    }

    Desk& desk;
    FlakyJobs jobs;
    desktop::Context context;
};

core::LineId FirstLine(const desktop::MyJobsPresenter& jobs, core::WorkOrderId order)
{
    return jobs.Find(order)->lines.front().id;
}

} // namespace

TEST_F(FloorPresenters, WhatIsTappedInAnOutageIsAllDoneInOrder)
{
    const auto second = Another();
    LooseCable pc(*bay);
    desktop::MyJobsPresenter jobs(pc.context, [] {});
    jobs.Refresh();
    const auto line = FirstLine(jobs, order);
    const auto next = FirstLine(jobs, second);
    jobs.StartLine(order, line);
    pc.Pull();
    jobs.Finish(order, line);
    EXPECT_EQ(jobs.Now().waiting,
              "The database cannot be reached. What you entered is kept and will be saved when it is back.");
    EXPECT_FALSE(jobs.Busy()) << "more may be tapped";
    jobs.StartLine(second, next);
    jobs.StartUnapplied(core::UnappliedReason::PartsRun);
    jobs.StartLine(second, next);
    EXPECT_EQ(jobs.Now().waiting, "The database cannot be reached. 4 entries are kept and will be saved one after the "
                                  "other when it is back.");
    pc.Plug();
    EXPECT_EQ(jobs.Now().waiting, "");
    EXPECT_EQ(jobs.Now().problem, "");
    EXPECT_TRUE(jobs.Find(order)->lines.front().finished);
    ASSERT_NE(jobs.RunningLine(), nullptr);
    EXPECT_EQ(jobs.RunningLine()->id, next);
}

TEST_F(FloorPresenters, AKeptRefusalIsNotCoveredByWhatIsDoneAfterIt)
{
    LooseCable pc(*bay);
    desktop::MyJobsPresenter jobs(pc.context, [] {});
    jobs.Refresh();
    pc.Pull();
    jobs.StartUnapplied(core::UnappliedReason::Other);
    jobs.StartLine(order, FirstLine(jobs, order));
    pc.Plug();
    EXPECT_EQ(jobs.Now().problem, "Please say what you are doing.");
    EXPECT_NE(jobs.RunningLine(), nullptr);
}

TEST_F(FloorPresenters, AKeptCorrectionAnswersMeanwhileAndAtLast)
{
    const auto chief = At("desk2", ManagerOnDuty());
    LooseCable pc(*chief);
    desktop::MyJobsPresenter jobs(pc.context, [] {});
    jobs.Refresh();
    db::LongClock unknown;
    unknown.entry = core::EntryId::New();
    unknown.order = order;
    pc.Pull();
    std::vector<std::string> answers;
    const auto now = core::Now();
    for (int attempt = 0; attempt < 2; ++attempt)
        jobs.Correct(unknown, {now - std::chrono::hours(2), now - std::chrono::hours(1)}, "忘记停表",
                     [&](const std::string& said) { answers.push_back(said); });
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_NE(answers[0].find("is kept"), std::string::npos) << answers[0];
    pc.Plug();
    ASSERT_EQ(answers.size(), 4U);
    EXPECT_EQ(answers[3], "This clock does not exist on the order.");
}

TEST_F(FloorPresenters, AKeptStopEndsOnlyWhatRanThen)
{
    const auto second = Another();
    LooseCable pc(*bay);
    desktop::MyJobsPresenter jobs(pc.context, [] {});
    jobs.Refresh();
    jobs.StartLine(order, FirstLine(jobs, order));
    pc.Pull();
    jobs.StopAll();
    const auto other = At("bay", Technician());
    desktop::MyJobsPresenter there(other->context, [] {});
    there.Refresh();
    there.StartLine(second, FirstLine(there, second));
    pc.Plug();
    ASSERT_NE(jobs.RunningLine(), nullptr) << "begun at the other PC since";
    EXPECT_EQ(jobs.RunningJob()->id, second);
    EXPECT_EQ(jobs.Now().problem, "");
}

TEST_F(FloorPresenters, AKeptStartDoesNotEndWhatWasBegunElsewhereSince)
{
    LooseCable pc(*bay);
    desktop::MyJobsPresenter jobs(pc.context, [] {});
    jobs.Refresh();
    pc.Pull();
    jobs.StartLine(order, FirstLine(jobs, order));
    const auto other = At("bay", Technician());
    desktop::MyJobsPresenter there(other->context, [] {});
    there.Refresh();
    there.StartUnapplied(core::UnappliedReason::Cleaning);
    pc.Plug();
    EXPECT_EQ(jobs.RunningWords(), "Cleaning");
    EXPECT_NE(jobs.Now().problem.find("begun something else at another PC"), std::string::npos) << jobs.Now().problem;
    jobs.StartLine(order, FirstLine(jobs, order));
    EXPECT_NE(jobs.RunningLine(), nullptr) << "now that it was seen";
}

TEST_F(FloorPresenters, WhatWasStartedHereIsSeenBeforeItIsReadAgain)
{
    const auto second = Another();
    desktop::MyJobsPresenter jobs(bay->context, [] {});
    jobs.Refresh();
    bay->jobs.Hold(true);
    jobs.StartLine(order, FirstLine(jobs, order));
    jobs.StartLine(second, FirstLine(jobs, second));
    jobs.StopAll();
    bay->jobs.Hold(false);
    bay->jobs.RunAll();
    EXPECT_EQ(jobs.Now().problem, "");
    EXPECT_FALSE(jobs.RunningFor());
    EXPECT_EQ(CountOf("repair.clock_started"), 1);
}

TEST_F(FloorPresenters, ScreensOpenedInAnOutageAreReadAtItsEnd)
{
    LooseCable pc(*bay);
    pc.Pull();
    desktop::MyJobsPresenter jobs(pc.context, [] {});
    desktop::DayPlanPresenter plan(pc.context, [] {});
    jobs.Arrive();
    plan.Refresh();
    EXPECT_FALSE(jobs.Now().unread.empty());
    EXPECT_FALSE(plan.Now().unread.empty());
    pc.Plug();
    EXPECT_EQ(jobs.Jobs().size(), 1U);
    EXPECT_EQ(jobs.Now().unread, "");
    EXPECT_EQ(plan.Unplanned().size(), 1U);
    EXPECT_EQ(plan.Now().unread, "");
}

TEST_F(FloorPresenters, MyJobsGoFromNowToWaitingAndBack)
{
    desktop::MyJobsPresenter jobs(bay->context, [] {});
    jobs.Refresh();
    ASSERT_EQ(jobs.Jobs().size(), 1U);
    EXPECT_EQ(jobs.Jobs()[0].place, desktop::JobPlace::Now);
    EXPECT_FALSE(jobs.RunningFor());
    const auto line = jobs.Jobs()[0].job->lines.front().id;
    jobs.StartLine(order, line);
    ASSERT_NE(jobs.RunningLine(), nullptr);
    EXPECT_EQ(jobs.RunningLine()->id, line);
    jobs.Hold(order, core::HoldReason::Parts, "周二到货");
    EXPECT_FALSE(jobs.RunningFor()) << "nobody works on a car that waits";
    EXPECT_EQ(jobs.Jobs()[0].place, desktop::JobPlace::Waiting);
    EXPECT_EQ(jobs.Jobs()[0].why, "On hold: Parts, 周二到货");
    jobs.EndHold(order);
    EXPECT_EQ(jobs.Jobs()[0].place, desktop::JobPlace::Now);
    jobs.StartUnapplied(core::UnappliedReason::Other);
    EXPECT_EQ(jobs.Now().problem, "Please say what you are doing.");
    jobs.Arrive();
    EXPECT_EQ(jobs.Now().problem, "") << "who comes back to the screen has nothing to do with it";
    jobs.StartUnapplied(core::UnappliedReason::Cleaning);
    EXPECT_EQ(jobs.RunningWords(), "Cleaning");
    jobs.StartLine(order, line);
    EXPECT_EQ(jobs.RunningWords(), "");
    jobs.Finish(order, line);
    EXPECT_TRUE(jobs.Jobs()[0].job->lines.front().finished);
}

TEST_F(FloorPresenters, WhatIsBeingDoneIsNotPlannedForLater)
{
    advisor->context.shop.bays = {"1"};
    desktop::DayPlanPresenter plan(advisor->context, [] {});
    plan.Refresh();
    const auto later = advisor->context.now() + std::chrono::hours(9);
    plan.Plan(order, core::WorkPlan{.bay = "1", .technician = {}, .start = later, .minutes = 60});
    desktop::MyJobsPresenter jobs(bay->context, [] {});
    jobs.Refresh();
    ASSERT_EQ(jobs.Jobs().size(), 1U);
    EXPECT_EQ(jobs.Jobs()[0].place, desktop::JobPlace::Next);
    jobs.StartLine(order, jobs.Jobs()[0].job->lines.front().id);
    ASSERT_NE(jobs.RunningLine(), nullptr);
    EXPECT_EQ(jobs.Jobs()[0].place, desktop::JobPlace::Now);
}

TEST_F(FloorPresenters, ForgottenClockIsShownNextDayAndCorrectedByAManager)
{
    // Whenever the test runs, the shop is open.
    const auto chief = At("desk2", ManagerOnDuty());
    for (auto* context : {&bay->context, &chief->context}) {
        context->shop.opensAt = "00:00";
        context->shop.closesAt = "23:59";
    }
    desktop::MyJobsPresenter mine(bay->context, [] {});
    mine.Refresh();
    mine.StartLine(order, mine.Jobs()[0].job->lines.front().id);
    EXPECT_TRUE(mine.Now().forgotten.empty());
    const auto tomorrow = core::Now() + std::chrono::hours(24);
    bay->context.now = [tomorrow] { return tomorrow; };
    mine.Refresh();
    ASSERT_EQ(mine.Now().forgotten.size(), 1U);
    EXPECT_FALSE(mine.MayCorrect());

    chief->context.now = bay->context.now;
    desktop::MyJobsPresenter theirs(chief->context, [] {});
    theirs.Refresh();
    ASSERT_EQ(theirs.Now().forgotten.size(), 1U);
    const auto clock = theirs.Now().forgotten[0];
    std::string answer = "none";
    const core::Span to{clock.startedAt - std::chrono::hours(2), clock.startedAt - std::chrono::hours(1)};
    theirs.Correct(clock, to, " ", [&](const std::string& said) { answer = said; });
    EXPECT_EQ(answer, "Please say why the time is corrected.");
    theirs.Correct(clock, to, "忘记停表", [&](const std::string& said) { answer = said; });
    EXPECT_EQ(answer, "");
    EXPECT_TRUE(theirs.Now().forgotten.empty());
    EXPECT_EQ(CountOf("time_entry.corrected"), 1);
}

TEST_F(FloorPresenters, ACorrectionOnTheOrderPageSaysWhyItWasRefusedOrThatItWaits)
{
    const auto second = CheckIn(advisor->connection, advisor->session, CheckInForm("李丽", "沪AD67890"));
    Give(second);
    desktop::MyJobsPresenter mine(bay->context, [] {});
    mine.Refresh();
    for (const auto id : {order, second})
        mine.StartLine(id, mine.Find(id)->lines.front().id);
    mine.StopAll();

    const auto chief = At("desk2", ManagerOnDuty());
    FlakyJobs flaky(chief->jobs);
    desktop::Context context{.jobs = flaky,
                             .sessionToken = chief->context.sessionToken,
                             .person = chief->context.person,
                             .shop = chief->context.shop,
                             .zone = chief->context.zone,
                             .bayPc = false};
    desktop::WorkOrderPresenter first(context, order);
    first.Load();
    desktop::WorkOrderPresenter other(context, second);
    other.Load();
    desktop::FloorPresenter floor(first);
    desktop::FloorPresenter otherFloor(other);
    std::string answer = "none";
    const auto done = [&](const std::string& said) { answer = said; };
    const auto clock = floor.Clocks().at(0);
    const auto ago = [&](int hours) { return clock.startedAt - std::chrono::hours(hours); };
    otherFloor.Correct(otherFloor.Clocks().at(0), {ago(3), ago(2)}, "忘记停表", done);
    EXPECT_EQ(answer, "");
    floor.Correct(clock, {ago(3), ago(1)}, "忘记停表", done);
    EXPECT_NE(answer, "") << "one person did two things at once";
    EXPECT_EQ(answer, first.SayAbout(floor.correct));
    EXPECT_FALSE(floor.correct.Waiting());

    flaky.Away(true);
    floor.Correct(clock, {ago(2), ago(1)}, "忘记停表", done);
    EXPECT_TRUE(floor.correct.Waiting());
    EXPECT_NE(answer.find("cannot be reached"), std::string::npos) << answer;
    flaky.Away(false);
    chief->jobs.Retry();
    EXPECT_EQ(answer, "");
    EXPECT_EQ(CountOf("time_entry.corrected"), 1);
}

TEST_F(FloorPresenters, WhatIsPlannedPastMidnightCountsOnEachDayForItself)
{
    advisor->context.shop.bays = {"1"};
    OpenFrom("08:00-20:00");
    desktop::DayPlanPresenter plan(advisor->context, [] {});
    plan.Refresh();
    const auto today = advisor->context.zone.DayBounds(advisor->context.now()).first;
    plan.Plan(order,
              core::WorkPlan{.bay = "1", .technician = {}, .start = today + std::chrono::hours(14), .minutes = 720});
    EXPECT_EQ(plan.Rows()[0].load, "10 h of 12 h");
    EXPECT_FALSE(plan.Rows()[0].overloaded);
    plan.Step(1);
    ASSERT_EQ(plan.Rows()[0].orders.size(), 1U);
    EXPECT_EQ(plan.Rows()[0].plannedMinutes, 120);
}

TEST_F(FloorPresenters, DayPlanSaysWhatIsTooMuch)
{
    advisor->context.shop.bays = {"1", "2"};
    OpenFrom("08:00-12:00");
    desktop::DayPlanPresenter plan(advisor->context, [] {});
    plan.Refresh();
    ASSERT_EQ(plan.Unplanned().size(), 1U);
    EXPECT_EQ(desktop::DayPlanPresenter::UsualMinutes(*plan.Unplanned()[0]), 150);
    const auto opens = plan.Now().opens;
    plan.Drop(order, plan.Rows()[0], opens + std::chrono::minutes(30));
    EXPECT_TRUE(plan.Unplanned().empty());
    ASSERT_EQ(plan.Rows()[0].orders.size(), 1U);
    EXPECT_FALSE(plan.Rows()[0].overloaded);
    EXPECT_EQ(plan.Rows()[0].load, "2 h 30 min of 4 h");

    const auto second = CheckIn(advisor->connection, advisor->session, CheckInForm("李丽", "沪AD67890"));
    plan.Refresh();
    plan.Plan(second, core::WorkPlan{.bay = "1", .technician = {}, .start = opens, .minutes = 60});
    EXPECT_TRUE(plan.Rows()[0].overloaded);
    EXPECT_EQ(plan.Rows()[0].load, "3 h 30 min of 4 h · 30 min planned twice");
    plan.Plan(second, core::WorkPlan{.bay = "1", .technician = {}, .start = opens, .minutes = 180});
    EXPECT_EQ(plan.Rows()[0].load, "5 h 30 min of 4 h · overloaded by 1 h 30 min");
    plan.Plan(second, std::nullopt);
    EXPECT_EQ(plan.Unplanned().size(), 1U);
    plan.ShowByTechnician(true);
    const auto rows = plan.Rows();
    const auto hers = std::find_if(rows.begin(), rows.end(),
                                   [](const desktop::PlanRow& row) { return row.name == Technician().member.name; });
    ASSERT_NE(hers, rows.end());
    EXPECT_EQ(hers->orders.size(), 1U) << "planned for a bay only, it is the work of who has the order";
    EXPECT_FALSE(rows.back().name.empty()) << "nothing is left without a person";
    plan.Step(1);
    EXPECT_TRUE(plan.Rows().empty() || plan.Rows().back().orders.empty());
}

TEST_F(FloorPresenters, WhatIsPlannedInAnOutageIsAllSaved)
{
    advisor->context.shop.bays = {"1", "2"};
    const auto second = Another();
    LooseCable pc(*advisor);
    desktop::DayPlanPresenter plan(pc.context, [] {});
    plan.Refresh();
    const auto opens = plan.Now().opens;
    pc.Pull();
    plan.Drop(order, plan.Rows()[0], opens);
    plan.Drop(second, plan.Rows()[1], opens);
    plan.Drop(order, plan.Rows()[0], opens + std::chrono::hours(1));
    EXPECT_NE(plan.Now().waiting.find("3 entries are kept"), std::string::npos) << plan.Now().waiting;
    EXPECT_EQ(plan.Now().problem, "");
    pc.Plug();
    EXPECT_EQ(plan.Now().waiting, "");
    EXPECT_EQ(plan.Now().problem, "");
    ASSERT_TRUE(plan.Find(order)->plan);
    EXPECT_EQ(plan.Find(order)->plan->start, opens + std::chrono::hours(1));
    ASSERT_TRUE(plan.Find(second)->plan);
    EXPECT_EQ(plan.Find(second)->plan->bay, "2");
}

TEST_F(FloorPresenters, ADialogPlansFromWhatItShowed)
{
    desktop::DayPlanPresenter plan(advisor->context, [] {});
    plan.Refresh();
    const auto seen = plan.PlanOf(*plan.Find(order));
    core::WorkPlan mine{.bay = "1", .technician = {}, .start = plan.Now().opens, .minutes = 60};
    auto theirs = mine;
    theirs.bay = "2";
    plan.Plan(order, theirs);
    std::string refused;
    plan.Plan(order, core::PlanWork{seen, mine}, [&](const std::string& said) { refused = said; });
    EXPECT_EQ(refused, "Somebody else has planned this order meanwhile. Please look at the plan again.");
    EXPECT_EQ(plan.Find(order)->plan->bay, "2");
}

TEST_F(FloorPresenters, WhatWasLeftOverWaitsForAPlaceToday)
{
    advisor->context.shop.bays = {"1"};
    desktop::DayPlanPresenter plan(advisor->context, [] {});
    plan.Refresh();
    const core::WorkPlan before{
        .bay = "1", .technician = {}, .start = plan.Now().opens - std::chrono::hours(24), .minutes = 75};
    plan.Plan(order, before);
    ASSERT_EQ(plan.Unplanned().size(), 1U);
    EXPECT_TRUE(plan.Rows()[0].orders.empty());
    EXPECT_NE(plan.Words(*plan.Unplanned()[0]).find("planned for "), std::string::npos);
    plan.Step(-1);
    EXPECT_TRUE(plan.Unplanned().empty());
    EXPECT_EQ(plan.Rows()[0].orders.size(), 1U);
    plan.Today();
    plan.Drop(order, plan.Rows()[0], plan.Now().opens);
    EXPECT_TRUE(plan.Unplanned().empty());
    EXPECT_EQ(plan.Find(order)->plan->minutes, 75);
}

TEST_F(FloorPresenters, TodayGoesOnToTheNextDay)
{
    desktop::DayPlanPresenter plan(advisor->context, [] {});
    plan.Refresh();
    const auto& zone = advisor->context.zone;
    const auto tomorrow = core::Now() + std::chrono::hours(24);
    advisor->context.now = [tomorrow] { return tomorrow; };
    plan.Refresh();
    EXPECT_EQ(plan.Title().find(core::FormatDay(tomorrow, zone)), 0U) << plan.Title();
    plan.Step(-1);
    const auto chosen = plan.Title();
    advisor->context.now = [tomorrow] { return tomorrow + std::chrono::hours(24); };
    plan.Refresh();
    EXPECT_EQ(plan.Title(), chosen) << "a day that somebody chose stays";
}

TEST_F(FloorPresenters, ADayStandsUntilTheNextOneIsRead)
{
    OpenFrom("09:30-17:00");
    LooseCable pc(*advisor);
    desktop::DayPlanPresenter plan(pc.context, [] {});
    plan.Refresh();
    const auto title = plan.Title();
    const auto opens = plan.Now().opens;
    advisor->jobs.Hold(true);
    plan.Step(1);
    plan.Step(1);
    EXPECT_EQ(plan.Title(), title);
    EXPECT_EQ(plan.Now().opens, opens);
    EXPECT_TRUE(plan.Now().open);
    advisor->jobs.Hold(false);
    advisor->jobs.RunAll();
    EXPECT_EQ(plan.Title().find(core::FormatDay(opens + std::chrono::hours(48), pc.context.zone)), 0U) << plan.Title();
    plan.Today();
    pc.Pull();
    plan.Step(1);
    EXPECT_EQ(plan.Title(), title) << "the orders of today are on the screen";
    EXPECT_EQ(plan.Now().opens, opens);
    pc.Plug();
    EXPECT_EQ(plan.Title(), title);
}

TEST_F(FloorPresenters, DayPlanHasTheHoursOfThatWeekday)
{
    OpenFrom("09:30-17:00");
    desktop::DayPlanPresenter plan(advisor->context, [] {});
    plan.Refresh();
    const auto& zone = advisor->context.zone;
    EXPECT_EQ(core::FormatClock(plan.Now().opens, zone), "09:30");
    EXPECT_EQ(core::FormatClock(plan.Now().closes, zone), "17:00");
    EXPECT_TRUE(plan.Now().open);
    plan.Step(1);
    EXPECT_FALSE(plan.Now().open) << "only today was given hours";
    EXPECT_NE(plan.Title().find("closed"), std::string::npos);
    EXPECT_LT(plan.Now().opens, plan.Now().closes) << "work can be planned all the same";
}

TEST_F(FloorPresenters, HighVoltagePanelCountsTheWaitDownByTheDatabasesClock)
{
    auto licensed = Technician().member;
    licensed.hvLicenceUntil = "2099-12-31";
    const auto chief = At("desk2", ManagerOnDuty());
    ASSERT_TRUE(
        db::ChangeStaff(chief->connection, chief->session, core::OperationId::New(), Technician().member, licensed)
            .Ok());
    const auto presenter = Open(*bay);
    desktop::HvPresenter hv(*presenter);
    hv.Begin();
    ASSERT_EQ(hv.PresentStep(), 1);
    hv.Sign({});
    hv.Sign({});
    EXPECT_EQ(presenter->SayAt(hv.sign, "note"), "Please say where the key is kept.");
    for (int step = 2; step <= 4; ++step) {
        hv.Sign({.note = "key box"});
        hv.sign.Reopen();
    }
    ASSERT_EQ(hv.PresentStep(), 5);
    const auto left = hv.WaitLeft();
    ASSERT_TRUE(left);
    EXPECT_GT(left->count(), 590);
    EXPECT_LE(left->count(), 600);
    // A PC whose clock jumps shows another time, and the signature is still refused.
    bay->context.now = [] { return core::Now() + std::chrono::hours(1); };
    EXPECT_EQ(hv.WaitLeft()->count(), 0);
    hv.Sign({});
    EXPECT_EQ(presenter->SayAbout(hv.sign), "The waiting time of 10 minutes is not over yet.");
    EXPECT_FALSE(hv.Isolated());
    EXPECT_EQ(hv.Steps()[3].done, true);
    EXPECT_EQ(hv.Steps()[4].present, true);
}

TEST_F(FloorPresenters, SomebodyElsesUnfinishedIsolationIsBegunAnew)
{
    const auto chief = At("desk2", ManagerOnDuty());
    for (const auto* person : {&Technician(), &Colleague()}) {
        auto licensed = person->member;
        licensed.hvLicenceUntil = "2099-12-31";
        ASSERT_TRUE(
            db::ChangeStaff(chief->connection, chief->session, core::OperationId::New(), person->member, licensed)
                .Ok());
    }
    const auto presenter = Open(*bay);
    desktop::HvPresenter hv(*presenter);
    hv.Begin();
    hv.Sign({});
    EXPECT_EQ(hv.PresentStep(), 2);
    EXPECT_FALSE(hv.BeginsAnew());
    const auto colleague = At("bay", Colleague());
    const auto theirs = Open(*colleague);
    desktop::HvPresenter their(*theirs);
    EXPECT_TRUE(their.BeginsAnew());
    their.Begin();
    EXPECT_FALSE(their.BeginsAnew());
    EXPECT_EQ(their.PresentStep(), 1);
}

TEST(FloorSettings, AreReadAndWrittenInWords)
{
    core::Shop shop;
    std::map<std::string, std::string> wrong;
    const auto note = [&](const char* field, const char* sentence) { wrong[field] = sentence; };
    auto form = desktop::FloorFormOf(shop);
    form.bays = " 1, 2 ,2;Lift 3";
    form.hvWaits = "BYD Han EV = 15\nTesla=20";
    desktop::ReadFloorForm(form, shop, note);
    EXPECT_TRUE(wrong.empty());
    EXPECT_EQ(shop.bays, (std::vector<std::string>{"1", "2", "Lift 3"}));
    ASSERT_EQ(shop.hvWaits.size(), 2U);
    EXPECT_EQ(shop.hvWaits[0].model, "BYD Han EV");
    EXPECT_EQ(shop.hvWaits[0].minutes, 15);
    EXPECT_EQ(desktop::FloorFormOf(shop).bays, "1, 2, Lift 3");
    form.hvWaits = "BYD";
    form.hvWaitMinutes = "9";
    form.opensAt = "8 o'clock";
    desktop::ReadFloorForm(form, shop, note);
    EXPECT_EQ(wrong.count("hvWaits") + wrong.count("hvWaitMinutes") + wrong.count("opensAt"), 3U);
}

} // namespace bayline::test
