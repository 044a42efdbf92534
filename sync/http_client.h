// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bayline::sync {

/// How far a request came.
enum class Transport
{
    Answered,   ///< a whole answer was read
    Cancelled,  ///< somebody asked us to stop
    NotReached, ///< no name, no route, refused: the request never left
    TlsRefused, ///< the certificate or the handshake was no good
    Cut,        ///< the connection ended in between
    TimedOut,
    TooLarge, ///< the answer was over the limit
};

struct HttpTimeouts
{
    std::chrono::milliseconds connect{5'000};
    std::chrono::milliseconds firstByte{15'000}; ///< after the last byte of the request was sent
    std::chrono::milliseconds total{30'000};     ///< 0: judged by progress, under 1 KB/s for 30 s ends it
};

struct HttpRequest
{
    std::string method = "GET";
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::optional<std::string_view> body; ///< must outlive Send()
    HttpTimeouts timeouts;
    /// Called once, when the whole request has been handed over and the answer is being waited for. Must not throw.
    std::function<void()> meanwhile{};
};

struct HttpReply
{
    Transport transport = Transport::Answered;
    int status = 0;
    std::string body;
    std::string contentType;
    std::string date;
    std::string retryAfter;
    std::string location;
    std::string uploadOffset;                             ///< of tus
    std::optional<std::chrono::microseconds> connectTime; ///< when a connection was made for it
    std::string detail;                                   ///< of a failed transport, in libcurl's words; for the log
};

/// libcurl with its own kept-alive connections. Never follows a redirect, wants TLS 1.2 with a good
/// certificate, reads at most 1 MiB of an answer, honours http_proxy and its relatives. Used by one thread; a request
/// ends within milliseconds of its stop token.
class HttpClient
{
public:
    struct Options
    {
        std::string caFile; ///< PEM file of trusted roots; empty: the system's
    };

    static constexpr std::size_t kMaxAnswer = 1024UL * 1024UL;

    explicit HttpClient(Options options);
    HttpClient() : HttpClient(Options()) {}
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    [[nodiscard]] HttpReply Send(const HttpRequest& request, const std::stop_token& stop);

    /// What is to be sent while other requests are on their way.
    struct Queue
    {
        std::size_t most = 1; ///< requests at once, each on a connection of its own
        /// The next request that may go, or nothing for now; the body it names lives until its reply is taken.
        std::function<std::optional<HttpRequest>()> next;
        /// Its reply; requests are numbered from 0 in the order they were given.
        std::function<void(std::size_t number, HttpReply reply)> take;
        /// Called once, when all that may go has been handed over and answers are being waited for.
        std::function<void()> meanwhile{};
    };
    /// Until nothing is on its way and `next` gives nothing. The `meanwhile` of single requests is not called.
    void SendMany(const Queue& queue, const std::stop_token& stop);

    /// Forgets the kept connections: after an answer that made no sense nobody knows what else waits on them.
    void DropConnections();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace bayline::sync
