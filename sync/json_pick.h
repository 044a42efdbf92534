// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Copying by allow-list: what is not named is not copied. What is made lives in the memory of what it was made from.
/// Private to sync.
namespace bayline::sync {

using Names = std::initializer_list<std::string_view>;

[[nodiscard]] boost::json::string JsonText(std::string_view text);
/// Empty when the member is absent or not text.
[[nodiscard]] std::string TextOf(const boost::json::object& from, std::string_view name);

/// Text, numbers, flags and null only: an object under an expected name could carry anything.
void Copy(boost::json::object& to, const boost::json::object& from, Names names);
/// A time that was left empty is null on the wire.
void CopyTimes(boost::json::object& to, const boost::json::object& from, Names names);
[[nodiscard]] boost::json::object Pick(const boost::json::object& from, Names names);
/// The object `name` with the named members; nothing when it is not an object.
void CopyObject(boost::json::object& to, const boost::json::object& from, std::string_view name, Names members);
/// The texts of a list.
void CopyTexts(boost::json::object& to, const boost::json::object& from, std::string_view name);

/// The objects of a list, each through `view`.
template <class View>
void CopyList(boost::json::object& to, const boost::json::object& from, std::string_view name, View view)
{
    const auto* value = from.if_contains(name);
    if (value == nullptr || !value->is_array()) {
        return;
    }
    boost::json::array list(to.storage());
    list.reserve(value->get_array().size());
    for (const auto& element : value->get_array()) {
        if (const auto* object = element.if_object()) {
            list.push_back(view(*object));
        }
    }
    to[name] = std::move(list);
}

/// A view for CopyList that keeps the named members.
[[nodiscard]] inline auto Picking(Names names)
{
    return [kept = std::vector<std::string_view>(names)](const boost::json::object& from) {
        boost::json::object picked(from.storage());
        picked.reserve(kept.size());
        for (const auto name : kept) {
            Copy(picked, from, {name});
        }
        return picked;
    };
}

} // namespace bayline::sync
