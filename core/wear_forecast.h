// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inspection.h"

#include <cstdint>
#include <vector>

namespace bayline::core {

/// One measured value of one part at a mileage.
struct WearReading
{
    std::int64_t km = 0;
    std::int64_t valueMilli = 0;
    bool replaced = false; ///< the part was replaced after this reading
};

enum class WearTrend
{
    Unknown,        ///< fewer than two readings of the same part, or less than 1 000 km between them
    Steady,         ///< no wear measured
    Wearing,        ///< the forecast holds
    MeasuringError, ///< the value went the wrong way without a replacement
};

struct WearForecast
{
    WearTrend trend = WearTrend::Unknown;
    std::int64_t milliPer1000Km = 0; ///< wear, above 0 when wearing
    std::int64_t kmLeft = 0;         ///< to the red limit; 0 when it is reached
    std::int64_t atKm = 0;           ///< mileage at which the red limit is reached
};

/// Only parts that wear with distance have a forecast: measured in mm, more is better, with limits.
[[nodiscard]] bool WearsWithDistance(const ChecklistItem& item);

/// km left = (value − red limit) ÷ (wear per km between the last two readings of the same part). `readings` oldest
/// first, the present one last; what was read before a replacement does not count. Whole kilometres, rounded down.
[[nodiscard]] WearForecast ForecastWear(const Limits& limits, const std::vector<WearReading>& readings);

} // namespace bayline::core
