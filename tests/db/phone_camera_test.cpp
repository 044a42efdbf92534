// SPDX-License-Identifier: GPL-3.0-or-later
// Phones as cameras, marks on photos, and what earlier visits measured, against the real database.
#include "core/hash.h"
#include "core/phone_camera.h"
#include "core/wear_forecast.h"
#include "db/delivery.h"
#include "db/photos.h"
#include "db/verify.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/shop_day.h"

#include <boost/json/serialize.hpp>

namespace bayline::test {

namespace {

core::CleanPicture Clean(const std::string& content)
{
    core::CleanPicture clean;
    const std::string small = "small " + content;
    clean.large.assign(content.begin(), content.end());
    clean.thumb.assign(small.begin(), small.end());
    clean.largeSha256 = core::Sha256Hex(content);
    clean.thumbSha256 = core::Sha256Hex(small);
    clean.width = 640;
    clean.height = 480;
    return clean;
}

core::ChecklistItem Pads()
{
    return {.id = core::ItemId::From("01976e5c-0001-7a11-8c00-000000000001"),
            .group = "Brakes",
            .name = "Pads",
            .position = "LF",
            .kind = core::ItemKind::Measured,
            .unit = "mm",
            .limits = core::Limits{.higherIsBetter = true, .greenMilli = 5000, .redMilli = 3000}};
}

class PhoneCameraTest : public PostgresTest
{
protected:
    void SetUp() override
    {
        PostgresTest::SetUp();
        m_desk = std::make_unique<db::Connection>(DeviceSettings());
        m_bay = std::make_unique<db::Connection>(DeviceSettings("bay"));
        m_advisor = SignInAs(*m_desk, Advisor());
        m_technician = SignInAs(*m_bay, Technician());
        m_order = CheckIn(*m_desk, m_advisor);
        m_log = std::make_unique<db::PostgresDeliveryLog>(DeviceSettings("relay"));
        m_camera.token = std::string(43, 't');
        m_camera.id = core::CameraId::New();
        m_camera.subjects = {{.kind = "finding", .item = Pads().id, .title = "Pads"}};
        Do(*m_bay, m_technician, m_order, m_camera);
    }

    void TearDown() override
    {
        {
            db::Connection owner(OwnerSettings());
            for (const auto& violation : db::Verify(owner)) {
                ADD_FAILURE() << violation.invariant << ": " << violation.detail;
            }
        }
        m_log.reset();
        PostgresTest::TearDown();
    }

    [[nodiscard]] core::CustomerAnswer Message(const std::string& id, const std::string& type,
                                               const std::string& picture) const
    {
        return {.id = id,
                .type = type,
                .data = {{"work_order_id", m_order.Text()},
                         {"camera_id", m_camera.id.Text()},
                         {"picture_id", picture},
                         {"number", 1},
                         {"sha256", core::Sha256Hex(picture)},
                         {"bytes", 36},
                         {"kind", "finding"},
                         {"item_id", Pads().id.Text()},
                         {"name", "IMG_1.jpg"},
                         {"title", "Pads"},
                         {"taken_at", "2026-11-22T02:40:00Z"}},
                .at = core::Now(),
                .cursor = "feed/" + std::to_string(id.size())};
    }

    void Announce(const std::string& id, const std::string& picture)
    {
        static_cast<void>(m_log->ApplyAnswer(Message(id, "camera.picture.announced.v1", picture)));
    }
    core::AnswerFate Receive(const std::string& id, const std::string& picture)
    {
        return m_log->ApplyAnswer(Message(id, "camera.picture.received.v1", picture));
    }
    [[nodiscard]] std::vector<db::PhonePicture> OnTheWay() const { return db::LoadPhonePictures(*m_bay, m_order); }

