// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/portal/order_samples.h"
#include "tests/portal/portal_fixture.h"

#include "core/ids.h"

#include <chrono>
#include <latch>
#include <set>
#include <thread>

namespace bayline::test {

namespace json = boost::json;

class Inbox : public PortalTest
{
protected:
    /// An order that is ready, its page open.
    CustomerOrder Ready()
    {
        CustomerOrder order(m_portal.Port(), m_shop);
        m_shop.Publish(order.stream, "workshop.stage.changed.v1", StageData("quality_check", "ready", "ready"));
        EXPECT_EQ(order.Open().status, 200);
        return order;
    }

    static Answer Rate(const CustomerOrder& order, int score)
    {
        return order.Post("rating",
                          {{"rating_id", core::ToString(core::NewUuid())}, {"score", score}, {"comment", ""}});
    }
};

TEST_F(Inbox, NumbersAnswersDenselyAndGoesOnAfterARestart)
{
    const CustomerOrder order = Ready();
    EXPECT_EQ(Rate(order, 3).status, 200);
    EXPECT_EQ(Rate(order, 4).status, 200);
    const json::object page = m_shop.Inbox();
    EXPECT_EQ(page.at("next_cursor"), 2);
    EXPECT_EQ(page.at("events").at(0).at("feedseq"), 1);
    EXPECT_EQ(page.at("events").at(1).at("data").at("score"), 4);
    Restart();
    EXPECT_EQ(Rate(order, 5).status, 200);
    const json::object after = m_shop.Inbox(2);
    EXPECT_EQ(after.at("epoch"), page.at("epoch"));
    ASSERT_EQ(after.at("events").as_array().size(), 1U);
    EXPECT_EQ(after.at("events").at(0).at("feedseq"), 3);
    EXPECT_EQ(m_shop.Inbox(0).at("events").at(0), page.at("events").at(0)) << "read again, the same bytes";
}

TEST_F(Inbox, WaitsForAnAnswerAndWakesAtOnce)
{
    const CustomerOrder order = Ready();
    const auto start = std::chrono::steady_clock::now();
    std::jthread customer([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(400));
        EXPECT_EQ(Rate(order, 5).status, 200);
    });
    const json::object page = m_shop.Inbox(0, 25);
    const auto waited = std::chrono::steady_clock::now() - start;
    EXPECT_EQ(page.at("events").as_array().size(), 1U);
    EXPECT_LT(waited, std::chrono::seconds(20));
    EXPECT_GE(waited, std::chrono::milliseconds(400));
}

TEST_F(Inbox, AnswersEmptyAfterTheWait)
{
    const auto start = std::chrono::steady_clock::now();
    const json::object page = m_shop.Inbox(0, 1);
    EXPECT_TRUE(page.at("events").as_array().empty());
    EXPECT_EQ(page.at("next_cursor"), 0);
    EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(950));
}

TEST_F(Inbox, LeavesNoGapWhenManyCustomersAnswerAtOnce)
{
    std::vector<CustomerOrder> orders;
    for (int i = 0; i < 8; ++i)
        orders.push_back(Ready());
    std::latch together(8);
    std::vector<std::jthread> customers;
    for (const CustomerOrder& order : orders) {
        customers.emplace_back([&] {
            together.arrive_and_wait();
            for (int score = 1; score <= 5; ++score)
                EXPECT_EQ(Rate(order, score).status, 200);
        });
    }
    // A reader with a cursor at the same time never jumps over a number.
    std::set<std::int64_t> seen;
    std::int64_t cursor = 0;
    while (seen.size() < 40) {
        const json::object page = m_shop.Inbox(cursor, 1);
        for (const json::value& event : page.at("events").as_array()) {
            EXPECT_EQ(event.at("feedseq").as_int64(), ++cursor);
            seen.insert(cursor);
        }
        ASSERT_EQ(page.at("next_cursor").as_int64(), cursor);
    }
}

TEST_F(Inbox, AcknowledgesUpToWhatThereIs)
{
    const CustomerOrder order = Ready();
    EXPECT_EQ(Rate(order, 5).status, 200);
    const auto acknowledge = [&](int cursor) {
        const Answer answer =
            m_shop.Send("POST", m_shop.Path("inbox:ack"), json::serialize(json::object{{"cursor", cursor}}));
        EXPECT_EQ(answer.status, 200) << answer.text;
        return answer.Json().at("acknowledged").as_int64();
    };
    EXPECT_EQ(acknowledge(0), 0);
    EXPECT_EQ(acknowledge(99), 1);
    EXPECT_EQ(acknowledge(0), 1);
    EXPECT_EQ(m_shop.Inbox(0).at("events").as_array().size(), 1U) << "acknowledged is not forgotten";
}

TEST_F(Inbox, ForgetsOnlyWhatIsAcknowledgedAndHalfAYearOld)
{
    const CustomerOrder order = Ready();
    for (int score = 1; score <= 3; ++score)
        EXPECT_EQ(Rate(order, score).status, 200);
    portal::Connection connection(m_database);
    connection.Query("UPDATE inbox SET created_at = now() - interval '181 days' WHERE feedseq <= 2");
    m_shop.Send("POST", m_shop.Path("inbox:ack"), R"({"cursor":1})");
    EXPECT_EQ(m_shop.Inbox(0).at("events").at(0).at("feedseq"), 2);
    EXPECT_EQ(m_shop.Inbox(1).at("events").as_array().size(), 2U);
    m_shop.Send("POST", m_shop.Path("inbox:ack"), R"({"cursor":3})");
    EXPECT_EQ(m_shop.Inbox(0).at("events").at(0).at("feedseq"), 3);
    const Answer gone = m_shop.Send("GET", m_shop.Path("inbox?cursor=1&wait=0"));
    EXPECT_EQ(gone.status, 410);
    EXPECT_EQ(gone.Problem(), "cursor-expired");
}

TEST_F(Inbox, GetsANewEpochWhenTheDatabaseWasRestored)
{
    const json::value before = m_shop.Inbox().at("epoch");
    m_portal.Kill();
    portal::Connection connection(m_database);
    connection.Query("UPDATE portal SET timeline = timeline - 1");
    m_portal.Start(m_database);
    EXPECT_NE(m_shop.Inbox().at("epoch"), before);
    const Answer ahead = m_shop.Send("GET", m_shop.Path("inbox?cursor=7&wait=0"));
    EXPECT_EQ(ahead.status, 410);
    EXPECT_TRUE(ahead.Json().contains("epoch"));
}

} // namespace bayline::test
