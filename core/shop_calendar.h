// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// When a shop is open: hours by weekday, and days that are different. The database counts the same with `shop_days`.
namespace bayline::core {

/// Minutes of the day; `to` may be 24 × 60.
struct OpenHours
{
    int from = 0;
    int to = 0;
    friend bool operator==(const OpenHours&, const OpenHours&) = default;
};

/// "08:00-18:00"; nothing unless it opens before it closes, on the same day.
[[nodiscard]] std::optional<OpenHours> ParseOpenHours(std::string_view text);
[[nodiscard]] std::string ToText(const OpenHours& hours);

/// A day that is not like its weekday: closed for a holiday, or open instead of one.
struct SpecialDay
{
    std::optional<OpenHours> hours; ///< nothing: closed
    std::string name;
    friend bool operator==(const SpecialDay&, const SpecialDay&) = default;
};

/// Monday first; nothing: closed.
using OpenWeek = std::array<std::optional<OpenHours>, 7>;

struct ShopCalendar
{
    OpenWeek week;                           ///< as it is now
    std::map<std::string, SpecialDay> days;  ///< by day, "2026-10-01"
    std::map<std::string, OpenWeek> earlier; ///< weeks that held until before a day, and since the entry before it

    /// 08:00 to 18:00 from Monday to Saturday.
    ShopCalendar();

    [[nodiscard]] std::optional<OpenHours> On(const std::chrono::year_month_day& day) const;
    /// Opening hours between two moments. Across a change of the clocks it is the time that passed that counts.
    [[nodiscard]] std::chrono::microseconds OpenTime(Instant from, Instant to, const ShopZone& zone) const;
    /// Days of a span that have opening hours, the day of `to` left out when nothing of it is in the span.
    [[nodiscard]] std::int64_t OpenDays(Instant from, Instant to, const ShopZone& zone) const;

    friend bool operator==(const ShopCalendar&, const ShopCalendar&) = default;
};

/// "2026-10-01"; nothing when there is no such day.
[[nodiscard]] std::optional<std::chrono::year_month_day> ParseDay(std::string_view text);
[[nodiscard]] std::string DayText(const std::chrono::year_month_day& day);

/// Takes one day or a stretch of at most 92 days, "2026-10-01 – 2026-10-07", and the spaces after it off the front of
/// a line.
[[nodiscard]] std::optional<std::pair<std::chrono::year_month_day, std::chrono::year_month_day>>
TakeDays(std::string_view& rest);

/// The special days as a person writes them, one stretch a line: "2026-10-01 – 2026-10-07 National Day",
/// "2026-10-10 09:00-17:00 Make-up day". Without hours the shop is closed.
[[nodiscard]] std::string SpecialDaysText(const std::map<std::string, SpecialDay>& days);

struct SpecialDaysRead
{
    std::map<std::string, SpecialDay> days;
    std::string wrongLine; ///< the first one that cannot be read; empty: all could
};
/// Reads what SpecialDaysText writes; also "to", "至", "-" and "~" between two days. A stretch of at most 92 days.
[[nodiscard]] SpecialDaysRead ParseSpecialDays(std::string_view text);

} // namespace bayline::core
