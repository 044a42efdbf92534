// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/portal/order_samples.h"
#include "tests/portal/portal_fixture.h"

namespace bayline::test {

namespace json = boost::json;

class Epochs : public PortalTest
{
protected:
    [[nodiscard]] Answer Announce(const std::string& epoch, const json::array& rewind) const
    {
        return m_shop.Send("POST", m_shop.Path("epochs"),
                           json::serialize(json::object{{"epoch", epoch}, {"reason", "restored"}, {"rewind", rewind}}));
    }

    const std::string m_newEpoch = "01977a10-0000-7000-8000-0000000000cc";
};

TEST_F(Epochs, RefusesAnEpochThatWasNotAnnounced)
{
    const CustomerOrder order(m_portal.Port(), m_shop);
    const std::string first = m_shop.epoch;
    m_shop.epoch = m_newEpoch;
    const auto event = m_shop.Event(order.stream, 2, "workshop.promise.changed.v1", PromiseData("x"));
    const Answer answer = m_shop.SendEvents({event});
    EXPECT_EQ(answer.status, 409);
    EXPECT_EQ(answer.Problem(), "epoch-unknown");
    EXPECT_EQ(answer.Json().at("epoch").as_string(), first);
}

TEST_F(Epochs, TakesBackWhatHasUnhappened)
{
    CustomerOrder order(m_portal.Port(), m_shop);
    m_shop.Publish(order.stream, "workshop.promise.changed.v1", PromiseData("kept"));
    m_shop.Publish(order.stream, "workshop.promise.changed.v1", PromiseData("lost by the restore"));
    const Answer announced = Announce(m_newEpoch, {{{"stream", order.stream}, {"keep_through", 2}}});
    ASSERT_EQ(announced.status, 200) << announced.text;
    EXPECT_EQ(announced.Json().at("superseded_events"), 1);
    ASSERT_EQ(order.Open().status, 200);
    EXPECT_EQ(order.State().Json().at("progress").at("promise_reason"), "kept");

    m_shop.epoch = m_newEpoch;
    const auto event = m_shop.Event(order.stream, 3, "workshop.promise.changed.v1", PromiseData("after the restore"));
    EXPECT_EQ(ShopClient::Status(m_shop.SendEvents({event})), "applied");
    EXPECT_EQ(order.State().Json().at("progress").at("promise_reason"), "after the restore");
    portal::Connection connection(m_database);
    EXPECT_EQ(connection.Query("SELECT count(*) FROM superseded_event").Int(0, 0), 1) << "what is taken back is kept";
}

TEST_F(Epochs, AnnouncedTwiceChangesNothingAndAnOldOneIsRefused)
{
    const CustomerOrder order(m_portal.Port(), m_shop);
    const json::array all{{{"stream", order.stream}, {"keep_through", 0}}};
    EXPECT_EQ(Announce(m_newEpoch, all).Json().at("superseded_events"), 1);
    EXPECT_EQ(Announce(m_newEpoch, all).Json().at("superseded_events"), 0);
    const Answer old = Announce(m_shop.epoch, {});
    EXPECT_EQ(old.status, 409);
    EXPECT_EQ(old.Problem(), "epoch-superseded");
    const auto event = m_shop.Event(order.stream, 1, "workshop.promise.changed.v1", PromiseData("zombie"));
    EXPECT_EQ(m_shop.SendEvents({event}).Problem(), "epoch-superseded");
}

TEST_F(Epochs, PagesThroughTheHeads)
{
    for (int i = 0; i < 5; ++i)
        const CustomerOrder order(m_portal.Port(), m_shop);
    std::string after;
    std::size_t seen = 0;
    for (int page = 0; page < 3; ++page) {
        const json::object answer = m_shop.Send("GET", m_shop.Path("heads?limit=2&after=" + after)).Json();
        seen += answer.at("heads").as_array().size();
        EXPECT_EQ(answer.at("more").as_bool(), page < 2);
        if (page < 2)
            after = answer.at("next_after").as_string();
    }
    EXPECT_EQ(seen, 5U);
}

} // namespace bayline::test
