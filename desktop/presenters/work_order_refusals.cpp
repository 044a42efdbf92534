// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/work_order_refusals.h"

#include "core/money.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace bayline::desktop {

namespace {

struct EventField
{
    std::string_view inEvent;
    std::string_view inForm;
    std::string (*print)(std::int64_t, const Context&);
};

std::string PrintQuantity(std::int64_t milli, const Context&)
{
    return core::ToDecimal(core::Quantity{milli});
}

std::string PrintMoney(std::int64_t minor, const Context& context)
{
    return core::Display(core::Money{minor}, context.shop.currency);
}

std::string PrintPercent(std::int64_t bp, const Context&)
{
    return core::ToPercent(core::Rate{bp}) + " %";
}

constexpr EventField kFields[] = {
    {"quantity_milli", "quantity", PrintQuantity}, {"unit_price", "unit_price", PrintMoney},
    {"discount_bp", "discount", PrintPercent},     {"tax_bp", "tax", PrintPercent},
    {"unit_cost", "unit_cost", PrintMoney},
};

std::optional<std::int64_t> WholeNumber(const std::string& text)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::string Readable(const Context& context, const std::string& argument)
{
    if (argument.empty()) {
        return argument;
    }
    if (const auto moment = core::ParseRfc3339(argument)) {
        return core::FormatMinute(*moment, context.zone);
    }
    return context.Tr(argument);
}

boost::json::string_view JsonView(std::string_view text)
{
    return {text.data(), text.size()};
}

struct ClashSource
{
    std::string_view codePrefix;
    std::vector<std::string> types;
};

} // namespace

std::vector<core::Refusal> ForForm(const Context& context, std::vector<core::Refusal> refusals)
{
    for (auto& refusal : refusals) {
        const auto* field = std::find_if(std::begin(kFields), std::end(kFields),
                                         [&](const EventField& entry) { return entry.inEvent == refusal.field; });
        for (auto& argument : refusal.arguments) {
            const auto number = field == std::end(kFields) ? std::nullopt : WholeNumber(argument);
            argument = number ? field->print(*number, context) : Readable(context, argument);
        }
        if (field != std::end(kFields)) {
            refusal.field = field->inForm;
        }
    }
    return refusals;
}

bool IsClash(const core::Refusal& refusal)
{
    return refusal.code.find("meanwhile") != std::string::npos;
}

bool Concerns(const core::Refusal& refusal, const core::RecordedEvent& event)
{
    const auto member = [&](const char* key) {
        const auto* value = event.data.if_contains(key);
        return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
    };
    const auto about = refusal.arguments.empty() ? std::string() : refusal.arguments.back();
    const bool ofLine = refusal.code.starts_with("line.") || refusal.code.starts_with("decision.");
    if (const auto line = member("line_id"); ofLine && !line.empty() && line != about) {
        return false;
    }
    if (const auto item = member("item_id"); refusal.code.starts_with("inspection.") && !item.empty()) {
        return item == about;
    }
    if (const auto photo = member("photo_id"); refusal.code.starts_with("photo.") && !photo.empty()) {
        return photo == about;
    }
    const auto* fields = event.data.if_contains("fields");
    if (refusal.code != "line.changed_meanwhile" || fields == nullptr || !fields->is_object()) {
        return true;
    }
    const auto* known = std::find_if(std::begin(kFields), std::end(kFields),
                                     [&](const EventField& entry) { return entry.inForm == refusal.field; });
    const auto key = known == std::end(kFields) ? std::string_view(refusal.field) : known->inEvent;
    return fields->get_object().contains(JsonView(key));
}

const std::vector<std::string>& EventsBehind(const std::string& code)
{
    static const std::vector<ClashSource> kSources = {
        {"stage.", {"work_order.stage_changed"}},
        {"promise.", {"work_order.promise_changed"}},
        {"complaint.", {"work_order.complaint_changed"}},
        {"technician.", {"work_order.technician_assigned"}},
        {"inspection.", {"inspection.item_recorded"}},
        {"line.changed", {"quote.line_changed"}},
        {"line.removed", {"quote.line_removed"}},
        {"decision.changed", {"quote.line_changed"}},
        {"decision.removed", {"quote.line_removed"}},
        {"quote.changed", {"quote.line_added", "quote.line_changed", "quote.line_removed"}},
        {"photo.marked", {"photo.annotated"}},
    };
    static const std::vector<std::string> kNone;
    const auto found = std::find_if(kSources.begin(), kSources.end(), [&](const ClashSource& source) {
        return code.compare(0, source.codePrefix.size(), source.codePrefix) == 0;
    });
    return found == kSources.end() ? kNone : found->types;
}

} // namespace bayline::desktop
