// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/hv_presenter.h"

#include "core/text.h"

#include <algorithm>

namespace bayline::desktop {

namespace {

constexpr std::int64_t kMostOhmPerVolt = 999'999'999;

/// Volts as typed, in thousandths; nothing when it is no number.
std::optional<std::int64_t> Millivolts(const std::string& typed)
{
    const auto quantity = core::ParseQuantity(core::CleanLine(typed));
    return quantity ? std::optional(quantity->milli) : std::nullopt;
}

std::string Volts(std::int64_t millivolts)
{
    return core::ToDecimal(core::Quantity{millivolts});
}

const core::Isolation* Shown(const core::WorkOrder& order)
{
    const auto& isolations = order.floor.isolations;
    return isolations.empty() || isolations.back().replaced ? nullptr : &isolations.back();
}

template <class Intent>
void RunForCar(WorkOrderPresenter& presenter, Deed& deed, const Intent& intent, std::function<void()> done = {})
{
    presenter.Run(
        deed,
        [id = presenter.Id(), intent](db::Connection& connection, const db::Session& session,
                                      core::OperationId operation) {
            return db::ExecuteForCar(connection, session, id, operation, [&](const auto& order, const auto& actor) {
                return core::DecideForCar(order, intent, actor);
            });
        },
        std::move(done));
}

std::string SignedText(const Context& context, const core::IsolationStep& step)
{
    auto text = context.Tr(N_("{1}, {2}"), {step.byName, core::FormatClock(step.at, context.zone)});
    if (!step.note.empty())
        text += " · " + step.note;
    if (step.step == core::kStepZero)
        text += " · " + context.Tr(N_("proved at {1} V, measured {2} V, proved at {3} V"),
                                   {Volts(step.provedBeforeMv), Volts(step.measuredMv), Volts(step.provedAfterMv)});
    return text;
}

} // namespace

bool HvPresenter::Concerned() const
{
    const auto& order = m_presenter.Order();
    return order.vehicle.powertrain != core::Powertrain::Ice &&
           (!order.floor.isolations.empty() ||
            std::any_of(order.lines.begin(), order.lines.end(), [](const core::QuoteLine& line) { return line.hv; }));
}

core::Instant HvPresenter::DatabaseNow() const
{
    return m_presenter.Order().floor.databaseNow + (m_presenter.Me().now - m_presenter.ReadAt());
}

bool HvPresenter::Isolated() const
{
    const auto* open = m_presenter.Order().floor.OpenIsolation();
    return open != nullptr && open->Complete();
}

int HvPresenter::PresentStep() const
{
    const auto* open = m_presenter.Order().floor.OpenIsolation();
    return open == nullptr ? 0 : open->LastStep() + 1;
}

bool HvPresenter::BeginsAnew() const
{
    const auto* open = m_presenter.Order().floor.OpenIsolation();
    return open != nullptr && !open->Complete() && open->technician.id != m_presenter.Me().person.id;
}

std::vector<HvStepView> HvPresenter::Steps() const
{
    const auto& context = m_presenter.TheContext();
    const auto* shown = Shown(m_presenter.Order());
    std::vector<HvStepView> views;
    for (int number = 1; number <= core::kIsolationSteps; ++number) {
        HvStepView view{.number = number, .text = context.Tr(core::IsolationStepText(number)), .signedText = {}};
        view.present = number == PresentStep();
        for (const auto& step : shown == nullptr ? std::vector<core::IsolationStep>{} : shown->steps) {
            if (step.step == number) {
                view.done = true;
                view.signedText = SignedText(context, step);
            }
        }
        if (number == core::kStepWait && shown != nullptr)
            view.text += " " + context.Count("({1} minute)", "({1} minutes)", shown->waitMinutes);
        if (number == core::kStepEnergise && shown != nullptr && shown->reEnergisedAt) {
            view.done = true;
            view.signedText = context.Tr(N_("{1}, {2} · insulation {3} Ω/V"),
                                         {shown->reEnergisedBy, core::FormatClock(*shown->reEnergisedAt, context.zone),
                                          std::to_string(shown->insulationOhmPerVolt)});
        }
        views.push_back(std::move(view));
    }
    return views;
}

std::string HvPresenter::Summary() const
{
    const auto& context = m_presenter.TheContext();
    const auto& floor = m_presenter.Order().floor;
    const auto* open = floor.OpenIsolation();
    if (const auto* shown = Shown(m_presenter.Order());
        open == nullptr && shown != nullptr && !shown->reEnergisedAt && floor.EndedElsewhere(*shown))
        return context.Tr(
            N_("The voltage is on again: it was put on by order {1} of this car, {2}."),
            {floor.reEnergisedElsewhere->number, core::FormatClock(floor.reEnergisedElsewhere->at, context.zone)});
    if (open == nullptr)
        return context.Tr(Shown(m_presenter.Order()) != nullptr ? N_("The voltage is on again.")
                                                                : N_("Not isolated: high-voltage lines cannot start."));
    if (const auto* other = floor.VoltageOffElsewhere(); other != nullptr && open->LastStep() >= core::kStepArea)
        return context.Tr(N_("Isolated by {1}, and on order {2} of this car too: putting the voltage on ends both."),
                          {open->technician.name, other->number});
    if (open->Complete())
        return context.Tr(N_("Isolated, zero volts verified by {1}."), {open->technician.name});
    return context.Tr(N_("{1} is isolating the car: step {2} of 8."),
                      {open->technician.name, std::to_string(open->LastStep() + 1)});
}

std::optional<std::chrono::seconds> HvPresenter::WaitLeft() const
{
    const auto* open = m_presenter.Order().floor.OpenIsolation();
    if (open == nullptr || open->LastStep() != core::kStepDisconnect)
        return std::nullopt;
    const auto over = open->WaitOver();
    // Rounded up: at 0:00 the time is over for certain.
    return over ? std::optional(
                      std::max(std::chrono::seconds(0), std::chrono::ceil<std::chrono::seconds>(*over - DatabaseNow())))
                : std::nullopt;
}

void HvPresenter::Begin()
{
    m_presenter.Do(sign, [intent = core::StartIsolation{core::IsolationId::New()}](
                             const auto& order, const auto& actor) { return core::Decide(order, intent, actor); });
}

void HvPresenter::Energise(const core::Isolation& isolation, const HvForm& form, std::function<void()> done)
{
    const core::ReEnergise intent{
        .id = isolation.id,
        .insulationOhmPerVolt = core::ParseWhole(core::CleanLine(form.insulation), 0, kMostOhmPerVolt).value_or(-1),
        .toolsOut = form.toolsOut,
        .coversOn = form.coversOn};
    RunForCar(m_presenter, sign, intent, std::move(done));
}

void HvPresenter::Sign(const HvForm& form, std::function<void()> done)
{
    const auto* open = m_presenter.Order().floor.OpenIsolation();
    if (open == nullptr)
        return;
    if (open->LastStep() >= core::kStepArea) {
        Energise(*open, form, std::move(done));
        return;
    }
    const core::SignStep intent{.id = open->id,
                                .step = open->LastStep() + 1,
                                .note = core::CleanLine(form.note),
                                .provedBeforeMv = Millivolts(form.provedBefore),
                                .measuredMv = Millivolts(form.measured),
                                .provedAfterMv = Millivolts(form.provedAfter)};
    m_presenter.Do(
        sign, [intent](const auto& order, const auto& actor) { return core::Decide(order, intent, actor); },
        std::move(done));
}

void HvPresenter::Quarantine(const std::string& reason)
{
    const core::StartQuarantine intent{core::CleanLine(reason),
                                       m_presenter.TheContext().ShopOf(m_presenter.Order().outlet).quarantineBay};
    RunForCar(m_presenter, quarantine, intent);
}

void HvPresenter::EndQuarantine(const std::string& reason)
{
    const core::EndQuarantine intent{core::CleanLine(reason)};
    m_presenter.Do(quarantine,
                   [intent](const auto& order, const auto& actor) { return core::Decide(order, intent, actor); });
}

} // namespace bayline::desktop
