// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace bayline::core {

/// SHA-256 as 64 lower-case hexadecimal digits.
[[nodiscard]] std::string Sha256Hex(std::string_view bytes);
[[nodiscard]] std::string Sha256Hex(std::span<const std::uint8_t> bytes);

} // namespace bayline::core
