// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/lane.h"

#include "core/failure.h"
#include "core/hash.h"
#include "core/outcome.h"

#include <algorithm>
#include <map>
#include <random>
#include <utility>

namespace bayline::sync {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kStreamsLookedAt = 256;
/// Nobody waits longer for a stream that is more urgent than those being sent.
constexpr milliseconds kPendingGoodFor{250};

std::function<double()> Jitter()
{
    return [engine = std::minstd_rand(std::random_device{}())]() mutable {
        return std::uniform_real_distribution<double>(0.0, 1.0)(engine);
    };
}

} // namespace

Lane::Lane(core::Lane which, SharedLog& log, StatusBoard& board, const RelayTiming& timing)
    : m_which(which), m_log(log), m_board(board), m_timing(timing), m_breaker(timing.breakerCaps, Jitter()),
      m_backoff(timing)
{
}

LaneName Lane::Name() const
{
    return m_which == core::Lane::Orders ? LaneName::Events : LaneName::Photos;
}

void Lane::Forgive()
{
    m_breaker.Succeed();
    m_backoff.Clear();
    m_suspects.clear();
    m_doubted.clear();
    m_gaps.clear();
    m_pausedUntil.reset();
    m_announcedAt.reset();
    m_headsDue = {};
    ForgetPending();
    m_refusedInARow = 0;
    m_probesFailed = 0;
    m_limit = kSentEvents;
}

LaneStep Lane::Step(CustomerAppClient& client, const Origin& origin, const std::stop_token& stop)
{
    const auto now = steady_clock::now();
    if (m_pausedUntil && now < *m_pausedUntil) {
        return {LaneStep::Then::Wait, std::chrono::ceil<milliseconds>(*m_pausedUntil - now)};
    }
    if (const auto wait = m_breaker.Remaining(now); wait.count() > 0) {
        return {LaneStep::Then::Wait, wait};
    }
    const Target target{client, origin, stop};
    if (auto settled = SettleHeads(target)) {
        return *settled;
    }
    const auto streams = Candidates();
    if (streams.empty()) {
        return SettleHeadsQuietly(target) ? LaneStep{} : Idle();
    }
    if (const auto learnt = client.LearnLimits(stop); learnt.next != Next::Use) {
        return PauseLane(learnt);
    }
    m_trouble.reset();
    auto ahead = TakeAhead();
    auto batch = Collect(ahead ? std::move(*ahead) : ReadEvents(streams, target), target);
    if (batch.empty()) {
        return m_trouble ? TakeWhole(*m_trouble, {}, target) : LaneStep{};
    }
    if (batch.size() > client.Limits().batchEvents) {
        return SendInParts(std::move(batch), target);
    }
    auto answer = client.SendBatch(batch, stop, [&] { ReadAhead(batch, target); });
    return answer.Ok() ? TakeAnswer(batch, answer.value, target) : TakeWhole(answer.verdict, batch, target);
}

LaneStep Lane::Idle()
{
    auto wait = m_timing.poll;
    if (const auto due = m_backoff.NextDue()) {
        const auto until = std::chrono::ceil<milliseconds>(*due - steady_clock::now());
        wait = std::clamp(until, milliseconds(1), wait);
    }
    if (m_breaker.Healthy() && !m_pausedUntil) {
        m_board.Write(Name(), RelayState::Working);
    }
    return {LaneStep::Then::Idle, wait};
}

void Lane::ReadPending()
{
    const auto limit = kStreamsLookedAt + m_backoff.Troubles().size() + m_suspects.size();
    m_pending = m_log.With([&](core::DeliveryLog& log) { return log.Pending(m_which, limit); });
    m_pendingUntil = steady_clock::now() + kPendingGoodFor;
    std::set<std::string_view> waiting;
    for (const auto& stream : m_pending) {
        waiting.insert(stream.stream);
    }
    m_backoff.KeepOnly([&](const std::string& stream) { return waiting.contains(stream); });
    WriteBacklog(m_pending);
}

void Lane::ForgetPending()
{
    m_pending.clear();
    m_ahead.reset();
}

