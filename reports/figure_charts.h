// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kpi_book.h"
#include "reports/chart.h"
#include "reports/stationery.h"

namespace bayline::reports {

/// A figure over the months of the book, with its target.
[[nodiscard]] Chart TrendChart(const core::KpiBook& book, const core::KpiDefinition& definition,
                               const std::string& currency, const Translate& tr);
/// How long cars stay in each stage on average, worked on and waiting apart.
[[nodiscard]] Chart StayChart(const core::KpiBook& book, const Translate& tr);
/// What cars waited for while they were on hold, longest in opening hours first.
[[nodiscard]] Chart HoldChart(const core::KpiBook& book, const Translate& tr);
/// From check-in over inspection and decided quote to a yes and a bill.
[[nodiscard]] Chart FunnelChart(const core::KpiBook& book, const Translate& tr);
/// What customers declined, by value.
[[nodiscard]] Chart DeclinedChart(const core::KpiBook& book, const std::string& currency, const Translate& tr);

} // namespace bayline::reports
