// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/shop_calendar.h"

#include "core/text.h"

#include <algorithm>
#include <charconv>

namespace bayline::core {

namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr int kMinutesOfDay = 24 * 60;
constexpr int kLongestStretch = 92;

std::optional<int> Digits(std::string_view text)
{
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc{} && end == text.data() + text.size() && !text.empty() && text[0] != '-';
    return whole ? std::optional(number) : std::nullopt;
}

std::optional<int> Minutes(std::string_view clock)
{
    const auto colon = clock.find(':');
    if (colon == std::string_view::npos || clock.size() - colon != 3)
        return std::nullopt;
    const auto hour = Digits(clock.substr(0, colon));
    const auto minute = Digits(clock.substr(colon + 1));
    if (!hour || !minute || *hour > 24 || *minute > 59 || *hour * 60 + *minute > kMinutesOfDay)
        return std::nullopt;
    return *hour * 60 + *minute;
}

std::string Two(int number)
{
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string Clock(int minutes)
{
    return Two(minutes / 60) + ":" + Two(minutes % 60);
}

Instant At(const ShopZone& zone, sys_days day, int minutes)
{
    if (minutes == kMinutesOfDay)
        return zone.ToInstant({.day = year_month_day(day + std::chrono::days(1))});
    return zone.ToInstant({.day = year_month_day(day), .hour = minutes / 60, .minute = minutes % 60});
}

/// Visits each day from that of `from` to that of the last moment before `to`.
template <class Visit>
void EachDay(Instant from, Instant to, const ShopZone& zone, Visit visit)
{
    if (to <= from)
        return;
    const sys_days last(zone.ToLocal(to - std::chrono::microseconds(1)).day);
    for (sys_days day(zone.ToLocal(from).day); day <= last; day += std::chrono::days(1))
        visit(day);
}

void SkipSpaces(std::string_view& rest)
{
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
}

std::optional<year_month_day> TakeDay(std::string_view& rest)
{
    const auto day = ParseDay(rest.substr(0, 10));
    if (day) {
        rest.remove_prefix(10);
        SkipSpaces(rest);
    }
    return day;
}

/// The second day of a stretch, when a sign or word joins one to the first.
std::optional<year_month_day> TakeLastDay(std::string_view& rest)
{
    for (const std::string_view joint : {"–", "—", "～", "~", "至", "到", "to", "-"}) {
        if (!rest.starts_with(joint))
            continue;
        auto after = rest.substr(joint.size());
        SkipSpaces(after);
        if (const auto day = TakeDay(after)) {
            rest = after;
            return day;
        }
    }
    return std::nullopt;
}

std::optional<OpenHours> TakeHours(std::string_view& rest)
{
    const auto end = std::min(rest.find(' '), rest.size());
    std::string word(rest.substr(0, end));
    for (const auto& [sign, plain] :
         {std::pair("：", ":"), std::pair("–", "-"), std::pair("～", "-"), std::pair("~", "-")}) {
        for (auto at = word.find(sign); at != std::string::npos; at = word.find(sign))
            word.replace(at, std::string_view(sign).size(), plain);
    }
    const auto hours = ParseOpenHours(word);
    if (hours) {
        rest.remove_prefix(end);
        SkipSpaces(rest);
    }
    return hours;
}

bool ReadLine(std::string_view line, std::map<std::string, SpecialDay>& days)
{
    const auto text = CleanLine(line);
    std::string_view rest = text;
    const auto stretch = TakeDays(rest);
    if (!stretch)
        return false;
    SpecialDay special;
    special.hours = TakeHours(rest);
    // A name does not begin with a digit: what does was meant as a day or as hours.
    if (!rest.empty() && rest[0] >= '0' && rest[0] <= '9')
        return false;
    special.name = rest;
    for (auto day = sys_days(stretch->first); day <= sys_days(stretch->second); day += std::chrono::days(1))
        days[DayText(day)] = special;
    return true;
}

} // namespace

std::optional<OpenHours> ParseOpenHours(std::string_view text)
{
    const auto narrow = ToHalfWidth(text);
    const auto hyphen = narrow.find('-');
    if (hyphen == std::string::npos)
        return std::nullopt;
    const auto from = Minutes(std::string_view(narrow).substr(0, hyphen));
    const auto to = Minutes(std::string_view(narrow).substr(hyphen + 1));
    if (!from || !to || *from >= *to)
        return std::nullopt;
    return OpenHours{*from, *to};
}

std::string ToText(const OpenHours& hours)
{
    return Clock(hours.from) + "-" + Clock(hours.to);
}

ShopCalendar::ShopCalendar()
{
    std::fill(week.begin(), week.end() - 1, OpenHours{8 * 60, 18 * 60});
}

std::optional<OpenHours> ShopCalendar::On(const year_month_day& day) const
{
    const auto text = DayText(day);
    if (const auto special = days.find(text); special != days.end())
        return special->second.hours;
    const auto then = earlier.upper_bound(text);
    const auto& hours = then != earlier.end() ? then->second : week;
    return hours.at(std::chrono::weekday(sys_days(day)).iso_encoding() - 1);
}

std::chrono::microseconds ShopCalendar::OpenTime(Instant from, Instant to, const ShopZone& zone) const
{
    std::chrono::microseconds open{};
    EachDay(from, to, zone, [&](sys_days day) {
        const auto hours = On(year_month_day(day));
        if (!hours)
            return;
        const auto begin = std::max(from, At(zone, day, hours->from));
        const auto end = std::min(to, At(zone, day, hours->to));
        open += std::max(end - begin, std::chrono::microseconds(0));
    });
    return open;
}

std::int64_t ShopCalendar::OpenDays(Instant from, Instant to, const ShopZone& zone) const
{
    std::int64_t count = 0;
    EachDay(from, to, zone, [&](sys_days day) { count += On(year_month_day(day)) ? 1 : 0; });
    return count;
}

std::optional<year_month_day> ParseDay(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        return std::nullopt;
    const auto year = Digits(text.substr(0, 4));
    const auto month = Digits(text.substr(5, 2));
    const auto day = Digits(text.substr(8, 2));
    if (!year || *year < 2000 || !month || !day)
        return std::nullopt;
    const year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                              std::chrono::day(static_cast<unsigned>(*day))};
    return date.ok() ? std::optional(date) : std::nullopt;
}

