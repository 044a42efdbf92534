// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/portal/order_samples.h"
#include "tests/portal/portal_fixture.h"

#include "core/ids.h"
#include "portal/encoding.h"

namespace bayline::test {

namespace json = boost::json;

class Messages : public PortalTest
{
protected:
    [[nodiscard]] std::vector<json::object> Feed() const
    {
        std::vector<json::object> found;
        const json::object page = m_shop.Inbox();
        for (const json::value& event : page.at("events").as_array())
            if (event.at("type") == "customer.message.sent.v1")
                found.push_back(event.as_object());
        return found;
    }

    [[nodiscard]] static std::string NewId() { return core::ToString(core::NewUuid()); }
};

TEST_F(Messages, GoIntoTheFeedOnceAndStandOnThePageInOrderOfTime)
{
    CustomerOrder order(m_portal.Port(), m_shop);
    ASSERT_EQ(order.Open().status, 200);
    const std::string id = NewId();
    EXPECT_EQ(order.Post("message", {{"message_id", id}, {"text", "四点半来取可以吗？"}}).status, 200);
    EXPECT_EQ(order.Post("message", {{"message_id", id}, {"text", "四点半来取可以吗？"}}).status, 200);
    m_portal.Kill();
    Restart();
    const auto feed = Feed();
    ASSERT_EQ(feed.size(), 1U);
    EXPECT_EQ(feed[0].at("data").at("text"), "四点半来取可以吗？");
    EXPECT_EQ(feed[0].at("data").at("work_order_id"), order.id.c_str());
    m_shop.Publish(order.stream, "workshop.message.sent.v1",
                   {{"message_id", NewId()}, {"text", "可以。"}, {"by_name", "周敏"}});
    const json::object page = order.State().Json();
    const json::array& talk = page.at("messages").as_array();
    ASSERT_EQ(talk.size(), 2U);
    EXPECT_EQ(talk[0].at("from"), "customer");
    EXPECT_EQ(talk[1].at("from"), "workshop");
    EXPECT_EQ(talk[1].at("by_name"), "周敏");
}

TEST_F(Messages, RefuseWhatIsEmptyOrTooLongOrBelongsToAnotherOrder)
{
    CustomerOrder order(m_portal.Port(), m_shop);
    ASSERT_EQ(order.Open().status, 200);
    EXPECT_EQ(order.Post("message", {{"message_id", NewId()}, {"text", " \n "}}).status, 422);
    EXPECT_EQ(order.Post("message", {{"message_id", NewId()}, {"text", std::string(2001, 'x')}}).status, 422);
    EXPECT_EQ(order.Post("message", {{"message_id", "7"}, {"text", "x"}}).status, 422);
    const std::string id = NewId();
    EXPECT_EQ(order.Post("message", {{"message_id", id}, {"text", "mine"}}).status, 200);
    CustomerOrder other(m_portal.Port(), m_shop);
    ASSERT_EQ(other.Open().status, 200);
    EXPECT_EQ(other.Post("message", {{"message_id", id}, {"text", "theirs"}}).status, 422);
    EXPECT_EQ(Feed().size(), 1U);
    EXPECT_TRUE(other.State().Json().at("messages").as_array().empty());
}

TEST_F(Messages, EndInABoundWithinTheHour)
{
    CustomerOrder order(m_portal.Port(), m_shop);
    ASSERT_EQ(order.Open().status, 200);
    int taken = 0;
    while (taken < 100 && order.Post("message", {{"message_id", NewId()}, {"text", "?"}}).status == 200)
        ++taken;
    EXPECT_EQ(taken, 60);
    EXPECT_EQ(Feed().size(), 60U);
}

class Keys : public PortalTest
{
protected:
    [[nodiscard]] Answer Put(const ShopClient& signer, const std::string& keyId, const std::string& secret) const
    {
        return signer.Send("PUT", m_shop.Path("keys/" + keyId),
                           json::serialize(json::object{{"secret", portal::ToBase64Url(secret)}}));
    }

    [[nodiscard]] int Heads(const ShopClient& signer) const { return signer.Send("GET", m_shop.Path("heads")).status; }

    [[nodiscard]] ShopClient With(const std::string& keyId, const std::string& secret) const
    {
        ShopClient client = m_shop;
        client.keyId = keyId;
        client.secret = secret;
        return client;
    }
};

TEST_F(Keys, ANewOneIsLiveAtOnceAndTheOldOneForADay)
{
    const std::string secret(32, 'n');
    const ShopClient next = With("bk_next0000000001", secret);
    EXPECT_EQ(Heads(next), 401);
    EXPECT_EQ(Put(m_shop, next.keyId, secret).status, 200);
    EXPECT_EQ(Put(m_shop, next.keyId, secret).status, 200) << "told again";
    EXPECT_EQ(Put(next, next.keyId, secret).status, 200) << "told again by itself, after an interrupted change";
    EXPECT_EQ(Heads(next), 200);
    EXPECT_EQ(Heads(m_shop), 200);
    portal::Connection database(m_database);
    database.Query("UPDATE shop_key SET expires_at = expires_at - interval '25 hours' WHERE key_id = $1",
                   {m_shop.keyId});
    EXPECT_EQ(Heads(m_shop), 401) << "the day is over";
    EXPECT_EQ(Heads(next), 200);
}

TEST_F(Keys, AtMostTwoLiveAndTheOneThatAskedIsOneOfThem)
{
    const std::string second(32, 'b');
    const std::string third(32, 'c');
    ASSERT_EQ(Put(m_shop, "bk_second000000002", second).status, 200);
    const ShopClient signer = With("bk_second000000002", second);
    ASSERT_EQ(Put(signer, "bk_third0000000003", third).status, 200);
    EXPECT_EQ(Heads(m_shop), 401);
    EXPECT_EQ(Heads(signer), 200);
    EXPECT_EQ(Heads(With("bk_third0000000003", third)), 200);
}

TEST_F(Keys, NobodyTakesANameOrGivesAWeakKey)
{
    const std::string secret(32, 's');
    const ShopClient other = NewShop("Other");
    EXPECT_EQ(Put(m_shop, other.keyId, secret).status, 422) << "names of pairings are not given";
    ASSERT_EQ(Put(m_shop, "bk_mine00000000001", secret).status, 200);
    EXPECT_EQ(Put(m_shop, "bk_mine00000000001", std::string(32, 't')).Problem(), "key-taken");
    EXPECT_EQ(Put(m_shop, "bk_short0000000001", std::string(31, 't')).status, 422);
    EXPECT_EQ(Put(m_shop, "weird/../name", secret).status, 422);
    EXPECT_EQ(Heads(other), 403) << "its own path, not ours";
}

} // namespace bayline::test
