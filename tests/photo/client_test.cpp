// SPDX-License-Identifier: GPL-3.0-or-later
#include "photo/client.h"

#include "core/hash.h"
#include "samples.h"

#include <algorithm>
#include <cstdlib>
#include <gtest/gtest.h>

namespace bayline::photo::test {
namespace {

ProcessedPhoto Accepted(const Bytes& bytes, const char* name)
{
    auto outcome = ProcessPhoto(bytes, name);
    EXPECT_TRUE(outcome.Ok()) << outcome.FirstRefusal().Text();
    return outcome.Ok() ? std::move(outcome).Value() : ProcessedPhoto{};
}

void ExpectRed(const Colour& colour)
{
    EXPECT_GT(colour.red, 150);
    EXPECT_LT(colour.blue, 90);
}

void ExpectBlue(const Colour& colour)
{
    EXPECT_GT(colour.blue, 130);
    EXPECT_LT(colour.red, 110);
}

void ExpectHalves(const Bytes& jpeg)
{
    const Decoded picture = Decode(jpeg);
    ASSERT_EQ(picture.bands, 3);
    ExpectRed(picture.At(picture.width / 8, picture.height / 2));
    ExpectBlue(picture.At(picture.width - picture.width / 8, picture.height / 2));
}

TEST(ProcessPhoto, MakesTwoPicturesAndNamesThemByTheirHash)
{
    const ProcessedPhoto photo = Accepted(Picture(4000, 3000, ".jpg"), "brakes.jpg");
    EXPECT_EQ(photo.width, 2048);
    EXPECT_EQ(photo.height, 1536);
    const Decoded large = Decode(photo.large);
    EXPECT_EQ(large.width, 2048);
    EXPECT_EQ(large.height, 1536);
    const Decoded thumb = Decode(photo.thumb);
    EXPECT_EQ(thumb.width, 320);
    EXPECT_EQ(thumb.height, 240);
    EXPECT_EQ(photo.largeSha256, core::Sha256Hex(std::span<const std::uint8_t>(photo.large)));
    EXPECT_EQ(photo.thumbSha256, core::Sha256Hex(std::span<const std::uint8_t>(photo.thumb)));
    ExpectHalves(photo.large);
    ExpectHalves(photo.thumb);
}

TEST(ProcessPhoto, NeverEnlargesASmallPicture)
{
    const ProcessedPhoto photo = Accepted(Picture(200, 100, ".png"), "small.png");
    EXPECT_EQ(photo.width, 200);
    EXPECT_EQ(photo.height, 100);
    EXPECT_EQ(Decode(photo.thumb).width, 200);
}

TEST(ProcessPhoto, GivesTheSameBytesForTheSamePhoto)
{
    const Bytes bytes = Picture(1000, 800, ".jpg");
    EXPECT_EQ(Accepted(bytes, "a").largeSha256, Accepted(bytes, "b").largeSha256);
}

TEST(ProcessPhoto, TurnsThePictureUprightForEveryExifOrientation)
{
    // Where the red half of the 400 x 200 sample must be once turned: EXIF 2.32, table 6.
    enum class Side
    {
        Left,
        Right,
        Top,
        Bottom
    };
    const std::array<Side, 8> redAt = {Side::Left, Side::Right, Side::Right,  Side::Left,
                                       Side::Top,  Side::Top,   Side::Bottom, Side::Bottom};
    const Folder folder;
    for (int orientation = 1; orientation <= 8; ++orientation) {
        const auto file = folder / ("turned" + std::to_string(orientation) + ".jpg");
        WriteFile(file, Picture(400, 200, ".jpg"));
        ExifTool("-q -overwrite_original -n -Orientation=" + std::to_string(orientation), file);
        const ProcessedPhoto photo = Accepted(ReadFile(file), "turned.jpg");
        const bool swapped = orientation >= 5;
        EXPECT_EQ(photo.width, swapped ? 200 : 400) << orientation;
        EXPECT_EQ(photo.height, swapped ? 400 : 200) << orientation;
        const Decoded picture = Decode(photo.large);
        const Side side = redAt[static_cast<std::size_t>(orientation - 1)];
        const int x = side == Side::Left ? 30 : side == Side::Right ? picture.width - 30 : picture.width / 2;
        const int y = side == Side::Top ? 30 : side == Side::Bottom ? picture.height - 30 : picture.height / 2;
        SCOPED_TRACE(orientation);
        ExpectRed(picture.At(x, y));
        ExpectBlue(picture.At(picture.width - 1 - x, picture.height - 1 - y));
    }
}

TEST(ProcessPhoto, LeavesNoPlaceTimeOrCameraInThePictures)
{
    const Folder folder;
    const auto file = folder / "phone.jpg";
    WriteFile(file, Picture(800, 600, ".jpg"));
    ExifTool("-q -overwrite_original -GPSLatitude=31.2304 -GPSLatitudeRef=N -GPSLongitude=121.4737 "
             "-GPSLongitudeRef=E -Make=Phone -SerialNumber=SN123456 -DateTimeOriginal='2026:01:02 03:04:05' "
             "-XMP:Creator=Somebody -IPTC:Keywords=secret -Comment=hidden",
             file);
    ASSERT_NE(ExifTool("-G1 -a -s", file).find("GPSLatitude"), std::string::npos);

    const ProcessedPhoto photo = Accepted(ReadFile(file), "phone.jpg");
    for (const Bytes* picture : {&photo.large, &photo.thumb}) {
        const auto out = folder / "out.jpg";
        WriteFile(out, *picture);
        const std::string tags = ExifTool("-G1 -a -s", out);
        ASSERT_NE(tags.find("JPEG"), std::string::npos) << tags;
        for (const char* group : {"[GPS]", "[IFD0]", "[ExifIFD]", "[XMP", "[IPTC]", "[ICC", "Comment", "SN123456"})
            EXPECT_EQ(tags.find(group), std::string::npos) << group << " in\n" << tags;
    }
}

TEST(ProcessPhoto, ReadsWebPSixteenBitAndTransparentPictures)
{
    ExpectHalves(Accepted(Picture(600, 400, ".webp"), "a.webp").large);
    ExpectHalves(Accepted(Picture(600, 400, ".webp[lossless]"), "b.webp").large);
    ExpectHalves(Accepted(SixteenBitPng(600, 400), "sixteen.png").large);

    const Decoded onWhite = Decode(Accepted(TransparentPng(300, 200), "transparent.png").large);
    ASSERT_EQ(onWhite.bands, 3);
    EXPECT_GT(onWhite.At(20, 20).blue, 240);
}

TEST(ProcessPhoto, TurnsPrintersColoursIntoScreenColours)
{
    ExpectHalves(Accepted(CmykJpeg(600, 400), "cmyk.jpg").large);
}

TEST(ProcessPhoto, ReadsThePhotosOfPhonesInHeic)
{
    const char* encoder = std::getenv("BAYLINE_HEIF_ENC");
    if (encoder == nullptr || *encoder == '\0')
        GTEST_SKIP() << "heif-enc is not installed";
    const Folder folder;
    WriteFile(folder / "phone.png", Picture(800, 600, ".png"));
    const std::string command = std::string(encoder) + " -o '" + (folder / "phone.heic").string() + "' '" +
                                (folder / "phone.png").string() + "' >/dev/null 2>&1";
    ASSERT_EQ(std::system(command.c_str()), 0);
    const ProcessedPhoto photo = Accepted(ReadFile(folder / "phone.heic"), "phone.heic");
    EXPECT_EQ(photo.width, 800);
    ExpectHalves(photo.large);
}

} // namespace
} // namespace bayline::photo::test
