// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/field_changes.h"

#include "core/payloads.h"

#include <boost/json/serialize.hpp>

namespace bayline::db {

namespace json = boost::json;

namespace {

std::string Shown(const json::value& value)
{
    return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

} // namespace

core::Outcome<json::object> FieldChanges(const json::object& before, const json::object& after,
                                         const json::object& present)
{
    json::object fields;
    std::vector<core::Refusal> clashes;
    for (const auto& member : after) {
        const auto& seen = before.at(member.key());
        const auto& now = present.at(member.key());
        if (member.value() == seen || member.value() == now) {
            continue;
        }
        if (now != seen) {
            clashes.push_back({.code = "settings.changed_meanwhile",
                               .sentence = N_("Somebody else changed this to “{1}” while you typed “{2}”."),
                               .arguments = {Shown(now), Shown(member.value())},
                               .field = std::string(member.key())});
            continue;
        }
        fields[member.key()] = core::Change(now, member.value());
    }
    if (!clashes.empty()) {
        return clashes;
    }
    return fields;
}

} // namespace bayline::db
