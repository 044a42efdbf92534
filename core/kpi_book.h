// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kpi.h"

#include <utility>

namespace bayline::core {

struct DeclinedWork
{
    std::string name; ///< of the finding, or of the line when it answers none
    Money net;
    std::int64_t lines = 0;
};

/// Figures of one person.
struct KpiPerson
{
    StaffId id;
    std::string name; ///< empty: orders that nobody is named on
    KpiInput input;
};

/// Figures of one outlet.
struct KpiOutlet
{
    int no = 1;
    std::string name; ///< or its code; empty: the first one, which nobody has named
    KpiInput input;
};

/// Everything a report of a period is made of.
struct KpiBook
{
    KpiPeriod period;
    KpiPeriod before;
    KpiFilter filter;
    KpiBasics basics;
    KpiInput now;
    KpiInput then; ///< of the period before
    std::vector<KpiPerson> advisors;
    std::vector<KpiPerson> technicians;
    std::vector<std::pair<std::string, KpiInput>> months; ///< "2026-11", up to the period's end; sums only
    std::vector<DeclinedWork> declined;                   ///< most valuable first
    std::vector<KpiOutlet> outlets{};                     ///< side by side; none in a shop with one
    std::string outletName{};                             ///< of the filter's outlet
};

/// The lengths a manager looks at.
enum class KpiSpan
{
    Day,
    Week, ///< Monday to Sunday
    Month,
    Quarter,
    Year,
};

/// The span that `at` falls into, whole days of the zone.
[[nodiscard]] KpiPeriod SpanAround(KpiSpan span, Instant at, const ShopZone& zone);
/// The period of the same kind before: the month before a month, otherwise as many days.
[[nodiscard]] KpiPeriod PeriodBefore(const KpiPeriod& period, const ShopZone& zone);
/// "2026-10" for a month, "2026" for a year, "2026 Q4", else first and last day.
[[nodiscard]] std::string PeriodName(const KpiPeriod& period, const ShopZone& zone);

} // namespace bayline::core
