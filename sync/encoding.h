// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bayline::sync {

/// Base64 of RFC 4648 §4, with padding.
[[nodiscard]] std::string ToBase64(std::string_view bytes);
/// Base64url of RFC 4648 §5, without padding.
[[nodiscard]] std::string ToBase64Url(std::string_view bytes);
/// Nothing when the text is not base64url without padding.
[[nodiscard]] std::optional<std::string> FromBase64Url(std::string_view text);
/// Lower-case hexadecimal.
[[nodiscard]] std::string ToHex(std::string_view bytes);
[[nodiscard]] std::optional<std::string> FromHex(std::string_view text);

/// The 32 bytes of SHA-256.
[[nodiscard]] std::string Sha256(std::string_view bytes);
/// The 32 bytes of HMAC-SHA256 (RFC 2104).
[[nodiscard]] std::string HmacSha256(std::string_view key, std::string_view message);
/// A member of RFC 9530's Content-Digest: `sha-256=:<base64>:`.
[[nodiscard]] std::string DigestMember(std::string_view bytes);

/// gzip (RFC 1952), fast rather than small.
[[nodiscard]] std::string Gzip(std::string_view bytes);

} // namespace bayline::sync
