// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/failure.h"
#include "pdf_tools.h"
#include "reports/block.h"
#include "reports/flow.h"
#include "reports/pdf_writer.h"

#include <gtest/gtest.h>

namespace bayline::reports {
namespace {

std::string Jpeg(const std::string& options)
{
    return test::Run("convert -size 120x80 gradient:red-blue -seed 1 " + options + " jpg:-").first;
}

void ExpectRefused(const std::string& bytes, const char* what)
{
    try {
        (void)PictureFromJpeg(bytes);
        FAIL() << what << " was taken for a picture";
    } catch (const core::Failure& failure) {
        EXPECT_EQ(failure.Kind(), core::FailureKind::Corrupt) << what;
    }
}

TEST(Picture, TakesBaselineProgressiveAndGrey)
{
    EXPECT_EQ(PictureFromJpeg(Jpeg(""))->widthPx, 120U);
    EXPECT_EQ(PictureFromJpeg(Jpeg("-interlace JPEG"))->heightPx, 80U);
    EXPECT_TRUE(PictureFromJpeg(Jpeg("-colorspace Gray"))->grey);
}

TEST(Picture, RefusesDamagedFiles)
{
    const std::string good = Jpeg("");
    ASSERT_GT(good.size(), 500U);
    ExpectRefused("", "nothing");
    ExpectRefused("GIF89a not a JPEG at all", "another format");
    ExpectRefused(std::string("\xFF\xD8\xFF\xD9", 4), "an empty frame");
    ExpectRefused(Jpeg("-colorspace CMYK"), "four colours");
    for (std::size_t length = 0; length < good.size(); length += 7)
        ExpectRefused(good.substr(0, length), "a cut file");
}

TEST(Picture, NoByteFlipCrashesTheWriter)
{
    const FontSet fonts;
    const std::string good = Jpeg("");
    for (std::size_t at = 0; at < std::min<std::size_t>(good.size(), 700); at += 3) {
        std::string bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 0x5A);
        try {
            Flow flow(fonts, {});
            flow.Add(PictureBlock(PictureFromJpeg(bad), 100, 100));
            EXPECT_FALSE(WritePdf(flow.Finish("x"), fonts).empty());
        } catch (const core::Failure& failure) {
            EXPECT_EQ(failure.Kind(), core::FailureKind::Corrupt);
        }
    }
}

TEST(Picture, RefusesPixelsThatDoNotFitTheSize)
{
    EXPECT_THROW((void)PictureFromRgb("12345", 2, 1), core::Failure);
    EXPECT_EQ(PictureFromRgb("123456", 2, 1)->widthPx, 2U);
}

TEST(Block, ScalesAPictureToFit)
{
    const PicturePtr picture = PictureFromJpeg(Jpeg(""));
    const Block wide = PictureBlock(picture, 60, 1000);
    EXPECT_NEAR(wide.Width(), 60, 0.001);
    EXPECT_NEAR(wide.Height(), 40, 0.001);
    EXPECT_NEAR(PictureBlock(picture, 1000, 20).Width(), 30, 0.001);
}

TEST(Block, QrCodeCanBeReadBack)
{
    // Finder patterns: dark corners top left, top right and bottom left, a light one bottom right.
    const FontSet fonts;
    Flow flow(fonts, {.left = 0, .right = 0, .top = 0});
    flow.Add(QrBlock("https://app.example.com/c/q6qH2Lr0W3m-9yZ", 90));
    const auto pages = test::DrawPages(WritePdf(flow.Finish("qr"), fonts), 144);
    const double scale = 2;
    const double module = 90.0 / (29 + 8);
    const auto dark = [&](double column, double row) {
        return pages.front().Ink((column + 4.25) * module, (row + 4.25) * module, module * 0.4, module * 0.4, scale) >
               1;
    };
    for (const auto& [column, row] : {std::pair{3, 3}, std::pair{25, 3}, std::pair{3, 25}}) {
        EXPECT_TRUE(dark(column, row));
        EXPECT_FALSE(dark(column + 2, row));
        EXPECT_TRUE(dark(column + 3, row));
    }
    EXPECT_THROW(QrBlock("", 90), core::Failure);
    EXPECT_THROW(QrBlock(std::string(4000, 'x'), 90), core::Failure);
}

} // namespace
} // namespace bayline::reports
