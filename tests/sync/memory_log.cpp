// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory_log.h"

#include "sample_events.h"

#include "core/failure.h"
#include "core/hash.h"

#include <algorithm>

namespace bayline::test {

/// One method from begin to end: counts who is inside, asks the hook.
class MemoryLog::Call
{
public:
    Call(MemoryLog& log, std::string method) : m_log(log), m_method(std::move(method))
    {
        if (++m_log.m_inside > 1) {
            m_log.m_twoAtOnce = true;
        }
        try {
            Ask(false);
        } catch (...) {
            --m_log.m_inside;
            throw;
        }
    }
    ~Call() { --m_log.m_inside; }
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;
    void Done() { Ask(true); }

private:
    void Ask(bool after)
    {
        std::function<void(const std::string&, bool)> hook;
        {
            const std::lock_guard lock(m_log.m_mutex);
            hook = m_log.m_hook;
        }
        if (hook) {
            hook(m_method, after);
        }
    }

    MemoryLog& m_log;
    std::string m_method;
};

core::AppCredentials MemoryLog::Credentials()
{
    Call call(*this, "Credentials");
    const std::lock_guard lock(m_mutex);
    return m_credentials;
}

std::vector<core::PendingStream> MemoryLog::Pending(core::Lane lane, std::size_t limit)
{
    Call call(*this, "Pending");
    const std::lock_guard lock(m_mutex);
    std::vector<core::PendingStream> pending;
    for (const auto& [name, stream] : m_streams) {
        const bool isPhotos = name.starts_with("photos/");
        const auto head = static_cast<int>(stream.events.size());
        if (isPhotos == (lane == core::Lane::Photos) && !stream.parked && stream.acknowledged < head &&
            pending.size() < limit) {
            pending.push_back({.stream = name, .acknowledged = stream.acknowledged, .publicHead = head});
        }
    }
    return pending;
}

std::vector<core::RecordedEvent> MemoryLog::PublicEvents(const std::string& stream, int after, std::size_t limit)
{
    Call call(*this, "PublicEvents");
    const std::lock_guard lock(m_mutex);
    std::vector<core::RecordedEvent> events;
    for (const auto& event : m_streams[stream].events) {
        if (event.publicSeq > after && events.size() < limit) {
            events.push_back(event);
        }
    }
    return events;
}

std::vector<core::RecordedEvent> MemoryLog::PublicEventsOf(const std::vector<core::StreamPosition>& positions,
                                                           std::size_t each, std::size_t most)
{
    std::vector<core::RecordedEvent> events;
    for (const auto& position : positions) {
        for (auto& event : PublicEvents(position.stream, position.after, std::min(each, most - events.size()))) {
            events.push_back(std::move(event));
        }
    }
    return events;
}

std::vector<core::StreamMark> MemoryLog::Streams(const std::string& after, std::size_t limit)
{
    Call call(*this, "Streams");
    const std::lock_guard lock(m_mutex);
    std::vector<core::StreamMark> marks;
    for (auto it = m_streams.upper_bound(after);
         it != m_streams.end() && marks.size() < std::min<std::size_t>(limit, 3); ++it) {
        marks.push_back({it->first, it->second.acknowledged, static_cast<int>(it->second.events.size())});
    }
    return marks;
}

std::vector<core::WaitingPicture> MemoryLog::WaitingPictures(std::size_t limit)
{
    Call call(*this, "WaitingPictures");
    const std::lock_guard lock(m_mutex);
    return {m_waitingPictures.begin(),
            m_waitingPictures.begin() + static_cast<std::ptrdiff_t>(std::min(limit, m_waitingPictures.size()))};
}

void MemoryLog::StorePicture(const core::WaitingPicture& picture, const core::CleanPicture& clean)
{
    Call call(*this, "StorePicture");
    {
        const std::lock_guard lock(m_mutex);
        m_storedPictures[picture.pictureId] = clean;
        m_untoldPictures.push_back({picture.answerId, picture.pictureId, "stored", {}});
        std::erase_if(m_waitingPictures, [&](const auto& waiting) { return waiting.answerId == picture.answerId; });
    }
    call.Done();
}

void MemoryLog::RefusePicture(const core::WaitingPicture& picture, const std::string& reason)
{
    Call call(*this, "RefusePicture");
    const std::lock_guard lock(m_mutex);
    m_refusedPictures[picture.pictureId] = reason;
    m_untoldPictures.push_back({picture.answerId, picture.pictureId, "refused", reason});
    std::erase_if(m_waitingPictures, [&](const auto& waiting) { return waiting.answerId == picture.answerId; });
}

std::vector<core::UntoldPicture> MemoryLog::UntoldPictures(std::size_t limit)
{
    Call call(*this, "UntoldPictures");
    const std::lock_guard lock(m_mutex);
    return {m_untoldPictures.begin(),
            m_untoldPictures.begin() + static_cast<std::ptrdiff_t>(std::min(limit, m_untoldPictures.size()))};
}

void MemoryLog::PictureTold(const core::UntoldPicture& picture)
{
    Call call(*this, "PictureTold");
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_untoldPictures, [&](const auto& untold) { return untold.answerId == picture.answerId; });
}

