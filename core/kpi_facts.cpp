// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kpi_facts.h"

#include <algorithm>
#include <set>

namespace bayline::core {

namespace {

using namespace std::chrono_literals;

constexpr auto kComebackWindow = 24h * 30;
constexpr auto kRatingWindow = 24h * 7;

std::int64_t Seconds(std::chrono::microseconds duration)
{
    return MulDivRound(duration.count(), 1, 1'000'000);
}

/// Clocked time by order and line, for splitting sold hours.
using LineKey = std::pair<WorkOrderId, LineId>;

class Summing
{
public:
    Summing(const KpiFacts& facts, const KpiPeriod& period, const ShopZone& zone, const KpiFilter& filter)
        : m_facts(facts), m_period(period), m_zone(zone), m_filter(filter)
    {
        for (const auto& order : facts.orders)
            m_orders[order.id] = &order;
        for (const auto& clock : facts.clocks)
            m_lineClocks[{clock.order, clock.line}][clock.technician] += (clock.stopped - clock.started).count();
        for (const auto& sale : facts.sales) {
            auto& first = m_firstSale.try_emplace(sale.order, sale.at).first->second;
            first = std::min(first, sale.at);
        }
    }

    MeasureSums Run()
    {
        // A measure that is recorded is there even when nothing happened.
        for (auto at = static_cast<std::size_t>(Measure::NetC); at <= static_cast<std::size_t>(Measure::ScoreSum); ++at)
            m_sums.Add(static_cast<Measure>(at), 0);
        AddSales();
        AddClocks();
        AddOrders();
        AddDecisions();
        AddRatings();
        AddApart();
        return std::move(m_sums);
    }

private:
    const OrderFact& Order(WorkOrderId id) const { return *m_orders.at(id); }

    bool Passes(const OrderFact& order) const { return Passes(order, order.technician); }
    bool Passes(const OrderFact& order, StaffId technician) const
    {
        return (m_filter.advisor.IsNil() || order.advisor == m_filter.advisor) &&
               (m_filter.technician.IsNil() || technician == m_filter.technician) && Passes(order.outlet);
    }
    bool Passes(int outlet) const { return m_filter.outlet.value_or(outlet) == outlet; }

    void Put(Measure measure, std::int64_t value, const OrderFact& order)
    {
        if (value != 0 && Passes(order))
            m_sums.Add(measure, value, order.id);
    }

    void AddSales()
    {
        std::map<WorkOrderId, Instant> firstOfCustomer;
        for (const auto& sale : m_facts.sales) {
            if (sale.payer != PayType::Customer || sale.sign < 0)
                continue;
            auto& first = firstOfCustomer.try_emplace(sale.order, sale.at).first->second;
            first = std::min(first, sale.at);
        }
        for (const auto& [order, at] : firstOfCustomer) {
            if (m_period.Holds(at))
                Put(Measure::OrdersC, 1, Order(order));
        }
        for (const auto& sale : m_facts.sales) {
            if (m_period.Holds(sale.at))
                AddSale(sale);
        }
    }

    void AddSale(const SaleFact& sale)
    {
        const auto& order = Order(sale.order);
        const auto net = sale.sign * sale.net.minor;
        const auto sold = sale.sign * sale.soldMilli;
        if (sale.payer == PayType::Customer) {
            Put(Measure::NetC, net, order);
            Put(sale.kind == LineKind::Labour ? Measure::LabourNetC : Measure::PartsNetC,
                sale.kind == LineKind::Fee ? 0 : net, order);
            Put(Measure::SoldC, sold, order);
            if (sale.kind == LineKind::Part && sale.cost) {
                Put(Measure::PartsCostedC, net, order);
                Put(Measure::PartsCostC, sale.sign * sale.cost->minor, order);
            }
        } else {
            Put(sale.payer == PayType::Warranty   ? Measure::NetW
                : sale.payer == PayType::Internal ? Measure::NetI
                : sale.payer == PayType::Goodwill ? Measure::NetG
                                                  : Measure::NetIns,
                net, order);
        }
        if (sale.kind == LineKind::Labour)
            SplitSold(sale, order, sold);
    }

