// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/column_fit.h"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

namespace bayline::desktop {
namespace {

int Sum(const std::vector<int>& widths)
{
    return std::accumulate(widths.begin(), widths.end(), 0);
}

TEST(ColumnFit, GivesTheStretchedColumnWhatIsOver)
{
    EXPECT_EQ(FitColumns({{100, 80, 60}, {150, 400, 60, true}, {50, 50, 50}}, 500), (std::vector<int>{100, 350, 50}));
    EXPECT_EQ(FitColumns({{100, 80, 60}, {50, 50, 50}}, 500), (std::vector<int>{100, 50}));
}

TEST(ColumnFit, TakesEmptyRoomBeforeItCutsAText)
{
    EXPECT_EQ(FitColumns({{200, 90, 60}, {200, 190, 60}, {100, 100, 100}}, 400), (std::vector<int>{110, 190, 100}));
}

TEST(ColumnFit, CutsTheStretchedColumnFirstAndThenTheWidest)
{
    EXPECT_EQ(FitColumns({{150, 150, 150}, {200, 300, 80, true}, {120, 120, 60}}, 400),
              (std::vector<int>{150, 130, 120}));
    EXPECT_EQ(FitColumns({{150, 150, 150}, {200, 300, 80, true}, {120, 120, 60}}, 320),
              (std::vector<int>{150, 80, 90}));
}

TEST(ColumnFit, NeverGoesBelowTheLeastWidthsAndNeverBeyondTheRoomOtherwise)
{
    const unsigned seed = 20261122;
    std::mt19937 dice(seed);
    for (int round = 0; round < 2000; ++round) {
        std::vector<ColumnNeed> columns(1 + dice() % 8);
        int leastOfAll = 0;
        for (auto& column : columns) {
            column.least = 20 + static_cast<int>(dice() % 100);
            column.content = column.least + static_cast<int>(dice() % 300);
            column.wanted = column.least + static_cast<int>(dice() % 200);
            leastOfAll += column.least;
        }
        columns[dice() % columns.size()].stretch = true;
        const int room = 100 + static_cast<int>(dice() % 1500);
        const auto widths = FitColumns(columns, room);
        for (std::size_t column = 0; column < columns.size(); ++column)
            ASSERT_GE(widths[column], columns[column].least) << "seed " << seed << ", round " << round;
        ASSERT_EQ(Sum(widths), std::max(room, leastOfAll)) << "seed " << seed << ", round " << round;
    }
}

} // namespace
} // namespace bayline::desktop
