// SPDX-License-Identifier: GPL-3.0-or-later
// Order, completeness and speed of the relay, with and without trouble.
#include "relay_fixture.h"

#include "core/failure.h"

#include <atomic>
#include <random>

namespace bayline::test {

namespace {

std::vector<std::string> Fill(MemoryLog& log, int streams, int events)
{
    std::vector<std::string> names;
    for (int i = 1; i <= streams; ++i) {
        names.push_back(StreamNumber(i));
        log.Append(names.back(), events);
    }
    return names;
}

TEST_F(RelayTest, SendsEveryStreamInOrder)
{
    const auto streams = Fill(m_log, 20, 35);
    Start();
    ExpectAllArrived(streams);
    EXPECT_EQ(m_server.LargestConcurrency(), 1);
}

TEST_F(RelayTest, SendsAnIdleShopsEventWithoutWaitingForItsNextLook)
{
    auto options = Options();
    options.timing.poll = 300s;
    Start(options);
    ASSERT_TRUE(Soon([&] { return m_relay->Status().state == sync::RelayState::Working; }));
    for (int i = 0; i < 50; ++i) {
        std::this_thread::sleep_for(5ms);
        m_log.Append(StreamNumber(i + 1));
        ASSERT_TRUE(Soon([&] { return m_server.EventCount() == static_cast<std::size_t>(i) + 1; }));
    }
}

TEST_F(RelayTest, SendsAWholeBacklogInFewRequests)
{
    Fill(m_log, 3, 400);
    Start();
    ASSERT_TRUE(Soon([&] { return m_log.AllSent(); }));
    const auto requests = m_server.Requests();
    EXPECT_LE(std::ranges::count_if(requests, &Received::IsBatch), 24);
}

TEST_F(RelayTest, StaysUnderTheSizeOfABatch)
{
    for (int i = 0; i < 12; ++i) {
        auto event = PaymentEvent(StreamNumber(1), 0);
        event.data["amount"] = i + 1;
        event.data["method"] = std::string(60'000, 'x');
        m_log.Append(event);
    }
    Start();
    ExpectAllArrived({StreamNumber(1)}); // the server complains about a batch over 256 KiB
}

/// Random trouble from a seed, at random moments, until the log is sent.
class RandomTrouble : public RelayTest, public testing::WithParamInterface<unsigned>
{
};

Misdeed Draw(std::mt19937& engine, int percent)
{
    using Kind = Misdeed::Kind;
    if (static_cast<int>(engine() % 100) >= percent) {
        return {};
    }
    switch (engine() % 10) {
    case 0:
        return Misdeed::Status(500);
    case 1:
        return Misdeed::Status(429);
    case 2:
        return Misdeed::Of(Kind::Cut);
    case 3:
        return Misdeed::Of(Kind::CutAfter);
    case 4:
        return Misdeed::Of(Kind::CutInside);
    case 5:
        return Misdeed::Of(Kind::Twice);
    case 6:
        return Misdeed::Of(Kind::LeaveOutFirst);
    case 7:
        return {.kind = Kind::AnswerAfter, .status = 200, .body = "<html>Please sign in</html>", .headers = {}};
    case 8:
        return Misdeed::Of(Kind::OtherIds);
    default:
        return Misdeed::Status(503);
    }
}

TEST_P(RandomTrouble, LosesNothingAndKeepsTheOrder)
{
    RecordProperty("seed", static_cast<int>(GetParam()));
    auto& engine = Keep<std::mt19937>(GetParam());
    auto& mutex = Keep<std::mutex>();
    m_server.Misbehave([&](const Received&) {
        const std::lock_guard lock(mutex);
        return Draw(engine, 30);
    });
    std::mt19937 own(GetParam() + 1000);
    std::vector<std::string> streams = Fill(m_log, 6, 15);
    auto& calls = Keep<std::atomic<int>>(0);
    m_log.OnCall([&](const std::string& method, bool after) {
        // The answer to a COMMIT may be lost on either side of it.
        if (method == "Acknowledge" && ++calls % 7 == (after ? 3 : 5)) {
            throw core::Failure({.kind = core::FailureKind::DatabaseAway,
                                 .retryable = true,
                                 .where = "test",
                                 .sentence = "The database is away."});
        }
    });
    for (int round = 0; round < 6; ++round) {
        Start();
        for (int i = 0; i < 10; ++i) {
            m_log.Append(StreamNumber(static_cast<int>(own() % 6) + 1));
            std::this_thread::sleep_for(std::chrono::milliseconds(own() % 5));
        }
        m_relay.reset(); // stopped in the middle of whatever it did
    }
    Start();
    ExpectAllArrived(streams);
    EXPECT_TRUE(m_log.Parked().empty());
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomTrouble, testing::Range(1U, 13U));

TEST_F(RelayTest, KeepsTheOrderUnderTenPercent503)
{
    auto& engine = Keep<std::mt19937>(7);
    auto& mutex = Keep<std::mutex>();
    m_server.Misbehave([&](const Received&) {
        const std::lock_guard lock(mutex);
        return engine() % 10 == 0 ? Misdeed::Status(503) : Misdeed{};
    });
    const auto streams = Fill(m_log, 40, 10);
    Start();
    ExpectAllArrived(streams);
    EXPECT_TRUE(m_log.Parked().empty());
}

TEST_F(RelayTest, ComesBackToWorkAfterTheDatabaseWasAway)
{
    auto& away = Keep<std::atomic<bool>>(true);
    m_log.OnCall([&](const std::string&, bool) {
        if (away) {
            throw core::Failure({.kind = core::FailureKind::DatabaseAway,
                                 .retryable = true,
                                 .where = "test",
                                 .sentence = "The database is away."});
        }
    });
    m_log.Append(StreamNumber(1), 5);
    Start();
    ASSERT_TRUE(Soon([&] { return m_relay->Status().state == sync::RelayState::DatabaseAway; }));
    EXPECT_EQ(m_relay->Status().sentence, "The database is away.");
    away = false;
    ExpectAllArrived({StreamNumber(1)});
}

TEST_F(RelayTest, TwoRelaysByMistakeDoNoHarm)
{
    const auto streams = Fill(m_log, 10, 20);
    auto options = Options();
    MemoryLog second; // the same events, acknowledged by nobody yet
    second.SetCredentials(Credentials(m_server));
    Fill(second, 10, 20);
    sync::Relay other(second, options);
    other.Start();
    Start();
    ExpectAllArrived(streams);
    EXPECT_TRUE(Soon([&] { return second.AllSent(); }));
    EXPECT_TRUE(m_log.Parked().empty());
    EXPECT_TRUE(second.Parked().empty());
}

TEST_F(RelayTest, LetsNothingPrivateReachTheWire)
{
    for (auto event : OneOfEveryPublicType()) {
        if (event.type != "photo.added" && event.type != "document.stored") {
            m_log.Append(event);
        }
    }
    m_log.AppendPhoto(StreamNumber(1, "photos"), "picture");
    Start();
    ASSERT_TRUE(Soon([&] { return m_log.AllSent(); }));
    ASSERT_GT(m_server.EventCount(), 9U);
    const auto bytes = m_server.AllBytes();
    EXPECT_EQ(bytes.find(kPrivate), std::string::npos);
    EXPECT_EQ(bytes.find(std::to_string(kPrivateCost)), std::string::npos);
    EXPECT_EQ(bytes.find(AppServer::kSecretHex), std::string::npos);
}

TEST_F(RelayTest, RunsOnceAndSaysWhetherAllIsSent)
{
    m_log.Append(StreamNumber(1), 250);
    m_log.AppendPhoto(StreamNumber(1, "photos"), "picture");
    m_server.PushAnswer("01977a10-0000-7000-8000-000000000001");
    sync::Relay once(m_log, Options());
    EXPECT_TRUE(once.RunOnce(std::stop_token()));
    EXPECT_TRUE(m_log.AllSent());
    EXPECT_EQ(m_log.AppliedAnswers().size(), 1U);

    m_log.Append(StreamNumber(1));
    m_server.Misbehave([](const Received&) { return Misdeed::Status(503); });
    EXPECT_FALSE(once.RunOnce(std::stop_token()));
    EXPECT_EQ(once.Status().state, sync::RelayState::Retrying);
}

} // namespace

} // namespace bayline::test
