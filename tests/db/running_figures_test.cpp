// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/kpi.h"

#include "core/floor_rules.h"
#include "db/settings.h"
#include "tests/support/figure_fixture.h"
#include "tests/support/figure_history.h"
#include "tests/support/shop_day.h"

namespace bayline::test {

namespace {

using namespace std::chrono_literals;

/// What is kept of the days that are over, with today added, against the same from the records.
class RunningFigures : public FigureTest
{
protected:
    void SetUp() override
    {
        FigureTest::SetUp();
        m_desk = std::make_unique<db::Connection>(DeviceSettings());
        const auto [begin, end] = m_zone.DayBounds(core::Now());
        m_period = {begin - 24h * 25, end};
    }
    void TearDown() override
    {
        m_desk.reset();
        FigureTest::TearDown();
    }

    std::string Ask(const char* expression, const core::KpiPeriod& period, std::optional<int> outlet = {})
    {
        const auto which = outlet ? std::optional(std::to_string(*outlet)) : std::nullopt;
        return m_owner
            ->Text(expression, {{"from", period.from}, {"to", period.to}, {"zone", m_zone.Name()}, {"outlet", which}})
            .value_or("");
    }
    std::string Kept(const core::KpiPeriod& period, std::optional<int> outlet = {})
    {
        return Ask(
            "select api.figure_details(null, :from::timestamptz, :to::timestamptz, null, null, 6, "
            ":outlet::integer)::text || "
            "api.figure_declined(null, :from::timestamptz, :to::timestamptz, null, null, :outlet::integer)::text",
            period, outlet);
    }
    std::string Live(const core::KpiPeriod& period, std::optional<int> outlet = {})
    {
        return Ask(
            "select jsonb_set(d, '{sums}', d -> 'sums' || figure_replies(:from::timestamptz, :from::timestamptz, "
            ":to::timestamptz, null, null, :outlet::integer, :zone::text))::text || (select coalesce(jsonb_agg("
            "jsonb_build_object('name', x.name, 'value', x.value, 'n', x.n) order by x.value desc, x.name), "
            "'[]')::text from (select name, sum(value)::bigint as value, sum(n)::bigint as n "
            "from figure_entries(:from::timestamptz, :to::timestamptz, null, null, :outlet::integer, :zone::text) "
            "where list = 'declined' group by name order by 2 desc, 1 limit 12) x) "
            "from figure_details_from(:from::timestamptz, :from::timestamptz, :to::timestamptz, null, null, "
            ":outlet::integer, 6, :zone::text) d",
            period, outlet);
    }
    void ExpectEqual(const std::string& when)
    {
        EXPECT_EQ(Kept(m_period), Live(m_period)) << when;
        ExpectSame(Sums(m_period, {}, false), Sums(m_period, {}, true), when);
        for (int outlet = 1; outlet <= m_outlets; ++outlet) {
            const auto name = when + ", outlet " + std::to_string(outlet);
            EXPECT_EQ(Kept(m_period, outlet), Live(m_period, outlet)) << name;
            const core::KpiFilter filter{.advisor = {}, .technician = {}, .outlet = outlet};
            ExpectSame(Sums(m_period, filter, false), Sums(m_period, filter, true), name);
        }
    }
    std::int64_t Number(const char* sql) { return std::stoll(m_owner->Text(sql).value_or("0")); }

