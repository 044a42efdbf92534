// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/figures_presenter.h"

#include "db/outlets.h"
#include "tests/presenters/desk.h"

#include <algorithm>

namespace bayline::test {

using desktop::FiguresPresenter;

class FiguresPresenterTest : public DeskTest
{
protected:
    void SetUp() override
    {
        DeskTest::SetUp();
        m_advisor = m_session;
        SignIn(ManagerOnDuty());
    }

    static const FiguresPresenter::Row& Row(const FiguresPresenter& presenter, const std::string& id)
    {
        const auto& rows = presenter.Now().rows;
        const auto found = std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.id == id; });
        if (found == rows.end())
            throw std::runtime_error("no figure " + id);
        return *found;
    }

    core::WorkOrderId BilledOrder()
    {
        const auto checker = SignInAs(*m_connection, Colleague());
        const auto id = CheckIn(*m_connection, m_advisor);
        QuoteAndApprove(*m_connection, m_advisor, id, {LabourLine("检查", 28'000)});
        RepairAll(*m_connection, SignInAs(*m_connection, Technician()), checker, id);
        Invoice(*m_connection, m_advisor, id);
        return id;
    }

    db::Session m_advisor;
};

TEST_F(FiguresPresenterTest, ShowsTheMonthAndTheOrdersBehindTheChosenFigure)
{
    const auto id = BilledOrder();
    FiguresPresenter presenter(*m_context, [] {});
    presenter.Refresh();
    ASSERT_TRUE(presenter.Now().book) << presenter.Now().problem;
    EXPECT_EQ(Row(presenter, "orders").value, "1");
    EXPECT_TRUE(Row(presenter, "aro").weak) << "one order says little";
    EXPECT_EQ(Row(presenter, "arrival").value, "–");
    presenter.Choose("aro");
    ASSERT_EQ(presenter.Now().orders.size(), 1U);
    EXPECT_EQ(presenter.Now().orders[0].id, id);
    EXPECT_EQ(presenter.Now().orders[0].below, "1");
    EXPECT_EQ(presenter.Chosen().formula, "Net sales to customers ÷ orders billed");
    EXPECT_EQ(presenter.TheChart()->bars.size(), 13U);
    presenter.Choose("arrival");
    EXPECT_TRUE(presenter.Now().orders.empty());
    EXPECT_FALSE(presenter.Chosen().targetable);
    EXPECT_NE(presenter.Chosen().note, "");
}

TEST_F(FiguresPresenterTest, KeepsTargetsAndJudgesByThem)
{
    BilledOrder();
    FiguresPresenter presenter(*m_context, [] {});
    presenter.Refresh();
    presenter.Choose("orders");
    presenter.SetTarget("many");
    EXPECT_NE(presenter.Now().targetProblem, "");
    presenter.SetTarget("2");
    EXPECT_EQ(presenter.Now().targetProblem, "");
    EXPECT_EQ(Row(presenter, "orders").target, "2");
    EXPECT_EQ(Row(presenter, "orders").judged, -1);
    presenter.SetTarget("1");
    EXPECT_EQ(Row(presenter, "orders").judged, 1);
    presenter.SetTarget("");
    EXPECT_EQ(Row(presenter, "orders").target, "");
    presenter.Choose("on_time");
    EXPECT_NE(presenter.Chosen().source.find("autohome"), std::string::npos);
    presenter.TakeSuggestion();
    EXPECT_EQ(Row(presenter, "on_time").target, "95.0 %");
}

TEST_F(FiguresPresenterTest, StepsThroughPeriodsAndFiltersByPerson)
{
    BilledOrder();
    FiguresPresenter presenter(*m_context, [] {});
    presenter.Refresh();
    const auto title = presenter.Title();
    presenter.Step(-1);
    EXPECT_EQ(Row(presenter, "orders").value, "0");
    presenter.Step(1);
    EXPECT_EQ(presenter.Title(), title);
    presenter.Filter({.advisor = Advisor().member.id, .technician = {}, .outlet = {}});
    EXPECT_EQ(Row(presenter, "orders").value, "1");
    presenter.Filter({.advisor = {}, .technician = core::StaffId::New(), .outlet = {}});
    EXPECT_EQ(Row(presenter, "orders").value, "0");
    presenter.Filter({});
    EXPECT_FALSE(presenter.ShowDays(m_context->now(), m_context->now() - std::chrono::hours(72)));
    EXPECT_NE(presenter.Now().problem, "");
    EXPECT_TRUE(presenter.ShowDays(m_context->now() - std::chrono::hours(72), m_context->now()));
    EXPECT_EQ(Row(presenter, "orders").value, "1");
    EXPECT_FALSE(presenter.Now().span);
}

TEST_F(FiguresPresenterTest, OffersOutletsWhereThereAreSeveral)
{
    BilledOrder();
    FiguresPresenter presenter(*m_context, [] {});
    presenter.Refresh();
    EXPECT_TRUE(presenter.Now().outlets.empty());
    core::Outlet added{.id = core::OutletId::New(), .code = "B", .name = "浦东店"};
    added.own.paperName = "湾线浦东店";
    ASSERT_TRUE(db::SaveOutlet(*m_connection, m_session, core::OperationId::New(), {}, added));
    m_context->outlets = db::LoadOutlets(*m_connection);
    presenter.Refresh();
    const auto& state = presenter.Now();
    ASSERT_EQ(state.outlets.size(), 2U);
    EXPECT_EQ(state.outlets[1], std::pair(2, std::string("浦东店")));
    EXPECT_EQ(state.book->outlets.size(), 2U);
    EXPECT_EQ(presenter.Report(reports::FiguresKind::Shop)->shop.name, m_context->shop.name);
    presenter.Filter({.advisor = {}, .technician = {}, .outlet = 2});
    EXPECT_EQ(Row(presenter, "orders").value, "0");
    EXPECT_EQ(presenter.Report(reports::FiguresKind::Shop)->shop.name, "湾线浦东店");
    EXPECT_TRUE(
        reports::FiguresPeriod(*presenter.Report(reports::FiguresKind::Shop), m_context->zone).ends_with(" · 浦东店"));
    presenter.Filter({.advisor = {}, .technician = {}, .outlet = 1});
    EXPECT_EQ(Row(presenter, "orders").value, "1");
    EXPECT_EQ(state.book->outletName, "First outlet");
}

TEST_F(FiguresPresenterTest, TellsAnAdvisorThatTheFiguresAreNotTheirs)
{
    SignIn(Advisor());
    FiguresPresenter presenter(*m_context, [] {});
    presenter.Refresh();
    EXPECT_FALSE(presenter.Now().book);
    EXPECT_NE(presenter.Now().problem, "");
}

} // namespace bayline::test
