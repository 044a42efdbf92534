// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/photo_blur.h"

#include <algorithm>

namespace bayline::desktop {

namespace {

/// The same grey everywhere. Even means of what was there tell a plate: whoever tries all of them out finds the one
/// that fits.
constexpr std::uint8_t kCover = 128;

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

} // namespace

void BurnBlur(std::span<std::uint8_t> rgb, int width, int height, const core::PhotoMark& mark)
{
    const auto area = AreaOf(mark, width, height);
    const auto at = [width](int x, int y) { return (std::ptrdiff_t{y} * width + x) * 3; };
    for (int y = area.top; y < area.bottom; ++y) {
        std::fill(rgb.begin() + at(area.left, y), rgb.begin() + at(area.right, y), kCover);
    }
}

} // namespace bayline::desktop
