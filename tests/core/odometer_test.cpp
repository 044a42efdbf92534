// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/odometer.h"

#include "order_builder.h"

namespace bayline::core {

using test::kNow;

TEST(OdometerReading, ConvertsMilesExactly)
{
    EXPECT_EQ(ReadOdometer(100'000, DistanceUnit::Mile).km, 160'934);
    EXPECT_EQ(ReadOdometer(100'000, DistanceUnit::Kilometre).km, 100'000);
}

TEST(OdometerReading, RefusesLowerThanLastUnlessExplained)
{
    const LastReading last{50'000, kNow - std::chrono::days{30}};
    EXPECT_EQ(test::CodeOf(CheckOdometer("49999", DistanceUnit::Kilometre, last, kNow, "")), "odometer.lower");
    const auto explained = CheckOdometer("12", DistanceUnit::Kilometre, last, kNow, "odometer replaced");
    ASSERT_TRUE(explained);
    EXPECT_EQ(explained.Value().note, "odometer replaced");
    EXPECT_TRUE(CheckOdometer("50000", DistanceUnit::Kilometre, last, kNow, ""));
}

TEST(OdometerReading, SuspectsMilesWhenRatioFits)
{
    const LastReading last{160'900, kNow - std::chrono::days{30}};
    EXPECT_EQ(test::CodeOf(CheckOdometer("100200", DistanceUnit::Kilometre, last, kNow, "")), "odometer.unit");
    EXPECT_TRUE(CheckOdometer("100200", DistanceUnit::Mile, last, kNow, ""));
}

TEST(OdometerReading, DoubtsMoreThan500KmADay)
{
    const LastReading last{1'000, kNow - std::chrono::days{1}};
    EXPECT_EQ(JudgeOdometer({.km = 2'000}, last, kNow), OdometerDoubt::None);
    EXPECT_EQ(JudgeOdometer({.km = 2'001}, last, kNow), OdometerDoubt::UnlikelyPerDay);
}

TEST(OdometerReading, RefusesWhatIsNotAWholeNumber)
{
    for (const char* text : {"", "-1", "12.5", "abc", "10000000", "1e3"}) {
        EXPECT_EQ(test::CodeOf(CheckOdometer(text, DistanceUnit::Kilometre, {}, kNow, "")), "odometer.number") << text;
    }
    EXPECT_EQ(CheckOdometer(" 52 310 ", DistanceUnit::Kilometre, {}, kNow, "").Value().km, 52'310);
}

} // namespace bayline::core