void MemoryLog::AddWaitingPicture(core::WaitingPicture picture)
{
    const std::lock_guard lock(m_mutex);
    m_waitingPictures.push_back(std::move(picture));
    m_change = true;
    m_changed.notify_all();
}

std::map<std::string, core::CleanPicture> MemoryLog::StoredPictures() const
{
    const std::lock_guard lock(m_mutex);
    return m_storedPictures;
}

std::map<std::string, std::string> MemoryLog::RefusedPictures() const
{
    const std::lock_guard lock(m_mutex);
    return m_refusedPictures;
}

void MemoryLog::BeginEpoch(const std::string& was, const std::string& reason)
{
    Call call(*this, "BeginEpoch");
    const std::lock_guard lock(m_mutex);
    if (m_credentials.epoch == was) {
        m_credentials.epoch = "01977a10-0000-7000-8000-0000000e" + std::to_string(1000 + ++m_epochs);
        m_credentials.epochReason = reason;
    }
}

bool MemoryLog::HoldLease(const std::string& /*holder*/, std::chrono::milliseconds /*lasts*/, bool unwell)
{
    Call call(*this, "HoldLease");
    const std::lock_guard lock(m_mutex);
    m_unwell = unwell;
    return !m_leaseAway;
}

void MemoryLog::GiveLeaseAway(bool away)
{
    const std::lock_guard lock(m_mutex);
    m_leaseAway = away;
}

bool MemoryLog::SaidUnwell() const
{
    const std::lock_guard lock(m_mutex);
    return m_unwell;
}

void MemoryLog::Acknowledge(const std::vector<core::Acknowledgement>& acknowledged)
{
    Call call(*this, "Acknowledge");
    {
        const std::lock_guard lock(m_mutex);
        for (const auto& [stream, seq] : acknowledged) {
            auto& state = m_streams[stream];
            state.acknowledged = std::max(state.acknowledged, seq);
        }
    }
    call.Done();
}

void MemoryLog::Rewind(const std::string& stream, int publicSeq)
{
    Call call(*this, "Rewind");
    const std::lock_guard lock(m_mutex);
    auto& state = m_streams[stream];
    state.acknowledged = std::min(state.acknowledged, publicSeq);
}

void MemoryLog::Park(const std::string& stream, int /*publicSeq*/, const std::string& reason)
{
    Call call(*this, "Park");
    const std::lock_guard lock(m_mutex);
    m_streams[stream].parked = true;
    m_streams[stream].reason = reason;
}

void MemoryLog::RecordContact(bool /*reached*/, const std::string& problem)
{
    Call call(*this, "RecordContact");
    const std::lock_guard lock(m_mutex);
    m_problem = problem;
}

std::vector<std::uint8_t> MemoryLog::LoadBlob(const std::string& sha256)
{
    Call call(*this, "LoadBlob");
    const std::lock_guard lock(m_mutex);
    const auto found = m_blobs.find(sha256);
    if (found == m_blobs.end()) {
        throw core::Failure(
            {.kind = core::FailureKind::NotFound, .where = "blob", .sentence = "There is no such photo."});
    }
    return found->second;
}

