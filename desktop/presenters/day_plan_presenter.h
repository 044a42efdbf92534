// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/shop_calendar.h"
#include "db/floor.h"
#include "desktop/presenters/context.h"
#include "desktop/presenters/kept_deeds.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// A working place or a person in the plan, with what they are asked to do that day.
struct PlanRow
{
    std::string name;           ///< bay, or technician; empty: not settled
    core::StaffId technician{}; ///< of a row of people
    std::vector<const db::PlannedOrder*> orders;
    int plannedMinutes = 0;
    int overlapMinutes = 0; ///< when two orders want the place at the same time
    bool overloaded = false;
    std::string load; ///< "6 h 30 min of 10 h", and what is too much
};

/// The plan of one day, by bays or by technicians. UI thread only.
class DayPlanPresenter final
{
public:
    struct State
    {
        std::vector<db::PlannedOrder> orders;
        std::vector<core::StaffMember> technicians;
        bool byTechnician = false;
        bool loaded = false;
        std::string unread;    ///< why the plan could not be read the last time
        std::string problem;   ///< of what was planned
        std::string waiting;   ///< something planned is kept until the database is back
        core::Instant opens{}; ///< the shop's hours of that day; its usual ones on a day it is closed
        core::Instant closes{};
        bool open = true; ///< false: the shop's calendar says closed
    };

    DayPlanPresenter(Context& context, std::function<void()> changed);

    [[nodiscard]] const State& Now() const { return m_state; }
    [[nodiscard]] std::string Title() const;
    [[nodiscard]] std::vector<PlanRow> Rows() const;
    /// What has no place: without a plan, and, today, what was planned for a day before and has not become ready.
    [[nodiscard]] std::vector<const db::PlannedOrder*> Unplanned() const;
    /// Ended before the day that is shown.
    [[nodiscard]] bool IsLeftOver(const core::WorkPlan& plan) const;
    /// As it is, or will be when what was planned last has been saved.
    [[nodiscard]] std::optional<core::WorkPlan> PlanOf(const db::PlannedOrder& order) const;
    [[nodiscard]] const db::PlannedOrder* Find(core::WorkOrderId id) const;
    [[nodiscard]] std::vector<std::string> Bays() const;
    /// What one order is called in the plan: plate, model, hold.
    [[nodiscard]] std::string Words(const db::PlannedOrder& order) const;
    /// Minutes that its unfinished labour takes, in quarters of an hour; an hour when nothing is quoted yet.
    [[nodiscard]] static int UsualMinutes(const db::PlannedOrder& order);
    [[nodiscard]] std::string Duration(int minutes) const;
    [[nodiscard]] bool MayPlan() const { return true; }
    [[nodiscard]] const core::ShopZone& Zone() const { return m_context.zone; }
    [[nodiscard]] core::Instant Clock() const { return m_context.now(); }

    /// Reads the day that is shown; a new today, when that was today.
    void Refresh();
    void Step(int days);
    void Today();
    void ShowByTechnician(bool by);
    /// `plan.from` is what the person saw when they began to plan. `refused` gets the sentence of a refusal, empty when
    /// it was saved.
    void Plan(core::WorkOrderId order, const core::PlanWork& plan,
              std::function<void(const std::string&)> refused = {});
    /// From what is on the screen now.
    void Plan(core::WorkOrderId order, const std::optional<core::WorkPlan>& to,
              std::function<void(const std::string&)> refused = {});
    /// Drops an order on a row at a time: keeps its length and what the other view says.
    void Drop(core::WorkOrderId order, const PlanRow& row, core::Instant start);

private:
    struct Day
    {
        core::Instant at{}; ///< some moment of it
        bool today = false; ///< goes on to the next day by itself
    };
    /// What was planned here and may not be saved yet.
    struct Planned
    {
        core::WorkOrderId order;
        std::optional<core::WorkPlan> to;
    };

    void SetDay(core::Instant day);
    void Show(const Day& day);
    void Answer(const std::string& refused, const std::function<void(const std::string&)>& tell);
    [[nodiscard]] Day DayOf(core::Instant at) const;
    void Measure(PlanRow& row) const;

    Context& m_context;
    std::function<void()> m_changed;
    State m_state;
    core::Instant m_day{}; ///< where the day that is shown begins
    Day m_shown;
    Day m_wanted;                                 ///< being read, or shown
    std::optional<core::ShopCalendar> m_calendar; ///< nothing before it was read
    RequestSlot m_load;
    KeptDeeds m_deeds;
    std::vector<Planned> m_planned; ///< since it was read
    Subscription m_news;
    Subscription m_database;
};

} // namespace bayline::desktop
