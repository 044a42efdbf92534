// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace bayline::core {

/// `count` bytes from the kernel's generator (getentropy). Throws Failure when the kernel refuses.
[[nodiscard]] std::vector<std::uint8_t> RandomBytes(std::size_t count);

/// A secret for a link: 256 random bits as 43 characters of base64url without padding (RFC 4648 §5).
[[nodiscard]] std::string NewLinkToken();

} // namespace bayline::core
