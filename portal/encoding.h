// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bayline::portal {

/// Base64 of RFC 4648 §4, with padding.
[[nodiscard]] std::string ToBase64(std::string_view bytes);
/// Nothing when the text is not padded base64.
[[nodiscard]] std::optional<std::string> FromBase64(std::string_view text);
/// Base64url of RFC 4648 §5, without padding.
[[nodiscard]] std::string ToBase64Url(std::string_view bytes);
[[nodiscard]] std::optional<std::string> FromBase64Url(std::string_view text);
[[nodiscard]] std::string ToHex(std::string_view bytes);
[[nodiscard]] std::optional<std::string> FromHex(std::string_view text);

/// The 32 bytes of SHA-256.
[[nodiscard]] std::string Sha256(std::string_view bytes);
/// An RFC 9530 member: `sha-256=:<base64>:`.
[[nodiscard]] std::string DigestMember(std::string_view bytes);
[[nodiscard]] std::string HmacSha256(std::string_view key, std::string_view message);
/// Takes the same time wherever the two differ. Different lengths are different.
[[nodiscard]] bool EqualInConstantTime(std::string_view a, std::string_view b);

/// True for 64 lower-case hexadecimal digits.
[[nodiscard]] bool IsSha256Hex(std::string_view text);
/// True for the lower-case 36-character form.
[[nodiscard]] bool IsUuid(std::string_view text);
/// `count` random bytes from the kernel as base64url.
[[nodiscard]] std::string RandomToken(std::size_t count);

/// Unpacks gzip. Nothing when the data is not gzip, ends too early or would give more than `limit` bytes; the two
/// cases are told apart by `tooLarge`.
[[nodiscard]] std::optional<std::string> Gunzip(std::string_view packed, std::size_t limit, bool& tooLarge);

} // namespace bayline::portal
