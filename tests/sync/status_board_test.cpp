// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/status_board.h"

#include <gtest/gtest.h>

namespace bayline::sync {

namespace {

using Heads = StatusBoard::Heads;

TEST(WantedHeads, AreComparedOnceWithoutBeingAskedFor)
{
    StatusBoard board(std::chrono::milliseconds(0));
    EXPECT_EQ(board.WantedHeads(), Heads::WhenIdle);
    board.HeadsCompared(board.HeadsAsked());
    EXPECT_EQ(board.WantedHeads(), Heads::Compared);
}

TEST(WantedHeads, AskedForDuringAComparisonAreComparedAgain)
{
    StatusBoard board(std::chrono::milliseconds(0));
    const int asked = board.HeadsAsked();
    board.AskForHeads(); // the app was restored after its heads had been read
    board.HeadsCompared(asked);
    EXPECT_EQ(board.WantedHeads(), Heads::AtOnce);
    board.HeadsCompared(board.HeadsAsked());
    EXPECT_EQ(board.WantedHeads(), Heads::Compared);
}

TEST(WantedHeads, AForkAsksForThem)
{
    StatusBoard board(std::chrono::milliseconds(0));
    board.HeadsCompared(board.HeadsAsked());
    EXPECT_TRUE(board.NoteFork("work_order/1"));
    EXPECT_EQ(board.WantedHeads(), Heads::AtOnce);
}

} // namespace

} // namespace bayline::sync
