// SPDX-License-Identifier: GPL-3.0-or-later
// What a lane makes of the answers: the two tables of the contract.
#include "sync/lane.h"

#include "core/outcome.h"

#include <algorithm>

namespace bayline::sync {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// So many different single events refused with nothing passing in between look like a fault of the other side.
constexpr int kRefusalsInARow = 3;

bool OneStream(const std::vector<PublicEvent>& batch)
{
    return batch.front().stream == batch.back().stream;
}

} // namespace

LaneStep Lane::TakeAnswer(const Batch& batch, const BatchAnswer& answer, const Target& target)
{
    const auto verdicts = JudgeBatch(batch, answer);
    std::vector<core::Acknowledgement> acknowledged;
    for (const auto& verdict : verdicts) {
        if (verdict.advancedTo > 0) {
            acknowledged.push_back({verdict.stream, verdict.advancedTo});
        }
    }
    if (!acknowledged.empty()) {
        m_log.With([&](core::DeliveryLog& log) { log.Acknowledge(acknowledged); });
    }
    CountAsSent(verdicts);
    std::vector<std::string> unknown;
    for (const auto& verdict : verdicts) {
        m_doubted.erase(verdict.stream);
        if (verdict.advancedTo > 0) {
            m_backoff.Succeed(verdict.stream);
            m_gaps.erase(verdict.stream);
        }
        if (verdict.stoppedAt != 0 && !TakeStopped(verdict)) {
            unknown.push_back(verdict.stream);
        }
    }
    if (!unknown.empty()) {
        target.client.DropConnections();
    }
    if (!unknown.empty() && acknowledged.empty()) {
        return RetryLater(Unreadable(), {});
    }
    for (const auto& stream : unknown) {
        m_backoff.Fail(stream, Unreadable().sentence, steady_clock::now());
    }
    NoteContact(true, {});
    m_board.NoteReach(true);
    m_breaker.Succeed();
    m_pausedUntil.reset();
    m_board.Write(Name(), RelayState::Working);
    SettleSuspects(!acknowledged.empty());
    return {};
}

/// False when the answer left out the event: nobody knows what became of it.
bool Lane::TakeStopped(const StreamVerdict& verdict)
{
    if (!verdict.cause) {
        return false;
    }
    const auto& cause = *verdict.cause;
    switch (cause.status) {
    case EventStatus::Gap:
        TakeGap(verdict, cause);
        break;
    case EventStatus::Deferred:
        m_backoff.Fail(verdict.stream,
                       N_("The customer app waits for a photo or for the order itself. It is sent again by itself."),
                       steady_clock::now(),
                       cause.retryAfter.count() > 0 ? std::optional(cause.retryAfter) : std::nullopt);
        break;
    case EventStatus::Fork:
        TakeFork(verdict);
        break;
    default:
        Park(verdict.stream, verdict.stoppedAt,
             Reason(N_("The customer app refuses what this order says."),
                    cause.problem.detail.empty() ? cause.problem.title : cause.problem.detail));
        break;
    }
    return true;
}

/// The stream stands still until both histories have been compared under a new epoch.
void Lane::TakeFork(const StreamVerdict& verdict)
{
    if (m_board.NoteFork(verdict.stream)) {
        m_backoff.Fail(verdict.stream,
                       N_("The customer app has another history of this order than this database. Both are being "
                          "compared and put right."),
                       steady_clock::now());
        return;
    }
    Park(verdict.stream, verdict.stoppedAt,
         N_("The customer app keeps having another history of this order than this database."));
}

void Lane::TakeGap(const StreamVerdict& verdict, const EventResult& cause)
{
    const auto asked = m_gaps.find(verdict.stream);
    const bool again = asked != m_gaps.end() && asked->second == cause.expected;
    if (cause.expected < 1 || cause.expected > verdict.stoppedAt || again) {
        m_backoff.Fail(verdict.stream, N_("The customer app keeps asking for what it was already sent."),
                       steady_clock::now());
        return;
    }
    m_gaps[verdict.stream] = cause.expected;
    m_log.With([&](core::DeliveryLog& log) { log.Rewind(verdict.stream, cause.expected - 1); });
}

