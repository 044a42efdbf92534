// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/http_proxy.h"

#include "core/ids.h"
#include "portal/encoding.h"
#include "tests/faults/dice.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <fcntl.h>

#include <atomic>
#include <ctime>
#include <mutex>
#include <set>
#include <sstream>
#include <thread>

namespace bayline::faults {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace json = boost::json;
using asio::ip::tcp;
using Request = http::request<http::string_body>;
using Response = http::response<http::string_body>;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kMostBytes = 64ULL * 1024 * 1024;
constexpr auto kTooLate = 4s; ///< longer than a hurried client waits
constexpr auto kDrip = 40ms;

/// A connection that a program started meanwhile holds as well would never end.
void KeepFromChildren(int socket)
{
    ::fcntl(socket, F_SETFD, FD_CLOEXEC);
}

template <class Message>
std::string BytesOf(const Message& message)
{
    std::ostringstream bytes;
    bytes << message;
    return bytes.str();
}

std::string HttpDate(std::time_t at)
{
    std::tm utc{};
    ::gmtime_r(&at, &utc);
    std::array<char, 64> text{};
    const auto size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc);
    return {text.data(), size};
}

Response Make(int status, const char* type, std::string body)
{
    Response response(http::int_to_status(static_cast<unsigned>(status)), 11);
    response.set(http::field::content_type, type);
    response.set(http::field::date, HttpDate(std::time(nullptr)));
    response.body() = std::move(body);
    response.prepare_payload();
    return response;
}

Response Problem(int status, const char* type)
{
    return Make(status, "application/problem+json",
                json::serialize(json::object{{"type", std::string("urn:bayline:problem:") + type},
                                             {"title", "Said by something on the way."},
                                             {"status", status}}));
}

/// An answer that the server never gave; nothing for faults that pass the request on.
std::optional<Response> MakeUp(HttpFault fault)
{
    constexpr int kHour = 3600;
    switch (fault) {
    case HttpFault::Error500:
        return Problem(500, "internal");
    case HttpFault::Full507:
        return Problem(507, "full");
    case HttpFault::TooLarge413:
        return Problem(413, "too-large");
    case HttpFault::Busy503:
    case HttpFault::SlowDown429: {
        auto response = Problem(fault == HttpFault::Busy503 ? 503 : 429, "busy");
        response.set(http::field::retry_after, "1");
        return response;
    }
    case HttpFault::Garbage:
        return Make(200, "application/json", std::string("\xff\x00{\"results\":[\x1b", 16));
    case HttpFault::Captive:
        return Make(200, "text/html", "<!DOCTYPE html><title>Wi-Fi</title><p>Please accept our terms.</p>");
    case HttpFault::Redirect: {
        auto response = Make(302, "text/html", "");
        response.set(http::field::location, "http://127.0.0.1:1/elsewhere");
        return response;
    }
    case HttpFault::WrongClock: {
        auto response = Problem(401, "clock-skew");
        response.set(http::field::date, HttpDate(std::time(nullptr) + kHour));
        return response;
    }
    default:
        return std::nullopt;
    }
}

/// Takes results out of a batch's answer, or gives them other names.
void Falsify(Response& response, HttpFault fault)
{
    json::error_code error;
    auto answer = json::parse(response.body(), error);
    auto* results = error || !answer.is_object() ? nullptr : answer.get_object().if_contains("results");
    if (results == nullptr || !results->is_array()) {
        return;
    }
    auto& list = results->get_array();
    if (fault == HttpFault::MissingIds) {
        list.resize(list.size() / 2);
    } else {
        for (auto& result : list) {
            result.as_object()["id"] = core::ToString(core::NewUuid());
        }
    }
    answer.get_object().erase("heads");
    response.body() = json::serialize(answer);
    response.prepare_payload();
}

