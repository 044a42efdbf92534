// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app_server.h"
#include "memory_log.h"
#include "sample_events.h"

#include "sync/relay.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace bayline::test {

using namespace std::chrono_literals;

/// True as soon as the condition holds; false when it does not within the time.
inline bool Soon(const std::function<bool()>& holds, std::chrono::milliseconds within = 60s)
{
    const auto end = std::chrono::steady_clock::now() + within;
    while (!holds()) {
        if (std::chrono::steady_clock::now() > end) {
            return false;
        }
        std::this_thread::sleep_for(1ms);
    }
    return true;
}

/// A shop in memory, a backend, and a relay with short patience between them.
class RelayTest : public testing::Test
{
protected:
    void SetUp() override { m_log.SetCredentials(Credentials(m_server)); }

    void TearDown() override
    {
        m_relay.reset();
        EXPECT_EQ(m_server.Complaints(), std::vector<std::string>());
        EXPECT_FALSE(m_log.UsedByTwoAtOnce());
    }

    static core::AppCredentials Credentials(const AppServer& server)
    {
        return {.url = server.Url(),
                .shopId = AppServer::kShop,
                .keyId = AppServer::kKeyId,
                .secret = AppServer::kSecretHex,
                .epoch = AppServer::kEpoch};
    }

    static sync::RelayOptions Options()
    {
        sync::RelayOptions options;
        options.timing = {.breakerCaps = {2ms, 4ms, 8ms, 16ms, 30ms, 60ms},
                          .streamFirst = 30ms,
                          .streamMost = 200ms,
                          .alertAfter = 100ms,
                          .pausedProbe = 10s,
                          .poll = 100ms,
                          .credentials = 20ms,
                          .contact = 5ms,
                          .inboxWait = 1s,
                          .lease = 100ms,
                          .leaseEvery = 20ms};
        options.client.timeouts = {.connect = 500ms, .firstByte = 200ms, .total = 1'000ms};
        return options;
    }

    void Start(const sync::RelayOptions& options = Options())
    {
        m_relay.emplace(m_log, options);
        m_relay->Start();
    }

    /// Everything that is not parked arrived, once, in order, with the content of the log.
    void ExpectAllArrived(const std::vector<std::string>& streams)
    {
        EXPECT_TRUE(Soon([&] { return m_log.AllSent(); })) << m_relay->Status().sentence;
        for (const auto& stream : streams) {
            const auto stored = m_server.Stream(stream);
            ASSERT_EQ(static_cast<int>(stored.size()), m_log.Head(stream)) << stream;
            for (std::size_t i = 0; i < stored.size(); ++i) {
                EXPECT_EQ(stored[i].seq, static_cast<int>(i) + 1);
                EXPECT_NE(stored[i].text.find("\"amount\":" + std::to_string(i + 1)), std::string::npos);
            }
        }
    }

    /// What a misdeed or a call looks at: it stays until relay and server are gone, which go on after the test's body.
    template <class T, class... Arguments>
    T& Keep(Arguments&&... arguments)
    {
        auto kept = std::make_shared<T>(std::forward<Arguments>(arguments)...);
        m_kept.push_back(kept);
        return *kept;
    }

    std::vector<std::shared_ptr<void>> m_kept; // before the server and the log, so that it goes after them
    AppServer m_server;
    MemoryLog m_log;
    std::optional<sync::Relay> m_relay;
};

inline const std::string kOne = StreamNumber(1);
inline const std::string kTwo = StreamNumber(2);

inline bool Contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

inline std::size_t Batches(const AppServer& server)
{
    return static_cast<std::size_t>(std::ranges::count_if(server.Requests(), &Received::IsBatch));
}

} // namespace bayline::test
