// SPDX-License-Identifier: GPL-3.0-or-later
// What was sold and worked: orders, labour, parts, hours, bays.
#include "core/kpi_definition_parts.h"
#include "core/outcome.h"

namespace bayline::core::kpi {

using enum Measure;
using U = KpiUnit;

namespace {

constexpr Place kSales{KpiGroup::Sales, KpiBasis::Document};
constexpr Place kWorkshop{KpiGroup::Workshop, KpiBasis::Document};
constexpr Place kWorked{KpiGroup::Workshop, KpiBasis::DayWorked};
constexpr Scale kHoursToSeconds{U::Percent, 36'000}; ///< thousandths of hours against seconds, in basis points
constexpr auto kNeedsHours = N_("Enter each technician's hours of a working day.");
constexpr auto kNeedsBays = N_("Name the bays in the settings, or enter their number.");
constexpr auto kNeedsCost = N_("Enter what an hour of a technician costs.");

} // namespace

std::vector<KpiDefinition> OrdersBilled()
{
    const Place shop{KpiGroup::Sales, KpiBasis::WholeShop};
    return {
        kSales.Sum({"orders", N_("Orders billed"),
                    N_("Work orders with a first customer invoice in the period; corrected ones count once")},
                   U::Count, {{OrdersC}}),
        shop.Sum({"cars", N_("Cars billed"), N_("Different cars among the orders billed")}, U::Count, {{Cars}}),
        kSales.Sum({"net_sales", N_("Net sales to customers"),
                    N_("Σ customer-pay lines without tax, less discounts and credit notes")},
                   U::Money, {{NetC}}),
        kSales.Quotient({"aro", N_("Average repair order"), N_("Net sales to customers ÷ orders billed")},
                        {U::Money, 1}, {{NetC}}, {{OrdersC}}, OrdersC),
        With(
            kSales.Quotient({"hours_per_order", N_("Hours per order"), N_("Σ hours sold to customers ÷ orders billed")},
                            {U::Hours, 1}, {{SoldC}}, {{OrdersC}}, OrdersC),
            {2'500, "Ratchet+Wrench / AutoZone 2023"}),
    };
}

std::vector<KpiDefinition> LabourAndParts()
{
    return {
        kSales.Quotient(
            {"elr", N_("Effective labour rate"), N_("Σ net labour sales to customers ÷ Σ hours sold to customers")},
            {U::MoneyPerHour, 1'000}, {{LabourNetC}}, {{SoldC}}, OrdersC),
        kSales.Quotient({"parts_to_labour", N_("Parts to labour"), N_("Σ net parts ÷ Σ net labour, customer-pay")},
                        {U::Ratio, 100}, {{PartsNetC}}, {{LabourNetC}}, OrdersC),
        With(
            kSales.Quotient({"gp_parts", N_("Gross profit on parts"),
                             N_("(Σ net parts − Σ their cost) ÷ Σ net parts, customer-pay, parts whose cost is known")},
                            {}, {{PartsCostedC}, {PartsCostC, -1}}, {{PartsCostedC}}, OrdersC),
            {3'500, "startupfinancialprojection.com"}),
        With(
            Needs(kSales.Quotient({"gp_labour", N_("Gross profit on labour"),
                                   N_("(Σ net labour − clocked hours × cost of an hour) ÷ Σ net labour, customer-pay")},
                                  {}, {{LabourNetC}, {LabourCostC, -1}}, {{LabourNetC}}, OrdersC),
                  kNeedsCost),
            {6'000, "businessplankit.com"}),
    };
}

std::vector<KpiDefinition> OtherPayersAndBays()
{
    return {
        kSales.Sum({"net_warranty", N_("Warranty work"), N_("Σ lines paid by the maker's warranty, without tax")},
                   U::Money, {{NetW}}),
        kSales.Sum({"net_insurer", N_("Insurers' work"), N_("Σ lines paid by insurers, without tax")}, U::Money,
                   {{NetIns}}),
        kSales.Sum({"net_internal", N_("Internal work"), N_("Σ lines for the shop's own cars, without tax")}, U::Money,
                   {{NetI}}),
        LowIsGood(
            kSales.Sum({"net_goodwill", N_("Goodwill and rework"), N_("Σ lines the shop bears itself, without tax")},
                       U::Money, {{NetG}})),
        Needs(kSales.Quotient(
                  {"sales_per_bay", N_("Sales per bay"), N_("Net sales to customers ÷ number of bays on the last day")},
                  {U::Money, 1}, {{NetC}}, {{Bays}}, Count),
              kNeedsBays),
        With(Needs(kSales.Quotient({"absorption", N_("Absorption"),
                                    N_("(Gross profit on parts + gross profit on labour) ÷ fixed costs of the period")},
                                   {}, {{PartsCostedC}, {PartsCostC, -1}, {LabourNetC}, {LabourCostC, -1}},
                                   {{FixedCosts}}, Count),
                   N_("Enter the fixed costs of a month and what an hour of a technician costs.")),
             {10'000, "NADA / dynatronsoftware.com"}),
    };
}

std::vector<KpiDefinition> TechniciansHours()
{
    const auto worked = [](const Said& said, Terms above) {
        return Needs(kWorked.Quotient(said, {}, std::move(above), {{Available}}, Count), kNeedsHours);
    };
    return {
        With(kWorkshop.Quotient(
                 {"efficiency", N_("Efficiency"),
                  N_("Σ hours sold ÷ Σ hours clocked on the same orders, all payers; unclocked labour apart")},
                 kHoursToSeconds, {{Sold}}, {{ClockJobs}}, OrdersC),
             {10'000, "hao.ren8.com/1965"}),
        With(worked({"utilisation", N_("Utilisation"),
                     N_("Hours clocked on jobs ÷ hours available; available: hours of the days the shop was open, less "
                        "training")},
                    {{Clocked}}),
             {8'500, "NADA, wanada.org"}),
        With(Needs(kWorkshop.Quotient(
                       {"overall", N_("Overall efficiency"),
                        N_("Hours sold ÷ hours available; not efficiency × utilisation, because the jobs differ")},
                       kHoursToSeconds, {{Sold}, {SoldUnclocked}}, {{Available}}, Count),
                   kNeedsHours),
             {10'000, "NADA, wanada.org"}),
        With(LowIsGood(
                 worked({"unapplied", N_("Unapplied time"), N_("(Hours available − hours clocked) ÷ hours available")},
                        {{Available}, {Clocked, -1}})),
             {1'500, "NADA, wanada.org"}),
        worked({"unapplied_told", N_("Unapplied time with a reason"),
                N_("Hours recorded as time no car pays for, without training ÷ hours available")},
               {{Apart}}),
    };
}

std::vector<KpiDefinition> HoursAndBays()
{
    return {
        kWorkshop.Sum({"hours_sold", N_("Hours sold"),
                       N_("Σ standard hours of billed labour, all payers, split by clocked time")},
                      U::Hours, {{Sold}, {SoldUnclocked}}),
        LowIsGood(kWorkshop.Sum({"hours_unclocked", N_("Of these without a clock"),
                                 N_("Σ standard hours of billed labour that nobody clocked")},
                                U::Hours, {{SoldUnclocked}})),
        With(Needs(kWorked.Quotient({"bay_utilisation", N_("Bay utilisation"),
                                     N_("Opening hours in which a car stood in a bay ÷ (bays × opening hours); a car "
                                        "leaves its bay when it is moved, another comes, or it is ready")},
                                    {}, {{BayOccupied}}, {{BayOpen}}, BayStays),
                   N_("Record which car stands in which bay.")),
             {7'000, "RIA, thefenneclab.com"}),
        Needs(
            kWorked.Quotient({"bay_worked", N_("Bays worked in"), N_("Hours clocked on jobs ÷ (bays × opening hours)")},
                             {}, {{Clocked}}, {{BayOpen}}, Count),
            kNeedsBays),
        Needs(kWorked.Quotient(
                  {"bay_turns", N_("Cars per bay and day"), N_("Cars driven into a bay ÷ (bays × days open)")},
                  {U::Ratio, 100}, {{BayStays}}, {{BayDays}}, BayStays),
              N_("Record which car stands in which bay.")),
    };
}

} // namespace bayline::core::kpi
