// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/portal/order_samples.h"
#include "tests/portal/portal_fixture.h"

#include "core/ids.h"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <thread>

namespace bayline::test {

namespace json = boost::json;

class Kill : public PortalTest
{
protected:
    [[nodiscard]] json::array Batch(const std::string& stream, int from, int to) const
    {
        json::array events;
        for (int seq = from; seq <= to; ++seq)
            events.push_back(
                m_shop.Event(stream, seq, "workshop.promise.changed.v1", PromiseData(std::to_string(seq))));
        return events;
    }

    [[nodiscard]] std::int64_t Count(const char* sql) { return portal::Connection(m_database).Query(sql).Int(0, 0); }

    const std::string m_stream = "work_order/01977a10-0000-7000-8000-000000000001";
};

TEST_F(Kill, InTheMiddleOfABatchNothingOfItHasHappened)
{
    ASSERT_EQ(ShopClient::Status(m_shop.SendEvents(Batch(m_stream, 1, 1))), "applied");
    {
        // Somebody holds the order's page, so the portal stands still inside its transaction.
        portal::Connection holder(m_database);
        portal::Transaction held(holder);
        holder.Query("SELECT 1 FROM order_page FOR UPDATE");
        std::jthread relay([&] { EXPECT_EQ(m_shop.SendEvents(Batch(m_stream, 2, 60)).status, 0); });
        while (Count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                     " AND wait_event_type = 'Lock'") == 0)
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        m_portal.Kill();
    }
    m_portal.Start(m_database);
    EXPECT_EQ(Count("SELECT count(*) FROM event"), 1);
    const Answer again = m_shop.SendEvents(Batch(m_stream, 1, 60));
    EXPECT_EQ(ShopClient::Status(again, 0), "duplicate");
    for (std::size_t i = 1; i < 60; ++i)
        EXPECT_EQ(ShopClient::Status(again, i), "applied");
}

TEST_F(Kill, AtAnyMomentEveryEventIsAppliedOnceAndInOrder)
{
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    constexpr int kLast = 400;
    std::jthread relay([&] {
        for (int next = 1; next <= kLast;) {
            const Answer answer = m_shop.SendEvents(Batch(m_stream, next, std::min(next + 9, kLast)));
            if (answer.status != 200) {
                std::this_thread::sleep_for(std::chrono::milliseconds(20));
                continue;
            }
            next = static_cast<int>(answer.Json().at("heads").at(m_stream).as_int64()) + 1;
        }
    });
    for (int round = 0; round < 8; ++round) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50 + random() % 150));
        Restart();
    }
    relay.join();
    EXPECT_EQ(Count("SELECT count(*) FROM event"), kLast);
    EXPECT_EQ(Count("SELECT count(*) FROM event e WHERE e.data::json ->> 'reason' <> e.seq::text"), 0);
    EXPECT_EQ(Count("SELECT seq FROM stream_head"), kLast);
    EXPECT_EQ(Count("SELECT order_state::json ->> 'public_seq' FROM order_page"), kLast);
}

TEST_F(Kill, ADecisionThatWasAnsweredIsInTheFeed)
{
    CustomerOrder order(m_portal.Port(), m_shop);
    m_shop.Publish(order.stream, "workshop.quote.sent.v1", QuoteData(1));
    ASSERT_EQ(order.Open().status, 200);
    const std::string id = core::ToString(core::NewUuid());
    ASSERT_EQ(order.Decide(1, "5678", 68000, id).status, 200);
    Restart();
    const json::array events = m_shop.Inbox().at("events").as_array();
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].at("data").at("decision_id").as_string(), id);
}

TEST_F(Kill, AtAnyMomentTheFeedIsDenseAndHoldsWhatWasAnsweredOnce)
{
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    constexpr int kCustomers = 4;
    std::vector<std::unique_ptr<CustomerOrder>> orders;
    for (int i = 0; i < kCustomers; ++i) {
        orders.push_back(std::make_unique<CustomerOrder>(m_portal.Port(), m_shop));
        m_shop.Publish(orders.back()->stream, "workshop.stage.changed.v1", StageData("repairing", "ready", "ready"));
        ASSERT_EQ(orders.back()->Open().status, 200);
    }
    std::atomic<bool> over = false;
    std::mutex mutex;
    std::set<std::string> answered;
    const auto rate = [&](const CustomerOrder& order) {
        while (!over) {
            const std::string id = core::ToString(core::NewUuid());
            const Answer answer = order.Post("rating", {{"rating_id", id}, {"score", 4}, {"comment", ""}});
            const std::lock_guard lock(mutex);
            if (answer.status == 200)
                answered.insert(id);
        }
    };
    std::vector<std::jthread> customers;
    for (const auto& order : orders)
        customers.emplace_back([&] { rate(*order); });
    for (int round = 0; round < 6; ++round) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100 + random() % 200));
        Restart();
    }
    over = true;
    customers.clear();
    std::int64_t cursor = 0;
    std::map<std::string, int> times;
    for (json::object page = m_shop.Inbox(); !page.at("events").as_array().empty(); page = m_shop.Inbox(cursor)) {
        for (const json::value& event : page.at("events").as_array()) {
            EXPECT_EQ(event.at("feedseq").as_int64(), cursor + 1) << "a hole in the feed";
            cursor = event.at("feedseq").as_int64();
            ++times[std::string(event.at("data").at("rating_id").as_string())];
        }
    }
    ASSERT_GT(answered.size(), 5U);
    for (const std::string& id : answered)
        EXPECT_EQ(times[id], 1) << id;
    EXPECT_EQ(Count("SELECT last_seq FROM feed"), cursor);
}

TEST_F(Kill, APortalOnAHalfMadeDatabaseFinishesIt)
{
    const auto migrations = Count("SELECT count(*) FROM schema_migration");
    m_portal.Kill();
    portal::Connection connection(m_database);
    connection.Script("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    // Two at once: one makes the tables, the other waits.
    PortalProcess other;
    std::jthread second([&] { other.Start(m_database); });
    m_portal.Start(m_database);
    second.join();
    EXPECT_EQ(Http(m_portal.Port(), "GET", "/v1/capabilities").status, 200);
    EXPECT_EQ(Http(other.Port(), "GET", "/v1/capabilities").status, 200);
    EXPECT_EQ(Count("SELECT count(*) FROM schema_migration"), migrations);
}

TEST_F(Kill, TwoPortalsOnOneDatabaseServeTheSameFeed)
{
    PortalProcess other;
    other.Start(m_database);
    CustomerOrder order(other.Port(), m_shop);
    m_shop.Publish(order.stream, "workshop.quote.sent.v1", QuoteData(1));
    ASSERT_EQ(order.Open().status, 200);
    std::jthread customer([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        EXPECT_EQ(order.Decide(1).status, 200);
    });
    EXPECT_EQ(m_shop.Inbox(0, 20).at("events").as_array().size(), 1U);
}

} // namespace bayline::test
