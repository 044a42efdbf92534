// SPDX-License-Identifier: GPL-3.0-or-later
// The main job from check-in to hand-over, through core's decisions and the real database.
#include "db/board.h"
#include "db/daily_sheet.h"
#include "db/photos.h"
#include "db/settings.h"
#include "db/timeline.h"
#include "db/vehicles.h"
#include "db/verify.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/shop_day.h"

#include <boost/json/serialize.hpp>

namespace bayline::test {

namespace {

class WholeDay : public PostgresTest
{
protected:
    void SetUp() override
    {
        PostgresTest::SetUp();
        m_desk = std::make_unique<db::Connection>(DeviceSettings("desk"));
        m_bay = std::make_unique<db::Connection>(DeviceSettings("bay"));
        m_advisor = SignInAs(*m_desk, Advisor());
        m_technician = SignInAs(*m_bay, Technician());
        m_colleague = SignInAs(*m_bay, Colleague());
    }

    void ExpectClean() const
    {
        db::Connection owner(OwnerSettings());
        for (const auto& violation : db::Verify(owner)) {
            ADD_FAILURE() << violation.invariant << ": " << violation.detail;
        }
    }

    std::unique_ptr<db::Connection> m_desk;
    std::unique_ptr<db::Connection> m_bay;
    db::Session m_advisor;
    db::Session m_technician;
    db::Session m_colleague;
};

core::Checklist BrakeChecklist()
{
    core::ChecklistItem pads{.id = core::ItemId::New(),
                             .group = "Brakes",
                             .name = "Pads",
                             .position = "LF",
                             .kind = core::ItemKind::Measured,
                             .unit = "mm",
                             .limits = core::Limits{},
                             .photoRequired = false};
    pads.limits->greenMilli = 5000;
    pads.limits->redMilli = 3000;
    return {.id = core::ChecklistId::New(), .name = "BEV", .version = 1, .powertrains = {}, .items = {pads}};
}

} // namespace

TEST_F(WholeDay, GoesFromCheckInToHandOver)
{
    const auto id = CheckIn(*m_desk, m_advisor);
    auto order = db::LoadWorkOrder(*m_desk, id);
    EXPECT_EQ(order.number.substr(0, 3), "WO-");
    EXPECT_EQ(order.stage, core::Stage::Received);
    EXPECT_EQ(order.customer.phone, "13812345678");
    EXPECT_EQ(order.vehicle.plate, "沪AD12345");
    EXPECT_EQ(order.odometerIn.km, 45'210);
    EXPECT_EQ(order.seq, 1);

    const auto checklist = BrakeChecklist();
    Do(*m_bay, m_technician, id, core::StartInspection{core::InspectionId::New(), checklist});
    Do(*m_bay, m_technician, id, core::RecordItem{.item = checklist.items[0].id, .valueMilli = 2500, .note = "thin"});
    Do(*m_bay, m_technician, id, core::PublishInspection{});
    order = db::LoadWorkOrder(*m_desk, id);
    ASSERT_TRUE(order.inspection);
    EXPECT_TRUE(order.inspection->published);
    EXPECT_EQ(order.inspection->items.at(0).result, core::Result::Red);
    EXPECT_EQ(order.inspection->items.at(0).valueMilli, 2500);

    auto part = PartLine("Front pads", 48'000);
    part.finding = checklist.items[0].id;
    QuoteAndApprove(*m_desk, m_advisor, id, {LabourLine("Replace pads", 30'000, 1500), part});
    RepairAll(*m_bay, m_technician, m_colleague, id);
    order = db::LoadWorkOrder(*m_desk, id);
    EXPECT_EQ(order.stage, core::Stage::Ready);
    EXPECT_EQ(order.finishedLines.size(), 2U);
    EXPECT_EQ(order.timeEntries.size(), 2U);

    const auto number = Invoice(*m_desk, m_advisor, id);
    EXPECT_EQ(number.substr(0, 4), "INV-");
    EXPECT_EQ(number.substr(number.size() - 6), "000001");
    order = db::LoadWorkOrder(*m_desk, id);
    ASSERT_TRUE(order.invoice);
    EXPECT_EQ(order.invoice->number, number);
    EXPECT_EQ(order.Balance().minor, 45'000 + 48'000);

    Do(*m_desk, m_advisor, id,
       core::TakePayment{core::PaymentId::New(), core::PaymentMethod::WeChat, {93'000}, "4200001"});
    Do(*m_desk, m_advisor, id,
       core::Deliver{.onAccount = false, .odometerOut = core::ReadOdometer(45'215, core::DistanceUnit::Kilometre)});
    order = db::LoadWorkOrder(*m_desk, id);
    EXPECT_EQ(order.stage, core::Stage::Delivered);
    EXPECT_EQ(order.Balance().minor, 0);
    EXPECT_TRUE(db::LoadBoard(*m_desk).empty());
    EXPECT_EQ(db::LoadHistory(*m_desk, order.vehicle.id).at(0).invoiceNumber, number);

    const auto timeline = db::LoadTimeline(*m_desk, id);
    EXPECT_EQ(timeline.front().event.type, "work_order.opened");
    EXPECT_EQ(timeline.front().event.actorName, "Li Na");
    EXPECT_EQ(timeline.front().reach, db::EventReach::Saved);
    ExpectClean();
}

TEST_F(WholeDay, SheetTracesEveryFigureToItsOrders)
{
    const auto id = CheckIn(*m_desk, m_advisor);
    const auto other = CheckIn(*m_desk, m_advisor, CheckInForm("Müller", "沪A23456"));
    QuoteAndApprove(*m_desk, m_advisor, id, {LabourLine("Replace pads", 30'000, 1500), PartLine("Pads", 48'000)});
    RepairAll(*m_bay, m_technician, m_colleague, id);
    Invoice(*m_desk, m_advisor, id);
    Do(*m_desk, m_advisor, id, core::TakePayment{core::PaymentId::New(), core::PaymentMethod::Cash, {50'000}, ""});

    const auto now = core::Now();
    const auto sheet = db::LoadDailySheet(*m_desk, now - std::chrono::hours(1), now + std::chrono::hours(48));
    EXPECT_EQ(sheet.carsIn.count, 2);
    ASSERT_EQ(sheet.carsIn.orders.size(), 2U);
    EXPECT_EQ(sheet.carsOut.count, 0);
    EXPECT_EQ(sheet.approved.count, 2);
    EXPECT_EQ(sheet.approved.value.minor, 93'000);
    EXPECT_EQ(sheet.invoiced.value.minor, 93'000);
    EXPECT_EQ(sheet.invoiced.orders.at(0).id, id);
    EXPECT_EQ(sheet.paid.value.minor, 50'000);
    ASSERT_EQ(sheet.technicians.size(), 1U);
    EXPECT_EQ(sheet.technicians[0].name, "Zhang Wei");
    EXPECT_EQ(sheet.technicians[0].soldMilliHours, 1500);
    ASSERT_EQ(sheet.open.size(), 2U);
    EXPECT_EQ(sheet.open[0].stage, core::Stage::Received);
    EXPECT_EQ(sheet.open[0].orders.at(0).id, other);

    const auto before = db::LoadDailySheet(*m_desk, now - std::chrono::hours(48), now - std::chrono::hours(24));
    EXPECT_EQ(before.carsIn.count, 0);
    EXPECT_EQ(before.invoiced.value.minor, 0);
    EXPECT_TRUE(before.technicians.empty());
}

TEST_F(WholeDay, BoardShowsWhatWaitsAndFilters)
{
    const auto id = CheckIn(*m_desk, m_advisor);
    CheckIn(*m_desk, m_advisor, CheckInForm("Müller", "沪A23456"));
    Do(*m_desk, m_advisor, id, core::AddLine{LabourLine("Check brakes", 20'000)});
    Do(*m_desk, m_advisor, id, core::SendQuote{core::QuoteId::New(), core::Now() + std::chrono::hours(24), ""});
    EXPECT_EQ(db::LoadBoard(*m_desk).size(), 2U);
    const auto found = db::LoadBoard(*m_desk, {.text = "ad123"});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].waitingLines, 1);
    EXPECT_EQ(found[0].stage, core::Stage::WaitingApproval);
    EXPECT_EQ(found[0].quoteGross.minor, 20'000);
    EXPECT_EQ(db::LoadBoard(*m_desk, {.person = Advisor().member.id}).size(), 2U);
    EXPECT_TRUE(db::LoadBoard(*m_desk, {.technician = Technician().member.id}).empty());
    Do(*m_desk, m_advisor, id,
       core::AssignTechnician{.from = {}, .to = core::StaffRef{Technician().member.id, "Zhang Wei"}});
    EXPECT_EQ(db::LoadBoard(*m_desk, {.technician = Technician().member.id}).size(), 1U);
    EXPECT_EQ(db::LoadBoard(*m_bay).size(), 2U);
}

TEST_F(WholeDay, PhotosAreStoredOnceAndCounted)
{
    const auto id = CheckIn(*m_desk, m_advisor);
    const std::vector<std::uint8_t> large(5000, 7);
    const std::vector<std::uint8_t> small{1, 0, 2, 255};
    const auto sha256 = db::StoreBlob(*m_bay, m_technician, large, "image/jpeg");
    EXPECT_EQ(db::StoreBlob(*m_bay, m_technician, large, "image/jpeg"), sha256);
    const auto thumb = db::StoreBlob(*m_bay, m_technician, small, "image/jpeg");
    const auto photo = [&](const std::string& large256) {
        return core::Event{"photo.added",
                           {{"photo_id", core::PhotoId::New().Text()},
                            {"sha256", large256},
                            {"thumb_sha256", thumb},
                            {"width", 2048},
                            {"height", 1536},
                            {"bytes", 5000},
                            {"kind", "finding"},
                            {"caption", "左前"},
                            {"source_name", "IMG_1.jpg"}}};
    };
    const auto added =
        db::AppendToPhotoStream(*m_bay, m_technician, id, core::OperationId::New(), {photo(sha256), photo(sha256)});
    ASSERT_TRUE(added.Ok());
    EXPECT_EQ(db::LoadBoardCard(*m_desk, id)->photoCount, 2);
    const auto photos = db::LoadPhotos(*m_desk, id);
    ASSERT_EQ(photos.size(), 2U);
    EXPECT_EQ(photos[0].caption, "左前");
    EXPECT_FALSE(photos[0].delivered);
    EXPECT_EQ(db::LoadBlob(*m_desk, photos[0].thumbSha256), small);

    const auto missing =
        db::AppendToPhotoStream(*m_bay, m_technician, id, core::OperationId::New(), {photo(std::string(64, 'a'))});
    ASSERT_FALSE(missing.Ok());
    EXPECT_EQ(missing.FirstRefusal().code, "blob.missing");
    ExpectClean();
}

TEST_F(WholeDay, TwoPeopleChangeDifferentSettingsAndBothWin)
{
    auto manager = SignInAs(*m_desk, ManagerOnDuty());
    const auto seen = db::LoadShop(*m_desk);
    auto first = seen;
    first.phone = "021-1";
    auto second = seen;
    second.address = "2 Test Road";
    ASSERT_TRUE(db::ChangeShop(*m_desk, manager, core::OperationId::New(), seen, first).Ok());
    ASSERT_TRUE(db::ChangeShop(*m_desk, manager, core::OperationId::New(), seen, second).Ok());
    const auto now = db::LoadShop(*m_desk);
    EXPECT_EQ(now.phone, "021-1");
    EXPECT_EQ(now.address, "2 Test Road");

    auto clash = seen;
    clash.phone = "021-2";
    const auto refused = db::ChangeShop(*m_desk, manager, core::OperationId::New(), seen, clash);
    ASSERT_FALSE(refused.Ok());
    EXPECT_EQ(refused.FirstRefusal().field, "phone");
    EXPECT_NE(refused.FirstRefusal().Text().find("021-1"), std::string::npos);
}

} // namespace bayline::test
