// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/http_session.h"

#include "portal/problem.h"

#include "core/failure.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include <array>
#include <ctime>
#include <iostream>

namespace bayline::portal {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

namespace {

constexpr std::chrono::seconds kPatience{30};
constexpr std::uint32_t kHeadBytes = 16 * 1024;
constexpr std::uint64_t kBodyBytes = 20 * 1024 * 1024;
constexpr std::size_t kPieceBytes = 32 * 1024;

using Parser = http::request_parser<http::buffer_body>;

/// `Date` as RFC 9110 wants it; shops correct their clock by it.
std::string HttpDate()
{
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    static constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::array<char, 40> text{};
    const int length = std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                                     kDays.at(static_cast<std::size_t>(utc.tm_wday)), utc.tm_mday,
                                     kMonths.at(static_cast<std::size_t>(utc.tm_mon)), utc.tm_year + 1900, utc.tm_hour,
                                     utc.tm_min, utc.tm_sec);
    return {text.data(), static_cast<std::size_t>(length)};
}

Reply ProblemReply(const Problem& problem)
{
    Reply reply = Reply::Json(problem.ToJson(), problem.status);
    reply.contentType = "application/problem+json";
    if (problem.status == 429)
        reply.With("Retry-After", "60");
    return reply;
}

Reply FailureReply(const core::Failure& failure)
{
    std::cerr << "bayline-portal: " << failure.Where() << ": " << failure.Sentence() << " " << failure.Code() << '\n';
    const bool away = failure.Retryable() || failure.Kind() == core::FailureKind::DiskFull;
    Reply reply = ProblemReply({away ? 503 : 500,
                                away ? "unavailable" : "internal",
                                away ? "The service is not available at the moment." : "Something went wrong here.",
                                {},
                                {}});
    if (away)
        reply.With("Retry-After", "2");
    return reply;
}

template <class Stream>
class StreamExchange final : public Exchange
{
public:
    StreamExchange(Stream& stream, beast::flat_buffer& buffer, Parser& parser, std::string remote)
        : m_stream(stream), m_buffer(buffer), m_parser(parser)
    {
        const auto& request = parser.get();
        m_method = request.method_string();
        m_target = request.target();
        m_fields = static_cast<const http::fields&>(request);
        m_remote = std::move(remote);
        m_hasBody = !parser.is_done();
        m_expectsContinue = beast::iequals(request[http::field::expect], "100-continue");
    }

    void LimitTime() override { m_end = std::chrono::steady_clock::now() + kPatience; }

    [[nodiscard]] std::optional<std::uint64_t> ContentLength() const override
    {
        const auto length = m_parser.content_length();
        return length ? std::optional<std::uint64_t>(*length) : std::nullopt;
    }

    asio::awaitable<Piece> ReadPiece() override
    {
        Piece piece;
        if (m_parser.is_done()) {
            piece.end = true;
            co_return piece;
        }
        if (m_expectsContinue)
            co_await SendContinue();
        const auto now = std::chrono::steady_clock::now();
        beast::get_lowest_layer(m_stream).expires_at(std::min(m_end.value_or(now + kPatience), now + kPatience));
        piece.bytes.resize(kPieceBytes);
        auto& body = m_parser.get().body();
        body.data = piece.bytes.data();
        body.size = piece.bytes.size();
        beast::error_code error;
        co_await http::async_read(m_stream, m_buffer, m_parser, asio::redirect_error(asio::use_awaitable, error));
        if (error == http::error::need_buffer)
            error = {};
        piece.bytes.resize(kPieceBytes - body.size);
        if (error == http::error::body_limit)
            throw TooLarge();
        piece.cut = static_cast<bool>(error);
        piece.end = !error && m_parser.is_done();
        co_return piece;
    }

private:
    asio::awaitable<void> SendContinue()
    {
        m_expectsContinue = false;
        beast::error_code error;
        http::response<http::empty_body> answer(http::status::continue_, 11);
        beast::get_lowest_layer(m_stream).expires_after(kPatience);
        co_await http::async_write(m_stream, answer, asio::redirect_error(asio::use_awaitable, error));
    }

