// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/http_server.h"

#include "portal/http_session.h"

#include "core/failure.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace bayline::portal {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr long kMostConnections = 4096;

[[noreturn]] void Raise(const std::string& where, const boost::system::error_code& error)
{
    throw core::Failure({.kind = core::FailureKind::Internal,
                         .where = where + " (" + error.message() + ")",
                         .sentence = "The portal cannot listen on the address it was given.",
                         .code = {}});
}

std::unique_ptr<asio::ssl::context> MakeTls(const HttpSettings& settings)
{
    if (settings.tlsCertificate.empty())
        return nullptr;
    auto tls = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
    tls->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                     asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1 |
                     asio::ssl::context::single_dh_use);
    boost::system::error_code error;
    tls->use_certificate_chain_file(settings.tlsCertificate, error);
    if (!error)
        tls->use_private_key_file(settings.tlsKey, asio::ssl::context::pem, error);
    if (error)
        Raise("reading the certificate and its key", error);
    return tls;
}

tcp::acceptor Listen(asio::io_context& context, const HttpSettings& settings)
{
    boost::system::error_code error;
    tcp::resolver resolver(context);
    const auto found = resolver.resolve(settings.host, settings.port, tcp::resolver::passive, error);
    if (error)
        Raise("resolving " + settings.host, error);
    tcp::acceptor acceptor(context);
    const tcp::endpoint endpoint = found.begin()->endpoint();
    acceptor.open(endpoint.protocol(), error);
    if (!error)
        acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error)
        acceptor.bind(endpoint, error);
    if (!error)
        acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error)
        Raise("listening on " + settings.host + ":" + settings.port, error);
    return acceptor;
}

} // namespace

HttpServer::HttpServer(asio::io_context& context, HttpSettings settings, Handler handler)
    : m_context(context), m_settings(std::move(settings)), m_handler(std::move(handler)),
      m_acceptor(Listen(context, m_settings)), m_tls(MakeTls(m_settings)), m_connections(std::make_shared<int>(0))
{
}

unsigned short HttpServer::Port() const
{
    return m_acceptor.local_endpoint().port();
}

void HttpServer::Start()
{
    asio::co_spawn(m_context, Accept(), asio::detached);
}

asio::awaitable<void> HttpServer::Accept()
{
    for (;;) {
        boost::system::error_code error;
        tcp::socket socket(asio::make_strand(m_context));
        co_await m_acceptor.async_accept(socket, asio::redirect_error(asio::use_awaitable, error));
        if (error == asio::error::operation_aborted)
            co_return;
        if (error || m_connections.use_count() > kMostConnections)
            continue; // out of descriptors, or crowded: the socket closes here and the client comes back
        socket.set_option(tcp::no_delay(true), error);
        const auto executor = socket.get_executor();
        SessionSetup setup{m_handler, m_settings.behindProxy, m_connections};
        if (m_tls)
            asio::co_spawn(executor, ServeTls(std::move(socket), *m_tls, std::move(setup)), asio::detached);
        else
            asio::co_spawn(executor, ServePlain(std::move(socket), std::move(setup)), asio::detached);
    }
}

} // namespace bayline::portal
