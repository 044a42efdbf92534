// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/options.h"

#include "portal/encoding.h"

#include <boost/program_options.hpp>

#include <cstdlib>

namespace bayline::portal {

namespace {

namespace po = boost::program_options;

po::options_description Describe(Options& options, std::string& listen)
{
    po::options_description description("bayline-portal [serve] --database CONNINFO [--listen HOST:PORT] …\n"
                                        "bayline-portal pair --database CONNINFO (--shop-name NAME | --shop-id ID)\n"
                                        "bayline-portal revoke-key --database CONNINFO --key-id ID\n"
                                        "bayline-portal revoke-link --database CONNINFO --work-order ID\n\nOptions");
    auto add = description.add_options();
    add("help", "print this");
    add("database", po::value(&options.database), "the portal's own database, as libpq writes it");
    add("listen", po::value(&listen)->default_value("127.0.0.1:8480"), "address and port; port 0 takes a free one");
    add("public-url", po::value(&options.publicUrl), "the address that customers and shops use");
    add("tls-cert", po::value(&options.http.tlsCertificate), "certificate chain, PEM");
    add("tls-key", po::value(&options.http.tlsKey), "its key, PEM");
    add("behind-proxy", po::bool_switch(&options.http.behindProxy), "a proxy in front does TLS and X-Forwarded-For");
    add("database-threads", po::value(&options.databaseThreads)->default_value(4), "connections to the database");
    add("shop-name", po::value(&options.shopName), "makes a new shop of this name");
    add("shop-id", po::value(&options.shopId), "a further key for this shop");
    add("key-id", po::value(&options.keyId), "the key to revoke");
    add("work-order", po::value(&options.workOrderId), "the order whose links are revoked");
    add("command", po::value(&options.command), "");
    return description;
}

bool IsLoopback(const std::string& host)
{
    return host == "localhost" || host == "::1" || host.starts_with("127.");
}

void SplitListen(const std::string& listen, HttpSettings& http)
{
    const auto colon = listen.rfind(':');
    if (colon == std::string::npos || colon + 1 == listen.size())
        throw UsageError("--listen must be an address and a port, as in 127.0.0.1:8480.");
    http.host = listen.substr(0, colon);
    http.port = listen.substr(colon + 1);
    if (http.host.starts_with('[') && http.host.ends_with(']'))
        http.host = http.host.substr(1, http.host.size() - 2);
}

void CheckCommand(const Options& options)
{
    if (options.command == "pair") {
        if (options.shopName.empty() == options.shopId.empty())
            throw UsageError("pair needs either --shop-name or --shop-id.");
        if (!options.shopId.empty() && !IsUuid(options.shopId))
            throw UsageError("--shop-id must be a UUID.");
    } else if (options.command == "revoke-key") {
        if (options.keyId.empty())
            throw UsageError("revoke-key needs --key-id.");
    } else if (options.command == "revoke-link") {
        if (!IsUuid(options.workOrderId))
            throw UsageError("revoke-link needs --work-order with a UUID.");
    } else if (options.command != "serve") {
        throw UsageError("There is no such command: " + options.command);
    }
}

} // namespace

std::optional<Options> ParseOptions(int argc, const char* const* argv, std::ostream& out)
{
    Options options;
    std::string listen;
    const auto description = Describe(options, listen);
    po::positional_options_description positions;
    positions.add("command", 1);
    po::variables_map values;
    try {
        po::store(po::command_line_parser(argc, argv).options(description).positional(positions).run(), values);
        po::notify(values);
    } catch (const po::error& error) {
        throw UsageError(error.what());
    }
    if (values.count("help") > 0) {
        out << description << '\n';
        return std::nullopt;
    }
    if (const char* database = std::getenv("BAYLINE_PORTAL_DATABASE"); options.database.empty() && database)
        options.database = database;
    if (options.database.empty())
        throw UsageError("--database is needed.");
    if (options.databaseThreads < 1 || options.databaseThreads > 64)
        throw UsageError("--database-threads must be from 1 to 64.");
    SplitListen(listen, options.http);
    if (options.http.tlsCertificate.empty() != options.http.tlsKey.empty())
        throw UsageError("--tls-cert and --tls-key belong together.");
    if (options.http.tlsCertificate.empty() && !IsLoopback(options.http.host) && !options.http.behindProxy)
        throw UsageError("Without TLS the portal listens on this computer only; give --tls-cert and --tls-key, or "
                         "--behind-proxy if a proxy in front does TLS.");
    while (options.publicUrl.ends_with('/'))
        options.publicUrl.pop_back();
    CheckCommand(options);
    return options;
}

} // namespace bayline::portal