void Lane::SettleSuspects(bool someAdvanced)
{
    m_limit = std::min(m_limit * 2, kSentEvents);
    if (!someAdvanced) {
        return;
    }
    m_refusedInARow = 0;
    m_probesFailed = 0;
    // After an outage the stream that was tried last is no worse than any other.
    m_doubted.merge(m_suspects);
    m_suspects.clear();
}

LaneStep Lane::TakeWhole(const Verdict& verdict, const Batch& batch, const Target& target)
{
    ForgetPending();
    switch (verdict.next) {
    case Next::Retry:
        return RetryLater(verdict, batch);
    case Next::Split:
        return batch.empty() ? PauseLane(verdict) : SplitOrPark(verdict, batch);
    case Next::AnnounceEpoch:
        return Reconcile(target);
    case Next::Cancelled:
        return {};
    default:
        return PauseLane(verdict);
    }
}

LaneStep Lane::RetryLater(const Verdict& verdict, const Batch& batch)
{
    const auto& suspect = batch.empty() ? m_troubleStream : batch.front().stream;
    if (verdict.arrived && m_doubted.erase(suspect) > 0) {
        if (++m_probesFailed > 1) {
            // Two in a row: rather the other side than the orders, so all of them wait for somebody to pass again.
            m_suspects.merge(m_doubted);
            m_doubted.clear();
        } else {
            m_backoff.Fail(suspect, N_("The customer app fails on this order while it takes others."),
                           steady_clock::now());
            if (!verdict.retryAfter) {
                return {};
            }
        }
    }
    if (verdict.arrived && !batch.empty()) {
        // Narrow it down: one event that makes the other side fall over must not hold up the rest.
        if (OneStream(batch)) {
            m_suspects.insert(batch.front().stream);
        }
        m_limit = std::max<std::size_t>(1, batch.size() / 2);
    } else if (verdict.arrived && m_trouble) {
        m_suspects.insert(m_troubleStream);
    }
    m_breaker.Fail(steady_clock::now(), verdict.retryAfter);
    m_board.Write(Name(), RelayState::Retrying, verdict.sentence, verdict.detail);
    if (m_which == core::Lane::Orders) {
        m_board.NoteReach(verdict.arrived);
    }
    NoteContact(false, verdict.sentence);
    return {LaneStep::Then::Wait, std::max(milliseconds(1), m_breaker.Remaining(steady_clock::now()))};
}

LaneStep Lane::SplitOrPark(const Verdict& verdict, const Batch& batch)
{
    NoteContact(true, {});
    if (batch.size() > 1) {
        m_limit = batch.size() / 2;
        return {};
    }
    const auto& event = batch.front();
    if (++m_refusedInARow > kRefusalsInARow) {
        m_doubted.erase(event.stream); // or it alone would be tried for ever
        m_suspects.insert(event.stream);
        m_breaker.Fail(steady_clock::now(), verdict.retryAfter);
        m_board.Write(Name(), RelayState::Retrying, verdict.sentence, verdict.detail);
        return {LaneStep::Then::Wait, std::max(milliseconds(1), m_breaker.Remaining(steady_clock::now()))};
    }
    Park(event.stream, event.seq, Reason(verdict.sentence, verdict.detail));
    return {};
}

LaneStep Lane::PauseLane(const Verdict& verdict)
{
    m_pausedUntil = steady_clock::now() + m_timing.pausedProbe;
    m_board.Write(Name(), RelayState::Paused, verdict.sentence, verdict.detail);
    NoteContact(false, verdict.sentence);
    return {LaneStep::Then::Wait, m_timing.pausedProbe};
}

} // namespace bayline::sync
