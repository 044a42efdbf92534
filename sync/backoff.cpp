// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/backoff.h"

#include <algorithm>

namespace bayline::sync {

using std::chrono::milliseconds;

Breaker::Breaker(std::vector<milliseconds> caps, std::function<double()> random)
    : m_caps(std::move(caps)), m_random(std::move(random))
{
}

void Breaker::Fail(SteadyTime now, std::optional<std::chrono::seconds> retryAfter)
{
    const auto cap = m_caps[std::min(m_failures, m_caps.size() - 1)];
    const auto jittered = milliseconds(static_cast<std::int64_t>(static_cast<double>(cap.count()) * m_random()));
    ++m_failures;
    m_notBefore = now + (retryAfter ? milliseconds(*retryAfter) : jittered);
}

void Breaker::Succeed()
{
    m_failures = 0;
    m_notBefore = {};
}

milliseconds Breaker::Remaining(SteadyTime now) const
{
    if (m_failures == 0 || now >= m_notBefore) {
        return milliseconds(0);
    }
    return std::chrono::ceil<milliseconds>(m_notBefore - now);
}

void StreamBackoff::Fail(const std::string& stream, const std::string& sentence, SteadyTime now,
                         std::optional<std::chrono::seconds> retryAfter)
{
    auto& trouble = m_troubles[stream];
    if (trouble.failures == 0) {
        trouble.since = core::Now();
    }
    auto delay = m_first;
    for (int i = 0; i < trouble.failures && delay < m_most; ++i) {
        delay *= 2;
    }
    delay = std::min(delay, m_most);
    if (retryAfter && trouble.failures == 0) {
        delay = *retryAfter;
    } else if (retryAfter) {
        delay = std::max(delay, milliseconds(*retryAfter));
    }
    ++trouble.failures;
    trouble.sentence = sentence;
    trouble.notBefore = now + delay;
}

void StreamBackoff::KeepOnly(const std::function<bool(const std::string&)>& waiting)
{
    std::erase_if(m_troubles, [&](const auto& entry) { return !waiting(entry.first); });
}

bool StreamBackoff::MayTry(const std::string& stream, SteadyTime now) const
{
    const auto found = m_troubles.find(stream);
    return found == m_troubles.end() || now >= found->second.notBefore;
}

std::optional<SteadyTime> StreamBackoff::NextDue() const
{
    std::optional<SteadyTime> next;
    for (const auto& [stream, trouble] : m_troubles) {
        next = next ? std::min(*next, trouble.notBefore) : trouble.notBefore;
    }
    return next;
}

} // namespace bayline::sync
