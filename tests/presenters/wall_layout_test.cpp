// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/wall_layout.h"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

namespace bayline::desktop {
namespace {

constexpr int kWidth = 1896;
constexpr int kHeight = 925;
constexpr int kScreen = 1080;

int Places(const WallPlan& plan, std::size_t column)
{
    return plan.perLane * plan.lanes[column];
}

TEST(WallLayout, ShowsFewOrdersWithEverythingInLargeLetters)
{
    const auto plan = PlanWall({2, 3, 1, 2, 4, 1, 1}, kWidth, kHeight, kScreen);
    EXPECT_EQ(plan.look, WallLook::Full);
    EXPECT_TRUE(plan.all);
    EXPECT_GE(plan.plate, kScreen / 32);
}

TEST(WallLayout, FitsFortyOrdersEvenInOneColumnAndKeepsPlatesReadable)
{
    for (std::size_t crowded = 0; crowded < 7; ++crowded) {
        std::vector<int> cards(7, 0);
        cards[crowded] = 40;
        const auto plan = PlanWall(cards, kWidth, kHeight, kScreen);
        EXPECT_TRUE(plan.all);
        EXPECT_GE(plan.plate, kScreen / 40);
        EXPECT_GE(Places(plan, crowded), 40);
        EXPECT_LE(plan.perLane * (plan.CardHeight() + plan.Gap()), kHeight);
    }
}

TEST(WallLayout, KeepsInsideTheScreenWhateverTheOrdersAre)
{
    const unsigned seed = 20261122;
    std::mt19937 dice(seed);
    for (int round = 0; round < 2000; ++round) {
        std::vector<int> cards(7);
        for (auto& count : cards)
            count = static_cast<int>(dice() % 30);
        const int width = 900 + static_cast<int>(dice() % 3000);
        const int height = 500 + static_cast<int>(dice() % 1700);
        const auto plan = PlanWall(cards, width, height, height * 7 / 6);
        ASSERT_EQ(plan.lanes.size(), cards.size()) << "seed " << seed << ", round " << round;
        ASSERT_LE(plan.perLane * (plan.CardHeight() + plan.Gap()), height) << "seed " << seed << ", round " << round;
        for (std::size_t column = 0; plan.all && column < cards.size(); ++column)
            ASSERT_GE(Places(plan, column), cards[column]) << "seed " << seed << ", round " << round;
    }
}

TEST(WallLayout, SaysThatThereAreMoreWhenNotAllCanBeRead)
{
    const auto plan = PlanWall({300, 0, 0, 0, 0, 0, 0}, kWidth, kHeight, kScreen);
    EXPECT_FALSE(plan.all);
    EXPECT_EQ(plan.plate, kScreen / 40);
    EXPECT_GE(Places(plan, 0), 60);
    EXPECT_LE(plan.perLane * (plan.CardHeight() + plan.Gap()), kHeight);
}

} // namespace
} // namespace bayline::desktop
