// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/rate_limiter.h"

#include <gtest/gtest.h>

namespace bayline::portal {

TEST(RateLimiter, BlocksOneAddressForAMinute)
{
    RateLimiter limiter(10);
    const RateLimiter::Clock::time_point start{};
    for (int i = 0; i < 10; ++i) {
        EXPECT_FALSE(limiter.IsBlocked("a", start + std::chrono::seconds(i)));
        limiter.NoteFailure("a", start + std::chrono::seconds(i));
    }
    EXPECT_TRUE(limiter.IsBlocked("a", start + std::chrono::seconds(59)));
    EXPECT_FALSE(limiter.IsBlocked("b", start + std::chrono::seconds(59)));
    EXPECT_FALSE(limiter.IsBlocked("a", start + std::chrono::seconds(60)));
}

TEST(KnownTokens, AreThoseThatWereRightOnceAndNoOthers)
{
    KnownTokens tokens;
    EXPECT_FALSE(tokens.Has("right"));
    tokens.Note("right");
    EXPECT_TRUE(tokens.Has("right"));
    EXPECT_FALSE(tokens.Has("wrong"));
}

} // namespace bayline::portal
