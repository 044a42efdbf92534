// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/inspection_presenter.h"

#include "core/text.h"
#include "core/wear_forecast.h"

#include <algorithm>

namespace bayline::desktop {

namespace {

std::string MilliText(std::int64_t milli)
{
    return core::ToDecimal(core::Quantity{milli});
}

std::string ValueText(const std::optional<std::int64_t>& milli)
{
    return milli ? MilliText(*milli) : std::string();
}

std::string LimitsText(const Context& context, const core::ChecklistItem& item)
{
    if (!item.limits) {
        return {};
    }
    const auto& limits = *item.limits;
    const std::vector<std::string> arguments = {MilliText(limits.greenMilli), MilliText(limits.redMilli), item.unit};
    if (limits.redInclusive && limits.higherIsBetter) {
        return limits.greenExclusive ? context.Tr(N_("good above {1}, bad from {2} {3} down"), arguments)
                                     : context.Tr(N_("good from {1}, bad from {2} {3} down"), arguments);
    }
    if (limits.redInclusive) {
        return limits.greenExclusive ? context.Tr(N_("good below {1}, bad from {2} {3} up"), arguments)
                                     : context.Tr(N_("good up to {1}, bad from {2} {3} up"), arguments);
    }
    if (limits.higherIsBetter) {
        return limits.greenExclusive ? context.Tr(N_("good above {1}, bad below {2} {3}"), arguments)
                                     : context.Tr(N_("good from {1}, bad below {2} {3}"), arguments);
    }
    return limits.greenExclusive ? context.Tr(N_("good below {1}, bad above {2} {3}"), arguments)
                                 : context.Tr(N_("good up to {1}, bad above {2} {3}"), arguments);
}

int PhotosOf(const std::vector<db::Photo>& photos, core::ItemId item)
{
    return static_cast<int>(std::count_if(photos.begin(), photos.end(),
                                          [&](const db::Photo& photo) { return photo.item == item && !photo.hidden; }));
}

} // namespace

namespace {

std::string LastText(const Context& context, const core::EarlierReading& last, const std::string& unit)
{
    const auto day = core::FormatDay(last.at, context.zone);
    const auto result = context.Tr(core::ResultName(last.result));
    const auto km = std::to_string(last.km);
    if (last.replaced) {
        return context.Tr(N_("Last time replaced: {1}, {2} km"), {day, km});
    }
    return last.valueMilli
               ? context.Tr(N_("Last time {1} {2}: {3}, {4} km"), {MilliText(*last.valueMilli), unit, day, km})
               : context.Tr(N_("Last time {1}: {2}, {3} km"), {result, day, km});
}

/// Measured values of the part, oldest first, this visit's at the end.
std::vector<core::WearReading> ReadingsOf(const core::WorkOrder& order, const core::InspectionItem& recorded)
{
    std::vector<core::WearReading> readings;
    for (const auto& reading : order.earlierReadings) {
        if (reading.item != recorded.item.id) {
            continue;
        }
        if (reading.valueMilli && !reading.carried) {
            readings.push_back({.km = reading.km, .valueMilli = *reading.valueMilli, .replaced = reading.replaced});
        } else if (reading.replaced && !readings.empty()) {
            readings.back().replaced = true;
        }
    }
    if (recorded.valueMilli && recorded.carriedFrom.empty()) {
        readings.push_back({.km = order.odometerIn.km, .valueMilli = *recorded.valueMilli});
    }
    return readings;
}

/// What is left from `todayKm` on: the last measured reading may be of an earlier visit.
std::string ForecastText(const Context& context, const core::WearForecast& forecast, std::int64_t todayKm)
{
    switch (forecast.trend) {
    case core::WearTrend::Unknown:
    case core::WearTrend::Steady:
        return {};
    case core::WearTrend::MeasuringError:
        return context.Tr(N_("The value rose although nothing was replaced. Please measure again."));
    case core::WearTrend::Wearing:
        break;
    }
    if (forecast.kmLeft == 0) {
        return context.Tr(N_("The limit is reached."));
    }
    if (forecast.atKm <= todayKm) {
        return context.Tr(N_("Due now: at this wear it reached its limit at {1} km. Please measure it."),
                          {std::to_string(forecast.atKm)});
    }
    return context.Tr(N_("At its limit in about {1} km (at {2} km)"),
                      {std::to_string(forecast.atKm - todayKm), std::to_string(forecast.atKm)});
}

} // namespace

std::string ItemTitle(const Context& context, const core::ChecklistItem& item)
{
    return item.position.empty() ? item.name : item.name + " · " + context.Tr(core::PositionName(item.position));
}

bool InspectionPresenter::Editable() const
{
    return Started() && core::IsOpen(m_presenter.Order().stage) && !m_presenter.Order().invoice;
}

std::vector<InspectionRow> InspectionPresenter::Rows() const
{
    std::vector<InspectionRow> rows;
    if (!Started()) {
        return rows;
    }
    const auto& read = m_presenter.Read();
    const auto& context = m_presenter.TheContext();
    std::string lastGroup;
    for (const auto& recorded : read.order.inspection->items) {
        const auto& item = recorded.item;
        InspectionRow row;
        row.id = item.id;
        row.group = item.group == lastGroup ? std::string() : item.group;
        lastGroup = item.group;
        row.title = ItemTitle(context, item);
        row.measured = item.kind == core::ItemKind::Measured;
        row.unit = item.unit;
        row.limits = LimitsText(context, item);
        row.value = ValueText(recorded.valueMilli);
        row.note = recorded.note;
        row.result = recorded.result;
        AddEarlier(row, recorded);
        row.photos = PhotosOf(read.photos, item.id);
        row.wantsPhoto = item.photoRequired && recorded.result == core::Result::Red && row.photos == 0;
        row.quoteLines = static_cast<int>(
            std::count_if(read.order.lines.begin(), read.order.lines.end(),
                          [&](const core::QuoteLine& line) { return line.finding && *line.finding == item.id; }));
        if (const auto* deed = FindDeed(item.id)) {
            row.waiting = deed->Waiting();
            row.problem =
                deed->Refusals().empty() ? m_presenter.SayAbout(*deed) : m_presenter.Say(deed->Refusals().front());
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

const core::EarlierReading* InspectionPresenter::LastReading(core::ItemId item) const
{
    const auto& readings = m_presenter.Order().earlierReadings;
    const auto found = std::find_if(readings.rbegin(), readings.rend(),
                                    [&](const core::EarlierReading& reading) { return reading.item == item; });
    return found == readings.rend() ? nullptr : &*found;
}

void InspectionPresenter::AddEarlier(InspectionRow& row, const core::InspectionItem& recorded) const
{
    const auto* last = LastReading(recorded.item.id);
    if (last == nullptr) {
        return;
    }
    const auto& context = m_presenter.TheContext();
    row.last = LastText(context, *last, recorded.item.unit);
    row.mayConfirm = Editable() && recorded.result == core::Result::NotChecked && !last->replaced;
    row.carried = recorded.carriedFrom;
    if (!core::WearsWithDistance(recorded.item)) {
        return;
    }
    const auto forecast = core::ForecastWear(*recorded.item.limits, ReadingsOf(m_presenter.Order(), recorded));
    row.forecast = ForecastText(context, forecast, m_presenter.Order().odometerIn.km);
    row.forecastWarns = forecast.trend == core::WearTrend::MeasuringError;
}

std::string InspectionPresenter::Summary() const
{
    if (!Started()) {
        return {};
    }
    const auto& inspection = *m_presenter.Order().inspection;
    const auto count = [&](core::Result result) { return std::to_string(inspection.CountOf(result)); };
    return m_presenter.TheContext().Count("{1} item: {2} OK, {3} soon, {4} now, {5} not checked",
                                          "{1} items: {2} OK, {3} soon, {4} now, {5} not checked",
                                          static_cast<long long>(inspection.items.size()),
                                          {count(core::Result::Green), count(core::Result::Yellow),
                                           count(core::Result::Red), count(core::Result::NotChecked)});
}

bool InspectionPresenter::Published() const
{
    return Started() && m_presenter.Order().inspection->published;
}

Judgement InspectionPresenter::Judge(core::ItemId item, const std::string& typed) const
{
    const auto text = core::CleanLine(typed);
    if (text.empty() || !Started()) {
        return {};
    }
    const auto* recorded = m_presenter.Order().inspection->Find(item);
    const auto value = recorded == nullptr ? std::nullopt : core::ParseReading(recorded->item, text);
    if (!value) {
        return {.result = core::Result::NotChecked, .understood = false, .valueMilli = {}};
    }
    return {.result = core::Judge(recorded->item.limits, value), .understood = true, .valueMilli = value};
}

void InspectionPresenter::Start(std::size_t choice)
{
    const auto& choices = Choices();
    if (choice >= choices.size()) {
        return;
    }
    const core::StartInspection intent{core::InspectionId::New(), choices[choice]};
    m_presenter.Do(start,
                   [intent](const auto& order, const auto& actor) { return core::Decide(order, intent, actor); });
}

void InspectionPresenter::RecordResult(const InspectionRow& seen, core::Result result)
{
    core::RecordItem intent;
    intent.result = result;
    intent.valueMilli = core::ParseMilli(seen.value);
    intent.note = seen.note;
    // A result picked by hand for a measured item stands for itself: the value goes, or its limits would decide.
    if (seen.measured && Judge(seen.id, seen.value).result != result) {
        intent.valueMilli.reset();
    }
    Record(seen, std::move(intent));
}

void InspectionPresenter::RecordValue(const InspectionRow& seen, const std::string& typed)
{
    const auto judgement = Judge(seen.id, typed);
    if (!judgement.understood) {
        DeedOf(seen.id).Refuse({{.code = "inspection.not_a_number",
                                 .sentence = N_("“{1}” is not a number. Write it as 3.2."),
                                 .arguments = {core::CleanLine(typed)},
                                 .field = "value"}});
        m_presenter.onChanged();
        return;
    }
    core::RecordItem intent;
    intent.result = judgement.result;
    intent.valueMilli = judgement.valueMilli;
    intent.note = seen.note;
    Record(seen, std::move(intent));
}

void InspectionPresenter::RecordNote(const InspectionRow& seen, const std::string& typed)
{
    core::RecordItem intent;
    intent.result = seen.result;
    intent.valueMilli = core::ParseMilli(seen.value);
    intent.note = core::CleanText(typed);
    if (!seen.carried.empty() && intent.note == seen.note) {
        return; // nothing was typed, and nobody has looked at the part
    }
    Record(seen, std::move(intent));
}

void InspectionPresenter::ConfirmLast(const InspectionRow& seen)
{
    const auto* last = LastReading(seen.id);
    if (last == nullptr || !seen.mayConfirm) {
        return;
    }
    core::RecordItem intent;
    intent.result = last->result;
    intent.valueMilli = last->valueMilli;
    intent.note = seen.note;
    intent.carriedFrom = last->orderNumber;
    Record(seen, std::move(intent));
}

void InspectionPresenter::Record(const InspectionRow& seen, core::RecordItem intent)
{
    intent.item = seen.id;
    intent.resultFrom = seen.result;
    intent.valueFrom = core::ParseMilli(seen.value);
    intent.noteFrom = seen.note;
    auto& deed = DeedOf(seen.id);
    if (deed.Waiting()) {
        return;
    }
    if (deed.Locked()) {
        m_next[seen.id] = std::move(intent);
        return;
    }
    Save(intent);
}

void InspectionPresenter::Save(const core::RecordItem& intent)
{
    m_presenter.Do(
        DeedOf(intent.item),
        [intent](const auto& order, const auto& actor) { return core::Decide(order, intent, actor); },
        [this, intent] {
            InspectionAnswer answer;
            if (intent.valueMilli != intent.valueFrom) {
                answer.value = ValueText(intent.valueMilli);
            }
            if (intent.note != intent.noteFrom) {
                answer.note = intent.note;
            }
            onAnswer(intent.item, answer);
            SaveNext(intent);
        });
}

void InspectionPresenter::Refused(core::ItemId item)
{
    const auto& deed = DeedOf(item);
    if (deed.Waiting()) {
        return;
    }
    // What was entered behind it went on from something that was not saved; what was typed stands in its box.
    m_next.erase(item);
    const auto* recorded = Started() ? m_presenter.Order().inspection->Find(item) : nullptr;
    if (deed.Clashed() && recorded != nullptr) {
        onAnswer(item, {.value = ValueText(recorded->valueMilli), .note = recorded->note, .clash = true});
    }
}

void InspectionPresenter::SaveNext(const core::RecordItem& saved)
{
    const auto next = m_next.extract(saved.item);
    const auto* recorded = Started() ? m_presenter.Order().inspection->Find(saved.item) : nullptr;
    if (next.empty() || recorded == nullptr) {
        return;
    }
    auto intent = next.mapped();
    // The person went on from what was just saved, and for the rest from what they saw.
    const auto goOn = [](auto& from, auto& to, const auto& present) {
        const bool same = to == from;
        from = present;
        to = same ? present : to;
    };
    const bool valueSaved = saved.valueMilli != saved.valueFrom;
    if (valueSaved) {
        goOn(intent.valueFrom, intent.valueMilli, saved.valueMilli);
    }
    if (valueSaved || saved.result != saved.resultFrom) {
        goOn(intent.resultFrom, intent.result, recorded->result);
    }
    if (saved.note != saved.noteFrom) {
        goOn(intent.noteFrom, intent.note, saved.note);
    }
    Save(intent);
}

void InspectionPresenter::Publish()
{
    core::PublishInspection intent;
    const auto& read = m_presenter.Read();
    for (const auto& item : read.order.inspection->items) {
        core::ItemPhotos photos{item.item.id, {}};
        for (const auto& photo : read.photos) {
            if (photo.item == item.item.id && !photo.hidden) {
                photos.sha256.push_back(photo.shownSha256);
            }
        }
        if (!photos.sha256.empty()) {
            intent.photos.push_back(std::move(photos));
        }
    }
    m_presenter.Do(publish,
                   [intent](const auto& order, const auto& actor) { return core::Decide(order, intent, actor); });
}

Deed& InspectionPresenter::DeedOf(core::ItemId item)
{
    auto& deed = m_deeds[item];
    if (!deed) {
        deed = std::make_unique<Deed>();
        deed->onNotDone = [this, item] { Refused(item); };
    }
    return *deed;
}

const Deed* InspectionPresenter::FindDeed(core::ItemId item) const
{
    const auto found = m_deeds.find(item);
    return found == m_deeds.end() ? nullptr : found->second.get();
}

} // namespace bayline::desktop
