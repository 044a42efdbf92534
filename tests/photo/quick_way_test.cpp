// SPDX-License-Identifier: GPL-3.0-or-later
// bayline-photo-jpeg makes the pictures that bayline-photo would make of the same photo, and leaves to it what is not
// for it.
#include "photo/client.h"

#include "samples.h"

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>

namespace bayline::photo::test {
namespace {

namespace fs = std::filesystem;

/// The helper that reads everything, without the quick one beside it.
class SlowWay
{
public:
    SlowWay() : m_before(HelperPath())
    {
        fs::create_symlink(m_before, m_folder / "bayline-photo");
        setenv("BAYLINE_PHOTO_HELPER", (m_folder / "bayline-photo").c_str(), 1);
    }
    ~SlowWay() { setenv("BAYLINE_PHOTO_HELPER", m_before.c_str(), 1); }
    SlowWay(const SlowWay&) = delete;
    SlowWay& operator=(const SlowWay&) = delete;

private:
    Folder m_folder;
    std::string m_before;
};

ProcessedPhoto Quick(const Bytes& bytes)
{
    auto outcome = ProcessPhoto(bytes, "quick.jpg");
    EXPECT_TRUE(outcome.Ok()) << outcome.FirstRefusal().Text();
    return outcome.Ok() ? std::move(outcome).Value() : ProcessedPhoto{};
}

ProcessedPhoto Slow(const Bytes& bytes)
{
    const SlowWay slow;
    return Quick(bytes);
}

/// The mean difference of a band, in steps of 255.
double Difference(const Bytes& a, const Bytes& b)
{
    const Decoded one = Decode(a);
    const Decoded other = Decode(b);
    EXPECT_EQ(one.width, other.width);
    EXPECT_EQ(one.height, other.height);
    if (one.pixels.size() != other.pixels.size())
        return 255.0;
    double total = 0.0;
    for (std::size_t i = 0; i < one.pixels.size(); ++i)
        total += std::abs(static_cast<int>(one.pixels[i]) - static_cast<int>(other.pixels[i]));
    return total / static_cast<double>(one.pixels.size());
}

void ExpectSame(const Bytes& photo, const std::string& what)
{
    SCOPED_TRACE(what);
    const auto quick = Quick(photo);
    const auto slow = Slow(photo);
    EXPECT_LT(Difference(quick.large, slow.large), 1.5);
    EXPECT_LT(Difference(quick.thumb, slow.thumb), 2.5);
}

TEST(QuickWay, MakesWhatTheOtherMakesInEverySize)
{
    for (const auto& [width, height] : {std::pair(4000, 3000),
                                        {3000, 4000},
                                        {2049, 700},
                                        {2048, 2048},
                                        {640, 480},
                                        {16384, 64},
                                        {5000, 5000},
                                        {9, 3}})
        ExpectSame(Picture(width, height, ".jpg"), std::to_string(width) + " × " + std::to_string(height));
}

TEST(QuickWay, MakesWhatTheOtherMakesOfARealPhotoTurnedAnyWay)
{
    const Folder folder;
    const auto real =
        ReadFile(fs::path(std::getenv("BAYLINE_SOURCE_DIR")) / "resources/demo/photos/brake_pad_worn.jpg");
    for (int orientation = 1; orientation <= 8; ++orientation) {
        const auto file = folder / "turned.jpg";
        WriteFile(file, real);
        ExifTool("-q -overwrite_original -n -Orientation=" + std::to_string(orientation), file);
        ExpectSame(ReadFile(file), "orientation " + std::to_string(orientation));
    }
}

TEST(QuickWay, LeavesToTheOtherWhatIsNotForIt)
{
    for (const char* suffix : {".jpg[Q=95]", ".jpg[interlace]", ".jpg[subsample-mode=off]"})
        ExpectSame(Picture(1200, 800, suffix), suffix);
    const auto cmyk = CmykJpeg(600, 400);
    EXPECT_EQ(Quick(cmyk).large, Slow(cmyk).large) << "both by the helper that reads everything";
}

} // namespace
} // namespace bayline::photo::test
