// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/portal/shop_client.h"

#include "portal/encoding.h"
#include "portal/signature.h"

#include "core/ids.h"
#include "core/time.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>

namespace bayline::test {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace json = boost::json;

std::string Answer::Problem() const
{
    const std::string type(Json().at("type").as_string());
    return type.substr(type.rfind(':') + 1);
}

Answer Http(unsigned short port, const std::string& method, const std::string& target, const Headers& headers,
            const std::string& body)
{
    asio::io_context context;
    asio::ip::tcp::socket socket(context);
    beast::error_code error;
    socket.connect({asio::ip::make_address("127.0.0.1"), port}, error);
    http::request<http::string_body> request;
    request.version(11);
    request.method_string(method);
    request.target(target);
    request.set(http::field::host, "127.0.0.1");
    request.set(http::field::connection, "close");
    for (const auto& [name, value] : headers)
        request.set(name, value);
    request.body() = body;
    if (!body.empty())
        request.prepare_payload();
    Answer answer;
    if (!error)
        http::write(socket, request, error);
    http::response_parser<http::string_body> parser;
    parser.body_limit(64 * 1024 * 1024);
    parser.skip(method == "HEAD");
    beast::flat_buffer buffer;
    http::read(socket, buffer, parser, error);
    if (error && !parser.is_done())
        return answer;
    answer.status = static_cast<int>(parser.get().result_int());
    answer.text = parser.get().body();
    for (const auto& field : parser.get()) {
        std::string name(field.name_string());
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        answer.headers[name] = std::string(field.value());
    }
    return answer;
}

Answer ShopClient::Pair(const std::string& code)
{
    const Answer answer = Http(m_port, "POST", "/v1/pairing", {{"Content-Type", "application/json"}},
                               json::serialize(json::object{{"code", code}, {"client", "test"}}));
    if (answer.status == 200) {
        const json::object pairing = answer.Json();
        id = pairing.at("shop_id").as_string();
        keyId = pairing.at("key_id").as_string();
        secret = portal::FromBase64Url(pairing.at("secret").as_string()).value();
    }
    return answer;
}

Answer ShopClient::Send(const std::string& method, const std::string& target, const std::string& body,
                        const std::string& type, const Forgery& forgery) const
{
    portal::SignatureParameters parameters;
    parameters.created = std::time(nullptr) + forgery.clockOffset;
    parameters.nonce = forgery.nonce.empty() ? portal::RandomToken(16) : forgery.nonce;
    parameters.keyId = keyId;
    parameters.coversBody = !body.empty() && !forgery.withoutBodyCover;
    portal::SignedParts parts{method, forgery.signedTarget.empty() ? target : forgery.signedTarget, {}, {}};
    Headers headers;
    if (!body.empty()) {
        parts.contentDigest = portal::DigestMember(forgery.signedBody.empty() ? body : forgery.signedBody);
        parts.contentType = type;
        headers.emplace_back("Content-Digest", *parts.contentDigest);
        headers.emplace_back("Content-Type", type);
    }
    const std::string mac = portal::HmacSha256(secret, portal::SignatureBase(parts, parameters));
    headers.emplace_back("Signature-Input", "bayline=" + parameters.Text());
    headers.emplace_back("Signature", "bayline=:" + portal::ToBase64(mac) + ":");
    headers.insert(headers.end(), forgery.headers.begin(), forgery.headers.end());
    return Http(m_port, method, target, headers, body);
}

json::object ShopClient::Event(const std::string& stream, std::int64_t seq, const std::string& type,
                               const json::object& data) const
{
    return {{"specversion", "1.0"},
            {"id", core::ToString(core::NewUuid())},
            {"source", "/shops/" + id + "/epochs/" + epoch},
            {"type", type},
            {"subject", stream},
            {"time", core::ToRfc3339(core::Now())},
            {"datacontenttype", "application/json"},
            {"subjectseq", seq},
            {"bodyhash", portal::DigestMember(json::serialize(data))},
            {"data", data}};
}

Answer ShopClient::SendEvents(const json::array& events) const
{
    return Send("POST", Path("events:batch"), json::serialize(events), "application/cloudevents-batch+json");
}

std::string ShopClient::Status(const Answer& answer, std::size_t index)
{
    if (answer.status != 200)
        return "HTTP " + std::to_string(answer.status) + " " + answer.text;
    return std::string(answer.Json().at("results").as_array().at(index).at("status").as_string());
}

std::int64_t ShopClient::Publish(const std::string& stream, const std::string& type, const json::object& data)
{
    const std::int64_t seq = m_heads[stream] + 1;
    const Answer answer = SendEvents({Event(stream, seq, type, data)});
    EXPECT_EQ(Status(answer), "applied") << type << " " << answer.text;
    m_heads[stream] = seq;
    return seq;
}

Answer ShopClient::PutBlob(const std::string& bytes, const std::string& type) const
{
    return Send("PUT", "/v1/blobs/sha256/" + portal::ToHex(portal::Sha256(bytes)), bytes, type);
}

json::object ShopClient::Inbox(std::int64_t cursor, int wait) const
{
    const Answer answer =
        Send("GET", Path("inbox?cursor=" + std::to_string(cursor) + "&wait=" + std::to_string(wait) + "&limit=200"));
    EXPECT_EQ(answer.status, 200) << answer.text;
    return answer.Json();
}

} // namespace bayline::test
