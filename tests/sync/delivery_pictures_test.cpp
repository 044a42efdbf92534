// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures in both directions: the shop's to the customer, a phone's to the shop.
#include "delivery_fixture.h"

#include "photo/limits.h"
#include "portal/camera_store.h"

namespace bayline::test {

namespace {

TEST_F(DeliveryTest, PhotosArriveWithTheirPictures)
{
    StartRelay(m_database);
    auto form = CheckInForm();
    const auto id = CheckIn(*m_desk, m_advisor, form);
    const std::string picture(300'000, 'p');
    const std::string thumb(20'000, 't');
    const auto bytes = [](const std::string& text) {
        return std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    };
    const auto sha256 = db::StoreBlob(*m_desk, m_advisor, bytes(picture), "image/jpeg");
    const auto thumbSha256 = db::StoreBlob(*m_desk, m_advisor, bytes(thumb), "image/jpeg");
    const core::Event added{"photo.added",
                            {{"photo_id", core::PhotoId::New().Text()},
                             {"sha256", sha256},
                             {"thumb_sha256", thumbSha256},
                             {"width", 2048},
                             {"height", 1536},
                             {"bytes", static_cast<std::int64_t>(picture.size())},
                             {"kind", "walk_round"},
                             {"caption", ""},
                             {"source_name", "IMG_0001.jpg"}}};
    ASSERT_TRUE(db::AppendToPhotoStream(*m_desk, m_advisor, id, core::OperationId::New(), {added}).Ok());
    Customer customer(m_portal.Port(), form.linkToken);
    ASSERT_TRUE(Soon([&] { return customer.Open(); }));
    EXPECT_TRUE(Soon([&] { return customer.Get("blobs/" + sha256).text == picture; }));
    EXPECT_EQ(customer.Get("blobs/" + thumbSha256).text, thumb);
    EXPECT_TRUE(Soon([&] { return db::LoadPhotos(*m_desk, id).at(0).delivered; }));
    EXPECT_EQ(EverythingInPortal().find("IMG_0001"), std::string::npos);
}

TEST_F(DeliveryTest, WhatBecameOfAPhonesPictureIsToldWhenThePortalIsBack)
{
    static_assert(portal::kPictureBytes == static_cast<std::int64_t>(photo::kMaxFileBytes));
    const auto id = CheckIn(*m_desk, m_advisor);
    const core::OpenCamera camera{.id = core::CameraId::New(),
                                  .token = core::NewLinkToken(),
                                  .title = "WO · 沪AD12345",
                                  .subjects = {{.kind = "before", .title = "Before"}}};
    Do(*m_desk, m_advisor, id, camera);
    StartRelay(m_database);
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    m_relay.reset();
    const Phone phone(m_portal.Port(), camera.token);
    const auto picture = core::PhotoId::New().Text();
    const auto photo = ReadBytes("resources/demo/photos/brake_pad_worn.jpg");
    ASSERT_EQ(phone.Announce(picture, 1, photo), 201);
    ASSERT_EQ(phone.Send(picture, 0, photo), 204);
    // The portal dies between giving the picture and hearing what became of it.
    m_whileCleaning = [this] { m_portal.Kill(); };
    StartRelay(m_database);
    ASSERT_TRUE(Soon([&] { return db::LoadPhotos(*m_desk, id).size() == 1; }));
    m_portal.Start(PortalDatabase());
    EXPECT_TRUE(Soon([&] { return phone.Get("state").text.find("\"stored\"") != std::string::npos; }));
    db::Connection portal(TestCluster::Instance().Owner(m_portalName));
    EXPECT_EQ(portal.Text("select count(*)::text from public.picture_part"), "0");
}

TEST_F(DeliveryTest, APhonesPictureBecomesAPhotoOfTheFindingAlsoWhenThePcSlept)
{
    const auto id = CheckIn(*m_desk, m_advisor);
    const auto technician = SignInAs(*m_desk, Technician());
    const core::OpenCamera camera{.id = core::CameraId::New(),
                                  .token = core::NewLinkToken(),
                                  .title = "WO · 沪AD12345",
                                  .subjects = {{.kind = "before", .title = "Before"}}};
    Do(*m_desk, technician, id, camera);
    StartRelay(m_database);
    const Phone phone(m_portal.Port(), camera.token);
    // Not asked again and again: ten wrong links a minute block an address.
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    ASSERT_EQ(phone.Get("state").status, 200) << phone.Get("state").text;
    EXPECT_EQ(phone.Get("state").text.find("王"), std::string::npos);
    m_relay.reset(); // the PC sleeps
    const auto photo = ReadBytes("resources/demo/photos/brake_pad_worn.jpg");
    const auto picture = core::PhotoId::New().Text();
    const auto bad = core::PhotoId::New().Text();
    ASSERT_EQ(phone.Announce(picture, 1, photo), 201);
    ASSERT_EQ(phone.Announce(picture, 1, photo), 200);
    ASSERT_EQ(phone.Send(picture, 0, photo.substr(0, 20'000)), 204);
    EXPECT_EQ(phone.Offset(picture), 20'000);
    EXPECT_EQ(phone.Send(picture, 0, photo.substr(0, 20'000)), 409);
    ASSERT_EQ(phone.Send(picture, 20'000, photo.substr(20'000)), 204);
    ASSERT_EQ(phone.Announce(bad, 2, "no picture at all"), 201);
    ASSERT_EQ(phone.Send(bad, 0, "no picture at all"), 204);

    m_helperDies = 2; // a helper that is killed says nothing about the picture
    StartRelay(m_database);
    ASSERT_TRUE(Soon([&] { return db::LoadPhotos(*m_desk, id).size() == 1; }));
    const auto stored = db::LoadPhotos(*m_desk, id).front();
    EXPECT_EQ(stored.id.Text(), picture);
    EXPECT_EQ(stored.kind, "before");
    EXPECT_EQ(stored.addedBy, Technician().member.name);
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    ASSERT_TRUE(Soon([&] {
        const auto left = db::LoadPhonePictures(*m_desk, id);
        return left.size() == 1 && left[0].state == "refused" && left[0].reason == "photo.not_a_photo";
    }));
    // The phone hears of both, and the portal keeps only what the shop may try again.
    ASSERT_TRUE(Soon([&] {
        const auto state = phone.Get("state").text;
        return state.find("\"stored\"") != std::string::npos && state.find("\"refused\"") != std::string::npos;
    }));
    db::Connection portal(TestCluster::Instance().Owner(m_portalName));
    const auto kept = "select string_agg(distinct picture_id::text, ' ') from public.picture_part";
    EXPECT_EQ(portal.Text(kept), bad);
    const auto refused = db::LoadDeliveryStatus(*m_desk).answers;
    ASSERT_EQ(refused.size(), 1U);
    db::RetryAnswer(*m_desk, m_advisor, refused[0].id);
    ASSERT_TRUE(Soon([&] { return db::LoadDeliveryStatus(*m_desk).answers.size() == 1; })) << "refused once more";
    EXPECT_EQ(portal.Text(kept), bad) << "it was still there";
    db::DismissPhonePicture(*m_desk, m_advisor, id, bad);
    EXPECT_TRUE(Soon([&] { return !portal.Text(kept).has_value(); }));
    ExpectSame(m_database, m_pairing.credentials, 2);
}

} // namespace

} // namespace bayline::test
