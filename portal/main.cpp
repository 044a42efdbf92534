// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/database_pool.h"
#include "portal/http_server.h"
#include "portal/options.h"
#include "portal/page_store.h"
#include "portal/portal.h"
#include "portal/schema.h"
#include "portal/shop_store.h"

#include "core/failure.h"

#include <boost/asio/signal_set.hpp>

#include <iostream>
#include <thread>
#include <vector>

namespace {

using namespace bayline::portal;

int Pair(const Options& options)
{
    Connection connection(options.database);
    PrepareDatabase(connection);
    std::string shopId = options.shopId;
    if (shopId.empty())
        shopId = CreateShop(connection, options.shopName);
    else if (!ShopExists(connection, shopId)) {
        std::cerr << "There is no shop with this id.\n";
        return 1;
    }
    std::cout << "shop id: " << shopId << "\npairing code: " << CreatePairingCode(connection, shopId)
              << "\nThe code works once, within ten minutes.\n";
    return 0;
}

int Revoke(const Options& options)
{
    Connection connection(options.database);
    PrepareDatabase(connection);
    if (options.command == "revoke-key")
        return RevokeKey(connection, options.keyId) ? 0 : 1;
    const auto count = RevokeLinks(connection, options.workOrderId);
    std::cout << count << " link(s) revoked.\n";
    return count > 0 ? 0 : 1;
}

int Serve(const Options& options)
{
    {
        Connection connection(options.database);
        PrepareDatabase(connection);
    }
    boost::asio::io_context context;
    DatabasePool database(options.database, options.databaseThreads);
    Portal portal(database, options.publicUrl);
    HttpServer server(context, options.http, [&portal](Exchange& exchange) { return portal.Handle(exchange); });
    const std::string scheme = options.http.tlsCertificate.empty() ? "http" : "https";
    const std::string address = scheme + "://" + options.http.host + ":" + std::to_string(server.Port());
    if (options.publicUrl.empty())
        portal.SetPublicUrl(address);
    server.Start();
    std::cout << "listening on " << address << std::endl;
    boost::asio::signal_set signals(context, SIGINT, SIGTERM);
    signals.async_wait([&context](const boost::system::error_code&, int) { context.stop(); });
    std::vector<std::jthread> threads;
    for (unsigned i = 1; i < options.networkThreads; ++i)
        threads.emplace_back([&context] { context.run(); });
    context.run();
    threads.clear();
    // Whatever was answered is durable, and what is in flight is sent again: nothing is left to unwind, and unwinding
    // would destroy waiting requests after the things they wait for.
    std::cout.flush();
    std::_Exit(0);
}

} // namespace

int main(int argc, char** argv)
{
    try {
        const auto options = ParseOptions(argc, argv, std::cout);
        if (!options)
            return 0;
        if (options->command == "pair")
            return Pair(*options);
        if (options->command != "serve")
            return Revoke(*options);
        return Serve(*options);
    } catch (const UsageError& error) {
        std::cerr << "bayline-portal: " << error.what() << '\n';
        return 2;
    } catch (const bayline::core::Failure& failure) {
        std::cerr << "bayline-portal: " << failure.what() << '\n';
        return 1;
    }
}
