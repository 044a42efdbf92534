// SPDX-License-Identifier: GPL-3.0-or-later
// The list of figures. Formulas and benchmarks are the trade's; where usage differs, the formula under the name says
// which one is meant.
#include "core/kpi_definition_parts.h"
#include "core/outcome.h"

namespace bayline::core {

namespace {

using G = KpiGroup;
using U = KpiUnit;
using B = KpiBasis;

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
        NotYet("online_booking", N_("Booked online"), N_("App and web bookings ÷ all bookings"), kBookings),
        NotYet("arrival", N_("Arrival rate"), N_("Arrived ÷ bookings due that were not cancelled 2 h before"),
               kBookings),
        NotYet("nps", N_("Net promoter score"),
               N_("Share of answers 9–10 − share of answers 0–6 to “would you recommend us”"),
               N_("Ask customers the 0–10 question; the page asks for 1–5 stars.")),
        NotYet("complaints", N_("Complaints"), N_("Complaints ÷ orders handed over, by main category"), kTickets),
        NotYet("status_calls", N_("“Where is my car” calls"), N_("Calls with that reason ÷ orders handed over × 100"),
               kTickets),
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
             {kpi::OrdersBilled(), kpi::LabourAndParts(), kpi::OtherPayersAndBays(), kpi::TechniciansHours(),
              kpi::HoursAndBays(), kpi::Promises(), kpi::Durations(), kpi::Comebacks(), kpi::Approvals(),
              kpi::AnswersAndDeferred(), kpi::Customers(), NotRecorded()})
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

const char* KpiBasisName(KpiBasis basis, bool ofAnOutlet)
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
    case B::Reply:
        return N_("Counted by the reply.");
    case B::WholeShop:
        break;
    }
    return ofAnOutlet ? N_("Counted for the whole outlet.") : N_("Counted for the whole shop.");
}

} // namespace bayline::core
