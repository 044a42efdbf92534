// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/kpi.h"

#include "core/failure.h"
#include "core/floor_rules.h"
#include "db/rows.h"
#include "tests/support/figure_facts.h"
#include "tests/support/figure_fixture.h"
#include "tests/support/figure_history.h"
#include "tests/support/shop_day.h"

namespace bayline::test {

namespace {

using namespace std::chrono_literals;
using core::Instant;

Instant At(const char* text)
{
    return core::ParseRfc3339(text).value();
}

class KpiTest : public FigureTest
{
protected:
    const core::KpiPeriod m_september{At("2026-09-01T00:00:00+08:00"), At("2026-10-01T00:00:00+08:00")};
};

TEST_F(KpiTest, TheDatabaseAddsUpWhatCoreDefines)
{
    WriteFigureHistory(*m_owner, {});
    const auto facts = ReadFigureFacts(*m_owner);
    const core::KpiFilter nobody{};
    const core::KpiFilter advisor{.advisor = facts.orders[3].advisor, .technician = {}};
    const core::KpiFilter technician{.advisor = {}, .technician = facts.orders[3].technician};
    const core::KpiFilter both{.advisor = advisor.advisor, .technician = technician.technician};
    const core::KpiPeriod day{At("2026-09-15T00:00:00+08:00"), At("2026-09-16T00:00:00+08:00")};
    const core::KpiPeriod year{At("2026-01-01T00:00:00+08:00"), At("2027-01-01T00:00:00+08:00")};
    for (const auto& period : {m_september, day, year}) {
        int which = 0;
        for (const auto& filter : {nobody, advisor, technician, both}) {
            const auto defined = core::SumFacts(facts, period, m_zone, filter);
            const auto name = core::FormatDay(period.from, m_zone) + ", filter " + std::to_string(which++);
            ExpectSame(Sums(period, filter, true), defined, "live, " + name);
            ExpectSame(Sums(period, filter, false), defined, "daily sums, " + name);
        }
    }
    const auto all = core::SumFacts(facts, year, m_zone);
    EXPECT_NE(m_owner->Text("select count(*)::text from bayline.comeback").value_or("0"), "0");
    for (const auto measure :
         {core::Measure::NetG, core::Measure::CameBack, core::Measure::ReworkParts, core::Measure::SoldUnclocked,
          core::Measure::RecoveredNet, core::Measure::NetIns, core::Measure::HeldForParts, core::Measure::Training,
          core::Measure::Apart, core::Measure::RecoveredSoon, core::Measure::OrdersExtraApproved})
        EXPECT_NE(all.Value(measure), 0) << "the history has nothing of " << core::ToWord(measure);
}

TEST_F(KpiTest, SplitsAddUpToTheWhole)
{
    WriteFigureHistory(*m_owner, {.outlets = 2});
    const auto whole = Sums(m_september, {}, false);
    for (const auto split : {db::FigureSplit::Day, db::FigureSplit::Month, db::FigureSplit::Advisor,
                             db::FigureSplit::Technician, db::FigureSplit::Outlet}) {
        for (const bool live : {false, true}) {
            core::MeasureSums together;
            for (const auto& [key, sums] :
                 db::LoadMeasures(*m_owner, {.token = {}, .period = m_september, .filter = {}, .live = live}, split)) {
                for (std::size_t at = 0; at < core::kMeasures; ++at)
                    together.Add(static_cast<core::Measure>(at), sums.Value(static_cast<core::Measure>(at)));
            }
            ExpectSame(together, whole, "split " + std::to_string(static_cast<int>(split)));
        }
    }
}

TEST_F(KpiTest, TheOrdersBehindAFigureMakeItsValue)
{
    WriteFigureHistory(*m_owner, {.outlets = 2});
    const db::FigureQuery query{
        .token = {}, .period = m_september, .filter = {.advisor = {}, .technician = {}, .outlet = 2}};
    const auto input = db::LoadKpi(*m_owner, query, {.labourCostPerHour = core::Money{8'000}}, m_zone, core::Now());
    int checked = 0;
    for (const auto& definition : core::KpiDefinitions()) {
        const auto figure = core::MakeFigure(definition, input);
        if (!figure.value || definition.basis == core::KpiBasis::WholeShop || definition.denominator.empty() ||
            std::string_view(definition.id) == "gp_labour")
            continue;
        std::int64_t above = 0;
        std::int64_t below = 0;
        std::string last;
        for (;;) {
            const auto page = db::LoadFigureOrders(*m_owner, query, definition, last, 40);
            for (const auto& order : page) {
                EXPECT_TRUE(last.empty() || order.number < last);
                last = order.number;
                above += order.numerator;
                below += order.denominator;
            }
            if (page.size() < 40)
                break;
        }
        EXPECT_EQ(core::MulDivRound(above, definition.scale, below), *figure.value) << definition.id;
        ++checked;
    }
    EXPECT_GT(checked, 15);
}

/// Stretches of time within opening hours, added up as core does it.
class OpenSum
{
public:
    OpenSum(const core::ShopCalendar& calendar, const core::ShopZone& zone) : m_calendar(calendar), m_zone(zone) {}
    std::int64_t Seconds(core::Instant from, core::Instant to) const
    {
        return core::MulDivRound(m_calendar.OpenTime(from, to, m_zone).count(), 1, 1'000'000);
    }

private:
    const core::ShopCalendar& m_calendar;
    const core::ShopZone& m_zone;
};

TEST_F(KpiTest, TheDatabaseCountsTheSameOpeningHours)
{
    db::Connection desk(DeviceSettings());
    const auto before = db::LoadKpiBasics(desk);
    auto basics = before;
    basics.calendar.week[1] = core::ParseOpenHours("09:30-17:15");
    basics.calendar.week[5].reset();
    basics.calendar.week[6] = core::ParseOpenHours("10:00-24:00");
    basics.calendar.days = core::ParseSpecialDays("2026-09-07 – 2026-09-09 关门\n2026-09-12 08:00-12:00 调休").days;
    basics.targets["first_response"] = 60;
    ASSERT_TRUE(db::ChangeKpiBasics(desk, SignInAs(desk, ManagerOnDuty()), core::OperationId::New(), before, basics));
    EXPECT_EQ(db::LoadKpiBasics(desk).calendar, basics.calendar);
    WriteFigureHistory(*m_owner, {});
    const auto facts = ReadFigureFacts(*m_owner);
    const OpenSum open(basics.calendar, m_zone);
    std::int64_t keys = 0;
    std::int64_t repairing = 0;
    std::vector<std::int64_t> lengths;
    for (const auto& order : facts.orders) {
        if (!order.delivered || !m_september.Holds(*order.delivered))
            continue;
        lengths.push_back(open.Seconds(order.opened, *order.delivered));
        keys += order.internal ? 0 : lengths.back();
        for (const auto& stay : order.stays) {
            if (stay.stage == core::Stage::Repairing && !order.internal)
                repairing += open.Seconds(stay.entered, stay.left);
        }
    }
    const auto input =
        db::LoadKpi(*m_owner, {.token = {}, .period = m_september, .filter = {}}, basics, m_zone, core::Now());
    EXPECT_EQ(input.sums.Value(core::Measure::OpenKeys), keys);
    EXPECT_EQ(input.sums.Value(core::Measure::OpenRepairing), repairing);
    const auto spread = core::SpreadOf(lengths);
    EXPECT_EQ(input.spreads.keysToKeysOpen.n, spread.n);
    EXPECT_EQ(input.spreads.keysToKeysOpen.median, spread.median);
    EXPECT_EQ(input.spreads.keysToKeysOpen.p90, spread.p90);
    EXPECT_LT(input.spreads.keysToKeysOpen.median, input.spreads.keysToKeys.median);
    std::int64_t occupied = 0;
    std::int64_t stays = 0;
    for (const auto& value : m_owner->Rows("select entered_at, left_at from bayline.bay_stay")) {
        const core::JsonReader row(value.get_object());
        const auto entered = row.Time("entered_at");
        const auto left = std::min(row.Time("left_at"), m_september.to);
        // Each day's part is rounded to seconds by itself.
        for (auto at = std::max(entered, m_september.from); at < left;) {
            const auto end = std::min(left, m_zone.DayBounds(at).second);
            occupied += open.Seconds(at, end);
            at = end;
        }
        stays += m_september.Holds(entered) ? 1 : 0;
    }
    EXPECT_EQ(input.sums.Value(core::Measure::BayOccupied), occupied);
    EXPECT_EQ(input.sums.Value(core::Measure::BayStays), stays);
    EXPECT_GT(stays, 0);
    EXPECT_GT(input.spreads.firstReply.n, 0);
    EXPECT_GT(input.sums.Value(core::Measure::RepliesInTime), 0);
    EXPECT_LE(input.sums.Value(core::Measure::RepliesInTime), input.sums.Value(core::Measure::Replies));
    ASSERT_FALSE(input.holds.empty());
    EXPECT_GE(input.holds.front().seconds, input.holds.front().openSeconds);
}

TEST_F(KpiTest, ACarLeavesItsBayWhenAnotherComesOrItIsReady)
{
    db::Connection desk(DeviceSettings());
    const auto advisor = SignInAs(desk, Advisor());
    const auto first = CheckIn(desk, advisor);
    const auto second = CheckIn(desk, advisor, CheckInForm("李小红", "沪AD54321"));
    const auto stays = [&] {
        return m_owner
            ->Text("select string_agg(bay || case when left_at is null then '' else ' left' end, ', ' "
                   "order by entered_at) from bayline.bay_stay")
            .value_or("");
    };
    const auto drive = [&](core::WorkOrderId order, const char* from, const char* to) {
        Do(desk, advisor, order, core::AssignBay{from, to});
    };
    drive(first, "", "1");
    EXPECT_EQ(stays(), "1");
    drive(first, "1", "2");
    drive(second, "", "2");
    EXPECT_EQ(stays(), "1 left, 2 left, 2");
    Do(desk, advisor, second,
       core::MoveStage{.from = core::Stage::Received, .to = core::Stage::Cancelled, .reason = "x"});
    EXPECT_EQ(stays(), "1 left, 2 left, 2 left");
}

TEST_F(KpiTest, DailySumsFollowWhatHappensLater)
{
    db::Connection desk(DeviceSettings());
    const auto advisor = SignInAs(desk, Advisor());
    const auto technician = SignInAs(desk, Technician());
    const auto checker = SignInAs(desk, Colleague());
    const auto from = m_zone.DayBounds(core::Now()).first - 24h * 30;
    const core::KpiPeriod period{from, m_zone.DayBounds(core::Now()).second};
    const auto expectEqual = [&](const char* when) {
        ExpectSame(Sums(period, {}, false), Sums(period, {}, true), when);
    };
    const auto id = CheckIn(desk, advisor);
    expectEqual("after check-in");
    QuoteAndApprove(desk, advisor, id, {LabourLine("检查", 28'000)});
    RepairAll(desk, technician, checker, id);
    Invoice(desk, advisor, id);
    expectEqual("after the invoice");
    EXPECT_EQ(Sums(period, {}, false).Value(core::Measure::OrdersC), 1);
    // The same a week ago: yesterday's sums are built, then something of last week changes.
    m_owner->ExecuteScript("set session_replication_role = replica; set search_path = bayline, pg_temp;"
                           "update invoice set issued_at = issued_at - interval '7 days';"
                           "insert into figure_change select id from stream where kind = 'work_order'");
    expectEqual("after a change of an earlier day");
    EXPECT_NE(m_owner->Text("select sum(net_c)::text from bayline.figure_day").value_or("0"), "0");
}

TEST_F(KpiTest, OnlyAManagerSeesTheFigures)
{
    db::Connection desk(DeviceSettings());
    const auto ask = [&](std::optional<std::string> token) {
        return db::LoadMeasures(desk, {.token = std::move(token), .period = m_september, .filter = {}});
    };
    EXPECT_NO_THROW(ask(SignInAs(desk, ManagerOnDuty()).token));
    EXPECT_THROW(ask(SignInAs(desk, Advisor()).token), core::Failure);
    EXPECT_THROW(ask(std::nullopt), core::Failure);
    db::Connection bay(DeviceSettings("bay"));
    EXPECT_THROW((void)db::LoadMeasures(bay, {.token = SignInAs(bay, ManagerOnDuty()).token, .period = m_september}),
                 core::Failure);
}

TEST_F(KpiTest, BasicsAreKeptAndClashesAreTold)
{
    db::Connection desk(DeviceSettings());
    const auto manager = SignInAs(desk, ManagerOnDuty());
    const auto before = db::LoadKpiBasics(desk);
    EXPECT_FALSE(before.labourCostPerHour);
    auto mine = before;
    mine.labourCostPerHour = core::Money{9'500};
    mine.targets["on_time"] = 9'500;
    mine.dailyMilliHours[Technician().member.id] = 7'500;
    mine.attended[Technician().member.id] = {{"2026-11-20", 0}, {"2026-11-21", 4'500}};
    ASSERT_TRUE(db::ChangeKpiBasics(desk, manager, core::OperationId::New(), before, mine));
    // Somebody who had not seen this changes another target, and then the same one.
    auto other = before;
    other.targets["aro"] = 120'000;
    ASSERT_TRUE(db::ChangeKpiBasics(desk, manager, core::OperationId::New(), before, other));
    auto clash = before;
    clash.targets["on_time"] = 9'000;
    const auto refused = db::ChangeKpiBasics(desk, manager, core::OperationId::New(), before, clash);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.FirstRefusal().field, "figure_target_on_time");
    auto now = db::LoadKpiBasics(desk);
    EXPECT_EQ(now.labourCostPerHour, core::Money{9'500});
    EXPECT_EQ(now.targets["on_time"], 9'500);
    EXPECT_EQ(now.targets["aro"], 120'000);
    EXPECT_EQ(now.dailyMilliHours[Technician().member.id], 7'500);
    EXPECT_EQ(now.attended, mine.attended);
    auto without = now;
    without.targets.erase("aro");
    without.attended[Technician().member.id].erase("2026-11-20");
    ASSERT_TRUE(db::ChangeKpiBasics(desk, manager, core::OperationId::New(), now, without));
    EXPECT_EQ(db::LoadKpiBasics(desk).targets.count("aro"), 0U);
    EXPECT_EQ(db::LoadKpiBasics(desk).attended, without.attended);
}

} // namespace

} // namespace bayline::test
