// SPDX-License-Identifier: GPL-3.0-or-later
// The table of answers to whole requests, and what the other side can do.
#include "relay_fixture.h"

#include <atomic>
#include <ranges>

namespace bayline::test {

namespace {

struct Trouble
{
    const char* name;
    Misdeed misdeed;
};

class Passing : public RelayTest, public testing::WithParamInterface<Trouble>
{
};

TEST_P(Passing, IsRetriedUntilItPasses)
{
    auto& left = Keep<std::atomic<int>>(4);
    m_server.Misbehave(
        [&](const Received& request) { return request.IsBatch() && left-- > 0 ? GetParam().misdeed : Misdeed{}; });
    m_log.Append(kOne, 12);
    m_log.Append(kTwo, 12);
    Start();
    ExpectAllArrived({kOne, kTwo});
    EXPECT_TRUE(m_log.Parked().empty());
    EXPECT_LE(left, 0);
}

TEST_P(Passing, IsSaidInWordsWhileItLasts)
{
    m_server.Misbehave([&](const Received& request) { return request.IsBatch() ? GetParam().misdeed : Misdeed{}; });
    m_log.Append(kOne, 2);
    Start();
    EXPECT_TRUE(Soon([&] { return m_relay->Status().events.state == sync::RelayState::Retrying; }));
    EXPECT_TRUE(Contains(m_relay->Status().events.sentence, "Everything is kept and sent later."));
    m_server.Behave();
    ExpectAllArrived({kOne});
}

using Kind = Misdeed::Kind;

INSTANTIATE_TEST_SUITE_P(
    Table, Passing,
    testing::Values(
        Trouble{"RequestTimeout", Misdeed::Status(408)}, Trouble{"TooEarly", Misdeed::Status(425)},
        Trouble{"TooMany", Misdeed::Status(429)}, Trouble{"Internal", Misdeed::Status(500)},
        Trouble{"BadGateway", Misdeed::Status(502)}, Trouble{"Unavailable", Misdeed::Status(503)},
        Trouble{"DiskFull", Misdeed::Status(507)}, Trouble{"Reset", Misdeed::Of(Kind::Cut)},
        Trouble{"AppliedThenReset", Misdeed::Of(Kind::CutAfter)}, Trouble{"CutAnswer", Misdeed::Of(Kind::CutInside)},
        Trouble{"Silence", Misdeed::Of(Kind::Silence)}, Trouble{"SlowDrip", Misdeed::Of(Kind::Drip)},
        Trouble{"OtherIds", Misdeed::Of(Kind::OtherIds)},
        Trouble{"CaptivePortal", {.kind = Kind::Answer, .status = 200, .body = "<html>Sign in</html>", .headers = {}}},
        Trouble{"Garbage", {.kind = Kind::AnswerAfter, .status = 200, .body = "\x01\xff{", .headers = {}}},
        Trouble{"NoContent", {.kind = Kind::AnswerAfter, .status = 204, .body = "", .headers = {}}},
        Trouble{"EmptyResults",
                {.kind = Kind::AnswerAfter, .status = 200, .body = R"({"results":[],"heads":{}})", .headers = {}}},
        Trouble{"HugeAnswer",
                {.kind = Kind::AnswerAfter, .status = 200, .body = std::string(1'200'000, ' '), .headers = {}}},
        Trouble{"NonceReplayed", Misdeed::Status(401, "nonce-replayed")}),
    [](const auto& tested) { return tested.param.name; });

TEST_F(RelayTest, ReadsItsOwnAnswerWhenAnswersComeTwice)
{
    m_server.Misbehave([](const Received&) { return Misdeed::Of(Kind::Twice); });
    m_log.Append(kOne, 30);
    Start();
    for (int i = 0; i < 10; ++i) {
        m_log.Append(kTwo);
        std::this_thread::sleep_for(5ms);
    }
    ExpectAllArrived({kOne, kTwo});
}

TEST_F(RelayTest, ResendsWhatTheAnswerLeftOut)
{
    auto& left = Keep<std::atomic<int>>(3);
    m_server.Misbehave([&](const Received& request) {
        return request.IsBatch() && left-- > 0 ? Misdeed::Of(Kind::LeaveOutFirst) : Misdeed{};
    });
    m_log.Append(kOne, 3);
    m_log.Append(kTwo, 3);
    Start();
    ExpectAllArrived({kOne, kTwo});
}

TEST_F(RelayTest, WaitsAsLongAsRetryAfterSays)
{
    auto& first = Keep<std::atomic<bool>>(true);
    m_server.Misbehave([&](const Received& request) {
        auto misdeed = Misdeed::Status(503);
        misdeed.headers["Retry-After"] = "1";
        return request.IsBatch() && first.exchange(false) ? misdeed : Misdeed{};
    });
    m_log.Append(kOne);
    const auto begin = std::chrono::steady_clock::now();
    Start();
    ExpectAllArrived({kOne});
    EXPECT_GE(std::chrono::steady_clock::now() - begin, 1s);
}

TEST_F(RelayTest, ProbesOnceAtATimeWhileTheAppIsDown)
{
    m_server.Misbehave([](const Received&) { return Misdeed::Status(503); });
    for (int i = 1; i <= 50; ++i) {
        m_log.Append(StreamNumber(i), 4);
    }
    auto options = Options();
    options.timing.breakerCaps = {100ms};
    Start(options);
    std::this_thread::sleep_for(1s);
    EXPECT_LT(Batches(m_server), 60U); // mean wait 50 ms: about 20, not one per stream
    EXPECT_EQ(m_server.LargestConcurrency(), 0);
    m_server.Behave();
    EXPECT_TRUE(Soon([&] { return m_log.AllSent(); }, 3s));
}

TEST_F(RelayTest, OneOrderThatBringsTheAppDownHoldsUpNobodyElse)
{
    m_server.Misbehave([](const Received& request) {
        return request.IsBatch() && Contains(request.body, StreamNumber(13)) ? Misdeed::Status(500) : Misdeed{};
    });
    std::vector<std::string> healthy;
    for (int i = 1; i <= 30; ++i) {
        m_log.Append(StreamNumber(i), 3);
        if (i != 13) {
            healthy.push_back(StreamNumber(i));
        }
    }
    Start();
    EXPECT_TRUE(Soon([&] {
        return std::ranges::all_of(healthy, [&](const auto& stream) { return m_log.Acknowledged(stream) == 3; });
    }));
    EXPECT_TRUE(m_log.Parked().empty());
    EXPECT_TRUE(Soon([&] { return m_relay->Status().events.troubles.size() == 1; }));
    m_server.Behave();
    ExpectAllArrived(healthy);
    ExpectAllArrived({StreamNumber(13)});
}

TEST_F(RelayTest, ASecondOutageIsBlamedOnAtMostOneOrder)
{
    // Down until many have failed alone, up for a single batch, down again.
    auto& passes = Keep<std::atomic<int>>(0);
    m_server.Misbehave([&](const Received& request) {
        return request.IsBatch() && passes.fetch_sub(1) <= 0 ? Misdeed::Status(500) : Misdeed{};
    });
    std::vector<std::string> streams;
    for (int i = 1; i <= 20; ++i) {
        streams.push_back(StreamNumber(i));
        m_log.Append(streams.back());
    }
    Start();
    ASSERT_TRUE(Soon([&] { return Batches(m_server) >= 16; }));
    passes = 1;
    ASSERT_TRUE(Soon([&] { return m_server.EventCount() > 0; }));
    std::size_t blamed = 0;
    const auto then = Batches(m_server);
    EXPECT_TRUE(Soon([&] {
        blamed = std::max(blamed, m_relay->Status().events.troubles.size());
        return Batches(m_server) >= then + 20;
    }));
    EXPECT_LE(blamed, 1U);
    m_server.Behave();
    ExpectAllArrived(streams);
}

class Unreadable : public RelayTest, public testing::WithParamInterface<int>
{
};

TEST_P(Unreadable, IsHalvedDownToTheCulpritWhichIsParked)
{
    m_server.Misbehave([](const Received& request) {
        const bool poisoned = Contains(request.body, "\"subject\":\"" + StreamNumber(7) + "\"") &&
                              Contains(request.body, "\"amount\":4,");
        return request.IsBatch() && poisoned ? Misdeed::Status(GetParam(), "invalid") : Misdeed{};
    });
    std::vector<std::string> healthy;
    for (int i = 1; i <= 20; ++i) {
        m_log.Append(StreamNumber(i), 6);
        if (i != 7) {
            healthy.push_back(StreamNumber(i));
        }
    }
    Start();
    ExpectAllArrived(healthy);
    EXPECT_EQ(m_log.Parked().size(), 1U);
    EXPECT_EQ(m_log.Acknowledged(StreamNumber(7)), 3);
    EXPECT_EQ(m_log.Parked()[StreamNumber(7)], "The customer app cannot read this message.\nThe server says no.");
}

INSTANTIATE_TEST_SUITE_P(Statuses, Unreadable, testing::Values(400, 413, 415, 422));

TEST_F(RelayTest, AServerThatRefusesEverythingParksFewAndLosesNothing)
{
    m_server.Misbehave([](const Received& request) { return request.IsBatch() ? Misdeed::Status(400) : Misdeed{}; });
    for (int i = 1; i <= 30; ++i) {
        m_log.Append(StreamNumber(i));
    }
    Start();
    EXPECT_TRUE(Soon([&] { return m_log.Parked().size() == 3; }));
    std::this_thread::sleep_for(300ms);
    EXPECT_EQ(m_log.Parked().size(), 3U);
    m_server.Behave();
    EXPECT_TRUE(Soon([&] { return m_log.AllSent(); }));
}

class Pausing : public RelayTest, public testing::WithParamInterface<int>
{
};

TEST_P(Pausing, PausesWithABannerAndKeepsEverything)
{
    m_server.Misbehave([](const Received&) {
        auto misdeed = Misdeed::Status(GetParam());
        misdeed.headers["Location"] = "http://127.0.0.1:1/elsewhere";
        return misdeed;
    });
    m_log.Append(kOne, 3);
    Start();
    ASSERT_TRUE(Soon([&] { return m_relay->Status().events.state == sync::RelayState::Paused; }));
    EXPECT_FALSE(m_relay->Status().sentence.empty());
    EXPECT_TRUE(Soon([&] { return !m_log.Problem().empty(); }));
    const auto asked = Batches(m_server);
    std::this_thread::sleep_for(200ms);
    EXPECT_EQ(Batches(m_server), asked);
    EXPECT_EQ(m_log.Acknowledged(kOne), 0);
    EXPECT_TRUE(m_log.Parked().empty());
    m_server.Behave();
    m_relay->RetryNow();
    ExpectAllArrived({kOne});
    EXPECT_TRUE(Soon([&] { return m_relay->Status().state == sync::RelayState::Working; }));
}

INSTANTIATE_TEST_SUITE_P(Statuses, Pausing, testing::Values(301, 302, 307, 401, 403, 404, 405, 410, 426));

TEST_F(RelayTest, AsksByItselfWhetherAPauseIsOver)
{
    m_server.Misbehave([](const Received&) { return Misdeed::Status(404); });
    m_log.Append(kOne);
    auto options = Options();
    options.timing.pausedProbe = 50ms;
    Start(options);
    ASSERT_TRUE(Soon([&] { return m_relay->Status().state == sync::RelayState::Paused; }));
    m_server.Behave();
    ExpectAllArrived({kOne});
}

TEST_F(RelayTest, StopsForADatabaseThatTookOver)
{
    m_server.Misbehave([](const Received& request) {
        return request.IsBatch() ? Misdeed::Status(409, "epoch-superseded") : Misdeed{};
    });
    m_log.Append(kOne);
    Start();
    ASSERT_TRUE(Soon([&] { return m_relay->Status().state == sync::RelayState::Paused; }));
    EXPECT_TRUE(Contains(m_relay->Status().sentence, "Another database"));
}

TEST_F(RelayTest, WaitsUntilTheShopIsPaired)
{
    m_log.SetCredentials({});
    m_log.Append(kOne, 2);
    Start();
    ASSERT_TRUE(Soon([&] { return m_relay->Status().state == sync::RelayState::NotPaired; }));
    m_log.SetCredentials(Credentials(m_server));
    ExpectAllArrived({kOne});
}

TEST_F(RelayTest, SendsNothingOverAnOpenLine)
{
    auto credentials = Credentials(m_server);
    credentials.url = "http://app.example";
    m_log.SetCredentials(credentials);
    m_log.Append(kOne);
    Start();
    ASSERT_TRUE(Soon([&] { return m_relay->Status().state == sync::RelayState::Paused; }));
    EXPECT_TRUE(Contains(m_relay->Status().sentence, "https://"));
}

class WrongClock : public RelayTest, public testing::WithParamInterface<std::int64_t>
{
};

TEST_P(WrongClock, IsCorrectedOnceFromTheAppsDate)
{
    m_server.SetClock(GetParam());
    m_log.Append(kOne, 5);
    Start();
    ExpectAllArrived({kOne});
    const auto before = Batches(m_server);
    m_log.Append(kOne);
    ExpectAllArrived({kOne});
    EXPECT_EQ(Batches(m_server), before + 1) << "the offset was not kept";
}

INSTANTIATE_TEST_SUITE_P(Offsets, WrongClock, testing::Values(-86'400, -400, 400, 86'400, 315'360'000));

TEST_F(RelayTest, PausesWhenTheClockCannotBeCorrected)
{
    m_server.Misbehave([](const Received&) { return Misdeed::Status(401, "clock-skew"); });
    m_log.Append(kOne);
    Start();
    ASSERT_TRUE(Soon([&] { return m_relay->Status().state == sync::RelayState::Paused; }));
    EXPECT_TRUE(Contains(m_relay->Status().sentence, "clock"));
    EXPECT_LE(Batches(m_server), 2U);
}

TEST_F(RelayTest, KeepsToTheLimitsOfTheApp)
{
    m_server.SetCapabilities({{"event_types", boost::json::array()},
                              {"limits", {{"batch_events", 7}, {"batch_bytes", 3000}, {"blob_bytes", 20}}}});
    for (int i = 1; i <= 4; ++i) {
        m_log.Append(StreamNumber(i), 10);
    }
    m_log.AppendPhoto(StreamNumber(1, "photos"), "a picture of more than twenty bytes");
    Start();
    ASSERT_TRUE(Soon([&] { return m_log.AllSent(); }));
    EXPECT_TRUE(Contains(m_log.Parked()[StreamNumber(1, "photos")], "larger than the customer app takes"));
    for (const auto& request : m_server.Requests()) {
        EXPECT_LE(request.IsBatch() ? request.body.size() : 0, 3000U);
    }
    EXPECT_GE(Batches(m_server), 6U);
}

TEST_F(RelayTest, PausesInWordsWhenItIsTooOldForTheApp)
{
    m_server.SetCapabilities({{"event_types", boost::json::array()}, {"oldest_client", "99.0.0"}});
    m_log.Append(kOne, 3);
    Start();
    ASSERT_TRUE(Soon([&] { return m_relay->Status().events.state == sync::RelayState::Paused; }));
    EXPECT_TRUE(Contains(m_relay->Status().events.sentence, "newer version"));
    EXPECT_EQ(m_server.EventCount(), 0U);
    m_server.SetCapabilities({});
    m_relay->RetryNow();
    ExpectAllArrived({kOne});
}

TEST_F(RelayTest, WorksWithAnAppThatSaysNothingAboutItself)
{
    m_server.Misbehave([](const Received& request) {
        const bool courtesy =
            request.target == "/v1/capabilities" || request.target.find("/heads") != std::string::npos;
        return courtesy ? Misdeed::Status(404) : Misdeed{};
    });
    m_log.Append(kOne, 70);
    Start();
    ExpectAllArrived({kOne});
    EXPECT_EQ(m_relay->Status().state, sync::RelayState::Working);
}

TEST_F(RelayTest, StandsByWhileAnotherOneSendsAndTakesOver)
{
    m_log.GiveLeaseAway(true);
    m_log.Append(kOne, 3);
    Start();
    ASSERT_TRUE(Soon([&] { return m_relay->Status().state == sync::RelayState::Standby; }));
    std::this_thread::sleep_for(200ms);
    EXPECT_EQ(m_server.Requests().size(), 0U);
    m_log.GiveLeaseAway(false);
    ExpectAllArrived({kOne});
}

TEST_F(RelayTest, SaysThatItCannotReachTheAppSoThatAnotherOneMay)
{
    auto credentials = Credentials(m_server);
    credentials.url = "http://127.0.0.1:1";
    m_log.SetCredentials(credentials);
    m_log.Append(kOne);
    Start();
    EXPECT_TRUE(Soon([&] { return m_log.SaidUnwell(); }));
    m_log.SetCredentials(Credentials(m_server));
    ExpectAllArrived({kOne});
    EXPECT_TRUE(Soon([&] { return !m_log.SaidUnwell(); }));
}

TEST_F(RelayTest, StopsAtOnceWhateverItWaitsFor)
{
    m_server.Misbehave([](const Received&) { return Misdeed::Of(Misdeed::Kind::Silence); });
    m_log.Append(kOne, 3);
    m_log.AppendPhoto(StreamNumber(1, "photos"), "picture");
    auto options = Options();
    options.client.timeouts = {.connect = 300s, .firstByte = 300s, .total = 300s};
    Start(options);
    ASSERT_TRUE(Soon([&] { return m_server.Requests().size() >= 3; }));
    const auto begin = std::chrono::steady_clock::now();
    m_relay->Stop();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 60s);
    EXPECT_EQ(m_relay->Status().state, sync::RelayState::Stopped);
}

} // namespace

} // namespace bayline::test
