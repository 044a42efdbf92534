// SPDX-License-Identifier: GPL-3.0-or-later
// How well it was done, and what customers made of it: promises, durations, rework, approvals, ratings.
#include "core/kpi_definition_parts.h"
#include "core/outcome.h"

namespace bayline::core::kpi {

using enum Measure;
using G = KpiGroup;
using U = KpiUnit;
using B = KpiBasis;

namespace {

constexpr std::int64_t kRate = 10'000; ///< parts of a whole in basis points

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

} // namespace

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
        {.id = "parts_delay",
         .group = G::Time,
         .name = N_("Orders delayed by parts"),
         .formula = N_("Orders held for parts ÷ orders handed over"),
         .unit = U::Percent,
         .basis = B::HandOver,
         .numerator = {{HeldForParts}},
         .denominator = {{Delivered}},
         .scale = kRate,
         .n = Delivered,
         .lowIsGood = true},
    };
}

std::vector<KpiDefinition> Comebacks()
{
    return {
        {.id = "first_time_fix",
         .group = G::Time,
         .name = N_("Fixed first time"),
         .formula =
             N_("1 − orders followed by rework within 30 days ÷ orders handed over; rework is an order linked to the "
                "first one, or one of the same car with goodwill lines"),
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

} // namespace bayline::core::kpi
