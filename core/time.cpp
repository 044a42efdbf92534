// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/time.h"

#include "core/failure.h"

#include <date/tz.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace bayline::core {

using namespace std::chrono;

Instant Now()
{
    return time_point_cast<microseconds>(system_clock::now());
}

namespace {

struct SplitTime
{
    year_month_day day;
    hh_mm_ss<microseconds> clock;
};

SplitTime Split(microseconds sinceEpoch)
{
    const auto whole = floor<days>(sinceEpoch);
    return {year_month_day{sys_days{whole}}, hh_mm_ss<microseconds>{sinceEpoch - whole}};
}

template <class... Args>
std::string Print(const char* format, Args... args)
{
    std::array<char, 48> buffer{};
    std::snprintf(buffer.data(), buffer.size(), format, args...);
    return buffer.data();
}

std::optional<int> Digits(std::string_view text, std::size_t at, std::size_t count)
{
    if (at + count > text.size()) {
        return std::nullopt;
    }
    int value = 0;
    const auto* first = text.data() + at;
    const auto [end, error] = std::from_chars(first, first + count, value);
    return error == std::errc{} && end == first + count && *first != '-' ? std::optional{value} : std::nullopt;
}

/// Reads ".123456789", moves `at` past it.
std::optional<microseconds> Fraction(std::string_view text, std::size_t& at)
{
    if (at >= text.size() || text[at] != '.') {
        return microseconds{0};
    }
    std::int64_t micros = 0;
    int read = 0;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++read) {
        if (read < 6) {
            micros = micros * 10 + (text[at] - '0');
        }
    }
    for (int i = read; i < 6; ++i) {
        micros *= 10;
    }
    return read >= 1 && read <= 9 ? std::optional{microseconds{micros}} : std::nullopt;
}

/// Reads "Z" or "+08:00" up to the end of the text.
std::optional<minutes> Offset(std::string_view text, std::size_t at)
{
    const auto rest = text.substr(std::min(at, text.size()));
    if (rest == "Z" || rest == "z") {
        return minutes{0};
    }
    const auto hour = Digits(rest, 1, 2);
    const auto minute = Digits(rest, 4, 2);
    if (rest.size() != 6 || (rest[0] != '+' && rest[0] != '-') || rest[3] != ':' || !hour || !minute || *hour > 23 ||
        *minute > 59) {
        return std::nullopt;
    }
    const minutes offset{*hour * 60 + *minute};
    return rest[0] == '-' ? -offset : offset;
}

const date::time_zone* Locate(const std::string& name)
{
    try {
        return date::locate_zone(name);
    } catch (const std::exception&) {
        throw Failure({.kind = FailureKind::NotFound,
                       .where = "time zone " + name,
                       .sentence = "The shop's time zone is not known on this computer."});
    }
}

} // namespace

std::string ToRfc3339(Instant instant)
{
    const auto [day, clock] = Split(instant.time_since_epoch());
    // By hand: the relay writes one or two of these for every event, and printf took a twentieth of its time.
    std::string text = "0000-00-00T00:00:00.000Z";
    const auto put = [&text](std::size_t end, std::int64_t number) {
        for (auto at = end; number > 0; number /= 10) {
            text[--at] = static_cast<char>('0' + number % 10);
        }
    };
    put(4, std::clamp(static_cast<int>(day.year()), 0, 9999));
    put(7, static_cast<unsigned>(day.month()));
    put(10, static_cast<unsigned>(day.day()));
    put(13, clock.hours().count());
    put(16, clock.minutes().count());
    put(19, clock.seconds().count());
    put(23, clock.subseconds().count() / 1000);
    return text;
}

std::optional<Instant> ParseRfc3339(std::string_view text)
{
    const auto year = Digits(text, 0, 4);
    const auto month = Digits(text, 5, 2);
    const auto day = Digits(text, 8, 2);
    const auto hour = Digits(text, 11, 2);
    const auto minute = Digits(text, 14, 2);
    const auto second = Digits(text, 17, 2);
    if (!year || !month || !day || !hour || !minute || !second || text[4] != '-' || text[7] != '-' ||
        (text[10] != 'T' && text[10] != 't' && text[10] != ' ') || text[13] != ':' || text[16] != ':') {
        return std::nullopt;
    }
    const year_month_day date{std::chrono::year{*year} / *month / *day};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) {
        return std::nullopt;
    }
    std::size_t at = 19;
    const auto fraction = Fraction(text, at);
    const auto offset = Offset(text, at);
    if (!fraction || !offset) {
        return std::nullopt;
    }
    return Instant{sys_days{date}} + hours{*hour} + minutes{*minute} + seconds{*second} + *fraction - *offset;
}

ShopZone::ShopZone(const std::string& ianaName) : m_name(ianaName)
{
    Locate(m_name);
}

LocalTime ShopZone::ToLocal(Instant instant) const
{
    const date::sys_time<microseconds> sys{instant.time_since_epoch()};
    const auto local = Locate(m_name)->to_local(sys);
    const auto [day, clock] = Split(local.time_since_epoch());
    return {day, static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
            static_cast<int>(clock.seconds().count())};
}

Instant ShopZone::ToInstant(const LocalTime& local) const
{
    const auto sinceEpoch =
        sys_days{local.day}.time_since_epoch() + hours{local.hour} + minutes{local.minute} + seconds{local.second};
    const date::local_time<microseconds> wall{duration_cast<microseconds>(sinceEpoch)};
    return Instant{Locate(m_name)->to_sys(wall, date::choose::earliest).time_since_epoch()};
}

std::pair<Instant, Instant> ShopZone::DayBounds(Instant instant) const
{
    const auto today = ToLocal(instant).day;
    const year_month_day tomorrow{sys_days{today} + days{1}};
    return {ToInstant({.day = today}), ToInstant({.day = tomorrow})};
}

std::string FormatDay(Instant instant, const ShopZone& zone)
{
    const auto local = zone.ToLocal(instant);
    return Print("%04d-%02u-%02u", static_cast<int>(local.day.year()), static_cast<unsigned>(local.day.month()),
                 static_cast<unsigned>(local.day.day()));
}

std::string FormatClock(Instant instant, const ShopZone& zone)
{
    const auto local = zone.ToLocal(instant);
    return Print("%02d:%02d", local.hour, local.minute);
}

int DaysBetween(Instant from, Instant to, const ShopZone& zone)
{
    const auto dayOf = [&](Instant at) { return std::chrono::sys_days(zone.ToLocal(at).day); };
    return static_cast<int>((dayOf(to) - dayOf(from)).count());
}

std::string FormatMinute(Instant instant, const ShopZone& zone)
{
    return FormatDay(instant, zone) + " " + FormatClock(instant, zone);
}

} // namespace bayline::core
