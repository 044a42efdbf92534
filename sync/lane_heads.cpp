// SPDX-License-Identifier: GPL-3.0-or-later
// How a lane finds out that one of the two sides is not what it was, and puts it right.
#include "sync/lane.h"
#include "sync/reconcile.h"

#include "core/outcome.h"

namespace bayline::sync {

namespace {

using std::chrono::steady_clock;

Verdict Announcing()
{
    return {.next = Next::Retry,
            .sentence = N_("The customer app is being told that this shop's database was restored."),
            .detail = {},
            .retryAfter = {}};
}

} // namespace

/// The customer app does not know our numbering.
LaneStep Lane::Reconcile(const Target& target)
{
    const auto now = steady_clock::now();
    const bool justDone = m_announcedAt && now - *m_announcedAt < m_timing.pausedProbe;
    // One lane speaks for the shop; announced in vain means waiting like after any fault.
    if (m_which == core::Lane::Photos || justDone) {
        return RetryLater(Announcing(), {});
    }
    m_announcedAt = now;
    m_board.Write(Name(), RelayState::Retrying, Announcing().sentence);
    const int asked = m_board.HeadsAsked();
    const auto forks = m_board.Forks();
    auto verdict = AnnounceNewEpoch(target.client, m_log, target.origin, target.origin.reason, forks, target.stop);
    ForgetPending();
    if (verdict.next == Next::Use) {
        m_board.ForksHealed(forks);
        m_board.HeadsCompared(asked);
        for (const auto& stream : forks) {
            m_backoff.Succeed(stream);
        }
        return {};
    }
    m_announcedAt.reset();
    return verdict.next == Next::AnnounceEpoch ? RetryLater(Announcing(), {}) : TakeWhole(verdict, {}, target);
}

/// Nothing when there is nothing to compare, or it was compared and all is well.
std::optional<LaneStep> Lane::SettleHeads(const Target& target)
{
    if (m_which != core::Lane::Orders || m_board.WantedHeads() != StatusBoard::Heads::AtOnce) {
        return std::nullopt;
    }
    const int asked = m_board.HeadsAsked();
    const auto verdict = FollowApp(target.client, m_log, target.origin, m_board.Forks(), target.stop);
    if (verdict.next != Next::Use) {
        return TakeWhole(verdict, {}, target);
    }
    ForgetPending();
    m_board.HeadsCompared(asked);
    return std::nullopt;
}

/// Once a relay has nothing else to do. Nobody waits for it, so a customer app that does not answer is no trouble. True
/// when there may be something to do now.
bool Lane::SettleHeadsQuietly(const Target& target)
{
    const auto now = steady_clock::now();
    if (m_which != core::Lane::Orders || m_board.WantedHeads() != StatusBoard::Heads::WhenIdle || now < m_headsDue) {
        return false;
    }
    const int asked = m_board.HeadsAsked();
    const auto verdict = FollowApp(target.client, m_log, target.origin, {}, target.stop);
    if (verdict.next == Next::Use) {
        m_board.HeadsCompared(asked);
    } else if (verdict.next == Next::AnnounceEpoch) {
        m_board.AskForHeads();
    }
    m_headsDue = now + m_timing.pausedProbe;
    return m_board.WantedHeads() != StatusBoard::Heads::WhenIdle;
}

} // namespace bayline::sync
