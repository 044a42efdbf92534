// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/json_pick.h"

namespace bayline::sync {

namespace json = boost::json;

json::string JsonText(std::string_view text)
{
    return json::string(text.data(), text.size());
}

std::string TextOf(const json::object& from, std::string_view name)
{
    const auto* value = from.if_contains(name);
    const auto* text = value != nullptr ? value->if_string() : nullptr;
    return text != nullptr ? std::string(text->data(), text->size()) : std::string();
}

void Copy(json::object& to, const json::object& from, Names names)
{
    for (const auto name : names) {
        const auto* value = from.if_contains(name);
        if (value != nullptr && !value->is_structured()) {
            to.emplace(name, *value);
        }
    }
}

void CopyTimes(json::object& to, const json::object& from, Names names)
{
    for (const auto name : names) {
        if (from.contains(name)) {
            const auto text = TextOf(from, name);
            to[name] = text.empty() ? json::value(nullptr) : json::value(JsonText(text));
        }
    }
}

json::object Pick(const json::object& from, Names names)
{
    json::object picked(from.storage());
    picked.reserve(names.size());
    Copy(picked, from, names);
    return picked;
}

void CopyObject(json::object& to, const json::object& from, std::string_view name, Names members)
{
    const auto* value = from.if_contains(name);
    if (value != nullptr && value->is_object()) {
        to[name] = Pick(value->get_object(), members);
    }
}

void CopyTexts(json::object& to, const json::object& from, std::string_view name)
{
    const auto* value = from.if_contains(name);
    if (value == nullptr || !value->is_array()) {
        return;
    }
    json::array texts(to.storage());
    for (const auto& element : value->get_array()) {
        if (element.is_string()) {
            texts.push_back(element);
        }
    }
    to[name] = std::move(texts);
}

} // namespace bayline::sync
