// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/local_settings.h"

#include "core/failure.h"
#include "tests/support/temp_directory.h"

#include <gtest/gtest.h>

#include <fstream>

namespace bayline::test {

class LocalSettingsTest : public testing::Test
{
protected:
    const TempDirectory m_temporary;
    const std::filesystem::path m_folder = m_temporary.Path();
};

TEST_F(LocalSettingsTest, ReadsBackWhatItWrote)
{
    const desktop::LocalSettings settings{.database = "host=db password='a b'",
                                          .relayDatabase = "host=db user=relay",
                                          .language = "zh_CN",
                                          .documentFont = "/fonts/a.ttf",
                                          .runRelay = false,
                                          .windowWidth = 1400,
                                          .windowHeight = 900,
                                          .papers = {{"invoice", {"Office", "a5"}}, {"receipt", {"Roll", ""}}}};
    const auto file = m_folder / "deep" / "desktop.json";
    desktop::SaveLocalSettings(file, settings);
    EXPECT_EQ(desktop::LoadLocalSettings(file), settings);
    const auto permissions = std::filesystem::status(file).permissions();
    EXPECT_EQ(permissions & std::filesystem::perms::group_all, std::filesystem::perms::none);
    EXPECT_EQ(permissions & std::filesystem::perms::others_all, std::filesystem::perms::none);
}

TEST_F(LocalSettingsTest, StartsWithDefaultsWithoutAFile)
{
    EXPECT_EQ(desktop::LoadLocalSettings(m_folder / "none.json"), desktop::LocalSettings{});
}

TEST_F(LocalSettingsTest, SaysThatADamagedFileCannotBeUnderstood)
{
    std::ofstream(m_folder / "desktop.json") << "{\"language\":";
    EXPECT_THROW(static_cast<void>(desktop::LoadLocalSettings(m_folder / "desktop.json")), core::Failure);
}

TEST_F(LocalSettingsTest, FailsInWordsWhenItCannotWrite)
{
    std::ofstream(m_folder / "file") << "x";
    EXPECT_THROW(desktop::SaveLocalSettings(m_folder / "file" / "desktop.json", {}), core::Failure);
}

} // namespace bayline::test
