// SPDX-License-Identifier: GPL-3.0-or-later
// Links of technicians' phones: how long they last, what goes on after their end, and who is held up by them.
#include "tests/portal/order_samples.h"
#include "tests/portal/portal_fixture.h"

#include "core/hash.h"
#include "core/ids.h"
#include "core/random.h"
#include "core/time.h"
#include "portal/encoding.h"

namespace bayline::test {

namespace json = boost::json;

namespace {

std::string NewId()
{
    return core::ToString(core::NewUuid());
}

struct Link
{
    std::string id = NewId();
    std::string token = core::NewLinkToken();
};

/// A picture that a phone has taken.
struct Taken
{
    std::string id = NewId();
    std::string bytes = "the picture " + id;
};

} // namespace

class CameraLinks : public PortalTest
{
protected:
    [[nodiscard]] json::object Opened(const std::string& order, const Link& link) const
    {
        return m_shop.Event("work_order/" + order, ++m_seq, "workshop.camera.opened.v1",
                            {{"camera_id", link.id},
                             {"token_sha256", core::Sha256Hex(link.token)},
                             {"title", "WO · 沪A12345"},
                             {"expires_at", "2020-01-01T00:00:00.000Z"},
                             {"subjects", json::array{json::object{{"kind", "before"}, {"title", "Before"}}}}});
    }

    /// One link an order: the stream begins with it.
    [[nodiscard]] Link Open(const std::string& order)
    {
        Link link;
        m_seq = 0;
        EXPECT_EQ(ShopClient::Status(m_shop.SendEvents({Opened(order, link)})), "applied");
        return link;
    }
    [[nodiscard]] Link OpenAnother(const std::string& order)
    {
        Link link;
        EXPECT_EQ(ShopClient::Status(m_shop.SendEvents({Opened(order, link)})), "applied");
        return link;
    }

    Answer Ask(const std::string& token, const std::string& method, const std::string& path, Headers headers = {},
               const std::string& body = {}) const
    {
        headers.emplace_back("Authorization", "Camera " + token);
        headers.emplace_back("Tus-Resumable", "1.0.0");
        return Http(m_portal.Port(), method, "/camera/" + path, headers, body);
    }

    [[nodiscard]] int State(const std::string& token) const { return Ask(token, "GET", "state").status; }

    Answer Announce(const Link& link, const Taken& picture, std::size_t length = 0) const
    {
        std::string metadata;
        const std::vector<std::pair<std::string, std::string>> words = {{"picture_id", picture.id},
                                                                        {"number", "1"},
                                                                        {"sha256", core::Sha256Hex(picture.bytes)},
                                                                        {"content_type", "image/jpeg"},
                                                                        {"kind", "before"}};
        for (const auto& [key, value] : words)
            metadata += (metadata.empty() ? "" : ",") + key + " " + portal::ToBase64(value);
        return Ask(link.token, "POST", "pictures",
                   {{"Upload-Length", std::to_string(length == 0 ? picture.bytes.size() : length)},
                    {"Upload-Metadata", metadata}});
    }

    int Send(const Link& link, const Taken& picture, std::size_t from, std::size_t count = std::string::npos) const
    {
        return Ask(link.token, "PATCH", "pictures/" + picture.id,
                   {{"Upload-Offset", std::to_string(from)}, {"Content-Type", "application/offset+octet-stream"}},
                   picture.bytes.substr(from, count))
            .status;
    }

    void End(const Link& link, const std::string& ago)
    {
        portal::Connection connection(m_database);
        connection.Query("UPDATE camera SET expires_at = now() - $2::interval WHERE camera_id = $1", {link.id, ago});
    }

