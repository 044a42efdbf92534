// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/sheet_reader.h"

#include "reports/sheet.h"

#include <gtest/gtest.h>

namespace bayline::reports {

namespace {

std::vector<std::uint8_t> Written(const std::vector<Sheet>& sheets)
{
    const auto bytes = XlsxOf(sheets);
    return {bytes.begin(), bytes.end()};
}

const Sheet kSheet{.name = "Catalogue",
                   .columns = {"Code", "Price", "Hours"},
                   .widths = {10, 10, 10},
                   .rows = {{{.text = "刹车片 & <x>"},
                             {.text = {}, .value = 26810, .unit = core::KpiUnit::Money},
                             {.text = {}, .value = 125, .unit = core::KpiUnit::Hours}},
                            {{.text = "=1+1"}, {.text = ""}, {.text = "x"}}}};

} // namespace

TEST(SheetReader, ReadsBackWhatAnotherProgramWroteNumbersAsPeopleSeeThem)
{
    const auto rows =
        ReadXlsx(Written({kSheet, Sheet{.name = "Second", .columns = {"no"}, .widths = {5}, .rows = {}}}));
    ASSERT_TRUE(rows) << rows.FirstRefusal().Text();
    ASSERT_GE(rows.Value().size(), 3U);
    EXPECT_EQ(rows.Value()[0], (std::vector<std::string>{"Code", "Price", "Hours"}));
    EXPECT_EQ(rows.Value()[1], (std::vector<std::string>{"刹车片 & <x>", "268.1", "0.125"}));
    EXPECT_EQ(rows.Value()[2][0], "=1+1") << "a text, never a formula";
    EXPECT_EQ(rows.Value()[2].back(), "x");
}

TEST(SheetReader, RefusesWhatIsNoSpreadsheetInWordsWhereverItIsCut)
{
    EXPECT_FALSE(ReadXlsx({}));
    EXPECT_FALSE(ReadXlsx({'P', 'K', 3, 4}));
    const auto whole = Written({kSheet});
    for (std::size_t size = 0; size < whole.size(); size += 37) {
        const auto cut = ReadXlsx({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)});
        ASSERT_FALSE(cut) << size;
        EXPECT_FALSE(cut.FirstRefusal().sentence.empty());
    }
}

TEST(SheetReader, SurvivesEveryFlippedByte)
{
    const auto whole = Written({kSheet});
    for (std::size_t at = 0; at < whole.size(); ++at) {
        auto flipped = whole;
        flipped[at] ^= 0xFFU;
        const auto rows = ReadXlsx(flipped);
        if (rows) {
            EXPECT_LE(rows.Value().size(), 20'000U);
        }
    }
}

} // namespace bayline::reports