    /// An order that was worked on, billed and handed over three days ago.
    core::WorkOrderId OrderOfEarlier(const db::Session& advisor)
    {
        const auto technician = SignInAs(*m_desk, Technician());
        const auto checker = SignInAs(*m_desk, Colleague());
        const auto id = CheckIn(*m_desk, advisor);
        Do(*m_desk, advisor, id, core::AssignBay{"", "1"});
        QuoteAndApprove(*m_desk, advisor, id, {LabourLine("检查", 28'000)});
        RepairAll(*m_desk, technician, checker, id);
        Invoice(*m_desk, advisor, id);
        Do(*m_desk, advisor, id, core::Deliver{true, core::ReadOdometer(60'000, core::DistanceUnit::Kilometre)});
        Shift("-72 hours");
        return id;
    }
    /// Moves everything of the orders that have a log by so much, as if it had been recorded then.
    void Shift(const std::string& by)
    {
        std::string script = "set session_replication_role = replica; set search_path = bayline, pg_temp;"
                             "create temp table moved as select entity as id from stream where kind = 'work_order';";
        const auto move = [&](const std::string& table, const std::vector<std::string>& columns, const char* key) {
            for (const auto& column : columns)
                script.append("update " + table + " set " + column + " = " + column + " + interval '" + by +
                              "' where " + key + " in (select id from moved);");
        };
        move("work_order", {"opened_at", "ready_at", "closed_at"}, "id");
        move("stage_log", {"entered_at", "left_at"}, "work_order_id");
        move("time_entry", {"started_at", "stopped_at"}, "work_order_id");
        move("bay_stay", {"entered_at", "left_at"}, "work_order_id");
        move("quote_revision", {"sent_at", "valid_until"}, "work_order_id");
        move("approval", {"decided_at"}, "work_order_id");
        move("invoice", {"issued_at"}, "work_order_id");
        script += "insert into figure_change select id from stream where kind = 'work_order';"
                  "insert into figure_day_change select '-infinity', 'infinity', true;"
                  "drop table moved; reset session_replication_role";
        m_owner->ExecuteScript(script);
    }

    std::unique_ptr<db::Connection> m_desk;
    core::KpiPeriod m_period;
    int m_outlets = 1;
};

TEST_F(RunningFigures, TheMonthThatRunsFollowsCorrectionsOfEarlierDays)
{
    const auto today = core::FormatDay(core::Now(), m_zone);
    m_outlets = 3;
    WriteFigureHistory(*m_owner, {.orders = 200, .days = 40, .lastDay = today.c_str(), .outlets = m_outlets});
    m_owner->Execute("set search_path = bayline, pg_temp");
    const auto advisor = SignInAs(*m_desk, Advisor());
    const auto manager = SignInAs(*m_desk, ManagerOnDuty());
    ExpectEqual("at the first look");
    EXPECT_EQ(Number("select count(*)::text from figure_detail_day"), 25);
    const auto id = OrderOfEarlier(advisor);
    ExpectEqual("with an order of three days ago");

    const auto entry = db::LoadWorkOrder(*m_desk, id).timeEntries.front();
    Do(*m_desk, manager, id,
       core::CorrectTime{.id = entry.id,
                         .from = {entry.startedAt, entry.stoppedAt},
                         .to = {entry.startedAt - 27h, entry.startedAt - 25h},
                         .reason = "x"});
    EXPECT_GT(Number("select count(*)::text from figure_day_change"), 0);
    EXPECT_EQ(Number("select count(*)::text from figure_detail_day"), 25) << "nobody has looked yet";
    ExpectEqual("after a clock was corrected");

    const auto counted = Kept(m_period);
    const auto ofSecond = Kept(m_period, 2);
    EXPECT_NE(ofSecond, Kept(m_period, 3));
    m_owner->Execute(
        "update bay_stay set left_at = left_at - interval '1 minute' where left_at < now() - interval '5 days'");
    m_owner->Execute("update unapplied_time set stopped_at = stopped_at + interval '1 minute'");
    ExpectEqual("after stays and time apart were corrected");
    EXPECT_NE(Kept(m_period), counted);
    EXPECT_NE(Kept(m_period, 2), ofSecond);

    const auto before = db::LoadKpiBasics(*m_desk);
    auto closed = before;
    for (int back = 2; back < 9; ++back)
        closed.calendar.days[core::FormatDay(core::Now() - 24h * back, m_zone)] = {.hours = {}, .name = "x"};
    const auto open = Kept(m_period);
    ASSERT_TRUE(db::ChangeKpiBasics(*m_desk, manager, core::OperationId::New(), before, closed));
    ExpectEqual("after days turned out to have been closed");
    EXPECT_NE(Kept(m_period), open);
}

TEST_F(RunningFigures, AYearIsKeptPieceByPiece)
{
    WriteFigureHistory(*m_owner, {});
    const core::KpiPeriod year{m_zone.DayBounds(core::Now()).first - 24h * 100, m_zone.DayBounds(core::Now()).second};
    m_owner->Execute("delete from figure_detail_day");
    const auto keep = [&] {
        return Ask("select api.keep_figures(null, :from::timestamptz, :to::timestamptz, 45)::text", year);
    };
    EXPECT_EQ(keep(), "55");
    EXPECT_EQ(m_owner->Text("select count(*)::text from figure_detail_day"), "45");
    EXPECT_EQ(keep(), "10");
    m_owner->Execute(
        "delete from figure_detail_day where day in (select day from figure_detail_day order by day limit 3)");
    EXPECT_EQ(keep(), "0") << "the last ten days and the three that were thrown away";
    EXPECT_EQ(m_owner->Text("select count(*)::text from figure_detail_day"), "100");
    EXPECT_EQ(keep(), "0");
    EXPECT_EQ(Kept(year), Live(year));
}

TEST_F(RunningFigures, ACorrectionWhileDaysAreAddedUpIsNotMissed)
{
    const auto advisor = SignInAs(*m_desk, Advisor());
    const auto manager = SignInAs(*m_desk, ManagerOnDuty());
    const auto id = OrderOfEarlier(advisor);
    const auto entry = db::LoadWorkOrder(*m_desk, id).timeEntries.front();
    {
        db::Connection other(OwnerSettings());
        db::Transaction refreshing(other);
        other.Execute("set local search_path = bayline, pg_temp");
        EXPECT_EQ(other.Text("select refresh_figures()::text").value_or(""), "true");
        // Nobody who corrects something waits for who adds up.
        Do(*m_desk, manager, id,
           core::CorrectTime{.id = entry.id,
                             .from = {entry.startedAt, entry.stoppedAt},
                             .to = {entry.startedAt - 3h, entry.startedAt - 1h},
                             .reason = "x"});
        refreshing.Commit();
    }
    ExpectEqual("after both");
    EXPECT_EQ(Number("select sum(clocked)::text from figure_day where advisor_id = "
                     "'00000000-0000-0000-0000-000000000000' and technician_id = advisor_id"),
              7200);
}

TEST_F(RunningFigures, AMessageThatStillWaitsIsNotFrozen)
{
    const auto advisor = SignInAs(*m_desk, Advisor());
    const auto manager = SignInAs(*m_desk, ManagerOnDuty());
    const auto id = CheckIn(*m_desk, advisor);
    m_owner->Execute("insert into message select gen_random_uuid(), :id::uuid, true, :at::timestamptz",
                     {{"id", id.Text()}, {"at", m_zone.DayBounds(core::Now()).first - 24h}});
    auto basics = db::LoadKpiBasics(*m_desk);
    const auto set = [&](std::int64_t minutes) {
        auto after = basics;
        after.calendar.week.fill(core::ParseOpenHours("00:00-24:00"));
        after.targets["first_response"] = minutes;
        ASSERT_TRUE(db::ChangeKpiBasics(*m_desk, manager, core::OperationId::New(), basics, after));
        basics = db::LoadKpiBasics(*m_desk);
    };
    const auto today = m_zone.DayBounds(core::Now()).first;
    const core::KpiPeriod yesterday{today - 24h, today};
    const auto due = [&] {
        const auto input =
            db::LoadKpi(*m_owner, {.token = {}, .period = yesterday, .filter = {}}, basics, m_zone, core::Now());
        return input.sums.Value(core::Measure::RepliesDue);
    };
    set(14 * 24 * 60);
    EXPECT_EQ(due(), 0);
    EXPECT_EQ(Number("select count(*)::text from figure_detail"), 1) << "the day is over and kept";
    set(60);
    EXPECT_EQ(due(), 1);
    m_owner->Execute("insert into message select gen_random_uuid(), :id::uuid, false, now()", {{"id", id.Text()}});
    EXPECT_EQ(due(), 0) << "it counts on the day of the answer";
}

TEST_F(RunningFigures, NewHoursLeaveThePastAsItWas)
{
    WriteFigureHistory(*m_owner, {.orders = 100, .days = 40, .lastDay = core::FormatDay(core::Now(), m_zone).c_str()});
    m_owner->Execute("set search_path = bayline, pg_temp");
    const auto manager = SignInAs(*m_desk, ManagerOnDuty());
    const auto change = [&](const char* hours) {
        const auto before = db::LoadKpiBasics(*m_desk);
        auto after = before;
        after.calendar.week.fill(core::ParseOpenHours(hours));
        ASSERT_TRUE(db::ChangeKpiBasics(*m_desk, manager, core::OperationId::New(), before, after));
    };
    const core::KpiPeriod past{m_period.from, m_zone.DayBounds(core::Now()).first};
    const auto usual = Kept(past);
    change("09:00-17:00");
    const auto first = Kept(past);
    EXPECT_NE(first, usual) << "the first hours that somebody enters hold for the past";
    change("06:00-22:00");
    EXPECT_EQ(Kept(past), first);
    ExpectEqual("after the hours changed");
    const auto calendar = db::LoadKpiBasics(*m_desk).calendar;
    EXPECT_EQ(calendar.OpenTime(past.to - 24h, past.to, m_zone), 8h);
    EXPECT_EQ(calendar.OpenTime(past.to, past.to + 24h, m_zone), 16h);
    EXPECT_EQ(Number("select sum(extract(epoch from closes - opens))::bigint::text "
                     "from shop_days(shop_date(now()) - 1, shop_date(now()))"),
              24 * 3600);
}

TEST_F(RunningFigures, ANewListOfBaysLeavesThePastAsItWas)
{
    WriteFigureHistory(*m_owner, {.orders = 100, .days = 40, .lastDay = core::FormatDay(core::Now(), m_zone).c_str()});
    m_owner->Execute("set search_path = bayline, pg_temp");
    const auto manager = SignInAs(*m_desk, ManagerOnDuty());
    auto shop = db::LoadShop(*m_desk);
    const auto name = [&](std::vector<std::string> bays) {
        auto after = shop;
        after.bays = std::move(bays);
        ASSERT_TRUE(db::ChangeShop(*m_desk, manager, core::OperationId::New(), shop, after));
        shop = db::LoadShop(*m_desk);
    };
    const core::KpiPeriod past{m_period.from, m_zone.DayBounds(core::Now()).first};
    const auto everywhere = Kept(past);
    name({"1", "2", "3"});
    const auto first = Kept(past);
    EXPECT_NE(first, everywhere) << "the first bays that somebody names hold for the past";
    name({"1"});
    EXPECT_EQ(Kept(past), first);
    ExpectEqual("after bays were taken from the list");
    auto basics = db::LoadKpiBasics(*m_desk);
    EXPECT_EQ(basics.namedBays, 1);
    EXPECT_EQ(basics.earlierBays, (std::map<std::string, std::int64_t>{{core::FormatDay(core::Now(), m_zone), 3}}));
    auto counted = basics;
    counted.bays = 9;
    ASSERT_TRUE(db::ChangeKpiBasics(*m_desk, manager, core::OperationId::New(), basics, counted));
    EXPECT_EQ(Kept(past), first);
    EXPECT_EQ(db::LoadKpiBasics(*m_desk).earlierBays, basics.earlierBays);
}

} // namespace

} // namespace bayline::test
