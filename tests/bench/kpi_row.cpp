// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/kpi.h"
#include "tests/bench/bench_shop.h"
#include "tests/bench/report.h"
#include "tests/bench/rows.h"
#include "tests/support/figure_history.h"

#include <stdexcept>

namespace bayline::bench {

namespace {

constexpr int kDays = 1800;

/// What somebody would write for the same measures of sales, without a name for anything: documents with their discount
/// shared out, credit notes negative.
constexpr auto kByHand = R"(
select to_jsonb(s) as sums from (
select sum(sign * (c - off))::bigint as net_c,
       sum(sign * (labour - case when off = 0 then 0 else coalesce(round(off::numeric * labour / nullif(c, 0)), 0) end))::bigint as labour_net_c,
       sum(sign * cost)::bigint as parts_cost_c, sum(sign * sold)::bigint as sold_c
from (select d.sign, sum(l.net) filter (where l.pay_type = 'customer') as c,
             coalesce(sum(l.net) filter (where l.pay_type = d.payer), 0) - d.net as off,
             coalesce(sum(l.net) filter (where l.pay_type = 'customer' and l.kind = 'labour'), 0) as labour,
             coalesce(sum(l.cost) filter (where l.pay_type = 'customer' and l.kind = 'part'), 0) as cost,
             coalesce(sum(l.quantity_milli) filter (where l.pay_type = 'customer' and l.kind = 'labour'), 0) as sold
      from (select id, issued_at, 1 as sign, payer, net from bayline.invoice
            union all select id, issued_at, -1, payer, net from bayline.credit_note) d
      join (select invoice_id as id, kind, pay_type, net, cost, quantity_milli from bayline.invoice_line
            union all select credit_note_id, kind, pay_type, net, cost, quantity_milli from bayline.credit_note_line) l using (id)
      where d.issued_at >= :from::timestamptz and d.issued_at < :to::timestamptz
      group by d.id, d.sign, d.payer, d.net) x
where c is not null) s)";

constexpr auto kOurs = R"(
select to_jsonb(s) as sums from (
select sum(net_c)::bigint as net_c, sum(labour_net_c)::bigint as labour_net_c, sum(parts_cost_c)::bigint as parts_cost_c,
       sum(sold_c)::bigint as sold_c
from bayline.figure_sales(:from::timestamptz, :to::timestamptz, 'Asia/Shanghai')) s)";

void ExpectSame(const std::string& a, const std::string& b)
{
    if (a != b)
        throw std::runtime_error("the sums differ: " + a + " and " + b);
}

/// Every kept measure of a period, from the daily sums and from the records themselves.
void ExpectSameMeasures(db::Connection& owner, const core::KpiPeriod& period)
{
    const auto sums = [&](bool live) {
        return db::LoadMeasures(owner, {.token = {}, .period = period, .filter = {}, .live = live})[""];
    };
    const auto kept = sums(false);
    const auto live = sums(true);
    for (std::size_t at = 0; at < core::kMeasures; ++at) {
        const auto measure = static_cast<core::Measure>(at);
        if (kept.Value(measure) != live.Value(measure))
            throw std::runtime_error("the daily sums differ from the records: " + std::string(core::ToWord(measure)));
    }
}

struct Times
{
    Samples byHand;
    Samples live;
    Samples rolled;
};

Times MeasureSums(db::Connection& owner, const core::KpiPeriod& all, int rounds)
{
    Times times;
    const db::Params bounds{{"from", all.from}, {"to", all.to}};
    for (int round = 0; round < rounds; ++round) {
        std::string hand;
        std::string ours;
        times.byHand.Add(TimeOf([&] { hand = owner.Text(kByHand, bounds).value_or(""); }));
        times.live.Add(TimeOf([&] { ours = owner.Text(kOurs, bounds).value_or(""); }));
        ExpectSame(ours, hand);
        core::MeasureSums sums;
        times.rolled.Add(
            TimeOf([&] { sums = db::LoadMeasures(owner, {.token = {}, .period = all, .filter = {}})[""]; }));
        if (hand.find("\"net_c\": " + std::to_string(sums.Value(core::Measure::NetC))) == std::string::npos)
            throw std::runtime_error("the daily sums differ from the records");
    }
    return times;
}

/// The orders of the last two years as if they belonged to three outlets.
void OpenTwoMoreOutlets(db::Connection& owner)
{
    owner.ExecuteScript(
        "set session_replication_role = replica;"
        "insert into outlet (no, id, code, name) values (2, gen_random_uuid(), 'B', 'B'), (3, gen_random_uuid(), 'C', "
        "'C');"
        "update work_order set outlet = 1 + abs(hashtext(id::text)) % 3 where opened_at > now() - interval '24 months';"
        "update bay_stay b set outlet = w.outlet from work_order w where w.id = b.work_order_id and w.outlet <> 1;"
        "delete from figure_state;"
        "reset session_replication_role");
    owner.Execute("vacuum (analyze) work_order, bay_stay");
    owner.Execute("select refresh_figures()");
}

