// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/conninfo.h"

#include <gtest/gtest.h>

namespace bayline::test {

TEST(ConnectFailure, WaitsForAServerThatIsOnItsWay)
{
    for (const auto* words :
         {"the database system is starting up", "the database system is shutting down",
          "the database system is in recovery mode", "the database system is not yet accepting connections",
          "the database system is not accepting connections", "terminating connection due to administrator command"}) {
        const auto failure = db::ConnectFailure("connection to server failed: FATAL:  " + std::string(words));
        EXPECT_TRUE(failure.Retryable()) << words;
        EXPECT_EQ(failure.Kind(), core::FailureKind::DatabaseAway) << words;
    }
    EXPECT_TRUE(db::ConnectFailure("connection to server at \"10.0.0.2\" failed: Connection refused").Retryable());
}

TEST(ConnectFailure, NeedsAPersonWhenTheServerRefusesTheDevice)
{
    for (const auto* words :
         {"password authentication failed for user \"dev_front\"", "no pg_hba.conf entry for host \"10.0.0.7\"",
          "role \"dev_front\" is not permitted to log in", "database \"bayline\" does not exist"}) {
        const auto failure = db::ConnectFailure("connection to server failed: FATAL:  " + std::string(words));
        EXPECT_FALSE(failure.Retryable()) << words;
        EXPECT_EQ(failure.Code(), db::kDeviceRefused) << words;
    }
}

} // namespace bayline::test
