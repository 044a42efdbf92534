// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/flow.h"

#include "reports/table.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace bayline::reports {
namespace {

const FontSet& Fonts()
{
    static const FontSet fonts;
    return fonts;
}

/// The texts of a page from top to bottom.
std::vector<std::string> Texts(const Page& page)
{
    std::vector<std::string> texts;
    for (const Operation& operation : page.operations) {
        if (const auto* run = std::get_if<TextRun>(&operation))
            texts.push_back(run->text);
    }
    return texts;
}

bool Has(const Page& page, const std::string& text)
{
    const auto texts = Texts(page);
    return std::find(texts.begin(), texts.end(), text) != texts.end();
}

double LowestText(const Page& page)
{
    double lowest = 0;
    for (const Operation& operation : page.operations) {
        if (const auto* run = std::get_if<TextRun>(&operation))
            lowest = std::max(lowest, run->baseline);
    }
    return lowest;
}

Table Rows(int count)
{
    Table table;
    table.columns = {{"No.", Align::Left, 30}, {"Job", Align::Left, 0, 1}, {"Amount", Align::Right}};
    for (int i = 1; i <= count; ++i)
        table.rows.push_back(
            {.cells = {Cell(std::to_string(i), {}), Cell("job " + std::to_string(i), {}), Cell("10.00", {})}});
    table.keepLastWithNext = true;
    return table;
}

TEST(Flow, RepeatsTheHeaderOnEveryPageOfATable)
{
    Flow flow(Fonts(), {});
    AddTable(flow, Rows(300));
    flow.Add(TextBlock(Fonts(), "TOTAL", {}, flow.Width()));
    const Document document = flow.Finish("t");
    ASSERT_GT(document.pages.size(), 5U);
    int rows = 0;
    for (const Page& page : document.pages) {
        EXPECT_TRUE(Has(page, "Amount"));
        EXPECT_LE(LowestText(page), kA4.height - 54);
        const auto texts = Texts(page);
        rows += static_cast<int>(std::count(texts.begin(), texts.end(), "10.00"));
    }
    EXPECT_EQ(rows, 300);
}

TEST(Flow, NeverLeavesATotalAloneWhateverTheNumberOfRows)
{
    for (int count = 1; count <= 80; ++count) {
        Flow flow(Fonts(), {});
        AddTable(flow, Rows(count));
        flow.Add(TextBlock(Fonts(), "TOTAL", {.size = 14}, flow.Width()));
        const Document document = flow.Finish("t");
        const Page& last = document.pages.back();
        EXPECT_TRUE(Has(last, "TOTAL")) << count;
        EXPECT_TRUE(Has(last, "job " + std::to_string(count))) << count;
        EXPECT_TRUE(Has(last, "Amount")) << count;
        EXPECT_LE(LowestText(last), kA4.height - 54) << count;
    }
}

TEST(Flow, NeverLeavesAHeadingAlone)
{
    for (double before = 600; before < 760; before += 3) {
        Flow flow(Fonts(), {});
        flow.Add(Block(10, before));
        flow.Add(TextBlock(Fonts(), "HEADING", {}, 100), Keep::WithNext);
        AddTable(flow, Rows(3));
        const Document document = flow.Finish("t");
        const Page& page = Has(document.pages.front(), "HEADING") ? document.pages.front() : document.pages.back();
        EXPECT_TRUE(Has(page, "job 1")) << before;
    }
}

TEST(Flow, DoesNotDivideARow)
{
    for (int lines = 1; lines < 50; lines += 3) {
        Flow flow(Fonts(), {});
        flow.Add(Block(10, 400));
        std::string text;
        for (int i = 0; i < lines; ++i)
            text += "line " + std::to_string(i) + "\n";
        Table table = Rows(0);
        table.rows.push_back({.cells = {Cell("1", {}), Cell(text, {}), Cell("1.00", {})}});
        table.keepLastWithNext = false;
        AddTable(flow, table);
        const Document document = flow.Finish("t");
        const Page& page = document.pages.back();
        EXPECT_TRUE(Has(page, "line 0") && Has(page, "line " + std::to_string(lines - 1))) << lines;
    }
}

TEST(Flow, CutsABlockTallerThanAPageBetweenItsLines)
{
    std::string note;
    for (int i = 0; i < 200; ++i)
        note += "note " + std::to_string(i) + "\n";
    Flow flow(Fonts(), {});
    flow.Add(TextBlock(Fonts(), note, {}, flow.Width()));
    const Document document = flow.Finish("t");
    EXPECT_GE(document.pages.size(), 3U);
    int found = 0;
    for (const Page& page : document.pages) {
        EXPECT_LE(LowestText(page), kA4.height - 54);
        found += static_cast<int>(Texts(page).size());
    }
    EXPECT_EQ(found, 200);
}

TEST(Flow, SaysPageXOfY)
{
    FlowSetup setup;
    setup.decorate = [](Block& page, int number, int count) {
        page.Put(LayText(Fonts(), FillNumbers("Page {1} of {2}", number, count), {}, 200), 48, 800, 200);
    };
    Flow flow(Fonts(), setup);
    AddTable(flow, Rows(100));
    const Document document = flow.Finish("t");
    const auto count = std::to_string(document.pages.size());
    EXPECT_TRUE(Has(document.pages.front(), "Page 1 of " + count));
    EXPECT_TRUE(Has(document.pages.back(), "Page " + count + " of " + count));
}

TEST(Flow, MakesAReceiptAsLongAsItsContent)
{
    Flow flow(Fonts(), {.size = kReceipt80mm, .left = 8, .right = 8, .top = 8, .bottom = 8, .continuous = true});
    AddTable(flow, Rows(200));
    const Document document = flow.Finish("t");
    ASSERT_EQ(document.pages.size(), 1U);
    EXPECT_GT(document.pages.front().size.height, 200 * 15);
    EXPECT_NEAR(document.pages.front().size.height, LowestText(document.pages.front()) + 8, 14);
}

TEST(Flow, CollectsEachMissingGlyphOnce)
{
    Flow flow(Fonts(), {});
    flow.Text("\U00020BB7 and \U00020BB7", {});
    flow.Text("\U00020BB8", {});
    EXPECT_EQ(flow.Finish("t").missingGlyphs, (std::vector<char32_t>{0x20BB7, 0x20BB8}));
}

TEST(Table, MakesNarrowColumnsFitWhateverTheirContent)
{
    Table table = Rows(1);
    table.rows.front().cells[2] = Cell(std::string(300, '9'), {});
    const std::vector<double> widths = ColumnWidths(Fonts(), table, 400);
    EXPECT_NEAR(widths[0] + widths[1] + widths[2] + 2 * table.style.cellGap, 400, 0.01);
    EXPECT_GE(widths[1], 400.0 / 3 - 0.01);
}

} // namespace
} // namespace bayline::reports
