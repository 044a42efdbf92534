// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "photo/pixels.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>

namespace bayline::photo {

/// What a JPEG is, as far as the plain way through the helper asks.
struct JpegFacts
{
    bool readable = false;
    bool plain = false; ///< three bands of eight bits that are sRGB: what a camera makes
    int width = 0;      ///< as it will be read, after dropping what is finer than wanted
    int height = 0;
    int orientation = 1; ///< EXIF 2.32, 4.6.4: 1 to 8
};

/// Reads the picture line by line, at least `leastSide` long if it has that many pixels. `begin` gets the facts and
/// says whether to go on; `line` gets width × 3 bytes. False when the data is damaged or `begin` said no.
[[nodiscard]] bool ReadJpegLines(std::span<const std::uint8_t> bytes, int leastSide,
                                 const std::function<bool(const JpegFacts&)>& begin,
                                 const std::function<void(const std::uint8_t*)>& line);

/// Baseline, no metadata. Empty when it cannot be made.
[[nodiscard]] std::string WriteJpeg(const Pixels& pixels, int quality);

} // namespace bayline::photo
