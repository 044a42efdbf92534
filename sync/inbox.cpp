// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/inbox.h"

#include <algorithm>
#include <charconv>
#include <random>
#include <span>
#include <vector>

namespace bayline::sync {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

std::function<double()> Jitter()
{
    return [engine = std::minstd_rand(std::random_device{}())]() mutable {
        return std::uniform_real_distribution<double>(0.0, 1.0)(engine);
    };
}

} // namespace

std::string InboxPosition::Text() const
{
    return feed + "/" + std::to_string(number);
}

InboxPosition InboxPosition::From(const std::string& text)
{
    const auto slash = text.find('/');
    InboxPosition position;
    const auto digits = slash == std::string::npos ? text : text.substr(slash + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), position.number);
    if (error != std::errc{} || end != digits.data() + digits.size() || position.number < 0) {
        return {};
    }
    position.feed = slash == std::string::npos ? std::string() : text.substr(0, slash);
    return position;
}

Inbox::Inbox(SharedLog& log, StatusBoard& board, const RelayTiming& timing)
    : m_log(log), m_board(board), m_timing(timing), m_breaker(timing.breakerCaps, Jitter())
{
}

void Inbox::Forgive()
{
    m_breaker.Succeed();
    m_pausedUntil.reset();
    m_position.reset();
    m_restartedAt.reset();
    m_notBefore = {};
    m_probe = true;
}

LaneStep Inbox::Step(CustomerAppClient& client, bool longPoll, const std::stop_token& stop)
{
    const auto begin = steady_clock::now();
    if (m_pausedUntil && begin < *m_pausedUntil) {
        return {LaneStep::Then::Wait, std::chrono::ceil<milliseconds>(*m_pausedUntil - begin)};
    }
    if (const auto wait = m_breaker.Remaining(begin); wait.count() > 0) {
        return {LaneStep::Then::Wait, wait};
    }
    if (begin < m_notBefore) {
        return {LaneStep::Then::Wait, std::chrono::ceil<milliseconds>(m_notBefore - begin)};
    }
    if (!m_position) {
        m_position = InboxPosition::From(m_log.With([](core::DeliveryLog& log) { return log.InboxCursor(); }));
    }
    const bool wait = longPoll && !m_probe;
    auto page = client.Inbox(m_position->number, wait ? m_timing.inboxWait : std::chrono::seconds(0), stop);
    const bool restartedLately = m_restartedAt && begin - *m_restartedAt < m_timing.pausedProbe;
    if (page.verdict.next == Next::ReadFromStart && m_position->number > 0 && !restartedLately) {
        m_restartedAt = begin;
        m_position = InboxPosition{m_position->feed, 0};
        m_board.AskForHeads();
        return {};
    }
    if (!page.Ok()) {
        return TakeTrouble(page.verdict);
    }
    auto step = TakePage(client, page.value, stop);
    // A backend that does not wait must not be asked without a pause.
    const bool tooQuick = steady_clock::now() - begin < std::chrono::milliseconds(500);
    if (page.value.events.empty() && step.then == LaneStep::Then::Idle && wait && tooQuick) {
        const auto rest = std::min<milliseconds>(m_timing.inboxWait, std::chrono::seconds(1));
        m_notBefore = steady_clock::now() + rest;
        return {LaneStep::Then::Wait, rest};
    }
    return step;
}

LaneStep Inbox::TakePage(CustomerAppClient& client, const InboxPage& page, const std::stop_token& stop)
{
    NoteContact(true, {});
    m_breaker.Succeed();
    m_pausedUntil.reset();
    m_probe = false;
    m_board.Write(LaneName::Answers, RelayState::Working);
    const bool restored = !m_position->feed.empty() && m_position->feed != page.epoch;
    m_position->feed = page.epoch;
    if (restored) {
        m_board.AskForHeads();
        if (m_position->number > 0) {
            m_position->number = 0;
            return {};
        }
    }
    std::vector<core::CustomerAnswer> answers;
    answers.reserve(page.events.size());
    for (const auto& event : page.events) {
        answers.push_back({.id = event.id,
                           .type = event.type,
                           .data = event.data,
                           .at = event.at,
                           .cursor = InboxPosition{page.epoch, event.feedSeq}.Text()});
    }
    for (std::span<const core::CustomerAnswer> rest(answers); !rest.empty() && !stop.stop_requested();) {
        const auto taken = m_log.With([&](core::DeliveryLog& log) { return log.ApplyAnswers(rest); });
        rest = rest.subspan(taken);
        m_position->number = page.events[answers.size() - rest.size() - 1].feedSeq;
    }
    if (page.events.empty()) {
        return {LaneStep::Then::Idle, milliseconds(0)};
    }
    // Only for the other side's book-keeping: lost ones are made good by the next.
    if (!page.more) {
        static_cast<void>(client.Acknowledge(m_position->number, stop));
    }
    return {};
}

LaneStep Inbox::TakeTrouble(const Verdict& verdict)
{
    if (verdict.next == Next::Cancelled) {
        return {};
    }
    m_probe = true;
    NoteContact(false, verdict.sentence);
    if (verdict.next == Next::Retry) {
        m_breaker.Fail(steady_clock::now(), verdict.retryAfter);
        m_board.Write(LaneName::Answers, RelayState::Retrying, verdict.sentence, verdict.detail);
        return {LaneStep::Then::Wait, std::max(milliseconds(1), m_breaker.Remaining(steady_clock::now()))};
    }
    m_pausedUntil = steady_clock::now() + m_timing.pausedProbe;
    m_board.Write(LaneName::Answers, RelayState::Paused, verdict.sentence, verdict.detail);
    return {LaneStep::Then::Wait, m_timing.pausedProbe};
}

void Inbox::NoteContact(bool reached, const std::string& problem)
{
    if (m_board.NoteContact(reached, problem)) {
        m_log.With([&](core::DeliveryLog& log) { log.RecordContact(reached, problem); });
    }
}

} // namespace bayline::sync
