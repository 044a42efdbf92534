// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bayline::sync {

/// How far the customer app's clock is ahead of ours, in seconds. Learnt from a `Date` header when a request was
/// refused for its time; shared by all lanes.
using ClockOffset = std::atomic<std::int64_t>;

struct SigningKey
{
    std::string keyId;
    std::string secret; ///< the 32 bytes themselves
};

/// What a signature covers. A request without a body has neither digest nor type.
struct SignedRequest
{
    std::string method; ///< upper case
    std::string target; ///< path and query as on the request line
    std::optional<std::string> contentDigest;
    std::optional<std::string> contentType;
};

struct Signature
{
    std::string input;     ///< value of Signature-Input
    std::string signature; ///< value of Signature
};

/// The text the MAC is taken over (RFC 9421 §2.5); `parameters` as SignatureParameters() writes them.
[[nodiscard]] std::string SignatureBase(const SignedRequest& request, std::string_view parameters);
[[nodiscard]] std::string SignatureParameters(bool withBody, std::int64_t created, std::string_view nonce,
                                              std::string_view keyId);
/// Signs after docs/maintainers/customer-app.md. `created` in Unix seconds by the customer app's clock.
[[nodiscard]] Signature Sign(const SignedRequest& request, const SigningKey& key, std::int64_t created,
                             std::string_view nonce);

/// 16 random bytes as base64url: good once.
[[nodiscard]] std::string NewNonce();

/// Unix seconds of an HTTP date (RFC 9110 §5.6.7, the IMF-fixdate form); nothing when it cannot be read.
[[nodiscard]] std::optional<std::int64_t> ParseHttpDate(const std::string& text);

} // namespace bayline::sync
