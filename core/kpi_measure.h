// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>

/// What figures are made of: sums over the shop's records, each over the orders it came from. The database adds the
/// same measures up in SQL (db/migrations, functions figure_…) under the same names.
namespace bayline::core {

/// C in a name: customer-pay. Money is in minor units net of tax and discounts, `Sold…` in thousandths of hours, clocks
/// and stays in seconds, everything else counts.
enum class Measure
{
    // By date of the document; credit notes negative.
    NetC,
    LabourNetC,
    PartsNetC,
    PartsCostedC, ///< parts whose cost is known
    PartsCostC,
    SoldC,
    NetW,
    NetI,
    NetG,
    NetIns,
    OrdersC, ///< root orders, once, at their first customer invoice
    Sold,    ///< of labour that was clocked, split by clocked time
    SoldUnclocked,
    ClockJobs,  ///< all clocked time of orders closed in the period
    ClockJobsC, ///< of it on customer-pay lines
                // By the day worked.
    Clocked,
    Training,  ///< takes from the time available
    Apart,     ///< recorded time no car pays for, without training
               // By hand-over.
    Delivered, ///< without purely internal orders
    Promised,
    OnTimeOriginal,
    OnTimeLatest,
    SameDay,
    KeysSeconds,
    OrderClock,
    AskedToRate,
    Rated,
    Cohort, ///< repair orders a comeback can follow
    CameBack,
    Rework,
    ReworkClock,
    ReworkParts,
    StayReceived,
    StayInspecting,
    StayQuoting,
    StayWaitingApproval,
    StayRepairing,
    StayQualityCheck,
    StayReady,
    StayWorked, ///< clocked part of StayRepairing
    HeldForParts,
    // By the last decision of a line, or of an order.
    LinesDecided,
    LinesApproved,
    NetDecided,
    NetApproved,
    ExtraDecided, ///< lines that answer a finding
    ExtraApproved,
    ExtraNetDecided,
    ExtraNetApproved,
    RedNetDecided,
    RedNetApproved,
    AmberNetDecided,
    AmberNetApproved,
    DeferredNet,
    RecoveredNet,  ///< within 180 days
    RecoveredSoon, ///< within 90 days
    OrdersDecided,
    OrdersApproved,
    AnsweredOnline,
    OrdersExtraDecided, ///< with a decided line that answers a finding
    OrdersExtraApproved,
    // By check-in.
    Opened,
    Inspected,
    Followed, ///< the customer opened the order's page
              // By the day of the rating.
    Ratings,
    Satisfied,
    ScoreSum,
    // Counted for a period alone, from the records: what depends on opening hours, and customers' messages.
    BayStays,
    BayOccupied, ///< seconds within opening hours
    OpenKeys,    ///< seconds keys to keys within opening hours
    OpenReceived,
    OpenInspecting,
    OpenQuoting,
    OpenWaitingApproval,
    OpenRepairing,
    OpenQualityCheck,
    OpenReady,
    Replies,
    RepliesDue, ///< answered, or not answered in time
    RepliesInTime,
    // Known to the shop as a whole, not added up from orders.
    Cars,
    Available, ///< seconds
    LabourCostC,
    ReworkCost,
    FixedCosts,
    Bays,
    BayOpen, ///< seconds: bays × opening hours
    BayDays, ///< bays × days open
    ActiveAtStart,
    ActiveAtEnd,
    NewCustomers,
    CarsThen,
    CarsGone,
    VisitsOfYear,
    CarsOfYear,
    DeferredOpen,
    Count,
};

inline constexpr auto kMeasures = static_cast<std::size_t>(Measure::Count);

/// "on_time_original": the measure's name in the database.
[[nodiscard]] std::string_view ToWord(Measure measure);
[[nodiscard]] std::optional<Measure> MeasureFromWord(std::string_view word);

/// A sum that is known, and what each order put into it as far as that was asked for.
struct MeasureSum
{
    std::int64_t value = 0;
    std::map<WorkOrderId, std::int64_t> orders;
};

/// Sums by measure. A measure that nobody recorded is absent, which is not the same as 0.
class MeasureSums
{
public:
    void Add(Measure measure, std::int64_t value) { Known(measure).value += value; }
    void Add(Measure measure, std::int64_t value, WorkOrderId order)
    {
        auto& sum = Known(measure);
        sum.value += value;
        sum.orders[order] += value;
    }
    [[nodiscard]] const MeasureSum* Find(Measure measure) const
    {
        const auto& sum = m_sums[static_cast<std::size_t>(measure)];
        return sum ? &*sum : nullptr;
    }
    [[nodiscard]] std::int64_t Value(Measure measure) const
    {
        const auto* sum = Find(measure);
        return sum != nullptr ? sum->value : 0;
    }

private:
    MeasureSum& Known(Measure measure)
    {
        auto& sum = m_sums[static_cast<std::size_t>(measure)];
        return sum ? *sum : sum.emplace();
    }

    std::array<std::optional<MeasureSum>, kMeasures> m_sums;
};

} // namespace bayline::core
