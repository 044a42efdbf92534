// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vin.h"

#include <gtest/gtest.h>

namespace bayline::core {

TEST(Vin, AcceptsRealOnes)
{
    for (const char* vin : {"1G4AH59H45G118341", "1M8GDM9AXKP042788", "1FACP45EXLF192944", "11111111111111111",
                            "KM8K2CAB4PU001140", "WBA3A5G59DNP26082", "WDBEA30D3HA391172", "YV1TS592861433393",
                            "LGXCE6CBXN0000001", "LRW3E7EK4PC000123", "LSVAM4183N2184847"}) {
        EXPECT_TRUE(CheckVin(vin, false)) << vin;
        EXPECT_EQ(VinCheckDigit(vin), vin[8]) << vin;
    }
}

TEST(Vin, AcceptsEuropeanVinWithoutCheckDigit)
{
    EXPECT_TRUE(CheckVin("WVWZZZ3CZEE140287", false));
}

TEST(Vin, RefusesWrongCheckDigitWhereItIsCompulsoryUnlessConfirmedByEye)
{
    for (const char* vin : {"5YJ3E1EA7KF317000", "1HGCM82633A123456"}) {
        const auto outcome = CheckVin(vin, false);
        ASSERT_FALSE(outcome) << vin;
        EXPECT_EQ(outcome.FirstRefusal().code, "vin.check_digit");
        EXPECT_TRUE(CheckVin(vin, true)) << vin;
    }
    EXPECT_NE(CheckVin("1HGCM82633A123456", false).FirstRefusal().Text().find("it is 3, but 7"), std::string::npos);
}

TEST(Vin, RefusesWrongLengthAndLetters)
{
    EXPECT_EQ(CheckVin("LGXCE6CBXN000001", false).FirstRefusal().code, "vin.length");
    EXPECT_EQ(CheckVin("LGXCE6CBXNO000001", false).FirstRefusal().code, "vin.character");
    EXPECT_EQ(CheckVin("LGXCE6CBXN000000Ä", true).FirstRefusal().code, "vin.length");
}

TEST(Vin, OffersDigitsForForbiddenLetters)
{
    const auto normalised = NormaliseVin(" lgxce6cbxnooooo01 ");
    EXPECT_EQ(normalised.vin, "LGXCE6CBXN0000001");
    EXPECT_TRUE(normalised.lettersReplaced);
    EXPECT_FALSE(NormaliseVin("LGXCE6CBXN0000001").lettersReplaced);
}

TEST(Vin, HintsAtModelYear)
{
    EXPECT_EQ(VinModelYear("LGXCE6CBXN0000001", 2026), 2022);
    EXPECT_EQ(VinModelYear("LRW3E7EK4PC000123", 2026), 2023);
    EXPECT_EQ(VinModelYear("1M8GDM9AXKP042788", 2026), 2019);
    EXPECT_EQ(VinModelYear("WVWZZZ3CZEE140287", 2026), std::nullopt);
}

} // namespace bayline::core
