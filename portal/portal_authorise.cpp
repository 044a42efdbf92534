// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/encoding.h"
#include "portal/envelope.h"
#include "portal/portal.h"
#include "portal/problem.h"
#include "portal/signature.h"

#include <charconv>
#include <ctime>

namespace bayline::portal {

namespace {

constexpr std::int64_t kSkewSeconds = 300;

struct SignedRequest
{
    SignatureParameters parameters;
    std::string mac;
    std::string base;
    std::string pathShop;
};

ProblemRaised BadSignature()
{
    return {401, "signature-invalid", "The signature does not hold.",
            "The shape, the key or the message authentication code is wrong."};
}

SignedRequest ReadSignature(const Exchange& exchange, std::string pathShop)
{
    if (!exchange.HasHeader("Signature") || !exchange.HasHeader("Signature-Input"))
        throw ProblemRaised(401, "signature-missing", "This request must be signed.");
    const auto parameters = ParseSignatureInput(exchange.Header("Signature-Input"));
    auto mac = ParseSignature(exchange.Header("Signature"));
    if (!parameters || !mac || parameters->coversBody != exchange.HasBody())
        throw BadSignature();
    SignedParts parts{exchange.Method(), exchange.Target(), std::nullopt, std::nullopt};
    if (parameters->coversBody) {
        if (!exchange.HasHeader("Content-Digest") || !exchange.HasHeader("Content-Type"))
            throw BadSignature();
        parts.contentDigest = exchange.Header("Content-Digest");
        parts.contentType = exchange.Header("Content-Type");
    }
    return {*parameters, std::move(*mac), SignatureBase(parts, *parameters), std::move(pathShop)};
}

/// 0.1.0 is the first client there is.
void CheckClient(const Exchange& exchange)
{
    const std::string agent = exchange.Header("User-Agent");
    constexpr std::string_view kName = "bayline/";
    if (!agent.starts_with(kName))
        return;
    int major = 0;
    int minor = 0;
    const char* const end = agent.data() + agent.size();
    const auto [dot, error] = std::from_chars(agent.data() + kName.size(), end, major);
    if (error == std::errc{} && dot != end)
        std::from_chars(dot + 1, end, minor);
    if (major == 0 && minor < 1)
        throw ProblemRaised(426, "client-too-old", "This version of Bayline is too old for the customer app.");
}

/// On a database thread: the key, the MAC, the clock and the nonce, in that order.
std::string Verify(Connection& connection, const SignedRequest& request)
{
    const auto key = FindKey(connection, request.parameters.keyId);
    // An unknown key costs the same time as a wrong MAC.
    const std::string secret = key ? key->secret : std::string(32, '\0');
    const bool holds = EqualInConstantTime(HmacSha256(secret, request.base), request.mac);
    if (!key || !holds)
        throw BadSignature();
    const std::int64_t skew = request.parameters.created - static_cast<std::int64_t>(std::time(nullptr));
    if (skew > kSkewSeconds || skew < -kSkewSeconds)
        throw ProblemRaised(401, "clock-skew", "The clock of the sender differs by more than five minutes.",
                            "Correct the offset from the Date header and sign again.");
    if (!UseNonce(connection, request.parameters.keyId, request.parameters.nonce))
        throw ProblemRaised(401, "nonce-replayed", "This request has been seen before.");
    if (!request.pathShop.empty() && request.pathShop != key->shopId)
        throw ProblemRaised(403, "wrong-shop", "The key belongs to another shop.");
    NoteContact(connection, key->shopId);
    return key->shopId;
}

} // namespace

boost::asio::awaitable<std::string> Portal::Authorise(Exchange& exchange, std::string pathShop)
{
    CheckClient(exchange);
    SignedRequest request = ReadSignature(exchange, std::move(pathShop));
    std::string shop = co_await m_database.Run([&](Connection& connection) { return Verify(connection, request); });
    co_return shop;
}

boost::asio::awaitable<std::string> Portal::ReadSigned(Exchange& exchange, std::size_t limit)
{
    std::string body = co_await exchange.ReadBody(limit);
    if (DigestMember(body) != exchange.Header("Content-Digest"))
        throw ProblemRaised(422, "digest-mismatch", "The body is not what Content-Digest says.");
    const std::string coding = exchange.Header("Content-Encoding");
    if (coding.empty() || coding == "identity")
        co_return body;
    if (coding != "gzip")
        throw ProblemRaised(415, "media-type", "Only gzip is understood as a content coding.");
    bool tooLarge = false;
    auto plain = Gunzip(body, limit, tooLarge);
    if (tooLarge)
        throw TooLarge();
    if (!plain)
        throw ProblemRaised(400, "unreadable", "The body is not gzip.");
    co_return *plain;
}

} // namespace bayline::portal
