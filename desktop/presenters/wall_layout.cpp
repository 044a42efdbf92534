// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/wall_layout.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace bayline::desktop {

namespace {

constexpr std::array kLooks = {WallLook::Full, WallLook::Middle, WallLook::Brief, WallLook::Line};
constexpr int kMostLanes = 14;
/// A plate of one Chinese character and eight letters, with the card's margins, is this many letter heights wide.
constexpr double kPlateWidths = 7.4;
/// In one row with the promised time.
constexpr double kLineWidths = 9.5;

int RowsOf(WallLook look)
{
    switch (look) {
    case WallLook::Full:
        return 4;
    case WallLook::Middle:
        return 2;
    case WallLook::Brief:
        return 1;
    case WallLook::Line:
        break;
    }
    return 0;
}

/// Shares lanes out: one each, the others always to the column that is most crowded.
std::vector<int> ShareLanes(const std::vector<int>& cards, int lanes)
{
    std::vector<int> shared(cards.size(), 1);
    for (int left = lanes - static_cast<int>(cards.size()); left > 0; --left) {
        std::size_t fullest = 0;
        for (std::size_t column = 1; column < cards.size(); ++column)
            if (cards[column] * shared[fullest] > cards[fullest] * shared[column])
                fullest = column;
        ++shared[fullest];
    }
    return shared;
}

int MostInALane(const std::vector<int>& cards, const std::vector<int>& lanes)
{
    int most = 1;
    for (std::size_t column = 0; column < cards.size(); ++column)
        most = std::max(most, (cards[column] + lanes[column] - 1) / lanes[column]);
    return most;
}

/// The largest plate with which `most` cards of that look stand below each other.
int LargestPlate(WallLook look, int most, int laneWidth, int height, int limit)
{
    const double widths = look == WallLook::Line ? kLineWidths : kPlateWidths;
    int plate = std::min(limit, static_cast<int>(laneWidth / widths));
    for (; plate > 0; --plate) {
        const WallPlan plan{.look = look, .plate = plate, .lanes = {}};
        if (most * (plan.CardHeight() + plan.Gap()) <= height)
            break;
    }
    return plate;
}

} // namespace

int WallPlan::TextHeight() const
{
    return plate * 5 / 8;
}

int WallPlan::CardHeight() const
{
    return plate / 2 + plate * 4 / 3 + RowsOf(look) * TextHeight() * 4 / 3;
}

WallPlan PlanWall(const std::vector<int>& cards, int width, int height, int screenHeight)
{
    const int least = std::max(12, screenHeight / 40);
    const int limit = screenHeight / 20;
    WallPlan best;
    for (const auto look : kLooks) {
        for (int lanes = static_cast<int>(cards.size()); lanes <= kMostLanes; ++lanes) {
            const auto shared = ShareLanes(cards, lanes);
            const int most = MostInALane(cards, shared);
            const int plate = LargestPlate(look, most, width / lanes, height, limit);
            if (plate >= least && plate > best.plate)
                best = {.look = look, .plate = plate, .lanes = shared, .perLane = most};
        }
        if (best.plate > 0)
            return best;
    }
    // More than fits: as many as can still be read.
    int lanes = std::max(static_cast<int>(cards.size()), static_cast<int>(width / (kLineWidths * least)));
    lanes = std::min(lanes, kMostLanes);
    best = {.look = WallLook::Line, .plate = least, .lanes = ShareLanes(cards, lanes), .all = false};
    best.perLane = std::max(1, height / (best.CardHeight() + best.Gap()));
    return best;
}

} // namespace bayline::desktop
