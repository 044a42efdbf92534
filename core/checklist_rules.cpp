// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checklist_rules.h"

#include "core/payloads.h"
#include "core/text.h"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <set>
#include <tuple>

namespace bayline::core {

namespace {

constexpr std::size_t kMostItems = 500;

Refusal About(const char* code, const char* sentence, std::string field, std::vector<std::string> arguments = {})
{
    return {.code = code, .sentence = sentence, .arguments = std::move(arguments), .field = std::move(field)};
}

std::string FieldOf(const ChecklistItem& item, const char* name)
{
    return "item/" + item.id.Text() + "/" + name;
}

/// Green must lie on the better side of red.
bool InOrder(const Limits& limits)
{
    return limits.higherIsBetter ? limits.greenMilli >= limits.redMilli : limits.greenMilli <= limits.redMilli;
}

std::string NameOf(const ChecklistItem& item)
{
    return item.position.empty() ? item.name : item.name + " " + item.position;
}

std::optional<Refusal> RefuseItem(const ChecklistItem& item)
{
    if (item.name.empty()) {
        return About("checklist.item_name", N_("Please name the item."), FieldOf(item, "name"));
    }
    if (item.group.empty()) {
        return About("checklist.item_group", N_("“{1}” needs a group."), FieldOf(item, "group"), {NameOf(item)});
    }
    if (item.kind == ItemKind::OkNo) {
        return std::nullopt;
    }
    if (item.unit.empty()) {
        return About("checklist.item_unit", N_("“{1}” is measured and needs a unit."), FieldOf(item, "unit"),
                     {NameOf(item)});
    }
    const bool modelsInOrder = std::all_of(item.modelLimits.begin(), item.modelLimits.end(),
                                           [](const ModelLimits& special) { return InOrder(special.limits); });
    if (!item.limits || !InOrder(*item.limits) || !modelsInOrder) {
        return About("checklist.item_limits",
                     N_("The limits of “{1}” are missing or the wrong way round: the good one must be better than the "
                        "bad one."),
                     FieldOf(item, "limits"), {NameOf(item)});
    }
    return std::nullopt;
}

Checklist Cleaned(Checklist checklist)
{
    checklist.name = CleanLine(checklist.name);
    for (auto& item : checklist.items) {
        item.group = CleanLine(item.group);
        item.name = CleanLine(item.name);
        item.position = CleanLine(item.position);
        item.unit = CleanLine(item.unit);
        if (item.kind == ItemKind::OkNo) {
            item.unit.clear();
            item.limits.reset();
            item.modelLimits.clear();
        }
    }
    return checklist;
}

std::vector<Refusal> Refuse(const Checklist& checklist)
{
    std::vector<Refusal> refusals;
    if (checklist.name.empty()) {
        refusals.push_back(About("checklist.name", N_("Please name the checklist."), "name"));
    }
    if (checklist.powertrains.empty()) {
        refusals.push_back(
            About("checklist.powertrains", N_("Please choose the drives this checklist is for."), "powertrains"));
    }
    if (checklist.items.empty() || checklist.items.size() > kMostItems) {
        refusals.push_back(About("checklist.items", N_("A checklist has 1 to 500 items."), "items"));
    }
    std::set<std::tuple<std::string, std::string, std::string>> seen;
    for (const auto& item : checklist.items) {
        if (auto refusal = RefuseItem(item)) {
            refusals.push_back(std::move(*refusal));
        } else if (!seen.insert({item.group, item.name, item.position}).second) {
            refusals.push_back(About("checklist.item_twice", N_("“{1}” is in the list twice."), FieldOf(item, "name"),
                                     {NameOf(item)}));
        }
    }
    return refusals;
}

} // namespace

Outcome<Events> Decide(const Checklist& present, const PublishChecklist& intent)
{
    auto next = Cleaned(intent.checklist);
    if (auto refusals = Refuse(next); !refusals.empty()) {
        return refusals;
    }
    next.version = present.version;
    if (boost::json::serialize(ToJson(next)) == boost::json::serialize(ToJson(present))) {
        return Events{};
    }
    if (present.version != intent.versionSeen) {
        return About("checklist.changed_meanwhile",
                     N_("Somebody else has published version {1} of this checklist meanwhile. Please look at it and "
                        "make your changes there."),
                     {}, {std::to_string(present.version)});
    }
    next.version = present.version + 1;
    return Events{{"checklist.published", ToJson(next)}};
}

} // namespace bayline::core
