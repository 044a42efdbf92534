// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/health_archive.h"
#include "sync/http_client.h"

#include <string>

namespace bayline::sync {

/// Where a province's register is, and who the shop is there.
struct ArchiveAccess
{
    std::string tokenUrl;  ///< gives an access token for company code and password
    std::string uploadUrl; ///< takes one repair
    std::string companyCode;
    std::string password;
};

struct ArchiveAnswer
{
    bool accepted = false;
    std::string message; ///< the register's own words
};

/// Tells the register of vehicle repairs about settled bills. One thread.
class HealthArchive
{
public:
    HealthArchive(ArchiveAccess access, HttpClient::Options options);

    /// Asks for a token when there is none yet. Throws Failure (BackendAway) when the register cannot be reached or its
    /// answer makes no sense: then nothing is known and the bill is told again later.
    [[nodiscard]] ArchiveAnswer Report(const core::Invoice& invoice, const core::ShopZone& zone);

private:
    [[nodiscard]] boost::json::value Post(const std::string& url, const boost::json::object& body);
    void FetchToken();

    ArchiveAccess m_access;
    HttpClient m_client;
    std::string m_token;
};

} // namespace bayline::sync
