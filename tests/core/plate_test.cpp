// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plate.h"

#include <gtest/gtest.h>

namespace bayline::core {

TEST(Plate, KnowsEveryChineseForm)
{
    const std::pair<const char*, PlateKind> plates[] = {
        {"京A12345", PlateKind::Ordinary},        {"沪AD12345", PlateKind::NewEnergySmall},
        {"沪ADF1234", PlateKind::NewEnergySmall}, {"粤B12345D", PlateKind::NewEnergyLarge},
        {"苏E1234学", PlateKind::Special},        {"粤Z12A3港", PlateKind::HongKongMacau},
        {"使014578", PlateKind::Diplomatic},
    };
    for (const auto& [text, kind] : plates) {
        const auto plate = CheckPlate(text);
        ASSERT_TRUE(plate) << text;
        EXPECT_EQ(plate.Value().kind, kind) << text;
        EXPECT_EQ(plate.Value().text, text);
    }
}

TEST(Plate, RefusesChinesePlatesOfNoForm)
{
    for (const char* text : {"京AI2345", "京A1234", "京AL12345", "京A12345L", "京", "使01457", "", "粤A12A3港"}) {
        EXPECT_FALSE(CheckPlate(text)) << text;
    }
}

TEST(Plate, ReadsThroughDotsSpacesAndLowerCase)
{
    EXPECT_EQ(CheckPlate(" 沪a·d12345 ").Value().text, "沪AD12345");
    EXPECT_EQ(CheckPlate("WA 1234-C").Value().text, "WA1234C");
    EXPECT_EQ(CheckPlate("沪ａ　Ｄ１２３４５").Value().text, "沪AD12345");
}

TEST(Plate, TakesForeignPlatesOfTwoToTenSigns)
{
    EXPECT_TRUE(CheckPlate("KR 7PP92"));
    EXPECT_FALSE(CheckPlate("K"));
    EXPECT_FALSE(CheckPlate("ABCDEFGHIJK"));
    EXPECT_FALSE(CheckPlate("ŁÓDŹ1"));
}

TEST(Plate, WarnsWhenEnergyLetterContradictsPowertrain)
{
    const auto pure = CheckPlate("沪AD12345").Value();
    const auto hybrid = CheckPlate("沪AF12345").Value();
    EXPECT_EQ(pure.pureElectric, true);
    EXPECT_EQ(hybrid.pureElectric, false);
    EXPECT_FALSE(PlateContradicts(pure, Powertrain::Bev));
    EXPECT_TRUE(PlateContradicts(pure, Powertrain::Phev));
    EXPECT_TRUE(PlateContradicts(hybrid, Powertrain::Bev));
    EXPECT_FALSE(PlateContradicts(hybrid, Powertrain::Reev));
    EXPECT_FALSE(PlateContradicts(CheckPlate("京A12345").Value(), Powertrain::Bev));
}

} // namespace bayline::core
