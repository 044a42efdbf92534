// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kpi_measure.h"

#include <algorithm>

namespace bayline::core {

namespace {

/// In the order of the enumeration.
constexpr std::array<std::string_view, kMeasures> kWords = {{"net_c",
                                                             "labour_net_c",
                                                             "parts_net_c",
                                                             "parts_costed_c",
                                                             "parts_cost_c",
                                                             "sold_c",
                                                             "net_w",
                                                             "net_i",
                                                             "net_g",
                                                             "net_ins",
                                                             "orders_c",
                                                             "sold",
                                                             "sold_unclocked",
                                                             "clock_jobs",
                                                             "clock_jobs_c",
                                                             "clocked",
                                                             "training",
                                                             "apart",
                                                             "delivered",
                                                             "promised",
                                                             "on_time_original",
                                                             "on_time_latest",
                                                             "same_day",
                                                             "keys_seconds",
                                                             "order_clock",
                                                             "asked_to_rate",
                                                             "rated",
                                                             "cohort",
                                                             "came_back",
                                                             "rework",
                                                             "rework_clock",
                                                             "rework_parts",
                                                             "stay_received",
                                                             "stay_inspecting",
                                                             "stay_quoting",
                                                             "stay_waiting_approval",
                                                             "stay_repairing",
                                                             "stay_quality_check",
                                                             "stay_ready",
                                                             "stay_worked",
                                                             "held_for_parts",
                                                             "lines_decided",
                                                             "lines_approved",
                                                             "net_decided",
                                                             "net_approved",
                                                             "extra_decided",
                                                             "extra_approved",
                                                             "extra_net_decided",
                                                             "extra_net_approved",
                                                             "red_net_decided",
                                                             "red_net_approved",
                                                             "amber_net_decided",
                                                             "amber_net_approved",
                                                             "deferred_net",
                                                             "recovered_net",
                                                             "recovered_soon",
                                                             "orders_decided",
                                                             "orders_approved",
                                                             "answered_online",
                                                             "orders_extra_decided",
                                                             "orders_extra_approved",
                                                             "opened",
                                                             "inspected",
                                                             "followed",
                                                             "ratings",
                                                             "satisfied",
                                                             "score_sum",
                                                             "bay_stays",
                                                             "bay_occupied",
                                                             "open_keys",
                                                             "open_received",
                                                             "open_inspecting",
                                                             "open_quoting",
                                                             "open_waiting_approval",
                                                             "open_repairing",
                                                             "open_quality_check",
                                                             "open_ready",
                                                             "replies",
                                                             "replies_due",
                                                             "replies_in_time",
                                                             "cars",
                                                             "available",
                                                             "labour_cost_c",
                                                             "rework_cost",
                                                             "fixed_costs",
                                                             "bays",
                                                             "bay_open",
                                                             "bay_days",
                                                             "active_at_start",
                                                             "active_at_end",
                                                             "new_customers",
                                                             "cars_then",
                                                             "cars_gone",
                                                             "visits_of_year",
                                                             "cars_of_year",
                                                             "deferred_open"}};

} // namespace

std::string_view ToWord(Measure measure)
{
    return kWords.at(static_cast<std::size_t>(measure));
}

std::optional<Measure> MeasureFromWord(std::string_view word)
{
    const auto found = std::find(kWords.begin(), kWords.end(), word);
    if (found == kWords.end())
        return std::nullopt;
    return static_cast<Measure>(found - kWords.begin());
}

} // namespace bayline::core
