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

/// Shares lanes out: one each, the others always to the column that is most crowded. `narrow` leaves empty columns out.
std::vector<int> ShareLanes(const std::vector<int>& cards, int lanes, bool narrow)
{
    std::vector<int> shared(cards.size(), 1);
    for (std::size_t column = 0; narrow && column < cards.size(); ++column)
        shared[column] = cards[column] > 0 ? 1 : 0;
    int left = lanes - std::accumulate(shared.begin(), shared.end(), 0);
    const auto crowded = [&](std::size_t column) {
        return shared[column] > 0 ? static_cast<double>(cards[column]) / shared[column] : -1.0;
    };
    for (; left > 0; --left) {
        std::size_t fullest = 0;
        for (std::size_t column = 1; column < cards.size(); ++column)
            if (crowded(column) > crowded(fullest))
                fullest = column;
        ++shared[fullest];
    }
    return shared;
}

int MostInALane(const std::vector<int>& cards, const std::vector<int>& lanes)
{
    int most = 1;
    for (std::size_t column = 0; column < cards.size(); ++column)
        if (lanes[column] > 0)
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

double WallPlan::Width(std::size_t column) const
{
    return lanes[column] > 0 ? lanes[column] : 0.5;
}

double WallPlan::Width() const
{
    double width = 0;
    for (std::size_t column = 0; column < lanes.size(); ++column)
        width += Width(column);
    return width;
}

WallPlan PlanWall(const std::vector<int>& cards, int width, int height, int screenHeight)
{
    const int least = std::max(12, screenHeight / 40);
    const int limit = screenHeight / 20;
    const int columns = static_cast<int>(cards.size());
    WallPlan best;
    for (const bool narrow : {false, true}) {
        for (const auto look : kLooks) {
            for (int lanes = narrow ? 1 : columns; lanes <= kMostLanes; ++lanes) {
                WallPlan plan{.look = look, .lanes = ShareLanes(cards, lanes, narrow)};
                plan.perLane = MostInALane(cards, plan.lanes);
                const int laneWidth = static_cast<int>(width / plan.Width());
                plan.plate = LargestPlate(look, plan.perLane, laneWidth, height, limit);
                if (plan.plate >= least && plan.plate > best.plate)
                    best = plan;
            }
            if (best.plate > 0)
                return best;
        }
    }
    // More than fits: as many as can still be read.
    const auto empty = static_cast<int>(std::count(cards.begin(), cards.end(), 0));
    const int fitting = static_cast<int>(width / (kLineWidths * least) - 0.5 * empty);
    const int lanes = std::max(columns - empty, std::min(fitting, kMostLanes));
    best = {.look = WallLook::Line, .plate = least, .lanes = ShareLanes(cards, lanes, true), .all = false};
    best.perLane = std::max(1, height / (best.CardHeight() + best.Gap()));
    return best;
}

} // namespace bayline::desktop
