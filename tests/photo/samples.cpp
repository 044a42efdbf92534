// SPDX-License-Identifier: GPL-3.0-or-later
#include "samples.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <vips/vips8>

namespace bayline::photo::test {
namespace {

using vips::VImage;

void StartOnce()
{
    static const bool started = VIPS_INIT("photo_test") == 0;
    if (!started)
        throw std::runtime_error("libvips does not start");
}

VImage Halves(int width, int height)
{
    StartOnce();
    const std::vector<double> red = {220, 20, 20};
    const std::vector<double> blue = {20, 20, 220};
    const VImage left = VImage::black(width / 2, height).new_from_image(red);
    const VImage right = VImage::black(width - width / 2, height).new_from_image(blue);
    return left.join(right, VIPS_DIRECTION_HORIZONTAL)
        .copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB))
        .cast(VIPS_FORMAT_UCHAR);
}

Bytes Encode(const VImage& image, const std::string& suffix)
{
    void* data = nullptr;
    std::size_t size = 0;
    image.write_to_buffer(suffix.c_str(), &data, &size);
    const auto* begin = static_cast<const std::uint8_t*>(data);
    Bytes bytes(begin, begin + size);
    g_free(data);
    return bytes;
}

std::uint32_t Crc(const Bytes& bytes)
{
    std::uint32_t crc = 0xFFFFFFFF;
    for (const std::uint8_t byte : bytes) {
        crc ^= byte;
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
    }
    return ~crc;
}

void AppendBigEndian(Bytes& bytes, std::uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes.push_back(static_cast<std::uint8_t>(value >> shift));
}

Bytes Chunk(std::string_view type, const Bytes& content)
{
    Bytes named(type.begin(), type.end());
    named.insert(named.end(), content.begin(), content.end());
    Bytes chunk;
    AppendBigEndian(chunk, static_cast<std::uint32_t>(content.size()));
    chunk.insert(chunk.end(), named.begin(), named.end());
    AppendBigEndian(chunk, Crc(named));
    return chunk;
}

constexpr std::size_t kPngHeader = 8 + 12 + 13;

} // namespace

Bytes ReadFile(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return Bytes(std::istreambuf_iterator<char>(file), {});
}

void WriteFile(const std::filesystem::path& path, const Bytes& bytes)
{
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

Bytes Picture(int width, int height, const std::string& suffix)
{
    return Encode(Halves(width, height), suffix);
}

Bytes SixteenBitPng(int width, int height)
{
    return Encode(Halves(width, height).colourspace(VIPS_INTERPRETATION_RGB16), ".png");
}

Bytes TransparentPng(int width, int height)
{
    return Encode(Halves(width, height).bandjoin(0.0), ".png");
}

Bytes CmykJpeg(int width, int height)
{
    return Encode(Halves(width, height).colourspace(VIPS_INTERPRETATION_CMYK), ".jpg");
}

Bytes AnimatedWebP()
{
    const VImage frame = Halves(64, 64);
    VImage film = frame.join(frame.invert(), VIPS_DIRECTION_VERTICAL).copy();
    film.set("page-height", 64);
    return Encode(film, ".webp");
}

Bytes HugePng(std::uint32_t side)
{
    // A small picture of zeros whose header is then rewritten: the check must not need the pixels.
    Bytes png = Encode(VImage::black(64, 64).cast(VIPS_FORMAT_UCHAR), ".png");
    Bytes header;
    AppendBigEndian(header, side);
    AppendBigEndian(header, side);
    header.insert(header.end(), png.begin() + 24, png.begin() + 29);
    const Bytes chunk = Chunk("IHDR", header);
    std::copy(chunk.begin(), chunk.end(), png.begin() + 8);
    return png;
}

Bytes WithPngChunk(const Bytes& png, std::string_view type, const Bytes& content)
{
    Bytes result(png.begin(), png.begin() + kPngHeader);
    const Bytes chunk = Chunk(type, content);
    result.insert(result.end(), chunk.begin(), chunk.end());
    result.insert(result.end(), png.begin() + kPngHeader, png.end());
    return result;
}

std::string ExifTool(const std::string& arguments, const std::filesystem::path& file)
{
    const std::string command =
        std::string(std::getenv("BAYLINE_EXIFTOOL")) + " " + arguments + " '" + file.string() + "' 2>&1";
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr)
        throw std::runtime_error("exiftool does not start");
    std::string printed;
    std::array<char, 4096> buffer{};
    while (const std::size_t got = fread(buffer.data(), 1, buffer.size(), pipe))
        printed.append(buffer.data(), got);
    pclose(pipe);
    return printed;
}

Colour Decoded::At(int x, int y) const
{
    const auto at = static_cast<std::size_t>((y * width + x) * bands);
    return {pixels[at], pixels[at + 1], pixels[at + 2]};
}

Decoded Decode(const Bytes& jpeg)
{
    StartOnce();
    const VImage image = VImage::new_from_buffer(jpeg.data(), jpeg.size(), "");
    std::size_t size = 0;
    void* pixels = image.write_to_memory(&size);
    const auto* begin = static_cast<const std::uint8_t*>(pixels);
    Decoded decoded{image.width(), image.height(), image.bands(), Bytes(begin, begin + size)};
    g_free(pixels);
    return decoded;
}

} // namespace bayline::photo::test
