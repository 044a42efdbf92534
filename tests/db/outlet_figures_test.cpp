// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/kpi.h"

#include "core/floor_rules.h"
#include "db/devices.h"
#include "db/outlets.h"
#include "db/rows.h"
#include "db/settings.h"
#include "tests/support/figure_facts.h"
#include "tests/support/figure_fixture.h"
#include "tests/support/figure_history.h"
#include "tests/support/shop_day.h"

#include <functional>

namespace bayline::test {

namespace {

using namespace std::chrono_literals;

core::KpiFilter Of(std::optional<int> outlet, core::StaffId advisor = {}, core::StaffId technician = {})
{
    return {.advisor = advisor, .technician = technician, .outlet = outlet};
}

/// Three outlets, the first alone until 2026-08.
class OutletFigures : public FigureTest
{
protected:
    const core::KpiPeriod m_september{core::ParseRfc3339("2026-09-01T00:00:00+08:00").value(),
                                      core::ParseRfc3339("2026-10-01T00:00:00+08:00").value()};
};

TEST_F(OutletFigures, AnOutletIsAFilterOfEveryMeasure)
{
    WriteFigureHistory(*m_owner, {.outlets = 3});
    const auto facts = ReadFigureFacts(*m_owner);
    const auto advisor = facts.orders[300].advisor;
    const auto technician = facts.orders[300].technician;
    const core::KpiPeriod august{core::ParseRfc3339("2026-07-20T00:00:00+08:00").value(),
                                 core::ParseRfc3339("2026-09-01T00:00:00+08:00").value()};
    for (const auto& period : {m_september, august}) {
        for (int outlet = 1; outlet <= 3; ++outlet) {
            int which = 0;
            for (const auto& filter :
                 {Of(outlet), Of(outlet, advisor), Of(outlet, {}, technician), Of(outlet, advisor, technician)}) {
                const auto defined = core::SumFacts(facts, period, m_zone, filter);
                const auto name = core::FormatDay(period.from, m_zone) + ", outlet " + std::to_string(outlet) +
                                  ", filter " + std::to_string(which++);
                ExpectSame(Sums(period, filter, true), defined, "live, " + name);
                ExpectSame(Sums(period, filter, false), defined, "daily sums, " + name);
            }
        }
    }
    const core::KpiPeriod year{core::ParseRfc3339("2026-01-01T00:00:00+08:00").value(),
                               core::ParseRfc3339("2027-01-01T00:00:00+08:00").value()};
    for (int outlet = 1; outlet <= 3; ++outlet) {
        const auto all = core::SumFacts(facts, year, m_zone, Of(outlet));
        for (const auto measure : {core::Measure::NetC, core::Measure::Apart, core::Measure::CameBack})
            EXPECT_NE(all.Value(measure), 0) << core::ToWord(measure) << " of outlet " << outlet;
    }
    // Before the others came a day keeps no rows by outlet.
    EXPECT_EQ(m_owner->Text("select count(*)::text from figure_day where outlet > 0 and day < '2026-08-10'"), "0");
    const auto lines = [&](std::optional<int> outlet) {
        std::int64_t count = 0;
        for (const auto& work :
             db::LoadDeclinedWork(*m_owner, {.token = {}, .period = m_september, .filter = Of(outlet)}))
            count += work.lines;
        return count;
    };
    EXPECT_GT(lines(2), 0);
    EXPECT_LT(lines(2), lines({}));
}

TEST_F(OutletFigures, OutletsStandSideBySide)
{
    WriteFigureHistory(*m_owner, {.outlets = 3});
    db::FigureQuery query{.token = {}, .period = m_september, .filter = {}};
    const auto book = db::LoadKpiBook(*m_owner, query, m_zone, core::Now());
    ASSERT_EQ(book.outlets.size(), 3U);
    EXPECT_EQ(book.outlets[1].name, "分店2");
    std::int64_t net = 0;
    std::int64_t cars = 0;
    for (const auto& outlet : book.outlets) {
        query.filter.outlet = outlet.no;
        const auto alone = db::LoadKpiBook(*m_owner, query, m_zone, core::Now());
        EXPECT_TRUE(alone.outlets.empty());
        EXPECT_EQ(alone.outletName, outlet.name);
        EXPECT_EQ(alone.now.sums.Value(core::Measure::NetC), outlet.input.sums.Value(core::Measure::NetC));
        net += alone.now.sums.Value(core::Measure::NetC);
        cars += alone.now.sums.Value(core::Measure::Cars);
    }
    EXPECT_EQ(net, book.now.sums.Value(core::Measure::NetC));
    EXPECT_GE(cars, book.now.sums.Value(core::Measure::Cars));
    // An outlet that was closed stays in the table of the months it had a part in.
    m_owner->Execute("update outlet set active = false where no = 3");
    query.filter.outlet.reset();
    EXPECT_EQ(db::LoadKpiBook(*m_owner, query, m_zone, core::Now()).outlets.size(), 3U);
    query.period = core::PeriodBefore({core::ParseRfc3339("2026-06-01T00:00:00+08:00").value(),
                                       core::ParseRfc3339("2026-07-01T00:00:00+08:00").value()},
                                      m_zone);
    EXPECT_EQ(db::LoadKpiBook(*m_owner, query, m_zone, core::Now()).outlets.size(), 2U);
}

/// Real people at two PCs, each in an outlet.
class TwoOutlets : public OutletFigures
{
protected:
    void SetUp() override
    {
        OutletFigures::SetUp();
        m_desk = std::make_unique<db::Connection>(DeviceSettings());
        m_other = std::make_unique<db::Connection>(DeviceSettings("desk2"));
        auto shop = db::LoadOwnShop(*m_desk);
        auto named = shop;
        named.bays = {"1", "2", "3"};
        EXPECT_TRUE(db::ChangeShop(*m_desk, SignInAs(*m_desk, ManagerOnDuty()), core::OperationId::New(), shop, named));
        Save([](core::Outlet& outlet) {
            outlet.id = core::OutletId::New();
            outlet.code = "B";
            outlet.name = "浦东店";
            outlet.own.bays = {"1", "2"};
        });
        db::MoveDevice(*m_owner, "desk2", 2);
        const auto [begin, end] = m_zone.DayBounds(core::Now());
        m_today = {begin, end};
    }
    void TearDown() override
    {
        m_desk.reset();
        m_other.reset();
        OutletFigures::TearDown();
    }
    /// The further outlet, or a new one before it is there.
    void Save(const std::function<void(core::Outlet&)>& change)
    {
        const auto all = db::LoadOutlets(*m_desk);
        const auto before = all.size() > 1 ? all.back() : core::Outlet{};
        auto after = before;
        change(after);
        EXPECT_TRUE(
            db::SaveOutlet(*m_desk, SignInAs(*m_desk, ManagerOnDuty()), core::OperationId::New(), before, after));
    }
    std::int64_t Bays(std::optional<int> outlet, const core::KpiPeriod& period)
    {
        core::MeasureSums sums;
        core::AddBasics(sums, db::LoadKpiBasics(*m_desk), period, m_zone, core::Now(), Of(outlet));
        return sums.Value(core::Measure::Bays);
    }
    core::MeasureSums Kpi(std::optional<int> outlet)
    {
        const auto basics = db::LoadKpiBasics(*m_desk);
        return db::LoadKpi(*m_owner, {.token = {}, .period = m_today, .filter = Of(outlet)}, basics, m_zone,
                           core::Now())
            .sums;
    }

