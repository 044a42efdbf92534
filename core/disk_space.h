// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace bayline::core {

/// The room on a disk, in bytes.
struct DiskSpace
{
    std::int64_t total = 0; ///< 0: not known
    std::int64_t free = 0;  ///< for a program without privileges
};

enum class SpaceLevel
{
    Enough,
    Low,        ///< less than 15 % free: somebody should make room
    NearlyFull, ///< less than 5 % free: soon nothing can be saved
};

[[nodiscard]] constexpr SpaceLevel Judge(const DiskSpace& space)
{
    constexpr std::int64_t kLowPercent = 15;
    constexpr std::int64_t kNearlyFullPercent = 5;
    const auto onePercent = space.total / 100;
    if (space.total <= 0 || space.free >= kLowPercent * onePercent) {
        return SpaceLevel::Enough;
    }
    return space.free >= kNearlyFullPercent * onePercent ? SpaceLevel::Low : SpaceLevel::NearlyFull;
}

} // namespace bayline::core
