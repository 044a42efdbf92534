// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/repair_presenter.h"

#include "tests/presenters/work_order_fixture.h"

namespace bayline::test {

namespace {

class RepairPresenterTest : public WorkOrderTest
{
protected:
    void SetUp() override
    {
        WorkOrderTest::SetUp();
        QuoteAndApprove(advisor->connection, advisor->session, order, {LabourLine("更换前刹车片", 24000)});
        technician = At("bay", Technician());
        presenter = Open(*technician);
        repair = std::make_unique<desktop::RepairPresenter>(*presenter);
    }

    std::unique_ptr<Desk> technician;
    std::unique_ptr<desktop::WorkOrderPresenter> presenter;
    std::unique_ptr<desktop::RepairPresenter> repair;
};

TEST_F(RepairPresenterTest, AnUnapprovedLineRefusesInWords)
{
    Do(advisor->connection, advisor->session, order, core::AddLine{LabourLine("清洗节气门", 12000)});
    presenter->Load();
    ASSERT_EQ(repair->Rows().size(), 2U);
    EXPECT_FALSE(repair->Rows()[1].canStart);
    repair->Start(repair->Rows()[1].id);
    EXPECT_NE(repair->Rows()[1].problem.find("清洗节气门"), std::string::npos);
    EXPECT_EQ(CountOf("repair.clock_started"), 0);
}

TEST_F(RepairPresenterTest, ARunningClockIsShownAndCounts)
{
    const auto line = repair->Rows().front().id;
    repair->Start(line);
    ASSERT_TRUE(repair->Rows().front().mineRuns);
    const auto started = presenter->Order().timeEntries.front().startedAt;
    technician->context.now = [started] { return started + std::chrono::seconds(3725); };
    EXPECT_EQ(repair->Rows().front().workedText, "1:02:05");
    technician->context.now = core::Now;
    repair->Stop(line);
    EXPECT_FALSE(repair->Rows().front().mineRuns);
}

TEST_F(RepairPresenterTest, HoursAreWholeHowLongSoeverTheWork)
{
    EXPECT_EQ(desktop::HoursText(std::chrono::seconds(59)), "0:00");
    EXPECT_EQ(desktop::HoursText(std::chrono::hours(9) + std::chrono::minutes(5)), "9:05");
    EXPECT_EQ(desktop::HoursText(std::chrono::hours(12) + std::chrono::seconds(34 * 60 + 56)), "12:34");
    EXPECT_EQ(desktop::HoursText(std::chrono::hours(123)), "123:00");
}

TEST_F(RepairPresenterTest, ATickStandsForOnePersonAndTheWorkAsItWas)
{
    const auto line = repair->Rows().front().id;
    repair->Start(line);
    repair->Finish(line);
    const auto colleague = At("desk2", Colleague());
    const auto theirs = Open(*colleague);
    const auto ticked = desktop::TickBasis(*theirs);
    Do(advisor->connection, advisor->session, order, core::AddNote{"客户五点来"});
    theirs->Load();
    EXPECT_EQ(desktop::TickBasis(*theirs), ticked) << "the work stands as it stood";
    presenter->Load();
    EXPECT_NE(desktop::TickBasis(*presenter), ticked) << "another person";
    repair->Reopen(line, "异响还在");
    theirs->Load();
    const auto reopened = desktop::TickBasis(*theirs);
    EXPECT_NE(reopened, ticked);
    repair->Start(line);
    repair->Finish(line);
    theirs->Load();
    EXPECT_NE(desktop::TickBasis(*theirs), ticked) << "finished again is not what was looked at";
}

TEST_F(RepairPresenterTest, StartingTwiceStartsOneClock)
{
    const auto line = repair->Rows().front().id;
    technician->jobs.Hold(true);
    repair->Start(line);
    repair->Start(line);
    technician->jobs.Hold(false);
    technician->jobs.RunAll();
    EXPECT_EQ(CountOf("repair.clock_started"), 1);
}

TEST_F(RepairPresenterTest, WhoWorkedOnTheCarCannotPassIt)
{
    const auto line = repair->Rows().front().id;
    repair->Start(line);
    repair->Finish(line);
    ASSERT_TRUE(repair->Rows().front().finished);
    EXPECT_FALSE(repair->Summary().canCheck);
    repair->Check(true, "", {});
    EXPECT_NE(presenter->SayAbout(repair->check).find(Technician().member.name), std::string::npos);

    const auto colleague = At("desk2", Colleague());
    const auto theirs = Open(*colleague);
    desktop::RepairPresenter their(*theirs);
    EXPECT_TRUE(their.Summary().canCheck);
    their.Check(false, "", {});
    EXPECT_NE(their.check.RefusalAt("note"), nullptr);
    their.Check(true, "试车正常", {});
    EXPECT_FALSE(their.check.Refusals().empty()) << "nothing of the list is confirmed";
    std::vector<std::string> confirmed;
    for (const auto& item : their.CheckItems())
        confirmed.push_back(item.first);
    their.Check(true, "试车正常", confirmed);
    EXPECT_EQ(theirs->Order().stage, core::Stage::Ready);
    EXPECT_TRUE(their.Summary().checkPassed);
}

} // namespace

} // namespace bayline::test
