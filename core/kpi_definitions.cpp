// SPDX-License-Identifier: GPL-3.0-or-later
// The list of figures. Formulas and benchmarks are the trade's; where usage differs, the formula under the name says
// which one is meant.
#include "core/kpi.h"
#include "core/outcome.h"

namespace bayline::core {

namespace {

using enum Measure;
using G = KpiGroup;
using U = KpiUnit;
using B = KpiBasis;

constexpr std::int64_t kRate = 10'000;           ///< parts of a whole in basis points
constexpr std::int64_t kHoursToSeconds = 36'000; ///< thousandths of hours against seconds, in basis points
constexpr std::int64_t kPerMilli = 1'000;        ///< money against thousandths of hours

std::vector<KpiDefinition> OrdersBilled()
{
    return {
        {.id = "orders",
         .group = G::Sales,
         .name = N_("Orders billed"),
         .formula = N_("Work orders with a first customer invoice in the period; corrected ones count once"),
         .numerator = {{OrdersC}}},
        {.id = "cars",
         .group = G::Sales,
         .name = N_("Cars billed"),
         .formula = N_("Different cars among the orders billed"),
         .basis = B::WholeShop,
         .numerator = {{Cars}}},
        {.id = "net_sales",
         .group = G::Sales,
         .name = N_("Net sales to customers"),
         .formula = N_("Σ customer-pay lines without tax, less discounts and credit notes"),
         .unit = U::Money,
         .numerator = {{NetC}}},
        {.id = "aro",
         .group = G::Sales,
         .name = N_("Average repair order"),
         .formula = N_("Net sales to customers ÷ orders billed"),
         .unit = U::Money,
         .numerator = {{NetC}},
         .denominator = {{OrdersC}},
         .n = OrdersC},
        {.id = "hours_per_order",
         .group = G::Sales,
         .name = N_("Hours per order"),
         .formula = N_("Σ hours sold to customers ÷ orders billed"),
         .unit = U::Hours,
         .numerator = {{SoldC}},
         .denominator = {{OrdersC}},
         .n = OrdersC,
         .benchmark = Benchmark{2'500, "Ratchet+Wrench / AutoZone 2023"}},
    };
}

std::vector<KpiDefinition> LabourAndParts()
{
    return {
        {.id = "elr",
         .group = G::Sales,
         .name = N_("Effective labour rate"),
         .formula = N_("Σ net labour sales to customers ÷ Σ hours sold to customers"),
         .unit = U::MoneyPerHour,
         .numerator = {{LabourNetC}},
         .denominator = {{SoldC}},
         .scale = kPerMilli,
         .n = OrdersC},
        {.id = "parts_to_labour",
         .group = G::Sales,
         .name = N_("Parts to labour"),
         .formula = N_("Σ net parts ÷ Σ net labour, customer-pay"),
         .unit = U::Ratio,
         .numerator = {{PartsNetC}},
         .denominator = {{LabourNetC}},
         .scale = 100,
         .n = OrdersC},
        {.id = "gp_parts",
         .group = G::Sales,
         .name = N_("Gross profit on parts"),
         .formula = N_("(Σ net parts − Σ their cost) ÷ Σ net parts, customer-pay, parts whose cost is known"),
         .unit = U::Percent,
         .numerator = {{PartsCostedC}, {PartsCostC, -1}},
         .denominator = {{PartsCostedC}},
         .scale = kRate,
         .n = OrdersC,
         .benchmark = Benchmark{3'500, "startupfinancialprojection.com"}},
        {.id = "gp_labour",
         .group = G::Sales,
         .name = N_("Gross profit on labour"),
         .formula = N_("(Σ net labour − clocked hours × cost of an hour) ÷ Σ net labour, customer-pay"),
         .unit = U::Percent,
         .numerator = {{LabourNetC}, {LabourCostC, -1}},
         .denominator = {{LabourNetC}},
         .scale = kRate,
         .n = OrdersC,
         .benchmark = Benchmark{6'000, "businessplankit.com"},
         .missing = N_("Enter what an hour of a technician costs.")},
    };
}

std::vector<KpiDefinition> OtherPayersAndBays()
{
    return {
        {.id = "net_warranty",
         .group = G::Sales,
         .name = N_("Warranty work"),
         .formula = N_("Σ lines paid by the maker's warranty, without tax"),
         .unit = U::Money,
         .numerator = {{NetW}}},
        {.id = "net_insurer",
         .group = G::Sales,
         .name = N_("Insurers' work"),
         .formula = N_("Σ lines paid by insurers, without tax"),
         .unit = U::Money,
         .numerator = {{NetIns}}},
        {.id = "net_internal",
         .group = G::Sales,
         .name = N_("Internal work"),
         .formula = N_("Σ lines for the shop's own cars, without tax"),
         .unit = U::Money,
         .numerator = {{NetI}}},
        {.id = "net_goodwill",
         .group = G::Sales,
         .name = N_("Goodwill and rework"),
         .formula = N_("Σ lines the shop bears itself, without tax"),
         .unit = U::Money,
         .numerator = {{NetG}},
         .lowIsGood = true},
        {.id = "sales_per_bay",
         .group = G::Sales,
         .name = N_("Sales per bay"),
         .formula = N_("Net sales to customers ÷ number of bays"),
         .unit = U::Money,
         .numerator = {{NetC}},
         .denominator = {{Bays}},
         .missing = N_("Enter the number of bays.")},
        {.id = "absorption",
         .group = G::Sales,
         .name = N_("Absorption"),
         .formula = N_("(Gross profit on parts + gross profit on labour) ÷ fixed costs of the period"),
         .unit = U::Percent,
         .numerator = {{PartsCostedC}, {PartsCostC, -1}, {LabourNetC}, {LabourCostC, -1}},
         .denominator = {{FixedCosts}},
         .scale = kRate,
         .benchmark = Benchmark{10'000, "NADA / dynatronsoftware.com"},
         .missing = N_("Enter the fixed costs of a month and what an hour of a technician costs.")},
    };
}

std::vector<KpiDefinition> TechniciansHours()
{
    return {
        {.id = "efficiency",
         .group = G::Workshop,
         .name = N_("Efficiency"),
         .formula = N_("Σ hours sold ÷ Σ hours clocked on the same orders, all payers; unclocked labour apart"),
         .unit = U::Percent,
         .numerator = {{Sold}},
         .denominator = {{ClockJobs}},
         .scale = kHoursToSeconds,
         .n = OrdersC,
         .benchmark = Benchmark{10'000, "hao.ren8.com/1965"}},
        {.id = "utilisation",
         .group = G::Workshop,
         .name = N_("Utilisation"),
         .formula = N_("Hours clocked on jobs ÷ hours available"),
         .unit = U::Percent,
         .basis = B::DayWorked,
         .numerator = {{Clocked}},
         .denominator = {{Available}},
         .scale = kRate,
         .benchmark = Benchmark{8'500, "NADA, wanada.org"},
         .missing = N_("Enter each technician's hours of a working day.")},
        {.id = "overall",
         .group = G::Workshop,
         .name = N_("Overall efficiency"),
         .formula = N_("Hours sold ÷ hours available; not efficiency × utilisation, because the jobs differ"),
         .unit = U::Percent,
         .numerator = {{Sold}, {SoldUnclocked}},
         .denominator = {{Available}},
         .scale = kHoursToSeconds,
         .benchmark = Benchmark{10'000, "NADA, wanada.org"},
         .missing = N_("Enter each technician's hours of a working day.")},
        {.id = "unapplied",
         .group = G::Workshop,
         .name = N_("Unapplied time"),
         .formula = N_("(Hours available − hours clocked) ÷ hours available"),
         .unit = U::Percent,
         .basis = B::DayWorked,
         .numerator = {{Available}, {Clocked, -1}},
         .denominator = {{Available}},
         .scale = kRate,
         .lowIsGood = true,
         .benchmark = Benchmark{1'500, "NADA, wanada.org"},
         .missing = N_("Enter each technician's hours of a working day.")},
    };
}

std::vector<KpiDefinition> HoursAndBays()
{
    return {
        {.id = "hours_sold",
         .group = G::Workshop,
         .name = N_("Hours sold"),
         .formula = N_("Σ standard hours of billed labour, all payers, split by clocked time"),
         .unit = U::Hours,
         .numerator = {{Sold}, {SoldUnclocked}}},
        {.id = "hours_unclocked",
         .group = G::Workshop,
         .name = N_("Of these without a clock"),
         .formula = N_("Σ standard hours of billed labour that nobody clocked"),
         .unit = U::Hours,
         .numerator = {{SoldUnclocked}},
         .lowIsGood = true},
        {.id = "bay_utilisation",
         .group = G::Workshop,
         .name = N_("Bay utilisation"),
         .formula = N_("Hours a bay is occupied ÷ (bays × opening hours)"),
         .unit = U::Percent,
         .basis = B::DayWorked,
         .numerator = {{BayOccupied}},
         .denominator = {{BayOpen}},
         .scale = kRate,
         .benchmark = Benchmark{7'000, "RIA, thefenneclab.com"},
         .missing = N_("Record which car stands in which bay.")},
    };
}

std::vector<KpiDefinition> Promises()
{
    return {
        {.id = "delivered",
         .group = G::Time,
         .name = N_("Orders handed over"),
         .formula = N_("Work orders whose car went back to its owner, without purely internal ones"),
         .basis = B::HandOver,
         .numerator = {{Delivered}}},
        {.id = "on_time",
         .group = G::Time,
         .name = N_("On time by the first promise"),
         .formula = N_("Orders ready by the time promised at check-in ÷ orders handed over with a promise"),
         .unit = U::Percent,
         .basis = B::HandOver,
         .numerator = {{OnTimeOriginal}},
         .denominator = {{Promised}},
         .scale = kRate,
         .n = Promised,
         .benchmark = Benchmark{9'500, "autohome.com.cn"}},
        {.id = "on_time_latest",
         .group = G::Time,
         .name = N_("On time by the last promise"),
         .formula = N_("Orders ready by the promise as last changed ÷ orders handed over with a promise"),
         .unit = U::Percent,
         .basis = B::HandOver,
         .numerator = {{OnTimeLatest}},
         .denominator = {{Promised}},
         .scale = kRate,
         .n = Promised},
        {.id = "same_day",
         .group = G::Time,
         .name = N_("Ready on the same day"),
         .formula = N_("Orders ready on the day of check-in ÷ orders handed over"),
         .unit = U::Percent,
         .basis = B::HandOver,
         .numerator = {{SameDay}},
         .denominator = {{Delivered}},
         .scale = kRate,
         .n = Delivered,
         .benchmark = Benchmark{8'000, "autohome.com.cn"}},
    };
}

std::vector<KpiDefinition> Durations()
{
    return {
        {.id = "keys_to_keys",
         .group = G::Time,
         .name = N_("Keys to keys"),
         .formula = N_("Median of hand-over − check-in, around the clock; beside it the longest of the quickest 90 %"),
         .unit = U::Minutes,
         .basis = B::HandOver,
         .numerator = {{Delivered}},
         .lowIsGood = true},
        {.id = "production",
         .group = G::Time,
         .name = N_("Check-in to ready"),
         .formula = N_("Median of ready − check-in, around the clock; beside it the longest of the quickest 90 %"),
         .unit = U::Minutes,
         .basis = B::HandOver,
         .numerator = {{Delivered}},
         .lowIsGood = true},
        {.id = "touch",
         .group = G::Time,
         .name = N_("Share of time worked on"),
         .formula = N_("Σ hours clocked ÷ Σ hours keys to keys of the orders handed over"),
         .unit = U::Percent,
         .basis = B::HandOver,
         .numerator = {{OrderClock}},
         .denominator = {{KeysSeconds}},
         .scale = kRate,
         .n = Delivered},
    };
}

std::vector<KpiDefinition> Comebacks()
{
    return {
        {.id = "first_time_fix",
         .group = G::Time,
         .name = N_("Fixed first time"),
         .formula =
             N_("1 − orders followed by rework within 30 days ÷ orders handed over; rework is an order of the same "
                "car with goodwill lines"),
         .unit = U::Percent,
         .basis = B::HandOver,
         .numerator = {{Cohort}, {CameBack, -1}},
         .denominator = {{Cohort}},
         .scale = kRate,
         .n = Cohort,
         .benchmark = Benchmark{8'800, "J.D. Power CSI 2025, moticx.com"}},
        {.id = "comebacks",
         .group = G::Time,
         .name = N_("Comebacks"),
         .formula = N_("Orders followed by rework within 30 days ÷ orders handed over"),
         .unit = U::Percent,
         .basis = B::HandOver,
         .numerator = {{CameBack}},
         .denominator = {{Cohort}},
         .scale = kRate,
         .n = Cohort,
         .lowIsGood = true},
        {.id = "rework_cost",
         .group = G::Time,
         .name = N_("Cost of rework"),
         .formula = N_("Hours clocked on rework × cost of an hour + cost of its goodwill parts"),
         .unit = U::Money,
         .basis = B::HandOver,
         .numerator = {{Measure::ReworkCost}},
         .lowIsGood = true,
         .missing = N_("Enter what an hour of a technician costs.")},
    };
}

KpiDefinition Rate(const char* id, G group, const char* name, const char* formula, B basis, Measure part, Measure whole,
                   Measure n)
{
    return {.id = id,
            .group = group,
            .name = name,
            .formula = formula,
            .unit = U::Percent,
            .basis = basis,
            .numerator = {{part}},
            .denominator = {{whole}},
            .scale = kRate,
            .n = n};
}

KpiDefinition With(KpiDefinition definition, Benchmark benchmark)
{
    definition.benchmark = benchmark;
    return definition;
}

KpiDefinition QuoteRate(const char* id, const char* name, const char* formula, Measure part, Measure whole, Measure n)
{
    return Rate(id, G::Quotes, name, formula, B::Decision, part, whole, n);
}

std::vector<KpiDefinition> Approvals()
{
    return {
        With(QuoteRate(
                 "approval_lines", N_("Lines approved"),
                 N_("Lines approved ÷ lines decided, by the last answer; unanswered ones count as declined once the "
                    "quote expires"),
                 LinesApproved, LinesDecided, LinesDecided),
             {7'000, "Ratchet+Wrench 2018"}),
        QuoteRate("approval_value", N_("Value approved"), N_("Σ net value approved ÷ Σ net value decided"), NetApproved,
                  NetDecided, LinesDecided),
        QuoteRate("approval_orders", N_("Orders with a yes"),
                  N_("Orders with at least one approved line ÷ orders with a decided quote"), OrdersApproved,
                  OrdersDecided, OrdersDecided),
        QuoteRate("extra_lines", N_("Additional work, lines approved"),
                  N_("As above, only lines that answer a finding of the inspection"), ExtraApproved, ExtraDecided,
                  ExtraDecided),
        QuoteRate("extra_value", N_("Additional work, value approved"),
                  N_("Σ net value approved ÷ Σ net value decided, only lines that answer a finding"), ExtraNetApproved,
                  ExtraNetDecided, ExtraDecided),
        With(QuoteRate("red_sold", N_("Red findings sold"),
                       N_("Σ net value approved ÷ decided, lines that answer a red finding"), RedNetApproved,
                       RedNetDecided, ExtraDecided),
             {5'600, "am-online.com 2014"}),
        With(QuoteRate("amber_sold", N_("Yellow findings sold"),
                       N_("Σ net value approved ÷ decided, lines that answer a yellow finding"), AmberNetApproved,
                       AmberNetDecided, ExtraDecided),
             {1'080, "REALtime Communications"}),
        QuoteRate("answers_online", N_("Answers on the phone's page"),
                  N_("Orders whose last answer came from the customer's page ÷ orders with a decided quote"),
                  AnsweredOnline, OrdersDecided, OrdersDecided),
    };
}

std::vector<KpiDefinition> AnswersAndDeferred()
{
    return {
        {.id = "time_to_yes",
         .group = G::Quotes,
         .name = N_("Time to a yes"),
         .formula = N_("Median of answer − quote sent, approved lines; beside it the longest of the quickest 90 %"),
         .unit = U::Minutes,
         .basis = B::Decision,
         .numerator = {{LinesApproved}},
         .lowIsGood = true},
        {.id = "time_to_no",
         .group = G::Quotes,
         .name = N_("Time to a no"),
         .formula = N_("Median of answer − quote sent, declined lines; beside it the longest of the quickest 90 %"),
         .unit = U::Minutes,
         .basis = B::Decision,
         .numerator = {{LinesDecided}, {LinesApproved, -1}},
         .lowIsGood = true},
        {.id = "deferred",
         .group = G::Quotes,
         .name = N_("Deferred work"),
         .formula = N_("Σ net value of declined lines that answer a red or yellow finding"),
         .unit = U::Money,
         .basis = B::Decision,
         .numerator = {{DeferredNet}},
         .lowIsGood = true},
        QuoteRate("recovered", N_("Deferred work recovered"),
                  N_("Σ value sold within 180 days for the same finding of the same car ÷ Σ deferred work"),
                  RecoveredNet, DeferredNet, ExtraDecided),
        With(Rate("inspections", G::Quotes, N_("Cars inspected"),
                  N_("Orders with a published inspection ÷ orders checked in"), B::CheckIn, Inspected, Opened, Opened),
             {9'500, "Coachworks, motortradenews.com"}),
    };
}

std::vector<KpiDefinition> Customers()
{
    std::vector<KpiDefinition> list = {
        With(Rate("csat", G::Customers, N_("Satisfied customers"), N_("Ratings of 4 or 5 of 5 ÷ ratings"), B::Rating,
                  Satisfied, Ratings, Ratings),
             {8'500, "csat-analyzer"}),
        {.id = "score",
         .group = G::Customers,
         .name = N_("Mean rating"),
         .formula = N_("Σ stars ÷ ratings, of 5"),
         .unit = U::Score,
         .basis = B::Rating,
         .numerator = {{ScoreSum}},
         .denominator = {{Ratings}},
         .scale = 100,
         .n = Ratings},
        With(Rate("survey_response", G::Customers, N_("Ratings returned"),
                  N_("Orders rated within 7 days of hand-over ÷ orders handed over"), B::HandOver, Rated, AskedToRate,
                  AskedToRate),
             {6'000, "hao.ren8.com"}),
        Rate("followed", G::Customers, N_("Orders followed online"),
             N_("Orders whose page the customer opened ÷ orders checked in"), B::CheckIn, Followed, Opened, Opened),
    };
    const auto shop = [&](KpiDefinition definition) { list.push_back(std::move(definition)); };
    shop(
        {.id = "retention",
         .group = G::Customers,
         .name = N_("Customers kept"),
         .formula = N_("(Active customers at the end − new ones) ÷ active at the start; active: here within 12 months"),
         .unit = U::Percent,
         .basis = B::WholeShop,
         .numerator = {{ActiveAtEnd}, {NewCustomers, -1}},
         .denominator = {{ActiveAtStart}},
         .scale = kRate,
         .n = ActiveAtStart,
         .benchmark = Benchmark{8'700, "hao.ren8.com/294"}});
    shop(
        {.id = "churn",
         .group = G::Customers,
         .name = N_("Cars lost"),
         .formula = N_("Cars handed over in the month that many months ago and not seen since ÷ cars handed over then"),
         .unit = U::Percent,
         .basis = B::WholeShop,
         .numerator = {{CarsGone}},
         .denominator = {{CarsThen}},
         .scale = kRate,
         .n = CarsThen,
         .lowIsGood = true,
         .benchmark = Benchmark{2'000, "studyofnet.com"}});
    shop({.id = "visits_per_year",
          .group = G::Customers,
          .name = N_("Visits per year"),
          .formula = N_("Visits in the 12 months before the period's end ÷ different cars in them"),
          .unit = U::Score,
          .basis = B::WholeShop,
          .numerator = {{VisitsOfYear}},
          .denominator = {{CarsOfYear}},
          .scale = 100,
          .n = CarsOfYear,
          .benchmark = Benchmark{280, "hao.ren8.com"}});
    return list;
}

KpiDefinition NotYet(const char* id, const char* name, const char* formula, const char* missing)
{
    return {.id = id,
            .group = G::NotRecorded,
            .name = name,
            .formula = formula,
            .unit = U::Percent,
            .basis = B::WholeShop,
            .missing = missing};
}

std::vector<KpiDefinition> NotRecorded()
{
    constexpr const char* kApp = N_("No app data.");
    constexpr const char* kBookings = N_("Record bookings with channel, planned time and arrival.");
    constexpr const char* kTickets = N_("Record customers' messages and calls with time, channel and reason.");
    return {
        NotYet("parts_fill", N_("Parts from stock"), N_("Lines issued from stock at once ÷ lines requested"),
               N_("Record requests to the parts store and the stock.")),
        NotYet("parts_delay", N_("Orders delayed by parts"), N_("Orders held for parts ÷ orders"),
               N_("Record holds with their reason.")),
        NotYet("online_booking", N_("Booked online"), N_("App and web bookings ÷ all bookings"), kBookings),
        NotYet("arrival", N_("Arrival rate"), N_("Arrived ÷ bookings due that were not cancelled 2 h before"),
               kBookings),
        NotYet("nps", N_("Net promoter score"),
               N_("Share of answers 9–10 − share of answers 0–6 to “would you recommend us”"),
               N_("Ask customers the 0–10 question; the page asks for 1–5 stars.")),
        NotYet("complaints", N_("Complaints"), N_("Complaints ÷ orders handed over, by main category"), kTickets),
        NotYet("status_calls", N_("“Where is my car” calls"), N_("Calls with that reason ÷ orders handed over × 100"),
               kTickets),
        NotYet("first_response", N_("First response"), N_("First human reply − first message; median and 90 %"),
               kTickets),
        NotYet("sla", N_("Answered in time"), N_("Tickets answered in target ÷ tickets answered or overdue"), kTickets),
        NotYet("resolution", N_("Resolved and not re-opened"), N_("Solved and not re-opened in 7 days ÷ closed"),
               kTickets),
        NotYet("ticket_rate", N_("Customers with a ticket"), N_("Customers with a ticket ÷ active customers"),
               kTickets),
        NotYet("reminder_visits", N_("Visits after a reminder"), N_("Visits within 30 days of a reminder ÷ visits"),
               N_("Record service reminders sent.")),
        NotYet("coupons", N_("Coupons redeemed"), N_("Coupons redeemed ÷ coupons issued"), kApp),
        NotYet("app_registration", N_("Customers in the app"), N_("Customers with an app account ÷ active customers"),
               kApp),
        NotYet("stickiness", N_("App stickiness"), N_("Users of a day ÷ users of a month"), kApp),
    };
}

} // namespace

const std::vector<KpiDefinition>& KpiDefinitions()
{
    static const auto kAll = [] {
        std::vector<KpiDefinition> all;
        for (auto&& part :
             {OrdersBilled(), LabourAndParts(), OtherPayersAndBays(), TechniciansHours(), HoursAndBays(), Promises(),
              Durations(), Comebacks(), Approvals(), AnswersAndDeferred(), Customers(), NotRecorded()})
            all.insert(all.end(), part.begin(), part.end());
        return all;
    }();
    return kAll;
}

const KpiDefinition* FindKpi(std::string_view id)
{
    for (const auto& definition : KpiDefinitions()) {
        if (definition.id == id)
            return &definition;
    }
    return nullptr;
}

const char* KpiGroupName(KpiGroup group)
{
    switch (group) {
    case G::Sales:
        return N_("Sales");
    case G::Workshop:
        return N_("Workshop hours");
    case G::Time:
        return N_("Time and quality");
    case G::Quotes:
        return N_("Quotes and inspections");
    case G::Customers:
        return N_("Customers");
    case G::NotRecorded:
        break;
    }
    return N_("Not recorded yet");
}

const char* KpiBasisName(KpiBasis basis)
{
    switch (basis) {
    case B::Document:
        return N_("Counted by the date of the invoice or credit note.");
    case B::HandOver:
        return N_("Counted by the hand-over.");
    case B::DayWorked:
        return N_("Counted by the day worked.");
    case B::Decision:
        return N_("Counted by the customer's answer.");
    case B::CheckIn:
        return N_("Counted by the check-in.");
    case B::Rating:
        return N_("Counted by the day of the rating.");
    case B::WholeShop:
        break;
    }
    return N_("Counted for the whole shop.");
}

} // namespace bayline::core
