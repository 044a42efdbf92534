// SPDX-License-Identifier: GPL-3.0-or-later
// A customer app that takes few events in a request gets several requests at once, and every promise holds as before.
#include "relay_fixture.h"

#include "core/failure.h"

#include <boost/json/parse.hpp>

#include <atomic>
#include <mutex>
#include <random>

namespace bayline::test {

namespace {

class RelayInParts : public RelayTest
{
protected:
    void Take(int events)
    {
        m_server.SetCapabilities(
            {{"event_types", boost::json::array()}, {"limits", {{"batch_events", events}, {"batch_bytes", 262'144}}}});
    }

    std::vector<std::string> Fill(int streams, int events)
    {
        std::vector<std::string> names;
        for (int i = 1; i <= streams; ++i) {
            names.push_back(StreamNumber(i));
            m_log.Append(names.back(), events);
        }
        return names;
    }

    [[nodiscard]] std::size_t MostInOneRequest() const
    {
        std::size_t most = 0;
        for (const auto& request : m_server.Requests()) {
            if (request.IsBatch()) {
                most = std::max(most, boost::json::parse(request.body).as_array().size());
            }
        }
        return most;
    }
};

TEST_F(RelayInParts, SendsOneEventARequestSeveralRequestsAtOnce)
{
    Take(1);
    auto& inside = Keep<std::atomic<int>>(0);
    auto& most = Keep<std::atomic<int>>(0);
    m_server.Misbehave([&](const Received& request) {
        if (request.IsBatch()) {
            most = std::max(most.load(), ++inside);
            std::this_thread::sleep_for(2ms);
            --inside;
        }
        return Misdeed{};
    });
    const auto streams = Fill(12, 15);
    Start();
    ExpectAllArrived(streams);
    EXPECT_EQ(MostInOneRequest(), 1U);
    EXPECT_GT(most, 2);
    EXPECT_EQ(Batches(m_server), 180U) << "nothing is sent twice when nothing goes wrong";
}

TEST_F(RelayInParts, KeepsTheOrderOfASingleStreamOneRequestAfterTheOther)
{
    Take(3);
    const auto streams = Fill(1, 70);
    Start();
    ExpectAllArrived(streams);
    EXPECT_EQ(MostInOneRequest(), 3U);
    EXPECT_EQ(m_server.LargestConcurrency(), 1);
}

TEST_F(RelayInParts, CorrectsItsClockOnceForAllThatWereOnTheirWay)
{
    Take(1);
    m_server.SetClock(3'600);
    const auto streams = Fill(10, 4);
    Start();
    ExpectAllArrived(streams);
    EXPECT_EQ(m_relay->Status().state, sync::RelayState::Working);
}

TEST_F(RelayInParts, ParksTheOneStreamThatIsRefusedAndSendsTheRest)
{
    Take(1);
    const auto streams = Fill(6, 8);
    m_server.Misbehave([](const Received& request) {
        const bool poison = request.IsBatch() && Contains(request.body, kTwo) && Contains(request.body, "\"amount\":4");
        return poison ? Misdeed::Status(422) : Misdeed{};
    });
    Start();
    ASSERT_TRUE(Soon([&] { return m_log.AllSent(); }));
    EXPECT_EQ(m_log.Parked().size(), 1U);
    EXPECT_TRUE(m_log.Parked().contains(kTwo));
    EXPECT_EQ(m_server.Stream(kTwo).size(), 3U);
    EXPECT_EQ(m_server.Stream(StreamNumber(6)).size(), 8U);
}

TEST_F(RelayInParts, StopsAtOnceWithRequestsOnTheirWay)
{
    Take(1);
    Fill(10, 5);
    m_server.Misbehave(
        [](const Received& request) { return request.IsBatch() ? Misdeed::Of(Misdeed::Kind::Silence) : Misdeed{}; });
    auto options = Options();
    options.client.timeouts = {.connect = 300s, .firstByte = 300s, .total = 300s};
    Start(options);
    ASSERT_TRUE(Soon([&] { return Batches(m_server) >= 4; }));
    const auto begin = std::chrono::steady_clock::now();
    m_relay->Stop();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 60s);
}

/// Random trouble from a seed while several requests are on their way.
class RandomTroubleInParts : public RelayInParts, public testing::WithParamInterface<unsigned>
{
};

Misdeed Draw(std::mt19937& engine)
{
    using Kind = Misdeed::Kind;
    constexpr std::array kKinds = {Kind::Cut,   Kind::CutAfter,      Kind::CutInside,
                                   Kind::Twice, Kind::LeaveOutFirst, Kind::OtherIds};
    if (engine() % 100 >= 12) {
        return {};
    }
    const auto n = engine() % (kKinds.size() + 2);
    return n < kKinds.size() ? Misdeed::Of(kKinds[n]) : Misdeed::Status(n == kKinds.size() ? 503 : 500);
}

TEST_P(RandomTroubleInParts, LosesNothingAndKeepsTheOrder)
{
    RecordProperty("seed", static_cast<int>(GetParam()));
    Take(static_cast<int>(GetParam() % 3) + 1);
    auto& engine = Keep<std::mt19937>(GetParam());
    auto& mutex = Keep<std::mutex>();
    m_server.Misbehave([&](const Received&) {
        const std::lock_guard lock(mutex);
        return Draw(engine);
    });
    auto& calls = Keep<std::atomic<int>>(0);
    m_log.OnCall([&](const std::string& method, bool after) {
        if (method == "Acknowledge" && ++calls % 7 == (after ? 3 : 5)) {
            throw core::Failure({.kind = core::FailureKind::DatabaseAway,
                                 .retryable = true,
                                 .where = "test",
                                 .sentence = "The database is away."});
        }
    });
    const auto streams = Fill(8, 12);
    for (int round = 0; round < 4; ++round) {
        Start();
        m_log.Append(StreamNumber(round + 1), 2);
        std::this_thread::sleep_for(20ms);
        m_relay.reset(); // stopped in the middle of whatever it did
    }
    Start();
    EXPECT_TRUE(Soon([&] { return m_log.AllSent(); }, 30s));
    ExpectAllArrived(streams);
    EXPECT_TRUE(m_log.Parked().empty());
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomTroubleInParts, testing::Range(21U, 30U));

} // namespace

} // namespace bayline::test
