// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/money.h"

#include <gtest/gtest.h>

namespace bayline::core {

TEST(Money, RoundsHalfAwayFromZero)
{
    EXPECT_EQ(MulDivRound(5, 1, 2), 3);
    EXPECT_EQ(MulDivRound(-5, 1, 2), -3);
    EXPECT_EQ(MulDivRound(4, 1, 3), 1);
    EXPECT_EQ(MulDivRound(5, 1, 3), 2);
    EXPECT_EQ(MulDivRound(7, 1, 7), 1);
    EXPECT_EQ(MulDivRound(1'000'000'000'000, 9'000'000'000'000, 9'000'000'000'000), 1'000'000'000'000);
}

TEST(Money, ReadsWhatPeopleType)
{
    EXPECT_EQ(ParseMoney("1680.32")->minor, 168032);
    EXPECT_EQ(ParseMoney(" 1,680.3 ")->minor, 168030);
    EXPECT_EQ(ParseMoney("1 680")->minor, 168000);
    EXPECT_EQ(ParseMoney("12,5")->minor, 1250);
    EXPECT_EQ(ParseMoney("1,234")->minor, 123400);
    EXPECT_EQ(ParseMoney("-3.5")->minor, -350);
    EXPECT_EQ(ParseMoney(".5")->minor, 50);
    EXPECT_EQ(ParseQuantity("1.125")->milli, 1125);
    EXPECT_EQ(ParsePercent("6.5%")->bp, 650);
}

TEST(Money, ReadsWhatChineseInputGives)
{
    EXPECT_EQ(ParseMoney("　１，６８０．３２")->minor, 168032);
    EXPECT_EQ(ParseMoney("1680。3")->minor, 168030);
    EXPECT_EQ(ParseMoney("－3.5")->minor, -350);
    EXPECT_EQ(ParsePercent("６。５％")->bp, 650);
    EXPECT_FALSE(ParseMoney("1。680。3"));
}

TEST(Money, ReadsWholeNumbersWithinLimits)
{
    EXPECT_EQ(ParseWhole("45,210", 0, 9'999'999), 45'210);
    EXPECT_EQ(ParseWhole("９０", 0, 240), 90);
    for (const char* text : {"", "1.5", "241", "-1", "abc", "1,2"}) {
        EXPECT_FALSE(ParseWhole(text, 0, 240)) << text;
    }
}

TEST(Money, RefusesWhatIsNotAnAmount)
{
    for (const char* text :
         {"", " ", "abc", "1.234", "1..2", "12,34,5", "1e5", "--1", "99999999999999", ".", "1,2.5"}) {
        EXPECT_FALSE(ParseMoney(text)) << text;
    }
}

TEST(Money, PrintsForMachinesAndPeople)
{
    EXPECT_EQ(ToDecimal(Money{5}), "0.05");
    EXPECT_EQ(ToDecimal(Money{-168032}), "-1680.32");
    EXPECT_EQ(ToDecimal(Quantity{1500}), "1.5");
    EXPECT_EQ(ToPercent(Rate{1300}), "13");
    EXPECT_EQ(Display(Money{123456789}, "CNY"), "¥1,234,567.89");
    EXPECT_EQ(Display(Money{-99}, "PLN"), "−0.99 PLN");
    EXPECT_EQ(Display(Money{100000}, "EUR"), "€1,000.00");
}

TEST(Money, WritesChineseCapitals)
{
    const std::pair<std::int64_t, const char*> vectors[] = {
        {0, "零元整"},
        {5, "伍分"},
        {50, "伍角整"},
        {1000, "壹拾元整"},
        {10700, "壹佰零柒元整"},
        {100500, "壹仟零伍元整"},
        {168032, "壹仟陆佰捌拾元叁角贰分"},
        {600714, "陆仟零柒元壹角肆分"},
        {32504, "叁佰贰拾伍元零肆分"},
        {10000005, "壹拾万元零伍分"},
        {2000030000, "贰仟万零叁佰元整"},
    };
    for (const auto& [minor, words] : vectors) {
        EXPECT_EQ(ToChineseCapitals(Money{minor}), words) << minor;
    }
}

} // namespace bayline::core
