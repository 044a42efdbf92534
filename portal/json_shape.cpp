// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/json_shape.h"

#include "core/time.h"
#include "portal/encoding.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace bayline::portal::shape {

namespace {

namespace json = boost::json;

Check Only(const char* expectation, std::function<bool(const json::value&)> fits)
{
    return [expectation, fits = std::move(fits)](const json::value& value, const std::string& path) -> Misfit {
        if (fits(value))
            return std::nullopt;
        return path + " must be " + expectation + ".";
    };
}

Misfit CheckMember(const Member& member, const json::value* value, const std::string& path)
{
    const std::string name = path.empty() ? std::string(member.name) : path + "." + std::string(member.name);
    if (member.presence == Presence::Forbidden)
        return value ? Misfit(name + " must not leave the shop.") : std::nullopt;
    if (!value)
        return member.presence == Presence::Required ? Misfit(name + " is missing.") : std::nullopt;
    if (value->is_null() && member.presence == Presence::Optional)
        return std::nullopt;
    return member.check(*value, name);
}

} // namespace

Check Text()
{
    return Only("text", [](const json::value& v) { return v.is_string(); });
}

Check UuidText()
{
    return Only("a UUID", [](const json::value& v) { return v.is_string() && IsUuid(v.get_string()); });
}

Check Hash()
{
    return Only("a SHA-256 in hex", [](const json::value& v) { return v.is_string() && IsSha256Hex(v.get_string()); });
}

Check Time()
{
    return Only("a time in UTC", [](const json::value& v) {
        return v.is_string() && v.get_string().ends_with('Z') && core::ParseRfc3339(v.get_string()).has_value();
    });
}

Check Integer(std::int64_t least, std::int64_t most)
{
    return Only("a whole number in its range", [least, most](const json::value& v) {
        return v.is_int64() && v.get_int64() >= least && v.get_int64() <= most;
    });
}

Check Money()
{
    return Integer();
}

Check BasisPoints()
{
    return Integer(0, 10000);
}

Check Boolean()
{
    return Only("true or false", [](const json::value& v) { return v.is_bool(); });
}

Check Any()
{
    return [](const json::value&, const std::string&) -> Misfit { return std::nullopt; };
}

Check OneOf(std::vector<std::string_view> words)
{
    return Only("one of the words of the contract", [words = std::move(words)](const json::value& v) {
        if (!v.is_string())
            return false;
        for (const std::string_view word : words)
            if (word == std::string_view(v.get_string()))
                return true;
        return false;
    });
}

Check TextOrInteger()
{
    return Only("text or a whole number", [](const json::value& v) { return v.is_string() || v.is_int64(); });
}

Check Currency()
{
    return Only("a currency code", [](const json::value& v) {
        if (!v.is_string() || v.get_string().size() != 3)
            return false;
        for (const char c : v.get_string())
            if (c < 'A' || c > 'Z')
                return false;
        return true;
    });
}

Check OrNull(Check check)
{
    return [check = std::move(check)](const json::value& value, const std::string& path) -> Misfit {
        return value.is_null() ? std::nullopt : check(value, path);
    };
}

Check ListOf(Check item)
{
    return [item = std::move(item)](const json::value& value, const std::string& path) -> Misfit {
        if (!value.is_array())
            return path + " must be a list.";
        std::size_t index = 0;
        for (const json::value& element : value.get_array())
            if (auto misfit = item(element, path + "[" + std::to_string(index++) + "]"))
                return misfit;
        return std::nullopt;
    };
}

Member Has(std::string_view name, Check check)
{
    return {name, Presence::Required, std::move(check)};
}

Member May(std::string_view name, Check check)
{
    return {name, Presence::Optional, std::move(check)};
}

Member Never(std::string_view name)
{
    return {name, Presence::Forbidden, Any()};
}

Check Record(std::vector<Member> members)
{
    return [members = std::move(members)](const json::value& value, const std::string& path) -> Misfit {
        const json::object* object = value.if_object();
        if (!object)
            return path + " must be an object.";
        for (const Member& member : members)
            if (auto misfit = CheckMember(member, object->if_contains(member.name), path))
                return misfit;
        return std::nullopt;
    };
}

} // namespace bayline::portal::shape
