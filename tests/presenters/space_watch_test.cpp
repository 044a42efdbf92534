// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/failure.h"
#include "db/server_space.h"
#include "desktop/presenters/space_watch.h"
#include "tests/presenters/desk.h"

namespace bayline::test {

using core::SpaceLevel;
using desktop::SpaceWatch;

class RoomOnTheDisks : public DeskTest
{
protected:
    void SetUp() override
    {
        DeskTest::SetUp();
        m_context->changes->SetDatabasePresent(true);
    }

    [[nodiscard]] std::unique_ptr<SpaceWatch> Watch(const std::filesystem::path& serverHere = {})
    {
        return std::make_unique<SpaceWatch>(
            *m_context, SpaceWatch::Doors{.aside =
                                              [](const std::function<void()>& work, const std::function<void()>& done) {
                                                  work();
                                                  done();
                                              },
                                          .measure = [this](const auto& path) { return m_disks[path.string()]; },
                                          .here = {"/home"},
                                          .serverHere = serverHere,
                                          .tell = [this](const SpaceWatch::Alarm& alarm) { m_told.push_back(alarm); }});
    }

    /// As bayline-admin on the server's computer.
    void TellServer(std::int64_t free) const
    {
        db::Connection owner(OwnerSettings());
        ASSERT_TRUE(db::TellServerSpace(
            owner, {{"data", {100'000'000'000, 60'000'000'000}}, {"wal", {100'000'000'000, free}}}));
    }

    std::map<std::string, core::DiskSpace> m_disks{{"/home", {1'000'000'000, 400'000'000}}};
    std::vector<SpaceWatch::Alarm> m_told;
};

TEST(DiskSpace, IsLowBelowFifteenPercentAndNearlyFullBelowFive)
{
    EXPECT_EQ(core::Judge({1'000, 150}), SpaceLevel::Enough);
    EXPECT_EQ(core::Judge({1'000, 149}), SpaceLevel::Low);
    EXPECT_EQ(core::Judge({1'000, 50}), SpaceLevel::Low);
    EXPECT_EQ(core::Judge({1'000, 49}), SpaceLevel::NearlyFull);
    EXPECT_EQ(core::Judge({0, 0}), SpaceLevel::Enough) << "nothing is known";
}

TEST(DiskSpace, IsMeasuredOfTheDirectoryAboveOneThatIsNotThereYet)
{
    const auto root = desktop::MeasureDisk("/tmp");
    EXPECT_GT(root.total, 0);
    EXPECT_EQ(desktop::MeasureDisk("/tmp/not/there/yet").total, root.total);
}

TEST_F(RoomOnTheDisks, OfTheServerIsWarnedAboutBeforeItIsFullAndTheWarningGoesAway)
{
    const auto watch = Watch();
    watch->Look();
    EXPECT_TRUE(m_told.empty()) << "nobody measured the server";
    TellServer(14'000'000'000);
    watch->Look();
    ASSERT_EQ(m_told.size(), 1U);
    EXPECT_EQ(m_told[0].level, SpaceLevel::Low);
    EXPECT_NE(m_told[0].sentence.find("14.0 GB"), std::string::npos) << m_told[0].sentence;
    watch->Look();
    EXPECT_EQ(m_told.size(), 1U) << "said once";
    TellServer(4'900'000'000);
    watch->Look();
    ASSERT_EQ(m_told.size(), 2U);
    EXPECT_EQ(m_told[1].level, SpaceLevel::NearlyFull);
    TellServer(50'000'000'000);
    watch->Look();
    ASSERT_EQ(m_told.size(), 3U);
    EXPECT_TRUE(m_told[2].sentence.empty());
}

TEST_F(RoomOnTheDisks, IsForgottenWhenNobodyMeasuresAnyMore)
{
    TellServer(1'000'000'000);
    db::Connection owner(OwnerSettings());
    owner.ExecuteScript("update bayline.server_space set told_at = told_at - interval '20 minutes'");
    Watch()->Look();
    EXPECT_TRUE(m_told.empty());
}

TEST_F(RoomOnTheDisks, OfThisComputerAndOfItsPrivateDatabaseIsWatchedWithoutAnybody)
{
    m_disks["/home"] = {1'000'000'000'000, 100'000'000'000};
    m_disks["/var/private"] = {1'000'000'000'000, 600'000'000'000};
    const auto watch = Watch("/var/private");
    watch->Look();
    ASSERT_EQ(m_told.size(), 1U);
    EXPECT_EQ(m_told[0].sentence, "The disk of this computer is filling up: 100.0 GB left. Please make room.");
    m_disks["/var/private"].free = 10'000'000'000;
    watch->Look();
    ASSERT_EQ(m_told.size(), 2U);
    EXPECT_EQ(m_told[1].level, SpaceLevel::NearlyFull);
    EXPECT_NE(m_told[1].sentence.find("database server"), std::string::npos) << "the worst is told";
}

TEST_F(RoomOnTheDisks, IsToldByTheAdministratorAlone)
{
    EXPECT_THROW(db::TellServerSpace(*m_connection, {{"data", {100, 1}}}), core::Failure);
    db::Connection owner(OwnerSettings());
    const auto measured = db::MeasureServerSpace(owner);
    ASSERT_FALSE(measured.empty());
    EXPECT_EQ(measured[0].place, "data");
    EXPECT_GE(measured[0].space.total, measured[0].space.free);
}

} // namespace bayline::test
