// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/day_plan_presenter.h"

#include "db/kpi.h"
#include "db/staff.h"
#include "db/work_order_store.h"
#include "desktop/presenters/opening_hours.h"
#include "desktop/presenters/session.h"

#include <algorithm>

namespace bayline::desktop {

namespace {

constexpr int kQuarter = 15;
constexpr int kShortest = 30;

struct Loaded
{
    std::vector<db::PlannedOrder> orders;
    std::vector<core::StaffMember> technicians;
    core::ShopCalendar calendar;
};

int MinutesBetween(core::Instant from, core::Instant to)
{
    return static_cast<int>(std::chrono::duration_cast<std::chrono::minutes>(to - from).count());
}

core::Instant EndOf(const core::WorkPlan& plan)
{
    return plan.start + std::chrono::minutes(plan.minutes);
}

} // namespace

DayPlanPresenter::DayPlanPresenter(Context& context, std::function<void()> changed)
    : m_context(context), m_changed(std::move(changed)), m_news(context.changes->OnNews([this](const News& news) {
          const bool ours = std::any_of(news.streams.begin(), news.streams.end(), [](const StreamChange& change) {
              return change.stream.starts_with("work_order/");
          });
          if (!m_context.sessionToken.empty() && (news.everything || ours))
              Refresh();
      })),
      m_database(context.changes->OnDatabase([this](const bool& present) {
          if (present && !m_context.sessionToken.empty())
              Refresh();
      }))
{
    Show(DayOf(context.now()));
}

DayPlanPresenter::Day DayPlanPresenter::DayOf(core::Instant at) const
{
    const auto& zone = m_context.zone;
    return {.at = at, .today = zone.DayBounds(at).first == zone.DayBounds(m_context.now()).first};
}

void DayPlanPresenter::Show(const Day& day)
{
    m_wanted = m_shown = day;
    SetDay(day.at);
}

void DayPlanPresenter::SetDay(core::Instant day)
{
    m_day = m_context.zone.DayBounds(day).first;
    const auto [begin, end] = m_context.zone.DayBounds(day);
    m_state.opens = AtClock(m_context.zone, begin, m_context.shop.opensAt).value_or(begin + std::chrono::hours(8));
    m_state.closes = AtClock(m_context.zone, begin, m_context.shop.closesAt).value_or(begin + std::chrono::hours(18));
    m_state.open = true;
    if (m_calendar) {
        const auto hours = m_calendar->On(m_context.zone.ToLocal(begin).day);
        m_state.open = hours.has_value();
        if (hours) {
            m_state.opens = AtMinute(m_context.zone, begin, hours->from);
            m_state.closes = AtMinute(m_context.zone, begin, hours->to);
        }
    }
    if (m_state.closes <= m_state.opens) {
        m_state.opens = begin;
        m_state.closes = end;
    }
}

std::string DayPlanPresenter::Title() const
{
    const auto day = core::FormatDay(m_day, m_context.zone);
    return m_state.open ? day : m_context.Tr(N_("{1}, closed"), {day});
}

void DayPlanPresenter::Refresh()
{
    if (m_wanted.today)
        m_wanted.at = m_context.now();
    // The shop's hours are known after somebody has signed in; a day that was read stands until the next one is.
    if (!m_state.loaded)
        Show(m_wanted);
    const auto [begin, end] = m_context.zone.DayBounds(m_wanted.at);
    Start(
        m_context.jobs, m_load,
        [begin = begin, end = end, outlet = m_context.OutletAsked(false)](db::Connection& connection) {
            Loaded loaded{db::LoadDayPlan(connection, begin, end, outlet), {}, db::LoadKpiBasics(connection).calendar};
            for (auto& person : db::LoadStaff(connection))
                if (person.role == core::Role::Technician)
                    loaded.technicians.push_back(std::move(person));
            return loaded;
        },
        [this, day = m_wanted](Loaded loaded) {
            m_state.orders = std::move(loaded.orders);
            m_state.technicians = std::move(loaded.technicians);
            m_calendar = std::move(loaded.calendar);
            Show(day);
            m_state.loaded = true;
            m_state.unread.clear();
            if (m_deeds.Open() == 0)
                m_planned.clear();
            m_changed();
        },
        [this](const core::Failure& failure) {
            m_wanted = m_shown;
            m_state.unread = m_context.Say(failure);
            m_changed();
        });
}

void DayPlanPresenter::Step(int days)
{
    // Noon, so that a day of 23 or 25 hours is no trap.
    const auto begin = m_context.zone.DayBounds(m_wanted.at).first;
    m_wanted = DayOf(begin + std::chrono::hours(12 + 24 * days));
    Refresh();
}

void DayPlanPresenter::Today()
{
    m_wanted = DayOf(m_context.now());
    Refresh();
}

void DayPlanPresenter::ShowByTechnician(bool by)
{
    m_state.byTechnician = by;
    m_changed();
}

std::vector<std::string> DayPlanPresenter::Bays() const
{
    auto bays = m_context.shop.bays;
    const auto add = [&](const std::string& bay) {
        if (!bay.empty() && std::find(bays.begin(), bays.end(), bay) == bays.end())
            bays.push_back(bay);
    };
    add(m_context.shop.quarantineBay);
    for (const auto& order : m_state.orders)
        if (order.plan)
            add(order.plan->bay);
    return bays;
}

std::vector<PlanRow> DayPlanPresenter::Rows() const
{
    std::vector<PlanRow> rows;
    if (m_state.byTechnician)
        for (const auto& person : m_state.technicians)
            rows.push_back({.name = person.name, .technician = person.id, .orders = {}, .load = {}});
    else
        for (const auto& bay : Bays())
            rows.push_back({.name = bay, .orders = {}, .load = {}});
    rows.push_back({.name = {}, .orders = {}, .load = {}});
    for (const auto& order : m_state.orders) {
        if (!order.plan || IsLeftOver(*order.plan))
            continue;
        const auto person = order.plan->technician ? order.plan->technician->id : core::StaffId{};
        auto row = std::find_if(rows.begin(), rows.end(), [&](const PlanRow& candidate) {
            if (!m_state.byTechnician)
                return candidate.name == order.plan->bay;
            // Planned for a bay only, it is work of the person who has the order.
            return person.IsNil() ? !candidate.technician.IsNil() && candidate.name == order.technicianName
                                  : candidate.technician == person;
        });
        (row == rows.end() ? rows.back() : *row).orders.push_back(&order);
    }
    for (auto& row : rows)
        Measure(row);
    if (rows.back().orders.empty() && rows.size() > 1)
        rows.pop_back();
    return rows;
}

void DayPlanPresenter::Measure(PlanRow& row) const
{
    const auto [begin, end] = m_context.zone.DayBounds(m_day + std::chrono::hours(1));
    core::Instant busyUntil{};
    for (const auto* order : row.orders) {
        const auto start = std::max(order->plan->start, begin);
        row.plannedMinutes += std::max(0, MinutesBetween(start, std::min(EndOf(*order->plan), end)));
        if (busyUntil > order->plan->start)
            row.overlapMinutes += MinutesBetween(order->plan->start, std::min(busyUntil, EndOf(*order->plan)));
        busyUntil = std::max(busyUntil, EndOf(*order->plan));
    }
    const int day = m_state.open ? MinutesBetween(m_state.opens, m_state.closes) : 0;
    // Orders that nobody has settled yet stand beside one another without harm.
    const bool settled = !row.name.empty();
    row.overloaded = settled && (row.plannedMinutes > day || row.overlapMinutes > 0);
    row.load = m_context.Tr(N_("{1} of {2}"), {Duration(row.plannedMinutes), Duration(day)});
    if (settled && row.plannedMinutes > day)
        row.load += " · " + m_context.Tr(N_("overloaded by {1}"), {Duration(row.plannedMinutes - day)});
    else if (settled && row.overlapMinutes > 0)
        row.load += " · " + m_context.Tr(N_("{1} planned twice"), {Duration(row.overlapMinutes)});
}

std::vector<const db::PlannedOrder*> DayPlanPresenter::Unplanned() const
{
    std::vector<const db::PlannedOrder*> waiting;
    for (const auto& order : m_state.orders)
        if (!order.plan || IsLeftOver(*order.plan))
            waiting.push_back(&order);
    return waiting;
}

bool DayPlanPresenter::IsLeftOver(const core::WorkPlan& plan) const
{
    return EndOf(plan) <= m_day;
}

std::optional<core::WorkPlan> DayPlanPresenter::PlanOf(const db::PlannedOrder& order) const
{
    const auto last = std::find_if(m_planned.rbegin(), m_planned.rend(),
                                   [&](const Planned& planned) { return planned.order == order.id; });
    return last == m_planned.rend() ? order.plan : last->to;
}

const db::PlannedOrder* DayPlanPresenter::Find(core::WorkOrderId id) const
{
    const auto found = std::find_if(m_state.orders.begin(), m_state.orders.end(),
                                    [&](const db::PlannedOrder& order) { return order.id == id; });
    return found == m_state.orders.end() ? nullptr : &*found;
}

std::string DayPlanPresenter::Words(const db::PlannedOrder& order) const
{
    // A narrow card is cut at its end, so what calls for somebody comes before the model.
    auto words = order.plate;
    if (order.plan && IsLeftOver(*order.plan))
        words += " · " + m_context.Tr(N_("planned for {1}"), {core::FormatMinute(order.plan->start, m_context.zone)});
    if (order.quarantined)
        words += " · " + m_context.Tr(N_("In quarantine"));
    else if (order.hold)
        words += " · " + m_context.Tr(N_("On hold: {1}"), {m_context.Tr(core::HoldReasonName(*order.hold))});
    return words + " · " + order.vehicleModel;
}

int DayPlanPresenter::UsualMinutes(const db::PlannedOrder& order)
{
    const auto minutes = static_cast<int>((order.labour.milli * 60 + 999) / 1000);
    return minutes == 0 ? 60 : std::max(kShortest, (minutes + kQuarter - 1) / kQuarter * kQuarter);
}

std::string DayPlanPresenter::Duration(int minutes) const
{
    if (minutes < 60)
        return m_context.Tr(N_("{1} min"), {std::to_string(minutes)});
    if (minutes % 60 == 0)
        return m_context.Tr(N_("{1} h"), {std::to_string(minutes / 60)});
    return m_context.Tr(N_("{1} h {2} min"), {std::to_string(minutes / 60), std::to_string(minutes % 60)});
}

void DayPlanPresenter::Plan(core::WorkOrderId order, const std::optional<core::WorkPlan>& to,
                            std::function<void(const std::string&)> refused)
{
    if (const auto* known = Find(order))
        Plan(order, core::PlanWork{PlanOf(*known), to}, std::move(refused));
}

void DayPlanPresenter::Plan(core::WorkOrderId order, const core::PlanWork& plan,
                            std::function<void(const std::string&)> refused)
{
    m_state.problem.clear();
    m_planned.push_back({order, plan.to});
    Start(
        m_context.jobs, m_deeds.Another(),
        [order, intent = plan, session = SessionOf(m_context),
         operation = core::OperationId::New()](db::Connection& connection) {
            return db::Execute(connection, session, order, operation,
                               [&](const core::WorkOrder& fresh, const core::Actor& actor) {
                                   return core::Decide(fresh, intent, actor);
                               });
        },
        [this, refused](const core::Outcome<db::Appended>& outcome) {
            Answer(outcome ? std::string() : m_context.Say(outcome.FirstRefusal()), refused);
            Refresh();
        },
        [this, refused](const core::Failure& failure) {
            Answer(m_context.Say(failure), refused);
            Refresh();
        },
        KeepTrying{[this](const core::Failure&) {
            m_state.waiting = m_deeds.WaitingText(m_context);
            m_changed();
        }});
}

void DayPlanPresenter::Answer(const std::string& refused, const std::function<void(const std::string&)>& tell)
{
    if (!m_state.waiting.empty())
        m_state.waiting = m_deeds.Open() == 0 ? std::string() : m_deeds.WaitingText(m_context);
    if (!refused.empty())
        m_state.problem += (m_state.problem.empty() ? "" : " ") + refused;
    if (tell)
        tell(refused);
    m_changed();
}

void DayPlanPresenter::Drop(core::WorkOrderId order, const PlanRow& row, core::Instant start)
{
    const auto* known = Find(order);
    if (!known)
        return;
    const auto before = PlanOf(*known);
    auto plan = before.value_or(core::WorkPlan{});
    if (!before)
        plan.minutes = UsualMinutes(*known);
    plan.start = start;
    if (m_state.byTechnician)
        plan.technician =
            row.technician.IsNil() ? std::nullopt : std::optional(core::StaffRef{row.technician, row.name});
    else
        plan.bay = row.name;
    Plan(order, plan);
}

} // namespace bayline::desktop
