// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace bayline::photo {

struct Converted
{
    std::string_view refusal; ///< a code, or empty when there are pictures
    int width = 0;
    int height = 0;
    std::string large;
    std::string thumb;
};

inline constexpr int kLargeQuality = 85;
inline constexpr int kThumbQuality = 80;

/// Loads what reading needs, before the doors are shut: in bayline-photo libvips with only its JPEG, PNG, WebP and HEIF
/// readers, in bayline-photo-jpeg nothing. False when it cannot be started.
[[nodiscard]] bool StartReader(const char* program);

/// Header checks, one decode, two JPEGs.
[[nodiscard]] Converted Convert(std::span<const std::uint8_t> bytes);

} // namespace bayline::photo
