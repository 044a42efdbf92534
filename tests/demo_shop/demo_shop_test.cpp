// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs/demo_shop/demo_shop.h"

#include "core/failure.h"
#include "core/plate.h"
#include "core/vin.h"
#include "db/board.h"
#include "db/catalogue.h"
#include "db/delivery.h"
#include "db/devices.h"
#include "db/kpi.h"
#include "db/migrate.h"
#include "db/photos.h"
#include "db/private_cluster.h"
#include "db/settings.h"
#include "db/sign_in.h"
#include "db/staff.h"
#include "db/verify.h"
#include "db/work_order_store.h"
#include "programs/demo_shop/demo_data.h"
#include "tests/support/temp_directory.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <map>
#include <set>

namespace bayline::demo::test {
namespace {

using namespace std::chrono_literals;

/// One cluster and one loaded shop for all tests here; they only read.
class DemoShop : public testing::Test
{
protected:
    static void SetUpTestSuite()
    {
        s_directory = std::make_unique<bayline::test::TempDirectory>(bayline::test::TempDirectory::For::OtherUsers);
        s_cluster = std::make_unique<db::PrivateCluster>(db::PrivateCluster::Options{
            .directory = s_directory->Path() / "pg", .endWithProgram = true, .durable = false, .maxConnections = 20});
        s_cluster->Start();
        db::Connection maintenance({.conninfo = s_cluster->OwnerConninfo("postgres")});
        db::CreateDatabase(maintenance, "demo");
        s_owner = std::make_unique<db::Connection>(
            db::ConnectionSettings{.conninfo = s_cluster->OwnerConninfo("demo"), .statementTimeout = 60s});
        db::Migrate(*s_owner);
        const auto begin = std::chrono::steady_clock::now();
        s_loaded = LoadDemoShop(*s_owner, {.now = core::Now(), .seed = 1});
        s_took = std::chrono::steady_clock::now() - begin;
        s_password = db::AddDevice(*s_owner, "desk", db::DeviceClass::Desk);
    }
    static void TearDownTestSuite()
    {
        s_owner.reset();
        s_cluster.reset();
        s_directory.reset();
    }
    static db::Connection Desk()
    {
        return db::Connection({.conninfo = s_cluster->DeviceConninfo("demo", "desk", s_password)});
    }

