// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/limits.h"

#include <gtest/gtest.h>

namespace bayline::sync {

namespace {

TEST(Limits, AreTheContractsUntilTheAppSaysSmallerOnes)
{
    Capabilities said;
    said.batchEvents = 1000;
    said.batchBytes = 100'000;
    said.uploads = true;
    const auto limits = LimitsFrom(said);
    EXPECT_EQ(limits.batchEvents, kSentEvents);
    EXPECT_EQ(limits.batchBytes, 100'000U);
    EXPECT_EQ(limits.blobBytes, AppLimits().blobBytes);
    EXPECT_TRUE(limits.uploads);
    EXPECT_FALSE(LimitsFrom({}).uploads);
}

TEST(Limits, CompareVersionsAsNumbers)
{
    EXPECT_TRUE(IsOlder("0.9.9", "0.10.0"));
    EXPECT_TRUE(IsOlder("1.2", "1.2.1"));
    EXPECT_FALSE(IsOlder("0.1.0", "0.1.0"));
    EXPECT_FALSE(IsOlder("2.0.0", "1.99.99"));
    EXPECT_FALSE(IsOlder("0.1.0", ""));
    EXPECT_FALSE(IsOlder("0.1.0", "nonsense"));
}

TEST(Limits, ReadsCapabilitiesOfAnotherVersion)
{
    const auto newer = ParseCapabilities(
        R"({"api":"1.7","event_types":["a.v1","b.v9"],"limits":{"batch_events":50,"new":{}},"tus":{},"more":[1]})");
    ASSERT_TRUE(newer);
    EXPECT_EQ(newer->batchEvents, 50);
    EXPECT_EQ(newer->batchBytes, 0);
    EXPECT_TRUE(newer->uploads);
    EXPECT_EQ(newer->eventTypes.size(), 2U);
    EXPECT_FALSE(ParseCapabilities("<html>"));
    EXPECT_EQ(ParseCapabilities(R"({"event_types":[],"limits":{"batch_events":-3}})")->batchEvents, 0);
}

} // namespace

} // namespace bayline::sync
