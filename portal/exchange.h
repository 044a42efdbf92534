// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/http/fields.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bayline::portal {

/// What goes back to a client.
struct Reply
{
    int status = 200;
    std::string contentType;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    std::optional<std::uint64_t> headLength; ///< Content-Length of an answer to HEAD

    [[nodiscard]] static Reply Json(const boost::json::object& json, int status = 200);
    [[nodiscard]] static Reply Empty(int status);
    Reply& With(std::string name, std::string value);
};

/// One request on its way in: its head is read, its body is not.
class Exchange
{
public:
    struct Piece
    {
        std::string bytes;
        bool end = false; ///< the body is complete
        bool cut = false; ///< the client went away or was too slow; `bytes` still count
    };

    virtual ~Exchange() = default;

    [[nodiscard]] const std::string& Method() const { return m_method; }
    [[nodiscard]] const std::string& Target() const { return m_target; }
    /// The target without its query.
    [[nodiscard]] std::string_view Path() const;
    /// A member of the query, percent-decoded; empty when absent.
    [[nodiscard]] std::string Query(std::string_view name) const;
    /// A member of the query as a number in a range. Raises 422 when it is not one.
    [[nodiscard]] std::int64_t QueryNumber(std::string_view name, std::int64_t least, std::int64_t most,
                                           std::int64_t otherwise) const;
    [[nodiscard]] std::string Header(std::string_view name) const;
    [[nodiscard]] bool HasHeader(std::string_view name) const;
    /// The media type of the body without parameters, lower case.
    [[nodiscard]] std::string MediaType() const;
    [[nodiscard]] std::string Cookie(std::string_view name) const;
    /// The client's address: the peer, or what the proxy in front says.
    [[nodiscard]] const std::string& Remote() const { return m_remote; }
    [[nodiscard]] bool HasBody() const { return m_hasBody; }

    /// The whole body within thirty seconds. Raises 413 over `limit`, 408 when it is too slow or cut.
    boost::asio::awaitable<std::string> ReadBody(std::size_t limit);
    /// As ReadBody for big bodies: only its progress is timed.
    boost::asio::awaitable<std::string> ReadLargeBody(std::size_t limit);
    /// The next at most 32 KiB, within thirty seconds.
    virtual boost::asio::awaitable<Piece> ReadPiece() = 0;
    /// Ends the body thirty seconds from now, however it progresses.
    virtual void LimitTime() = 0;
    [[nodiscard]] virtual std::optional<std::uint64_t> ContentLength() const = 0;

protected:
    std::string m_method;
    std::string m_target;
    std::string m_remote;
    boost::beast::http::fields m_fields;
    bool m_hasBody = false;
};

} // namespace bayline::portal
