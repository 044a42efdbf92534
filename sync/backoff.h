// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bayline::sync {

using SteadyTime = std::chrono::steady_clock::time_point;

/// How long things wait. The defaults are the contract's; tests are less patient.
struct RelayTiming
{
    std::vector<std::chrono::milliseconds> breakerCaps{std::chrono::seconds(1),  std::chrono::seconds(2),
                                                       std::chrono::seconds(4),  std::chrono::seconds(8),
                                                       std::chrono::seconds(15), std::chrono::seconds(30)};
    std::chrono::milliseconds streamFirst = std::chrono::seconds(5);
    std::chrono::milliseconds streamMost = std::chrono::minutes(15);
    std::chrono::milliseconds alertAfter = std::chrono::minutes(15);
    std::chrono::milliseconds pausedProbe = std::chrono::seconds(60); ///< a paused relay asks this often by itself
    std::chrono::milliseconds poll = std::chrono::seconds(5);         ///< when no hint comes
    std::chrono::milliseconds credentials = std::chrono::seconds(2);  ///< how soon a new pairing is noticed
    std::chrono::milliseconds contact = std::chrono::seconds(10);     ///< how often an unchanged contact is noted
    std::chrono::seconds inboxWait{25};
    std::chrono::milliseconds lease{1'800};    ///< how long a relay that died keeps others from taking over
    std::chrono::milliseconds leaseEvery{500}; ///< how often it is renewed, and asked for
};

/// Holds a lane back while the other side is unwell: full jitter under growing caps, one probe at a time because a lane
/// makes one request at a time.
class Breaker
{
public:
    /// `random` gives numbers from 0 up to 1.
    Breaker(std::vector<std::chrono::milliseconds> caps, std::function<double()> random);

    void Fail(SteadyTime now, std::optional<std::chrono::seconds> retryAfter);
    void Succeed();
    [[nodiscard]] bool Healthy() const { return m_failures == 0; }
    /// 0 when a request may be made.
    [[nodiscard]] std::chrono::milliseconds Remaining(SteadyTime now) const;

private:
    std::vector<std::chrono::milliseconds> m_caps;
    std::function<double()> m_random;
    std::size_t m_failures = 0;
    SteadyTime m_notBefore{};
};

/// One stream that fails while others pass.
struct StreamTrouble
{
    std::string sentence;
    core::Instant since{};
    int failures = 0;
    SteadyTime notBefore{};
};

/// The streams of a lane that wait for a try of their own: 5 s, doubling up to 15 min, never dropped.
class StreamBackoff
{
public:
    explicit StreamBackoff(const RelayTiming& timing) : m_first(timing.streamFirst), m_most(timing.streamMost) {}

    /// A first failure honours the other side's wish even when it is shorter than ours.
    void Fail(const std::string& stream, const std::string& sentence, SteadyTime now,
              std::optional<std::chrono::seconds> retryAfter = std::nullopt);
    void Succeed(const std::string& stream) { m_troubles.erase(stream); }
    void Clear() { m_troubles.clear(); }
    /// Forgets streams that have nothing to send any more.
    void KeepOnly(const std::function<bool(const std::string&)>& waiting);

    [[nodiscard]] bool MayTry(const std::string& stream, SteadyTime now) const;
    [[nodiscard]] const std::map<std::string, StreamTrouble>& Troubles() const { return m_troubles; }
    /// When the next one is due; nothing when none waits.
    [[nodiscard]] std::optional<SteadyTime> NextDue() const;

private:
    std::chrono::milliseconds m_first;
    std::chrono::milliseconds m_most;
    std::map<std::string, StreamTrouble> m_troubles;
};

} // namespace bayline::sync
