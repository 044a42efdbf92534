// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace bayline::photo {

enum class Format
{
    Jpeg,
    Png,
    WebP,
    Heic,
};

/// What the first bytes of a file promise, read without any decoder. For HEIC only the format is known here; the rest
/// is 0 and comes from the container's reader inside the sandbox.
struct PictureHeader
{
    Format format = Format::Jpeg;
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::uint32_t frames = 1;
    std::uint64_t metadataBytes = 0;
    bool damaged = false; ///< the structure ends before the picture does
};

/// Nothing when the magic bytes are not those of JPEG, PNG, WebP or HEIC.
[[nodiscard]] std::optional<PictureHeader> ReadPictureHeader(std::span<const std::uint8_t> bytes);

/// The code of the refusal that the header deserves; empty when it may be decoded.
[[nodiscard]] std::string_view JudgeHeader(const PictureHeader& header);

} // namespace bayline::photo
