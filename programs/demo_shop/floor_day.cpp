// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs/demo_shop/floor_day.h"

#include "core/floor_rules.h"
#include "db/board.h"
#include "db/settings.h"
#include "db/work_order_store.h"

#include <algorithm>

namespace bayline::demo {
namespace {

using namespace std::chrono_literals;

constexpr auto kOutside = "室外隔离位";
constexpr int kUsualMinutes = 90;

void SetUpBays(Workshop& workshop)
{
    const auto before = db::LoadOwnShop(workshop.Database());
    auto after = before;
    after.bays.assign(kBays.begin(), kBays.end());
    after.quarantineBay = kOutside;
    after.opensAt = "08:00";
    after.closesAt = "18:30";
    after.hvWaits = {{"BYD", 10}, {"Tesla", 15}};
    if (auto changed = db::ShopSettingsChanged(before, after)) {
        workshop.Write(core::StreamName("shop", before.id.value), before.seq,
                       {{.event = std::move(*changed),
                         .at = workshop.Now(),
                         .actor = workshop.Manager().ref.id,
                         .actorKind = "manager"}});
    }
}

template <class Intent>
void Do(Workshop& workshop, core::WorkOrderId id, const Intent& intent, const char* step)
{
    const auto& advisor = workshop.Advisor(0);
    const auto order = db::LoadWorkOrder(workshop.Database(), id);
    std::vector<db::ImportedEvent> events;
    for (auto& event : Must(core::Decide(order, intent, advisor.At(workshop.Now())), step)) {
        events.push_back(
            {.event = std::move(event), .at = workshop.Now(), .actor = advisor.ref.id, .actorKind = "advisor"});
    }
    if (!events.empty())
        workshop.Write(core::StreamName("work_order", id.value), order.seq, events);
}

/// When the n-th order of a bay begins today: one after the other from nine o'clock.
core::Instant Slot(const Workshop& workshop, std::size_t n)
{
    const auto day = workshop.Zone().DayBounds(workshop.Now()).first;
    return day + 9h + std::chrono::minutes(kUsualMinutes + 15) * static_cast<int>(n);
}

void Plan(Workshop& workshop, const db::BoardCard& card, std::size_t which)
{
    const auto& technician = workshop.Technician(which);
    core::WorkPlan plan{.bay = kBays.at(which % kBays.size()),
                        .technician = technician.ref,
                        .start = Slot(workshop, which / kBays.size()),
                        .minutes = kUsualMinutes};
    if (!card.technician.IsNil())
        plan.technician = core::StaffRef{card.technician, card.technicianName};
    Do(workshop, card.id, core::PlanWork{{}, plan}, "plan");
    if (card.stage == core::Stage::Repairing || card.stage == core::Stage::QualityCheck)
        Do(workshop, card.id, core::AssignBay{"", plan.bay}, "bay");
}

/// A quote with high-voltage work, whose line cannot start before the isolation is recorded.
void FlagHighVoltage(Workshop& workshop, core::WorkOrderId id)
{
    const auto order = db::LoadWorkOrder(workshop.Database(), id);
    const auto line = std::find_if(order.lines.begin(), order.lines.end(), [](const core::QuoteLine& candidate) {
        return candidate.kind == core::LineKind::Labour && !candidate.hv;
    });
    if (line == order.lines.end())
        return;
    auto flagged = *line;
    flagged.hv = true;
    Do(workshop, id, core::ChangeLine{*line, flagged}, "high voltage");
}

} // namespace

void PutOnTheFloor(Workshop& workshop)
{
    SetUpBays(workshop);
    std::size_t key = 0;
    std::size_t planned = 0;
    bool flagged = false;
    for (const auto& card : db::LoadBoard(workshop.Database())) {
        Do(workshop, card.id, core::SetKeyTag{"", std::to_string(11 + key++)}, "key tag");
        switch (card.stage) {
        case core::Stage::Received:
        case core::Stage::Inspecting:
        case core::Stage::Repairing:
        case core::Stage::QualityCheck:
            Plan(workshop, card, planned++);
            break;
        case core::Stage::Quoting:
            if (!flagged && card.powertrain != core::Powertrain::Ice) {
                FlagHighVoltage(workshop, card.id);
                flagged = true;
            } else {
                Do(workshop, card.id,
                   core::StartHold{workshop.NewId<core::HoldId>(workshop.Now()), core::HoldReason::Parts,
                                   "等供应商报价"},
                   "hold");
            }
            break;
        case core::Stage::WaitingApproval:
            Do(workshop, card.id,
               core::StartHold{workshop.NewId<core::HoldId>(workshop.Now()), core::HoldReason::Approval, {}}, "hold");
            break;
        default:
            break;
        }
    }
}

} // namespace bayline::demo