std::string MemoryLog::InboxCursor()
{
    Call call(*this, "InboxCursor");
    const std::lock_guard lock(m_mutex);
    return m_cursor;
}

core::AnswerFate MemoryLog::ApplyAnswer(const core::CustomerAnswer& answer)
{
    Call call(*this, "ApplyAnswer");
    auto fate = core::AnswerFate::AlreadyKnown;
    {
        const std::lock_guard lock(m_mutex);
        m_cursor = answer.cursor;
        if (m_known.insert(answer.id).second) {
            m_applied.push_back(answer.id);
            fate = core::AnswerFate::Applied;
        }
    }
    call.Done();
    return fate;
}

void MemoryLog::WaitForChange(std::chrono::milliseconds timeout)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, timeout, [this] { return m_change; });
    m_change = false;
}

void MemoryLog::SetCredentials(core::AppCredentials credentials)
{
    const std::lock_guard lock(m_mutex);
    m_credentials = std::move(credentials);
}

void MemoryLog::Append(const std::string& stream, int count)
{
    const std::lock_guard lock(m_mutex);
    auto& events = m_streams[stream].events;
    for (int i = 0; i < count; ++i) {
        events.push_back(PaymentEvent(stream, static_cast<int>(events.size()) + 1));
    }
    m_change = true;
    m_changed.notify_all();
}

void MemoryLog::Append(core::RecordedEvent event)
{
    const std::lock_guard lock(m_mutex);
    auto& events = m_streams[event.stream].events;
    event.publicSeq = static_cast<int>(events.size()) + 1;
    events.push_back(std::move(event));
    m_change = true;
    m_changed.notify_all();
}

std::string MemoryLog::AppendPhoto(const std::string& stream, const std::string& content)
{
    const auto thumb = "small " + content;
    const auto sha256 = core::Sha256Hex(content);
    const auto thumbSha256 = core::Sha256Hex(thumb);
    {
        const std::lock_guard lock(m_mutex);
        m_blobs[sha256].assign(content.begin(), content.end());
        m_blobs[thumbSha256].assign(thumb.begin(), thumb.end());
    }
    Append(PhotoEvent(stream, 0, sha256, thumbSha256));
    return sha256;
}

void MemoryLog::DamageBlob(const std::string& sha256)
{
    const std::lock_guard lock(m_mutex);
    m_blobs[sha256].push_back(0);
}

void MemoryLog::OnCall(std::function<void(const std::string&, bool)> hook)
{
    const std::lock_guard lock(m_mutex);
    m_hook = std::move(hook);
}

void MemoryLog::Unpark(const std::string& stream)
{
    const std::lock_guard lock(m_mutex);
    m_streams[stream].parked = false;
    m_change = true;
    m_changed.notify_all();
}

int MemoryLog::Acknowledged(const std::string& stream) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_streams.find(stream);
    return found == m_streams.end() ? 0 : found->second.acknowledged;
}

int MemoryLog::Head(const std::string& stream) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_streams.find(stream);
    return found == m_streams.end() ? 0 : static_cast<int>(found->second.events.size());
}

bool MemoryLog::AllSent() const
{
    const std::lock_guard lock(m_mutex);
    return std::ranges::all_of(m_streams, [](const auto& entry) {
        return entry.second.parked || entry.second.acknowledged == static_cast<int>(entry.second.events.size());
    });
}

std::map<std::string, std::string> MemoryLog::Parked() const
{
    const std::lock_guard lock(m_mutex);
    std::map<std::string, std::string> parked;
    for (const auto& [name, stream] : m_streams) {
        if (stream.parked) {
            parked[name] = stream.reason;
        }
    }
    return parked;
}

std::vector<std::string> MemoryLog::AppliedAnswers() const
{
    const std::lock_guard lock(m_mutex);
    return m_applied;
}

std::string MemoryLog::Problem() const
{
    const std::lock_guard lock(m_mutex);
    return m_problem;
}

} // namespace bayline::test