    std::unique_ptr<db::Connection> m_desk;
    std::unique_ptr<db::Connection> m_bay;
    db::Session m_advisor;
    db::Session m_technician;
    core::WorkOrderId m_order;
    core::OpenCamera m_camera;
    std::unique_ptr<db::PostgresDeliveryLog> m_log;
};

TEST_F(PhoneCameraTest, APictureBecomesAPhotoOfTheFindingInTheNameOfWhoseLinkItWas)
{
    const auto picture = core::PhotoId::New().Text();
    Announce("a", picture);
    ASSERT_EQ(OnTheWay().size(), 1U);
    EXPECT_EQ(OnTheWay()[0].state, "on_the_phone");

    EXPECT_EQ(Receive("bb", picture), core::AnswerFate::Applied);
    EXPECT_EQ(Receive("bb", picture), core::AnswerFate::AlreadyKnown);
    EXPECT_EQ(m_log->InboxCursor(), "feed/2");
    EXPECT_EQ(OnTheWay()[0].state, "on_its_way");
    const auto waiting = m_log->WaitingPictures(10);
    ASSERT_EQ(waiting.size(), 1U);
    EXPECT_EQ(waiting[0].pictureId, picture);

    m_log->StorePicture(waiting[0], Clean("picture"));
    m_log->StorePicture(waiting[0], Clean("picture"));
    EXPECT_TRUE(m_log->WaitingPictures(10).empty());
    EXPECT_TRUE(OnTheWay().empty());
    const auto photos = db::LoadPhotos(*m_desk, m_order);
    ASSERT_EQ(photos.size(), 1U);
    EXPECT_EQ(photos[0].id.Text(), picture);
    EXPECT_EQ(photos[0].item, Pads().id);
    EXPECT_EQ(photos[0].kind, "finding");
    EXPECT_EQ(photos[0].addedBy, Technician().member.name);
    const auto stored = db::LoadBlob(*m_desk, photos[0].sha256);
    EXPECT_EQ(std::string(stored.begin(), stored.end()), "picture");
}

TEST_F(PhoneCameraTest, ARefusedPictureStaysInTheLedgerWithItsReason)
{
    const auto picture = core::PhotoId::New().Text();
    Receive("a", picture);
    m_log->RefusePicture(m_log->WaitingPictures(1).at(0), "This is no photo.");
    ASSERT_EQ(OnTheWay().size(), 1U);
    EXPECT_EQ(OnTheWay()[0].state, "refused");
    EXPECT_EQ(OnTheWay()[0].reason, "This is no photo.");
    EXPECT_TRUE(db::LoadPhotos(*m_desk, m_order).empty());
    const auto status = db::LoadDeliveryStatus(*m_desk);
    ASSERT_EQ(status.answers.size(), 1U);

    db::DismissAnswer(*m_desk, m_advisor, "a");
    EXPECT_TRUE(OnTheWay().empty());
}

TEST_F(PhoneCameraTest, APictureOfALinkThatTheShopNeverGaveIsParked)
{
    const auto picture = core::PhotoId::New().Text();
    auto message = Message("a", "camera.picture.received.v1", picture);
    message.data["camera_id"] = core::CameraId::New().Text();
    static_cast<void>(m_log->ApplyAnswer(message));
    m_log->StorePicture(m_log->WaitingPictures(1).at(0), Clean("picture"));
    EXPECT_TRUE(m_log->WaitingPictures(1).empty());
    EXPECT_TRUE(db::LoadPhotos(*m_desk, m_order).empty());
    EXPECT_EQ(db::LoadDeliveryStatus(*m_desk).answers.size(), 1U);
}

TEST_F(PhoneCameraTest, WhatBecameOfAPictureIsKeptUntilItWasTold)
{
    const auto stored = core::PhotoId::New().Text();
    Receive("a", stored);
    const auto waiting = m_log->WaitingPictures(1).at(0);
    m_log->StorePicture(waiting, Clean("picture"));
    // Another relay that could not fetch it any more comes too late.
    m_log->RefusePicture(waiting, "It is gone.");
    auto untold = m_log->UntoldPictures(10);
    ASSERT_EQ(untold.size(), 1U);
    EXPECT_EQ(untold[0].pictureId, stored);
    EXPECT_EQ(untold[0].result, "stored");
    m_log->PictureTold({.answerId = "a", .pictureId = stored, .result = "refused", .reason = {}});
    EXPECT_EQ(m_log->UntoldPictures(10).size(), 1U) << "something else was told";
    m_log->PictureTold(untold[0]);
    EXPECT_TRUE(m_log->UntoldPictures(10).empty());

    const auto stranger = core::PhotoId::New().Text();
    auto message = Message("bb", "camera.picture.received.v1", stranger);
    message.data["camera_id"] = core::CameraId::New().Text();
    static_cast<void>(m_log->ApplyAnswer(message));
    m_log->StorePicture(m_log->WaitingPictures(1).at(0), Clean("picture"));
    untold = m_log->UntoldPictures(10);
    ASSERT_EQ(untold.size(), 1U);
    EXPECT_EQ(untold[0].result, "refused") << "it was not stored";
    EXPECT_FALSE(untold[0].reason.empty());
    m_log->PictureTold(untold[0]);
    db::DismissAnswer(*m_desk, m_advisor, "bb");
    EXPECT_EQ(m_log->UntoldPictures(10).at(0).result, "dismissed");
}

TEST_F(PhoneCameraTest, APictureThatWillNotComeIsTakenOffTheListAndOneOnItsWayIsNot)
{
    const auto lost = core::PhotoId::New().Text();
    const auto coming = core::PhotoId::New().Text();
    const auto refused = core::PhotoId::New().Text();
    Announce("a", lost);
    Announce("bb", coming);
    Receive("ccc", coming);
    for (const auto& picture : {lost, coming}) {
        db::DismissPhonePicture(*m_bay, m_technician, m_order, picture);
    }
    ASSERT_EQ(OnTheWay().size(), 1U);
    EXPECT_EQ(OnTheWay()[0].id, coming);
    EXPECT_TRUE(m_log->UntoldPictures(10).empty());
    m_log->StorePicture(m_log->WaitingPictures(1).at(0), Clean("picture"));

    Announce("dddd", refused);
    Receive("eeeee", refused);
    m_log->RefusePicture(m_log->WaitingPictures(1).at(0), "This is no photo.");
    db::DismissPhonePicture(*m_bay, m_technician, m_order, refused);
    EXPECT_TRUE(OnTheWay().empty());
    EXPECT_EQ(m_log->UntoldPictures(10).back().result, "dismissed");

    // It comes after all.
    Receive("ffffff", lost);
    ASSERT_EQ(OnTheWay().size(), 1U);
    EXPECT_EQ(OnTheWay()[0].state, "on_its_way");
}

TEST_F(PhoneCameraTest, WhatIsMadeUnrecognisableIsNotSentAsItWas)
{
    const auto picture = core::PhotoId::New().Text();
    Receive("a", picture);
    m_log->StorePicture(m_log->WaitingPictures(1).at(0), Clean("face"));
    const auto flat = Clean("blurred face");
    db::StoreBlob(*m_desk, m_advisor, flat.large, "image/jpeg");
    db::StoreBlob(*m_desk, m_advisor, flat.thumb, "image/jpeg");
    const std::vector<core::PhotoMark> marks = {{.kind = core::MarkKind::Blur, .x2 = 5000, .y2 = 5000}};
    ASSERT_TRUE(db::AppendToPhotoStream(*m_desk, m_advisor, m_order, core::OperationId::New(),
                                        {{"photo.annotated",
                                          {{"photo_id", picture},
                                           {"sha256", flat.largeSha256},
                                           {"thumb_sha256", flat.thumbSha256},
                                           {"kind", "finding"},
                                           {"marks", core::ToJson(marks)},
                                           {"hides", true}}}}));
    const auto photos = db::LoadPhotos(*m_desk, m_order);
    EXPECT_EQ(photos[0].sha256, Clean("face").largeSha256);
    EXPECT_EQ(photos[0].shownSha256, flat.largeSha256);
    EXPECT_EQ(photos[0].marks, marks);

    const auto stream = core::StreamName("photos", m_order.value);
    const auto sent = m_log->PublicEvents(stream, 0, 10);
    ASSERT_EQ(sent.size(), 2U);
    EXPECT_EQ(sent[0].type, core::kSuperseded);
    EXPECT_EQ(sent[1].type, "photo.annotated");

    // Nor does the present state tell of the picture as it was.
    db::SendCurrentState(*m_desk, m_advisor, core::OperationId::New(), stream);
    const auto state = boost::json::serialize(m_log->PublicEvents(stream, 2, 1).at(0).data);
    EXPECT_EQ(state.find(Clean("face").largeSha256), std::string::npos);
    EXPECT_NE(state.find(flat.largeSha256), std::string::npos);
}

TEST_F(PhoneCameraTest, EarlierVisitsStandBesideTheItemsAndGiveTheForecast)
{
    core::Checklist checklist{
        .id = core::ChecklistId::New(), .name = "BEV", .version = 1, .powertrains = {}, .items = {Pads()}};
    Do(*m_bay, m_technician, m_order, core::StartInspection{core::InspectionId::New(), checklist});
    Do(*m_bay, m_technician, m_order, core::RecordItem{.item = Pads().id, .valueMilli = 8'000});
    EXPECT_TRUE(db::LoadWorkOrder(*m_desk, m_order).earlierReadings.empty());
    const auto first = db::LoadWorkOrder(*m_desk, m_order);

    auto form = CheckInForm();
    form.vehicle = first.vehicle;
    form.vehicleBefore = first.vehicle;
    form.customer = first.customer;
    form.customerBefore = first.customer;
    form.odometerTyped = std::to_string(first.odometerIn.km + 20'000);
    const auto second = CheckIn(*m_desk, m_advisor, form);
    // Another checklist: the same item by name, unit and place.
    checklist.items[0].id = core::ItemId::New();
    Do(*m_bay, m_technician, second, core::StartInspection{core::InspectionId::New(), checklist});
    auto order = db::LoadWorkOrder(*m_desk, second);
    ASSERT_EQ(order.earlierReadings.size(), 1U);
    const auto& earlier = order.earlierReadings[0];
    EXPECT_EQ(earlier.item, checklist.items[0].id);
    EXPECT_EQ(earlier.orderNumber, first.number);
    EXPECT_EQ(earlier.km, first.odometerIn.km);
    EXPECT_EQ(earlier.valueMilli, 8'000);
    EXPECT_FALSE(earlier.replaced);

    Do(*m_bay, m_technician, second,
       core::RecordItem{.item = checklist.items[0].id,
                        .result = core::Result::Green,
                        .valueMilli = 8'000,
                        .carriedFrom = first.number});
    order = db::LoadWorkOrder(*m_desk, second);
    EXPECT_EQ(order.inspection->items[0].carriedFrom, first.number);
    // Measured after all: no longer taken over.
    Do(*m_bay, m_technician, second,
       core::RecordItem{
           .item = checklist.items[0].id, .resultFrom = core::Result::Green, .valueFrom = 8'000, .valueMilli = 6'000});
    order = db::LoadWorkOrder(*m_desk, second);
    EXPECT_TRUE(order.inspection->items[0].carriedFrom.empty());
}

} // namespace

} // namespace bayline::test
