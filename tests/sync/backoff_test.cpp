// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/backoff.h"

#include <gtest/gtest.h>

namespace bayline::sync {

namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

const SteadyTime kNow = SteadyTime(std::chrono::hours(1000));

TEST(Breaker, GrowsToThirtySeconds)
{
    Breaker breaker(RelayTiming().breakerCaps, [] { return 1.0; });
    std::vector<milliseconds> waits;
    for (int i = 0; i < 8; ++i) {
        breaker.Fail(kNow, std::nullopt);
        waits.push_back(breaker.Remaining(kNow));
    }
    EXPECT_EQ(waits, (std::vector<milliseconds>{seconds(1), seconds(2), seconds(4), seconds(8), seconds(15),
                                                seconds(30), seconds(30), seconds(30)}));
    breaker.Succeed();
    EXPECT_TRUE(breaker.Healthy());
    EXPECT_EQ(breaker.Remaining(kNow).count(), 0);
}

TEST(Breaker, JittersOverTheWholeOfTheWait)
{
    Breaker breaker({seconds(8)}, [] { return 0.25; });
    breaker.Fail(kNow, std::nullopt);
    EXPECT_EQ(breaker.Remaining(kNow), seconds(2));
    EXPECT_EQ(breaker.Remaining(kNow + seconds(2)).count(), 0);
}

TEST(Breaker, ObeysRetryAfter)
{
    Breaker breaker({seconds(1)}, [] { return 0.0; });
    breaker.Fail(kNow, seconds(600));
    EXPECT_EQ(breaker.Remaining(kNow), seconds(600));
}

TEST(StreamBackoff, DoublesFromFiveSecondsToFifteenMinutes)
{
    StreamBackoff backoff{RelayTiming()};
    auto now = kNow;
    std::vector<std::int64_t> waits;
    for (int i = 0; i < 10; ++i) {
        backoff.Fail("a", "why", now);
        const auto due = backoff.NextDue().value();
        waits.push_back(std::chrono::duration_cast<seconds>(due - now).count());
        EXPECT_FALSE(backoff.MayTry("a", due - milliseconds(1)));
        EXPECT_TRUE(backoff.MayTry("a", due));
        now = due;
    }
    EXPECT_EQ(waits, (std::vector<std::int64_t>{5, 10, 20, 40, 80, 160, 320, 640, 900, 900}));
    EXPECT_TRUE(backoff.MayTry("b", kNow));
    backoff.Succeed("a");
    EXPECT_FALSE(backoff.NextDue());
}

TEST(StreamBackoff, HonoursAShortWishOnlyAtFirst)
{
    StreamBackoff backoff{RelayTiming()};
    backoff.Fail("a", "why", kNow, seconds(1));
    EXPECT_EQ(*backoff.NextDue() - kNow, seconds(1));
    backoff.Fail("a", "why", kNow, seconds(1));
    EXPECT_EQ(*backoff.NextDue() - kNow, seconds(10));
    backoff.Fail("a", "why", kNow, minutes(10));
    EXPECT_EQ(*backoff.NextDue() - kNow, minutes(10));
}

TEST(StreamBackoff, ForgetsStreamsThatHaveNothingToSend)
{
    StreamBackoff backoff{RelayTiming()};
    backoff.Fail("a", "why", kNow);
    backoff.Fail("b", "why", kNow);
    backoff.KeepOnly([](const std::string& stream) { return stream == "b"; });
    ASSERT_EQ(backoff.Troubles().size(), 1U);
    EXPECT_EQ(backoff.Troubles().begin()->first, "b");
}

} // namespace

} // namespace bayline::sync
