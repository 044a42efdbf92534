// SPDX-License-Identifier: GPL-3.0-or-later
// How well it was done, and what customers made of it: promises, durations, rework, approvals, ratings.
#include "core/kpi_definition_parts.h"
#include "core/outcome.h"

namespace bayline::core::kpi {

using enum Measure;
using U = KpiUnit;

namespace {

constexpr Place kTime{KpiGroup::Time, KpiBasis::HandOver};
constexpr Place kQuotes{KpiGroup::Quotes, KpiBasis::Decision};

} // namespace

std::vector<KpiDefinition> Promises()
{
    return {
        kTime.Sum({"delivered", N_("Orders handed over"),
                   N_("Work orders whose car went back to its owner, without purely internal ones")},
                  U::Count, {{Delivered}}),
        With(kTime.Share({"on_time", N_("On time by the first promise"),
                          N_("Orders ready by the time promised at check-in ÷ orders handed over with a promise")},
                         OnTimeOriginal, Promised, Promised),
             {9'500, "autohome.com.cn"}),
        kTime.Share({"on_time_latest", N_("On time by the last promise"),
                     N_("Orders ready by the promise as last changed ÷ orders handed over with a promise")},
                    OnTimeLatest, Promised, Promised),
        With(kTime.Share({"same_day", N_("Ready on the same day"),
                          N_("Orders ready on the day of check-in ÷ orders handed over")},
                         SameDay, Delivered, Delivered),
             {8'000, "autohome.com.cn"}),
    };
}

std::vector<KpiDefinition> Durations()
{
    return {
        kTime.Median(
            {"keys_to_keys", N_("Keys to keys"),
             N_("Median of hand-over − check-in, around the clock; beside it the longest of the quickest 90 %")},
            &KpiSpreads::keysToKeys, {{Delivered}}),
        kTime.Median({"keys_to_keys_open", N_("Keys to keys, opening hours"),
                      N_("As above, only the hours in which the shop was open")},
                     &KpiSpreads::keysToKeysOpen, {{Delivered}}),
        kTime.Median({"production", N_("Check-in to ready"),
                      N_("Median of ready − check-in, around the clock; beside it the longest of the quickest 90 %")},
                     &KpiSpreads::production, {{Delivered}}),
        kTime.Median({"production_open", N_("Check-in to ready, opening hours"),
                      N_("As above, only the hours in which the shop was open")},
                     &KpiSpreads::productionOpen, {{Delivered}}),
        kTime.Share({"touch", N_("Share of time worked on"),
                     N_("Σ hours clocked ÷ Σ hours keys to keys of the orders handed over")},
                    OrderClock, KeysSeconds, Delivered),
        Needs(kTime.Share({"touch_open", N_("Share of opening hours worked on"),
                           N_("Σ hours clocked ÷ Σ opening hours keys to keys of the orders handed over")},
                          OrderClock, OpenKeys, Delivered),
              N_("Only counted for a whole period.")),
        LowIsGood(kTime.Share(
            {"parts_delay", N_("Orders delayed by parts"), N_("Orders held for parts ÷ orders handed over")},
            HeldForParts, Delivered, Delivered)),
    };
}

std::vector<KpiDefinition> Comebacks()
{
    return {
        With(kTime.Quotient({"first_time_fix", N_("Fixed first time"),
                             N_("1 − orders followed by rework within 30 days ÷ orders handed over; rework is an order "
                                "linked to the "
                                "first one, or one of the same car with goodwill lines")},
                            {}, {{Cohort}, {CameBack, -1}}, {{Cohort}}, Cohort),
             {8'800, "J.D. Power CSI 2025, moticx.com"}),
        LowIsGood(kTime.Share(
            {"comebacks", N_("Comebacks"), N_("Orders followed by rework within 30 days ÷ orders handed over")},
            CameBack, Cohort, Cohort)),
        Needs(LowIsGood(kTime.Sum({"rework_cost", N_("Cost of rework"),
                                   N_("Hours clocked on rework × cost of an hour + cost of its goodwill parts")},
                                  U::Money, {{ReworkCost}})),
              N_("Enter what an hour of a technician costs.")),
    };
}

std::vector<KpiDefinition> Approvals()
{
    return {
        With(kQuotes.Share(
                 {"approval_lines", N_("Lines approved"),
                  N_("Lines approved ÷ lines decided, by the last answer; unanswered ones count as declined once the "
                     "quote expires")},
                 LinesApproved, LinesDecided, LinesDecided),
             {7'000, "Ratchet+Wrench 2018"}),
        kQuotes.Share({"approval_value", N_("Value approved"), N_("Σ net value approved ÷ Σ net value decided")},
                      NetApproved, NetDecided, LinesDecided),
        kQuotes.Share({"approval_orders", N_("Orders with a yes"),
                       N_("Orders with at least one approved line ÷ orders with a decided quote")},
                      OrdersApproved, OrdersDecided, OrdersDecided),
        kQuotes.Share({"extra_lines", N_("Additional work, lines approved"),
                       N_("As above, only lines that answer a finding of the inspection")},
                      ExtraApproved, ExtraDecided, ExtraDecided),
        kQuotes.Share({"extra_value", N_("Additional work, value approved"),
                       N_("Σ net value approved ÷ Σ net value decided, only lines that answer a finding")},
                      ExtraNetApproved, ExtraNetDecided, ExtraDecided),
        kQuotes.Share(
            {"extra_orders", N_("Additional work, orders with a yes"),
             N_("Orders with an approved line that answers a finding ÷ orders where such a line was decided")},
            OrdersExtraApproved, OrdersExtraDecided, OrdersExtraDecided),
        With(kQuotes.Share({"red_sold", N_("Red findings sold"),
                            N_("Σ net value approved ÷ decided, lines that answer a red finding")},
                           RedNetApproved, RedNetDecided, ExtraDecided),
             {5'600, "am-online.com 2014"}),
        With(kQuotes.Share({"amber_sold", N_("Yellow findings sold"),
                            N_("Σ net value approved ÷ decided, lines that answer a yellow finding")},
                           AmberNetApproved, AmberNetDecided, ExtraDecided),
             {1'080, "REALtime Communications"}),
        kQuotes.Share({"answers_online", N_("Answers on the phone's page"),
                       N_("Orders whose last answer came from the customer's page ÷ orders with a decided quote")},
                      AnsweredOnline, OrdersDecided, OrdersDecided),
    };
}

std::vector<KpiDefinition> AnswersAndDeferred()
{
    const Place checkIn{KpiGroup::Quotes, KpiBasis::CheckIn};
    const Place shop{KpiGroup::Quotes, KpiBasis::WholeShop};
    const Terms no = {{LinesDecided}, {LinesApproved, -1}};
    return {
        kQuotes.Median(
            {"time_to_yes", N_("Time to a yes"),
             N_("Median of answer − quote sent, approved lines; beside it the longest of the quickest 90 %")},
            &KpiSpreads::approved, {{LinesApproved}}),
        kQuotes.Median({"time_to_yes_open", N_("Time to a yes, opening hours"),
                        N_("As above, only the hours in which the shop was open")},
                       &KpiSpreads::approvedOpen, {{LinesApproved}}),
        kQuotes.Median(
            {"time_to_no", N_("Time to a no"),
             N_("Median of answer − quote sent, declined lines; beside it the longest of the quickest 90 %")},
            &KpiSpreads::declined, no),
        kQuotes.Median({"time_to_no_open", N_("Time to a no, opening hours"),
                        N_("As above, only the hours in which the shop was open")},
                       &KpiSpreads::declinedOpen, no),
        LowIsGood(kQuotes.Sum(
            {"deferred", N_("Deferred work"), N_("Σ net value of declined lines that answer a red or yellow finding")},
            U::Money, {{DeferredNet}})),
        kQuotes.Share({"recovered_90", N_("Deferred work recovered in 90 days"),
                       N_("Σ value sold within 90 days for the same finding of the same car ÷ Σ deferred work")},
                      RecoveredSoon, DeferredNet, ExtraDecided),
        kQuotes.Share({"recovered", N_("Deferred work recovered"),
                       N_("Σ value sold within 180 days for the same finding of the same car ÷ Σ deferred work")},
                      RecoveredNet, DeferredNet, ExtraDecided),
        LowIsGood(shop.Sum({"deferred_open", N_("Deferred work still open"),
                            N_("Σ net value of put-off work that waits for its car at the end of the period")},
                           U::Money, {{DeferredOpen}})),
        With(checkIn.Share(
                 {"inspections", N_("Cars inspected"), N_("Orders with a published inspection ÷ orders checked in")},
                 Inspected, Opened, Opened),
             {9'500, "Coachworks, motortradenews.com"}),
    };
}

std::vector<KpiDefinition> Customers()
{
    const Place rated{KpiGroup::Customers, KpiBasis::Rating};
    const Place handed{KpiGroup::Customers, KpiBasis::HandOver};
    const Place opened{KpiGroup::Customers, KpiBasis::CheckIn};
    const Place answered{KpiGroup::Customers, KpiBasis::Reply};
    const Place shop{KpiGroup::Customers, KpiBasis::WholeShop};
    constexpr Scale kHundredths{U::Score, 100};
    return {
        With(rated.Share({"csat", N_("Satisfied customers"), N_("Ratings of 4 or 5 of 5 ÷ ratings")}, Satisfied,
                         Ratings, Ratings),
             {8'500, "csat-analyzer"}),
        rated.Quotient({"score", N_("Mean rating"), N_("Σ stars ÷ ratings, of 5")}, kHundredths, {{ScoreSum}},
                       {{Ratings}}, Ratings),
        With(handed.Share({"survey_response", N_("Ratings returned"),
                           N_("Orders rated within 7 days of hand-over ÷ orders handed over")},
                          Rated, AskedToRate, AskedToRate),
             {6'000, "hao.ren8.com"}),
        opened.Share(
            {"followed", N_("Orders followed online"), N_("Orders whose page the customer opened ÷ orders checked in")},
            Followed, Opened, Opened),
        With(
            Needs(
                answered.Median(
                    {"first_response", N_("First response"),
                     N_("Median of the shop's first reply − the customer's message before it, opening hours; beside it "
                        "the longest of the quickest 90 %")},
                    &KpiSpreads::firstReply, {{Replies}}),
                N_("No app data.")),
            {3, "hao.ren8.com"}),
        Needs(answered.Share({"sla", N_("Answered in time"),
                              N_("Messages answered within the target of the first response ÷ messages answered or "
                                 "overdue")},
                             RepliesInTime, RepliesDue, RepliesDue),
              N_("Set a target for the first response.")),
        With(shop.Quotient(
                 {"retention", N_("Customers kept"),
                  N_("(Active customers at the end − new ones) ÷ active at the start; active: here within 12 months")},
                 {}, {{ActiveAtEnd}, {NewCustomers, -1}}, {{ActiveAtStart}}, ActiveAtStart),
             {8'700, "hao.ren8.com/294"}),
        With(LowIsGood(shop.Share(
                 {"churn", N_("Cars lost"),
                  N_("Cars handed over in the month that many months ago and not seen since ÷ cars handed over then")},
                 CarsGone, CarsThen, CarsThen)),
             {2'000, "studyofnet.com"}),
        With(shop.Quotient({"visits_per_year", N_("Visits per year"),
                            N_("Visits in the 12 months before the period's end ÷ different cars in them")},
                           kHundredths, {{VisitsOfYear}}, {{CarsOfYear}}, CarsOfYear),
             {280, "hao.ren8.com"}),
    };
}

} // namespace bayline::core::kpi
