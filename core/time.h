// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace bayline::core {

/// A moment, UTC, microseconds. The only form of time inside the program.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;

/// Now, by this computer's clock. Used for display and for promises; the time of an event comes from the database.
[[nodiscard]] Instant Now();

/// RFC 3339 in UTC with milliseconds: 2026-11-22T09:14:03.120Z.
[[nodiscard]] std::string ToRfc3339(Instant instant);
/// Reads RFC 3339 with any offset and 0–9 digits of fraction (digits past the microsecond are cut off).
[[nodiscard]] std::optional<Instant> ParseRfc3339(std::string_view text);

/// A calendar day and time of day as a wall clock in the shop shows it.
struct LocalTime
{
    std::chrono::year_month_day day{};
    int hour = 0;
    int minute = 0;
    int second = 0;
    friend bool operator==(const LocalTime&, const LocalTime&) = default;
};

/// The shop's time zone by IANA name. Only for showing times and for day boundaries.
class ShopZone
{
public:
    /// Throws Failure when the name is unknown on this computer.
    explicit ShopZone(const std::string& ianaName = "UTC");

    [[nodiscard]] const std::string& Name() const { return m_name; }
    [[nodiscard]] LocalTime ToLocal(Instant instant) const;
    /// The instant of a wall-clock time. A time skipped by daylight saving becomes the first one after the gap; of a
    /// repeated one the first is taken.
    [[nodiscard]] Instant ToInstant(const LocalTime& local) const;
    /// First instant of the day on which `instant` falls, and of the day after it (they can be 23 or 25 hours apart).
    [[nodiscard]] std::pair<Instant, Instant> DayBounds(Instant instant) const;

private:
    std::string m_name;
};

/// How many days of the shop's calendar the second moment is after the first; negative when it is before it.
[[nodiscard]] int DaysBetween(Instant from, Instant to, const ShopZone& zone);

/// 2026-11-22 09:14 as the shop's wall clock shows it.
[[nodiscard]] std::string FormatMinute(Instant instant, const ShopZone& zone);
/// 2026-11-22
[[nodiscard]] std::string FormatDay(Instant instant, const ShopZone& zone);
/// 09:14
[[nodiscard]] std::string FormatClock(Instant instant, const ShopZone& zone);

} // namespace bayline::core
