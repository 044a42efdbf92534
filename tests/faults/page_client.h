// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/json/object.hpp>

#include <optional>
#include <string>

namespace bayline::faults {

/// A customer's phone with one work order's page open, speaking what the page's script speaks.
class PageClient
{
public:
    PageClient(unsigned short port, std::string token) : m_port(port), m_token(std::move(token)) {}

    struct Reply
    {
        int status = 0;
        boost::json::object body;
    };

    /// Opens the page from its link. False when it cannot be opened now.
    bool Open();
    [[nodiscard]] bool IsOpen() const { return !m_page.empty(); }
    /// Nothing when no answer came. A page whose session has ended must be opened again.
    [[nodiscard]] std::optional<Reply> Get(const std::string& what);
    /// With `loseAnswer` the phone is off the net once the request has left.
    [[nodiscard]] std::optional<Reply> Post(const std::string& what, const boost::json::object& form,
                                            bool loseAnswer = false);
    [[nodiscard]] const std::string& Token() const { return m_token; }

private:
    [[nodiscard]] std::optional<Reply> Send(bool post, const std::string& target, const std::string& body,
                                            bool loseAnswer);

    unsigned short m_port;
    std::string m_token;
    std::string m_page;
    std::string m_cookie;
};

} // namespace bayline::faults