    /// Shared jobs: by clocked time, rounded so that the parts add up to the whole (domain rule: sold hours split by
    /// clocked share).
    void SplitSold(const SaleFact& sale, const OrderFact& order, std::int64_t sold)
    {
        const auto clocks = m_lineClocks.find({sale.order, sale.line});
        if (clocks == m_lineClocks.end()) {
            Put(Measure::SoldUnclocked, sold, order);
            return;
        }
        std::int64_t whole = 0;
        for (const auto& [technician, time] : clocks->second)
            whole += std::max<std::int64_t>(time, 1);
        std::int64_t upTo = 0;
        for (const auto& [technician, time] : clocks->second) {
            const auto before = MulDivRound(sold, upTo, whole);
            upTo += std::max<std::int64_t>(time, 1);
            const auto part = MulDivRound(sold, upTo, whole) - before;
            if (part != 0 && Passes(order, technician))
                m_sums.Add(Measure::Sold, part, order.id);
        }
    }

    /// The day an order's work is counted: its first document, or its hand-over when there is none.
    std::optional<Instant> ClosedAt(const OrderFact& order) const
    {
        const auto sale = m_firstSale.find(order.id);
        return sale != m_firstSale.end() ? std::optional(sale->second) : order.delivered;
    }

    void AddClocks()
    {
        for (const auto& clock : m_facts.clocks) {
            const auto& order = Order(clock.order);
            if (!Passes(order, clock.technician))
                continue;
            EachDaysPart(clock.started, clock.stopped,
                         [&](std::int64_t seconds) { m_sums.Add(Measure::Clocked, seconds, order.id); });
            const auto closed = ClosedAt(order);
            if (!closed || !m_period.Holds(*closed) || order.cancelled)
                continue;
            m_sums.Add(Measure::ClockJobs, Seconds(clock.stopped - clock.started), order.id);
            if (clock.payer == PayType::Customer)
                m_sums.Add(Measure::ClockJobsC, Seconds(clock.stopped - clock.started), order.id);
        }
    }

    /// What of a stretch of time lies in the period, day by day, because the database rounds each day's part to
    /// seconds.
    template <class Visit>
    void EachDaysPart(Instant started, Instant stopped, Visit visit) const
    {
        for (auto day = std::max(started, m_period.from); day < std::min(stopped, m_period.to);) {
            const auto end = std::min({m_zone.DayBounds(day).second, stopped, m_period.to});
            visit(Seconds(end - day));
            day = end;
        }
    }

    void AddApart()
    {
        for (const auto& apart : m_facts.apart) {
            if (!m_filter.advisor.IsNil() || !Passes(apart.outlet) ||
                (!m_filter.technician.IsNil() && apart.technician != m_filter.technician))
                continue;
            const auto measure = apart.reason == UnappliedReason::Training ? Measure::Training : Measure::Apart;
            EachDaysPart(apart.started, apart.stopped, [&](std::int64_t seconds) { m_sums.Add(measure, seconds); });
        }
    }

    void AddOrders()
    {
        std::set<WorkOrderId> cameBack;
        for (const auto& order : m_facts.orders) {
            if (!order.comebackOf || order.cancelled)
                continue;
            const auto& original = Order(*order.comebackOf);
            if (original.delivered && order.opened - *original.delivered < kComebackWindow)
                cameBack.insert(original.id);
        }
        for (const auto& order : m_facts.orders) {
            if (order.cancelled)
                continue;
            if (m_period.Holds(order.opened)) {
                Put(Measure::Opened, 1, order);
                Put(Measure::Inspected, order.inspected ? 1 : 0, order);
                Put(Measure::Followed, order.followed ? 1 : 0, order);
            }
            if (order.delivered && m_period.Holds(*order.delivered))
                AddDelivered(order, cameBack.count(order.id) != 0);
        }
    }