    Stream& m_stream;
    beast::flat_buffer& m_buffer;
    Parser& m_parser;
    std::optional<std::chrono::steady_clock::time_point> m_end;
    bool m_expectsContinue = false;
};

asio::awaitable<Reply> Answer(const Handler& handler, Exchange& exchange)
{
    std::optional<Reply> trouble;
    try {
        co_return co_await handler(exchange);
    } catch (const ProblemRaised& raised) {
        trouble = ProblemReply(raised.What());
    } catch (const core::Failure& failure) {
        trouble = FailureReply(failure);
    } catch (const std::exception& error) {
        std::cerr << "bayline-portal: unexpected: " << error.what() << '\n';
        trouble = ProblemReply({500, "internal", "Something went wrong here.", {}, {}});
    }
    co_return *trouble;
}

template <class Body>
void FillHead(http::response<Body>& response, const Reply& reply, bool keepAlive)
{
    response.set(http::field::date, HttpDate());
    response.set(http::field::server, "bayline-portal");
    response.set("X-Content-Type-Options", "nosniff");
    if (!reply.contentType.empty())
        response.set(http::field::content_type, reply.contentType);
    for (const auto& [name, value] : reply.headers)
        response.insert(name, value);
    response.keep_alive(keepAlive);
}

template <class Stream>
asio::awaitable<bool> Write(Stream& stream, Reply reply, bool head, bool keepAlive)
{
    beast::error_code error;
    beast::get_lowest_layer(stream).expires_after(kPatience);
    const auto status = static_cast<http::status>(reply.status);
    if (head || reply.status == 204) {
        http::response<http::empty_body> response(status, 11);
        FillHead(response, reply, keepAlive);
        if (head)
            response.content_length(reply.headLength.value_or(reply.body.size()));
        co_await http::async_write(stream, response, asio::redirect_error(asio::use_awaitable, error));
    } else {
        http::response<http::string_body> response(status, 11);
        FillHead(response, reply, keepAlive);
        response.body() = std::move(reply.body);
        response.prepare_payload();
        // A client that takes its answer too slowly is cut.
        co_await http::async_write(stream, response, asio::redirect_error(asio::use_awaitable, error));
    }
    co_return !error && keepAlive;
}

/// What to say when a head could not be read; nothing when there is nobody to say it to.
std::optional<Reply> RefusalOf(const beast::error_code& error)
{
    if (error == http::error::body_limit)
        return ProblemReply(TooLarge().What());
    const bool unreadable = error.category() == http::make_error_code(http::error::bad_method).category() &&
                            error != http::error::end_of_stream && error != http::error::partial_message;
    if (!unreadable)
        return std::nullopt;
    return ProblemReply({400, "unreadable", "This is not an HTTP request.", {}, {}});
}

/// Answers one request; false when the connection is to be closed.
template <class Stream>
asio::awaitable<bool> ServeOne(Stream& stream, beast::flat_buffer& buffer, const SessionSetup& setup)
{
    Parser parser;
    parser.header_limit(kHeadBytes);
    parser.body_limit(kBodyBytes);
    beast::error_code error;
    beast::get_lowest_layer(stream).expires_after(kPatience);
    co_await http::async_read_header(stream, buffer, parser, asio::redirect_error(asio::use_awaitable, error));
    if (auto refusal = RefusalOf(error))
        co_return co_await Write(stream, std::move(*refusal), false, false);
    if (error)
        co_return false;
    beast::error_code ignored;
    const auto peer = beast::get_lowest_layer(stream).socket().remote_endpoint(ignored);
    std::string remote = peer.address().to_string();
    const std::string forwarded(parser.get()["X-Forwarded-For"]);
    if (setup.behindProxy && !forwarded.empty())
        remote = forwarded.substr(forwarded.find_last_of(", ") + 1);
    StreamExchange<Stream> exchange(stream, buffer, parser, std::move(remote));
    // The answer may wait for an event; that wait has an end of its own.
    beast::get_lowest_layer(stream).expires_never();
    Reply reply = co_await Answer(setup.handler, exchange);
    const bool keepAlive = parser.get().keep_alive() && parser.is_done();
    const bool head = exchange.Method() == "HEAD";
    co_return co_await Write(stream, std::move(reply), head, keepAlive);
}

/// Lets the client read the last answer before unread bytes of its request would reset the connection.
asio::awaitable<void> Linger(beast::tcp_stream& stream)
{
    beast::error_code error;
    stream.socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
    stream.expires_after(std::chrono::seconds(2));
    std::array<char, 4096> discarded{};
    constexpr std::size_t kEnough = 1024 * 1024;
    for (std::size_t total = 0; !error && total < kEnough;)
        total +=
            co_await stream.async_read_some(asio::buffer(discarded), asio::redirect_error(asio::use_awaitable, error));
}

template <class Stream>
asio::awaitable<void> ServeAll(Stream& stream, const SessionSetup& setup)
{
    beast::flat_buffer buffer;
    bool open = true;
    while (open)
        open = co_await ServeOne(stream, buffer, setup);
}

} // namespace

asio::awaitable<void> ServePlain(asio::ip::tcp::socket socket, SessionSetup setup)
{
    beast::tcp_stream stream(std::move(socket));
    try {
        co_await ServeAll(stream, setup);
        co_await Linger(stream);
    } catch (const std::exception& error) {
        std::cerr << "bayline-portal: a connection ended: " << error.what() << '\n';
    }
}

asio::awaitable<void> ServeTls(asio::ip::tcp::socket socket, asio::ssl::context& tls, SessionSetup setup)
{
    beast::ssl_stream<beast::tcp_stream> stream(beast::tcp_stream(std::move(socket)), tls);
    try {
        beast::error_code error;
        beast::get_lowest_layer(stream).expires_after(kPatience);
        co_await stream.async_handshake(asio::ssl::stream_base::server,
                                        asio::redirect_error(asio::use_awaitable, error));
        if (error)
            co_return;
        co_await ServeAll(stream, setup);
        beast::get_lowest_layer(stream).expires_after(std::chrono::seconds(2));
        co_await stream.async_shutdown(asio::redirect_error(asio::use_awaitable, error));
        co_await Linger(beast::get_lowest_layer(stream));
    } catch (const std::exception& error) {
        std::cerr << "bayline-portal: a connection ended: " << error.what() << '\n';
    }
}

} // namespace bayline::portal
