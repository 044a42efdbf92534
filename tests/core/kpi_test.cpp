// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kpi_book.h"

#include <gtest/gtest.h>

namespace bayline::core {

namespace {

using namespace std::chrono_literals;

const ShopZone kZone("Asia/Shanghai");

Instant At(const char* text)
{
    return ParseRfc3339(text).value();
}

/// The trade's check vector: one week of one outlet, seven orders.
class CheckVector : public testing::Test
{
protected:
    CheckVector()
    {
        for (auto& id : m_id)
            id = WorkOrderId::New();
        const auto order = [&](int n) -> OrderFact& {
            m_facts.orders.push_back({.id = m_id[n], .opened = m_monday + 9h, .delivered = m_monday + 80h});
            return m_facts.orders.back();
        };
        Promise(order(1), true, true);
        Promise(order(2), false, false);
        Promise(order(3), true, true);
        order(4).internal = true;
        auto& comeback = order(5);
        Promise(comeback, true, true);
        comeback.comebackOf = m_id[1];
        comeback.opened = m_monday + 100h;
        comeback.delivered = m_monday + 104h;
        auto& cancelled = order(6);
        cancelled.cancelled = true;
        cancelled.delivered.reset();
        Promise(order(7), false, true);
        Sell(1, PayType::Customer, 30'000, 1'500, 46'800, 28'000);
        Sell(2, PayType::Customer, 60'000, 3'000, 90'000, 54'000);
        Sell(3, PayType::Warranty, 30'000, 2'000, 100'000, 100'000);
        Sell(4, PayType::Internal, 12'000, 1'000, 0, 0);
        Sell(5, PayType::Goodwill, 0, 0, 0, 3'500);
        Sell(7, PayType::Customer, 108'000, 6'000, 240'000, 156'000);
        Clock(1, PayType::Customer, 0h, 72min);
        Clock(2, PayType::Customer, 0h, 204min);
        Clock(3, PayType::Warranty, 0h, 150min);
        Clock(4, PayType::Internal, 0h, 60min);
        Clock(5, PayType::Goodwill, 0h, 66min);
        Clock(6, PayType::Customer, 0h, 24min);
        Clock(7, PayType::Customer, 0h, 180min);
        Clock(7, PayType::Customer, -72h, 240min); // the week before
        Decide(1, {{true, 30'000}, {true, 46'800}});
        Decide(2, {{true, 60'000}, {true, 90'000}, {false, 60'000, Result::Yellow, 60'000}});
        Decide(7, {{true, 100'000}, {true, 100'000}, {true, 100'000}, {true, 48'000}});
        Decide(6, {{false, 130'000, Result::Red}});
        m_input.sums = SumFacts(m_facts, m_week, kZone);
        m_input.sums.Add(Measure::Available, 18 * 3600);
        m_input.sums.Add(Measure::BayOpen, 24 * 3600);
        m_input.sums.Add(Measure::BayOccupied, 15 * 3600);
        AddBasics(m_input.sums, {.labourCostPerHour = Money{6'000}}, m_week, kZone, m_week.to);
    }

    struct Answer
    {
        bool approved = false;
        std::int64_t net = 0;
        Result severity = Result::Red;
        std::int64_t recovered = 0;
    };

    void Promise(OrderFact& order, bool original, bool latest) const
    {
        order.ready = m_monday + 30h;
        order.originalPromise = *order.ready + (original ? 0s : -1s);
        order.latestPromise = *order.ready + (latest ? 1h : -1h);
    }

    void Sell(int n, PayType payer, std::int64_t labour, std::int64_t sold, std::int64_t parts, std::int64_t cost)
    {
        m_facts.sales.push_back({.order = m_id[n],
                                 .at = m_monday + 60h,
                                 .line = m_labour,
                                 .kind = LineKind::Labour,
                                 .payer = payer,
                                 .soldMilli = sold,
                                 .net = Money{labour}});
        m_facts.sales.push_back({.order = m_id[n],
                                 .at = m_monday + 60h,
                                 .line = LineId::New(),
                                 .kind = LineKind::Part,
                                 .payer = payer,
                                 .net = Money{parts},
                                 .cost = Money{cost}});
    }

    void Clock(int n, PayType payer, std::chrono::hours after, std::chrono::minutes length)
    {
        m_facts.clocks.push_back({.order = m_id[n],
                                  .line = m_labour,
                                  .technician = m_technician,
                                  .payer = payer,
                                  .started = m_monday + 10h + after,
                                  .stopped = m_monday + 10h + after + length});
    }

    void Decide(int n, const std::vector<Answer>& answers)
    {
        for (const auto& answer : answers) {
            m_facts.decisions.push_back({.order = m_id[n],
                                         .line = LineId::New(),
                                         .approved = answer.approved,
                                         .at = m_monday + 12h,
                                         .net = Money{answer.net},
                                         .extra = true,
                                         .severity = answer.severity,
                                         .recovered = Money{answer.recovered}});
        }
    }

    std::string Shown(const char* id) const
    {
        const auto figure = MakeFigure(*FindKpi(id), m_input);
        return DisplayKpi(figure.definition->unit, figure.value, "CNY");
    }
    std::int64_t Value(const char* id) const { return MakeFigure(*FindKpi(id), m_input).value.value(); }

    Instant m_monday = At("2026-11-16T00:00:00+08:00");
    KpiPeriod m_week{m_monday, m_monday + 24h * 7};
    std::array<WorkOrderId, 8> m_id;
    LineId m_labour = LineId::New();
    StaffId m_technician = StaffId::New();
    KpiFacts m_facts;
    KpiInput m_input;
};

TEST_F(CheckVector, GivesTheTradesSalesFigures)
{
    EXPECT_EQ(Value("orders"), 3);
    EXPECT_EQ(Shown("aro"), "¥1,916.00");
    EXPECT_EQ(Shown("hours_per_order"), "3.50 h");
    EXPECT_EQ(Shown("elr"), "¥188.57");
    EXPECT_EQ(Shown("parts_to_labour"), "1.90");
    EXPECT_EQ(Value("gp_parts"), 3'684);
    EXPECT_EQ(Value("gp_labour"), 6'485);
    EXPECT_EQ(Value("net_warranty"), 130'000);
    EXPECT_EQ(Value("net_internal"), 12'000);
}

TEST_F(CheckVector, GivesTheTradesWorkshopFigures)
{
    EXPECT_EQ(Value("efficiency"), 8'333);
    EXPECT_EQ(Value("utilisation"), 7'000);
    EXPECT_EQ(Value("overall"), 7'500);
    EXPECT_EQ(Value("unapplied"), 3'000);
    EXPECT_EQ(Value("bay_utilisation"), 6'250);
    EXPECT_NE(Value("overall"), MulDivRound(Value("efficiency"), Value("utilisation"), 10'000));
}

TEST_F(CheckVector, GivesTheTradesQualityFigures)
{
    EXPECT_EQ(Value("first_time_fix"), 7'500);
    EXPECT_EQ(Value("comebacks"), 2'500);
    EXPECT_EQ(Shown("rework_cost"), "¥101.00");
    EXPECT_EQ(Value("on_time"), 6'000);
    EXPECT_EQ(Value("on_time_latest"), 8'000);
    EXPECT_EQ(Value("delivered"), 5);
}

TEST_F(CheckVector, GivesTheTradesQuoteFigures)
{
    EXPECT_EQ(Value("approval_lines"), 8'000);
    EXPECT_EQ(Value("approval_value"), 7'516);
    EXPECT_EQ(Value("approval_orders"), 7'500);
    EXPECT_EQ(Value("deferred"), 190'000);
    EXPECT_EQ(Value("recovered"), 3'158);
}

TEST_F(CheckVector, NamesTheOrdersBehindEachFigure)
{
    const auto behind = OrdersBehind(*FindKpi("aro"), m_input.sums);
    ASSERT_EQ(behind.size(), 3U);
    std::int64_t net = 0;
    std::int64_t orders = 0;
    for (const auto& share : behind) {
        net += share.numerator;
        orders += share.denominator;
    }
    EXPECT_EQ(net, 574'800);
    EXPECT_EQ(orders, 3);
    std::set<WorkOrderId> late;
    for (const auto& share : OrdersBehind(*FindKpi("on_time"), m_input.sums)) {
        if (share.numerator == 0)
            late.insert(share.order);
    }
    EXPECT_EQ(late, (std::set<WorkOrderId>{m_id[2], m_id[7]}));
}

TEST_F(CheckVector, FiguresOfATechnicianNobodyIsAreNothing)
{
    m_input.sums = SumFacts(m_facts, m_week, kZone, {.technician = StaffId::New()});
    EXPECT_EQ(Shown("aro"), "–");
    EXPECT_EQ(Value("orders"), 0);
}

TEST_F(CheckVector, CreditNotesCountNegativeInTheirOwnPeriod)
{
    auto credit = m_facts.sales[0];
    credit.sign = -1;
    credit.at = m_week.to + 1h;
    m_facts.sales.push_back(credit);
    EXPECT_EQ(SumFacts(m_facts, m_week, kZone).Value(Measure::NetC), 574'800);
    m_input.sums = SumFacts(m_facts, {m_week.to, m_week.to + 24h * 7}, kZone);
    EXPECT_EQ(Value("net_sales"), -30'000);
    EXPECT_EQ(m_input.sums.Value(Measure::SoldC), -1'500);
    EXPECT_EQ(Value("orders"), 0);
    EXPECT_EQ(Shown("aro"), "–");
}

TEST(KpiFigures, WithoutRecordsThereIsNoValueAndADashNeverZero)
{
    KpiInput nothing;
    nothing.sums = SumFacts({}, {}, kZone);
    for (const auto& figure : MakeFigures(nothing)) {
        if (figure.definition->group == KpiGroup::NotRecorded || !figure.definition->denominator.empty()) {
            EXPECT_EQ(DisplayKpi(figure.definition->unit, figure.value, "CNY"), "–") << figure.definition->id;
        }
        if (figure.definition->group == KpiGroup::NotRecorded) {
            EXPECT_STRNE(figure.note, "") << figure.definition->id;
        }
    }
    EXPECT_STRNE(MakeFigure(*FindKpi("utilisation"), nothing).note, "");
    EXPECT_STREQ(MakeFigure(*FindKpi("app_registration"), nothing).note, "No app data.");
}

TEST(KpiFigures, RatesOnFewerThanTenCasesAreWeak)
{
    KpiInput input;
    input.sums.Add(Measure::Ratings, 9);
    input.sums.Add(Measure::Satisfied, 9);
    EXPECT_TRUE(MakeFigure(*FindKpi("csat"), input).Weak());
    input.sums.Add(Measure::Ratings, 1);
    EXPECT_FALSE(MakeFigure(*FindKpi("csat"), input).Weak());
}

TEST(KpiFigures, RatingsGiveTheTwoBoxShareAndTheMean)
{
    KpiFacts facts;
    facts.orders.push_back({.id = WorkOrderId::New()});
    const auto at = At("2026-11-16T03:00:00Z");
    for (const int score : {5, 5, 4, 4, 3, 2, 5, 4})
        facts.ratings.push_back({facts.orders[0].id, at, score});
    KpiInput input;
    input.sums = SumFacts(facts, {at - 1h, at + 1h}, kZone);
    EXPECT_EQ(MakeFigure(*FindKpi("csat"), input).value, 7'500);
    EXPECT_EQ(MakeFigure(*FindKpi("score"), input).value, 400);
}

TEST(KpiFigures, NetPromoterScoreIsAnInteger)
{
    EXPECT_EQ(NetPromoterScore({10, 10, 9, 9, 8, 7, 7, 6, 4, 10}), 30);
    EXPECT_EQ(NetPromoterScore({0, 9, 7}), 0);
    EXPECT_EQ(NetPromoterScore({}), std::nullopt);
}

TEST(KpiFigures, RetentionFollowsTheFoundingExample)
{
    KpiInput input;
    input.sums.Add(Measure::ActiveAtStart, 800);
    input.sums.Add(Measure::ActiveAtEnd, 880);
    input.sums.Add(Measure::NewCustomers, 200);
    EXPECT_EQ(MakeFigure(*FindKpi("retention"), input).value, 8'500);
    input.sums.Add(Measure::CarsThen, 1'200);
    input.sums.Add(Measure::CarsGone, 300);
    EXPECT_EQ(MakeFigure(*FindKpi("churn"), input).value, 2'500);
}

TEST(KpiFacts, SharedJobsAreSplitByTheClockAndAddUp)
{
    KpiFacts facts;
    const auto order = WorkOrderId::New();
    const auto line = LineId::New();
    const auto day = At("2026-11-16T02:00:00Z");
    std::array<StaffId, 3> people{StaffId::New(), StaffId::New(), StaffId::New()};
    facts.orders.push_back({.id = order});
    facts.sales.push_back({.order = order, .at = day, .line = line, .soldMilli = 1'000});
    for (const auto& person : people)
        facts.clocks.push_back(
            {.order = order, .line = line, .technician = person, .started = day, .stopped = day + 1h});
    std::int64_t together = 0;
    for (const auto& person : people)
        together += SumFacts(facts, {day, day + 1h}, kZone, {.technician = person}).Value(Measure::Sold);
    EXPECT_EQ(together, 1'000);
}

TEST(KpiFacts, AClockOverMidnightBelongsToBothDays)
{
    KpiFacts facts;
    facts.orders.push_back({.id = WorkOrderId::New()});
    const auto midnight = At("2026-11-17T00:00:00+08:00");
    facts.clocks.push_back({.order = facts.orders[0].id, .started = midnight - 1h, .stopped = midnight + 2h});
    EXPECT_EQ(SumFacts(facts, {midnight - 24h, midnight}, kZone).Value(Measure::Clocked), 3600);
    EXPECT_EQ(SumFacts(facts, {midnight, midnight + 24h}, kZone).Value(Measure::Clocked), 7200);
}

TEST(KpiFacts, AnExpiredQuoteCountsAsDeclinedUnlessTheOrderWasAnswered)
{
    KpiFacts facts;
    facts.orders = {{.id = WorkOrderId::New()}, {.id = WorkOrderId::New()}};
    const auto at = At("2026-11-16T02:00:00Z");
    facts.decisions = {{.order = facts.orders[0].id, .approved = true, .at = at},
                       {.order = facts.orders[0].id, .expired = true, .at = at + 2h},
                       {.order = facts.orders[1].id, .expired = true, .at = at}};
    const auto sums = SumFacts(facts, {at - 1h, at + 24h}, kZone);
    EXPECT_EQ(sums.Value(Measure::LinesDecided), 3);
    EXPECT_EQ(sums.Value(Measure::LinesApproved), 1);
    EXPECT_EQ(sums.Value(Measure::OrdersDecided), 2);
    EXPECT_EQ(sums.Value(Measure::OrdersApproved), 1);
}

TEST(KpiFacts, QuantilesAreNearestRanks)
{
    EXPECT_EQ(SpreadOf({}).n, 0);
    EXPECT_EQ(SpreadOf({5}).p90, 5);
    const auto spread = SpreadOf({10, 9, 8, 7, 6, 5, 4, 3, 2, 1});
    EXPECT_EQ(spread.median, 5);
    EXPECT_EQ(spread.p90, 9);
}

TEST(KpiBasics, AvailableTimeCountsWorkingDaysThatHaveCome)
{
    KpiBasics basics{.dailyMilliHours = {{StaffId::New(), 8'000}, {StaffId::New(), 7'500}}};
    basics.calendar.week[5].reset();
    const auto monday = At("2026-11-16T00:00:00+08:00");
    const KpiPeriod week{monday, monday + 24h * 7};
    MeasureSums sums;
    AddBasics(sums, basics, week, kZone, week.to);
    EXPECT_EQ(sums.Value(Measure::Available), 5 * 15'500 * 36 / 10);
    MeasureSums until;
    AddBasics(until, basics, week, kZone, monday + 30h);
    EXPECT_EQ(until.Value(Measure::Available), 2 * 15'500 * 36 / 10);
    basics.calendar.days["2026-11-18"] = {.hours = {}, .name = "Holiday"};
    MeasureSums trained;
    trained.Add(Measure::Training, 7'200);
    AddBasics(trained, basics, week, kZone, week.to);
    EXPECT_EQ(trained.Value(Measure::Available), 4 * 15'500 * 36 / 10 - 7'200);
}

TEST(KpiBasics, BaysAreThereWhileTheShopIsOpen)
{
    KpiBasics basics;
    basics.namedBays = 4;
    const auto monday = At("2026-11-16T00:00:00+08:00");
    MeasureSums sums;
    AddBasics(sums, basics, {monday, monday + 24h * 7}, kZone, monday + 33h);
    EXPECT_EQ(sums.Value(Measure::Bays), 4);
    EXPECT_EQ(sums.Value(Measure::BayOpen), 4 * (10 + 1) * 3600) << "until nine o'clock on Tuesday";
    EXPECT_EQ(sums.Value(Measure::BayDays), 8);
    sums.Add(Measure::BayStays, 6);
    EXPECT_EQ(MakeFigure(*FindKpi("bay_turns"), {.sums = sums}).value, 75);
    EXPECT_EQ(MakeFigure(*FindKpi("bay_utilisation"), {.sums = sums}).value, std::nullopt) << "nobody wrote down bays";
    MeasureSums ofAnAdvisor;
    AddBasics(ofAnAdvisor, basics, {monday, monday + 24h * 7}, kZone, monday + 33h, {.advisor = StaffId::New()});
    EXPECT_EQ(ofAnAdvisor.Find(Measure::BayOpen), nullptr);
}

TEST(KpiBasics, HoursOfSingleDaysStandForTheUsualOnes)
{
    const std::vector<StaffMember> people{{.id = StaffId::New(), .number = "301", .name = "张伟"},
                                          {.id = StaffId::New(), .number = "302", .name = "Wang Fang"}};
    const auto typed = "2026-11-17 – 2026-11-18 张伟 0\n\n2026-11-22 302 4.5";
    const auto read = ParseAttendance(typed, people);
    EXPECT_EQ(read.wrongLine, "");
    EXPECT_EQ(AttendanceText(read.attendance, people), "2026-11-17 – 2026-11-18 张伟 0\n2026-11-22 Wang Fang 4.5");
    for (const auto* wrong : {"2026-11-17 Zhou 4", "2026-11-17 301 25", "2026-11-31 301 4", "2026-11-17 301", "x"})
        EXPECT_EQ(ParseAttendance(wrong, people).wrongLine, wrong);
    KpiBasics basics{.dailyMilliHours = {{people[0].id, 8'000}}, .attended = read.attendance};
    const auto monday = At("2026-11-16T00:00:00+08:00");
    const KpiPeriod week{monday, monday + 24h * 7};
    const auto available = [&](const KpiFilter& filter, Instant now) {
        MeasureSums sums;
        AddBasics(sums, basics, week, kZone, now, filter);
        return sums.Find(Measure::Available) != nullptr ? sums.Value(Measure::Available) : -1;
    };
    EXPECT_EQ(available({}, week.to), (6 * 8 - 2 * 8) * 3600 + 4 * 3600 + 1800);
    EXPECT_EQ(available({.technician = people[0].id}, week.to), 4 * 8 * 3600);
    EXPECT_EQ(available({.technician = people[1].id}, week.to), 4 * 3600 + 1800) << "a Sunday, without usual hours";
    EXPECT_EQ(available({}, monday + 30h), 8 * 3600) << "Monday and a day of leave";
    EXPECT_EQ(available({.technician = StaffId::New()}, week.to), -1) << "nobody said anything";
}

TEST(KpiBasics, EachDayHasTheBaysItHad)
{
    KpiBasics basics{.namedBays = 5, .earlierBays = {{"2026-11-18", 2}, {"2026-11-20", 3}}};
    const auto monday = At("2026-11-16T00:00:00+08:00");
    MeasureSums week;
    AddBasics(week, basics, {monday, monday + 24h * 7}, kZone, monday + 24h * 7);
    EXPECT_EQ(week.Value(Measure::Bays), 5);
    EXPECT_EQ(week.Value(Measure::BayDays), 2 * 2 + 2 * 3 + 2 * 5);
    EXPECT_EQ(week.Value(Measure::BayOpen), (2 * 2 + 2 * 3 + 2 * 5) * 10 * 3600);
    MeasureSums tuesday;
    AddBasics(tuesday, basics, {monday + 24h, monday + 48h}, kZone, monday + 24h * 7);
    EXPECT_EQ(tuesday.Value(Measure::Bays), 2);
}

TEST(KpiBasics, AnOutletHasItsOwnBaysAndThePeopleAtHomeThere)
{
    const std::vector<StaffId> people{StaffId::New(), StaffId::New()};
    KpiBasics basics{.namedBays = 5, .fixedCostsPerMonth = Money{3'000'000}};
    basics.dailyMilliHours = {{people[0], 8'000}, {people[1], 6'000}};
    basics.homes = {{people[1], 2}};
    basics.outletBays[2] = {{"2026-11-18", 3}, {"2026-11-20", std::nullopt}};
    const auto monday = At("2026-11-16T00:00:00+08:00");
    const auto of = [&](std::optional<int> outlet, StaffId technician = {}) {
        MeasureSums sums;
        AddBasics(sums, basics, {monday, monday + 24h * 5}, kZone, monday + 24h * 7,
                  {.advisor = {}, .technician = technician, .outlet = outlet});
        return sums;
    };
    EXPECT_EQ(of(1).Value(Measure::BayDays), 5 * 5);
    EXPECT_EQ(of(2).Value(Measure::BayDays), 0 + 0 + 3 + 3 + 5) << "not there before Wednesday; on Friday the shop's";
    EXPECT_EQ(of({}).Value(Measure::BayDays), 5 + 5 + 8 + 8 + 5) << "the shop's list counts once";
    EXPECT_EQ(of(1).Value(Measure::Available), 5 * 8 * 3600);
    EXPECT_EQ(of(2).Value(Measure::Available), 5 * 6 * 3600);
    EXPECT_EQ(of({}).Value(Measure::Available), 5 * 14 * 3600);
    EXPECT_EQ(of(2, people[0]).Find(Measure::Available), nullptr) << "not at home there";
    EXPECT_EQ(of(2).Find(Measure::FixedCosts), nullptr) << "they are the whole shop's";
    EXPECT_NE(of({}).Find(Measure::FixedCosts), nullptr);
    basics.outletBays[1] = {{"2026-11-19", 4}};
    EXPECT_EQ(of(1).Value(Measure::BayDays), 5 + 5 + 5 + 4 + 4);
    EXPECT_EQ(of({}).Value(Measure::BayDays), 5 + 5 + (5 + 3) + (4 + 3) + (4 + 5));
}

TEST(KpiBasics, FixedCostsOfAMonthAreWholeAndOfADayItsShare)
{
    KpiBasics basics{.fixedCostsPerMonth = Money{3'000'000}};
    const auto first = At("2026-11-01T00:00:00+08:00");
    const auto next = At("2026-12-01T00:00:00+08:00");
    MeasureSums month;
    AddBasics(month, basics, {first, next}, kZone, next);
    EXPECT_EQ(month.Value(Measure::FixedCosts), 3'000'000);
    MeasureSums day;
    AddBasics(day, basics, {first, first + 24h}, kZone, next);
    EXPECT_EQ(day.Value(Measure::FixedCosts), 100'000);
}

TEST(KpiTexts, TargetsAreReadAsTheyAreShown)
{
    EXPECT_EQ(ParseKpi(KpiUnit::Percent, "95 %"), 9'500);
    EXPECT_EQ(ParseKpi(KpiUnit::Percent, TypedKpi(KpiUnit::Percent, 8'750)), 8'750);
    EXPECT_EQ(ParseKpi(KpiUnit::Hours, "2.5 h"), 2'500);
    EXPECT_EQ(ParseKpi(KpiUnit::Minutes, "90"), 90);
    EXPECT_EQ(ParseKpi(KpiUnit::Minutes, "90.5"), std::nullopt);
    EXPECT_EQ(ParseKpi(KpiUnit::Money, "1,200.50"), 120'050);
    EXPECT_EQ(ParseKpi(KpiUnit::Money, "much"), std::nullopt);
    EXPECT_EQ(DisplayKpi(KpiUnit::Minutes, 125, "CNY"), "2 h 05 min");
    EXPECT_EQ(DisplayKpi(KpiUnit::Percent, -5, "CNY"), "-0.1 %");
    EXPECT_EQ(DisplayKpi(KpiUnit::Count, 12'345, "CNY"), "12,345");
}

TEST(KpiDefinitions, HaveTheirOwnIdNameAndFormula)
{
    std::set<std::string_view> ids;
    for (const auto& definition : KpiDefinitions()) {
        EXPECT_TRUE(ids.insert(definition.id).second) << definition.id;
        EXPECT_STRNE(definition.name, "");
        EXPECT_STRNE(definition.formula, "");
    }
    for (std::size_t at = 0; at < kMeasures; ++at) {
        const auto measure = static_cast<Measure>(at);
        EXPECT_EQ(MeasureFromWord(ToWord(measure)), measure);
    }
}

TEST(KpiPeriods, SpansFollowTheShopsCalendar)
{
    const auto at = At("2026-11-22T04:00:00Z");
    const auto name = [&](KpiSpan span) { return PeriodName(SpanAround(span, at, kZone), kZone); };
    EXPECT_EQ(name(KpiSpan::Day), "2026-11-22");
    EXPECT_EQ(name(KpiSpan::Week), "2026-11-16 – 2026-11-22");
    EXPECT_EQ(name(KpiSpan::Month), "2026-11");
    EXPECT_EQ(name(KpiSpan::Quarter), "2026 Q4");
    EXPECT_EQ(name(KpiSpan::Year), "2026");
    const auto before = [&](KpiSpan span) {
        return PeriodName(PeriodBefore(SpanAround(span, at, kZone), kZone), kZone);
    };
    EXPECT_EQ(before(KpiSpan::Month), "2026-10");
    EXPECT_EQ(before(KpiSpan::Week), "2026-11-09 – 2026-11-15");
    EXPECT_EQ(before(KpiSpan::Year), "2025");
    EXPECT_EQ(before(KpiSpan::Day), "2026-11-21");
}

} // namespace

} // namespace bayline::core
