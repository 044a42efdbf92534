// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portal/exchange.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include <functional>
#include <memory>
#include <string>

namespace bayline::portal {

struct HttpSettings
{
    std::string host = "127.0.0.1";
    std::string port = "0";     ///< 0: any free one
    bool behindProxy = false;   ///< believe X-Forwarded-For
    std::string tlsCertificate; ///< PEM chain; empty: plain HTTP
    std::string tlsKey;
};

/// Answers one request. What it throws becomes a problem.
using Handler = std::function<boost::asio::awaitable<Reply>(Exchange&)>;

/// HTTP/1.1 over TCP or TLS 1.2+, one coroutine a connection. Every wait has an end: thirty seconds for a head, for
/// 32 KiB of a body and for the answer to be taken; the head is at most 16 KiB.
class HttpServer
{
public:
    /// Listens at once. Throws core::Failure when the address or the certificate cannot be used.
    HttpServer(boost::asio::io_context& context, HttpSettings settings, Handler handler);
    /// The port that is really listened on.
    [[nodiscard]] unsigned short Port() const;
    /// Begins to accept.
    void Start();

private:
    boost::asio::awaitable<void> Accept();

    boost::asio::io_context& m_context;
    HttpSettings m_settings;
    Handler m_handler;
    boost::asio::ip::tcp::acceptor m_acceptor;
    std::unique_ptr<boost::asio::ssl::context> m_tls;
    std::shared_ptr<int> m_connections; ///< its use count is their number, plus one
};

} // namespace bayline::portal
