// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/batch.h"

#include "sync/pairing.h"

#include "sample_events.h"

#include <gtest/gtest.h>

namespace bayline::sync {

namespace {

const Origin kOrigin{"01977a10-0000-7000-8000-0000000000aa", "01977a10-0000-7000-8000-0000000000bb"};

std::vector<PublicEvent> Payments(int stream, int from, int to)
{
    std::vector<PublicEvent> events;
    for (int seq = from; seq <= to; ++seq) {
        events.push_back(ToPublicEvent(test::PaymentEvent(test::StreamNumber(stream), seq), kOrigin).value());
    }
    return events;
}

BatchAnswer All(const std::vector<PublicEvent>& events, EventStatus status)
{
    BatchAnswer answer;
    for (const auto& event : events) {
        answer.results.push_back({.id = event.id, .status = status, .expected = 0, .retryAfter = {}, .problem = {}});
    }
    return answer;
}

TEST(JudgeBatch, AdvancesOverAppliedDuplicateAndParked)
{
    const auto sent = Payments(1, 4, 6);
    auto answer = All(sent, EventStatus::Applied);
    answer.results[1].status = EventStatus::Duplicate;
    answer.results[2].status = EventStatus::Parked;
    const auto verdicts = JudgeBatch(sent, answer);
    ASSERT_EQ(verdicts.size(), 1U);
    EXPECT_EQ(verdicts[0].advancedTo, 6);
    EXPECT_EQ(verdicts[0].stoppedAt, 0);
}

TEST(JudgeBatch, StopsAStreamAtTheFirstEventThatDidNotPass)
{
    const auto sent = Payments(1, 1, 5);
    auto answer = All(sent, EventStatus::Applied);
    answer.results[2].status = EventStatus::Rejected;
    const auto verdicts = JudgeBatch(sent, answer);
    EXPECT_EQ(verdicts[0].advancedTo, 2);
    EXPECT_EQ(verdicts[0].stoppedAt, 3);
    EXPECT_EQ(verdicts[0].cause.value().status, EventStatus::Rejected);
}

TEST(JudgeBatch, TreatsAMissingIdAsUnknown)
{
    const auto sent = Payments(1, 1, 3);
    auto answer = All(sent, EventStatus::Applied);
    answer.results.erase(answer.results.begin() + 1);
    const auto verdicts = JudgeBatch(sent, answer);
    EXPECT_EQ(verdicts[0].advancedTo, 1);
    EXPECT_EQ(verdicts[0].stoppedAt, 2);
    EXPECT_FALSE(verdicts[0].cause);
}

TEST(JudgeBatch, IgnoresIdsThatWereNotSent)
{
    const auto sent = Payments(1, 1, 2);
    const auto verdicts = JudgeBatch(sent, All(Payments(2, 1, 2), EventStatus::Applied));
    EXPECT_EQ(verdicts[0].advancedTo, 0);
    EXPECT_EQ(verdicts[0].stoppedAt, 1);
}

TEST(JudgeBatch, KeepsStreamsApart)
{
    auto sent = Payments(1, 1, 2);
    for (auto& event : Payments(2, 7, 8)) {
        sent.push_back(event);
    }
    auto answer = All(sent, EventStatus::Applied);
    answer.results[0].status = EventStatus::Gap;
    const auto verdicts = JudgeBatch(sent, answer);
    ASSERT_EQ(verdicts.size(), 2U);
    EXPECT_EQ(verdicts[0].stoppedAt, 1);
    EXPECT_EQ(verdicts[1].advancedTo, 8);
}

TEST(Wire, RefusesAnswersThatAreNotOfTheContract)
{
    for (const char* text : {"", "{", "[]", "null", "<html>", R"({"results":{}})", R"({"results":[7]})",
                             R"({"results":[{"status":"applied"}]})", R"({"results":[{"id":"a","status":"gap"}]})",
                             R"({"results":[{"id":"a","status":"gap","expected":-1}]})"}) {
        EXPECT_FALSE(ParseBatchAnswer(text)) << text;
    }
    EXPECT_FALSE(ParseInboxPage(R"({"epoch":"e","events":[{"id":"x"}],"next_cursor":1,"more":false})"));
    EXPECT_FALSE(ParseHeadsPage(R"({"heads":[{"stream":"s","seq":"1"}],"more":false})"));
    EXPECT_FALSE(ParsePairingAnswer(R"({"shop_id":"a","key_id":"b","secret":"short"})"));
}

TEST(Wire, LeavesOutAStatusOfTheFuture)
{
    const auto answer =
        ParseBatchAnswer(R"({"results":[{"id":"a","status":"pondered"},{"id":"b","status":"applied"}]})");
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->results.size(), 1U);
    EXPECT_EQ(answer->results[0].id, "b");
}

TEST(Pairing, AcceptsHttpsAndThisComputerOnly)
{
    EXPECT_EQ(CheckAppUrl(" https://app.example/ ").Value(), "https://app.example");
    EXPECT_EQ(CheckAppUrl("http://127.0.0.1:8080").Value(), "http://127.0.0.1:8080");
    EXPECT_TRUE(CheckAppUrl("http://localhost:1").Ok());
    EXPECT_TRUE(CheckAppUrl("http://[::1]:1").Ok());
    for (const char* bad : {"", "app.example", "http://app.example", "ftp://127.0.0.1", "http://127.0.0.1@evil.example",
                            "https://", "https://a b", "https://a?x", "http://localhost.evil.example", "file:///etc"}) {
        const auto outcome = CheckAppUrl(bad);
        ASSERT_FALSE(outcome.Ok()) << bad;
        EXPECT_EQ(outcome.FirstRefusal().field, "url");
    }
}

} // namespace

} // namespace bayline::sync
