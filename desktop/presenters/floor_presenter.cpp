// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/floor_presenter.h"

#include "core/text.h"

#include <algorithm>

namespace bayline::desktop {

std::string FloorPresenter::HoldText() const
{
    const auto* open = m_presenter.Order().floor.OpenHold();
    if (open == nullptr)
        return {};
    const auto& context = m_presenter.TheContext();
    const auto reason = context.Tr(core::HoldReasonName(open->reason));
    const auto since = core::FormatMinute(open->startedAt, context.zone);
    return open->note.empty() ? context.Tr(N_("On hold since {1}: {2}"), {since, reason})
                              : context.Tr(N_("On hold since {1}: {2}, {3}"), {since, reason, open->note});
}

std::string FloorPresenter::QuarantineText() const
{
    const auto& floor = m_presenter.Order().floor;
    const auto& context = m_presenter.TheContext();
    if (floor.quarantine)
        return context.Tr(N_("In quarantine since {1}, by {2}: {3}"),
                          {core::FormatMinute(floor.quarantine->since, context.zone), floor.quarantine->byName,
                           floor.quarantine->reason});
    const auto* other = core::IsOpen(m_presenter.Order().stage) ? floor.QuarantineElsewhere() : nullptr;
    return other != nullptr ? context.Tr(N_("The car is in quarantine, on its other order {1}: {2}"),
                                         {other->number, *other->quarantineReason})
                            : std::string();
}

std::string FloorPresenter::ComebackText() const
{
    const auto& link = m_presenter.Order().floor.comeback;
    return link ? m_presenter.TheContext().Tr(N_("Come back after order {1}: {2}"), {link->number, link->reason})
                : std::string();
}

std::string FloorPresenter::PlaceText() const
{
    const auto& floor = m_presenter.Order().floor;
    const auto key = floor.keyTag.empty() ? std::string() : m_presenter.TheContext().Tr(N_("Key {1}"), {floor.keyTag});
    return floor.bay.empty() || key.empty() ? floor.bay + key : floor.bay + " · " + key;
}

std::vector<std::string> FloorPresenter::Bays() const
{
    const auto& shop = m_presenter.TheContext().ShopOf(m_presenter.Order().outlet);
    std::vector<std::string> bays{std::string()};
    bays.insert(bays.end(), shop.bays.begin(), shop.bays.end());
    for (const auto& other : {shop.quarantineBay, m_presenter.Order().floor.bay})
        if (std::find(bays.begin(), bays.end(), other) == bays.end())
            bays.push_back(other);
    return bays;
}

std::vector<core::EarlierOrder> FloorPresenter::ComebackChoices() const
{
    const auto& floor = m_presenter.Order().floor;
    return floor.comeback ? std::vector<core::EarlierOrder>{} : floor.earlier;
}

std::vector<db::LongClock> FloorPresenter::Clocks() const
{
    const auto& order = m_presenter.Order();
    std::vector<db::LongClock> clocks;
    for (const auto& entry : order.timeEntries) {
        const auto* line = order.FindLine(entry.line);
        clocks.push_back({.entry = entry.id,
                          .person = entry.technician.id,
                          .name = entry.technician.name,
                          .order = order.id,
                          .number = order.number,
                          .plate = order.vehicle.plate,
                          .what = line == nullptr ? std::string() : line->description,
                          .reason = {},
                          .startedAt = entry.startedAt,
                          .stoppedAt = entry.stoppedAt});
    }
    return clocks;
}

std::string FloorPresenter::ClockText(const db::LongClock& clock) const
{
    const auto& context = m_presenter.TheContext();
    const auto from = core::FormatMinute(clock.startedAt, context.zone);
    return clock.stoppedAt
               ? context.Tr(N_("{1}: {2}, from {3} to {4}"),
                            {clock.name, clock.what, from, core::FormatMinute(*clock.stoppedAt, context.zone)})
               : context.Tr(N_("{1}: {2}, running since {3}"), {clock.name, clock.what, from});
}

template <class Intent>
void FloorPresenter::Act(Deed& deed, Intent intent, std::function<void()> done)
{
    m_presenter.Do(
        deed, [intent](const auto& order, const auto& actor) { return core::Decide(order, intent, actor); },
        std::move(done));
}

void FloorPresenter::StartHold(core::HoldReason reason, const std::string& note)
{
    Act(hold, core::StartHold{core::HoldId::New(), reason, core::CleanLine(note)});
}

void FloorPresenter::EndHold()
{
    if (const auto* open = m_presenter.Order().floor.OpenHold())
        Act(hold, core::EndHold{open->id});
}

void FloorPresenter::AssignBay(const std::string& to)
{
    Act(bay, core::AssignBay{m_presenter.Order().floor.bay, to});
}

void FloorPresenter::SetKeyTag(const std::string& seen, const std::string& typed)
{
    Act(keyTag, core::SetKeyTag{seen, core::CleanLine(typed)});
}

void FloorPresenter::LinkComeback(core::WorkOrderId first, const std::string& reason)
{
    Act(comeback, core::LinkComeback{first, core::CleanLine(reason)});
}

void FloorPresenter::Correct(const db::LongClock& clock, const core::Span& to, const std::string& reason,
                             std::function<void(const std::string&)> done)
{
    const core::CorrectTime intent{
        .id = clock.entry, .from = {clock.startedAt, clock.stoppedAt}, .to = to, .reason = core::CleanLine(reason)};
    // What the rules refuse as the order stands is said beside what was typed, without asking the database.
    if (const auto dryRun = core::Decide(m_presenter.Order(), intent, m_presenter.Me()); !dryRun) {
        done(m_presenter.Say(dryRun.FirstRefusal()));
        return;
    }
    correct.onNotDone = [this, done] { done(m_presenter.SayAbout(correct)); };
    Act(correct, intent, [done] { done({}); });
}

} // namespace bayline::desktop
