// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/payloads.h"
#include "core/rule_support.h"
#include "core/text.h"

#include <boost/json/array.hpp>

#include <algorithm>
#include <cstdlib>

namespace bayline::core {

namespace json = boost::json;

namespace {

constexpr std::int64_t kAbsurdMilli = 1'000'000'000;
constexpr std::size_t kLongestNote = 10'000;

json::value OptionalNumber(const std::optional<std::int64_t>& number)
{
    return number ? json::value(*number) : json::value(nullptr);
}

/// What somebody else recorded, for the person whose entry clashes with it.
std::string Describe(const InspectionItem& entry)
{
    std::string text = ResultName(entry.result);
    if (entry.valueMilli) {
        text += " " + ToDecimal(Quantity{*entry.valueMilli}) + " " + entry.item.unit;
    }
    return entry.note.empty() ? text : text + " (" + entry.note + ")";
}

/// Fields the person did not touch keep what others wrote.
InspectionItem Merge(const InspectionItem& entry, const RecordItem& intent, const std::string& note)
{
    InspectionItem merged = entry;
    if (intent.valueMilli != intent.valueFrom) {
        merged.valueMilli = intent.valueMilli;
    }
    if (note != intent.noteFrom) {
        merged.note = note;
    }
    const auto judged = Judge(entry.item.limits, merged.valueMilli);
    merged.byHand = judged == Result::NotChecked;
    if (!merged.byHand) {
        merged.result = judged;
    } else if (intent.result != intent.resultFrom) {
        merged.result = intent.result;
    } else if (entry.valueMilli && !merged.valueMilli) {
        merged.result = Result::NotChecked; // the value that gave the colour was taken away
    }
    return merged;
}

/// What was taken over from an earlier visit was looked at now and found the same.
bool FoundTheSame(const InspectionItem& entry, const RecordItem& intent, const std::string& note)
{
    return !entry.carriedFrom.empty() && intent.carriedFrom.empty() && intent.valueMilli == entry.valueMilli &&
           intent.result == entry.result && note == intent.noteFrom;
}

std::optional<Refusal> RefuseRecord(const InspectionItem& entry, const RecordItem& intent, std::string_view note)
{
    if (intent.valueMilli && std::abs(*intent.valueMilli) > kAbsurdMilli) {
        return Refusal{.code = "inspection.absurd_value",
                       .sentence = N_("{1} cannot be right for “{2}”. Please check the value."),
                       .arguments = {ToDecimal(Quantity{*intent.valueMilli}), entry.item.name},
                       .field = "value"};
    }
    if (CountCharacters(note) > kLongestNote) {
        return Refusal{.code = "inspection.note_length",
                       .sentence = N_("A note has at most 10000 characters."),
                       .arguments = {},
                       .field = "note"};
    }
    const bool resultMoved = entry.result != intent.resultFrom && intent.result != intent.resultFrom;
    const bool valueMoved = entry.valueMilli != intent.valueFrom && intent.valueMilli != intent.valueFrom;
    const bool noteMoved = entry.note != intent.noteFrom && note != intent.noteFrom && note != entry.note;
    if ((resultMoved && entry.result != intent.result) || (valueMoved && entry.valueMilli != intent.valueMilli) ||
        noteMoved) {
        return Refusal{.code = "inspection.recorded_meanwhile",
                       .sentence = N_("Somebody else has recorded “{1}” for “{2}” meanwhile; you entered “{3}”. Please "
                                      "decide which is right."),
                       .arguments = {Describe(entry), entry.item.name,
                                     Describe(Merge(entry, intent, std::string(note))), entry.item.id.Text()},
                       .field = "value"};
    }
    return std::nullopt;
}

json::object PublishedItem(const InspectionItem& entry, const std::vector<ItemPhotos>& photos)
{
    json::array pictures;
    for (const auto& group : photos) {
        if (group.item == entry.item.id) {
            for (const auto& sha256 : group.sha256) {
                pictures.push_back(rules::Json(sha256));
            }
        }
    }
    json::object object{{"item_id", entry.item.id.Text()},
                        {"group", entry.item.group},
                        {"name", entry.item.name},
                        {"position", entry.item.position},
                        {"result", rules::Json(ToWord(entry.result))},
                        {"unit", entry.item.unit},
                        {"note", entry.note},
                        {"photos", std::move(pictures)}};
    if (entry.valueMilli) {
        object["value_milli"] = *entry.valueMilli;
    }
    if (!entry.carriedFrom.empty()) {
        object["carried_from"] = entry.carriedFrom;
    }
    return object;
}

} // namespace

Outcome<Events> Decide(const WorkOrder& order, const StartInspection& intent, const Actor&)
{
    if (auto refusal = rules::RefuseClosed(order)) {
        return std::move(*refusal);
    }
    if (order.inspection) {
        if (order.inspection->id == intent.id) {
            return Events{};
        }
        return Refusal{.code = "inspection.exists",
                       .sentence = N_("An inspection has already been started on this order."),
                       .arguments = {},
                       .field = {}};
    }
    json::array items;
    for (auto item : intent.checklist.items) {
        item.limits = LimitsFor(item, order.vehicle);
        item.modelLimits.clear();
        items.push_back(ToJson(item));
    }
    Events events{{"inspection.started",
                   {{"inspection_id", intent.id.Text()},
                    {"checklist", json::object{{"id", intent.checklist.id.Text()},
                                               {"name", intent.checklist.name},
                                               {"version", intent.checklist.version}}},
                    {"items", std::move(items)}}}};
    if (order.stage == Stage::Received) {
        events.push_back(rules::StageChanged(order, Stage::Received, Stage::Inspecting, {}));
    }
    return events;
}

Outcome<Events> Decide(const WorkOrder& order, const RecordItem& intent, const Actor&)
{
    if (auto refusal = rules::RefuseClosed(order)) {
        return std::move(*refusal);
    }
    const auto* entry = order.inspection ? order.inspection->Find(intent.item) : nullptr;
    if (entry == nullptr) {
        return Refusal{.code = "inspection.no_item",
                       .sentence = N_("This item is not on the order's checklist."),
                       .arguments = {},
                       .field = {}};
    }
    const std::string note = CleanText(intent.note);
    if (auto refusal = RefuseRecord(*entry, intent, note)) {
        return std::move(*refusal);
    }
    const auto merged = Merge(*entry, intent, note);
    const bool foundTheSame = FoundTheSame(*entry, intent, note);
    if (merged.result == entry->result && merged.valueMilli == entry->valueMilli && merged.note == entry->note &&
        !foundTheSame) {
        return Events{};
    }
    json::object data{{"item_id", intent.item.Text()},
                      {"result", Change(rules::Json(ToWord(entry->result)), rules::Json(ToWord(merged.result)))},
                      {"value_milli", Change(OptionalNumber(entry->valueMilli), OptionalNumber(merged.valueMilli))},
                      {"note", Change(rules::Json(entry->note), rules::Json(merged.note))},
                      {"by_hand", merged.byHand}};
    if (!intent.carriedFrom.empty() || foundTheSame) {
        data["carried_from"] = intent.carriedFrom;
    }
    return Events{{"inspection.item_recorded", std::move(data)}};
}

Outcome<Events> Decide(const WorkOrder& order, const PublishInspection& intent, const Actor&)
{
    if (auto refusal = rules::RefuseClosed(order)) {
        return std::move(*refusal);
    }
    if (!order.inspection || order.inspection->Overall() == Result::NotChecked) {
        return Refusal{.code = "inspection.empty",
                       .sentence = N_("Nothing has been checked yet, so there is nothing to show the customer."),
                       .arguments = {},
                       .field = {}};
    }
    json::array items;
    for (const auto& entry : order.inspection->items) {
        const bool hasPhoto = std::any_of(intent.photos.begin(), intent.photos.end(), [&](const ItemPhotos& group) {
            return group.item == entry.item.id && !group.sha256.empty();
        });
        if (entry.result == Result::Red && entry.item.photoRequired && !hasPhoto) {
            return Refusal{.code = "inspection.photo_missing",
                           .sentence = N_("“{1} {2}” is red and needs a photo before the customer sees it."),
                           .arguments = {entry.item.name, entry.item.position},
                           .field = "item/" + entry.item.id.Text()};
        }
        if (entry.result != Result::NotChecked) {
            items.push_back(PublishedItem(entry, intent.photos));
        }
    }
    return Events{{"inspection.published",
                   {{"inspection_id", order.inspection->id.Text()},
                    {"overall", rules::Json(ToWord(order.inspection->Overall()))},
                    {"not_checked", order.inspection->CountOf(Result::NotChecked)},
                    {"items", std::move(items)}}}};
}

} // namespace bayline::core
