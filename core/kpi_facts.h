// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/floor.h"
#include "core/inspection.h"
#include "core/kpi_measure.h"
#include "core/quote.h"
#include "core/stage.h"
#include "core/time.h"

#include <vector>

/// The shop's records as plain facts, and the sums that figures are made of. This is the definition of every measure;
/// the database's functions are its fast equivalent and are compared with it.
namespace bayline::core {

struct StayFact
{
    Stage stage = Stage::Received;
    Instant entered{};
    Instant left{};
};

struct OrderFact
{
    WorkOrderId id;
    StaffId advisor;
    StaffId technician;
    int outlet = 1;
    bool internal = false; ///< every billed line is internal
    Instant opened{};
    std::optional<Instant> ready;
    std::optional<Instant> delivered;
    bool cancelled = false;
    std::optional<Instant> originalPromise;
    std::optional<Instant> latestPromise;
    std::optional<WorkOrderId> comebackOf; ///< it came for the same fault as that order
    bool inspected = false;
    bool followed = false;
    bool askedToRate = true;
    std::vector<StayFact> stays;
    bool heldForParts = false;
};

/// A line of an invoice or credit note. What a document discount takes off is a line of its own with that discount.
struct SaleFact
{
    WorkOrderId order;
    Instant at{};
    int sign = 1; ///< −1: credit note
    LineId line;
    LineKind kind = LineKind::Labour;
    PayType payer = PayType::Customer;
    std::int64_t soldMilli = 0; ///< standard hours of labour
    Money net;
    std::optional<Money> cost; ///< of a part
};

struct ClockFact
{
    WorkOrderId order;
    LineId line;
    StaffId technician;
    PayType payer = PayType::Customer;
    Instant started{};
    Instant stopped{};
};

/// The last answer to a quoted line; a line that expired unanswered counts as declined then.
struct DecisionFact
{
    WorkOrderId order;
    LineId line;
    bool approved = false;
    bool expired = false;
    bool online = false;
    Instant at{};
    Money net;
    bool extra = false; ///< answers a finding
    Result severity = Result::NotChecked;
    Money recovered;     ///< sold within 180 days for the same finding of the same car
    Money recoveredSoon; ///< of it within 90 days
};

struct RatingFact
{
    WorkOrderId order;
    Instant at{};
    int score = 0; ///< 1–5
};

/// Time that no car pays for.
struct ApartFact
{
    StaffId technician;
    UnappliedReason reason = UnappliedReason::Other;
    Instant started{};
    Instant stopped{};
    int outlet = 1; ///< where the technician was at home then
};

struct KpiFacts
{
    std::vector<OrderFact> orders;
    std::vector<SaleFact> sales;
    std::vector<ClockFact> clocks;
    std::vector<DecisionFact> decisions;
    std::vector<RatingFact> ratings;
    std::vector<ApartFact> apart;
};

/// From `from` until before `to`, whole days of the shop's zone.
struct KpiPeriod
{
    Instant from{};
    Instant to{};
    [[nodiscard]] bool Holds(Instant at) const { return at >= from && at < to; }
};

/// Only what belongs to an advisor, a technician or an outlet; nil ids and no outlet let everything through. Hours
/// belong to who worked them, everything else to the order's technician; what has an order belongs to its outlet.
struct KpiFilter
{
    StaffId advisor;
    StaffId technician;
    std::optional<int> outlet{};
};

/// Every measure that follows from the facts, with the orders behind it.
[[nodiscard]] MeasureSums SumFacts(const KpiFacts& facts, const KpiPeriod& period, const ShopZone& zone,
                                   const KpiFilter& filter = {});

/// Nearest-rank quantiles of durations, in seconds.
struct Spread
{
    std::int64_t n = 0;
    std::int64_t median = 0;
    std::int64_t p90 = 0;
};
[[nodiscard]] Spread SpreadOf(std::vector<std::int64_t> seconds);

/// Net promoter score of answers 0–10: %(9–10) − %(0–6), rounded half away from zero; nothing without answers.
[[nodiscard]] std::optional<int> NetPromoterScore(const std::vector<int>& answers);

} // namespace bayline::core
