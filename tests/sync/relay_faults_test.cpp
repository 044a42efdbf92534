// SPDX-License-Identifier: GPL-3.0-or-later
// Every row of the contract's two tables of answers.
#include "relay_fixture.h"

#include <atomic>
#include <ranges>

namespace bayline::test {

namespace {

const std::string kOne = StreamNumber(1);
const std::string kTwo = StreamNumber(2);

bool Contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

std::size_t Batches(const AppServer& server)
{
    return static_cast<std::size_t>(std::ranges::count_if(server.Requests(), &Received::IsBatch));
}

// --- one event at a time --------------------------------------------------------------------------------------------

TEST_F(RelayTest, TakesADuplicateForDelivered)
{
    m_log.Append(kOne, 5);
    m_server.Misbehave([](const Received& request) {
        return request.IsBatch() && request.number < 3 ? Misdeed::Of(Misdeed::Kind::CutAfter) : Misdeed{};
    });
    Start();
    ExpectAllArrived({kOne});
}

TEST_F(RelayTest, TakesATypeTheAppKeepsForLaterForDelivered)
{
    m_server.SetEventStatus([](const std::string&, int seq) { return seq == 2 ? "parked" : ""; });
    m_log.Append(kOne, 3);
    Start();
    ExpectAllArrived({kOne});
}

TEST_F(RelayTest, ResendsFromTheNumberAGapAsksFor)
{
    m_log.Append(kOne, 10);
    Start();
    ExpectAllArrived({kOne});
    m_relay.reset();
    m_server.Restore("01977a10-0000-7000-8000-0000000000fe", 4); // the same feed: only the next event tells
    m_log.Append(kOne, 1);
    Start();
    ExpectAllArrived({kOne});
    EXPECT_EQ(m_server.Stream(kOne).size(), 11U);
}

TEST_F(RelayTest, BacksOffAStreamWhoseGapNeverCloses)
{
    m_server.SetEventStatus([](const std::string& stream, int) { return stream == kOne ? "gap" : ""; });
    m_log.Append(kOne, 3);
    m_log.Append(kTwo, 3);
    Start();
    EXPECT_TRUE(Soon([&] { return m_log.Acknowledged(kTwo) == 3; }));
    EXPECT_TRUE(Soon([&] { return m_relay->Status().events.troubles.size() == 1; }));
    std::this_thread::sleep_for(300ms);
    EXPECT_LT(Batches(m_server), 20U);
    m_server.SetEventStatus(nullptr);
    ExpectAllArrived({kOne, kTwo});
}

TEST_F(RelayTest, HealsAForkByItselfWithANewEpochWhileOthersPass)
{
    m_log.Append(kOne, 3);
    Start();
    ExpectAllArrived({kOne});
    m_relay.reset();
    MemoryLog other; // another history under the same numbers, as after a copied disk
    other.SetCredentials(Credentials(m_server));
    auto event = PaymentEvent(kOne, 1);
    event.data["amount"] = 77;
    other.Append(event);
    other.Append(kOne, 2);
    other.Append(kTwo, 2);
    sync::Relay relay(other, Options());
    relay.Start();
    EXPECT_TRUE(Soon([&] { return m_server.CurrentEpoch() != AppServer::kEpoch && other.AllSent(); }))
        << relay.Status().sentence;
    EXPECT_TRUE(other.Parked().empty());
    ASSERT_EQ(m_server.Stream(kOne).size(), 3U);
    EXPECT_TRUE(Contains(m_server.Stream(kOne)[0].text, "\"amount\":77"));
    EXPECT_NE(m_server.CurrentEpoch(), AppServer::kEpoch);
    EXPECT_EQ(m_server.EpochReason(), "fork");
}

TEST_F(RelayTest, ParksAForkThatComesBackAfterItWasHealed)
{
    m_server.SetEventStatus([](const std::string& stream, int) { return stream == kOne ? "fork" : ""; });
    m_log.Append(kOne, 2);
    m_log.Append(kTwo, 2);
    Start();
    EXPECT_TRUE(Soon([&] { return m_log.Parked().contains(kOne) && m_log.Acknowledged(kTwo) == 2; }));
    EXPECT_TRUE(Contains(m_log.Parked()[kOne], "keeps having another history"));
    const auto announced = std::ranges::count_if(
        m_server.Requests(), [](const auto& request) { return request.target.ends_with("/epochs"); });
    EXPECT_EQ(announced, 1);
}

TEST_F(RelayTest, TriesADeferredStreamAgainByItself)
{
    std::atomic<bool> ready = false;
    m_server.SetEventStatus([&](const std::string& stream, int) { return stream == kOne && !ready ? "deferred" : ""; });
    m_log.Append(kOne, 3);
    m_log.Append(kTwo, 3);
    Start();
    EXPECT_TRUE(Soon([&] { return m_log.Acknowledged(kTwo) == 3; }));
    ASSERT_TRUE(Soon([&] { return m_relay->Status().events.troubles.size() == 1; }));
    EXPECT_EQ(m_relay->Status().events.troubles[0].stream, kOne);
    EXPECT_FALSE(m_relay->Status().events.troubles[0].sentence.empty());
    EXPECT_TRUE(Soon([&] { return m_relay->Status().events.troubles[0].alert; }));
    ready = true;
    ExpectAllArrived({kOne, kTwo});
    EXPECT_TRUE(m_log.Parked().empty());
    EXPECT_TRUE(Soon([&] { return m_relay->Status().events.troubles.empty(); }));
}

TEST_F(RelayTest, ParksARejectedStreamWithTheAppsWords)
{
    m_server.SetEventStatus(
        [](const std::string& stream, int seq) { return stream == kOne && seq == 2 ? "rejected" : ""; });
    m_log.Append(kOne, 4);
    m_log.Append(kTwo, 4);
    Start();
    EXPECT_TRUE(Soon([&] { return m_log.Parked().contains(kOne) && m_log.Acknowledged(kTwo) == 4; }));
    EXPECT_EQ(m_log.Acknowledged(kOne), 1);
    EXPECT_EQ(m_log.Parked()[kOne], "The customer app refuses what this order says.\nThe amount is wrong.");
    m_server.SetEventStatus(nullptr);
    m_log.Unpark(kOne);
    ExpectAllArrived({kOne, kTwo});
}

TEST_F(RelayTest, ParksWhatItsOwnVersionCannotRead)
{
    auto event = PaymentEvent(kOne, 0);
    event.type = "payment.of_the_future";
    m_log.Append(kOne);
    m_log.Append(event);
    m_log.Append(kTwo);
    Start();
    EXPECT_TRUE(Soon([&] { return m_log.Parked().contains(kOne) && m_log.Acknowledged(kTwo) == 1; }));
    EXPECT_EQ(m_log.Acknowledged(kOne), 1);
}

// --- the whole request: what passes by itself
// -------------------------------------------------------------------------

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
    std::atomic<int> left = 4;
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
    std::atomic<int> left = 3;
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
    std::atomic<bool> first = true;
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

// --- the whole request: what is halved ------------------------------------------------------------------------------

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

// --- the whole request: what needs a person -------------------------------------------------------------------------

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

// --- clocks ---------------------------------------------------------------------------------------------------------

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

// --- new epochs -----------------------------------------------------------------------------------------------------

TEST_F(RelayTest, AnnouncesItsEpochAndSendsWhatDiffers)
{
    for (int i = 1; i <= 5; ++i) {
        m_log.Append(StreamNumber(i), 4);
    }
    Start();
    ASSERT_TRUE(Soon([&] { return m_log.AllSent(); }));
    m_relay.reset();

    MemoryLog restored; // went back to two events a stream, then one order took another way
    auto credentials = Credentials(m_server);
    credentials.epoch = "01977a10-0000-7000-8000-0000000000cc";
    restored.SetCredentials(credentials);
    for (int i = 1; i <= 5; ++i) {
        restored.Append(StreamNumber(i), i == 5 ? 4 : 2);
    }
    restored.Append(StreamNumber(5), 1);
    for (int i = 1; i <= 5; ++i) {
        restored.Acknowledge({{StreamNumber(i), 2}});
    }
    sync::Relay relay(restored, Options());
    relay.Start();
    EXPECT_TRUE(Soon([&] { return restored.AllSent(); }));
    EXPECT_EQ(m_server.CurrentEpoch(), credentials.epoch);
    for (int i = 1; i <= 5; ++i) {
        EXPECT_EQ(static_cast<int>(m_server.Stream(StreamNumber(i)).size()), restored.Head(StreamNumber(i)));
    }
}

TEST_F(RelayTest, FindsAtItsStartWhatARestoredShopDoesNotKnow)
{
    m_log.Append(kOne, 4);
    m_log.Append(kTwo, 4);
    Start();
    ASSERT_TRUE(Soon([&] { return m_log.AllSent(); }));
    m_relay.reset();
    MemoryLog restored; // an hour ago, and nothing has happened since: nothing is sent that could tell
    restored.SetCredentials(Credentials(m_server));
    restored.Append(kOne, 2);
    restored.Acknowledge({{kOne, 2}});
    sync::Relay relay(restored, Options());
    relay.Start();
    EXPECT_TRUE(Soon([&] { return m_server.Stream(kOne).size() == 2 && m_server.Stream(kTwo).empty(); }));
    EXPECT_TRUE(Soon([&] { return restored.AllSent(); }));
    EXPECT_EQ(m_server.EpochReason(), "restored");
}

TEST_F(RelayTest, SendsAgainWhatTheAppLostThoughNothingHappensOnIt)
{
    for (int i = 1; i <= 7; ++i) {
        m_log.Append(StreamNumber(i), 3);
    }
    Start();
    ASSERT_TRUE(Soon([&] { return m_log.AllSent(); }));
    m_relay.reset();
    m_server.Restore("01977a10-0000-7000-8000-0000000000fe", 0); // the same feed: no answer tells of it either
    Start();
    for (int i = 1; i <= 7; ++i) {
        EXPECT_TRUE(Soon([&] { return m_server.Stream(StreamNumber(i)).size() == 3; }));
    }
    EXPECT_EQ(m_server.CurrentEpoch(), AppServer::kEpoch);
}

TEST_F(RelayTest, CallsAFailoverThatLostNothingByItsName)
{
    m_log.Append(kOne, 4);
    Start();
    ASSERT_TRUE(Soon([&] { return m_log.AllSent(); }));
    auto credentials = Credentials(m_server);
    credentials.epoch = "01977a10-0000-7000-8000-0000000000cc";
    credentials.epochReason = "failover";
    m_log.SetCredentials(credentials);
    m_log.Append(kOne, 1);
    EXPECT_TRUE(Soon([&] { return m_server.CurrentEpoch() == credentials.epoch && m_log.AllSent(); }));
    EXPECT_EQ(m_server.EpochReason(), "failover");
    EXPECT_EQ(m_server.Stream(kOne).size(), 5U);
}

TEST_F(RelayTest, NoticesWithinMomentsThatASupersededShopHasTakenOverAgain)
{
    auto credentials = Credentials(m_server);
    credentials.epoch = "01977a10-0000-7000-8000-0000000000cc";
    m_log.SetCredentials(credentials);
    m_log.Append(kOne, 1);
    Start();
    ASSERT_TRUE(Soon([&] { return m_log.AllSent(); }));
    m_log.SetCredentials(Credentials(m_server)); // the epoch that was replaced
    m_log.Append(kOne, 1);
    ASSERT_TRUE(Soon([&] { return m_relay->Status().sentence == sync::kTakenOver; }));
    credentials.epoch = "01977a10-0000-7000-8000-0000000000dd";
    m_log.SetCredentials(credentials);
    EXPECT_TRUE(Soon([&] { return m_log.AllSent(); }, 2s)); // though a pause lasts ten seconds here
}

TEST_F(RelayTest, DoesNotAnnounceInACircle)
{
    m_server.Misbehave(
        [](const Received& request) { return request.IsBatch() ? Misdeed::Status(409, "epoch-unknown") : Misdeed{}; });
    m_log.Append(kOne);
    Start();
    std::this_thread::sleep_for(500ms);
    const auto announced = std::ranges::count_if(
        m_server.Requests(), [](const auto& request) { return request.target.ends_with("/epochs"); });
    EXPECT_EQ(announced, 1);
    EXPECT_EQ(m_relay->Status().events.state, sync::RelayState::Retrying);
}

// --- photos ---------------------------------------------------------------------------------------------------------

TEST_F(RelayTest, StoresBothPicturesBeforeTheEventThatNamesThem)
{
    const auto photos = StreamNumber(1, "photos");
    std::vector<std::string> pictures;
    for (int i = 0; i < 4; ++i) {
        pictures.push_back(m_log.AppendPhoto(photos, "picture " + std::to_string(i)));
    }
    Start();
    ASSERT_TRUE(Soon([&] { return m_log.AllSent(); }));
    for (const auto& picture : pictures) {
        EXPECT_TRUE(m_server.HasBlob(picture));
    }
    std::size_t stored = 0;
    std::size_t named = 0;
    for (const auto& request : m_server.Requests()) {
        stored += request.method == "PUT" ? 1 : 0;
        for (auto at = request.body.find("photo.added"); request.IsBatch() && at != std::string::npos;
             at = request.body.find("photo.added", at + 1)) {
            EXPECT_GE(stored, 2 * ++named);
        }
    }
    EXPECT_EQ(named, 4U);
}

TEST_F(RelayTest, PhotosThatCannotBeStoredNeverDelayTheOrder)
{
    m_server.Misbehave(
        [](const Received& request) { return request.IsBlob() ? Misdeed::Of(Misdeed::Kind::Silence) : Misdeed{}; });
    m_log.AppendPhoto(StreamNumber(1, "photos"), "picture");
    Start();
    ASSERT_TRUE(Soon([&] {
        return std::ranges::any_of(m_server.Requests(), [](const auto& request) { return request.IsBlob(); });
    }));
    const auto begin = std::chrono::steady_clock::now();
    m_log.Append(kOne, 3);
    EXPECT_TRUE(Soon([&] { return m_log.Acknowledged(kOne) == 3; }));
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 150ms);
    m_server.Behave();
    EXPECT_TRUE(Soon([&] { return m_log.AllSent(); }));
}

TEST_F(RelayTest, ParksAStreamWhosePictureIsDamaged)
{
    const auto photos = StreamNumber(1, "photos");
    m_log.DamageBlob(m_log.AppendPhoto(photos, "picture"));
    m_log.AppendPhoto(StreamNumber(2, "photos"), "another");
    Start();
    EXPECT_TRUE(Soon([&] { return m_log.Parked().contains(photos) && m_log.AllSent(); }));
    EXPECT_TRUE(Contains(m_log.Parked()[photos], "damaged"));
    EXPECT_EQ(m_server.Stream(StreamNumber(2, "photos")).size(), 1U);
}

TEST_F(RelayTest, OnePictureThatBringsTheAppDownHoldsUpNoOther)
{
    m_log.AppendPhoto(StreamNumber(1, "photos"), "poison");
    m_log.AppendPhoto(StreamNumber(2, "photos"), "another");
    m_server.Misbehave([](const Received& request) {
        return request.method == "PUT" && Contains(request.body, "poison") ? Misdeed::Status(500) : Misdeed{};
    });
    Start();
    EXPECT_TRUE(Soon([&] { return m_log.Acknowledged(StreamNumber(2, "photos")) == 1; }));
    m_server.Behave();
    EXPECT_TRUE(Soon([&] { return m_log.AllSent(); }));
}

// --- big blobs in steps ---------------------------------------------------------------------------------------------

std::string BigPicture()
{
    std::string picture(1'500'000, 'p');
    for (std::size_t i = 0; i < picture.size(); ++i) {
        picture[i] = static_cast<char>('a' + i * i % 23);
    }
    return picture;
}

TEST_F(RelayTest, SendsABigPictureInSteps)
{
    const auto sha256 = m_log.AppendPhoto(StreamNumber(1, "photos"), BigPicture());
    Start();
    ASSERT_TRUE(Soon([&] { return m_log.AllSent(); }));
    EXPECT_TRUE(m_server.HasBlob(sha256));
    const auto requests = m_server.Requests();
    EXPECT_EQ(std::ranges::count(requests, "PATCH", &Received::method), 2 * 6); // the sample's thumb is as big
    EXPECT_EQ(std::ranges::count(requests, "PUT", &Received::method), 0);
    for (const auto& request : requests) {
        EXPECT_LE(request.method == "PATCH" ? request.body.size() : 0, 256U * 1024U);
    }
}

class CutUpload : public RelayTest, public testing::WithParamInterface<Misdeed::Kind>
{
};

TEST_P(CutUpload, GoesOnWhereItStoodAndRepeatsAtMostOnePiece)
{
    std::atomic<int> count = 0;
    std::atomic<int> cuts = 0;
    m_server.Misbehave([&](const Received& request) {
        if (request.method != "PATCH" || ++count % 3 != 0) {
            return Misdeed{};
        }
        ++cuts;
        return Misdeed::Of(GetParam());
    });
    const auto picture = BigPicture();
    const auto sha256 = m_log.AppendPhoto(StreamNumber(1, "photos"), picture);
    Start();
    ASSERT_TRUE(Soon([&] { return m_log.AllSent(); }));
    EXPECT_TRUE(m_server.HasBlob(sha256));
    ASSERT_GT(cuts, 2);
    const auto whole = 2 * picture.size() + 6; // both pictures
    EXPECT_LE(m_server.UploadedBytes(), whole + static_cast<std::size_t>(cuts) * 256 * 1024);
}

INSTANTIATE_TEST_SUITE_P(Cuts, CutUpload,
                         testing::Values(Misdeed::Kind::Cut, Misdeed::Kind::CutAfter, Misdeed::Kind::CutHalfWay));

TEST_F(RelayTest, AnotherProcessGoesOnWithAnUploadThatWasBegun)
{
    std::atomic<int> pieces = 0;
    m_server.Misbehave([&](const Received& request) {
        return request.method == "PATCH" && ++pieces > 3 ? Misdeed::Of(Misdeed::Kind::Silence) : Misdeed{};
    });
    const auto picture = BigPicture();
    const auto sha256 = m_log.AppendPhoto(StreamNumber(1, "photos"), picture);
    auto options = Options();
    options.client.timeouts = {};
    Start(options);
    ASSERT_TRUE(Soon([&] { return pieces > 3; }));
    m_relay.reset(); // gone with all it knew
    m_server.Behave();
    Start();
    ASSERT_TRUE(Soon([&] { return m_server.HasBlob(sha256) && m_log.AllSent(); }));
    EXPECT_LE(m_server.UploadedBytes(), 2 * picture.size() + 6 + 256 * 1024);
}

TEST_F(RelayTest, BeginsAgainWhenTheAppHasForgottenAnUpload)
{
    std::atomic<int> pieces = 0;
    m_server.Misbehave([&](const Received& request) {
        if (request.method == "PATCH" && ++pieces == 3) {
            m_server.ForgetUploads();
        }
        return Misdeed{};
    });
    const auto sha256 = m_log.AppendPhoto(StreamNumber(1, "photos"), BigPicture());
    Start();
    EXPECT_TRUE(Soon([&] { return m_log.AllSent(); }));
    EXPECT_TRUE(m_server.HasBlob(sha256));
}

// --- what the other side can do -------------------------------------------------------------------------------------

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

TEST_F(RelayTest, SendsBigPicturesWholeToAnAppWithoutUploads)
{
    m_server.SetCapabilities({{"event_types", boost::json::array()}});
    const auto sha256 = m_log.AppendPhoto(StreamNumber(1, "photos"), BigPicture());
    Start();
    EXPECT_TRUE(Soon([&] { return m_log.AllSent() && m_server.HasBlob(sha256); }));
    EXPECT_EQ(std::ranges::count(m_server.Requests(), "PATCH", &Received::method), 0);
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

// --- several relays -------------------------------------------------------------------------------------------------

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

TEST_F(RelayTest, ParksAPictureTheAppRefuses)
{
    const auto photos = StreamNumber(1, "photos");
    m_server.Misbehave(
        [](const Received& request) { return request.method == "PUT" ? Misdeed::Status(413) : Misdeed{}; });
    m_log.AppendPhoto(photos, "picture");
    Start();
    EXPECT_TRUE(Soon([&] { return m_log.Parked().contains(photos); }));
}

// --- stopping -------------------------------------------------------------------------------------------------------

TEST_F(RelayTest, StopsAtOnceWhateverItWaitsFor)
{
    m_server.Misbehave([](const Received&) { return Misdeed::Of(Misdeed::Kind::Silence); });
    m_log.Append(kOne, 3);
    m_log.AppendPhoto(StreamNumber(1, "photos"), "picture");
    auto options = Options();
    options.client.timeouts = {};
    Start(options);
    ASSERT_TRUE(Soon([&] { return m_server.Requests().size() >= 3; }));
    const auto begin = std::chrono::steady_clock::now();
    m_relay->Stop();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 300ms);
    EXPECT_EQ(m_relay->Status().state, sync::RelayState::Stopped);
}

} // namespace

} // namespace bayline::test
