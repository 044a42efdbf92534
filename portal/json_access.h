// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bayline::portal {

/// Reading of JSON whose shape has been checked: an absent member and null read as empty, 0, false.
[[nodiscard]] std::string TextOf(const boost::json::object& object, std::string_view name);
[[nodiscard]] std::int64_t IntOf(const boost::json::object& object, std::string_view name);
[[nodiscard]] bool BoolOf(const boost::json::object& object, std::string_view name);
/// The member, or null.
[[nodiscard]] boost::json::value ValueOf(const boost::json::object& object, std::string_view name);
[[nodiscard]] const boost::json::object* ObjectOf(const boost::json::object& object, std::string_view name);
[[nodiscard]] const boost::json::array* ArrayOf(const boost::json::object& object, std::string_view name);

/// Parses text that this program wrote. Throws core::Failure (Corrupt) when it is not an object.
[[nodiscard]] boost::json::object ParseStored(std::string_view text, std::string_view what);

} // namespace bayline::portal
