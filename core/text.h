// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bayline::core {

/// What a person typed, made safe to store and print: invalid UTF-8 becomes U+FFFD, NUL and other control characters
/// except line feed go, CR LF becomes LF, spaces at both ends go.
[[nodiscard]] std::string CleanText(std::string_view typed);
/// As CleanText, and line feeds and tabs become spaces.
[[nodiscard]] std::string CleanLine(std::string_view typed);

/// Full-width letters, digits and signs, and the ideographic space, as their ASCII ones; other characters stay. A
/// Chinese input method types either.
[[nodiscard]] std::string ToHalfWidth(std::string_view text);

/// Number of Unicode code points of valid UTF-8.
[[nodiscard]] std::size_t CountCharacters(std::string_view utf8);
/// The last `count` code points.
[[nodiscard]] std::string LastCharacters(std::string_view utf8, std::size_t count);

/// Only the ASCII digits.
[[nodiscard]] std::string DigitsOf(std::string_view text);
/// ASCII letters made upper case; other characters stay.
[[nodiscard]] std::string ToUpperAscii(std::string_view text);

} // namespace bayline::core
