// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/page_client.h"

#include <boost/asio/io_context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace bayline::faults {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace json = boost::json;

namespace {

constexpr auto kPatience = std::chrono::seconds(5);

/// One request on a connection of its own, with a time limit as only the asynchronous calls have.
std::optional<http::response<http::string_body>> Exchange(unsigned short port, http::request<http::string_body> request,
                                                          bool loseAnswer)
{
    asio::io_context context;
    beast::tcp_stream stream(context);
    beast::flat_buffer buffer;
    http::response<http::string_body> response;
    bool answered = false;
    stream.expires_after(kPatience);
    stream.async_connect({asio::ip::address_v4::loopback(), port}, [&](beast::error_code error) {
        if (error) {
            return;
        }
        http::async_write(stream, request, [&](beast::error_code unsent, std::size_t) {
            if (unsent || loseAnswer) {
                stream.close();
                return;
            }
            http::async_read(stream, buffer, response, [&](beast::error_code unread, std::size_t) {
                answered = !unread;
                stream.close();
            });
        });
    });
    context.run();
    return answered ? std::optional(std::move(response)) : std::nullopt;
}

} // namespace

std::optional<PageClient::Reply> PageClient::Send(bool post, const std::string& target, const std::string& body,
                                                  bool loseAnswer)
{
    http::request<http::string_body> request(post ? http::verb::post : http::verb::get, target, 11);
    request.set(http::field::host, "127.0.0.1:" + std::to_string(m_port));
    request.keep_alive(false);
    if (!m_cookie.empty()) {
        request.set(http::field::cookie, m_cookie);
    }
    if (post) {
        request.set("X-Bayline-Page", "1");
        request.set(http::field::content_type, "application/json");
        request.body() = body;
    }
    request.prepare_payload();
    const auto response = Exchange(m_port, std::move(request), loseAnswer);
    if (!response) {
        return std::nullopt;
    }
    if (const auto cookie = response->find(http::field::set_cookie); cookie != response->end()) {
        const std::string text(cookie->value());
        m_cookie = text.substr(0, text.find(';'));
    }
    Reply reply{static_cast<int>(response->result_int()), {}};
    json::error_code error;
    if (const auto value = json::parse(response->body(), error); !error && value.is_object()) {
        reply.body = value.get_object();
    }
    if (reply.status == 401) {
        m_page.clear();
        m_cookie.clear();
    }
    return reply;
}

bool PageClient::Open()
{
    const auto reply = Send(true, "/page/session", json::serialize(json::object{{"token", m_token}}), false);
    if (reply && reply->status == 200) {
        m_page = std::string(reply->body.at("page").as_string());
    }
    return IsOpen();
}

std::optional<PageClient::Reply> PageClient::Get(const std::string& what)
{
    return Send(false, "/page/" + m_page + "/" + what, {}, false);
}

std::optional<PageClient::Reply> PageClient::Post(const std::string& what, const json::object& form, bool loseAnswer)
{
    return Send(true, "/page/" + m_page + "/" + what, json::serialize(form), loseAnswer);
}

} // namespace bayline::faults
