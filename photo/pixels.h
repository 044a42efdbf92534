// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace bayline::photo {

/// A picture in memory: lines of red, green and blue bytes.
struct Pixels
{
    static constexpr std::size_t kBands = 3;

    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> bytes;

    Pixels() = default;
    Pixels(int wide, int high)
        : width(wide), height(high), bytes(static_cast<std::size_t>(wide) * static_cast<std::size_t>(high) * kBands)
    {
    }

    [[nodiscard]] std::uint8_t* Line(int y)
    {
        return bytes.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width) * kBands;
    }
    [[nodiscard]] const std::uint8_t* Line(int y) const
    {
        return bytes.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width) * kBands;
    }
};

} // namespace bayline::photo