    std::unique_ptr<db::Connection> m_desk;
    std::unique_ptr<db::Connection> m_other;
    core::KpiPeriod m_today;
};

TEST_F(TwoOutlets, EachHasItsBaysFromTheDayItGotThem)
{
    const core::KpiPeriod yesterday{m_today.from - 24h, m_today.from};
    EXPECT_EQ(Bays({}, m_today), 5);
    EXPECT_EQ(Bays(1, m_today), 3);
    EXPECT_EQ(Bays(2, m_today), 2);
    EXPECT_EQ(Bays({}, yesterday), 3) << "a new outlet does not alter the past";
    EXPECT_EQ(Bays(2, yesterday), 0);
    Save([](core::Outlet& outlet) { outlet.own.bays.clear(); });
    EXPECT_EQ(Bays(2, m_today), 3) << "it goes by the shop's list";
    EXPECT_EQ(Bays({}, m_today), 3) << "which counts once";
    Save([](core::Outlet& outlet) { outlet.own.bays = {"4"}; });
    Save([](core::Outlet& outlet) { outlet.active = false; });
    EXPECT_EQ(Bays(2, m_today), 0);
    EXPECT_EQ(Bays({}, m_today), 3);
}

TEST_F(TwoOutlets, ABayOfTheSameNameElsewhereIsAnotherBay)
{
    const auto advisor = SignInAs(*m_desk, Advisor());
    const auto colleague = SignInAs(*m_other, Advisor());
    const auto here = CheckIn(*m_desk, advisor);
    const auto there = CheckIn(*m_other, colleague, CheckInForm("李小红", "沪AD54321"));
    Do(*m_desk, advisor, here, core::AssignBay{"", "1"});
    Do(*m_other, colleague, there, core::AssignBay{"", "1"});
    const auto stays = [&] {
        return m_owner
            ->Text("select string_agg(outlet || ':' || bay || case when left_at is null then '' else ' left' end, ', ' "
                   "order by entered_at) from bay_stay")
            .value_or("");
    };
    EXPECT_EQ(stays(), "1:1, 2:1");
    Do(*m_other, colleague, there, core::AssignBay{"1", "3"});
    EXPECT_EQ(stays(), "1:1, 2:1 left, 1:3") << "only the first outlet has a bay 3";
    EXPECT_EQ(Kpi(1).Value(core::Measure::BayStays), 2);
    EXPECT_EQ(Kpi(2).Value(core::Measure::BayStays), 1);
    EXPECT_EQ(Kpi({}).Value(core::Measure::BayStays), 3);
    EXPECT_EQ(Kpi(2).Value(core::Measure::Opened), 1);
    EXPECT_EQ(Kpi({}).Value(core::Measure::Opened), 2);
}

TEST_F(TwoOutlets, TimeApartAndHoursBelongWhereSomebodyIsAtHome)
{
    const auto technician = Technician().member.id;
    const auto rest = [&] {
        m_owner->Execute("insert into unapplied_time (id, staff_id, reason, note, started_at, stopped_at) select "
                         "gen_random_uuid(), :who::uuid, 'cleaning', '', :from::timestamptz, :from::timestamptz + "
                         "interval '10 seconds'",
                         {{"who", technician}, {"from", m_today.from}});
    };
    const auto move = [&](int outlet) {
        m_owner->Execute("update staff set outlet = :outlet::smallint where id = :who::uuid",
                         {{"who", technician}, {"outlet", outlet}});
    };
    rest();
    move(2);
    rest();
    rest();
    move(1);
    EXPECT_EQ(Kpi(1).Value(core::Measure::Apart), 10);
    EXPECT_EQ(Kpi(2).Value(core::Measure::Apart), 20) << "what is over stays where it was";
    EXPECT_EQ(Kpi({}).Value(core::Measure::Apart), 30);
    auto basics = db::LoadKpiBasics(*m_desk);
    basics.dailyMilliHours[technician] = 8'000;
    basics.calendar.week.fill(core::ParseOpenHours("08:00-18:00"));
    const auto hours = [&](int outlet) {
        core::MeasureSums sums;
        basics.homes = db::LoadKpiBasics(*m_desk).homes;
        core::AddBasics(sums, basics, m_today, m_zone, core::Now(), Of(outlet));
        return sums.Value(core::Measure::Available);
    };
    EXPECT_EQ(hours(1), 8 * 3600);
    EXPECT_EQ(hours(2), 0);
    move(2);
    EXPECT_EQ(hours(1), 0);
    EXPECT_EQ(hours(2), 8 * 3600);
}

} // namespace

} // namespace bayline::test
