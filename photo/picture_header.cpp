// SPDX-License-Identifier: GPL-3.0-or-later
#include "photo/picture_header.h"

#include "photo/limits.h"

#include <algorithm>
#include <array>

namespace bayline::photo {
namespace {

using Bytes = std::span<const std::uint8_t>;

bool HasText(Bytes bytes, std::size_t at, std::string_view text)
{
    return at + text.size() <= bytes.size() &&
           std::equal(text.begin(), text.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at),
                      [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

std::uint32_t BigEndian(Bytes bytes, std::size_t at, int count)
{
    std::uint32_t value = 0;
    for (int i = 0; i < count; ++i)
        value = (value << 8) | bytes[at + static_cast<std::size_t>(i)];
    return value;
}

std::uint32_t LittleEndian(Bytes bytes, std::size_t at, int count)
{
    std::uint32_t value = 0;
    for (int i = count - 1; i >= 0; --i)
        value = (value << 8) | bytes[at + static_cast<std::size_t>(i)];
    return value;
}

bool IsFrameMarker(std::uint8_t marker)
{
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/// Scan data never holds the end marker (a 0xFF is followed by 0 there), so a file without one was cut off. The decoder
/// itself would fill the rest with grey and call it a picture.
bool HasEndOfImage(Bytes scan)
{
    constexpr std::array<std::uint8_t, 2> kEnd = {0xFF, 0xD9};
    return std::search(scan.begin(), scan.end(), kEnd.begin(), kEnd.end()) != scan.end();
}

/// ISO 10918-1 annex B: segments up to the start of the scan.
PictureHeader ReadJpeg(Bytes bytes)
{
    PictureHeader header{.format = Format::Jpeg};
    std::size_t at = 2;
    while (at + 4 <= bytes.size()) {
        if (bytes[at] != 0xFF) {
            header.damaged = true;
            return header;
        }
        const std::uint8_t marker = bytes[at + 1];
        if (marker == 0xFF) { // fill byte
            ++at;
            continue;
        }
        const std::uint32_t length = BigEndian(bytes, at + 2, 2);
        if (marker == 0xDA) {
            header.damaged = header.width == 0 || !HasEndOfImage(bytes.subspan(at));
            return header;
        }
        if (IsFrameMarker(marker) && at + 9 <= bytes.size()) {
            header.height = BigEndian(bytes, at + 5, 2);
            header.width = BigEndian(bytes, at + 7, 2);
        }
        if ((marker >= 0xE0 && marker <= 0xEF) || marker == 0xFE)
            header.metadataBytes += length;
        at += 2 + std::max<std::uint32_t>(length, 2);
    }
    header.damaged = true;
    return header;
}

/// PNG (third edition) §5.3 chunks; acTL announces an animation. A lower-case first letter marks ancillary data.
PictureHeader ReadPng(Bytes bytes)
{
    PictureHeader header{.format = Format::Png};
    std::size_t at = 8;
    while (at + 12 <= bytes.size()) {
        const std::uint64_t length = BigEndian(bytes, at, 4);
        if (HasText(bytes, at + 4, "IHDR") && at + 16 <= bytes.size()) {
            header.width = BigEndian(bytes, at + 8, 4);
            header.height = BigEndian(bytes, at + 12, 4);
        } else if (HasText(bytes, at + 4, "acTL") && at + 12 <= bytes.size()) {
            header.frames = std::max<std::uint32_t>(BigEndian(bytes, at + 8, 4), 2);
        } else if (HasText(bytes, at + 4, "IEND")) {
            header.damaged = header.width == 0;
            return header;
        } else if ((bytes[at + 4] & 0x20) != 0) {
            header.metadataBytes += length;
        }
        at += 12 + length;
    }
    header.damaged = true;
    return header;
}

void ReadWebPChunk(Bytes bytes, std::size_t at, std::uint32_t length, PictureHeader& header)
{
    const bool whole = at + 8 + 10 <= bytes.size();
    if (HasText(bytes, at, "VP8X") && whole) {
        header.width = LittleEndian(bytes, at + 12, 3) + 1;
        header.height = LittleEndian(bytes, at + 15, 3) + 1;
        if ((bytes[at + 8] & 0x02) != 0)
            header.frames = 2;
    } else if (HasText(bytes, at, "VP8 ") && whole && header.width == 0) {
        header.width = LittleEndian(bytes, at + 14, 2) & 0x3FFF;
        header.height = LittleEndian(bytes, at + 16, 2) & 0x3FFF;
    } else if (HasText(bytes, at, "VP8L") && whole && header.width == 0) {
        const std::uint32_t packed = LittleEndian(bytes, at + 9, 4);
        header.width = (packed & 0x3FFF) + 1;
        header.height = ((packed >> 14) & 0x3FFF) + 1;
    } else if (HasText(bytes, at, "EXIF") || HasText(bytes, at, "XMP ") || HasText(bytes, at, "ICCP")) {
        header.metadataBytes += length;
    }
}

/// WebP container specification: RIFF chunks, padded to even length.
PictureHeader ReadWebP(Bytes bytes)
{
    PictureHeader header{.format = Format::WebP};
    std::uint64_t at = 12;
    while (at + 8 <= bytes.size()) {
        const std::uint32_t length = LittleEndian(bytes, at + 4, 4);
        ReadWebPChunk(bytes, at, length, header);
        at += 8 + static_cast<std::uint64_t>(length) + (length & 1U);
    }
    header.damaged = header.width == 0 || at > bytes.size() + 1;
    return header;
}

bool IsHeic(Bytes bytes)
{
    if (!HasText(bytes, 4, "ftyp"))
        return false;
    constexpr std::array<std::string_view, 8> kBrands = {"heic", "heix", "hevc", "hevx",
                                                         "heim", "heis", "mif1", "msf1"};
    return std::any_of(kBrands.begin(), kBrands.end(),
                       [bytes](std::string_view brand) { return HasText(bytes, 8, brand); });
}

} // namespace

std::optional<PictureHeader> ReadPictureHeader(Bytes bytes)
{
    if (HasText(bytes, 0, "\xFF\xD8\xFF"))
        return ReadJpeg(bytes);
    if (HasText(bytes, 0, "\x89PNG\r\n\x1A\n"))
        return ReadPng(bytes);
    if (HasText(bytes, 0, "RIFF") && HasText(bytes, 8, "WEBP"))
        return ReadWebP(bytes);
    if (IsHeic(bytes))
        return PictureHeader{.format = Format::Heic};
    return std::nullopt;
}

std::string_view JudgeHeader(const PictureHeader& header)
{
    if (header.frames > 1)
        return "photo.animated";
    if (header.width > kMaxSide || header.height > kMaxSide)
        return "photo.side_too_long";
    if (static_cast<std::uint64_t>(header.width) * header.height > kMaxPixels)
        return "photo.too_many_pixels";
    if (header.metadataBytes > kMaxMetadataBytes)
        return "photo.too_much_metadata";
    if (header.damaged)
        return "photo.damaged";
    return {};
}

} // namespace bayline::photo
