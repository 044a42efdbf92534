// SPDX-License-Identifier: GPL-3.0-or-later
#include "photo/convert.h"

#include "photo/limits.h"
#include "photo/picture_header.h"

#include <algorithm>
#include <memory>
#include <vips/vips.h>

namespace bayline::photo {
namespace {

struct Unref
{
    void operator()(VipsImage* image) const { g_object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, Unref>;

/// One step of the pipeline: runs `call` with an output pointer and takes what it made; nothing when it failed.
template <class Call>
Image Step(const Call& call)
{
    VipsImage* made = nullptr;
    return call(&made) == 0 ? Image(made) : Image();
}

int LongestSide(VipsImage* image)
{
    return std::max(vips_image_get_width(image), vips_image_get_height(image));
}

std::uint64_t MetadataBytes(VipsImage* image)
{
    std::uint64_t total = 0;
    for (const char* name : {VIPS_META_EXIF_NAME, VIPS_META_XMP_NAME, VIPS_META_ICC_NAME}) {
        const void* data = nullptr;
        std::size_t length = 0;
        if (vips_image_get_typeof(image, name) != 0 && vips_image_get_blob(image, name, &data, &length) == 0)
            total += length;
    }
    return total;
}

/// What the library's own reader says of a picture's header.
struct Opened
{
    std::string_view refusal;
    int longestSide = 0;
    bool hasProfile = false;  ///< its colours are not sRGB's own
    bool isPlainJpeg = false; ///< what a camera makes: three bands of eight bits, sRGB
};

/// Decodes no pixel.
Opened Open(std::span<const std::uint8_t> bytes, Format format)
{
    const Image image(
        vips_image_new_from_buffer(bytes.data(), bytes.size(), "", "access", VIPS_ACCESS_SEQUENTIAL, nullptr));
    if (!image)
        return {.refusal = "photo.damaged"};
    PictureHeader header{.format = format,
                         .width = static_cast<std::uint32_t>(vips_image_get_width(image.get())),
                         .height = static_cast<std::uint32_t>(vips_image_get_height(image.get())),
                         .frames = static_cast<std::uint32_t>(vips_image_get_n_pages(image.get())),
                         .metadataBytes = MetadataBytes(image.get())};
    const bool hasProfile = vips_image_get_typeof(image.get(), VIPS_META_ICC_NAME) != 0;
    return {.refusal = JudgeHeader(header),
            .longestSide = LongestSide(image.get()),
            .hasProfile = hasProfile,
            .isPlainJpeg = format == Format::Jpeg && !hasProfile && vips_image_get_bands(image.get()) == 3 &&
                           vips_image_get_format(image.get()) == VIPS_FORMAT_UCHAR &&
                           vips_image_get_interpretation(image.get()) == VIPS_INTERPRETATION_sRGB};
}

/// Eight bits, three bands, sRGB, on white where the picture is transparent.
Image Flat(Image image)
{
    if (vips_image_get_interpretation(image.get()) != VIPS_INTERPRETATION_sRGB) {
        image = Step(
            [&](VipsImage** out) { return vips_colourspace(image.get(), out, VIPS_INTERPRETATION_sRGB, nullptr); });
    }
    if (image && vips_image_hasalpha(image.get())) {
        const std::unique_ptr<VipsArrayDouble, void (*)(VipsArrayDouble*)> white(
            vips_array_double_newv(1, 255.0), [](VipsArrayDouble* area) { vips_area_unref(VIPS_AREA(area)); });
        image =
            Step([&](VipsImage** out) { return vips_flatten(image.get(), out, "background", white.get(), nullptr); });
    }
    if (image && vips_image_get_format(image.get()) != VIPS_FORMAT_UCHAR)
        image = Step([&](VipsImage** out) { return vips_cast_uchar(image.get(), out, nullptr); });
    return image;
}

std::string Jpeg(VipsImage* image, int quality)
{
    void* data = nullptr;
    std::size_t length = 0;
    if (vips_jpegsave_buffer(image, &data, &length, "Q", quality, "strip", TRUE, nullptr) != 0)
        return {};
    std::string jpeg(static_cast<const char*>(data), length);
    g_free(data);
    return jpeg;
}

/// A picture without a profile is not sent through colour management: that would cost as much as reading it.
Image DecodeLarge(std::span<const std::uint8_t> bytes, bool hasProfile)
{
    const char* const option = hasProfile ? "export_profile" : nullptr;
    Image image = Step([&](VipsImage** out) {
        return vips_thumbnail_buffer(const_cast<std::uint8_t*>(bytes.data()), bytes.size(), out, kLargeSide, "height",
                                     kLargeSide, "size", VIPS_SIZE_DOWN, "fail_on", VIPS_FAIL_ON_ERROR, option, "srgb",
                                     nullptr);
    });
    if (image)
        image = Flat(std::move(image));
    // The pixels are wanted twice: decode here, once.
    return image ? Image(vips_image_copy_memory(image.get())) : Image();
}

/// The way of nearly all photos, in half the time: the reader itself drops what is finer than wanted where it can, and
/// Lanczos's filter does the rest. Turned upright at the end, when there is less to turn.
Image DecodePlainJpeg(std::span<const std::uint8_t> bytes, int longestSide)
{
    int shrink = 8; // the reader knows 1, 2, 4 and 8
    while (shrink > 1 && longestSide / shrink < kLargeSide)
        shrink /= 2;
    Image image = Step([&](VipsImage** out) {
        return vips_jpegload_buffer(const_cast<std::uint8_t*>(bytes.data()), bytes.size(), out, "shrink", shrink,
                                    "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_ERROR, nullptr);
    });
    if (!image)
        return image;
    if (const int side = LongestSide(image.get()); side > kLargeSide) {
        const double factor = static_cast<double>(side) / kLargeSide;
        image = Step([&](VipsImage** out) { return vips_reduce(image.get(), out, factor, factor, nullptr); });
    }
    if (image)
        image = Image(vips_image_copy_memory(image.get()));
    return image ? Step([&](VipsImage** out) { return vips_autorot(image.get(), out, nullptr); }) : Image();
}

Image Shrink(VipsImage* large)
{
    const double scale = std::min(1.0, static_cast<double>(kThumbSide) / LongestSide(large));
    return Step([&](VipsImage** out) { return vips_resize(large, out, scale, nullptr); });
}

} // namespace

bool StartReader(const char* program)
{
    if (vips_init(program) != 0)
        return false;
    vips_concurrency_set(2); // one reads while the other shrinks
    vips_cache_set_max(0);
    vips_operation_block_set("VipsForeignLoad", TRUE);
    for (const char* reader :
         {"VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp", "VipsForeignLoadHeif"})
        vips_operation_block_set(reader, FALSE);
    return true;
}

Converted Convert(std::span<const std::uint8_t> bytes)
{
    const auto header = ReadPictureHeader(bytes);
    if (!header)
        return {.refusal = "photo.not_a_photo"};
    if (const auto code = JudgeHeader(*header); !code.empty())
        return {.refusal = code};
    const auto opened = Open(bytes, header->format);
    if (!opened.refusal.empty())
        return {.refusal = opened.refusal};

    const Image large =
        opened.isPlainJpeg ? DecodePlainJpeg(bytes, opened.longestSide) : DecodeLarge(bytes, opened.hasProfile);
    const Image thumb = large ? Shrink(large.get()) : Image();
    if (!thumb)
        return {.refusal = "photo.damaged"};
    Converted result{.refusal = {},
                     .width = vips_image_get_width(large.get()),
                     .height = vips_image_get_height(large.get()),
                     .large = Jpeg(large.get(), kLargeQuality),
                     .thumb = Jpeg(thumb.get(), kThumbQuality)};
    if (result.large.empty() || result.thumb.empty())
        return {.refusal = "photo.damaged"};
    return result;
}

} // namespace bayline::photo
