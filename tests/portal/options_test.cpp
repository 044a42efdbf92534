// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/options.h"

#include <gtest/gtest.h>

#include <sstream>

namespace bayline::portal {

namespace {

Options Parse(std::vector<const char*> arguments)
{
    arguments.insert(arguments.begin(), {"bayline-portal", "--database", "dbname=x"});
    std::ostringstream out;
    return ParseOptions(static_cast<int>(arguments.size()), arguments.data(), out).value();
}

} // namespace

TEST(Options, ListensOnThisComputerByDefault)
{
    const Options options = Parse({});
    EXPECT_EQ(options.command, "serve");
    EXPECT_EQ(options.http.host, "127.0.0.1");
    EXPECT_EQ(options.http.port, "8480");
}

TEST(Options, RefusesPlainHttpBeyondThisComputer)
{
    EXPECT_THROW(Parse({"--listen", "0.0.0.0:80"}), UsageError);
    EXPECT_THROW(Parse({"--listen", "[::]:80"}), UsageError);
    EXPECT_EQ(Parse({"--listen", "0.0.0.0:80", "--behind-proxy"}).http.host, "0.0.0.0");
    EXPECT_EQ(Parse({"--listen", "[::]:443", "--tls-cert", "a", "--tls-key", "b"}).http.host, "::");
    EXPECT_THROW(Parse({"--tls-cert", "a"}), UsageError);
}

TEST(Options, PairsANewOrAKnownShop)
{
    EXPECT_EQ(Parse({"pair", "--shop-name", "Qinghe"}).shopName, "Qinghe");
    EXPECT_THROW(Parse({"pair"}), UsageError);
    EXPECT_THROW(Parse({"pair", "--shop-id", "not an id"}), UsageError);
    EXPECT_THROW(Parse({"dance"}), UsageError);
}

TEST(Options, CutsTheSlashOfThePublicUrl)
{
    EXPECT_EQ(Parse({"--public-url", "https://portal.example/"}).publicUrl, "https://portal.example");
}

} // namespace bayline::portal