std::vector<std::string> EventsOf(const Request& request)
{
    std::vector<std::string> ids;
    if (!request.target().ends_with("/events:batch")) {
        return ids;
    }
    std::string text = request.body();
    if (request[http::field::content_encoding] == "gzip") {
        bool tooLarge = false;
        text = portal::Gunzip(text, kMostBytes, tooLarge).value_or("[]");
    }
    json::error_code error;
    const auto events = json::parse(text, error);
    if (!error && events.is_array()) {
        for (const auto& event : events.get_array()) {
            ids.emplace_back(event.at("id").as_string());
        }
    }
    return ids;
}

} // namespace

struct HttpProxy::Impl
{
    Impl(unsigned short where, std::uint64_t seed) : server(where), dice(seed, "http"), acceptor(context) {}

    asio::awaitable<void> Accept();
    asio::awaitable<void> Serve(std::shared_ptr<tcp::socket> client);
    /// False when the connection has ended.
    asio::awaitable<bool> Answer(tcp::socket& client, const Request& request, HttpFault itsFault);
    asio::awaitable<bool> Deliver(tcp::socket& client, const Response& response, HttpFault itsFault);
    asio::awaitable<Response> PassOn(const Request& request, std::shared_ptr<tcp::socket> upstream);
    asio::awaitable<void> PassHalf(const Request& request);
    asio::awaitable<void> Send(tcp::socket& socket, std::string_view bytes);
    asio::awaitable<void> Sleep(std::chrono::milliseconds time);
    HttpFault Choose();

    std::atomic<unsigned short> server;
    Dice dice;
    asio::io_context context;
    tcp::acceptor acceptor;
    std::atomic<HttpFault> fault = HttpFault::None;
    std::atomic<unsigned> percent = 0;
    std::atomic<int> struck = 0;
    std::uint64_t requests = 0;
    std::set<std::shared_ptr<tcp::socket>> open;
    mutable std::mutex mutex;
    std::vector<Batch> batches;
    std::jthread thread;
};

asio::awaitable<void> HttpProxy::Impl::Sleep(std::chrono::milliseconds time)
{
    asio::steady_timer timer(context, time);
    co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> HttpProxy::Impl::Send(tcp::socket& socket, std::string_view bytes)
{
    co_await asio::async_write(socket, asio::buffer(bytes), asio::use_awaitable);
}

HttpFault HttpProxy::Impl::Choose()
{
    const bool strikes = dice.Chance("request " + std::to_string(requests++), percent);
    const auto chosen = strikes ? fault.load() : HttpFault::None;
    struck += chosen != HttpFault::None ? 1 : 0;
    return chosen;
}

asio::awaitable<Response> HttpProxy::Impl::PassOn(const Request& request, std::shared_ptr<tcp::socket> upstream)
{
    co_await upstream->async_connect({asio::ip::address_v4::loopback(), server}, asio::use_awaitable);
    KeepFromChildren(upstream->native_handle());
    Request ours = request;
    ours.keep_alive(false);
    co_await http::async_write(*upstream, ours, asio::use_awaitable);
    beast::flat_buffer buffer;
    http::response_parser<http::string_body> parser;
    parser.body_limit(kMostBytes);
    parser.skip(request.method() == http::verb::head);
    co_await http::async_read(*upstream, buffer, parser, asio::use_awaitable);
    auto response = parser.release();
    response.keep_alive(true);
    co_return response;
}

asio::awaitable<void> HttpProxy::Impl::PassHalf(const Request& request)
{
    tcp::socket upstream(context);
    co_await upstream.async_connect({asio::ip::address_v4::loopback(), server}, asio::use_awaitable);
    KeepFromChildren(upstream.native_handle());
    const auto bytes = BytesOf(request);
    co_await Send(upstream, std::string_view(bytes).substr(0, bytes.size() / 2));
}

asio::awaitable<bool> HttpProxy::Impl::Deliver(tcp::socket& client, const Response& response, HttpFault itsFault)
{
    const auto bytes = BytesOf(response);
    switch (itsFault) {
    case HttpFault::DropAnswer:
        client.set_option(asio::socket_base::linger(true, 0));
        co_return false;
    case HttpFault::HalfAnswer:
        co_await Send(client, std::string_view(bytes).substr(0, bytes.size() / 2));
        co_return false;
    case HttpFault::LateAnswer:
        co_await Sleep(kTooLate);
        break;
    case HttpFault::SlowAnswer:
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            co_await Send(client, std::string_view(bytes).substr(i, 1));
            co_await Sleep(kDrip);
        }
        co_return true;
    case HttpFault::AnswerTwice:
        co_await Send(client, bytes + bytes);
        co_return true;
    default:
        break;
    }
    co_await Send(client, bytes);
    co_return true;
}

