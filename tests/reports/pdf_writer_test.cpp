// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/pdf_writer.h"

#include "core/failure.h"
#include "pdf_tools.h"
#include "reports/flow.h"

#include <gtest/gtest.h>

#include <sstream>
#include <thread>

namespace bayline::reports {
namespace {

const FontSet& Fonts()
{
    static const FontSet fonts;
    return fonts;
}

constexpr const char* kMixed = "维修费用结算清单:前制动片、电池绝缘电阻检测\n"
                               "Zażółć gęślą jaźń, ŁÓDŹ, ŚĆ, źdźbło\n"
                               "Crème brûlée, Größe, niño, Ångström, čeština, İstanbul\n"
                               "沪AD12345 ¥1,680.32 € £ ✓ ✕ ■ ▲ ● ○ ℃ Ω/V";

Document Mixed(double size = 14)
{
    Flow flow(Fonts(), {});
    flow.Text(kMixed, {.size = size});
    flow.Text(kMixed, {.size = size, .colour = {0x5F, 0x68, 0x76}, .bold = true});
    return flow.Finish("结算清单 Łódź");
}

TEST(PdfWriter, EveryCharacterLeavesInkOnThePage)
{
    const Document document = Mixed();
    const std::string pdf = WritePdf(document, Fonts());
    test::Keep("mixed.pdf", pdf);
    const auto pages = test::DrawPages(pdf, 144);
    ASSERT_EQ(pages.size(), document.pages.size());
    EXPECT_EQ(test::InvisibleCharacters(document, pages, 144), "");
    EXPECT_TRUE(document.missingGlyphs.empty());
}

/// Compares each glyph's ink with what FreeType draws of the original font: parts of a glyph lost on the way through
/// two subsettings would show. The Greek letters are composed of composed glyphs, four levels deep.
TEST(PdfWriter, NoPartOfAGlyphIsLost)
{
    constexpr double kSize = 60;
    const std::u32string sample = U"维鑫靐电łśżÅéß\u1F82\u1F8C\u1F92\u1FAD\u1E0E\u01D6";
    Flow flow(Fonts(), {});
    for (const char32_t c : sample)
        flow.Text(ToUtf8(std::u32string(1, c)), {.size = kSize, .lineHeight = 2});
    const Document document = flow.Finish("glyphs");
    const auto pages = test::DrawPages(WritePdf(document, Fonts()), 72);
    const test::ScratchDirectory scratch;
    std::size_t compared = 0;
    for (std::size_t number = 0; number < document.pages.size(); ++number) {
        for (const Operation& operation : document.pages[number].operations) {
            const auto& run = std::get<TextRun>(operation);
            const double ours =
                pages[number].Ink(run.x - 8, run.baseline - kSize * 1.2, run.width + 16, kSize * 1.7, 1);
            const std::string file = (scratch.Path() / "glyph.pgm").string();
            const auto [output, code] =
                test::Run("convert -background white -fill black -font " + document.fonts[run.font].path +
                          " -pointsize 60 -density 72 label:'" + run.text +
                          "' -bordercolor white -border 10 -colorspace Gray -depth 8 " + file + " 2>&1");
            if (code != 0)
                GTEST_SKIP() << "ImageMagick may not draw text here: " << output;
            std::istringstream in(test::ReadFile(file));
            std::string magic;
            test::Picture8 theirs;
            int most = 0;
            in >> magic >> theirs.width >> theirs.height >> most;
            in.get();
            theirs.pixels.resize(static_cast<std::size_t>(theirs.width) * theirs.height);
            in.read(theirs.pixels.data(), static_cast<std::streamsize>(theirs.pixels.size()));
            const double expected = theirs.Ink(0, 0, theirs.width, theirs.height, 1);
            EXPECT_NEAR(ours / expected, 1, 0.08) << run.text;
            ++compared;
        }
    }
    EXPECT_EQ(compared, sample.size());
}

TEST(PdfWriter, TextComesOutAgainExactly)
{
    const std::string pdf = WritePdf(Mixed(10), Fonts());
    std::string complaints;
    const std::string text = test::TextOf(pdf, &complaints);
    EXPECT_EQ(complaints, "");
    std::istringstream lines(kMixed);
    for (std::string line; std::getline(lines, line);)
        EXPECT_NE(text.find(line), std::string::npos) << line << "\nin\n" << text;
}

TEST(PdfWriter, CharactersBeyondTheBasicPlaneAreDrawnAndRead)
{
    Flow flow(Fonts(), {});
    flow.Text("ok \U0001F600 \U0001F601", {.size = 20});
    const Document document = flow.Finish("t");
    EXPECT_TRUE(document.missingGlyphs.empty());
    const std::string pdf = WritePdf(document, Fonts());
    EXPECT_EQ(test::InvisibleCharacters(document, test::DrawPages(pdf, 144), 144), "");
    EXPECT_NE(test::TextOf(pdf).find("\U0001F600"), std::string::npos);
}

TEST(PdfWriter, IsContentToQpdfAndHasNoActions)
{
    const std::string pdf = WritePdf(Mixed(), Fonts(), {.author = "维修中心"});
    EXPECT_EQ(test::QpdfComplaints(pdf), "");
    for (const char* forbidden : {"/JavaScript", "/JS", "/OpenAction", "/Launch", "/URI", "/EmbeddedFile"})
        EXPECT_EQ(pdf.find(forbidden), std::string::npos) << forbidden;
}

TEST(PdfWriter, WritesTheTitleAsUnicodeAndTheDateOnlyWhenAsked)
{
    const test::ScratchDirectory scratch;
    const auto path = scratch.Path() / "in.pdf";
    test::WriteFile(path, WritePdf(Mixed(), Fonts()));
    const std::string plain = test::Run("pdfinfo -enc UTF-8 " + path.string()).first;
    EXPECT_NE(plain.find("结算清单 Łódź"), std::string::npos) << plain;
    EXPECT_EQ(plain.find("CreationDate"), std::string::npos);
    test::WriteFile(path, WritePdf(Mixed(), Fonts(), {.created = core::ParseRfc3339("2026-11-22T09:14:03Z")}));
    EXPECT_NE(test::Run("pdfinfo -isodates " + path.string()).first.find("2026-11-22T09:14:03Z"), std::string::npos);
}

TEST(PdfWriter, WritesTheSameBytesTwiceAlsoFromAnotherFontSetAndThread)
{
    const std::string first = WritePdf(Mixed(), Fonts());
    EXPECT_EQ(WritePdf(Mixed(), Fonts()), first);
    const FontSet others;
    std::string inThread;
    std::thread([&] { inThread = WritePdf(Mixed(), others); }).join();
    EXPECT_EQ(inThread, first);
}

TEST(PdfWriter, HasOneFontObjectAFaceHoweverManyPages)
{
    Flow flow(Fonts(), {});
    for (int i = 0; i < 400; ++i)
        flow.Text("第 " + std::to_string(i) + " 行 łódź", {});
    const test::ScratchDirectory scratch;
    test::WriteFile(scratch.Path() / "in.pdf", WritePdf(flow.Finish("t"), Fonts()));
    const std::string list = test::Run("pdffonts " + (scratch.Path() / "in.pdf").string()).first;
    EXPECT_EQ(std::count(list.begin(), list.end(), '\n'), 3) << list; // two lines of heading, one font
}

TEST(PdfWriter, DrawsPicturesAndPixelsOnce)
{
    const std::string jpeg = test::Run("convert -size 400x300 plasma:grey-black -seed 2 jpg:-").first;
    const PicturePtr photo = PictureFromJpeg(jpeg);
    Flow flow(Fonts(), {.left = 0, .right = 0, .top = 0});
    for (int i = 0; i < 3; ++i)
        flow.Add(PictureBlock(photo, 200, 150));
    flow.Add(PictureBlock(PictureFromRgb(std::string(3 * 10 * 10, '\0'), 10, 10), 50, 50));
    const std::string pdf = WritePdf(flow.Finish("t"), Fonts());
    EXPECT_LT(pdf.size(), jpeg.size() + 4000);
    const auto pages = test::DrawPages(pdf, 72);
    for (int i = 0; i < 3; ++i)
        EXPECT_GT(pages.front().Ink(0, 150.0 * i + 5, 200, 140, 1), 200 * 140 * 0.3);
    EXPECT_GT(pages.front().Ink(2, 452, 46, 46, 1), 46 * 46 * 0.95);
}

} // namespace
} // namespace bayline::reports
