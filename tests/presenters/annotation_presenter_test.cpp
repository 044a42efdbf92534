// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/annotation_presenter.h"

#include "desktop/presenters/photo_blur.h"

#include <gtest/gtest.h>

#include <set>

namespace bayline::test {

namespace {

using core::MarkKind;
using desktop::AnnotationPresenter;

void Draw(AnnotationPresenter& marks, MarkKind tool, int x1, int y1, int x2, int y2)
{
    marks.tool = tool;
    marks.Begin(x1, y1);
    marks.Move(x2, y2);
    static_cast<void>(marks.End());
}

TEST(AnnotationPresenter, TakesBackAndPutsBackMarkByMark)
{
    AnnotationPresenter marks({});
    Draw(marks, MarkKind::Arrow, 0, 0, 5000, 5000);
    Draw(marks, MarkKind::Circle, 1000, 1000, 3000, 3000);
    EXPECT_TRUE(marks.Changed());
    marks.Undo();
    ASSERT_EQ(marks.Marks().size(), 1U);
    EXPECT_EQ(marks.Marks()[0].kind, MarkKind::Arrow);
    marks.Redo();
    EXPECT_EQ(marks.Marks().size(), 2U);
    marks.Clear();
    EXPECT_TRUE(marks.Marks().empty());
    marks.Undo();
    EXPECT_EQ(marks.Marks().size(), 2U);
    marks.Undo();
    marks.Undo();
    EXPECT_FALSE(marks.CanUndo());
    EXPECT_FALSE(marks.Changed());
}

TEST(AnnotationPresenter, ASlipOfTheHandIsNoMark)
{
    AnnotationPresenter marks({});
    Draw(marks, MarkKind::Arrow, 500, 500, 520, 510);
    Draw(marks, MarkKind::Text, 500, 500, 500, 500);
    EXPECT_TRUE(marks.Marks().empty());
    marks.text = "漏油";
    Draw(marks, MarkKind::Text, 500, 500, 500, 500);
    ASSERT_EQ(marks.Marks().size(), 1U);
    EXPECT_EQ(marks.Marks()[0].text, "漏油");
}

TEST(AnnotationPresenter, WhatWasDrawnMeanwhileIsLaidOverWhatSomebodyElseSaved)
{
    const core::PhotoMark theirs{.kind = MarkKind::Blur, .x2 = 5000, .y2 = 5000};
    const core::PhotoMark both{.kind = MarkKind::Circle, .x2 = 900, .y2 = 900};
    const core::PhotoMark mine{.kind = MarkKind::Arrow, .x2 = 7000, .y2 = 7000};
    AnnotationPresenter marks({both, theirs}, {both, mine});
    EXPECT_EQ(marks.Marks(), (std::vector{both, theirs, mine}));
    EXPECT_TRUE(marks.Changed());
    marks.Undo();
    EXPECT_EQ(marks.Marks(), (std::vector{both, theirs}));
    EXPECT_FALSE(marks.Changed());
    EXPECT_FALSE(AnnotationPresenter({both, theirs}, {}).CanUndo());
}

TEST(PhotoBlur, LeavesNothingOfTheDetailAndNothingElseChanges)
{
    constexpr int kSide = 160;
    std::vector<std::uint8_t> rgb(kSide * kSide * 3);
    for (std::size_t index = 0; index < rgb.size(); ++index) {
        rgb[index] = static_cast<std::uint8_t>(index * 2'654'435'761U >> 7U);
    }
    const auto before = rgb;
    desktop::BurnBlur(rgb, kSide, kSide, {.kind = MarkKind::Blur, .x1 = 7500, .y1 = 7500, .x2 = 2500, .y2 = 2500});
    std::set<std::vector<std::uint8_t>> colours;
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            const auto at = static_cast<std::size_t>((y * kSide + x) * 3);
            const bool inside = x >= 40 && x < 120 && y >= 40 && y < 120;
            if (inside) {
                colours.insert({rgb[at], rgb[at + 1], rgb[at + 2]});
            } else {
                ASSERT_EQ(rgb[at], before[at]) << x << " " << y;
            }
        }
    }
    EXPECT_EQ(colours.size(), 1U);
}

TEST(PhotoBlur, WhatIsCoveredTellsNothingOfWhatWasThere)
{
    constexpr int kSide = 40;
    std::vector<std::uint8_t> dark(kSide * kSide * 3, 10);
    std::vector<std::uint8_t> bright(kSide * kSide * 3, 240);
    const core::PhotoMark all{.kind = MarkKind::Blur, .x2 = core::kMarkScale, .y2 = core::kMarkScale};
    desktop::BurnBlur(dark, kSide, kSide, all);
    desktop::BurnBlur(bright, kSide, kSide, all);
    EXPECT_EQ(dark, bright);
}

TEST(PhotoBlur, TheEdgesOfThePictureAreCoveredToo)
{
    std::vector<std::uint8_t> rgb = {0, 0, 0, 255, 255, 255, 255, 255, 255, 0, 0, 0};
    desktop::BurnBlur(rgb, 2, 2,
                      {.kind = MarkKind::Blur, .x1 = 0, .y1 = 0, .x2 = core::kMarkScale, .y2 = core::kMarkScale});
    EXPECT_EQ(rgb.size(), 12U);
    std::vector<std::uint8_t> one = {1, 2, 3};
    desktop::BurnBlur(one, 1, 1, {.kind = MarkKind::Blur, .x1 = 5000, .y1 = 5000, .x2 = 5000, .y2 = 5000});
    EXPECT_EQ(one, (std::vector<std::uint8_t>{128, 128, 128})) << "a mark covers every pixel it touches";
}

} // namespace

} // namespace bayline::test
