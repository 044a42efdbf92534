// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/same_try.h"

#include <gtest/gtest.h>

#include <string>

namespace bayline::test {

TEST(SameTryTest, HandsOutTheSameOperationOnlyForTheSameContentInTheSamePlace)
{
    desktop::SameTry same;
    const std::string here = "here";
    const auto first = same.Of(here, 100);
    EXPECT_FALSE(first.IsNil());
    EXPECT_EQ(same.Of(here, 100), first);
    const auto dearer = same.Of(here, 120);
    EXPECT_NE(dearer, first);
    EXPECT_NE(same.Of(std::string("there"), 120), dearer);
    EXPECT_NE(same.Of(here, 100), first) << "something else was tried between";
}

TEST(SameTryTest, OtherKindsOfContentAreOtherContent)
{
    desktop::SameTry same;
    const auto number = same.Of(1);
    EXPECT_NE(same.Of(true), number);
    EXPECT_NE(same.Of(1, 1), number);
}

TEST(SameTryTest, ForgetsWhatWasDone)
{
    desktop::SameTry same;
    const auto first = same.Of(1);
    same.Forget();
    EXPECT_NE(same.Of(1), first);
}

} // namespace bayline::test
