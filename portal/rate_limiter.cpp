// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/rate_limiter.h"

#include "portal/encoding.h"

namespace bayline::portal {

namespace {

constexpr std::chrono::minutes kWindow{1};
constexpr std::size_t kManyAddresses = 10'000;
constexpr std::size_t kManyTokens = 10'000;

void DropOld(std::deque<RateLimiter::Clock::time_point>& times, RateLimiter::Clock::time_point now)
{
    while (!times.empty() && times.front() + kWindow <= now)
        times.pop_front();
}

} // namespace

bool RateLimiter::IsBlocked(const std::string& address, Clock::time_point now)
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_failures.find(address);
    if (found == m_failures.end())
        return false;
    DropOld(found->second, now);
    return found->second.size() >= m_perMinute;
}

void RateLimiter::NoteFailure(const std::string& address, Clock::time_point now)
{
    const std::scoped_lock lock(m_mutex);
    if (m_failures.size() > kManyAddresses)
        Forget(now);
    auto& times = m_failures[address];
    DropOld(times, now);
    if (times.size() < m_perMinute)
        times.push_back(now);
}

void RateLimiter::Forget(Clock::time_point now)
{
    for (auto entry = m_failures.begin(); entry != m_failures.end();) {
        DropOld(entry->second, now);
        entry = entry->second.empty() ? m_failures.erase(entry) : std::next(entry);
    }
}

bool KnownTokens::Has(const std::string& token)
{
    const std::string digest = Sha256(token);
    const std::scoped_lock lock(m_mutex);
    return m_digests.contains(digest);
}

void KnownTokens::Note(const std::string& token)
{
    const std::scoped_lock lock(m_mutex);
    if (m_digests.size() >= kManyTokens)
        m_digests.clear(); // they are found again in the database
    m_digests.insert(Sha256(token));
}

} // namespace bayline::portal
