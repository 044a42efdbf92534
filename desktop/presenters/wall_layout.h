// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace bayline::desktop {

/// How much a card on the wall says, richest first. Marks are icons beside the plate, and words where there is a row.
enum class WallLook
{
    Full,   ///< plate, car, promise, technician, mark in words
    Middle, ///< plate, promise, technician
    Brief,  ///< plate, promise
    Line,   ///< plate and promise in one row
};

/// Where the cards of a board stand on a screen that nobody touches: everything in sight at once, nothing scrolls.
struct WallPlan
{
    WallLook look = WallLook::Full;
    int plate = 0;          ///< height of a plate's letters in pixels; all other sizes follow from it
    std::vector<int> lanes; ///< how many cards stand side by side in each column; 0: an empty one, half as wide
    int perLane = 0;        ///< most cards that fit below each other
    bool all = true;        ///< false: the last place of a lane says how many more there are

    [[nodiscard]] int CardHeight() const;
    [[nodiscard]] int TextHeight() const; ///< of everything but the plate
    /// Of a column, in widths of a lane; and of all columns together.
    [[nodiscard]] double Width(std::size_t column) const;
    [[nodiscard]] double Width() const;
    [[nodiscard]] int Gap() const { return plate / 4; }
};

/// The plan in which `cards` (how many each column holds) can be read from farthest away on `width` by `height` pixels:
/// the richest look whose plates are no smaller than a fortieth of the screen's height (27 pixels on 1080, about 14 mm
/// on a screen of 43 inches, twice what the eye needs at two metres); within it the largest letters. A crowded column
/// gets several lanes; where that is not enough, empty columns give half of theirs away.
[[nodiscard]] WallPlan PlanWall(const std::vector<int>& cards, int width, int height, int screenHeight);

} // namespace bayline::desktop