asio::awaitable<bool> HttpProxy::Impl::Answer(tcp::socket& client, const Request& request, HttpFault itsFault)
{
    if (const auto madeUp = MakeUp(itsFault)) {
        co_await Send(client, BytesOf(*madeUp));
        co_return true;
    }
    if (itsFault == HttpFault::HalfRequest) {
        co_await PassHalf(request);
        co_return false;
    }
    if (auto events = EventsOf(request); !events.empty()) {
        const std::lock_guard lock(mutex);
        batches.push_back({std::chrono::steady_clock::now(), std::move(events), itsFault != HttpFault::None});
    }
    auto response = co_await PassOn(request, std::make_shared<tcp::socket>(context));
    if (itsFault == HttpFault::RepeatRequest) {
        response = co_await PassOn(request, std::make_shared<tcp::socket>(context));
    } else if (itsFault == HttpFault::MissingIds || itsFault == HttpFault::OtherIds) {
        Falsify(response, itsFault);
    }
    co_return co_await Deliver(client, response, itsFault);
}

asio::awaitable<void> HttpProxy::Impl::Serve(std::shared_ptr<tcp::socket> client)
{
    beast::flat_buffer buffer;
    try {
        client->set_option(tcp::no_delay(true));
        while (true) {
            http::request_parser<http::string_body> parser;
            parser.body_limit(kMostBytes);
            co_await http::async_read(*client, buffer, parser, asio::use_awaitable);
            const auto request = parser.release();
            if (!co_await Answer(*client, request, Choose())) {
                break;
            }
        }
    } catch (const boost::system::system_error&) {
        // One side has gone; so does the other.
    }
    boost::system::error_code ignored;
    client->close(ignored);
    open.erase(client);
}

asio::awaitable<void> HttpProxy::Impl::Accept()
{
    while (true) {
        auto client = std::make_shared<tcp::socket>(co_await acceptor.async_accept(asio::use_awaitable));
        KeepFromChildren(client->native_handle());
        open.insert(client);
        asio::co_spawn(
            context, [this, client] { return Serve(client); }, asio::detached);
    }
}

HttpProxy::HttpProxy(unsigned short server, std::uint64_t seed) : m_impl(std::make_unique<Impl>(server, seed))
{
    auto& self = *m_impl;
    const tcp::endpoint anywhere(asio::ip::address_v4::loopback(), 0);
    self.acceptor.open(anywhere.protocol());
    KeepFromChildren(self.acceptor.native_handle());
    self.acceptor.bind(anywhere);
    self.acceptor.listen();
    asio::co_spawn(
        self.context, [impl = m_impl.get()] { return impl->Accept(); }, asio::detached);
    self.thread = std::jthread([impl = m_impl.get()] { impl->context.run(); });
}

HttpProxy::~HttpProxy()
{
    asio::post(m_impl->context, [impl = m_impl.get()] { impl->context.stop(); });
    m_impl->thread.join();
}

unsigned short HttpProxy::Port() const
{
    return m_impl->acceptor.local_endpoint().port();
}

void HttpProxy::SetServer(unsigned short server)
{
    m_impl->server = server;
}

void HttpProxy::Misbehave(HttpFault fault, unsigned percent)
{
    m_impl->percent = 0;
    m_impl->struck = 0;
    m_impl->fault = fault;
    m_impl->percent = percent;
}

std::vector<HttpProxy::Batch> HttpProxy::Batches() const
{
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->batches;
}

void HttpProxy::ForgetBatches()
{
    const std::lock_guard lock(m_impl->mutex);
    m_impl->batches.clear();
}

int HttpProxy::Struck() const
{
    return m_impl->struck;
}

} // namespace bayline::faults
