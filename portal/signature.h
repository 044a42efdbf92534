// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bayline::portal {

/// What a signature covers, as it stood on the wire. `contentDigest` and `contentType` are absent together: no body.
struct SignedParts
{
    std::string method;
    std::string target; ///< path and query, exactly as on the request line
    std::optional<std::string> contentDigest;
    std::optional<std::string> contentType;
};

/// The `bayline` member of a Signature-Input header.
struct SignatureParameters
{
    std::int64_t created = 0; ///< Unix seconds
    std::string nonce;
    std::string keyId;
    bool coversBody = false;

    /// The text that follows `bayline=` and `"@signature-params": `.
    [[nodiscard]] std::string Text() const;
};

/// Reads the one shape that docs/maintainers/customer-app.md allows; anything else is nothing.
[[nodiscard]] std::optional<SignatureParameters> ParseSignatureInput(std::string_view header);
/// The 32 bytes of the `bayline` member of a Signature header.
[[nodiscard]] std::optional<std::string> ParseSignature(std::string_view header);

/// The text that the MAC is computed over (RFC 9421 §2.5).
[[nodiscard]] std::string SignatureBase(const SignedParts& parts, const SignatureParameters& parameters);

} // namespace bayline::portal
