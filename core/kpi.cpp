// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kpi.h"

#include "core/outcome.h"

#include <algorithm>
#include <cstdlib>
#include <set>

namespace bayline::core {

namespace {

/// The sum of terms, or nothing when one of them is not recorded.
std::optional<std::int64_t> Total(const std::vector<KpiTerm>& terms, const MeasureSums& sums)
{
    std::int64_t total = 0;
    for (const auto& term : terms) {
        const auto* sum = sums.Find(term.measure);
        if (sum == nullptr)
            return std::nullopt;
        total += term.sign * sum->value;
    }
    return total;
}

KpiFigure FromSpread(KpiFigure figure, const Spread& spread)
{
    figure.n = spread.n;
    if (spread.n == 0)
        figure.note = figure.definition->missing;
    if (spread.n > 0) {
        figure.value = MulDivRound(spread.median, 1, 60);
        figure.p90 = MulDivRound(spread.p90, 1, 60);
    }
    return figure;
}

std::string Decimal(std::int64_t value, int decimals)
{
    const bool negative = value < 0;
    std::string text = std::to_string(std::llabs(value));
    if (decimals > 0) {
        const auto least = static_cast<std::size_t>(decimals) + 1;
        text.insert(0, least > text.size() ? least - text.size() : 0, '0');
        text.insert(text.size() - static_cast<std::size_t>(decimals), ".");
    }
    return negative ? "-" + text : text;
}

std::string Grouped(std::int64_t value)
{
    std::string text = std::to_string(value);
    const std::ptrdiff_t first = value < 0 ? 1 : 0;
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > first; at -= 3)
        text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

std::string Duration(std::int64_t minutes, const KpiUnitWords& words)
{
    const auto count = [](std::int64_t number, const std::string& word) { return std::to_string(number) + " " + word; };
    if (minutes < 60)
        return count(minutes, words.minute);
    if (minutes < 48 * 60)
        return count(minutes / 60, words.hour) + (minutes % 60 < 10 ? " 0" : " ") + count(minutes % 60, words.minute);
    return count(minutes / 1440, words.day) + " " + count(minutes % 1440 / 60, words.hour);
}

/// Days from that of `from` until before `to`.
template <class Visit>
void EachDay(const KpiPeriod& period, const ShopZone& zone, Visit visit)
{
    auto day = std::chrono::sys_days(zone.ToLocal(period.from).day);
    const auto last = zone.ToLocal(period.to - std::chrono::microseconds(1)).day;
    for (; period.to > period.from && day <= std::chrono::sys_days(last); day += std::chrono::days(1))
        visit(day);
}

Money FixedCosts(Money perMonth, const KpiPeriod& period, const ShopZone& zone)
{
    // Whole months get the whole amount; a part of a month its share by days, each month rounded once.
    std::map<std::chrono::year_month, std::int64_t> days;
    EachDay(period, zone, [&](std::chrono::sys_days day) {
        const std::chrono::year_month_day date(day);
        ++days[date.year() / date.month()];
    });
    Money costs;
    for (const auto& [month, count] : days) {
        const auto length = static_cast<unsigned>(std::chrono::year_month_day_last(month / std::chrono::last).day());
        costs += {MulDivRound(perMonth.minor, count, length)};
    }
    return costs;
}

/// Thousandths of hours that a technician could work in the days of `past`.
std::int64_t HoursThere(const KpiBasics& basics, StaffId technician, std::int64_t openDays, const KpiPeriod& past,
                        const ShopZone& zone)
{
    const auto usual = basics.dailyMilliHours.find(technician);
    const auto daily = usual == basics.dailyMilliHours.end() ? 0 : usual->second;
    auto hours = daily * openDays;
    const auto days = basics.attended.find(technician);
    if (days == basics.attended.end() || past.to <= past.from)
        return hours;
    const auto first = DayText(zone.ToLocal(past.from).day);
    const auto last = DayText(zone.ToLocal(past.to - std::chrono::microseconds(1)).day);
    for (auto day = days->second.lower_bound(first); day != days->second.end() && day->first <= last; ++day) {
        const auto date = ParseDay(day->first);
        hours += day->second - (date && basics.calendar.On(*date) ? daily : 0);
    }
    return hours;
}

int HomeOf(const KpiBasics& basics, StaffId person)
{
    const auto home = basics.homes.find(person);
    return home == basics.homes.end() ? 1 : home->second;
}

/// Of one technician, or of all, at home in an outlet or anywhere; nothing when the hours of none of them are known.
std::optional<std::int64_t> HoursThere(const KpiBasics& basics, const KpiFilter& filter, const KpiPeriod& past,
                                       const ShopZone& zone)
{
    std::set<StaffId> people;
    for (const auto& [person, hours] : basics.dailyMilliHours)
        people.insert(person);
    for (const auto& [person, days] : basics.attended)
        people.insert(person);
    const auto openDays = basics.calendar.OpenDays(past.from, past.to, zone);
    std::optional<std::int64_t> hours;
    for (const auto person : people) {
        const auto home = HomeOf(basics, person);
        if ((filter.technician.IsNil() || filter.technician == person) && filter.outlet.value_or(home) == home)
            hours = hours.value_or(0) + HoursThere(basics, person, openDays, past, zone);
    }
    return hours;
}

/// Bays that an outlet had on a day: its own, the shop's, or none because it was not there yet.
struct BaysOfOutlet
{
    std::int64_t own = 0;
    bool asTheShop = false;
};

BaysOfOutlet BaysOn(const KpiBasics& basics, const std::string& day, int outlet)
{
    const auto lists = basics.outletBays.find(outlet);
    const bool first = outlet == 1;
    if (lists == basics.outletBays.end())
        return {.asTheShop = first};
    const auto after = lists->second.upper_bound(day);
    if (after == lists->second.begin())
        return {.asTheShop = first};
    const auto& own = std::prev(after)->second;
    return {.own = own.value_or(0), .asTheShop = !own};
}

/// Of an outlet, or of all of them: the shop's list counts once, however many outlets go by it.
std::int64_t BaysOn(const KpiBasics& basics, std::chrono::sys_days date, std::optional<int> outlet)
{
    const auto day = DayText(date);
    const auto then = basics.earlierBays.upper_bound(day);
    const auto shops = then != basics.earlierBays.end() ? then->second : basics.bays.value_or(basics.namedBays);
    auto sum = BaysOn(basics, day, outlet.value_or(1));
    if (!outlet) {
        for (const auto& [no, lists] : basics.outletBays) {
            const auto more = no == 1 ? BaysOfOutlet{} : BaysOn(basics, day, no);
            sum = {.own = sum.own + more.own, .asTheShop = sum.asTheShop || more.asTheShop};
        }
    }
    return sum.own + (sum.asTheShop ? shops : 0);
}

/// Each day counts with the bays it had; the period has those of its last day.
void AddBays(MeasureSums& sums, const KpiBasics& basics, const KpiPeriod& period, const ShopZone& zone, Instant now,
             std::optional<int> outlet)
{
    const KpiPeriod past{period.from, std::min(period.to, now)};
    auto bays = BaysOn(basics, zone.ToLocal(period.from).day, outlet);
    std::int64_t open = 0;
    std::int64_t days = 0;
    EachDay(past, zone, [&](std::chrono::sys_days day) {
        bays = BaysOn(basics, day, outlet);
        const auto [begin, end] = zone.DayBounds(zone.ToInstant({.day = day}));
        const auto time = basics.calendar.OpenTime(std::max(begin, past.from), std::min(end, past.to), zone);
        open += bays * MulDivRound(time.count(), 1, 1'000'000);
        days += basics.calendar.On(day) ? bays : 0;
    });
    if (bays == 0 && open == 0)
        return;
    sums.Add(Measure::Bays, bays);
    sums.Add(Measure::BayOpen, open);
    sums.Add(Measure::BayDays, days);
}

} // namespace

KpiFigure MakeFigure(const KpiDefinition& definition, const KpiInput& input)
{
    KpiFigure figure{.definition = &definition, .value = {}, .n = {}, .note = "", .p90 = {}};
    if (definition.group == KpiGroup::NotRecorded) {
        figure.note = definition.missing;
        return figure;
    }
    if (definition.spread != nullptr)
        return FromSpread(figure, input.spreads.*definition.spread);
    const auto numerator = Total(definition.numerator, input.sums);
    const auto denominator = Total(definition.denominator, input.sums);
    if (definition.n != Measure::Count && input.sums.Find(definition.n) != nullptr)
        figure.n = input.sums.Value(definition.n);
    if (!numerator || !denominator) {
        figure.note = definition.missing;
        return figure;
    }
    if (definition.denominator.empty())
        figure.value = *numerator;
    else if (*denominator != 0)
        figure.value = MulDivRound(*numerator, definition.scale, *denominator);
    const std::string_view id = definition.id;
    if (input.immature && (id == "first_time_fix" || id == "comebacks" || id.starts_with("recovered")))
        figure.note = N_("Too early to judge: more may still come back.");
    return figure;
}

std::vector<KpiFigure> MakeFigures(const KpiInput& input)
{
    std::vector<KpiFigure> figures;
    for (const auto& definition : KpiDefinitions())
        figures.push_back(MakeFigure(definition, input));
    return figures;
}

std::vector<OrderShare> OrdersBehind(const KpiDefinition& definition, const MeasureSums& sums)
{
    std::map<WorkOrderId, OrderShare> shares;
    const auto add = [&](const std::vector<KpiTerm>& terms, std::int64_t OrderShare::*side) {
        for (const auto& term : terms) {
            const auto* sum = sums.Find(term.measure);
            if (sum == nullptr)
                continue;
            for (const auto& [order, value] : sum->orders) {
                auto& share = shares[order];
                share.order = order;
                share.*side += term.sign * value;
            }
        }
    };
    add(definition.numerator, &OrderShare::numerator);
    add(definition.denominator, &OrderShare::denominator);
    std::vector<OrderShare> list;
    for (const auto& [order, share] : shares)
        list.push_back(share);
    return list;
}

void AddBasics(MeasureSums& sums, const KpiBasics& basics, const KpiPeriod& period, const ShopZone& zone, Instant now,
               const KpiFilter& filter)
{
    KpiPeriod past = period;
    past.to = std::min(period.to, zone.DayBounds(now).second);
    // An advisor has no hours of a workshop.
    if (filter.advisor.IsNil()) {
        if (const auto there = HoursThere(basics, filter, past, zone)) {
            const auto planned = MulDivRound(*there, 18, 5);
            sums.Add(Measure::Available, std::max<std::int64_t>(planned - sums.Value(Measure::Training), 0));
        }
    }
    if (basics.labourCostPerHour) {
        const auto rate = basics.labourCostPerHour->minor;
        sums.Add(Measure::LabourCostC, MulDivRound(sums.Value(Measure::ClockJobsC), rate, 3600));
        sums.Add(Measure::ReworkCost,
                 MulDivRound(sums.Value(Measure::ReworkClock), rate, 3600) + sums.Value(Measure::ReworkParts));
    }
    const bool everybody = filter.advisor.IsNil() && filter.technician.IsNil();
    if (everybody)
        AddBays(sums, basics, period, zone, now, filter.outlet);
    if (basics.fixedCostsPerMonth && everybody && !filter.outlet)
        sums.Add(Measure::FixedCosts, FixedCosts(*basics.fixedCostsPerMonth, past, zone).minor);
}

KpiUnitWords UnitWords(const std::function<std::string(std::string_view)>& translate)
{
    return {.day = translate(N_("d")), .hour = translate(N_("h")), .minute = translate(N_("min"))};
}

std::string DisplayKpi(KpiUnit unit, std::optional<std::int64_t> value, std::string_view currency,
                       const KpiUnitWords& words)
{
    if (!value)
        return "–";
    switch (unit) {
    case KpiUnit::Count:
        return Grouped(*value);
    case KpiUnit::Money:
    case KpiUnit::MoneyPerHour:
        return Display(Money{*value}, currency);
    case KpiUnit::Percent:
        return Decimal(MulDivRound(*value, 1, 10), 1) + " %";
    case KpiUnit::Hours:
        return Decimal(MulDivRound(*value, 1, 10), 2) + " " + words.hour;
    case KpiUnit::Minutes:
        return Duration(*value, words);
    case KpiUnit::Ratio:
    case KpiUnit::Score:
        break;
    }
    return Decimal(*value, 2);
}

std::string DisplayMeasure(Measure measure, std::int64_t value, std::string_view currency, const KpiUnitWords& words)
{
    const auto word = ToWord(measure);
    const auto has = [&](std::string_view part) { return word.find(part) != std::string_view::npos; };
    if (has("net") || has("cost") || word == "rework_parts" || word.starts_with("recovered") || word == "deferred_open")
        return Display(Money{value}, currency);
    if (word.starts_with("sold"))
        return DisplayKpi(KpiUnit::Hours, value, currency, words);
    if (has("clock") || has("seconds") || word.starts_with("stay") || word == "available" || word == "bay_occupied" ||
        word == "training" || word == "apart" || (word.starts_with("open_") && word != "opened"))
        return DisplayKpi(KpiUnit::Minutes, MulDivRound(value, 1, 60), currency, words);
    return DisplayKpi(KpiUnit::Count, value, currency);
}

std::optional<std::int64_t> ParseKpi(KpiUnit unit, std::string_view text)
{
    while (!text.empty() && (text.back() == ' ' || text.back() == '%' || text.back() == 'h'))
        text.remove_suffix(1);
    const auto milli = ParseQuantity(text);
    const auto money = ParseMoney(text);
    switch (unit) {
    case KpiUnit::Count:
    case KpiUnit::Minutes:
        return milli && milli->milli % 1000 == 0 ? std::optional(milli->milli / 1000) : std::nullopt;
    case KpiUnit::Hours:
        return milli ? std::optional(milli->milli) : std::nullopt;
    default:
        return money ? std::optional(money->minor) : std::nullopt;
    }
}

std::string TypedKpi(KpiUnit unit, std::int64_t value)
{
    switch (unit) {
    case KpiUnit::Count:
    case KpiUnit::Minutes:
        return std::to_string(value);
    case KpiUnit::Hours:
        return ToDecimal(Quantity{value});
    default:
        return ToDecimal(Money{value});
    }
}

} // namespace bayline::core
