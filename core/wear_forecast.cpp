// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wear_forecast.h"

#include <algorithm>

namespace bayline::core {

namespace {
constexpr std::int64_t kLeastKm = 1'000;
}

bool WearsWithDistance(const ChecklistItem& item)
{
    return item.kind == ItemKind::Measured && item.unit == "mm" && item.limits && item.limits->higherIsBetter;
}

WearForecast ForecastWear(const Limits& limits, const std::vector<WearReading>& readings)
{
    const auto lastReplaced =
        std::find_if(readings.rbegin(), readings.rend(), [](const WearReading& reading) { return reading.replaced; });
    const auto ofThisPart = static_cast<std::size_t>(lastReplaced - readings.rbegin());
    if (ofThisPart < 2) {
        return {};
    }
    const auto& before = readings[readings.size() - 2];
    const auto& now = readings.back();
    const auto driven = now.km - before.km;
    const auto worn = before.valueMilli - now.valueMilli;
    if (driven < kLeastKm) {
        return {};
    }
    if (worn < 0) {
        return {.trend = WearTrend::MeasuringError};
    }
    if (worn == 0) {
        return {.trend = WearTrend::Steady};
    }
    const auto left = std::max<std::int64_t>(0, now.valueMilli - limits.redMilli);
    const auto kmLeft = left * driven / worn;
    return {.trend = WearTrend::Wearing,
            .milliPer1000Km = worn * 1'000 / driven,
            .kmLeft = kmLeft,
            .atKm = now.km + kmLeft};
}

} // namespace bayline::core