/// The screen of one outlet of three, read as a PC reads it.
void MeasureOutlet(db::Connection& owner, db::Connection& desk, const std::string& token, const core::ShopZone& zone,
                   const core::KpiPeriod& month, int rounds)
{
    Say("kpi: opening two more outlets");
    OpenTwoMoreOutlets(owner);
    const auto before = core::PeriodBefore(month, zone);
    const core::KpiFilter second{.advisor = {}, .technician = {}, .outlet = 2};
    const auto screen = [&](const char* name, const core::KpiPeriod& period, const core::KpiFilter& filter,
                            Target target) {
        Samples samples;
        for (int round = 0; round < rounds; ++round) {
            samples.Add(TimeOf([&] {
                (void)db::LoadKpiBook(desk, {.token = token, .period = period, .filter = filter}, zone, core::Now());
            }));
        }
        Print({"kpi", name, InMilliseconds(samples), {}, target});
    };
    const Target soon{Target::Kind::ValueAtMost, 300, "≤ 300 ms"};
    screen("screen of one outlet of three, last month", before, second, soon);
    screen("screen of one outlet of three, this month", month, second, soon);
    screen("screen of all three outlets, this month", month, {}, soon);
    screen("screen of one outlet of three, a year", core::SpanAround(core::KpiSpan::Year, before.from, zone), second,
           {});
}

} // namespace

void MeasureKpi(const Setting& setting)
{
    const int orders = setting.quick ? 25'000 : 250'000;
    const int rounds = setting.quick ? 5 : 7;
    const core::ShopZone zone("Asia/Shanghai");
    const auto today = zone.DayBounds(core::Now()).first;
    const auto yesterday = core::FormatDay(today - std::chrono::hours(12), zone);
    Say("kpi: loading a shop with " + std::to_string(orders) + " orders of five years");
    BenchShop shop(setting.scratch / "kpi", false);
    auto settings = db::ConnectionSettings{.conninfo = shop.OwnerConninfo()};
    settings.statementTimeout = std::chrono::minutes(30);
    db::Connection owner(settings);
    test::WriteFigureHistory(owner, {.orders = orders, .days = kDays, .lastDay = yesterday.c_str()});
    owner.Execute("set search_path = bayline, pg_temp");
    // Both sides on one processor: the ratio says what a query costs, not how many cores were free.
    owner.Execute("set max_parallel_workers_per_gather = 0");
    owner.Execute("vacuum (analyze)");
    Say("kpi: adding up all days");
    Samples build;
    build.Add(TimeOf([&] {
        owner.Execute("delete from figure_state");
        owner.Execute("select refresh_figures()");
    }));
    const auto month = core::SpanAround(core::KpiSpan::Month, today, zone);
    const auto before = core::PeriodBefore(month, zone);
    ExpectSameMeasures(owner, before);
    const auto times = MeasureSums(owner, {today - std::chrono::hours(24 * (kDays + 31)), today}, rounds);
    Samples past;
    Samples present;
    Samples corrected;
    Samples year;
    db::Connection desk(shop.Device("desk"));
    const auto manager = BenchShop::SignIn(desk, shop.Staff()[3]);
    const auto book = [&](Samples& samples, const core::KpiPeriod& period) {
        samples.Add(TimeOf([&] {
            (void)db::LoadKpiBook(desk, {.token = manager.token, .period = period, .filter = {}}, zone, core::Now());
        }));
    };
    for (int round = 0; round < rounds; ++round) {
        book(past, before);
        book(present, month);
        // What a corrected clock of yesterday notes.
        owner.Execute("insert into figure_day_change select d, d, true from (select shop_date(now()) - 1 as d) x");
        book(corrected, month);
        book(year, core::SpanAround(core::KpiSpan::Year, before.from, zone));
    }
    const Figure hand = InMilliseconds(times.byHand, "SQL by hand over the records");
    Print({"kpi",
           "sales of five years, live",
           InMilliseconds(times.live),
           hand,
           {Target::Kind::RatioAtMost, 1.1, "≤ 1.1×"}});
    Print({"kpi",
           "all measures of five years, by day",
           InMilliseconds(times.rolled),
           hand,
           {Target::Kind::RatioAtMost, 0.1, "≤ 0.1×"}});
    Print({"kpi", "screen, last month", InMilliseconds(past), {}, {Target::Kind::ValueAtMost, 300, "≤ 300 ms"}});
    Print({"kpi", "screen, this month", InMilliseconds(present), {}, {Target::Kind::ValueAtMost, 300, "≤ 300 ms"}});
    Print({"kpi",
           "screen, this month, yesterday just corrected",
           InMilliseconds(corrected),
           {},
           {Target::Kind::ValueAtMost, 300, "≤ 300 ms"}});
    Print({"kpi", "screen, a year", InMilliseconds(year), {}, {}});
    Print({"kpi", "building all daily sums", InMilliseconds(build), {}, {}});
    MeasureOutlet(owner, desk, manager.token, zone, month, rounds);
}

} // namespace bayline::bench
