// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/work_order_header.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace bayline::desktop {

namespace {

constexpr std::array kAllStages = {core::Stage::Received,        core::Stage::Inspecting, core::Stage::Quoting,
                                   core::Stage::WaitingApproval, core::Stage::Repairing,  core::Stage::QualityCheck,
                                   core::Stage::Ready,           core::Stage::Delivered,  core::Stage::Cancelled};

const char* ForwardLabel(core::Stage to)
{
    switch (to) {
    case core::Stage::Received:
        return N_("Back to reception");
    case core::Stage::Inspecting:
        return N_("Start inspection");
    case core::Stage::Quoting:
        return N_("Prepare quote");
    case core::Stage::WaitingApproval:
        return N_("Wait for approval");
    case core::Stage::Repairing:
        return N_("Start repair");
    case core::Stage::QualityCheck:
        return N_("To the final check");
    case core::Stage::Ready:
        return N_("Ready for pick-up");
    case core::Stage::Delivered:
        return N_("Hand over the car");
    case core::Stage::Cancelled:
        return N_("Cancel order");
    }
    return "";
}

const char* BackLabel(core::Stage to)
{
    switch (to) {
    case core::Stage::Inspecting:
        return N_("Back to inspection");
    case core::Stage::Quoting:
        return N_("Back to the quote");
    case core::Stage::WaitingApproval:
        return N_("Back to waiting for approval");
    case core::Stage::Repairing:
        return N_("Back to repair");
    case core::Stage::QualityCheck:
        return N_("Back to the final check");
    default:
        return ForwardLabel(to);
    }
}

/// Where an order goes when nothing is the matter.
core::Stage NaturalStep(core::Stage from)
{
    const auto found = std::find(kAllStages.begin(), kAllStages.end(), from);
    const auto next = found + 1;
    return from == core::Stage::Delivered || from == core::Stage::Cancelled ? from : *next;
}

std::vector<StageStep> StepsOf(const WorkOrderPresenter& presenter)
{
    const auto& order = presenter.Order();
    const auto& context = presenter.TheContext();
    std::vector<StageStep> steps;
    for (const auto to : kAllStages) {
        if (!core::IsLegalChange(order.stage, to)) {
            continue;
        }
        const bool cancels = to == core::Stage::Cancelled;
        if ((cancels || to == core::Stage::Delivered) && !presenter.MayAdvise()) {
            continue;
        }
        const bool back = core::IsStepBack(order.stage, to) || cancels;
        // Sending the quote and handing over have pages of their own; the others must be allowed as things are.
        const bool elsewhere = to == core::Stage::WaitingApproval || to == core::Stage::Delivered;
        const bool recommended =
            to == NaturalStep(order.stage) &&
            (elsewhere || core::Decide(order, core::MoveStage{order.stage, to, {}}, presenter.Me()).Ok());
        const bool toSend = order.stage == core::Stage::Quoting && to == core::Stage::WaitingApproval;
        const char* label = toSend ? N_("Send the quote") : back ? BackLabel(to) : ForwardLabel(to);
        steps.push_back({to, context.Tr(label), back, recommended});
    }
    const auto rank = [](const StageStep& step) { return step.recommended ? 0 : step.back ? 2 : 1; };
    std::stable_sort(steps.begin(), steps.end(),
                     [&](const StageStep& a, const StageStep& b) { return rank(a) < rank(b); });
    return steps;
}

std::string Lateness(const Context& context, core::Instant promised)
{
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(context.now() - promised).count();
    if (minutes < 1) {
        return {};
    }
    if (minutes < 120) {
        return context.Tr(N_("{1} min late"), {std::to_string(minutes)});
    }
    if (minutes < 48 * 60) {
        return context.Tr(N_("{1} h late"), {std::to_string(minutes / 60)});
    }
    return context.Count("{1} day late", "{1} days late", minutes / (24 * 60));
}

std::string ShortMoment(const Context& context, core::Instant at)
{
    return core::FormatDay(at, context.zone) == core::FormatDay(context.now(), context.zone)
               ? core::FormatClock(at, context.zone)
               : core::FormatMinute(at, context.zone);
}

void AppendPart(std::string& text, const std::string& part, std::string_view separator = " · ")
{
    if (part.empty()) {
        return;
    }
    if (!text.empty()) {
        text += separator;
    }
    text += part;
}

std::optional<int> ToInt(std::string_view text)
{
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

core::Refusal NoMoment()
{
    return {.code = "promise.not_a_time",
            .sentence = N_("Write a time as 15:30, a date and time as 2026-11-22 15:30, or +45 for minutes from now."),
            .arguments = {},
            .field = "promised_at"};
}

/// "2026-11-22" or today.
std::optional<std::chrono::year_month_day> ParseDay(const Context& context, std::string_view text)
{
    if (text.empty()) {
        return context.zone.ToLocal(context.now()).day;
    }
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
        return std::nullopt;
    }
    const auto year = ToInt(text.substr(0, 4));
    const auto month = ToInt(text.substr(5, 2));
    const auto day = ToInt(text.substr(8, 2));
    if (!year || !month || !day) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    return date.ok() ? std::optional(date) : std::nullopt;
}

} // namespace

