// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <string>

namespace bayline::portal {

/// Counts failures of a client address within a minute.
class RateLimiter
{
public:
    using Clock = std::chrono::steady_clock;

    explicit RateLimiter(std::size_t perMinute) : m_perMinute(perMinute) {}

    /// True when the address has used up its failures.
    [[nodiscard]] bool IsBlocked(const std::string& address, Clock::time_point now = Clock::now());
    void NoteFailure(const std::string& address, Clock::time_point now = Clock::now());

private:
    void Forget(Clock::time_point now);

    std::size_t m_perMinute;
    std::mutex m_mutex;
    std::map<std::string, std::deque<Clock::time_point>> m_failures;
};

/// Tokens that were right once, by their digests: whoever shows one of them is no guesser, however many of those are at
/// the same address.
class KnownTokens
{
public:
    [[nodiscard]] bool Has(const std::string& token);
    void Note(const std::string& token);

private:
    std::mutex m_mutex;
    std::set<std::string> m_digests;
};

} // namespace bayline::portal
