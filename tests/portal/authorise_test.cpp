// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/portal/order_samples.h"
#include "tests/portal/portal_fixture.h"

#include <ctime>

namespace bayline::test {

class Authorise : public PortalTest
{
};

TEST_F(Authorise, AnswersAWellSignedRequest)
{
    EXPECT_EQ(m_shop.Send("GET", m_shop.Path("heads")).status, 200);
}

TEST_F(Authorise, RefusesARequestWithoutASignature)
{
    const Answer answer = Http(m_portal.Port(), "GET", m_shop.Path("heads"));
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(answer.Problem(), "signature-missing");
}

TEST_F(Authorise, RefusesAChangedTargetMethodBodyOrKey)
{
    const std::string ack = m_shop.Path("inbox:ack");
    EXPECT_EQ(
        m_shop.Send("GET", m_shop.Path("heads?limit=5"), {}, {}, {.signedTarget = m_shop.Path("heads")}).Problem(),
        "signature-invalid");
    EXPECT_EQ(m_shop.Send("POST", ack, R"({"cursor":0})", "application/json", {.withoutBodyCover = true}).Problem(),
              "signature-invalid");
    // The signature holds, but the bytes are others.
    EXPECT_EQ(
        m_shop.Send("POST", ack, R"({"cursor":0})", "application/json", {.signedBody = R"({"cursor":9})"}).Problem(),
        "digest-mismatch");
    ShopClient other = m_shop;
    other.secret[0] = static_cast<char>(other.secret[0] ^ 1);
    EXPECT_EQ(other.Send("GET", m_shop.Path("heads")).Problem(), "signature-invalid");
    other = m_shop;
    other.keyId = "bk_unknownunknown";
    EXPECT_EQ(other.Send("GET", m_shop.Path("heads")).Problem(), "signature-invalid");
}

TEST_F(Authorise, RefusesAClockThatIsOffByMoreThanFiveMinutes)
{
    for (const int offset : {-330, 330}) {
        const Answer answer = m_shop.Send("GET", m_shop.Path("heads"), {}, {}, {.clockOffset = offset});
        EXPECT_EQ(answer.status, 401);
        EXPECT_EQ(answer.Problem(), "clock-skew");
        EXPECT_TRUE(answer.headers.contains("date"));
    }
    EXPECT_EQ(m_shop.Send("GET", m_shop.Path("heads"), {}, {}, {.clockOffset = -270}).status, 200);
    EXPECT_EQ(m_shop.Send("GET", m_shop.Path("heads"), {}, {}, {.clockOffset = 270}).status, 200);
}

TEST_F(Authorise, RefusesAReplayEvenAfterARestart)
{
    const Forgery same{.nonce = "AAAAAAAAAAAAAAAAAAAAAA"};
    EXPECT_EQ(m_shop.Send("GET", m_shop.Path("heads"), {}, {}, same).status, 200);
    EXPECT_EQ(m_shop.Send("GET", m_shop.Path("heads"), {}, {}, same).Problem(), "nonce-replayed");
    Restart();
    EXPECT_EQ(m_shop.Send("GET", m_shop.Path("heads"), {}, {}, same).Problem(), "nonce-replayed");
}

TEST_F(Authorise, RefusesThePathOfAnotherShop)
{
    ShopClient other = NewShop("Another Shop");
    const Answer answer = other.Send("GET", m_shop.Path("heads"));
    EXPECT_EQ(answer.status, 403);
    EXPECT_EQ(answer.Problem(), "wrong-shop");
    // And an event whose source is another shop's, on the own path.
    ShopClient liar = other;
    liar.id = m_shop.id;
    const auto event = liar.Event("work_order/" + m_shop.id, 1, "workshop.promise.changed.v1", PromiseData("x"));
    const Answer refused = other.SendEvents({event});
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(refused.Json().at("index"), 0);
}

TEST_F(Authorise, KeepsTwoKeysAliveAndRetiresTheOldest)
{
    const auto heads = [](const ShopClient& shop) { return shop.Send("GET", shop.Path("heads")).status; };
    ShopClient second = m_shop;
    ASSERT_EQ(second.Pair(NewCode({"--shop-id", m_shop.id})).status, 200);
    EXPECT_EQ(second.id, m_shop.id);
    EXPECT_NE(second.keyId, m_shop.keyId);
    EXPECT_EQ(heads(m_shop), 200);
    EXPECT_EQ(heads(second), 200);
    ShopClient third = m_shop;
    ASSERT_EQ(third.Pair(NewCode({"--shop-id", m_shop.id})).status, 200);
    EXPECT_EQ(heads(m_shop), 401);
    EXPECT_EQ(heads(second), 200);
    EXPECT_EQ(heads(third), 200);
}

TEST_F(Authorise, TakesAPairingCodeOnceAndHoweverItIsTyped)
{
    std::string code = NewCode({"--shop-name", "Typed Shop"});
    code.erase(code.find('-'), 1);
    for (char& c : code)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    ShopClient shop(m_portal.Port());
    EXPECT_EQ(shop.Pair(code).status, 200);
    const Answer again = shop.Pair(code);
    EXPECT_EQ(again.status, 403);
    EXPECT_EQ(again.Problem(), "pairing-code-refused");
}

TEST_F(Authorise, RefusesAnOldPairingCodeAndStopsGuessing)
{
    const std::string code = NewCode({"--shop-name", "Slow Shop"});
    portal::Connection connection(m_database);
    connection.Query("UPDATE pairing_code SET expires_at = now() - interval '1 second'");
    ShopClient shop(m_portal.Port());
    EXPECT_EQ(shop.Pair(code).status, 403);
    for (int i = 0; i < 9; ++i)
        EXPECT_EQ(shop.Pair("00000-0000" + std::to_string(i)).status, 403);
    EXPECT_EQ(shop.Pair("00000-00009").status, 429);
}

TEST_F(Authorise, KeepsNoSecretInClear)
{
    const CustomerOrder order(m_portal.Port(), m_shop);
    portal::Connection connection(m_database);
    const portal::Rows found = connection.Query("SELECT count(*) FROM event WHERE strpos(data, $1) > 0", {order.token});
    EXPECT_EQ(found.Int(0, 0), 0);
    const portal::Rows link = connection.Query("SELECT length(link_sha256) FROM link");
    EXPECT_EQ(link.Int(0, 0), 32);
}

TEST_F(Authorise, TellsAnOldClientToUpgrade)
{
    const Answer answer =
        m_shop.Send("GET", m_shop.Path("heads"), {}, {}, {.headers = {{"User-Agent", "bayline/0.0.9"}}});
    EXPECT_EQ(answer.status, 426);
    EXPECT_EQ(answer.Problem(), "client-too-old");
}

} // namespace bayline::test
