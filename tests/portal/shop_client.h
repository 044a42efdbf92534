// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/json.hpp>

#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace boost::json {

/// GoogleTest would take a value for a container of values, for ever.
inline void PrintTo(const value& shown, std::ostream* out)
{
    *out << serialize(shown);
}

} // namespace boost::json

namespace bayline::test {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Answer
{
    int status = 0;                             ///< 0: none came
    std::map<std::string, std::string> headers; ///< names in lower case
    std::string text;

    [[nodiscard]] boost::json::object Json() const { return boost::json::parse(text).as_object(); }
    /// The last word of the problem's type.
    [[nodiscard]] std::string Problem() const;
};

/// One request on a connection of its own.
Answer Http(unsigned short port, const std::string& method, const std::string& target, const Headers& headers = {},
            const std::string& body = {});

/// How a request may be signed wrongly.
struct Forgery
{
    std::int64_t clockOffset = 0;
    std::string nonce;        ///< instead of a fresh one
    std::string signedTarget; ///< instead of the target
    std::string signedBody;   ///< instead of the body
    bool withoutBodyCover = false;
    Headers headers; ///< added
};

/// A shop: signs, numbers its streams, keeps its epoch.
class ShopClient
{
public:
    explicit ShopClient(unsigned short port = 0) : m_port(port) {}

    Answer Pair(const std::string& code);
    Answer Send(const std::string& method, const std::string& target, const std::string& body = {},
                const std::string& type = "application/json", const Forgery& forgery = {}) const;

    /// An event as it goes on the wire.
    [[nodiscard]] boost::json::object Event(const std::string& stream, std::int64_t seq, const std::string& type,
                                            const boost::json::object& data) const;
    Answer SendEvents(const boost::json::array& events) const;
    /// Sends the stream's next event and expects it applied; the number.
    std::int64_t Publish(const std::string& stream, const std::string& type, const boost::json::object& data);
    /// The one status of an answer of one event.
    [[nodiscard]] static std::string Status(const Answer& answer, std::size_t index = 0);

    Answer PutBlob(const std::string& bytes, const std::string& type = "image/jpeg") const;
    [[nodiscard]] boost::json::object Inbox(std::int64_t cursor = 0, int wait = 0) const;
    [[nodiscard]] std::string Path(const std::string& rest) const { return "/v1/shops/" + id + "/" + rest; }

    std::string id;
    std::string keyId;
    std::string secret; ///< raw
    std::string epoch = "01977a10-0000-7000-8000-0000000000bb";

private:
    unsigned short m_port;
    std::map<std::string, std::int64_t> m_heads;
};

} // namespace bayline::test
