// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/saved_draft.h"

#include "core/failure.h"
#include "core/payloads.h"
#include "core/text.h"
#include "desktop/presenters/quote_form.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace bayline::desktop {

namespace json = boost::json;

namespace {

constexpr auto kClocksDiffer = std::chrono::minutes(2);

/// Every text in it, at any depth, as the forms' rules clean what is typed: in one line or in several.
void CollectTexts(const json::value& value, std::set<std::string>& texts)
{
    if (const auto* text = value.if_string()) {
        texts.insert(core::CleanText(std::string(*text)));
        texts.insert(core::CleanLine(std::string(*text)));
    } else if (const auto* object = value.if_object()) {
        for (const auto& member : *object)
            CollectTexts(member.value(), texts);
    } else if (const auto* array = value.if_array()) {
        for (const auto& entry : *array)
            CollectTexts(entry, texts);
    }
}

bool HasWords(const std::string& text)
{
    return std::any_of(text.begin(), text.end(), [](char letter) {
        const auto byte = static_cast<unsigned char>(letter);
        return byte >= 0x80 || std::isalpha(byte) != 0;
    });
}

/// The words a person typed, without numbers, which are saved in other forms.
std::vector<std::string> WordsOf(const Draft& draft)
{
    std::vector<std::string> words;
    const auto* texts = draft.content.if_contains("texts");
    if (texts == nullptr || !texts->is_object())
        return words;
    for (const auto& [name, text] : texts->get_object()) {
        const auto typed = text.is_string() ? core::CleanText(std::string(text.get_string())) : std::string();
        if (HasWords(typed))
            words.push_back(typed);
    }
    return words;
}

} // namespace

bool WasSaved(const Draft& draft, const std::string& person, const std::vector<db::TimelineEntry>& timeline)
{
    const auto words = WordsOf(draft);
    return !words.empty() && std::ranges::any_of(timeline, [&](const db::TimelineEntry& entry) {
        if (entry.event.actorName != person || entry.event.occurredAt < draft.at - kClocksDiffer)
            return false;
        std::set<std::string> saved;
        CollectTexts(entry.event.data, saved);
        return std::ranges::all_of(
            words, [&](const auto& one) { return saved.contains(one) || saved.contains(core::CleanLine(one)); });
    });
}

bool LineWasSaved(const Draft& draft, const core::QuoteLine& before, const core::QuoteLine* present)
{
    const auto* texts = draft.content.if_contains("texts");
    if (present == nullptr || texts == nullptr || !texts->is_object())
        return false;
    auto form = FormOf(before);
    std::vector<std::string LineForm::*> touched;
    for (const auto& [field, text] : LineTexts()) {
        const auto* typed = texts->get_object().if_contains("line." + std::string(field) + "#1");
        if (typed != nullptr && typed->is_string()) {
            form.*text = std::string(typed->get_string());
            touched.push_back(text);
        }
    }
    const auto parsed = ParseLine(form);
    if (!parsed)
        return false;
    const auto saved = FormOf(*present);
    const auto wanted = FormOf(parsed.Value());
    return std::ranges::all_of(touched, [&](auto text) { return wanted.*text == saved.*text; });
}

void KeepLine(json::object& context, const core::QuoteLine& before)
{
    context["before"] = core::ToJson(before);
}

std::optional<core::QuoteLine> KeptLine(const json::object& context)
{
    const auto* before = context.if_contains("before");
    if (before == nullptr || !before->is_object())
        return std::nullopt;
    try {
        auto line = core::LineFromJson(before->get_object());
        return line.id.IsNil() ? std::nullopt : std::optional(std::move(line));
    } catch (const core::Failure&) {
        return std::nullopt;
    }
}

} // namespace bayline::desktop
