// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/backoff.h"
#include "sync/batch.h"
#include "sync/customer_app_client.h"
#include "sync/shared_log.h"
#include "sync/status_board.h"

#include <chrono>
#include <optional>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace bayline::sync {

/// What a lane wants to do after a step.
struct LaneStep
{
    enum class Then
    {
        Again, ///< there may be more
        Idle,  ///< nothing waits; a change or the end of `wait` may bring something
        Wait,  ///< held back for `wait`, whatever changes
    };

    Then then = Then::Again;
    std::chrono::milliseconds wait{0};
};

/// Sends the streams of one lane, one request after the other. Keeps nothing that matters: what is not acknowledged in
/// the log is sent again, so it may die anywhere. Throws Failure only for the shop's own database.
class Lane
{
public:
    Lane(core::Lane which, SharedLog& log, StatusBoard& board, const RelayTiming& timing);

    /// At most one batch, and the blobs it needs.
    [[nodiscard]] LaneStep Step(CustomerAppClient& client, const Origin& origin, const std::stop_token& stop);
    /// A person asked, or the pairing is another one: tries everything at once.
    void Forgive();
    [[nodiscard]] LaneName Name() const;

private:
    using Batch = std::vector<PublicEvent>;
    /// A public event of the log; nothing to send when this version has no view of it.
    struct Candidate
    {
        std::string stream;
        int seq = 0;
        std::optional<PublicEvent> made;
    };
    /// What was read of the log for one batch.
    struct Reading
    {
        std::vector<core::PendingStream> streams; ///< as they stood
        std::vector<Candidate> events;            ///< in the order of the streams
        std::size_t most = 0;
    };
    struct Target
    {
        CustomerAppClient& client;
        const Origin& origin;
        const std::stop_token& stop;
    };
    enum class Ready
    {
        Yes,
        YesAfterUpload,
        No, ///< the stream was stopped, or m_trouble says why
    };

    [[nodiscard]] std::vector<core::PendingStream> Candidates();
    void ReadPending();
    void ForgetPending();
    void CountAsSent(const std::vector<StreamVerdict>& verdicts);
    [[nodiscard]] std::size_t MostEvents() const;
    [[nodiscard]] Reading ReadEvents(std::span<const core::PendingStream> streams, const Target& target);
    void ReadAhead(const Batch& onItsWay, const Target& target);
    [[nodiscard]] std::optional<Reading> TakeAhead();
    [[nodiscard]] Batch Collect(Reading reading, const Target& target);
    [[nodiscard]] bool CollectStream(const core::PendingStream& stream, std::span<Candidate> events,
                                     const Target& target, Batch& batch);
    [[nodiscard]] Ready StoreBlobs(const PublicEvent& event, const Target& target);
    [[nodiscard]] Ready JudgeBlob(const PublicEvent& event, Verdict verdict);
    [[nodiscard]] std::optional<std::vector<std::uint8_t>> LoadBlob(const PublicEvent& event,
                                                                    const std::string& sha256);

    [[nodiscard]] LaneStep SendInParts(Batch batch, const Target& target);
    [[nodiscard]] LaneStep TakeAnswer(const Batch& batch, const BatchAnswer& answer, const Target& target);
    bool TakeStopped(const StreamVerdict& verdict);
    void TakeFork(const StreamVerdict& verdict);
    void TakeGap(const StreamVerdict& verdict, const EventResult& cause);
    void SettleSuspects(bool someAdvanced);

    [[nodiscard]] LaneStep TakeWhole(const Verdict& verdict, const Batch& batch, const Target& target);
    [[nodiscard]] LaneStep RetryLater(const Verdict& verdict, const Batch& batch);
    [[nodiscard]] LaneStep SplitOrPark(const Verdict& verdict, const Batch& batch);
    [[nodiscard]] LaneStep PauseLane(const Verdict& verdict);
    [[nodiscard]] LaneStep Reconcile(const Target& target);
    [[nodiscard]] std::optional<LaneStep> SettleHeads(const Target& target);
    [[nodiscard]] bool SettleHeadsQuietly(const Target& target);
    [[nodiscard]] LaneStep Idle();

    void Park(const std::string& stream, int publicSeq, const std::string& reason);
    void NoteContact(bool reached, const std::string& problem);
    void WriteBacklog(const std::vector<core::PendingStream>& pending);

    const core::Lane m_which;
    SharedLog& m_log;
    StatusBoard& m_board;
    const RelayTiming& m_timing;
    Breaker m_breaker;
    StreamBackoff m_backoff;
    std::size_t m_limit = kSentEvents;          ///< events in the next batch; halved when a batch is refused
    std::size_t m_batchBytes = 0;               ///< of the batch being collected
    std::vector<core::PendingStream> m_pending; ///< what is left of the last reading of the log
    SteadyTime m_pendingUntil{};
    std::optional<Reading> m_ahead;   ///< of the next batch, read while the last one was on its way
    std::set<std::string> m_suspects; ///< streams that failed alone and wait for others to pass
    std::set<std::string> m_doubted; ///< of these, those whose turn it is since others have passed: each is tried alone
    std::map<std::string, int> m_gaps; ///< the number a stream was asked for last
    int m_refusedInARow = 0;           ///< single events refused with nothing passing in between
    int m_probesFailed = 0;            ///< doubted streams tried in vain with nothing passing in between
    std::optional<SteadyTime> m_pausedUntil;
    std::optional<SteadyTime> m_announcedAt;
    SteadyTime m_headsDue{};          ///< not before: the customer app did not answer when it was asked in quiet
    std::optional<Verdict> m_trouble; ///< of the blobs of the batch being collected
    std::string m_troubleStream;
};

} // namespace bayline::sync
