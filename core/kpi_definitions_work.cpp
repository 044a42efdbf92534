// SPDX-License-Identifier: GPL-3.0-or-later
// What was sold and worked: orders, labour, parts, hours.
#include "core/kpi_definition_parts.h"
#include "core/outcome.h"

namespace bayline::core::kpi {

using enum Measure;
using G = KpiGroup;
using U = KpiUnit;
using B = KpiBasis;

namespace {

constexpr std::int64_t kRate = 10'000;           ///< parts of a whole in basis points
constexpr std::int64_t kHoursToSeconds = 36'000; ///< thousandths of hours against seconds, in basis points
constexpr std::int64_t kPerMilli = 1'000;        ///< money against thousandths of hours

} // namespace

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

} // namespace bayline::core::kpi
