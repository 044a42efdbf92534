// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/text.h"

#include "core/failure.h"

#include <gtest/gtest.h>

namespace bayline::reports {
namespace {

const FontSet& Fonts()
{
    static const FontSet fonts;
    return fonts;
}

TEST(Characters, ComposesWhatIsTypedDecomposed)
{
    EXPECT_EQ(ToCharacters("e\u0301 z\u0307"), U"\u00E9 \u017C");
}

TEST(Characters, ReplacesBytesThatAreNotUtf8)
{
    EXPECT_EQ(ToCharacters(std::string_view("a\xFF\xC3", 3)), U"a\uFFFD\uFFFD");
    EXPECT_EQ(ToCharacters("\xED\xA0\x80x").back(), U'x'); // a surrogate half
}

TEST(Characters, MakesControlsHarmless)
{
    EXPECT_EQ(ToCharacters(std::string_view("a\0b\tc\r\nd\re", 10)), U"a b c\nd\ne");
    EXPECT_EQ(ToCharacters("a\u200Bb\uFEFF\u202Ec"), U"abc");
}

TEST(FontSet, FallsBackByCoverage)
{
    EXPECT_EQ(Fonts().Find(U'维')->font, 0);
    EXPECT_EQ(Fonts().Find(U'ł')->font, 0);
    EXPECT_EQ(Fonts().Find(0x1F600)->font, 1); // only DejaVu Sans has it
    EXPECT_EQ(Fonts().Find(0x2103)->font, 1);  // the first font names the degree Celsius sign, but its glyph is empty
    EXPECT_EQ(Fonts().Find(U' ')->font, 0);
    EXPECT_FALSE(Fonts().Find(0x20BB7).has_value());
}

TEST(FontSet, RefusesAFileThatIsNotAFont)
{
    EXPECT_THROW(FontSet({.documentFont = "/etc/passwd", .fallbacks = {}}), core::Failure);
    EXPECT_THROW(FontSet({.documentFont = "/no/such/font.ttf", .fallbacks = {}}), core::Failure);
    EXPECT_THROW(FontSet({.documentFont = kDefaultDocumentFont, .faceIndex = 9, .fallbacks = {}}), core::Failure);
}

TEST(FontSet, TakesAnotherDocumentFont)
{
    const FontSet fonts({.documentFont = kFallbackFont});
    EXPECT_EQ(fonts.Faces().front().family, "DejaVu Sans");
    EXPECT_EQ(fonts.Find(U'A')->font, 0);
    EXPECT_EQ(fonts.Find(U'维')->font, 1);
}

TEST(Text, AdvancesAddUpToTheWidthOfARun)
{
    const TextLayout layout = LayText(Fonts(), "合计 Total: ¥1,680.32", {.size = 10}, 1000);
    ASSERT_EQ(layout.lines.size(), 1U);
    for (const Operation& operation : layout.lines.front().operations) {
        const auto& run = std::get<TextRun>(operation);
        double sum = 0;
        for (const float advance : run.advances)
            sum += advance;
        EXPECT_EQ(run.advances.size(), ToCharacters(run.text).size());
        EXPECT_NEAR(sum, run.width, 0.001);
    }
    EXPECT_NEAR(layout.width, MeasureText(Fonts(), "合计 Total: ¥1,680.32", {.size = 10}), 0.001);
}

TEST(Text, NoLineIsWiderThanAsked)
{
    const std::string text =
        "Prosz\u0119 sprawdzi\u0107 hamulce, 更换前制动片并检查高压电池绝缘电阻 LGXCE6CBXN0000001 and "
        "everything else that is necessary";
    for (double width = 30; width < 300; width += 7) {
        for (const TextLine& line : LayText(Fonts(), text, {.size = 9}, width).lines)
            EXPECT_LE(line.width, width + 0.02);
    }
}

TEST(Text, ReportsAndBoxesGlyphsNoFontHas)
{
    const TextLayout layout = LayText(Fonts(), "吉\U00020BB7\U00020BB7家", {.size = 10}, 500);
    EXPECT_EQ(layout.missing, (std::vector<char32_t>{0x20BB7}));
    int boxes = 0;
    for (const Operation& operation : layout.lines.front().operations)
        boxes += std::holds_alternative<Rectangle>(operation) ? 1 : 0;
    EXPECT_EQ(boxes, 2);
    EXPECT_EQ(DescribeGlyphs({0x20BB7, 0x41}), "U+20BB7 U+0041");
}

} // namespace
} // namespace bayline::reports
