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

/// Loads libvips and allows only its JPEG, PNG, WebP and HEIF readers. False when it cannot be started.
[[nodiscard]] bool StartVips(const char* program);

/// Header checks, one decode, two JPEGs.
[[nodiscard]] Converted Convert(std::span<const std::uint8_t> bytes);

} // namespace bayline::photo
