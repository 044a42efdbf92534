// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/failure.h"
#include "core/money.h"
#include "core/time.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace bayline::core {

/// Reads the members of a JSON object that must have a known shape. Every miss is a Failure of kind Corrupt that names
/// the member, never its content.
class JsonReader final
{
public:
    explicit JsonReader(const boost::json::object& json) : m_json(json) {}

    [[nodiscard]] bool Has(std::string_view key) const
    {
        const auto* value = m_json.if_contains(key);
        return value != nullptr && !value->is_null();
    }
    [[nodiscard]] std::string Text(std::string_view key) const
    {
        const auto* text = Get(key).if_string();
        return text != nullptr ? std::string(*text) : throw Bad(key);
    }
    /// Empty when the member is missing or null.
    [[nodiscard]] std::string TextOr(std::string_view key, std::string fallback = {}) const
    {
        return Has(key) ? Text(key) : fallback;
    }
    [[nodiscard]] std::int64_t Integer(std::string_view key) const
    {
        const auto& value = Get(key);
        if (const auto* number = value.if_int64()) {
            return *number;
        }
        if (const auto* number = value.if_uint64(); number != nullptr && *number <= INT64_MAX) {
            return static_cast<std::int64_t>(*number);
        }
        throw Bad(key);
    }
    [[nodiscard]] std::int64_t IntegerOr(std::string_view key, std::int64_t fallback) const
    {
        return Has(key) ? Integer(key) : fallback;
    }
    [[nodiscard]] bool Flag(std::string_view key) const
    {
        const auto* flag = Get(key).if_bool();
        return flag != nullptr ? *flag : throw Bad(key);
    }
    [[nodiscard]] bool FlagOr(std::string_view key, bool fallback) const { return Has(key) ? Flag(key) : fallback; }
    [[nodiscard]] const boost::json::object& Object(std::string_view key) const
    {
        const auto* object = Get(key).if_object();
        return object != nullptr ? *object : throw Bad(key);
    }
    [[nodiscard]] const boost::json::array& Array(std::string_view key) const
    {
        const auto* array = Get(key).if_array();
        return array != nullptr ? *array : throw Bad(key);
    }
    [[nodiscard]] Instant Time(std::string_view key) const
    {
        const auto instant = ParseRfc3339(Text(key));
        return instant ? *instant : throw Bad(key);
    }
    /// A value of an enumeration through its `…FromWord` function.
    template <class FromWord>
    [[nodiscard]] auto Word(std::string_view key, FromWord fromWord) const
    {
        const auto value = fromWord(Text(key));
        return value ? *value : throw Bad(key);
    }

    [[nodiscard]] static Failure Bad(std::string_view key)
    {
        return Failure({.kind = FailureKind::Corrupt,
                        .where = "JSON member " + std::string(key),
                        .sentence = "Stored data could not be read. Please tell whoever looks after Bayline."});
    }

private:
    [[nodiscard]] const boost::json::value& Get(std::string_view key) const
    {
        const auto* value = m_json.if_contains(key);
        return value != nullptr ? *value : throw Bad(key);
    }

    const boost::json::object& m_json;
};

} // namespace bayline::core
