// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <vector>

namespace bayline::test {

inline void AddBigEndian(std::vector<std::uint8_t>& bytes, std::uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8) {
        bytes.push_back(static_cast<std::uint8_t>(value >> static_cast<unsigned>(shift)));
    }
}

inline void AddChunk(std::vector<std::uint8_t>& png, const std::string& type, const std::vector<std::uint8_t>& content)
{
    AddBigEndian(png, static_cast<std::uint32_t>(content.size()));
    std::vector<std::uint8_t> checked(type.begin(), type.end());
    checked.insert(checked.end(), content.begin(), content.end());
    png.insert(png.end(), checked.begin(), checked.end());
    AddBigEndian(png, static_cast<std::uint32_t>(crc32(0, checked.data(), static_cast<uInt>(checked.size()))));
}

/// A picture with a gradient, as a camera's file would come in.
inline std::vector<std::uint8_t> SamplePng(std::uint32_t width, std::uint32_t height)
{
    std::vector<std::uint8_t> rows;
    for (std::uint32_t y = 0; y < height; ++y) {
        rows.push_back(0); // no filter
        for (std::uint32_t x = 0; x < width; ++x) {
            rows.push_back(static_cast<std::uint8_t>(255 * x / width));
            rows.push_back(static_cast<std::uint8_t>(255 * y / height));
            rows.push_back(120);
        }
    }
    auto size = compressBound(rows.size());
    std::vector<std::uint8_t> packed(size);
    compress(packed.data(), &size, rows.data(), rows.size());
    packed.resize(size);
    std::vector<std::uint8_t> header;
    AddBigEndian(header, width);
    AddBigEndian(header, height);
    for (const int field : {8, 2, 0, 0, 0}) {
        header.push_back(static_cast<std::uint8_t>(field));
    }
    std::vector<std::uint8_t> png = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    AddChunk(png, "IHDR", header);
    AddChunk(png, "IDAT", packed);
    AddChunk(png, "IEND", {});
    return png;
}

} // namespace bayline::test