/// The streams to send next, no more of them than fill a batch.
std::vector<core::PendingStream> Lane::Candidates()
{
    const auto now = steady_clock::now();
    if (m_pending.empty() || now >= m_pendingUntil) {
        ReadPending();
    }
    const auto mayTry = [&](const auto& stream) { return m_backoff.MayTry(stream.stream, now); };
    const auto isSuspect = [&](const auto& stream) { return m_suspects.contains(stream.stream); };
    if (!m_suspects.empty() &&
        std::ranges::all_of(m_pending, [&](const auto& stream) { return isSuspect(stream) || !mayTry(stream); })) {
        m_suspects.clear(); // nobody else is left to tell a bad stream from a bad server
    }
    const auto doubted =
        std::ranges::find_if(m_pending, [&](const auto& stream) { return m_doubted.contains(stream.stream); });
    if (doubted != m_pending.end()) {
        return {*doubted};
    }
    m_doubted.clear();
    std::vector<core::PendingStream> candidates;
    std::size_t waiting = 0;
    for (const auto& stream : m_pending) {
        if (waiting >= kSentEvents) {
            break;
        }
        if (mayTry(stream) && !isSuspect(stream)) {
            candidates.push_back(stream);
            waiting += static_cast<std::size_t>(stream.publicHead - stream.acknowledged);
        }
    }
    if (candidates.empty()) {
        ForgetPending();
    }
    return candidates;
}

/// What the batch took off the last reading, so that a backlog is not read again for every batch. Anything but plain
/// success makes it worthless.
void Lane::CountAsSent(const std::vector<StreamVerdict>& verdicts)
{
    if (std::ranges::any_of(verdicts, [](const auto& verdict) { return verdict.stoppedAt != 0; })) {
        ForgetPending();
        return;
    }
    for (const auto& verdict : verdicts) {
        const auto found = std::ranges::find(m_pending, verdict.stream, &core::PendingStream::stream);
        if (found != m_pending.end()) {
            found->acknowledged = verdict.advancedTo;
        }
    }
    std::erase_if(m_pending, [](const auto& stream) { return stream.acknowledged >= stream.publicHead; });
}

/// What may be on its way at once, in however many requests.
std::size_t Lane::MostEvents() const
{
    return std::min(m_limit, m_which == core::Lane::Photos ? kSentPhotos : kSentEvents);
}

Lane::Reading Lane::ReadEvents(std::span<const core::PendingStream> streams, const Target& target)
{
    Reading reading{.streams = {}, .events = {}, .most = MostEvents()};
    std::vector<core::StreamPosition> positions;
    std::size_t waiting = 0;
    for (const auto& stream : streams) {
        if (waiting >= reading.most) {
            break;
        }
        reading.streams.push_back(stream);
        positions.push_back({stream.stream, stream.acknowledged});
        waiting += static_cast<std::size_t>(stream.publicHead - stream.acknowledged);
    }
    const auto events =
        m_log.With([&](core::DeliveryLog& log) { return log.PublicEventsOf(positions, reading.most, reading.most); });
    reading.events.reserve(events.size());
    for (const auto& event : events) {
        reading.events.push_back({event.stream, event.publicSeq, ToPublicEvent(event, target.origin)});
    }
    return reading;
}

/// While a batch is on its way: what comes after it, should all of it pass. Changes nothing, and trouble shows again
/// when the batch's answer is written down.
void Lane::ReadAhead(const Batch& onItsWay, const Target& target)
{
    try {
        std::map<std::string_view, int> sent;
        for (const auto& event : onItsWay) {
            sent[event.stream] = event.seq;
        }
        std::vector<core::PendingStream> streams;
        std::size_t waiting = 0;
        const auto now = steady_clock::now();
        for (auto stream : m_pending) {
            if (waiting >= kSentEvents) {
                break;
            }
            if (const auto found = sent.find(stream.stream); found != sent.end()) {
                stream.acknowledged = found->second;
            }
            if (stream.acknowledged < stream.publicHead && m_backoff.MayTry(stream.stream, now) &&
                !m_suspects.contains(stream.stream)) {
                waiting += static_cast<std::size_t>(stream.publicHead - stream.acknowledged);
                streams.push_back(std::move(stream));
            }
        }
        if (!streams.empty()) {
            m_ahead = ReadEvents(streams, target);
        }
    } catch (const std::exception&) {
        m_ahead.reset();
    }
}

/// What was read ahead, if the batch before it went as hoped.
std::optional<Lane::Reading> Lane::TakeAhead()
{
    auto ahead = std::exchange(m_ahead, std::nullopt);
    if (!m_doubted.empty()) {
        return std::nullopt;
    }
    const auto asHoped = [&](const core::PendingStream& stream) {
        const auto now = std::ranges::find(m_pending, stream.stream, &core::PendingStream::stream);
        return now != m_pending.end() && now->acknowledged == stream.acknowledged &&
               !m_suspects.contains(stream.stream);
    };
    if (ahead && (ahead->most != MostEvents() || !std::ranges::all_of(ahead->streams, asHoped))) {
        ahead.reset();
    }
    return ahead;
}

Lane::Batch Lane::Collect(Reading reading, const Target& target)
{
    Batch batch;
    m_batchBytes = 2;
    auto next = reading.events.begin();
    for (const auto& stream : reading.streams) {
        const auto begin = next;
        next = std::find_if(begin, reading.events.end(), [&](const auto& e) { return e.stream != stream.stream; });
        const bool noRoom = begin == next && reading.events.size() >= reading.most;
        if (target.stop.stop_requested() || noRoom || !CollectStream(stream, {begin, next}, target, batch)) {
            break;
        }
    }
    return batch;
}

