// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json_reader.h"
#include "core/staff.h"

#include <boost/json/value.hpp>

#include <optional>
#include <string>

/// Small readers shared by the stores of this room.
namespace bayline::db {

using core::JsonReader;

/// The object a list entry must be. Throws Failure (Corrupt).
inline const boost::json::object& AsObject(const boost::json::value& value)
{
    const auto* object = value.if_object();
    return object != nullptr ? *object : throw JsonReader::Bad("list entry");
}

/// The array under a key; an empty one when it is missing or null, as jsonb_agg gives for no rows.
inline const boost::json::array& ListOrNone(const JsonReader& reader, std::string_view key)
{
    static const boost::json::array kNone;
    return reader.Has(key) ? reader.Array(key) : kNone;
}

inline std::optional<core::Instant> TimeOrNone(const JsonReader& reader, std::string_view key)
{
    return reader.Has(key) ? std::optional(reader.Time(key)) : std::nullopt;
}

inline core::Instant TimeOrZero(const JsonReader& reader, std::string_view key)
{
    return TimeOrNone(reader, key).value_or(core::Instant{});
}

/// An id under a key; nil when it is missing or null.
template <class AnyId>
AnyId IdOrNil(const JsonReader& reader, std::string_view key)
{
    return AnyId::From(reader.TextOr(key));
}

inline int Int(const JsonReader& reader, std::string_view key, int fallback = 0)
{
    return static_cast<int>(reader.IntegerOr(key, fallback));
}

/// A number as a parameter; NULL for none.
inline std::optional<std::string> NumberOrNull(std::optional<int> number)
{
    return number ? std::optional(std::to_string(*number)) : std::nullopt;
}

/// A StaffMember from a row or object with id, number, name, role, active.
core::StaffMember StaffFromJson(const boost::json::object& json);

} // namespace bayline::db
