// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/verdict.h"

#include <gtest/gtest.h>

namespace bayline::sync {

namespace {

constexpr std::int64_t kNow = 1795338843;

HttpReply Answered(int status, const std::string& problem = {})
{
    HttpReply reply;
    reply.status = status;
    if (!problem.empty()) {
        reply.body = R"({"type":"urn:bayline:problem:)" + problem + R"(","title":"Why.","status":)" +
                     std::to_string(status) + "}";
    }
    return reply;
}

TEST(Verdict, RetriesForEverWhatMayPass)
{
    for (const int status : {408, 425, 429, 500, 501, 502, 503, 504, 507, 599}) {
        const auto verdict = Judge(Answered(status), kNow);
        EXPECT_EQ(verdict.next, Next::Retry) << status;
        EXPECT_FALSE(verdict.sentence.empty()) << status;
    }
    for (const auto transport :
         {Transport::NotReached, Transport::TlsRefused, Transport::Cut, Transport::TimedOut, Transport::TooLarge}) {
        HttpReply reply;
        reply.transport = transport;
        EXPECT_EQ(Judge(reply, kNow).next, Next::Retry);
    }
}

TEST(Verdict, KnowsARequestThatNeverLeft)
{
    HttpReply reply;
    reply.transport = Transport::NotReached;
    EXPECT_FALSE(Judge(reply, kNow).arrived);
    reply.transport = Transport::Cut;
    EXPECT_TRUE(Judge(reply, kNow).arrived);
}

TEST(Verdict, SplitsWhatCannotBeRead)
{
    for (const int status : {400, 413, 415, 422}) {
        EXPECT_EQ(Judge(Answered(status), kNow).next, Next::Split) << status;
    }
}

TEST(Verdict, PausesWithASentenceWhenAPersonMustAct)
{
    for (const int status : {300, 301, 302, 307, 308, 401, 402, 403, 404, 405, 407, 409, 410, 418, 426, 451}) {
        const auto verdict = Judge(Answered(status), kNow);
        EXPECT_EQ(verdict.next, Next::Pause) << status;
        EXPECT_FALSE(verdict.sentence.empty()) << status;
    }
    EXPECT_EQ(Judge(Answered(409, "epoch-superseded"), kNow).next, Next::Pause);
}

TEST(Verdict, ReadsTheProblemsThatHaveAnAnswerOfTheirOwn)
{
    EXPECT_EQ(Judge(Answered(401, "clock-skew"), kNow).next, Next::CorrectClock);
    EXPECT_EQ(Judge(Answered(401, "nonce-replayed"), kNow).next, Next::Retry);
    EXPECT_EQ(Judge(Answered(401, "signature-invalid"), kNow).next, Next::Pause);
    EXPECT_EQ(Judge(Answered(409, "epoch-unknown"), kNow).next, Next::AnnounceEpoch);
    EXPECT_EQ(Judge(Answered(410, "cursor-expired"), kNow).next, Next::ReadFromStart);
    EXPECT_EQ(Judge(Answered(403, "wrong-shop"), kNow).detail, "Why.");
}

TEST(Verdict, ClampsRetryAfterToAQuarterOfAnHour)
{
    const auto wait = [](const std::string& header) {
        auto reply = Answered(503);
        reply.retryAfter = header;
        return Judge(reply, kNow).retryAfter;
    };
    EXPECT_EQ(wait("7"), std::chrono::seconds(7));
    EXPECT_EQ(wait("0"), std::chrono::seconds(1));
    EXPECT_EQ(wait("-5"), std::chrono::seconds(1));
    EXPECT_EQ(wait("86400"), std::chrono::seconds(900));
    EXPECT_EQ(wait("Sun, 22 Nov 2026 09:14:33 GMT"), std::chrono::seconds(30));
    EXPECT_EQ(wait("soon"), std::nullopt);
    EXPECT_EQ(wait(""), std::nullopt);
}

TEST(Verdict, PutsTheOtherSidesWordsOnALineOfTheirOwn)
{
    EXPECT_EQ(Reason("Our sentence.", "Their\nwords"), "Our sentence.\nTheir words");
    EXPECT_EQ(Reason("Our sentence.", ""), "Our sentence.");
    EXPECT_LE(Reason("", std::string(10'000, 'x')).size(), 310U);
}

} // namespace

} // namespace bayline::sync
