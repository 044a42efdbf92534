// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/shop_calendar.h"

#include <gtest/gtest.h>

namespace bayline::core {

namespace {

using namespace std::chrono_literals;

const ShopZone kZone("Asia/Shanghai");

Instant At(const char* text)
{
    return ParseRfc3339(text).value();
}

ShopCalendar Calendar()
{
    ShopCalendar calendar;
    calendar.week[5] = ParseOpenHours("09:00-12:30");
    calendar.days = ParseSpecialDays("2026-10-01 – 2026-10-07 国庆节\n2026-10-10 10:00-16:00 调休上班").days;
    return calendar;
}

TEST(ShopCalendar, CountsOnlyOpeningHours)
{
    const auto calendar = Calendar();
    const auto open = [&](const char* from, const char* to) { return calendar.OpenTime(At(from), At(to), kZone); };
    EXPECT_EQ(open("2026-11-16T17:00:00+08:00", "2026-11-17T09:30:00+08:00"), 2h + 30min);
    EXPECT_EQ(open("2026-11-16T19:00:00+08:00", "2026-11-17T07:00:00+08:00"), 0h) << "a night";
    EXPECT_EQ(open("2026-11-20T17:00:00+08:00", "2026-11-23T08:15:00+08:00"), 1h + 3h + 30min + 15min) << "a weekend";
    EXPECT_EQ(open("2026-09-30T16:00:00+08:00", "2026-10-08T09:00:00+08:00"), 3h) << "a holiday";
    EXPECT_EQ(open("2026-10-10T00:00:00+08:00", "2026-10-11T00:00:00+08:00"), 6h) << "its make-up day";
    EXPECT_EQ(open("2026-11-17T09:30:00+08:00", "2026-11-16T17:00:00+08:00"), 0h);
}

TEST(ShopCalendar, ADayHasTheHoursThatHeldThen)
{
    auto calendar = Calendar();
    calendar.earlier["2026-11-17"].fill(ParseOpenHours("10:00-12:00"));
    calendar.earlier["2026-11-19"].fill(std::nullopt);
    const auto open = [&](const char* day) {
        const auto [begin, end] = kZone.DayBounds(At(day));
        return calendar.OpenTime(begin, end, kZone);
    };
    EXPECT_EQ(open("2026-11-16T12:00:00+08:00"), 2h);
    EXPECT_EQ(open("2026-11-17T12:00:00+08:00"), 0h) << "the first day of the next hours";
    EXPECT_EQ(open("2026-11-18T12:00:00+08:00"), 0h);
    EXPECT_EQ(open("2026-11-19T12:00:00+08:00"), 10h);
    EXPECT_EQ(open("2026-10-10T12:00:00+08:00"), 6h) << "a day of its own stays";
}

TEST(ShopCalendar, CountsDaysThatWereOpen)
{
    const auto calendar = Calendar();
    EXPECT_EQ(calendar.OpenDays(At("2026-10-01T00:00:00+08:00"), At("2026-11-01T00:00:00+08:00"), kZone), 21);
    EXPECT_EQ(calendar.OpenDays(At("2026-11-22T00:00:00+08:00"), At("2026-11-23T00:00:00+08:00"), kZone), 0);
    EXPECT_EQ(calendar.OpenDays(At("2026-11-23T00:00:00+08:00"), At("2026-11-23T00:00:00+08:00"), kZone), 0);
}

TEST(ShopCalendar, TheHourThatClocksSkipIsNotOpen)
{
    const ShopZone berlin("Europe/Berlin");
    ShopCalendar calendar;
    calendar.week[6] = ParseOpenHours("00:00-24:00");
    EXPECT_EQ(calendar.OpenTime(At("2026-03-28T23:00:00Z"), At("2026-03-29T22:00:00Z"), berlin), 23h);
    EXPECT_EQ(calendar.OpenTime(At("2026-10-24T22:00:00Z"), At("2026-10-25T23:00:00Z"), berlin), 25h);
}

TEST(ShopCalendar, ReadsHoursThatMakeSense)
{
    EXPECT_EQ(ParseOpenHours("8:00-18:30"), (OpenHours{480, 1110}));
    EXPECT_EQ(ToText(*ParseOpenHours("00:00-24:00")), "00:00-24:00");
    for (const auto* wrong : {"", "-", "08:00", "18:00-08:00", "08:00-08:00", "08:00-24:30", "8-18", "08:60-18:00",
                              "-8:00-18:00", "08:00-18:00 "})
        EXPECT_EQ(ParseOpenHours(wrong), std::nullopt) << wrong;
}

TEST(ShopCalendar, SpecialDaysAreReadAsTheyAreShown)
{
    const auto read = ParseSpecialDays("2026-10-01至2026-10-03 国庆节\n\n 2026-12-31 9:00–12:00 New Year's Eve\r\n"
                                       "2027-01-01 - 2027-01-01 \n2027-02-05 to 2027-02-06 Spring – Festival");
    EXPECT_EQ(read.wrongLine, "");
    ASSERT_EQ(read.days.size(), 7U);
    EXPECT_EQ(read.days.at("2026-10-02"), (SpecialDay{{}, "国庆节"}));
    EXPECT_EQ(read.days.at("2026-12-31").hours, (OpenHours{540, 720}));
    EXPECT_EQ(read.days.at("2027-01-01").name, "");
    EXPECT_EQ(read.days.at("2027-02-06").name, "Spring – Festival");
    const auto text = SpecialDaysText(read.days);
    EXPECT_EQ(text, "2026-10-01 – 2026-10-03 国庆节\n2026-12-31 09:00-12:00 New Year's Eve\n2027-01-01\n"
                    "2027-02-05 – 2027-02-06 Spring – Festival");
    EXPECT_EQ(ParseSpecialDays(text).days, read.days);
    for (const auto* wrong :
         {"tomorrow", "2026-02-30 Not a day", "2026-10-07 – 2026-10-01 backwards", "2026-10-10 18:00-09:00 night",
          "2026-10-01 2026-10-07 no sign", "2026-01-01 – 2026-12-31 a whole year"})
        EXPECT_EQ(ParseSpecialDays(wrong).wrongLine, wrong);
}

} // namespace

} // namespace bayline::core