std::string DayText(const year_month_day& day)
{
    return std::to_string(static_cast<int>(day.year())) + "-" +
           Two(static_cast<int>(static_cast<unsigned>(day.month()))) + "-" +
           Two(static_cast<int>(static_cast<unsigned>(day.day())));
}

std::optional<std::pair<year_month_day, year_month_day>> TakeDays(std::string_view& rest)
{
    const auto first = TakeDay(rest);
    if (!first)
        return std::nullopt;
    const auto last = TakeLastDay(rest).value_or(*first);
    const auto length = sys_days(last) - sys_days(*first) + std::chrono::days(1);
    if (length < std::chrono::days(1) || length > std::chrono::days(kLongestStretch))
        return std::nullopt;
    return std::pair(*first, last);
}

std::string SpecialDaysText(const std::map<std::string, SpecialDay>& days)
{
    std::string text;
    for (auto at = days.begin(); at != days.end();) {
        auto last = at;
        for (auto next = std::next(at); next != days.end() && next->second == at->second; last = next++) {
            const auto before = ParseDay(last->first);
            if (!before || DayText(sys_days(*before) + std::chrono::days(1)) != next->first)
                break;
        }
        text += (text.empty() ? "" : "\n") + at->first;
        text += last != at ? " – " + last->first : "";
        text += at->second.hours ? " " + ToText(*at->second.hours) : "";
        text += at->second.name.empty() ? "" : " " + at->second.name;
        at = std::next(last);
    }
    return text;
}

SpecialDaysRead ParseSpecialDays(std::string_view text)
{
    SpecialDaysRead read;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (CleanLine(line).empty() || ReadLine(line, read.days))
            continue;
        if (read.wrongLine.empty())
            read.wrongLine = CleanLine(line);
    }
    return read;
}

} // namespace bayline::core
