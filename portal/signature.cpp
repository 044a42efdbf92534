// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/signature.h"

#include "portal/encoding.h"

#include <algorithm>
#include <charconv>

namespace bayline::portal {

namespace {

constexpr std::string_view kWithBody = R"(("@method" "@request-target" "content-digest" "content-type"))";
constexpr std::string_view kWithoutBody = R"(("@method" "@request-target"))";

/// Walks a text from the front; every step says whether it fitted.
class Cursor
{
public:
    explicit Cursor(std::string_view text) : m_rest(text) {}

    bool Skip(std::string_view expected)
    {
        if (!m_rest.starts_with(expected))
            return false;
        m_rest.remove_prefix(expected.size());
        return true;
    }

    std::optional<std::int64_t> Number()
    {
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(m_rest.data(), m_rest.data() + m_rest.size(), value);
        if (error != std::errc{} || value < 0)
            return std::nullopt;
        m_rest.remove_prefix(static_cast<std::size_t>(end - m_rest.data()));
        return value;
    }

    /// A run of letters, digits, `-` and `_`.
    std::string Word(std::size_t longest)
    {
        const auto isWord = [](unsigned char c) {
            return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
        };
        const auto end = std::ranges::find_if_not(m_rest, isWord);
        const auto length = std::min(static_cast<std::size_t>(end - m_rest.begin()), longest);
        std::string word(m_rest.substr(0, length));
        m_rest.remove_prefix(length);
        return word;
    }

    [[nodiscard]] bool AtEnd() const { return m_rest.empty(); }

private:
    std::string_view m_rest;
};

} // namespace

std::string SignatureParameters::Text() const
{
    std::string text(coversBody ? kWithBody : kWithoutBody);
    text +=
        ";created=" + std::to_string(created) + ";nonce=\"" + nonce + "\";keyid=\"" + keyId + "\";alg=\"hmac-sha256\"";
    return text;
}

std::optional<SignatureParameters> ParseSignatureInput(std::string_view header)
{
    Cursor cursor(header);
    SignatureParameters parameters;
    if (!cursor.Skip("bayline="))
        return std::nullopt;
    parameters.coversBody = cursor.Skip(kWithBody);
    if (!parameters.coversBody && !cursor.Skip(kWithoutBody))
        return std::nullopt;
    if (!cursor.Skip(";created="))
        return std::nullopt;
    const auto created = cursor.Number();
    if (!created || !cursor.Skip(";nonce=\""))
        return std::nullopt;
    parameters.created = *created;
    parameters.nonce = cursor.Word(64);
    if (parameters.nonce.size() < 16 || !cursor.Skip("\";keyid=\""))
        return std::nullopt;
    parameters.keyId = cursor.Word(64);
    if (parameters.keyId.size() < 8 || !cursor.Skip("\";alg=\"hmac-sha256\"") || !cursor.AtEnd())
        return std::nullopt;
    return parameters;
}

std::optional<std::string> ParseSignature(std::string_view header)
{
    if (!header.starts_with("bayline=:") || !header.ends_with(':') || header.size() < 10)
        return std::nullopt;
    auto mac = FromBase64(header.substr(9, header.size() - 10));
    if (!mac || mac->size() != 32)
        return std::nullopt;
    return mac;
}

std::string SignatureBase(const SignedParts& parts, const SignatureParameters& parameters)
{
    std::string base = "\"@method\": " + parts.method + "\n\"@request-target\": " + parts.target + "\n";
    if (parameters.coversBody) {
        base += "\"content-digest\": " + parts.contentDigest.value_or("") + "\n";
        base += "\"content-type\": " + parts.contentType.value_or("") + "\n";
    }
    return base + "\"@signature-params\": " + parameters.Text();
}

} // namespace bayline::portal
