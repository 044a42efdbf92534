// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/line_breaker.h"

#include <gtest/gtest.h>

#include <string>

namespace bayline::reports {
namespace {

/// Lines of a text whose characters are all one wide.
std::vector<std::u32string> Lines(std::u32string_view text, double width)
{
    const std::vector<float> advances(text.size(), 1.0F);
    std::vector<std::u32string> lines;
    for (const LineSpan span : BreakLines(text, advances, width))
        lines.emplace_back(text.substr(span.first, span.end - span.first));
    return lines;
}

using Expected = std::vector<std::u32string>;

TEST(LineBreaker, BreaksLatinAtSpaces)
{
    EXPECT_EQ(Lines(U"brake pads are worn", 10), (Expected{U"brake pads", U"are worn"}));
}

TEST(LineBreaker, BreaksChineseAnywhere)
{
    EXPECT_EQ(Lines(U"前制动片磨损严重", 3), (Expected{U"前制动", U"片磨损", U"严重"}));
}

TEST(LineBreaker, KeepsClosingPunctuationOffLineStarts)
{
    EXPECT_EQ(Lines(U"制动异响\uFF0C请检查\u3002", 4), (Expected{U"制动异", U"响\uFF0C请检", U"查\u3002"}));
}

TEST(LineBreaker, KeepsOpeningPunctuationOffLineEnds)
{
    EXPECT_EQ(Lines(U"更换\uFF08前\uFF09轮", 3), (Expected{U"更换", U"\uFF08前\uFF09", U"轮"}));
}

TEST(LineBreaker, BreaksWordsLongerThanALine)
{
    EXPECT_EQ(Lines(U"ab LGXCE6CBXN0000001", 8), (Expected{U"ab", U"LGXCE6CB", U"XN000000", U"1"}));
}

TEST(LineBreaker, BreaksAfterHyphensInWordsButNotInNumbers)
{
    EXPECT_EQ(Lines(U"high-voltage", 8), (Expected{U"high-", U"voltage"}));
    EXPECT_EQ(Lines(U"x BP-1234", 6), (Expected{U"x", U"BP-123", U"4"}));
}

TEST(LineBreaker, KeepsNoBreakSpaces)
{
    EXPECT_EQ(Lines(U"about 12\u00A0mm", 9), (Expected{U"about", U"12\u00A0mm"}));
}

TEST(LineBreaker, AlwaysMovesForwardWhateverTheWidth)
{
    EXPECT_EQ(Lines(U"))))", 0.1).size(), 4U);
    EXPECT_EQ(Lines(U"", 5), (Expected{U""}));
    EXPECT_EQ(Lines(U"ab   ", 2), (Expected{U"ab"}));
}

} // namespace
} // namespace bayline::reports