    void AddDelivered(const OrderFact& order, bool cameBack)
    {
        std::int64_t clocked = 0;
        for (const auto& clock : m_facts.clocks)
            clocked += clock.order == order.id ? Seconds(clock.stopped - clock.started) : 0;
        if (order.comebackOf)
            AddRework(order, clocked);
        if (order.internal)
            return;
        Put(Measure::Delivered, 1, order);
        Put(Measure::AskedToRate, order.askedToRate ? 1 : 0, order);
        const bool rated = std::any_of(m_facts.ratings.begin(), m_facts.ratings.end(), [&](const RatingFact& rating) {
            return rating.order == order.id && rating.at < *order.delivered + kRatingWindow;
        });
        Put(Measure::Rated, order.askedToRate && rated ? 1 : 0, order);
        if (order.ready && order.originalPromise) {
            Put(Measure::Promised, 1, order);
            Put(Measure::OnTimeOriginal, *order.ready <= *order.originalPromise ? 1 : 0, order);
            const auto latest = order.latestPromise.value_or(*order.originalPromise);
            Put(Measure::OnTimeLatest, *order.ready <= latest ? 1 : 0, order);
        }
        const bool sameDay = order.ready && m_zone.ToLocal(*order.ready).day == m_zone.ToLocal(order.opened).day;
        Put(Measure::SameDay, sameDay ? 1 : 0, order);
        Put(Measure::KeysSeconds, Seconds(*order.delivered - order.opened), order);
        Put(Measure::OrderClock, clocked, order);
        Put(Measure::HeldForParts, order.heldForParts ? 1 : 0, order);
        if (!order.comebackOf) {
            Put(Measure::Cohort, 1, order);
            Put(Measure::CameBack, cameBack ? 1 : 0, order);
        }
        AddStays(order, clocked);
    }

    void AddRework(const OrderFact& order, std::int64_t clocked)
    {
        Put(Measure::Rework, 1, order);
        Put(Measure::ReworkClock, clocked, order);
        for (const auto& sale : m_facts.sales) {
            if (sale.order == order.id && sale.payer == PayType::Goodwill && sale.cost)
                Put(Measure::ReworkParts, sale.sign * sale.cost->minor, order);
        }
    }

    void AddStays(const OrderFact& order, std::int64_t clocked)
    {
        std::int64_t repairing = 0;
        for (const auto& stay : order.stays) {
            if (stay.stage > Stage::Ready)
                continue;
            const auto seconds = Seconds(stay.left - stay.entered);
            const auto first = static_cast<int>(Measure::StayReceived);
            Put(static_cast<Measure>(first + static_cast<int>(stay.stage)), seconds, order);
            repairing += stay.stage == Stage::Repairing ? seconds : 0;
        }
        Put(Measure::StayWorked, std::min(clocked, repairing), order);
    }

    void AddDecisions()
    {
        for (const auto& decision : m_facts.decisions)
            if (m_period.Holds(decision.at))
                AddDecision(decision, Order(decision.order));
        for (const auto& [id, answer] : AnswersByOrder()) {
            if (!m_period.Holds(answer.at))
                continue;
            Put(Measure::OrdersDecided, 1, Order(id));
            Put(Measure::OrdersApproved, answer.approved ? 1 : 0, Order(id));
            Put(Measure::AnsweredOnline, answer.online ? 1 : 0, Order(id));
            Put(Measure::OrdersExtraDecided, answer.extra ? 1 : 0, Order(id));
            Put(Measure::OrdersExtraApproved, answer.extraApproved ? 1 : 0, Order(id));
        }
    }

    /// What a customer made of an order as a whole.
    struct Answer
    {
        Instant at{};
        bool approved = false;
        bool online = false;
        bool extra = false;
        bool extraApproved = false;
        bool unanswered = false; ///< until the quote expired

