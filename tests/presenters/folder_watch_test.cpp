// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/folder_watch.h"

#include "tests/support/temp_directory.h"

#include <gtest/gtest.h>

#include <fstream>

namespace bayline::test {

namespace {

namespace fs = std::filesystem;

class FolderWatchTest : public testing::Test
{
protected:
    void Write(const std::string& name, const std::string& content) const
    {
        std::ofstream(m_folder / name, std::ios::binary) << content;
    }
    /// Long enough for two looks of the thread, or done by hand.
    static std::vector<std::string> TakeAfterLooks(desktop::FolderWatch& watch)
    {
        watch.Look();
        watch.Look();
        return watch.TakeNew();
    }

    const std::string m_jpeg = "\xFF\xD8\xFF\xE0 a whole picture \xFF\xD9";
    const TempDirectory m_temporary;
    const fs::path m_folder = m_temporary.Path();
};

TEST_F(FolderWatchTest, GivesOutEachNewWholeFileOnce)
{
    Write("old.jpg", m_jpeg);
    desktop::FolderWatch watch(m_folder, false);
    EXPECT_TRUE(TakeAfterLooks(watch).empty());
    Write("IMG_1.JPG", m_jpeg);
    const auto files = TakeAfterLooks(watch);
    ASSERT_EQ(files.size(), 1U);
    EXPECT_TRUE(files[0].ends_with("IMG_1.JPG"));
    EXPECT_TRUE(TakeAfterLooks(watch).empty());
}

TEST_F(FolderWatchTest, DoesNotReadAFileThatIsStillBeingWritten)
{
    desktop::FolderWatch watch(m_folder, true);
    watch.Look();
    Write("IMG_2.jpg", m_jpeg.substr(0, 12));
    EXPECT_TRUE(TakeAfterLooks(watch).empty()) << "it rests, but its end is missing";
    Write("IMG_2.jpg", m_jpeg);
    EXPECT_EQ(TakeAfterLooks(watch).size(), 1U);
}

TEST_F(FolderWatchTest, GivesOutWhatSeemsToHaveNoEndOnceItHasRestedForTenSeconds)
{
    desktop::FolderWatch watch(m_folder, true);
    watch.Look();
    Write("IMG_4.jpg", m_jpeg.substr(0, 12));
    Write("empty.jpg", "");
    EXPECT_TRUE(TakeAfterLooks(watch).empty());
    for (int look = 0; look < 15; ++look) {
        watch.Look();
    }
    const auto files = watch.TakeNew();
    ASSERT_EQ(files.size(), 1U) << "the helper says what is wrong with it";
    EXPECT_TRUE(files[0].ends_with("IMG_4.jpg"));
    EXPECT_TRUE(TakeAfterLooks(watch).empty());
}

TEST_F(FolderWatchTest, LeavesLinksHiddenAndOtherFilesAlone)
{
    desktop::FolderWatch watch(m_folder, true);
    watch.Look();
    Write("notes.txt", m_jpeg);
    Write(".half.jpg", m_jpeg);
    Write("IMG_3.jpg.part", m_jpeg);
    Write("program.jpg", "MZ this is no picture at all");
    fs::create_symlink("/etc/passwd", m_folder / "link.jpg");
    fs::create_directory(m_folder / "folder.jpg");
    EXPECT_TRUE(TakeAfterLooks(watch).empty());
}

TEST_F(FolderWatchTest, AFolderThatIsGoneIsNoTroubleAndItsReturnOffersNothingOld)
{
    desktop::FolderWatch watch(m_folder / "camera", true);
    EXPECT_TRUE(TakeAfterLooks(watch).empty());
    // It comes with what is in it, as a share that is there again: the watch looks at any moment.
    fs::create_directory(m_folder / "share");
    Write("share/before.jpg", m_jpeg);
    fs::rename(m_folder / "share", m_folder / "camera");
    EXPECT_TRUE(TakeAfterLooks(watch).empty());
    Write("camera/after.jpg", m_jpeg);
    EXPECT_EQ(TakeAfterLooks(watch).size(), 1U);
}

TEST_F(FolderWatchTest, AShareThatIsMountedLaterOffersNothingOld)
{
    fs::create_directory(m_folder / "camera");
    desktop::FolderWatch watch(m_folder / "camera", true);
    EXPECT_TRUE(TakeAfterLooks(watch).empty());
    fs::create_directory(m_folder / "share");
    Write("share/before.jpg", m_jpeg);
    fs::rename(m_folder / "camera", m_folder / "mount point");
    fs::rename(m_folder / "share", m_folder / "camera");
    EXPECT_TRUE(TakeAfterLooks(watch).empty());
    EXPECT_TRUE(TakeAfterLooks(watch).empty());
    Write("camera/after.jpg", m_jpeg);
    EXPECT_EQ(TakeAfterLooks(watch).size(), 1U);
}

TEST_F(FolderWatchTest, ACameraThatBeginsAgainAtItsFirstNumberIsHeard)
{
    Write("DSC_0001.jpg", m_jpeg);
    desktop::FolderWatch watch(m_folder, true);
    EXPECT_TRUE(TakeAfterLooks(watch).empty());
    fs::remove(m_folder / "DSC_0001.jpg");
    EXPECT_TRUE(TakeAfterLooks(watch).empty());
    Write("DSC_0001.jpg", m_jpeg);
    EXPECT_EQ(TakeAfterLooks(watch).size(), 1U);
}

TEST_F(FolderWatchTest, APictureWrittenOverTheLastOneIsNew)
{
    desktop::FolderWatch watch(m_folder, true);
    watch.Look();
    Write("capture.jpg", m_jpeg);
    EXPECT_EQ(TakeAfterLooks(watch).size(), 1U);
    EXPECT_TRUE(TakeAfterLooks(watch).empty());
    Write("capture.jpg", "\xFF\xD8\xFF\xE0 the next, larger picture \xFF\xD9");
    EXPECT_EQ(TakeAfterLooks(watch).size(), 1U);
    EXPECT_TRUE(TakeAfterLooks(watch).empty());
}

TEST_F(FolderWatchTest, AJpegMayHaveMoreBehindItsEndAndASmallPictureBeforeIt)
{
    using namespace std::string_literals;
    const auto small = "\xFF\xD8\xFF\xE1\0\x10"s + "Exif small \xFF\xD9."; // 14 bytes of a segment
    const auto frame = "\xFF\xC0\0\x0B\x08\0\x20\0\x20\x01\x01\x11\0"s;
    const auto scan = "\xFF\xDA\0\x08\x01\x01\0\0\x3F\0 the scan "s;
    const std::string film(5'000, 'f');
    Write("whole.jpg", small + frame + scan + "\xFF\xD9" + film);
    Write("cut.jpg", small + frame + scan + film);
    EXPECT_TRUE(desktop::IsWholePicture(m_folder / "whole.jpg"));
    EXPECT_FALSE(desktop::IsWholePicture(m_folder / "cut.jpg"));
}

TEST_F(FolderWatchTest, KnowsTheEndsOfTheFourKinds)
{
    Write("a.png", std::string("\x89PNG\r\n\x1a\n....", 12) + "data IEND\xAE\x42\x60\x82");
    Write("b.png", std::string("\x89PNG\r\n\x1a\n....", 12) + "data");
    Write("c.webp", std::string("RIFF\x10\0\0\0WEBP", 12) + std::string(12, 'x'));
    Write("d.webp", std::string("RIFF\x10\0\0\0WEBP", 12) + "x");
    Write("e.heic", std::string("\0\0\0\x0C"
                                "ftypheic\0\0\0\x0Cmdat1234",
                                24));
    Write("f.heic", std::string("\0\0\0\x0C"
                                "ftypheic\0\0\0\x0Cmdat12",
                                22));
    EXPECT_TRUE(desktop::IsWholePicture(m_folder / "a.png"));
    EXPECT_FALSE(desktop::IsWholePicture(m_folder / "b.png"));
    EXPECT_TRUE(desktop::IsWholePicture(m_folder / "c.webp"));
    EXPECT_FALSE(desktop::IsWholePicture(m_folder / "d.webp"));
    EXPECT_TRUE(desktop::IsWholePicture(m_folder / "e.heic"));
    EXPECT_FALSE(desktop::IsWholePicture(m_folder / "f.heic"));
}

} // namespace

} // namespace bayline::test
