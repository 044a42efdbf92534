// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/customer_app_client.h"

#include "sync/batch.h"
#include "sync/encoding.h"
#include "sync/pairing.h"

#include "core/outcome.h"

#include <boost/json/serialize.hpp>

#include <utility>

namespace bayline::sync {

namespace {

constexpr std::size_t kWorthPacking = 8UL * 1024UL;

/// The path of "https://host/path", empty when there is none.
std::string PathOf(const std::string& url)
{
    const auto host = url.find("://");
    const auto slash = host == std::string::npos ? host : url.find('/', host + 3);
    return slash == std::string::npos ? std::string() : url.substr(slash);
}

std::string EscapeQuery(std::string_view text)
{
    constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    std::string escaped;
    for (const char c : text) {
        if (kPlain.find(c) != std::string_view::npos) {
            escaped.push_back(c);
        } else {
            escaped += "%" + ToHex({&c, 1});
        }
    }
    return escaped;
}

} // namespace

std::string ClientName()
{
    return "bayline/" BAYLINE_VERSION;
}

CustomerAppClient::CustomerAppClient(core::AppCredentials credentials, ClockOffset& offset, ClientOptions options)
    : m_credentials(std::move(credentials)), m_key{m_credentials.keyId,
                                                   FromHex(m_credentials.secret).value_or(std::string())},
      m_pathPrefix(PathOf(m_credentials.url)), m_addressAllowed(CheckAppUrl(m_credentials.url).Ok()), m_offset(offset),
      m_options(std::move(options)), m_http({.caFile = m_options.caFile})
{
}

std::int64_t CustomerAppClient::UnixNow() const
{
    return std::chrono::duration_cast<std::chrono::seconds>(m_options.now().time_since_epoch()).count();
}

std::string CustomerAppClient::ShopPath(std::string_view rest) const
{
    return "/v1/shops/" + m_credentials.shopId + std::string(rest);
}

CustomerAppClient::Signed CustomerAppClient::MakeSigned(const std::string& method, const std::string& path,
                                                        const Content* content, const HttpTimeouts& timeouts,
                                                        const Headers& headers) const
{
    Signed made{.request = {.method = method,
                            .url = m_credentials.url + path,
                            .headers = headers,
                            .body = {},
                            .timeouts = timeouts},
                .packed = {}};
    auto& request = made.request;
    request.headers.emplace_back("User-Agent", ClientName());
    SignedRequest toSign{.method = method, .target = m_pathPrefix + path, .contentDigest = {}, .contentType = {}};
    if (content != nullptr) {
        request.body = content->bytes;
        request.meanwhile = content->meanwhile;
        if (content->gzip && !m_nearby && content->bytes.size() >= kWorthPacking) {
            made.packed = Gzip(content->bytes);
            request.body = made.packed;
            request.headers.emplace_back("Content-Encoding", "gzip");
        }
        toSign.contentDigest = DigestMember(*request.body);
        toSign.contentType = content->type;
        request.headers.emplace_back("Content-Type", content->type);
        request.headers.emplace_back("Content-Digest", *toSign.contentDigest);
    }
    const auto signature = Sign(toSign, m_key, UnixNow() + m_offset.load(), NewNonce());
    request.headers.emplace_back("Signature-Input", signature.input);
    request.headers.emplace_back("Signature", signature.signature);
    return made;
}

HttpReply CustomerAppClient::SendSigned(const std::string& method, const std::string& path, const Content* content,
                                        const HttpTimeouts& timeouts, const std::stop_token& stop,
                                        const Headers& headers)
{
    const auto made = MakeSigned(method, path, content, timeouts, headers);
    auto reply = m_http.Send(made.request, stop);
    NoteDistance(reply);
    return reply;
}

void CustomerAppClient::NoteDistance(const HttpReply& reply)
{
    constexpr std::chrono::milliseconds kSameHouse{2};
    if (reply.connectTime) {
        m_nearby = *reply.connectTime < kSameHouse;
    }
}

Verdict CustomerAppClient::Call(const std::string& method, const std::string& path, const Content* content,
                                const HttpTimeouts& timeouts, const std::stop_token& stop, HttpReply* reply,
                                const Headers& headers)
{
    if (!m_addressAllowed) {
        return {.next = Next::Pause,
                .sentence = N_("The customer app's address must begin with https://."),
                .detail = {},
                .retryAfter = {},
                .arrived = false};
    }
    auto answer = SendSigned(method, path, content, timeouts, stop, headers);
    auto verdict = Judge(answer, UnixNow());
    if (verdict.next == Next::CorrectClock) {
        if (const auto theirs = ParseHttpDate(answer.date)) {
            m_offset = *theirs - UnixNow();
            answer = SendSigned(method, path, content, timeouts, stop, headers);
            verdict = Judge(answer, UnixNow());
        }
        if (verdict.next == Next::CorrectClock) {
            verdict.next = Next::Pause;
        }
    }
    if (reply != nullptr) {
        *reply = std::move(answer);
    }
    return verdict;
}

template <class T, class Parse>
Answer<T> CustomerAppClient::Read(const std::string& method, const std::string& path, const Content* content,
                                  const HttpTimeouts& timeouts, const std::stop_token& stop, Parse parse)
{
    HttpReply reply;
    auto verdict = Call(method, path, content, timeouts, stop, &reply);
    if (verdict.next != Next::Use) {
        return {std::move(verdict)};
    }
    auto value = parse(reply.body);
    if (!value) {
        m_http.DropConnections();
        return {Unreadable()};
    }
    return {{}, std::move(*value)};
}

Answer<BatchAnswer> CustomerAppClient::SendBatch(std::span<const PublicEvent> events, const std::stop_token& stop,
                                                 std::function<void()> meanwhile)
{
    const auto text = BatchText(events);
    bool asked = false; // not again when the request is repeated with a corrected clock
    const Content content{.bytes = text, .type = kBatchType, .gzip = true, .meanwhile = [&] {
                              if (meanwhile && !std::exchange(asked, true)) {
                                  meanwhile();
                              }
                          }};
    return Read<BatchAnswer>("POST", ShopPath("/events:batch"), &content, m_options.timeouts, stop, ParseBatchAnswer);
}

Answer<bool> CustomerAppClient::HasBlob(const std::string& sha256, const std::stop_token& stop)
{
    HttpReply reply;
    auto verdict = Call("HEAD", "/v1/blobs/sha256/" + sha256, nullptr, m_options.timeouts, stop, &reply);
    if (reply.transport == Transport::Answered && reply.status == 404) {
        return {{}, false};
    }
    return {std::move(verdict), true};
}

Verdict CustomerAppClient::PutBlob(const std::string& sha256, const std::string& contentType,
                                   std::span<const std::uint8_t> bytes, const std::stop_token& stop)
{
    constexpr std::size_t kWorthSteps = 1024UL * 1024UL;
    if (bytes.size() > kWorthSteps && m_limits.uploads) {
        Upload upload{.sha256 = sha256, .contentType = contentType, .bytes = bytes, .path = {}};
        return UploadBlob(upload, stop);
    }
    auto timeouts = m_options.timeouts;
    timeouts.total = std::chrono::milliseconds(0);
    const Content content{.bytes = {reinterpret_cast<const char*>(bytes.data()), bytes.size()}, .type = contentType};
    return Call("PUT", "/v1/blobs/sha256/" + sha256, &content, timeouts, stop);
}

Answer<InboxPage> CustomerAppClient::Inbox(std::int64_t cursor, std::chrono::seconds wait, const std::stop_token& stop)
{
    auto timeouts = m_options.timeouts;
    timeouts.firstByte += wait;
    timeouts.total += wait;
    const auto path =
        ShopPath("/inbox?cursor=" + std::to_string(cursor) + "&wait=" + std::to_string(wait.count()) + "&limit=200");
    return Read<InboxPage>("GET", path, nullptr, timeouts, stop, ParseInboxPage);
}

Verdict CustomerAppClient::Acknowledge(std::int64_t cursor, const std::stop_token& stop)
{
    const auto text = "{\"cursor\":" + std::to_string(cursor) + "}";
    const Content content{.bytes = text, .type = "application/json"};
    return Call("POST", ShopPath("/inbox:ack"), &content, m_options.timeouts, stop);
}

Answer<std::optional<std::string>> CustomerAppClient::PicturePiece(const std::string& pictureId, std::size_t from,
                                                                   const std::stop_token& stop)
{
    HttpReply reply;
    auto verdict = Call("GET", ShopPath("/pictures/" + pictureId + "?from=" + std::to_string(from)), nullptr,
                        m_options.timeouts, stop, &reply);
    if (reply.transport == Transport::Answered && reply.status == 404) {
        return {{}, std::nullopt};
    }
    return {std::move(verdict), std::move(reply.body)};
}

Verdict CustomerAppClient::PictureDone(const std::string& pictureId, const std::string& result,
                                       const std::string& reason, const std::stop_token& stop)
{
    const auto text = boost::json::serialize(boost::json::object{{"result", result}, {"reason", reason}});
    const Content content{.bytes = text, .type = "application/json"};
    HttpReply reply;
    auto verdict =
        Call("POST", ShopPath("/pictures/" + pictureId + ":done"), &content, m_options.timeouts, stop, &reply);
    const bool unknown = reply.transport == Transport::Answered && reply.status == 404;
    return unknown ? Verdict{} : verdict;
}

Answer<HeadsPage> CustomerAppClient::Heads(const std::string& after, const std::stop_token& stop)
{
    const auto query = after.empty() ? std::string() : "?after=" + EscapeQuery(after);
    return Read<HeadsPage>("GET", ShopPath("/heads" + query), nullptr, m_options.timeouts, stop, ParseHeadsPage);
}

Verdict CustomerAppClient::AnnounceEpoch(std::string_view reason, const std::vector<RewoundStream>& rewound,
                                         const std::stop_token& stop)
{
    const auto text = EpochRequestText(m_credentials.epoch, reason, rewound);
    const Content content{.bytes = text, .type = "application/json"};
    return Call("POST", ShopPath("/epochs"), &content, m_options.timeouts, stop);
}

KeyAnswer CustomerAppClient::PutKey(const std::string& keyId, const std::string& secretHex, const std::stop_token& stop)
{
    const auto text = "{\"secret\":\"" + ToBase64Url(FromHex(secretHex).value_or(std::string())) + "\"}";
    const Content content{.bytes = text, .type = "application/json"};
    HttpReply reply;
    auto verdict = Call("PUT", ShopPath("/keys/" + keyId), &content, m_options.timeouts, stop, &reply);
    return {std::move(verdict), reply.transport == Transport::Answered ? reply.status : 0};
}

Answer<Capabilities> CustomerAppClient::ReadCapabilities(const std::stop_token& stop)
{
    const auto reply = m_http.Send({.method = "GET",
                                    .url = m_credentials.url + "/v1/capabilities",
                                    .headers = {{"User-Agent", ClientName()}},
                                    .body = {},
                                    .timeouts = m_options.timeouts},
                                   stop);
    NoteDistance(reply);
    auto verdict = Judge(reply, UnixNow());
    if (verdict.next != Next::Use) {
        return {std::move(verdict)};
    }
    auto capabilities = ParseCapabilities(reply.body);
    if (!capabilities) {
        return {Unreadable()};
    }
    return {{}, std::move(*capabilities)};
}

Verdict CustomerAppClient::LearnLimits(const std::stop_token& stop)
{
    constexpr std::chrono::hours kGoodFor{1};
    constexpr std::chrono::minutes kAgain{1};
    const auto now = std::chrono::steady_clock::now();
    if (now >= m_limitsDue && m_addressAllowed) {
        m_limitsDue = now + kAgain;
        if (auto said = ReadCapabilities(stop); said.Ok()) {
            m_limits = LimitsFrom(said.value);
            m_limitsDue = now + kGoodFor;
        }
    }
    if (IsOlder(BAYLINE_VERSION, m_limits.oldestClient)) {
        m_limitsDue = now;
        return TooOld();
    }
    return {};
}

} // namespace bayline::sync
