// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portal/http_server.h"

#include <optional>
#include <ostream>
#include <stdexcept>
#include <string>

namespace bayline::portal {

struct Options
{
    std::string command = "serve"; ///< serve, pair, revoke-key, revoke-link
    std::string database;
    std::string publicUrl; ///< without a slash at the end
    HttpSettings http;
    unsigned databaseThreads = 4;
    unsigned networkThreads = 2;
    std::string shopName;
    std::string shopId;
    std::string keyId;
    std::string workOrderId;
};

class UsageError final : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// Reads the command line; `BAYLINE_PORTAL_DATABASE` stands in for --database, so that a password need not be an
/// argument. Nothing when help was asked for and printed. Throws UsageError with a sentence.
[[nodiscard]] std::optional<Options> ParseOptions(int argc, const char* const* argv, std::ostream& out);

} // namespace bayline::portal
