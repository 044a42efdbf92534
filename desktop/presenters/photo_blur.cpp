// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/photo_blur.h"

#include <algorithm>
#include <array>

namespace bayline::desktop {

namespace {

constexpr int kBlocks = 8;

struct Area
{
    int left = 0;
    int top = 0;
    int right = 0; ///< behind the last column
    int bottom = 0;
};

Area AreaOf(const core::PhotoMark& mark, int width, int height)
{
    // Rounded outwards: half a pixel of a plate is too much.
    const auto first = [](int corner, int size) { return corner * size / core::kMarkScale; };
    const auto behind = [](int corner, int size) {
        return std::min(size, (corner * size + core::kMarkScale - 1) / core::kMarkScale);
    };
    return {.left = first(std::min(mark.x1, mark.x2), width),
            .top = first(std::min(mark.y1, mark.y2), height),
            .right = behind(std::max(mark.x1, mark.x2), width),
            .bottom = behind(std::max(mark.y1, mark.y2), height)};
}

void FillWithMean(std::span<std::uint8_t> rgb, int width, const Area& block)
{
    std::array<std::uint64_t, 3> sum{};
    const auto at = [width](int x, int y) {
        return (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) * 3;
    };
    for (int y = block.top; y < block.bottom; ++y) {
        for (int x = block.left; x < block.right; ++x) {
            for (std::size_t band = 0; band < 3; ++band) {
                sum[band] += rgb[at(x, y) + band];
            }
        }
    }
    const auto pixels = static_cast<std::uint64_t>((block.right - block.left) * (block.bottom - block.top));
    for (int y = block.top; y < block.bottom; ++y) {
        for (int x = block.left; x < block.right; ++x) {
            for (std::size_t band = 0; band < 3; ++band) {
                rgb[at(x, y) + band] = static_cast<std::uint8_t>(sum[band] / pixels);
            }
        }
    }
}

} // namespace

void BurnBlur(std::span<std::uint8_t> rgb, int width, int height, const core::PhotoMark& mark)
{
    const auto area = AreaOf(mark, width, height);
    const int longer = std::max(area.right - area.left, area.bottom - area.top);
    const int side = std::max(1, (longer + kBlocks - 1) / kBlocks);
    for (int top = area.top; top < area.bottom; top += side) {
        for (int left = area.left; left < area.right; left += side) {
            FillWithMean(rgb, width, {left, top, std::min(left + side, area.right), std::min(top + side, area.bottom)});
        }
    }
}

} // namespace bayline::desktop
