// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/delivery.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace bayline::test {

/// A delivery log in memory, for faults that a database cannot be asked to have at a chosen moment. Streams whose name
/// begins with "photos/" are in the photo lane. Notices when it is used by two threads at once.
class MemoryLog final : public core::DeliveryLog
{
public:
    core::AppCredentials Credentials() override;
    std::vector<core::PendingStream> Pending(core::Lane lane, std::size_t limit) override;
    std::vector<core::RecordedEvent> PublicEvents(const std::string& stream, int after, std::size_t limit) override;
    std::vector<core::RecordedEvent> PublicEventsOf(const std::vector<core::StreamPosition>& positions,
                                                    std::size_t each, std::size_t most) override;
    std::vector<core::StreamMark> Streams(const std::string& after, std::size_t limit) override;
    void Acknowledge(const std::vector<core::Acknowledgement>& acknowledged) override;
    void Rewind(const std::string& stream, int publicSeq) override;
    void Park(const std::string& stream, int publicSeq, const std::string& reason) override;
    void RecordContact(bool reached, const std::string& problem) override;
    std::vector<std::uint8_t> LoadBlob(const std::string& sha256) override;
    std::string InboxCursor() override;
    core::AnswerFate ApplyAnswer(const core::CustomerAnswer& answer) override;
    std::vector<core::CustomerAnswer> AnswersToRetry() override { return {}; }
    std::vector<core::WaitingPicture> WaitingPictures(std::size_t limit) override;
    void StorePicture(const core::WaitingPicture& picture, const core::CleanPicture& clean) override;
    void RefusePicture(const core::WaitingPicture& picture, const std::string& reason) override;
    std::vector<core::UntoldPicture> UntoldPictures(std::size_t limit) override;
    void PictureTold(const core::UntoldPicture& picture) override;
    void BeginEpoch(const std::string& was, const std::string& reason) override;
    bool HoldLease(const std::string& holder, std::chrono::milliseconds lasts, bool unwell) override;
    void WaitForChange(std::chrono::milliseconds timeout) override;

    void SetCredentials(core::AppCredentials credentials);
    /// `count` small public events behind the stream's last.
    void Append(const std::string& stream, int count = 1);
    void Append(core::RecordedEvent event);
    /// A photo event and the two blobs it names; returns the big one's SHA-256.
    std::string AppendPhoto(const std::string& stream, const std::string& content);
    void DamageBlob(const std::string& sha256);
    /// Called with the method's name before and after it acts; may throw, as a database may.
    void OnCall(std::function<void(const std::string& method, bool after)> hook);
    void Unpark(const std::string& stream);

    /// A message of a phone's picture came.
    void AddWaitingPicture(core::WaitingPicture picture);
    [[nodiscard]] std::map<std::string, core::CleanPicture> StoredPictures() const; ///< by the picture's id
    [[nodiscard]] std::map<std::string, std::string> RefusedPictures() const;       ///< with the reason

    /// Somebody else sends from now on, or nobody does.
    void GiveLeaseAway(bool away);
    /// Whether the relay said last that it cannot reach the customer app.
    [[nodiscard]] bool SaidUnwell() const;

    [[nodiscard]] int Acknowledged(const std::string& stream) const;
    [[nodiscard]] int Head(const std::string& stream) const;
    [[nodiscard]] bool AllSent() const; ///< of the streams that are not parked
    [[nodiscard]] std::map<std::string, std::string> Parked() const;
    [[nodiscard]] std::vector<std::string> AppliedAnswers() const; ///< ids, in order, each effect once
    [[nodiscard]] std::string Problem() const;
    [[nodiscard]] bool UsedByTwoAtOnce() const { return m_twoAtOnce; }

private:
    struct StreamState
    {
        std::vector<core::RecordedEvent> events;
        int acknowledged = 0;
        bool parked = false;
        std::string reason;
    };
    class Call;

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_change = false;
    core::AppCredentials m_credentials;
    std::map<std::string, StreamState> m_streams;
    std::map<std::string, std::vector<std::uint8_t>> m_blobs;
    std::string m_cursor;
    std::set<std::string> m_known;
    std::vector<std::string> m_applied;
    std::string m_problem;
    std::vector<core::WaitingPicture> m_waitingPictures;
    std::map<std::string, core::CleanPicture> m_storedPictures;
    std::map<std::string, std::string> m_refusedPictures;
    std::vector<core::UntoldPicture> m_untoldPictures;
    bool m_leaseAway = false;
    bool m_unwell = false;
    int m_epochs = 0;
    std::function<void(const std::string&, bool)> m_hook;
    std::atomic<int> m_inside = 0;
    std::atomic<bool> m_twoAtOnce = false;
};

} // namespace bayline::test
