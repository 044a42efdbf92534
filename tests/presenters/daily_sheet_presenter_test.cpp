// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/daily_sheet_presenter.h"

#include "tests/presenters/desk.h"

#include <algorithm>

namespace bayline::test {

using desktop::DailySheetPresenter;

class DailySheetPresenterTest : public DeskTest
{
protected:
    static const DailySheetPresenter::Figure& Figure(const DailySheetPresenter& presenter, const std::string& id)
    {
        const auto& figures = presenter.Now().figures;
        const auto found =
            std::find_if(figures.begin(), figures.end(), [&](const auto& figure) { return figure.id == id; });
        if (found == figures.end())
            throw std::runtime_error("no figure " + id);
        return *found;
    }
};

TEST_F(DailySheetPresenterTest, CountsTodaysCarsAndOpensTheirOrders)
{
    const auto id = CheckIn(*m_connection, m_session);
    SignIn(ManagerOnDuty());
    DailySheetPresenter presenter(*m_context, [] {});
    presenter.Refresh();
    ASSERT_TRUE(presenter.Now().sheet.has_value()) << presenter.Now().problem;
    const auto& in = Figure(presenter, "cars_in");
    EXPECT_EQ(in.value, "1");
    ASSERT_EQ(in.orders.size(), 1U);
    EXPECT_EQ(in.orders.front().id, id);
    EXPECT_EQ(Figure(presenter, "stage.received").value, "1");
}

TEST_F(DailySheetPresenterTest, ShowsNoCarOfTodayInThePeriodBefore)
{
    CheckIn(*m_connection, m_session);
    SignIn(ManagerOnDuty());
    DailySheetPresenter presenter(*m_context, [] {});
    presenter.Step(-1);
    EXPECT_EQ(Figure(presenter, "cars_in").value, "0");
}

TEST_F(DailySheetPresenterTest, BoundsWeeksAtMondayAndMonthsAtTheFirst)
{
    const auto sunday = *core::ParseRfc3339("2026-11-22T04:00:00Z");
    m_context->now = [sunday] { return sunday; };
    m_context->zone = core::ShopZone("Asia/Shanghai");
    DailySheetPresenter presenter(*m_context, [] {});
    presenter.Show(DailySheetPresenter::Period::Week);
    EXPECT_EQ(presenter.Title(), "2026-11-16 – 2026-11-22");
    presenter.Show(DailySheetPresenter::Period::Month);
    EXPECT_EQ(presenter.Title(), "2026-11-01 – 2026-11-30");
    presenter.Step(1);
    EXPECT_EQ(presenter.Title(), "2026-12-01 – 2026-12-31");
    presenter.Step(1);
    EXPECT_EQ(presenter.Title(), "2027-01-01 – 2027-01-31");
}

} // namespace bayline::test
