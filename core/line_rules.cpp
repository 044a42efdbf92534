// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/payloads.h"
#include "core/rule_support.h"
#include "core/text.h"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace bayline::core {

namespace json = boost::json;

namespace {

constexpr std::size_t kLongestDescription = 500;
constexpr Quantity kMostQuantity{100'000'000};
constexpr Money kHighestPrice{1'000'000'000};
constexpr Rate kWhole{10'000};

QuoteLine Cleaned(QuoteLine line)
{
    line.description = CleanLine(line.description);
    line.operationCode = CleanLine(line.operationCode);
    if (line.part) {
        line.part->number = CleanLine(line.part->number);
        line.part->brand = CleanLine(line.part->brand);
        line.part->origin = CleanLine(line.part->origin);
        line.part->supplier = CleanLine(line.part->supplier);
    }
    if (line.kind != LineKind::Part) {
        line.part.reset();
    }
    return line;
}

Refusal Field(const char* field, const char* sentence)
{
    return {.code = std::string("line.") + field, .sentence = sentence, .arguments = {}, .field = field};
}

bool IsText(const json::value& value)
{
    return value.is_string();
}

std::string Printed(const json::value& value)
{
    return IsText(value) ? std::string(value.as_string()) : json::serialize(value);
}

/// The members that differ between two versions of a line, missing ones as null.
json::object Differences(const json::object& from, const json::object& to)
{
    json::object fields;
    const auto memberOf = [](const json::object& object, json::string_view key) {
        const auto* value = object.if_contains(key);
        return value != nullptr ? *value : json::value(nullptr);
    };
    const auto compare = [&](json::string_view key) {
        const auto before = memberOf(from, key);
        const auto after = memberOf(to, key);
        if (before != after) {
            fields[key] = Change(before, after);
        }
    };
    for (const auto& member : from) {
        compare(member.key());
    }
    for (const auto& member : to) {
        compare(member.key());
    }
    return fields;
}

bool WasEverSent(const WorkOrder& order, LineId line)
{
    return std::any_of(order.revisions.begin(), order.revisions.end(), [&](const QuoteRevision& revision) {
        return std::any_of(revision.lines.begin(), revision.lines.end(),
                           [&](const QuoteLine& sent) { return sent.id == line; });
    });
}

std::optional<Refusal> RefuseTouching(const WorkOrder& order, LineId line)
{
    if (rules::WorkBegan(order, line)) {
        return Refusal{.code = "line.work_began",
                       .sentence = N_("Work on this line has begun, so it cannot be changed. Please add a new line."),
                       .arguments = {},
                       .field = {}};
    }
    if (order.invoice) {
        return Refusal{.code = "line.invoiced",
                       .sentence = N_("The invoice has been issued, so the lines cannot be changed any more."),
                       .arguments = {},
                       .field = {}};
    }
    return std::nullopt;
}

} // namespace

std::vector<Refusal> CheckLine(const QuoteLine& line)
{
    std::vector<Refusal> refusals;
    const auto description = CleanLine(line.description);
    if (description.empty() || CountCharacters(description) > kLongestDescription) {
        refusals.push_back(Field("description", N_("Please describe the line in 1 to 500 characters.")));
    }
    if (line.quantity.milli <= 0 || line.quantity > kMostQuantity) {
        refusals.push_back(Field("quantity", line.kind == LineKind::Labour
                                                 ? N_("Hours must be above 0 and at most 100000.")
                                                 : N_("The quantity must be above 0 and at most 100000.")));
    }
    if (line.unitPrice.minor < 0 || line.unitPrice > kHighestPrice) {
        refusals.push_back(Field("unit_price", N_("The price must be from 0 to 10000000.00.")));
    }
    if (line.discount.bp < 0 || line.discount > kWhole) {
        refusals.push_back(Field("discount", N_("The discount must be from 0 to 100 percent.")));
    }
    if (line.tax.bp < 0 || line.tax > kWhole) {
        refusals.push_back(Field("tax", N_("The tax rate must be from 0 to 100 percent.")));
    }
    return refusals;
}

Outcome<Events> Decide(const WorkOrder& order, const AddLine& intent, const Actor&)
{
    if (auto refusal = rules::RefuseClosed(order)) {
        return std::move(*refusal);
    }
    if (order.FindLine(intent.line.id) != nullptr) {
        return Events{};
    }
    if (auto refusal = RefuseTouching(order, intent.line.id)) {
        return std::move(*refusal);
    }
    if (auto refusals = CheckLine(intent.line); !refusals.empty()) {
        return refusals;
    }
    auto line = Cleaned(intent.line);
    int last = 0;
    for (const auto& other : order.lines) {
        last = std::max(last, other.position);
    }
    line.position = last + 1;
    return Events{{"quote.line_added", {{"line", ToJson(line)}}}};
}

Outcome<Events> Decide(const WorkOrder& order, const ChangeLine& intent, const Actor&)
{
    if (auto refusal = rules::RefuseClosed(order)) {
        return std::move(*refusal);
    }
    const auto* present = order.FindLine(intent.from.id);
    if (present == nullptr) {
        return Refusal{.code = "line.removed_meanwhile",
                       .sentence =
                           N_("Somebody else has removed this line meanwhile. What you typed is kept; you can add "
                              "it as a new line."),
                       .arguments = {intent.from.id.Text()},
                       .field = {}};
    }
    if (auto refusal = RefuseTouching(order, intent.from.id)) {
        return std::move(*refusal);
    }
    const auto wanted = Differences(ToJson(Cleaned(intent.from)), ToJson(Cleaned(intent.to)));
    auto merged = ToJson(*present);
    const auto before = merged;
    std::vector<Refusal> clashes;
    for (const auto& member : wanted) {
        const auto& change = member.value().as_object();
        const auto* now = merged.if_contains(member.key());
        const json::value presentValue = now != nullptr ? *now : json::value(nullptr);
        if (presentValue != change.at("from") && presentValue != change.at("to")) {
            clashes.push_back({.code = "line.changed_meanwhile",
                               .sentence = N_("Somebody else has changed this to “{1}” meanwhile; you typed “{2}”."),
                               .arguments = {Printed(presentValue), Printed(change.at("to")), intent.from.id.Text()},
                               .field = std::string(member.key())});
        }
        merged[member.key()] = change.at("to");
    }
    if (!clashes.empty()) {
        return clashes;
    }
    const auto line = LineFromJson(merged);
    if (auto refusals = CheckLine(line); !refusals.empty()) {
        return refusals;
    }
    auto fields = Differences(before, ToJson(line));
    if (fields.empty()) {
        return Events{};
    }
    if (line.payType != present->payType && WasEverSent(order, line.id)) {
        auto another = line;
        another.id = LineId::New();
        return Events{{"quote.line_removed", {{"line_id", line.id.Text()}, {"line", ToJson(*present)}}},
                      {"quote.line_added", {{"line", ToJson(another)}}}};
    }
    return Events{
        {"quote.line_changed", {{"line_id", line.id.Text()}, {"fields", std::move(fields)}, {"line", ToJson(line)}}}};
}

Outcome<Events> Decide(const WorkOrder& order, const RemoveLine& intent, const Actor&)
{
    if (auto refusal = rules::RefuseClosed(order)) {
        return std::move(*refusal);
    }
    const auto* line = order.FindLine(intent.line);
    if (line == nullptr) {
        return Events{};
    }
    if (auto refusal = RefuseTouching(order, intent.line)) {
        return std::move(*refusal);
    }
    if (LineHash(*line, order.pricesIncludeTax) != intent.seen.hash) {
        return Refusal{.code = "line.changed_unseen_meanwhile",
                       .sentence = N_("“{1}” has been changed meanwhile. Please look at it as it stands now before you "
                                      "remove it."),
                       .arguments = {line->description, line->id.Text()},
                       .field = {}};
    }
    if (auto refusal = rules::RefuseUnseenDecision(order, *line, intent.seen.decided)) {
        return std::move(*refusal);
    }
    return Events{{"quote.line_removed", {{"line_id", line->id.Text()}, {"line", ToJson(*line)}}}};
}

} // namespace bayline::core
