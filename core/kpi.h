// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attendance.h"
#include "core/kpi_facts.h"
#include "core/shop_calendar.h"

#include <functional>
#include <span>
#include <string>
#include <vector>

/// A workshop's key figures: what each is called, how it is computed, and its value from sums.
namespace bayline::core {

/// What a figure's value is counted in.
enum class KpiUnit
{
    Count,
    Money,        ///< minor units
    MoneyPerHour, ///< minor units
    Percent,      ///< basis points
    Hours,        ///< thousandths
    Ratio,        ///< hundredths
    Minutes,
    Score, ///< hundredths
};

enum class KpiGroup
{
    Sales,
    Workshop,
    Time,
    Quotes,
    Customers,
    NotRecorded,
};

/// Which date decides whether something belongs to the period.
enum class KpiBasis
{
    Document,
    HandOver,
    DayWorked,
    Decision,
    CheckIn,
    Rating,
    Reply,
    WholeShop, ///< counts cars and customers over longer spans; by outlet, but not by advisor or technician
};

[[nodiscard]] const char* KpiGroupName(KpiGroup group);
/// "Counted by the date of the invoice or credit note."; a gettext msgid.
/// `ofAnOutlet`: what is otherwise counted for the whole shop is here one outlet's.
[[nodiscard]] const char* KpiBasisName(KpiBasis basis, bool ofAnOutlet = false);

/// Durations that cannot be added up, in seconds. `…Open`: only the time in which the shop was open.
struct KpiSpreads
{
    Spread keysToKeys;
    Spread keysToKeysOpen;
    Spread production;
    Spread productionOpen;
    Spread approved; ///< sent quote to yes
    Spread approvedOpen;
    Spread declined; ///< sent quote to no
    Spread declinedOpen;
    Spread firstReply; ///< opening hours
};

struct KpiTerm
{
    Measure measure = Measure::Count;
    int sign = 1;
};

/// What others reach, to set a target by. `source` is where that was published.
struct Benchmark
{
    std::int64_t value = 0; ///< in the figure's unit
    const char* source = "";
};

struct KpiDefinition
{
    const char* id; ///< stable: "first_time_fix"
    KpiGroup group = KpiGroup::Sales;
    const char* name = "";    ///< gettext msgid
    const char* formula = ""; ///< gettext msgid; stands under the name
    KpiUnit unit = KpiUnit::Count;
    KpiBasis basis = KpiBasis::Document;
    std::vector<KpiTerm> numerator{};
    std::vector<KpiTerm> denominator{}; ///< empty: the numerator is the value
    std::int64_t scale = 1;             ///< value = numerator × scale ÷ denominator
    Measure n = Measure::Count;         ///< how many cases stand behind a rate
    bool lowIsGood = false;
    std::optional<Benchmark> benchmark{};
    const char* missing = "";             ///< what to record so that the figure can be computed; gettext msgid
    Spread KpiSpreads::*spread = nullptr; ///< a median: where it stands
};

/// All figures in the order they are shown.
[[nodiscard]] const std::vector<KpiDefinition>& KpiDefinitions();
[[nodiscard]] const KpiDefinition* FindKpi(std::string_view id);

/// A figure of a period.
struct KpiFigure
{
    const KpiDefinition* definition = nullptr;
    std::optional<std::int64_t> value; ///< nothing: prints "–", for a zero denominator and for what is not recorded
    std::optional<std::int64_t> n;     ///< cases behind a rate
    const char* note = "";             ///< why there is no value, or what to mind; gettext msgid
    std::optional<std::int64_t> p90;   ///< of durations, in minutes
    /// Rates on fewer cases say little and are shown grey.
    [[nodiscard]] bool Weak() const { return n && *n < 10; }
};

/// What cars of the period waited for.
struct KpiHold
{
    HoldReason reason = HoldReason::Parts;
    std::int64_t orders = 0;
    std::int64_t seconds = 0;     ///< around the clock
    std::int64_t openSeconds = 0; ///< within opening hours
};

struct KpiInput
{
    MeasureSums sums;
    KpiSpreads spreads{};
    std::vector<KpiHold> holds{}; ///< longest first
    bool immature = false;        ///< the period ended less than 30 days ago: comebacks may still come
};

[[nodiscard]] std::vector<KpiFigure> MakeFigures(const KpiInput& input);
[[nodiscard]] KpiFigure MakeFigure(const KpiDefinition& definition, const KpiInput& input);

/// The orders behind a figure, with what each put above and below the line.
struct OrderShare
{
    WorkOrderId order;
    std::int64_t numerator = 0;
    std::int64_t denominator = 0;
};
[[nodiscard]] std::vector<OrderShare> OrdersBehind(const KpiDefinition& definition, const MeasureSums& sums);

/// What the manager tells the figures beside targets. Absent values leave their figures empty.
struct KpiBasics
{
    std::optional<Money> labourCostPerHour;          ///< what an hour of a technician costs the shop
    std::map<StaffId, std::int64_t> dailyMilliHours; ///< of work a technician can give on a working day
    Attendance attended;                             ///< hours of single days, instead of the usual ones
    ShopCalendar calendar;                           ///< of the days a technician works and a bay can be used
    std::optional<std::int64_t> bays;                ///< as entered
    std::int64_t namedBays = 0;                      ///< in the shop's settings, used when none are entered
    std::map<std::string, std::int64_t> earlierBays; ///< numbers that held until before a day, as `calendar.earlier`
    /// By outlet and day: how many bays of its own an outlet has from that day on, nothing when it counts with the
    /// shop's. The first outlet has always been there, any other one since its first day here.
    std::map<int, std::map<std::string, std::optional<std::int64_t>>> outletBays;
    std::map<StaffId, int> homes; ///< where somebody usually works; the first outlet when it is not said
    std::optional<Money> fixedCostsPerMonth;
    int churnMonths = 6;
    std::map<std::string, std::int64_t, std::less<>> targets; ///< by figure, in its unit
};

/// Adds what follows from the basics: available time, open bays and the cost of clocked time. Time after `now` has not
/// been available yet; a day that has begun counts whole for technicians. An outlet has the hours of the people who are
/// at home there and its own bays, or the shop's when it has none of its own; fixed costs are the whole shop's.
void AddBasics(MeasureSums& sums, const KpiBasics& basics, const KpiPeriod& period, const ShopZone& zone, Instant now,
               const KpiFilter& filter = {});

/// Of time, in the reader's language.
struct KpiUnitWords
{
    std::string day = "d";
    std::string hour = "h";
    std::string minute = "min";
};
[[nodiscard]] KpiUnitWords UnitWords(const std::function<std::string(std::string_view)>& translate);

/// "83.3 %", "¥1,916.00", "3.5 h", "2 h 05 min", "1.90"; "–" without a value.
[[nodiscard]] std::string DisplayKpi(KpiUnit unit, std::optional<std::int64_t> value, std::string_view currency,
                                     const KpiUnitWords& words = {});
/// A sum of a measure as a person reads it: money, hours or a count.
[[nodiscard]] std::string DisplayMeasure(Measure measure, std::int64_t value, std::string_view currency,
                                         const KpiUnitWords& words = {});
/// What a person types for a target in the figure's unit.
[[nodiscard]] std::optional<std::int64_t> ParseKpi(KpiUnit unit, std::string_view text);
/// The form ParseKpi reads.
[[nodiscard]] std::string TypedKpi(KpiUnit unit, std::int64_t value);

} // namespace bayline::core
