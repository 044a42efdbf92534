// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kpi_book.h"

namespace bayline::core {

namespace {

using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year_month_day;

Instant Midnight(const ShopZone& zone, sys_days day)
{
    return zone.ToInstant({.day = year_month_day(day)});
}

sys_days DayOf(const ShopZone& zone, Instant at)
{
    return sys_days(zone.ToLocal(at).day);
}

/// How many whole months the period is: 0 when it does not begin and end with one.
int WholeMonths(const KpiPeriod& period, const ShopZone& zone)
{
    const year_month_day first(DayOf(zone, period.from));
    const year_month_day end(DayOf(zone, period.to));
    if (first.day() != std::chrono::day(1) || end.day() != std::chrono::day(1))
        return 0;
    return static_cast<int>((end.year() / end.month() - first.year() / first.month()).count());
}

} // namespace

KpiPeriod SpanAround(KpiSpan span, Instant at, const ShopZone& zone)
{
    const auto day = DayOf(zone, at);
    const year_month_day date(day);
    const auto first = date.year() / date.month();
    const auto spanOf = [&](std::chrono::year_month start, int length) {
        return KpiPeriod{Midnight(zone, sys_days(start / 1)), Midnight(zone, sys_days((start + months(length)) / 1))};
    };
    switch (span) {
    case KpiSpan::Day: {
        const auto [from, to] = zone.DayBounds(at);
        return {from, to};
    }
    case KpiSpan::Week: {
        const auto monday = day - std::chrono::days(std::chrono::weekday(day).iso_encoding() - 1);
        return {Midnight(zone, monday), Midnight(zone, monday + std::chrono::days(7))};
    }
    case KpiSpan::Month:
        return spanOf(first, 1);
    case KpiSpan::Quarter:
        return spanOf(first - months((static_cast<unsigned>(date.month()) - 1) % 3), 3);
    case KpiSpan::Year:
        break;
    }
    return spanOf(date.year() / 1, 12);
}

KpiPeriod PeriodBefore(const KpiPeriod& period, const ShopZone& zone)
{
    const auto first = DayOf(zone, period.from);
    if (const int whole = WholeMonths(period, zone); whole > 0) {
        const year_month_day date(first);
        return {Midnight(zone, sys_days((date.year() / date.month() - months(whole)) / 1)), period.from};
    }
    return {Midnight(zone, first - (DayOf(zone, period.to) - first)), period.from};
}

std::string PeriodName(const KpiPeriod& period, const ShopZone& zone)
{
    const auto first = FormatDay(period.from, zone);
    const auto last = FormatDay(period.to - std::chrono::microseconds(1), zone);
    const auto month = std::stoi(first.substr(5, 2));
    switch (WholeMonths(period, zone)) {
    case 1:
        return first.substr(0, 7);
    case 3:
        if (month % 3 == 1)
            return first.substr(0, 4) + " Q" + std::to_string((month + 2) / 3);
        break;
    case 12:
        if (month == 1)
            return first.substr(0, 4);
        break;
    default:
        break;
    }
    return first == last ? first : first + " – " + last;
}

} // namespace bayline::core
