// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/signing.h"

#include "sync/encoding.h"

#include "core/random.h"

#include <array>
#include <charconv>
#include <chrono>

namespace bayline::sync {

namespace {

std::optional<int> Number(std::string_view text)
{
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

std::optional<unsigned> MonthNumber(std::string_view name)
{
    constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    for (unsigned i = 0; i < kMonths.size(); ++i) {
        if (kMonths[i] == name) {
            return i + 1;
        }
    }
    return std::nullopt;
}

} // namespace

std::string SignatureParameters(bool withBody, std::int64_t created, std::string_view nonce, std::string_view keyId)
{
    std::string text = R"(("@method" "@request-target")";
    text += withBody ? R"( "content-digest" "content-type"))" : ")";
    text += ";created=" + std::to_string(created);
    text.append(";nonce=\"").append(nonce).append("\";keyid=\"").append(keyId).append("\";alg=\"hmac-sha256\"");
    return text;
}

std::string SignatureBase(const SignedRequest& request, std::string_view parameters)
{
    std::string base = "\"@method\": " + request.method + "\n\"@request-target\": " + request.target + "\n";
    if (request.contentDigest) {
        base += "\"content-digest\": " + *request.contentDigest + "\n";
        base += "\"content-type\": " + request.contentType.value_or("") + "\n";
    }
    return base.append("\"@signature-params\": ").append(parameters);
}

Signature Sign(const SignedRequest& request, const SigningKey& key, std::int64_t created, std::string_view nonce)
{
    const auto parameters = SignatureParameters(request.contentDigest.has_value(), created, nonce, key.keyId);
    const auto mac = HmacSha256(key.secret, SignatureBase(request, parameters));
    return {"bayline=" + parameters, "bayline=:" + ToBase64(mac) + ":"};
}

std::string NewNonce()
{
    const auto bytes = core::RandomBytes(16);
    return ToBase64Url({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::optional<std::int64_t> ParseHttpDate(const std::string& text)
{
    // "Sun, 22 Nov 2026 09:14:03 GMT"; by hand because strptime follows the program's locale.
    constexpr std::size_t kLength = 29;
    const std::string_view date(text);
    if (date.size() != kLength || !date.ends_with(" GMT")) {
        return std::nullopt;
    }
    const auto day = Number(date.substr(5, 2));
    const auto month = MonthNumber(date.substr(8, 3));
    const auto year = Number(date.substr(12, 4));
    const auto hour = Number(date.substr(17, 2));
    const auto minute = Number(date.substr(20, 2));
    const auto second = Number(date.substr(23, 2));
    if (!day || !month || !year || !hour || !minute || !second) {
        return std::nullopt;
    }
    const std::chrono::year_month_day calendar{std::chrono::year(*year), std::chrono::month(*month),
                                               std::chrono::day(static_cast<unsigned>(*day))};
    if (!calendar.ok()) {
        return std::nullopt;
    }
    const auto moment = std::chrono::sys_days(calendar) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
                        std::chrono::seconds(*second);
    return std::chrono::duration_cast<std::chrono::seconds>(moment.time_since_epoch()).count();
}

} // namespace bayline::sync
