// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portal/http_server.h"

#include <memory>

namespace bayline::portal {

struct SessionSetup
{
    Handler handler;
    bool behindProxy = false;
    std::shared_ptr<int> presence; ///< held as long as the connection lives
};

/// Answers the requests of one connection until either side closes it. Never throws.
boost::asio::awaitable<void> ServePlain(boost::asio::ip::tcp::socket socket, SessionSetup setup);
boost::asio::awaitable<void> ServeTls(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context& tls,
                                      SessionSetup setup);

} // namespace bayline::portal
