// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/json_access.h"

#include "core/failure.h"

namespace bayline::portal {

namespace json = boost::json;

std::string TextOf(const json::object& object, std::string_view name)
{
    const json::value* value = object.if_contains(name);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::int64_t IntOf(const json::object& object, std::string_view name)
{
    const json::value* value = object.if_contains(name);
    if (!value)
        return 0;
    if (value->is_int64())
        return value->get_int64();
    return value->is_uint64() ? static_cast<std::int64_t>(value->get_uint64()) : 0;
}

bool BoolOf(const json::object& object, std::string_view name)
{
    const json::value* value = object.if_contains(name);
    return value && value->is_bool() && value->get_bool();
}

json::value ValueOf(const json::object& object, std::string_view name)
{
    const json::value* value = object.if_contains(name);
    return value ? *value : json::value(nullptr);
}

const json::object* ObjectOf(const json::object& object, std::string_view name)
{
    const json::value* value = object.if_contains(name);
    return value ? value->if_object() : nullptr;
}

const json::array* ArrayOf(const json::object& object, std::string_view name)
{
    const json::value* value = object.if_contains(name);
    return value ? value->if_array() : nullptr;
}

json::object ParseStored(std::string_view text, std::string_view what)
{
    json::error_code error;
    json::value value = json::parse(text, error);
    if (error || !value.is_object())
        throw core::Failure({.kind = core::FailureKind::Corrupt,
                             .where = std::string(what),
                             .sentence = "Stored data cannot be read.",
                             .code = error.message()});
    return std::move(value.get_object());
}

} // namespace bayline::portal
