// SPDX-License-Identifier: GPL-3.0-or-later
// The customer's answers: each once, in order, whatever happens on the way.
#include "relay_fixture.h"

#include "core/failure.h"
#include "sync/inbox.h"

#include <atomic>

namespace bayline::test {

namespace {

std::vector<std::string> Push(AppServer& server, int from, int to)
{
    std::vector<std::string> ids;
    for (int i = from; i <= to; ++i) {
        ids.push_back(StreamNumber(i).substr(std::string("work_order/").size()));
        server.PushAnswer(ids.back());
    }
    return ids;
}

bool AsksTwice(const std::vector<std::string>& ids)
{
    return std::set<std::string>(ids.begin(), ids.end()).size() != ids.size();
}

TEST_F(RelayTest, BringsAnswersInOrderAndAcknowledgesThem)
{
    const auto ids = Push(m_server, 1, 8);
    Start();
    EXPECT_TRUE(Soon([&] { return m_log.AppliedAnswers() == ids; }));
    EXPECT_TRUE(Soon([&] { return m_server.AcknowledgedCursor() == 8; }));
}

TEST_F(RelayTest, BringsAnAnswerToTheRequestThatWaitsForIt)
{
    auto options = Options();
    options.timing.inboxWait = 300s;
    options.client.timeouts = {.connect = 10s, .firstByte = 600s, .total = 600s};
    Start(options);
    const auto asked = [&] {
        return std::ranges::count_if(m_server.Requests(), [](const auto& request) { return request.IsInbox(); });
    };
    ASSERT_TRUE(Soon([&] { return asked() > 0; }));
    Push(m_server, 1, 1);
    EXPECT_TRUE(Soon([&] { return m_log.AppliedAnswers().size() == 1; }));
}

TEST_F(RelayTest, GoesOnBehindTheLastAnswerAfterARestart)
{
    Push(m_server, 1, 4);
    Start();
    ASSERT_TRUE(Soon([&] { return m_log.AppliedAnswers().size() == 4; }));
    m_relay.reset();
    const auto before = m_server.Requests().size();
    Push(m_server, 5, 6);
    Start();
    EXPECT_TRUE(Soon([&] { return m_log.AppliedAnswers().size() == 6; }));
    const auto requests = m_server.Requests();
    const auto first = std::find_if(requests.begin() + static_cast<std::ptrdiff_t>(before), requests.end(),
                                    [](const auto& request) { return request.IsInbox(); });
    ASSERT_NE(first, requests.end());
    EXPECT_NE(first->target.find("cursor=4&"), std::string::npos);
}

TEST_F(RelayTest, AnswersTakeEffectOnceUnderTrouble)
{
    auto& count = Keep<std::atomic<int>>(0);
    m_server.Misbehave([&](const Received& request) {
        using Kind = Misdeed::Kind;
        constexpr std::array kTroubles = {Kind::None, Kind::CutInside, Kind::Cut, Kind::None, Kind::Twice};
        return request.IsInbox() ? Misdeed::Of(kTroubles[static_cast<std::size_t>(count++) % kTroubles.size()])
                                 : Misdeed{};
    });
    auto& calls = Keep<std::atomic<int>>(0);
    m_log.OnCall([&](const std::string& method, bool after) {
        // Before: nothing was stored. After: everything was, and nobody heard of it.
        if (method == "ApplyAnswer" && ++calls % 5 == (after ? 0 : 2)) {
            throw core::Failure({.kind = core::FailureKind::DatabaseAway,
                                 .retryable = true,
                                 .where = "test",
                                 .sentence = "The database is away."});
        }
    });
    const auto ids = Push(m_server, 1, 12);
    Start();
    EXPECT_TRUE(Soon([&] { return m_log.AppliedAnswers().size() == ids.size(); }, 20s));
    EXPECT_EQ(m_log.AppliedAnswers(), ids);
    EXPECT_FALSE(AsksTwice(m_log.AppliedAnswers()));
}

TEST_F(RelayTest, ReadsARestoredFeedFromItsBeginning)
{
    const auto ids = Push(m_server, 1, 3);
    m_log.Append(StreamNumber(1), 6);
    Start();
    ASSERT_TRUE(Soon([&] { return m_log.AppliedAnswers().size() == 3 && m_log.AllSent(); }));
    m_server.Restore("01977a10-0000-7000-8000-0000000000ff", 2);
    Push(m_server, 4, 4);
    EXPECT_TRUE(Soon([&] { return m_log.AppliedAnswers().size() == 4; }));
    EXPECT_FALSE(AsksTwice(m_log.AppliedAnswers()));
    // And the events it lost with its backup are sent again, though nothing new happened in the shop.
    EXPECT_TRUE(Soon([&] { return m_server.Stream(StreamNumber(1)).size() == 6; }));
    EXPECT_TRUE(m_log.InboxCursor().starts_with("01977a10-0000-7000-8000-0000000000ff/"));
}

TEST_F(RelayTest, ReadsFromTheBeginningWhenTheCursorExpired)
{
    Push(m_server, 1, 3);
    Start();
    ASSERT_TRUE(Soon([&] { return m_log.AppliedAnswers().size() == 3; }));
    m_server.ExpireCursors();
    Push(m_server, 4, 5);
    EXPECT_TRUE(Soon([&] { return m_log.AppliedAnswers().size() == 5; }));
}

TEST_F(RelayTest, DoesNotReadInACircleWhenEveryCursorExpires)
{
    Push(m_server, 1, 3);
    Start();
    ASSERT_TRUE(Soon([&] { return m_log.AppliedAnswers().size() == 3; }));
    m_server.ExpireCursors(true);
    Push(m_server, 4, 4);
    EXPECT_TRUE(Soon([&] { return m_relay->Status().answers.state == sync::RelayState::Paused; }));
    const auto inboxRequests = [&] { return std::ranges::count_if(m_server.Requests(), &Received::IsInbox); };
    const auto asked = inboxRequests();
    std::this_thread::sleep_for(200ms);
    EXPECT_EQ(inboxRequests(), asked);
}

TEST_F(RelayTest, DoesNotHammerAnAppThatDoesNotWait)
{
    m_server.Misbehave([](const Received& request) {
        const char* empty =
            R"({"epoch":"e","events":[],"next_cursor":0,"more":false,"server_time":"2026-11-22T09:14:03Z"})";
        return request.IsInbox()
                   ? Misdeed{.kind = Misdeed::Kind::AnswerAfter, .status = 200, .body = empty, .headers = {}}
                   : Misdeed{};
    });
    m_server.PushAnswer("01977a10-0000-7000-8000-000000000001"); // so that the model itself does not wait
    Start();
    std::this_thread::sleep_for(1'500ms);
    EXPECT_LT(m_server.Requests().size(), 6U);
}

TEST(InboxPosition, IsReadBackAsItWasWritten)
{
    using sync::InboxPosition;
    const auto position = InboxPosition::From(InboxPosition{"feed", 42}.Text());
    EXPECT_EQ(position.feed, "feed");
    EXPECT_EQ(position.number, 42);
    EXPECT_EQ(InboxPosition::From("17").number, 17);
    for (const char* bad : {"", "feed/", "feed/x", "feed/-3", "/", "feed/3x"}) {
        EXPECT_EQ(InboxPosition::From(bad).number, 0) << bad;
    }
}

} // namespace

} // namespace bayline::test
