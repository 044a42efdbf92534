// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/temp_directory.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// Pictures for the tests, made when they are needed. Left half red, right half blue, so that turning can be seen.
namespace bayline::photo::test {

using Bytes = std::vector<std::uint8_t>;

using Folder = bayline::test::TempDirectory;

[[nodiscard]] Bytes ReadFile(const std::filesystem::path& path);
void WriteFile(const std::filesystem::path& path, const Bytes& bytes);

/// Encodes the test picture; `suffix` is ".jpg", ".png" or ".webp" with the options of libvips in brackets.
[[nodiscard]] Bytes Picture(int width, int height, const std::string& suffix);
[[nodiscard]] Bytes SixteenBitPng(int width, int height);
[[nodiscard]] Bytes TransparentPng(int width, int height);
[[nodiscard]] Bytes CmykJpeg(int width, int height);
[[nodiscard]] Bytes AnimatedWebP();
/// A PNG whose header asks for `side`², with as many rows of zeros as compress into a small file.
[[nodiscard]] Bytes HugePng(std::uint32_t side);
/// Puts a chunk in front of the first one after IHDR.
[[nodiscard]] Bytes WithPngChunk(const Bytes& png, std::string_view type, const Bytes& content);

/// Runs exiftool on the file with the arguments in front; what it prints.
std::string ExifTool(const std::string& arguments, const std::filesystem::path& file);

struct Colour
{
    int red = 0;
    int green = 0;
    int blue = 0;
};
struct Decoded
{
    int width = 0;
    int height = 0;
    int bands = 0;
    Bytes pixels;
    [[nodiscard]] Colour At(int x, int y) const;
};
[[nodiscard]] Decoded Decode(const Bytes& jpeg);

} // namespace bayline::photo::test