    static inline std::unique_ptr<bayline::test::TempDirectory> s_directory;
    static inline std::unique_ptr<db::PrivateCluster> s_cluster;
    static inline std::unique_ptr<db::Connection> s_owner;
    static inline std::string s_password;
    static inline Loaded s_loaded;
    static inline std::chrono::steady_clock::duration s_took{};
};

TEST_F(DemoShop, HasTwoYearsOfVisits)
{
    std::cout << "loaded " << s_loaded.closedOrders << " closed and " << s_loaded.openOrders << " open orders in "
              << std::chrono::duration_cast<std::chrono::milliseconds>(s_took).count() << " ms\n";
    EXPECT_EQ(s_loaded.customers, 40);
    EXPECT_EQ(s_loaded.vehicles, 55);
    EXPECT_GE(s_loaded.closedOrders, 230);
    EXPECT_GE(s_loaded.openOrders, 12);
    EXPECT_GE(s_loaded.photos, 12);
}

TEST_F(DemoShop, BreaksNoInvariant)
{
    for (const auto& violation : db::Verify(*s_owner))
        ADD_FAILURE() << violation.invariant << ": " << violation.detail;
}

TEST_F(DemoShop, HasWhatTheFiguresAreMadeOf)
{
    const auto zone = core::ShopZone(db::LoadShop(*s_owner).timeZone);
    const auto basics = db::LoadKpiBasics(*s_owner);
    const auto today = zone.DayBounds(core::Now()).first;
    const auto input = db::LoadKpi(*s_owner, {.token = {}, .period = {today - 24h * 90, today}, .filter = {}}, basics,
                                   zone, core::Now());
    std::set<std::string> missing;
    for (const auto& figure : core::MakeFigures(input)) {
        if (!figure.value && figure.definition->group != core::KpiGroup::NotRecorded)
            missing.insert(figure.definition->id);
    }
    EXPECT_EQ(missing, std::set<std::string>{});
    EXPECT_GT(input.sums.Value(core::Measure::BayStays), 20);
    EXPECT_LT(input.sums.Value(core::Measure::BayOccupied), input.sums.Value(core::Measure::BayOpen));
    EXPECT_GT(input.sums.Value(core::Measure::RepliesInTime), 0);
    EXPECT_LT(input.sums.Value(core::Measure::RepliesInTime), input.sums.Value(core::Measure::RepliesDue));
}

TEST_F(DemoShop, ShowsADozenCarsInEveryStage)
{
    db::Connection desk = Desk();
    std::map<core::Stage, int> stages;
    int waiting = 0;
    int late = 0;
    for (const auto& card : db::LoadBoard(desk)) {
        ++stages[card.stage];
        waiting += card.waitingLines > 0 ? 1 : 0;
        late += card.promisedAt < core::Now() ? 1 : 0;
        EXPECT_FALSE(card.plate.empty());
        EXPECT_FALSE(card.advisorName.empty());
    }
    for (const core::Stage stage : core::kBoardStages)
        EXPECT_GE(stages[stage], 1) << core::ToWord(stage);
    EXPECT_GE(waiting, 2);
    EXPECT_GE(late, 2);
}

TEST_F(DemoShop, HasPhotosThatCanBeRead)
{
    db::Connection desk = Desk();
    int photos = 0;
    for (const auto& card : db::LoadBoard(desk)) {
        for (const auto& photo : db::LoadPhotos(desk, card.id)) {
            ++photos;
            EXPECT_GT(db::LoadBlob(desk, photo.sha256).size(), 10'000U);
            EXPECT_FALSE(photo.delivered);
        }
    }
    EXPECT_GE(photos, 20);
}

TEST_F(DemoShop, LetsItsPeopleSignInWithTheirNumberTwice)
{
    db::Connection desk = Desk();
    const DemoData data = ReadDemoData();
    ASSERT_EQ(data.staff.size(), 7U);
    for (const StaffData& person : data.staff) {
        EXPECT_EQ(person.pin, person.member.number + person.member.number);
        const auto session = db::SignIn(desk, person.member.number, person.pin);
        ASSERT_TRUE(session.Ok()) << session.FirstRefusal().Text();
        EXPECT_EQ(session.Value().person.name, person.member.name);
    }
    EXPECT_EQ(db::LoadShop(desk).name, data.shop.name);
    EXPECT_GE(db::LoadCatalogue(desk).size(), 60U);
    for (const core::Powertrain powertrain : core::kPowertrains)
        EXPECT_EQ(db::LoadChecklistsFor(desk, powertrain).size(), 1U) << core::ToWord(powertrain);
}

TEST_F(DemoShop, SendsTheCustomerAppOnlyTodaysCars)
{
    db::PostgresDeliveryLog log({.conninfo = s_cluster->OwnerConninfo("demo")});
    const auto pending = log.Pending(core::Lane::Orders, 1000);
    EXPECT_EQ(pending.size(), static_cast<std::size_t>(s_loaded.openOrders));
}

TEST_F(DemoShop, IsNotLoadedTwice)
{
    EXPECT_THROW(static_cast<void>(LoadDemoShop(*s_owner)), core::Failure);
}

TEST(DemoData, HasRightVinsAndPlatesOfEveryRelevantKind)
{
    const DemoData data = ReadDemoData();
    std::set<core::PlateKind> kinds;
    std::set<std::string> vins;
    for (const CarData& car : data.cars) {
        const auto vin = core::CheckVin(car.vehicle.vin, false);
        EXPECT_TRUE(vin.Ok()) << car.vehicle.vin;
        vins.insert(car.vehicle.vin);
        const auto plate = core::CheckPlate(car.vehicle.plate);
        ASSERT_TRUE(plate.Ok()) << car.vehicle.plate;
        kinds.insert(plate.Value().kind);
        EXPECT_FALSE(core::PlateContradicts(plate.Value(), car.vehicle.powertrain)) << car.vehicle.plate;
    }
    EXPECT_EQ(vins.size(), data.cars.size());
    EXPECT_EQ(kinds.size(), 7U);
}

TEST(DemoData, FollowsTheLimitsOfTheTrade)
{
    const std::map<std::string, std::pair<std::int64_t, core::Result>> boundaries = {
        {"制动片厚度", {5'000, core::Result::Yellow}},
        {"胎纹深度", {3'500, core::Result::Green}},
        {"动力电池健康度 SOH（BMS 读数）", {85'000, core::Result::Green}},
        {"绝缘电阻", {99'999, core::Result::Red}},
        {"静置单体电压差", {30'000, core::Result::Yellow}},
        {"蓄电池电压", {11'990, core::Result::Red}},
    };
    for (const core::Checklist& checklist : BuiltInChecklists()) {
        std::set<std::string> ids;
        for (const core::ChecklistItem& item : checklist.items) {
            EXPECT_FALSE(item.id.IsNil());
            EXPECT_TRUE(ids.insert(item.id.Text()).second) << item.name;
            EXPECT_EQ(item.limits.has_value(), item.kind == core::ItemKind::Measured) << item.name;
            if (const auto boundary = boundaries.find(item.name); boundary != boundaries.end()) {
                EXPECT_EQ(core::Judge(item.limits, boundary->second.first), boundary->second.second) << item.name;
            }
        }
    }
    const auto& items = BuiltInChecklists().front().items;
    EXPECT_EQ(core::Judge(items.front().limits, 5'100), core::Result::Green);
    EXPECT_EQ(core::Judge(items.front().limits, 3'000), core::Result::Yellow);
    EXPECT_EQ(core::Judge(items.front().limits, 2'900), core::Result::Red);
}

} // namespace
} // namespace bayline::demo::test
