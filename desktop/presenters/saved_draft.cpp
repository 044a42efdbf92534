// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/saved_draft.h"

#include "core/text.h"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cctype>

namespace bayline::desktop {

namespace json = boost::json;

namespace {

constexpr auto kClocksDiffer = std::chrono::minutes(2);

/// As it stands between the quotes of what is saved.
std::string Written(const std::string& text)
{
    const auto quoted = json::serialize(json::string(text));
    return quoted.substr(1, quoted.size() - 2);
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
            words.push_back(Written(typed));
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
        const auto saved = json::serialize(entry.event.data);
        return std::ranges::all_of(words, [&](const auto& one) { return saved.find(one) != std::string::npos; });
    });
}

} // namespace bayline::desktop
