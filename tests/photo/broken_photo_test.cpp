// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/failure.h"
#include "photo/client.h"
#include "photo/limits.h"
#include "samples.h"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <random>
#include <sys/stat.h>

namespace bayline::photo::test {
namespace {

using namespace std::chrono_literals;

std::string CodeFor(const Bytes& bytes)
{
    const auto outcome = ProcessPhoto(bytes, "it");
    return outcome.Ok() ? "accepted" : outcome.FirstRefusal().code;
}

/// Another helper for the duration of one test.
class Helper final
{
public:
    explicit Helper(const std::filesystem::path& path) : m_before(std::getenv("BAYLINE_PHOTO_HELPER"))
    {
        setenv("BAYLINE_PHOTO_HELPER", path.c_str(), 1);
    }
    ~Helper() { setenv("BAYLINE_PHOTO_HELPER", m_before.c_str(), 1); }
    Helper(const Helper&) = delete;
    Helper& operator=(const Helper&) = delete;

private:
    std::string m_before;
};

std::filesystem::path Script(const Folder& folder, const std::string& body)
{
    const auto path = folder / "helper";
    std::ofstream(path) << "#!/bin/sh\n" << body << "\n";
    chmod(path.c_str(), 0755);
    return path;
}

TEST(BrokenPhoto, ATextFileIsNotAPhoto)
{
    const std::string text = "Front brake pads 3 mm\n";
    const auto outcome = ProcessPhoto(Bytes(text.begin(), text.end()), "notes.jpg");
    ASSERT_FALSE(outcome.Ok());
    EXPECT_EQ(outcome.FirstRefusal().code, "photo.not_a_photo");
    EXPECT_EQ(outcome.FirstRefusal().Text(),
              "notes.jpg is not a photo: only JPEG, PNG, WebP and HEIC pictures can be added.");
    EXPECT_EQ(CodeFor({}), "photo.empty");
    const std::string gif = "GIF89a";
    EXPECT_EQ(CodeFor(Bytes(gif.begin(), gif.end())), "photo.not_a_photo");
}

TEST(BrokenPhoto, ACutOffFileIsRefusedWhereverItIsCut)
{
    for (const char* suffix : {".jpg", ".png", ".webp"}) {
        const Bytes whole = Picture(900, 700, suffix);
        ASSERT_EQ(CodeFor(whole), "accepted") << suffix;
        for (const std::size_t percent : {30U, 60U, 90U}) {
            const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(whole.size() * percent / 100));
            EXPECT_EQ(CodeFor(cut), "photo.damaged") << suffix << " cut at " << percent << " %";
        }
        EXPECT_NE(CodeFor(Bytes(whole.begin(), whole.begin() + 20)), "accepted") << suffix;
    }
}

TEST(BrokenPhoto, APixelFloodIsRefusedFromTheHeader)
{
    EXPECT_EQ(CodeFor(HugePng(30'000)), "photo.side_too_long");
    EXPECT_EQ(CodeFor(HugePng(16'000)), "photo.too_many_pixels");
}

TEST(BrokenPhoto, TheLargestPictureFitsIntoTheHelpersMemory)
{
    // A progressive JPEG and an HEIC picture cannot be read line by line: both are unpacked whole.
    for (const auto& bytes : {Picture(8160, 6120, ".jpg[interlace]"), ReadFile(std::getenv("BAYLINE_LARGEST_HEIC"))}) {
        const auto outcome = ProcessPhoto(bytes, "large", 60s);
        ASSERT_TRUE(outcome) << outcome.FirstRefusal().Text();
        EXPECT_EQ(outcome.Value().width, 2048);
        EXPECT_EQ(outcome.Value().height, 1536);
    }
}

TEST(BrokenPhoto, MovingPicturesAreRefused)
{
    EXPECT_EQ(CodeFor(AnimatedWebP()), "photo.animated");
    const Bytes still = Picture(64, 64, ".png");
    EXPECT_EQ(CodeFor(WithPngChunk(still, "acTL", {0, 0, 0, 2, 0, 0, 0, 0})), "photo.animated");
}

TEST(BrokenPhoto, HiddenDataAndBigFilesAreRefused)
{
    const Bytes png = Picture(64, 64, ".png");
    EXPECT_EQ(CodeFor(WithPngChunk(png, "teXt", Bytes(9'000'000, 'x'))), "photo.too_much_metadata");
    Bytes big = png;
    big.resize(kMaxFileBytes + 1);
    EXPECT_EQ(CodeFor(big), "photo.file_too_big");
}

TEST(BrokenPhoto, FlippedBytesNeverDoMoreThanRefuse)
{
    std::mt19937 random(20'261'122);
    for (const char* suffix : {".jpg", ".png", ".webp"}) {
        const Bytes whole = Picture(200, 150, suffix);
        for (int round = 0; round < 8; ++round) {
            Bytes broken = whole;
            for (int flips = 0; flips < 6; ++flips)
                broken[random() % broken.size()] ^= static_cast<std::uint8_t>(1 + random() % 255);
            const std::string code = CodeFor(broken);
            EXPECT_NE(code, "photo.timeout") << suffix << " round " << round;
        }
    }
}

TEST(BrokenPhoto, AKilledChildIsARefusalInWords)
{
    const Folder folder;
    const Helper helper(Script(folder, "kill -KILL $$"));
    const auto outcome = ProcessPhoto(Picture(1200, 1200, ".png"), "bomb.png");
    ASSERT_FALSE(outcome.Ok());
    EXPECT_EQ(outcome.FirstRefusal().code, "photo.helper_died");
    EXPECT_EQ(outcome.FirstRefusal().Text(),
              "The photo bomb.png was refused: it could not be read safely. Please take it again.");
}

TEST(BrokenPhoto, AnEndlessChildIsKilledInTime)
{
    const Folder folder;
    const Helper helper(Script(folder, "exec sleep 600"));
    const auto begin = std::chrono::steady_clock::now();
    const auto outcome = ProcessPhoto(Picture(64, 64, ".png"), "slow.png", 300ms);
    ASSERT_FALSE(outcome.Ok());
    EXPECT_EQ(outcome.FirstRefusal().code, "photo.timeout");
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 60s);
}

TEST(BrokenPhoto, AHelperThatLiesIsNotBelieved)
{
    const Folder folder;
    const Bytes picture = Picture(64, 64, ".png");
    for (const char* lie : {"printf 'ok 100 100 5 5\\nabcdeabcde'", "printf 'ok 99999 10 0 0\\n'", "printf 'ok\\n'",
                            "printf 'fine\\n'", "true", "head -c 20000000 /dev/zero"}) {
        const Helper helper(Script(folder, std::string("cat >/dev/null; ") + lie));
        EXPECT_EQ(CodeFor(picture), "photo.helper_died") << lie;
    }
}

TEST(BrokenPhoto, AMissingHelperIsAFailureThatSaysSo)
{
    const Folder folder;
    const Helper helper(folder / "absent");
    try {
        static_cast<void>(ProcessPhoto(Picture(64, 64, ".png"), "a.png"));
        FAIL() << "nothing was thrown";
    } catch (const core::Failure& failure) {
        EXPECT_EQ(failure.Kind(), core::FailureKind::Internal);
        EXPECT_FALSE(failure.Sentence().empty());
    }
}

} // namespace
} // namespace bayline::photo::test
