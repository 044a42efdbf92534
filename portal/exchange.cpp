// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/exchange.h"

#include "portal/problem.h"

#include <boost/json/serialize.hpp>

#include <charconv>

namespace bayline::portal {

namespace {

int HexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string PercentDecoded(std::string_view text)
{
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && HexDigit(text[i + 1]) >= 0 && HexDigit(text[i + 2]) >= 0) {
            decoded.push_back(static_cast<char>(HexDigit(text[i + 1]) * 16 + HexDigit(text[i + 2])));
            i += 2;
        } else {
            decoded.push_back(text[i]);
        }
    }
    return decoded;
}

/// Calls `use` with each part of a list.
template <class Use>
void Split(std::string_view text, char separator, Use use)
{
    while (!text.empty()) {
        const auto end = text.find(separator);
        use(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
}

std::string_view Trimmed(std::string_view text)
{
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

} // namespace

Reply Reply::Json(const boost::json::object& json, int status)
{
    Reply reply;
    reply.status = status;
    reply.contentType = "application/json";
    reply.body = boost::json::serialize(json);
    return reply;
}

Reply Reply::Empty(int status)
{
    Reply reply;
    reply.status = status;
    return reply;
}

Reply& Reply::With(std::string name, std::string value)
{
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
}

std::string_view Exchange::Path() const
{
    return std::string_view(m_target).substr(0, m_target.find('?'));
}

std::string Exchange::Query(std::string_view name) const
{
    const auto mark = m_target.find('?');
    std::string found;
    if (mark == std::string::npos)
        return found;
    Split(std::string_view(m_target).substr(mark + 1), '&', [&](std::string_view part) {
        const auto equals = part.find('=');
        if (equals != std::string_view::npos && part.substr(0, equals) == name)
            found = PercentDecoded(part.substr(equals + 1));
    });
    return found;
}

std::int64_t Exchange::QueryNumber(std::string_view name, std::int64_t least, std::int64_t most,
                                   std::int64_t otherwise) const
{
    const std::string text = Query(name);
    if (text.empty())
        return otherwise;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most)
        throw Invalid(std::string(name) + " must be a number from " + std::to_string(least) + " to " +
                      std::to_string(most) + ".");
    return value;
}

std::string Exchange::Header(std::string_view name) const
{
    const auto found = m_fields.find({name.data(), name.size()});
    return found == m_fields.end() ? std::string() : std::string(found->value());
}

bool Exchange::HasHeader(std::string_view name) const
{
    return m_fields.find({name.data(), name.size()}) != m_fields.end();
}

std::string Exchange::MediaType() const
{
    const std::string header = Header("Content-Type");
    std::string type(Trimmed(std::string_view(header).substr(0, header.find(';'))));
    for (char& c : type)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return type;
}

std::string Exchange::Cookie(std::string_view name) const
{
    const std::string header = Header("Cookie");
    std::string found;
    Split(header, ';', [&](std::string_view part) {
        part = Trimmed(part);
        const auto equals = part.find('=');
        if (equals != std::string_view::npos && part.substr(0, equals) == name)
            found = part.substr(equals + 1);
    });
    return found;
}

boost::asio::awaitable<std::string> Exchange::ReadBody(std::size_t limit)
{
    LimitTime();
    co_return co_await ReadLargeBody(limit);
}

boost::asio::awaitable<std::string> Exchange::ReadLargeBody(std::size_t limit)
{
    if (ContentLength().value_or(0) > limit)
        throw TooLarge();
    std::string body;
    for (;;) {
        Piece piece = co_await ReadPiece();
        if (piece.cut)
            throw ProblemRaised(408, "request-timeout", "The request did not arrive in time.");
        body += piece.bytes;
        if (body.size() > limit)
            throw TooLarge();
        if (piece.end)
            co_return body;
    }
}

} // namespace bayline::portal
