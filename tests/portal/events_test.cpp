// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/encoding.h"
#include "tests/portal/order_samples.h"
#include "tests/portal/portal_fixture.h"

#include "core/ids.h"

#include <zlib.h>

#include <latch>
#include <thread>

namespace bayline::test {

namespace json = boost::json;

namespace {

std::string Gzip(const std::string& text)
{
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
    std::string packed(text.size() + 100, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

} // namespace

class Events : public PortalTest
{
protected:
    [[nodiscard]] json::object Promise(std::int64_t seq, const std::string& reason) const
    {
        return m_shop.Event(m_stream, seq, "workshop.promise.changed.v1", PromiseData(reason));
    }

    [[nodiscard]] std::string SendOne(const json::object& event) const
    {
        return ShopClient::Status(m_shop.SendEvents({event}));
    }

    const std::string m_order = "01977a10-0000-7000-8000-000000000001";
    const std::string m_stream = "work_order/" + m_order;
};

TEST_F(Events, AppliesInOrderAndKnowsADuplicate)
{
    const json::object first = Promise(1, "one");
    EXPECT_EQ(SendOne(first), "applied");
    EXPECT_EQ(SendOne(first), "duplicate");
    EXPECT_EQ(SendOne(Promise(2, "two")), "applied");
    EXPECT_EQ(SendOne(first), "duplicate");
    const Answer heads = m_shop.Send("GET", m_shop.Path("heads"));
    EXPECT_EQ(heads.Json().at("heads").at(0).at("seq"), 2);
}

TEST_F(Events, ReportsAGapWithTheNumberItNeeds)
{
    const Answer answer = m_shop.SendEvents({Promise(3, "three")});
    EXPECT_EQ(ShopClient::Status(answer), "gap");
    EXPECT_EQ(answer.Json().at("results").at(0).at("expected"), 1);
    EXPECT_EQ(answer.Json().at("heads").at(m_stream), 0);
}

TEST_F(Events, ReportsAForkWhenTheSameNumberSaysSomethingElse)
{
    EXPECT_EQ(SendOne(Promise(1, "one")), "applied");
    EXPECT_EQ(SendOne(Promise(1, "another")), "fork");
    portal::Connection connection(m_database);
    EXPECT_EQ(connection.Query("SELECT count(*) FROM event").Int(0, 0), 1);
}

TEST_F(Events, LetsOtherStreamsPassWhenOneIsStuck)
{
    const std::string other = "work_order/01977a10-0000-7000-8000-000000000002";
    const Answer answer = m_shop.SendEvents(
        {Promise(2, "early"), m_shop.Event(other, 1, "workshop.promise.changed.v1", PromiseData("fine")),
         m_shop.Event(other, 2, "workshop.promise.changed.v1", {{"reason", "no to"}}),
         m_shop.Event(other, 3, "workshop.promise.changed.v1", PromiseData("after"))});
    EXPECT_EQ(ShopClient::Status(answer, 0), "gap");
    EXPECT_EQ(ShopClient::Status(answer, 1), "applied");
    EXPECT_EQ(ShopClient::Status(answer, 2), "rejected");
    EXPECT_EQ(answer.Json().at("results").at(2).at("problem").at("detail"), "to is missing.");
    EXPECT_EQ(ShopClient::Status(answer, 3), "gap");
    EXPECT_EQ(answer.Json().at("heads").at(other), 1);
}

TEST_F(Events, RejectsABodyhashThatIsNotTheDatas)
{
    json::object event = Promise(1, "one");
    event["data"].as_object()["reason"] = "changed on the way";
    const Answer answer = m_shop.SendEvents({event});
    EXPECT_EQ(ShopClient::Status(answer), "rejected");
    EXPECT_EQ(answer.Json().at("results").at(0).at("problem").at("type"), "urn:bayline:problem:digest-mismatch");
}

TEST_F(Events, DefersAPhotoUntilItsBlobsAreStored)
{
    const std::string photos = "photos/" + m_order;
    const json::object photo = m_shop.Event(photos, 1, "workshop.photo.added.v1", PhotoData("large", "small"));
    const Answer early = m_shop.SendEvents({photo});
    EXPECT_EQ(ShopClient::Status(early), "deferred");
    EXPECT_EQ(early.Json().at("results").at(0).at("missing").as_array().size(), 2U);
    EXPECT_EQ(m_shop.PutBlob("large").status, 201);
    EXPECT_EQ(SendOne(photo), "deferred");
    EXPECT_EQ(m_shop.PutBlob("small").status, 201);
    EXPECT_EQ(SendOne(photo), "applied");
}

TEST_F(Events, AnotherShopsBlobDoesNotCount)
{
    const ShopClient other = NewShop("Another Shop");
    EXPECT_EQ(other.PutBlob("large").status, 201);
    EXPECT_EQ(other.PutBlob("small").status, 201);
    EXPECT_EQ(SendOne(m_shop.Event("photos/" + m_order, 1, "workshop.photo.added.v1", PhotoData("large", "small"))),
              "deferred");
}

TEST_F(Events, ParksATypeItDoesNotKnowAndGoesOn)
{
    EXPECT_EQ(SendOne(m_shop.Event(m_stream, 1, "workshop.hologram.sent.v7", {{"anything", 1}})), "parked");
    EXPECT_EQ(SendOne(Promise(2, "after it")), "applied");
}

TEST_F(Events, AppliesAParkedEventAfterAnUpgrade)
{
    CustomerOrder order(m_portal.Port(), m_shop);
    m_shop.Publish(order.stream, "workshop.promise.changed.v1", PromiseData("first"));
    EXPECT_EQ(SendOne(m_shop.Event(order.stream, 3, "workshop.complaint.v1", {{"text", "x"}})), "parked");
    // What an older version leaves behind: a known type parked, its effect missing.
    portal::Connection connection(m_database);
    connection.Query("UPDATE event SET parked = true WHERE type = 'workshop.promise.changed.v1'");
    connection.Query("UPDATE order_page SET order_state = '{}'");
    Restart();
    ASSERT_EQ(order.Open().status, 200);
    EXPECT_EQ(order.State().Json().at("progress").at("promise_reason"), "first");
    const portal::Rows parked = connection.Query("SELECT type FROM event WHERE parked");
    ASSERT_EQ(parked.Count(), 1);
    EXPECT_EQ(parked.Text(0, 0), "workshop.complaint.v1");
}

TEST_F(Events, ASnapshotReplacesEverythingToldBefore)
{
    CustomerOrder order(m_portal.Port(), m_shop);
    m_shop.Publish(order.stream, "workshop.quote.sent.v1", QuoteData(1));
    m_shop.Publish(order.stream, "workshop.promise.changed.v1", PromiseData("forgotten"));
    const auto inside = [](const char* type, json::object data) {
        return json::object{{"type", type}, {"time", "2026-11-22T09:14:03.000Z"}, {"data", std::move(data)}};
    };
    const json::object state{{"events", json::array{inside("workshop.work_order.opened.v1", OpenedData(order.token)),
                                                    inside("workshop.quote.sent.v1", QuoteData(2))}}};
    m_shop.Publish(order.stream, "workshop.superseded.v1", {{"by", 5}});
    EXPECT_EQ(m_shop.Publish(order.stream, "workshop.order.state.v1", state), 5);
    ASSERT_EQ(order.Open().status, 200) << "the link is the same";
    const std::string shown = order.State().text;
    EXPECT_NE(shown.find("\"revision\":2"), std::string::npos) << shown;
    EXPECT_EQ(shown.find("forgotten"), std::string::npos) << shown;
    EXPECT_EQ(order.Decide(2).status, 200) << "and works";
}

TEST_F(Events, ParksASnapshotOfALaterVersionAndAppliesItAfterTheUpgrade)
{
    const json::object future{{"events", json::array{json::object{{"type", "workshop.hologram.sent.v7"},
                                                                  {"time", "2026-11-22T09:14:03.000Z"},
                                                                  {"data", json::object{}}}}}};
    EXPECT_EQ(SendOne(m_shop.Event(m_stream, 1, "workshop.order.state.v1", future)), "parked");
    EXPECT_EQ(SendOne(m_shop.Event(m_stream, 2, "workshop.superseded.v1", {{"by", 3}})), "applied");
    Restart();
    EXPECT_EQ(SendOne(m_shop.Event(m_stream, 1, "workshop.order.state.v1", future)), "duplicate");
}

TEST_F(Events, RefusesAWholeRequestItCannotRead)
{
    const std::string path = m_shop.Path("events:batch");
    const std::string batch = "application/cloudevents-batch+json";
    EXPECT_EQ(m_shop.Send("POST", path, "[{", batch).status, 400);
    EXPECT_EQ(m_shop.Send("POST", path, "[]", batch).status, 400);
    EXPECT_EQ(m_shop.Send("POST", path, "[]", "text/plain").status, 415);
    json::object headless = Promise(1, "x");
    headless.erase("subject");
    const Answer misfit = m_shop.SendEvents({Promise(1, "x"), headless});
    EXPECT_EQ(misfit.status, 422);
    EXPECT_EQ(misfit.Json().at("index"), 1);
    EXPECT_EQ(SendOne(Promise(1, "x")), "applied") << "nothing of the refused request may have happened";
}

TEST_F(Events, KeepsTheLimitsOfABatch)
{
    json::array many;
    for (int i = 0; i < 101; ++i)
        many.push_back(Promise(i + 1, "x"));
    EXPECT_EQ(m_shop.SendEvents(many).status, 413);
    many.pop_back();
    const Answer all = m_shop.SendEvents(many);
    EXPECT_EQ(ShopClient::Status(all, 99), "applied");
    EXPECT_EQ(m_shop.SendEvents({Promise(101, std::string(260 * 1024, 'x'))}).status, 413);
}

TEST_F(Events, UnpacksGzipUpToTheLimit)
{
    const auto send = [&](const std::string& text) {
        return m_shop.Send("POST", m_shop.Path("events:batch"), Gzip(text), "application/cloudevents-batch+json",
                           {.headers = {{"Content-Encoding", "gzip"}}});
    };
    EXPECT_EQ(ShopClient::Status(send(json::serialize(json::array{Promise(1, "packed")}))), "applied");
    EXPECT_EQ(send(json::serialize(json::array{Promise(2, std::string(300 * 1024, 'x'))})).status, 413);
}

TEST_F(Events, KeepsEveryByteOfAText)
{
    CustomerOrder order(m_portal.Port(), m_shop);
    std::string text("emoji \xF0\x9F\x98\x80 quote \" backslash \\ comma , brace { } nul ", 58);
    text.push_back('\0');
    text += "\n end";
    m_shop.Publish(order.stream, "workshop.promise.changed.v1", PromiseData(text));
    ASSERT_EQ(order.Open().status, 200);
    EXPECT_EQ(order.State().Json().at("progress").at("promise_reason").as_string(), text);
}

TEST_F(Events, TakesASingleEventAtItsOwnAddress)
{
    const json::object event = Promise(1, "single");
    const std::string path = m_shop.Path("events/" + std::string(event.at("id").as_string()));
    const Answer answer = m_shop.Send("PUT", path, json::serialize(event), "application/cloudevents+json");
    EXPECT_EQ(ShopClient::Status(answer), "applied");
    const Answer wrong =
        m_shop.Send("PUT", m_shop.Path("events/" + m_order), json::serialize(event), "application/cloudevents+json");
    EXPECT_EQ(wrong.status, 422);
}

TEST_F(Events, AppliesEachOnceWhenTwoRelaysSendTheSame)
{
    json::array events;
    for (int i = 1; i <= 50; ++i)
        events.push_back(Promise(i, std::to_string(i)));
    constexpr int kRelays = 6;
    std::latch together(kRelays);
    std::vector<std::jthread> relays;
    std::vector<int> applied(kRelays);
    for (int relay = 0; relay < kRelays; ++relay) {
        relays.emplace_back([&, relay] {
            together.arrive_and_wait();
            const Answer answer = m_shop.SendEvents(events);
            for (std::size_t i = 0; i < events.size(); ++i)
                applied[static_cast<std::size_t>(relay)] += ShopClient::Status(answer, i) == "applied" ? 1 : 0;
        });
    }
    relays.clear();
    int total = 0;
    for (const int count : applied)
        total += count;
    EXPECT_EQ(total, 50);
}

} // namespace bayline::test