/// False when the batch is to leave as it is.
bool Lane::CollectStream(const core::PendingStream& stream, std::span<Candidate> events, const Target& target,
                         Batch& batch)
{
    int expected = stream.acknowledged + 1;
    if (events.empty() || events.front().seq != expected) {
        Park(stream.stream, expected, N_("The shop's database has a hole in the history of this order."));
        return true;
    }
    for (auto& event : events) {
        auto made = event.seq == expected ? std::move(event.made) : std::nullopt;
        if (!made && expected == stream.acknowledged + 1) {
            Park(stream.stream, expected,
                 N_("A newer version of this program wrote what is to be sent. Update this one."));
        }
        if (!made) {
            return true;
        }
        if (!batch.empty() && m_batchBytes + made->text.size() + 1 > target.client.Limits().batchBytes) {
            return false;
        }
        const auto ready = StoreBlobs(*made, target);
        if (ready == Ready::No) {
            return !m_trouble;
        }
        m_batchBytes += made->text.size() + 1;
        batch.push_back(std::move(*made));
        ++expected;
        if (ready == Ready::YesAfterUpload) {
            return false; // a picture that took its time to travel is shown as soon as it is there
        }
    }
    return true;
}

std::optional<std::vector<std::uint8_t>> Lane::LoadBlob(const PublicEvent& event, const std::string& sha256)
{
    try {
        auto bytes = m_log.With([&](core::DeliveryLog& log) { return log.LoadBlob(sha256); });
        if (core::Sha256Hex(bytes) == sha256) {
            return bytes;
        }
    } catch (const core::Failure& failure) {
        if (failure.Retryable() || failure.Kind() == core::FailureKind::Cancelled) {
            throw;
        }
    }
    Park(event.stream, event.seq, N_("A photo or paper of this order is missing or damaged in the shop's database."));
    return std::nullopt;
}

Lane::Ready Lane::StoreBlobs(const PublicEvent& event, const Target& target)
{
    auto ready = Ready::Yes;
    for (const auto& blob : event.blobs) {
        auto known = target.client.HasBlob(blob.sha256, target.stop);
        if (!known.Ok()) {
            return JudgeBlob(event, std::move(known.verdict));
        }
        if (known.value) {
            continue;
        }
        const auto bytes = LoadBlob(event, blob.sha256);
        if (!bytes) {
            return Ready::No;
        }
        if (bytes->size() > target.client.Limits().blobBytes) {
            Park(event.stream, event.seq, N_("A photo or paper of this order is larger than the customer app takes."));
            return Ready::No;
        }
        auto stored = target.client.PutBlob(blob.sha256, blob.contentType, *bytes, target.stop);
        if (stored.next != Next::Use) {
            return JudgeBlob(event, std::move(stored));
        }
        ready = Ready::YesAfterUpload;
    }
    return ready;
}

Lane::Ready Lane::JudgeBlob(const PublicEvent& event, Verdict verdict)
{
    if (verdict.next == Next::Split) {
        Park(event.stream, event.seq,
             Reason(N_("The customer app refuses a photo or paper of this order."), verdict.detail));
        return Ready::No;
    }
    m_troubleStream = event.stream;
    m_trouble = std::move(verdict);
    return Ready::No;
}

void Lane::Park(const std::string& stream, int publicSeq, const std::string& reason)
{
    m_log.With([&](core::DeliveryLog& log) { log.Park(stream, publicSeq, reason); });
    ForgetPending();
    m_backoff.Succeed(stream);
    m_suspects.erase(stream);
    m_doubted.erase(stream);
    m_gaps.erase(stream);
}

void Lane::NoteContact(bool reached, const std::string& problem)
{
    if (m_board.NoteContact(reached, problem)) {
        m_log.With([&](core::DeliveryLog& log) { log.RecordContact(reached, problem); });
    }
}

void Lane::WriteBacklog(const std::vector<core::PendingStream>& pending)
{
    int events = 0;
    for (const auto& stream : pending) {
        events += stream.publicHead - stream.acknowledged;
    }
    std::vector<StreamTroubleStatus> troubles;
    const auto now = core::Now();
    for (const auto& [stream, trouble] : m_backoff.Troubles()) {
        troubles.push_back({stream, trouble.sentence, trouble.since, now - trouble.since >= m_timing.alertAfter});
    }
    m_board.WriteBacklog(Name(), static_cast<int>(pending.size()), events, std::move(troubles));
}

} // namespace bayline::sync
