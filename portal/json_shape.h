// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/json/value.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Words to say what a JSON value must look like. A check returns nothing when the value fits, else a sentence for the
/// other side's developers that begins with the place.
namespace bayline::portal::shape {

using Misfit = std::optional<std::string>;
using Check = std::function<Misfit(const boost::json::value&, const std::string& path)>;

constexpr std::int64_t kLargestExact = 9007199254740991; ///< that every JSON reader keeps exactly (RFC 8259 §6)

Check Any();
Check Text();
Check UuidText();
/// SHA-256 in hex.
Check Hash();
/// RFC 3339, in UTC.
Check Time();
Check Integer(std::int64_t least = -kLargestExact, std::int64_t most = kLargestExact);
/// In the currency's smallest unit.
Check Money();
/// 0 to 10 000, hundredths of a per cent.
Check BasisPoints();
Check Boolean();
Check TextOrInteger();
/// Three capital letters, as ISO 4217 has them.
Check Currency();
Check OneOf(std::vector<std::string_view> words);
Check OrNull(Check check);
Check ListOf(Check item);

enum class Presence
{
    Required,
    Optional, ///< may be absent or null
    Forbidden,
};

struct Member
{
    std::string_view name;
    Presence presence = Presence::Required;
    Check check;
};

Member Has(std::string_view name, Check check);
Member May(std::string_view name, Check check);
/// What must not leave the shop.
Member Never(std::string_view name);

/// An object with these members; others may be there too.
Check Record(std::vector<Member> members);

} // namespace bayline::portal::shape