WorkOrderHeader BuildHeader(const WorkOrderPresenter& presenter)
{
    const auto& order = presenter.Order();
    const auto& context = presenter.TheContext();
    WorkOrderHeader header;
    header.plate = order.vehicle.plate;
    header.number = order.number;
    header.title = order.vehicle.plate;
    AppendPart(header.title, order.number);
    header.car = order.vehicle.make;
    AppendPart(header.car, order.vehicle.model, " ");
    AppendPart(header.car, order.vehicle.modelYear > 0 ? std::to_string(order.vehicle.modelYear) : std::string());
    AppendPart(header.car, context.Tr(core::PowertrainName(order.vehicle.powertrain)));
    header.customer = order.customer.name;
    AppendPart(header.customer, order.customer.phone);
    header.stage = context.Tr(core::StageName(order.stage));
    header.promised = ShortMoment(context, order.promisedAt);
    header.late = core::IsOpen(order.stage) && order.stage != core::Stage::Ready && order.promisedAt < context.now();
    header.lateness = header.late ? Lateness(context, order.promisedAt) : std::string();
    header.technician = order.technician ? order.technician->name : std::string();
    header.advisor = order.advisor.name;
    header.odometer = std::to_string(order.odometerIn.km) + " km";
    header.vin = order.vehicle.vin;
    header.steps = StepsOf(presenter);
    header.waitsForCustomer = order.WaitsForCustomer();
    return header;
}

std::vector<std::optional<core::StaffRef>> AssignablePeople(const WorkOrderPresenter& presenter)
{
    std::vector<std::optional<core::StaffRef>> people = {std::nullopt};
    for (const auto& person : presenter.Basics().staff) {
        if (person.active && person.role != core::Role::Advisor) {
            people.push_back(core::StaffRef{person.id, person.name});
        }
    }
    const auto& assigned = presenter.Order().technician;
    const bool listed = !assigned || std::any_of(people.begin(), people.end(), [&](const auto& person) {
        return person && person->id == assigned->id;
    });
    if (!listed) {
        people.push_back(*assigned);
    }
    return people;
}

core::Outcome<core::Instant> ParseMoment(const Context& context, const std::string& typed)
{
    const auto text = core::ToHalfWidth(core::CleanLine(typed));
    if (!text.empty() && text.front() == '+') {
        const auto minutes = ToInt(std::string_view(text).substr(1));
        if (!minutes || *minutes <= 0 || *minutes > 60 * 24 * 365) {
            return NoMoment();
        }
        return context.now() + std::chrono::minutes(*minutes);
    }
    const auto space = text.find(' ');
    const auto dayText = space == std::string::npos ? std::string() : text.substr(0, space);
    const auto clock = space == std::string::npos ? text : text.substr(space + 1);
    const auto colon = clock.find(':');
    if (colon == std::string::npos) {
        return NoMoment();
    }
    const auto day = ParseDay(context, dayText);
    const auto hour = ToInt(std::string_view(clock).substr(0, colon));
    const auto minute = ToInt(std::string_view(clock).substr(colon + 1));
    if (!day || !hour || !minute || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59) {
        return NoMoment();
    }
    return context.zone.ToInstant({.day = *day, .hour = *hour, .minute = *minute, .second = 0});
}

std::vector<PromiseChoice> PromiseChoices(const WorkOrderPresenter& presenter)
{
    const auto& context = presenter.TheContext();
    const auto base = std::max(presenter.Order().promisedAt, context.now());
    auto tomorrow = context.zone.ToLocal(context.now());
    tomorrow.day = std::chrono::sys_days(tomorrow.day) + std::chrono::days(1);
    tomorrow.hour = 17;
    tomorrow.minute = 0;
    tomorrow.second = 0;
    return {{context.Tr(N_("+30 min")), base + std::chrono::minutes(30)},
            {context.Tr(N_("+1 h")), base + std::chrono::hours(1)},
            {context.Tr(N_("+2 h")), base + std::chrono::hours(2)},
            {context.Tr(N_("Tomorrow 17:00")), context.zone.ToInstant(tomorrow)}};
}

void WorkOrderHeaderForms::Move(core::Stage from, core::Stage to, const std::string& reason, std::function<void()> done)
{
    const core::MoveStage intent{from, to, core::CleanText(reason)};
    m_presenter.Do(
        move, [intent](const auto& order, const auto& actor) { return core::Decide(order, intent, actor); },
        std::move(done));
}

void WorkOrderHeaderForms::Promise(core::Instant seen, const std::string& typed, const std::string& reason,
                                   std::function<void()> done)
{
    const auto at = ParseMoment(m_presenter.TheContext(), typed);
    if (!at) {
        promise.Refuse(at.Refusals());
        m_presenter.onChanged();
        return;
    }
    const core::ChangePromise intent{seen, at.Value(), core::CleanText(reason)};
    m_presenter.Do(
        promise, [intent](const auto& order, const auto& actor) { return core::Decide(order, intent, actor); },
        std::move(done));
}

void WorkOrderHeaderForms::Assign(const std::optional<core::StaffRef>& to)
{
    const core::AssignTechnician intent{m_presenter.Order().technician, to};
    m_presenter.Do(assign,
                   [intent](const auto& order, const auto& actor) { return core::Decide(order, intent, actor); });
}

void WorkOrderHeaderForms::SaveComplaint(const std::string& seen, const std::string& typed, std::function<void()> done)
{
    const core::ChangeComplaint intent{seen, core::CleanText(typed)};
    m_presenter.Do(
        complaint, [intent](const auto& order, const auto& actor) { return core::Decide(order, intent, actor); },
        std::move(done));
}

void WorkOrderHeaderForms::AddNote(const std::string& typed, std::function<void()> done)
{
    const core::AddNote intent{core::CleanText(typed)};
    m_presenter.Do(
        note, [intent](const auto& order, const auto& actor) { return core::Decide(order, intent, actor); },
        std::move(done));
}

} // namespace bayline::desktop
