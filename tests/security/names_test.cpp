// SPDX-License-Identifier: GPL-3.0-or-later
// Names that others give to files: whatever they say, nothing is read or written beside where it should be.
#include "desktop/presenters/draft_store.h"
#include "desktop/presenters/folder_watch.h"
#include "desktop/presenters/whole_file.h"
#include "tests/support/temp_directory.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace bayline::test {

namespace {

namespace fs = std::filesystem;

const std::string kWholeJpeg = "\xFF\xD8\xFF\xE0 a whole picture \xFF\xD9";

std::string Content(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void Put(const fs::path& file, const std::string& content)
{
    std::ofstream(file, std::ios::binary) << content;
}

std::vector<std::string> Given(desktop::FolderWatch& watch)
{
    watch.Look();
    watch.Look();
    return watch.TakeNew();
}

} // namespace

TEST(HostileNames, OfPicturesInTheWatchedFolderLeadNowhereElse)
{
    const TempDirectory outside;
    const TempDirectory folder;
    desktop::FolderWatch watch(folder.Path(), false);
    EXPECT_TRUE(Given(watch).empty());
    Put(outside.Path() / "secret.jpg", kWholeJpeg);
    fs::create_symlink(outside.Path() / "secret.jpg", folder.Path() / "link.jpg");
    fs::create_symlink("/etc/passwd", folder.Path() / "passwd.jpg");
    fs::create_symlink(outside.Path(), folder.Path() / "folder.jpg");
    fs::create_directory(folder.Path() / "directory.jpg");
    ASSERT_EQ(::mkfifo((folder.Path() / "pipe.jpg").c_str(), 0600), 0);
    Put(folder.Path() / "program.jpg", "MZ this is not a picture at all");
    Put(folder.Path() / ".hidden.jpg", kWholeJpeg);
    EXPECT_TRUE(Given(watch).empty());
    const std::vector<std::string> odd{"-rf *.jpg",   "$(reboot).jpg",         "CON.jpg",
                                       "a\nb.jpg",    "\u202Egpj.exe.jpg",     "x..\\..\\y.jpg",
                                       "<b>%s%n.jpg", "王'; drop table--.jpg", std::string(251, 'a') + ".jpg"};
    for (const auto& name : odd) {
        Put(folder.Path() / name, kWholeJpeg);
    }
    const auto given = Given(watch);
    EXPECT_EQ(given.size(), odd.size());
    for (const auto& path : given) {
        EXPECT_EQ(fs::path(path).parent_path(), folder.Path()) << path;
        EXPECT_TRUE(std::find(odd.begin(), odd.end(), fs::path(path).filename().string()) != odd.end()) << path;
    }
}

TEST(HostileNames, OfAPaperThatIsALinkAreReplacedAndNotFollowed)
{
    const TempDirectory outside;
    const TempDirectory folder;
    Put(outside.Path() / "victim", "precious");
    fs::create_symlink(outside.Path() / "victim", folder.Path() / "invoice.pdf");
    desktop::WriteWholeFile(folder.Path() / "invoice.pdf", "%PDF", desktop::FileReaders::Owner);
    EXPECT_EQ(Content(outside.Path() / "victim"), "precious");
    EXPECT_EQ(Content(folder.Path() / "invoice.pdf"), "%PDF");
    EXPECT_FALSE(fs::is_symlink(folder.Path() / "invoice.pdf"));
    EXPECT_EQ(fs::status(folder.Path() / "invoice.pdf").permissions() & fs::perms::others_all, fs::perms::none);
}

TEST(HostileNames, OfFormsStayInTheFolderOfDrafts)
{
    const TempDirectory folder;
    const auto person = core::StaffId::New();
    const std::vector<std::string> forms{"../../escape", "/etc/escape", "work_order/../../../escape",
                                         "a\nb",         "CON",         std::string(400, 'a')};
    {
        desktop::DraftStore drafts(folder.Path() / "drafts");
        for (const auto& form : forms) {
            drafts.Keep(person, form, {{"text", form}});
        }
        drafts.Flush();
        for (const auto& form : forms) {
            EXPECT_TRUE(drafts.Find(person, form).has_value()) << form;
        }
    }
    for (const auto& entry : fs::recursive_directory_iterator(folder.Path())) {
        EXPECT_TRUE(entry.path() == folder.Path() / "drafts" || entry.path().parent_path() == folder.Path() / "drafts")
            << entry.path();
    }
    EXPECT_FALSE(fs::exists(folder.Path().parent_path() / "escape"));
    EXPECT_FALSE(fs::exists("/etc/escape"));
}

} // namespace bayline::test
