// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/portal/order_samples.h"
#include "tests/portal/portal_fixture.h"

#include "core/hash.h"
#include "core/ids.h"
#include "core/random.h"

#include <atomic>
#include <latch>
#include <thread>

namespace bayline::test {

namespace json = boost::json;

class Page : public PortalTest
{
protected:
    CustomerOrder Quoted()
    {
        CustomerOrder order(m_portal.Port(), m_shop);
        m_shop.Publish(order.stream, "workshop.quote.sent.v1", QuoteData(1));
        EXPECT_EQ(order.Open().status, 200);
        return order;
    }

    [[nodiscard]] Answer TryToken(const std::string& token) const
    {
        return Http(m_portal.Port(), "POST", "/page/session",
                    {{"Content-Type", "application/json"}, {"X-Bayline-Page", "1"}},
                    json::serialize(json::object{{"token", token}}));
    }

    [[nodiscard]] std::size_t Decisions() const
    {
        std::size_t count = 0;
        const json::object page = m_shop.Inbox();
        for (const json::value& event : page.at("events").as_array())
            count += event.at("type") == "customer.quote.decided.v1" ? 1U : 0U;
        return count;
    }
};

TEST_F(Page, KeepsItselfToItself)
{
    for (const char* path : {"/w/", "/w/page.css", "/w/page.js", "/w/texts.js"}) {
        const Answer answer = Http(m_portal.Port(), "GET", path);
        ASSERT_EQ(answer.status, 200) << path;
        const std::string& policy = answer.headers.at("content-security-policy");
        EXPECT_TRUE(policy.starts_with("default-src 'self'"));
        EXPECT_EQ(policy.find("unsafe"), std::string::npos);
        EXPECT_EQ(answer.headers.at("referrer-policy"), "no-referrer");
        EXPECT_TRUE(answer.headers.at("x-robots-tag").starts_with("noindex"));
        EXPECT_EQ(answer.headers.at("cache-control"), "no-store");
        EXPECT_EQ(answer.headers.at("x-content-type-options"), "nosniff");
        EXPECT_EQ(answer.text.find("https://"), std::string::npos) << "no third parties";
    }
    const std::string html = Http(m_portal.Port(), "GET", "/w/").text;
    EXPECT_EQ(html.find("style="), std::string::npos);
    EXPECT_EQ(html.find("<style"), std::string::npos);
    EXPECT_EQ(html.find("onclick"), std::string::npos);
    EXPECT_EQ(Http(m_portal.Port(), "GET", "/w/../migrations/001_portal.sql").status, 404);
    EXPECT_EQ(Http(m_portal.Port(), "GET", "/robots.txt").text, "User-agent: *\nDisallow: /\n");
}

TEST_F(Page, GivesACookieThatOnlyThisPageGets)
{
    CustomerOrder order(m_portal.Port(), m_shop);
    Answer answer = order.Open();
    ASSERT_EQ(answer.status, 200);
    const std::string& cookie = answer.headers["set-cookie"];
    EXPECT_NE(cookie.find("HttpOnly"), std::string::npos);
    EXPECT_NE(cookie.find("SameSite=Strict"), std::string::npos);
    EXPECT_NE(cookie.find("Path=/page/" + order.page), std::string::npos);
    EXPECT_EQ(cookie.find(order.token), std::string::npos);
    EXPECT_EQ(Http(m_portal.Port(), "GET", "/page/" + order.page + "/state").status, 401);
    EXPECT_EQ(order.State().status, 200);
}

TEST_F(Page, TellsNothingApartAboutALinkThatDoesNotWork)
{
    CustomerOrder order(m_portal.Port(), m_shop);
    const Answer unknown = TryToken(core::NewLinkToken());
    portal::Connection connection(m_database);
    connection.Query("UPDATE link SET expires_at = now() - interval '1 second'");
    const Answer expired = TryToken(order.token);
    connection.Query("UPDATE link SET expires_at = NULL, revoked_at = now()");
    const Answer revoked = TryToken(order.token);
    for (const Answer& answer : {unknown, expired, revoked}) {
        EXPECT_EQ(answer.status, 404);
        EXPECT_EQ(answer.text, unknown.text);
    }
}

TEST_F(Page, StopsGuessingOfLinks)
{
    CustomerOrder order(m_portal.Port(), m_shop);
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(TryToken(core::NewLinkToken()).status, 404);
    EXPECT_EQ(TryToken(core::NewLinkToken()).status, 429);
    EXPECT_EQ(order.Open().status, 429) << "a right one does not shine out among the wrong";
}

TEST_F(Page, EndsALinkSevenDaysAfterTheHandover)
{
    CustomerOrder order(m_portal.Port(), m_shop);
    ASSERT_EQ(order.Open().status, 200);
    m_shop.Publish(order.stream, "workshop.stage.changed.v1", StageData("ready", "delivered", "delivered"));
    EXPECT_EQ(order.State().status, 200);
    portal::Connection connection(m_database);
    EXPECT_EQ(connection.Query("SELECT round(extract(epoch FROM expires_at - now()) / 86400) FROM link").Int(0, 0), 7);
    connection.Query("UPDATE link SET expires_at = now() - interval '1 second'");
    EXPECT_EQ(order.State().status, 401) << "an open session ends with its link";
}

TEST_F(Page, RevokesALinkFromTheCommandLine)
{
    CustomerOrder order(m_portal.Port(), m_shop);
    ASSERT_EQ(order.Open().status, 200);
    EXPECT_EQ(PortalProcess::Output({"revoke-link", "--database", m_database, "--work-order", order.id}),
              "1 link(s) revoked.\n");
    EXPECT_EQ(order.State().status, 401);
}

TEST_F(Page, ShowsNoOtherOrdersAnything)
{
    CustomerOrder mine = Quoted();
    CustomerOrder other = Quoted();
    EXPECT_EQ(m_shop.PutBlob("large").status, 201);
    EXPECT_EQ(m_shop.PutBlob("small").status, 201);
    m_shop.Publish(other.photos, "workshop.photo.added.v1", PhotoData("large", "small"));
    EXPECT_EQ(other.Get("blobs/" + core::Sha256Hex("large")).text, "large");
    EXPECT_EQ(mine.Get("blobs/" + core::Sha256Hex("large")).status, 404);
    const std::string own = mine.page;
    mine.page = other.page;
    for (const std::string& path : {std::string("state"), "blobs/" + core::Sha256Hex("large")})
        EXPECT_EQ(mine.Get(path).status, 401) << path;
    EXPECT_EQ(mine.Decide(1).status, 401);
    // And with the right page but another order's token the digits do not help.
    mine.page = own;
    mine.token = other.token;
    EXPECT_EQ(mine.Decide(1).status, 403);
}

TEST_F(Page, TakesWritingRequestsFromThePageAlone)
{
    const CustomerOrder order = Quoted();
    const Answer foreign =
        Http(m_portal.Port(), "POST", "/page/" + order.page + "/viewed",
             {{"Cookie", order.cookie}, {"Content-Type", "application/json"}}, R"({"public_seq":1})");
    EXPECT_EQ(foreign.status, 403);
}

TEST_F(Page, StoresADecisionAndShowsItsWay)
{
    CustomerOrder order = Quoted();
    const json::object before = order.State().Json();
    EXPECT_EQ(before.at("quote").at("can_decide"), true);
    ASSERT_EQ(order.Decide(1).status, 200);
    json::object state = order.State().Json();
    EXPECT_EQ(state.at("decision").at("state"), "sent");
    EXPECT_EQ(state.at("quote").at("lines").at(0).at("status"), "sent_approve");
    EXPECT_NE(state.at("shop").at("last_contact"), nullptr);

    const json::object data = m_shop.Inbox().at("events").at(0).at("data").as_object();
    EXPECT_EQ(data.at("work_order_id").as_string(), order.id);
    EXPECT_EQ(data.at("total_seen"), 68000);
    EXPECT_EQ(data.at("by_name"), "王");
    m_shop.Publish(order.stream, "workshop.decision.outcome.v1",
                   OutcomeData(std::string(data.at("decision_id").as_string()), 1, "partial", "changed"));
    state = order.State().Json();
    EXPECT_EQ(state.at("decision").at("state"), "partial");
    EXPECT_EQ(state.at("quote").at("lines").at(0).at("status"), "open");
}

TEST_F(Page, TakesADecisionOnce)
{
    const CustomerOrder order = Quoted();
    const std::string id = core::ToString(core::NewUuid());
    EXPECT_EQ(order.Decide(1, "5678", 68000, id).status, 200);
    EXPECT_EQ(order.Decide(1, "5678", 68000, id).status, 200) << "a repeat after a lost answer is no refusal";
    EXPECT_EQ(order.Decide(1).Json().at("code"), "line_decided");
    EXPECT_EQ(Decisions(), 1U);
}

TEST_F(Page, RefusesADecisionOnAnOutdatedRevision)
{
    const CustomerOrder order = Quoted();
    m_shop.Publish(order.stream, "workshop.quote.sent.v1", QuoteData(2, 75000));
    const Answer answer = order.Decide(1);
    EXPECT_EQ(answer.status, 409);
    EXPECT_EQ(answer.Json().at("code"), "quote_changed");
    EXPECT_EQ(Decisions(), 0U);
    EXPECT_EQ(order.Decide(2, "5678", 68000).Json().at("code"), "line_changed");
    EXPECT_EQ(order.Decide(2, "5678", 75000).status, 200);
}

TEST_F(Page, LetsOneOfManyDecisionsThrough)
{
    const CustomerOrder order = Quoted();
    constexpr int kBrowsers = 8;
    std::latch together(kBrowsers);
    std::atomic<int> taken = 0;
    std::vector<std::jthread> browsers;
    for (int i = 0; i < kBrowsers; ++i) {
        browsers.emplace_back([&] {
            together.arrive_and_wait();
            taken += order.Decide(1).status == 200 ? 1 : 0;
        });
    }
    browsers.clear();
    EXPECT_EQ(taken, 1);
    EXPECT_EQ(Decisions(), 1U);
}

TEST_F(Page, RacingANewRevisionADecisionIsEitherOnTheOldOneOrRefused)
{
    for (int round = 1; round <= 5; ++round) {
        const CustomerOrder order = Quoted();
        std::latch together(2);
        Answer decided;
        std::jthread customer([&] {
            together.arrive_and_wait();
            decided = order.Decide(1);
        });
        together.arrive_and_wait();
        m_shop.Publish(order.stream, "workshop.quote.sent.v1", QuoteData(2, 75000));
        customer.join();
        const json::object state = order.State().Json();
        EXPECT_EQ(state.at("quote").at("lines").at(0).at("status"), "open") << "never on another price";
        EXPECT_TRUE(decided.status == 200 || decided.Json().at("code") == "quote_changed") << decided.text;
    }
}

TEST_F(Page, LocksApprovalAfterFiveWrongTries)
{
    const CustomerOrder order = Quoted();
    for (int left = 4; left >= 0; --left) {
        const Answer wrong = order.Decide(1, "0000");
        EXPECT_EQ(wrong.status, 403);
        EXPECT_EQ(wrong.Json().at("tries_left"), left);
    }
    EXPECT_EQ(order.Decide(1).status, 429) << "even the right digits";
    Restart();
    EXPECT_EQ(order.Decide(1).status, 429) << "a restart does not forget";
    portal::Connection connection(m_database);
    connection.Query("UPDATE confirm_failure SET failed_at = failed_at - interval '10 minutes'");
    EXPECT_EQ(order.Decide(1).status, 200);
    EXPECT_EQ(Decisions(), 1U);
}

TEST_F(Page, TakesNoApprovalWithoutAPhoneNumber)
{
    CustomerOrder order(m_portal.Port(), m_shop);
    json::object opened = OpenedData(order.token);
    opened["confirm_sha256"] = nullptr;
    m_shop.Publish(order.stream, "workshop.work_order.opened.v1", opened);
    m_shop.Publish(order.stream, "workshop.quote.sent.v1", QuoteData(1));
    ASSERT_EQ(order.Open().status, 200);
    EXPECT_EQ(order.State().Json().at("quote").at("can_confirm"), false);
    EXPECT_EQ(order.Decide(1, "").status, 403);
}

TEST_F(Page, UpdatesByItself)
{
    const CustomerOrder order = Quoted();
    const std::int64_t version = order.State().Json().at("version").as_int64();
    EXPECT_EQ(order.State(version, 0).Json().at("unchanged"), true);
    std::jthread shop([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        m_shop.Publish(order.stream, "workshop.promise.changed.v1", PromiseData("waiting for a part"));
    });
    const auto start = std::chrono::steady_clock::now();
    const json::object fresh = order.State(version, 25).Json();
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
    EXPECT_EQ(fresh.at("progress").at("promise_reason"), "waiting for a part");
}

TEST_F(Page, ReportsWhatWasSeenOnceAndOnlyForward)
{
    const CustomerOrder order = Quoted();
    for (const int seq : {2, 2, 1, 99})
        EXPECT_EQ(order.Post("viewed", {{"public_seq", seq}}).status, 204);
    const json::array events = m_shop.Inbox().at("events").as_array();
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].at("type"), "customer.page.viewed.v1");
    EXPECT_EQ(events[0].at("data").at("public_seq"), 2);
}

TEST_F(Page, TakesARatingWhenReadyAndTheLatestWins)
{
    const CustomerOrder order = Quoted();
    const auto rate = [&](int score, const std::string& comment) {
        return order.Post("rating",
                          {{"rating_id", core::ToString(core::NewUuid())}, {"score", score}, {"comment", comment}});
    };
    EXPECT_EQ(rate(5, "").status, 409);
    m_shop.Publish(order.stream, "workshop.stage.changed.v1", StageData("quality_check", "ready", "ready"));
    EXPECT_EQ(rate(0, "").status, 422);
    EXPECT_EQ(rate(6, "").status, 422);
    EXPECT_EQ(rate(5, std::string(2001, 'x')).status, 422);
    EXPECT_EQ(rate(2, "first").status, 200);
    EXPECT_EQ(rate(5, "second").status, 200);
    EXPECT_EQ(order.State().Json().at("rating").at("comment"), "second");
    EXPECT_EQ(m_shop.Inbox().at("events").as_array().size(), 2U);
}

} // namespace bayline::test
