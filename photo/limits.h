// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

/// What a photo may be. Both sides know these: the client refuses what need not be sent, the helper trusts nobody.
namespace bayline::photo {

inline constexpr std::size_t kMaxFileBytes = 20'000'000;
inline constexpr std::uint64_t kMaxPixels = 50'000'000;
inline constexpr std::uint32_t kMaxSide = 16'384;
inline constexpr std::uint64_t kMaxMetadataBytes = 8'000'000;

inline constexpr int kLargeSide = 2048; ///< longest side of the stored picture
inline constexpr int kThumbSide = 320;  ///< longest side of the thumbnail

/// Upper bounds of what the helper may answer; a helper that was taken over cannot flood the program.
inline constexpr std::size_t kMaxLargeBytes = 8'000'000;
inline constexpr std::size_t kMaxThumbBytes = 400'000;

/// bayline-photo-jpeg's word for a picture that is not for it: bayline-photo is asked then.
inline constexpr std::string_view kOtherReader = "photo.other_reader";

} // namespace bayline::photo