        void Take(const DecisionFact& decision)
        {
            online = decision.at >= at ? decision.online : online;
            at = std::max(at, decision.at);
            approved = approved || decision.approved;
            extra = extra || decision.extra;
            extraApproved = extraApproved || (decision.extra && decision.approved);
        }
    };

    [[nodiscard]] std::map<WorkOrderId, Answer> AnswersByOrder() const
    {
        std::map<WorkOrderId, Answer> answers;
        for (const auto& decision : m_facts.decisions)
            if (!decision.expired)
                answers[decision.order].Take(decision);
        for (const auto& decision : m_facts.decisions) {
            if (!decision.expired)
                continue;
            auto& answer =
                answers.try_emplace(decision.order, Answer{.at = decision.at, .unanswered = true}).first->second;
            answer.extra = answer.extra || (answer.unanswered && decision.extra);
        }
        return answers;
    }

    void AddDecision(const DecisionFact& decision, const OrderFact& order)
    {
        const std::int64_t yes = decision.approved ? 1 : 0;
        const auto net = decision.net.minor;
        Put(Measure::LinesDecided, 1, order);
        Put(Measure::LinesApproved, yes, order);
        Put(Measure::NetDecided, net, order);
        Put(Measure::NetApproved, yes * net, order);
        if (!decision.extra)
            return;
        Put(Measure::ExtraDecided, 1, order);
        Put(Measure::ExtraApproved, yes, order);
        Put(Measure::ExtraNetDecided, net, order);
        Put(Measure::ExtraNetApproved, yes * net, order);
        const bool red = decision.severity == Result::Red;
        if (!red && decision.severity != Result::Yellow)
            return;
        Put(red ? Measure::RedNetDecided : Measure::AmberNetDecided, net, order);
        Put(red ? Measure::RedNetApproved : Measure::AmberNetApproved, yes * net, order);
        if (!decision.approved) {
            Put(Measure::DeferredNet, net, order);
            Put(Measure::RecoveredNet, std::min(net, decision.recovered.minor), order);
            Put(Measure::RecoveredSoon, std::min(net, decision.recoveredSoon.minor), order);
        }
    }

    void AddRatings()
    {
        for (const auto& rating : m_facts.ratings) {
            if (!m_period.Holds(rating.at))
                continue;
            const auto& order = Order(rating.order);
            Put(Measure::Ratings, 1, order);
            Put(Measure::Satisfied, rating.score >= 4 ? 1 : 0, order);
            Put(Measure::ScoreSum, rating.score, order);
        }
    }

    const KpiFacts& m_facts;
    const KpiPeriod& m_period;
    const ShopZone& m_zone;
    const KpiFilter& m_filter;
    std::map<WorkOrderId, const OrderFact*> m_orders;
    std::map<LineKey, std::map<StaffId, std::int64_t>> m_lineClocks; ///< microseconds
    std::map<WorkOrderId, Instant> m_firstSale;
    MeasureSums m_sums;
};

} // namespace

MeasureSums SumFacts(const KpiFacts& facts, const KpiPeriod& period, const ShopZone& zone, const KpiFilter& filter)
{
    return Summing(facts, period, zone, filter).Run();
}

Spread SpreadOf(std::vector<std::int64_t> seconds)
{
    Spread spread{.n = static_cast<std::int64_t>(seconds.size())};
    if (seconds.empty())
        return spread;
    std::sort(seconds.begin(), seconds.end());
    const auto rank = [&](std::size_t percent) { return (percent * seconds.size() + 99) / 100 - 1; };
    spread.median = seconds[rank(50)];
    spread.p90 = seconds[rank(90)];
    return spread;
}

std::optional<int> NetPromoterScore(const std::vector<int>& answers)
{
    if (answers.empty())
        return std::nullopt;
    std::int64_t balance = 0;
    for (const int answer : answers)
        balance += answer >= 9 ? 1 : answer <= 6 ? -1 : 0;
    return static_cast<int>(MulDivRound(balance, 100, static_cast<std::int64_t>(answers.size())));
}

} // namespace bayline::core
