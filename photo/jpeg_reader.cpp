// SPDX-License-Identifier: GPL-3.0-or-later
#include "photo/jpeg_reader.h"

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <string_view>

// After <cstdio>, which it needs and does not include.
#include <jpeglib.h>

namespace bayline::photo {
namespace {

constexpr int kExifMarker = JPEG_APP0 + 1;
constexpr int kProfileMarker = JPEG_APP0 + 2;
constexpr unsigned kMostOfAMarker = 0xFFFF;

/// Where the library leaves to when it meets an error, and what must still be whole then.
struct Trap
{
    jpeg_error_mgr errors{};
    std::jmp_buf back{};
    std::vector<std::uint8_t> row;
};

[[noreturn]] void Leave(j_common_ptr info)
{
    std::longjmp(reinterpret_cast<Trap*>(info->err)->back, 1);
}

void SayNothing(j_common_ptr) {}

void Arm(Trap& trap)
{
    jpeg_std_error(&trap.errors);
    trap.errors.error_exit = Leave;
    trap.errors.output_message = SayNothing;
}

bool Begins(const jpeg_marker_struct& marker, std::string_view text)
{
    return marker.data_length >= text.size() && std::equal(text.begin(), text.end(), marker.data, [](char a, JOCTET b) {
               return static_cast<JOCTET>(a) == b;
           });
}

/// TIFF 6.0 section 2 in EXIF's segment: the first directory's entry 0x0112.
int OrientationIn(std::span<const std::uint8_t> tiff)
{
    if (tiff.size() < 8)
        return 1;
    const bool little = tiff[0] == 'I';
    const auto number = [&](std::size_t at, std::size_t count) {
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < count; ++i)
            value = (value << 8U) | tiff[at + (little ? count - 1 - i : i)];
        return value;
    };
    const std::size_t directory = number(4, 4);
    if (directory + 2 > tiff.size())
        return 1;
    const std::size_t entries = number(directory, 2);
    for (std::size_t entry = 0; entry < entries; ++entry) {
        const std::size_t at = directory + 2 + entry * 12;
        if (at + 12 > tiff.size())
            break;
        if (number(at, 2) == 0x0112) {
            const auto said = number(at + 8, 2);
            return said >= 1 && said <= 8 ? static_cast<int>(said) : 1;
        }
    }
    return 1;
}

int OrientationOf(const jpeg_decompress_struct& info)
{
    constexpr std::string_view kExif("Exif\0\0", 6);
    for (const auto* marker = info.marker_list; marker != nullptr; marker = marker->next)
        if (marker->marker == kExifMarker && Begins(*marker, kExif))
            return OrientationIn(std::span(marker->data, marker->data_length).subspan(kExif.size()));
    return 1;
}

bool HasProfile(const jpeg_decompress_struct& info)
{
    constexpr std::string_view kProfile("ICC_PROFILE\0", 12);
    for (const auto* marker = info.marker_list; marker != nullptr; marker = marker->next)
        if (marker->marker == kProfileMarker && Begins(*marker, kProfile))
            return true;
    return false;
}

/// The decoder drops what is finer than wanted by a power of two, which it does quickest.
void ChooseScale(jpeg_decompress_struct& info, int leastSide)
{
    const auto longest = std::max(info.image_width, info.image_height);
    unsigned shrink = 8;
    while (shrink > 1 && longest / shrink < static_cast<unsigned>(leastSide))
        shrink /= 2;
    info.scale_num = 1;
    info.scale_denom = shrink;
}

} // namespace

bool ReadJpegLines(std::span<const std::uint8_t> bytes, int leastSide,
                   const std::function<bool(const JpegFacts&)>& begin,
                   const std::function<void(const std::uint8_t*)>& line)
{
    Trap trap;
    Arm(trap);
    jpeg_decompress_struct info{};
    info.err = &trap.errors;
    // NOLINTNEXTLINE(cert-err52-cpp): the library's only way to report an error; nothing made below is skipped over
    if (setjmp(trap.back) != 0) {
        jpeg_destroy_decompress(&info);
        return false;
    }
    jpeg_create_decompress(&info);
    jpeg_save_markers(&info, kExifMarker, kMostOfAMarker);
    jpeg_save_markers(&info, kProfileMarker, kMostOfAMarker);
    jpeg_mem_src(&info, bytes.data(), bytes.size());
    static_cast<void>(jpeg_read_header(&info, TRUE));
    ChooseScale(info, leastSide);
    info.out_color_space = JCS_RGB;
    jpeg_calc_output_dimensions(&info);
    const JpegFacts facts{.readable = true,
                          .plain = info.data_precision == 8 && info.num_components == 3 &&
                                   info.jpeg_color_space == JCS_YCbCr && !HasProfile(info),
                          .width = static_cast<int>(info.output_width),
                          .height = static_cast<int>(info.output_height),
                          .orientation = OrientationOf(info)};
    if (!begin(facts)) {
        jpeg_destroy_decompress(&info);
        return false;
    }
    static_cast<void>(jpeg_start_decompress(&info));
    trap.row.resize(static_cast<std::size_t>(info.output_width) * Pixels::kBands);
    while (info.output_scanline < info.output_height) {
        JSAMPROW into = trap.row.data();
        static_cast<void>(jpeg_read_scanlines(&info, &into, 1));
        line(trap.row.data());
    }
    jpeg_destroy_decompress(&info);
    return true;
}

std::string WriteJpeg(const Pixels& pixels, int quality)
{
    Trap trap;
    Arm(trap);
    jpeg_compress_struct info{};
    info.err = &trap.errors;
    unsigned char* made = nullptr;
    unsigned long length = 0;
    std::string jpeg;
    // NOLINTNEXTLINE(cert-err52-cpp): as above
    if (setjmp(trap.back) != 0) {
        jpeg_destroy_compress(&info);
        std::free(made);
        return {};
    }
    jpeg_create_compress(&info);
    jpeg_mem_dest(&info, &made, &length);
    info.image_width = static_cast<JDIMENSION>(pixels.width);
    info.image_height = static_cast<JDIMENSION>(pixels.height);
    info.input_components = static_cast<int>(Pixels::kBands);
    info.in_color_space = JCS_RGB;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, quality, TRUE);
    jpeg_start_compress(&info, TRUE);
    while (info.next_scanline < info.image_height) {
        auto* from = const_cast<JSAMPROW>(pixels.Line(static_cast<int>(info.next_scanline)));
        static_cast<void>(jpeg_write_scanlines(&info, &from, 1));
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    jpeg.assign(reinterpret_cast<const char*>(made), length);
    std::free(made);
    return jpeg;
}

} // namespace bayline::photo
