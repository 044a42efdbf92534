// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <charconv>
#include <optional>
#include <string_view>

namespace bayline::desktop {

/// "08:00" on the shop's day of `day`; nothing when it is not understood.
[[nodiscard]] inline std::optional<core::Instant> AtClock(const core::ShopZone& zone, core::Instant day,
                                                          std::string_view clock)
{
    const auto colon = clock.find(':');
    auto local = zone.ToLocal(day);
    local.hour = 0;
    local.minute = 0;
    local.second = 0;
    const auto read = [](std::string_view text, int most, int& value) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        return error == std::errc{} && end == text.data() + text.size() && value >= 0 && value <= most;
    };
    if (colon == std::string_view::npos || !read(clock.substr(0, colon), 23, local.hour) ||
        !read(clock.substr(colon + 1), 59, local.minute))
        return std::nullopt;
    return zone.ToInstant(local);
}

/// A minute of the shop's day of `day`; 24 × 60 is the end of it.
[[nodiscard]] inline core::Instant AtMinute(const core::ShopZone& zone, core::Instant day, int minute)
{
    if (minute >= 24 * 60)
        return zone.DayBounds(day).second;
    auto local = zone.ToLocal(day);
    local.hour = minute / 60;
    local.minute = minute % 60;
    local.second = 0;
    return zone.ToInstant(local);
}

} // namespace bayline::desktop