    mutable std::int64_t m_seq = 0;
};

TEST_F(CameraLinks, LastTwelveHoursByThePortalsClockWhateverThePcSays)
{
    const auto order = NewId();
    const auto link = Open(order);
    EXPECT_EQ(State(link.token), 200);
    portal::Connection connection(m_database);
    EXPECT_EQ(connection.Query("SELECT round(extract(epoch FROM expires_at - now()) / 3600) FROM camera").Int(0, 0),
              12);
    // Told of again, long afterwards, to a portal that has lost its database.
    const Link old;
    auto event = Opened(order, old);
    event["time"] = core::ToRfc3339(core::Now() - std::chrono::days(20));
    EXPECT_EQ(ShopClient::Status(m_shop.SendEvents({event})), "applied");
    EXPECT_EQ(State(old.token), 410);
}

TEST_F(CameraLinks, ThatHaveEndedStillTakeForAWeekWhatWasToldOfBefore)
{
    const auto link = Open(NewId());
    const Taken picture;
    ASSERT_EQ(Announce(link, picture).status, 201);
    End(link, "6 days");
    const auto state = Ask(link.token, "GET", "state");
    ASSERT_EQ(state.status, 200);
    EXPECT_EQ(state.Json().at("ended"), true);
    EXPECT_EQ(Announce(link, Taken()).Problem(), "camera-ended");
    EXPECT_EQ(Announce(link, picture).status, 200);
    EXPECT_EQ(Send(link, picture, 0), 204);
    EXPECT_EQ(m_shop.Inbox().at("events").as_array().size(), 2U);
    End(link, "8 days");
    EXPECT_EQ(State(link.token), 410);
    EXPECT_EQ(Ask(core::NewLinkToken(), "GET", "state").status, 401);
}

TEST_F(CameraLinks, OfTheSameOrderGoOnWithAPictureThatWasBegunUnderAnother)
{
    const auto order = NewId();
    const auto first = Open(order);
    const Taken picture;
    ASSERT_EQ(Announce(first, picture).status, 201);
    ASSERT_EQ(Send(first, picture, 0, 10), 204);
    End(first, "8 days");
    const auto second = OpenAnother(order);
    EXPECT_EQ(Ask(second.token, "GET", "state").Json().at("work_order_id"), order.c_str());
    auto answer = Announce(second, picture);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.headers["upload-offset"], "10");
    EXPECT_EQ(Send(second, picture, 10), 204);
    const json::object page = m_shop.Inbox();
    const auto& told = page.at("events").as_array().back();
    EXPECT_EQ(told.at("type"), "camera.picture.received.v1");
    EXPECT_EQ(told.at("data").at("camera_id"), first.id.c_str()) << "in the name of whose link it was";
    EXPECT_EQ(Ask(second.token, "GET", "state").Json().at("pictures").as_array().size(), 1U);

    const auto stranger = Open(NewId());
    EXPECT_EQ(Announce(stranger, picture).status, 409) << "another order's link";
    EXPECT_EQ(Send(stranger, picture, 0), 404);
}

TEST_F(CameraLinks, SayWhenTheyAreFullAndTakeWhatThePhotoHelperReads)
{
    const auto link = Open(NewId());
    EXPECT_EQ(Announce(link, Taken(), 20'000'001).status, 413);
    EXPECT_EQ(Announce(link, Taken(), 20'000'000).status, 201);
    portal::Connection connection(m_database);
    connection.Query("INSERT INTO picture (shop_id, picture_id, camera_id, number, sha256, content_type, about, length)"
                     " SELECT shop_id, gen_random_uuid(), camera_id, n, sha256, content_type, about, length"
                     " FROM picture, generate_series(2, 300) n");
    EXPECT_EQ(Announce(link, Taken()).Problem(), "camera-full");
}

TEST_F(CameraLinks, ThatHaveEndedOrAreWrongLockOutNobodyElseAtTheAddress)
{
    CustomerOrder customer(m_portal.Port(), m_shop);
    const auto ended = Open(NewId());
    const auto over = Open(NewId());
    const auto used = Open(NewId());
    const auto fresh = Open(NewId());
    End(ended, "1 hour");
    End(over, "8 days");
    EXPECT_EQ(State(used.token), 200);
    for (int i = 0; i < 12; ++i) {
        EXPECT_EQ(State(ended.token), 200);
        EXPECT_EQ(State(over.token), 410);
    }
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(State(core::NewLinkToken()), 401);
    EXPECT_EQ(State(core::NewLinkToken()), 429);
    EXPECT_EQ(State(fresh.token), 429) << "a right one does not shine out among the wrong";
    EXPECT_EQ(State(used.token), 200);
    EXPECT_EQ(State(over.token), 410);
    EXPECT_EQ(customer.Open().status, 200);
}

} // namespace bayline::test
