// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/http_client.h"
#include "sync/public_view.h"
#include "sync/signing.h"
#include "sync/verdict.h"
#include "sync/wire.h"

#include "core/delivery.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace bayline::sync {

/// A verdict, and the value when the verdict is Next::Use.
template <class T>
struct [[nodiscard]] Answer
{
    Verdict verdict;
    T value{};

    [[nodiscard]] bool Ok() const { return verdict.next == Next::Use; }
};

/// How requests are made; for tests and for shops with a certificate authority of their own.
struct ClientOptions
{
    std::function<core::Instant()> now = core::Now;
    std::string caFile;
    HttpTimeouts timeouts;
};

/// The calls of resources/api/customer-app.yaml, signed. One thread, one request at a time, connections kept. Never
/// throws for what the network or the other side does: that is in the verdict.
class CustomerAppClient
{
public:
    /// `offset` is shared by the clients of one shop and outlives them.
    CustomerAppClient(core::AppCredentials credentials, ClockOffset& offset, ClientOptions options = {});

    Answer<BatchAnswer> SendBatch(std::span<const PublicEvent> events, const std::stop_token& stop);

    Answer<bool> HasBlob(const std::string& sha256, const std::stop_token& stop);
    /// In one piece. The contract has a second way for big blobs over bad lines, an upload in steps that continues
    /// after a cut; it belongs here, behind the same call.
    Verdict PutBlob(const std::string& sha256, const std::string& contentType, std::span<const std::uint8_t> bytes,
                    const std::stop_token& stop);

    /// Waits up to `wait` at the other side for something to come.
    Answer<InboxPage> Inbox(std::int64_t cursor, std::chrono::seconds wait, const std::stop_token& stop);
    Verdict Acknowledge(std::int64_t cursor, const std::stop_token& stop);

    Answer<HeadsPage> Heads(const std::string& after, const std::stop_token& stop);
    Verdict AnnounceEpoch(std::string_view reason, const std::vector<RewoundStream>& rewound,
                          const std::stop_token& stop);
    Answer<Capabilities> ReadCapabilities(const std::stop_token& stop);

    /// After an answer that does not belong to the question.
    void DropConnections() { m_http.DropConnections(); }

private:
    struct Content
    {
        std::string_view bytes;
        std::string type;
        bool gzip = false;
    };

    HttpReply SendSigned(const std::string& method, const std::string& path, const Content* content,
                         const HttpTimeouts& timeouts, const std::stop_token& stop);
    Verdict Call(const std::string& method, const std::string& path, const Content* content,
                 const HttpTimeouts& timeouts, const std::stop_token& stop, HttpReply* reply = nullptr);
    template <class T, class Parse>
    Answer<T> Read(const std::string& method, const std::string& path, const Content* content,
                   const HttpTimeouts& timeouts, const std::stop_token& stop, Parse parse);
    [[nodiscard]] std::int64_t UnixNow() const;
    [[nodiscard]] std::string ShopPath(std::string_view rest) const;

    core::AppCredentials m_credentials;
    SigningKey m_key;
    std::string m_pathPrefix; ///< of an address with a path
    bool m_addressAllowed = false;
    ClockOffset& m_offset;
    ClientOptions m_options;
    HttpClient m_http;
};

/// What `User-Agent` says.
[[nodiscard]] std::string ClientName();

} // namespace bayline::sync
