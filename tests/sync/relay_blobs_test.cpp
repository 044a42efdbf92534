// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures and papers: stored before the event that names them, in a lane of their own.
#include "relay_fixture.h"

#include <set>

namespace bayline::test {

namespace {

TEST_F(RelayTest, StoresBothPicturesBeforeTheEventThatNamesThem)
{
    const auto photos = StreamNumber(1, "photos");
    std::vector<std::string> pictures;
    for (int i = 0; i < 4; ++i) {
        pictures.push_back(m_log.AppendPhoto(photos, "picture " + std::to_string(i)));
    }
    Start();
    ASSERT_TRUE(Soon([&] { return m_log.AllSent(); }));
    for (const auto& picture : pictures) {
        EXPECT_TRUE(m_server.HasBlob(picture));
    }
    std::size_t stored = 0;
    std::set<std::string> named; // a batch whose answer was waited for in vain is sent once more
    for (const auto& request : m_server.Requests()) {
        stored += request.method == "PUT" ? 1 : 0;
        for (const auto& picture : pictures) {
            if (request.IsBatch() && request.body.find(picture) != std::string::npos && named.insert(picture).second) {
                EXPECT_GE(stored, 2 * named.size());
            }
        }
    }
    EXPECT_EQ(named.size(), pictures.size());
}

TEST_F(RelayTest, PhotosThatCannotBeStoredNeverDelayTheOrder)
{
    m_server.Misbehave(
        [](const Received& request) { return request.IsBlob() ? Misdeed::Of(Misdeed::Kind::Silence) : Misdeed{}; });
    m_log.AppendPhoto(StreamNumber(1, "photos"), "picture");
    Start();
    ASSERT_TRUE(Soon([&] {
        return std::ranges::any_of(m_server.Requests(), [](const auto& request) { return request.IsBlob(); });
    }));
    m_log.Append(kOne, 3);
    EXPECT_TRUE(Soon([&] { return m_log.Acknowledged(kOne) == 3; })) << "no picture is taken all the while";
    m_server.Behave();
    EXPECT_TRUE(Soon([&] { return m_log.AllSent(); }));
}

TEST_F(RelayTest, ParksAStreamWhosePictureIsDamaged)
{
    const auto photos = StreamNumber(1, "photos");
    m_log.DamageBlob(m_log.AppendPhoto(photos, "picture"));
    m_log.AppendPhoto(StreamNumber(2, "photos"), "another");
    Start();
    EXPECT_TRUE(Soon([&] { return m_log.Parked().contains(photos) && m_log.AllSent(); }));
    EXPECT_TRUE(Contains(m_log.Parked()[photos], "damaged"));
    EXPECT_EQ(m_server.Stream(StreamNumber(2, "photos")).size(), 1U);
}

TEST_F(RelayTest, OnePictureThatBringsTheAppDownHoldsUpNoOther)
{
    m_log.AppendPhoto(StreamNumber(1, "photos"), "poison");
    m_log.AppendPhoto(StreamNumber(2, "photos"), "another");
    m_server.Misbehave([](const Received& request) {
        return request.method == "PUT" && Contains(request.body, "poison") ? Misdeed::Status(500) : Misdeed{};
    });
    Start();
    EXPECT_TRUE(Soon([&] { return m_log.Acknowledged(StreamNumber(2, "photos")) == 1; }));
    m_server.Behave();
    EXPECT_TRUE(Soon([&] { return m_log.AllSent(); }));
}

std::string BigPicture()
{
    std::string picture(1'500'000, 'p');
    for (std::size_t i = 0; i < picture.size(); ++i) {
        picture[i] = static_cast<char>('a' + i * i % 23);
    }
    return picture;
}

TEST_F(RelayTest, SendsABigPictureInSteps)
{
    const auto sha256 = m_log.AppendPhoto(StreamNumber(1, "photos"), BigPicture());
    Start();
    ASSERT_TRUE(Soon([&] { return m_log.AllSent(); }));
    EXPECT_TRUE(m_server.HasBlob(sha256));
    const auto requests = m_server.Requests();
    EXPECT_EQ(std::ranges::count(requests, "PATCH", &Received::method), 2 * 6); // the sample's thumb is as big
    EXPECT_EQ(std::ranges::count(requests, "PUT", &Received::method), 0);
    for (const auto& request : requests) {
        EXPECT_LE(request.method == "PATCH" ? request.body.size() : 0, 256U * 1024U);
    }
}

class CutUpload : public RelayTest, public testing::WithParamInterface<Misdeed::Kind>
{
};

TEST_P(CutUpload, GoesOnWhereItStoodAndRepeatsAtMostOnePiece)
{
    auto& count = Keep<std::atomic<int>>(0);
    auto& cuts = Keep<std::atomic<int>>(0);
    m_server.Misbehave([&](const Received& request) {
        if (request.method != "PATCH" || ++count % 3 != 0) {
            return Misdeed{};
        }
        ++cuts;
        return Misdeed::Of(GetParam());
    });
    const auto picture = BigPicture();
    const auto sha256 = m_log.AppendPhoto(StreamNumber(1, "photos"), picture);
    Start();
    ASSERT_TRUE(Soon([&] { return m_log.AllSent(); }));
    EXPECT_TRUE(m_server.HasBlob(sha256));
    ASSERT_GT(cuts, 2);
    const auto whole = 2 * picture.size() + 6; // both pictures
    EXPECT_LE(m_server.UploadedBytes(), whole + static_cast<std::size_t>(cuts) * 256 * 1024);
}

INSTANTIATE_TEST_SUITE_P(Cuts, CutUpload,
                         testing::Values(Misdeed::Kind::Cut, Misdeed::Kind::CutAfter, Misdeed::Kind::CutHalfWay));

TEST_F(RelayTest, AnotherProcessGoesOnWithAnUploadThatWasBegun)
{
    auto& pieces = Keep<std::atomic<int>>(0);
    m_server.Misbehave([&](const Received& request) {
        return request.method == "PATCH" && ++pieces > 3 ? Misdeed::Of(Misdeed::Kind::Silence) : Misdeed{};
    });
    const auto picture = BigPicture();
    const auto sha256 = m_log.AppendPhoto(StreamNumber(1, "photos"), picture);
    auto options = Options();
    options.client.timeouts = {};
    Start(options);
    ASSERT_TRUE(Soon([&] { return pieces > 3; }));
    m_relay.reset(); // gone with all it knew
    m_server.Behave();
    Start();
    ASSERT_TRUE(Soon([&] { return m_server.HasBlob(sha256) && m_log.AllSent(); }));
    EXPECT_LE(m_server.UploadedBytes(), 2 * picture.size() + 6 + 256 * 1024);
}

TEST_F(RelayTest, BeginsAgainWhenTheAppHasForgottenAnUpload)
{
    auto& pieces = Keep<std::atomic<int>>(0);
    m_server.Misbehave([&](const Received& request) {
        if (request.method == "PATCH" && ++pieces == 3) {
            m_server.ForgetUploads();
        }
        return Misdeed{};
    });
    const auto sha256 = m_log.AppendPhoto(StreamNumber(1, "photos"), BigPicture());
    Start();
    EXPECT_TRUE(Soon([&] { return m_log.AllSent(); }));
    EXPECT_TRUE(m_server.HasBlob(sha256));
}

TEST_F(RelayTest, SendsBigPicturesWholeToAnAppWithoutUploads)
{
    m_server.SetCapabilities({{"event_types", boost::json::array()}});
    const auto sha256 = m_log.AppendPhoto(StreamNumber(1, "photos"), BigPicture());
    Start();
    EXPECT_TRUE(Soon([&] { return m_log.AllSent() && m_server.HasBlob(sha256); }));
    EXPECT_EQ(std::ranges::count(m_server.Requests(), "PATCH", &Received::method), 0);
}

TEST_F(RelayTest, ParksAPictureTheAppRefuses)
{
    const auto photos = StreamNumber(1, "photos");
    m_server.Misbehave(
        [](const Received& request) { return request.method == "PUT" ? Misdeed::Status(413) : Misdeed{}; });
    m_log.AppendPhoto(photos, "picture");
    Start();
    EXPECT_TRUE(Soon([&] { return m_log.Parked().contains(photos); }));
}

} // namespace

} // namespace bayline::test
