// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/failure.h"
#include "core/time.h"

#include <gtest/gtest.h>

namespace bayline::core {

using namespace std::chrono;

TEST(Time, ReadsAndWritesRfc3339)
{
    const auto instant = ParseRfc3339("2026-11-22T17:14:03.120456789+08:00");
    ASSERT_TRUE(instant);
    EXPECT_EQ(ToRfc3339(*instant), "2026-11-22T09:14:03.120Z");
    EXPECT_EQ(ParseRfc3339("2026-11-22T09:14:03Z"), *instant - microseconds{120456});
    EXPECT_EQ(ToRfc3339(*ParseRfc3339("1969-12-31T23:59:59.5Z")), "1969-12-31T23:59:59.500Z");
}

TEST(Time, RefusesOtherForms)
{
    for (const char* text : {"", "2026-11-22", "2026-13-22T09:14:03Z", "2026-02-30T09:14:03Z", "2026-11-22T24:14:03Z",
                             "2026-11-22T09:14:03", "2026-11-22T09:14:03.Z", "2026-11-22T09:14:03+8:00"}) {
        EXPECT_FALSE(ParseRfc3339(text)) << text;
    }
}

TEST(Time, DayBoundsFollowTheShopsClock)
{
    const ShopZone shanghai("Asia/Shanghai");
    const auto [from, to] = shanghai.DayBounds(*ParseRfc3339("2026-11-22T17:00:00Z"));
    EXPECT_EQ(ToRfc3339(from), "2026-11-22T16:00:00.000Z");
    EXPECT_EQ(to - from, hours{24});
    const ShopZone warsaw("Europe/Warsaw");
    const auto [springFrom, springTo] = warsaw.DayBounds(*ParseRfc3339("2026-03-29T12:00:00Z"));
    EXPECT_EQ(springTo - springFrom, hours{23});
}

TEST(Time, ShowsWallClock)
{
    const ShopZone shanghai("Asia/Shanghai");
    const auto instant = *ParseRfc3339("2026-11-22T16:05:00Z");
    EXPECT_EQ(FormatMinute(instant, shanghai), "2026-11-23 00:05");
    EXPECT_EQ(shanghai.ToInstant(shanghai.ToLocal(instant)), instant);
}

TEST(Time, CountsDaysByTheShopsCalendar)
{
    const ShopZone warsaw("Europe/Warsaw");
    const auto now = *ParseRfc3339("2026-03-29T20:00:00Z"); // 22:00 on a day of 23 hours
    const auto days = [&](const char* at) { return DaysBetween(now, *ParseRfc3339(at), warsaw); };
    EXPECT_EQ(days("2026-03-28T22:59:00Z"), -1);
    EXPECT_EQ(days("2026-03-28T23:00:00Z"), 0);
    EXPECT_EQ(days("2026-03-29T21:59:00Z"), 0);
    EXPECT_EQ(days("2026-03-29T22:00:00Z"), 1);
    EXPECT_EQ(days("2026-04-28T22:00:00Z"), 31);
}

TEST(Time, UnknownZoneIsAFailure)
{
    EXPECT_THROW(ShopZone("Mars/Olympus"), Failure);
}

} // namespace bayline::core
