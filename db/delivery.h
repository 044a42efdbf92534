// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/delivery.h"
#include "db/connection.h"
#include "db/listener.h"
#include "db/sign_in.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

namespace bayline::db {

/// The relay's view of the database, on two connections of its own (work and listen) with a relay role. Everything is
/// called from the relay's threads one at a time, except WaitForChange and Interrupt.
class PostgresDeliveryLog final : public core::DeliveryLog
{
public:
    explicit PostgresDeliveryLog(ConnectionSettings settings);
    ~PostgresDeliveryLog() override;

    [[nodiscard]] core::AppCredentials Credentials() override;
    [[nodiscard]] std::vector<core::PendingStream> Pending(core::Lane lane, std::size_t limit) override;
    [[nodiscard]] std::vector<core::RecordedEvent> PublicEvents(const std::string& stream, int after,
                                                                std::size_t limit) override;
    [[nodiscard]] std::vector<core::RecordedEvent> PublicEventsOf(const std::vector<core::StreamPosition>& positions,
                                                                  std::size_t each, std::size_t most) override;
    [[nodiscard]] std::vector<core::StreamMark> Streams(const std::string& after, std::size_t limit) override;
    void Acknowledge(const std::vector<core::Acknowledgement>& acknowledged) override;
    void Rewind(const std::string& stream, int publicSeq) override;
    void Park(const std::string& stream, int publicSeq, const std::string& reason) override;
    void RecordContact(bool reached, const std::string& problem) override;
    [[nodiscard]] std::vector<std::uint8_t> LoadBlob(const std::string& sha256) override;
    [[nodiscard]] std::string InboxCursor() override;
    [[nodiscard]] core::AnswerFate ApplyAnswer(const core::CustomerAnswer& answer) override;
    [[nodiscard]] std::size_t ApplyAnswers(std::span<const core::CustomerAnswer> answers) override;
    [[nodiscard]] std::vector<core::CustomerAnswer> AnswersToRetry() override;
    [[nodiscard]] std::vector<core::WaitingPicture> WaitingPictures(std::size_t limit) override;
    void StorePicture(const core::WaitingPicture& picture, const core::CleanPicture& clean) override;
    void RefusePicture(const core::WaitingPicture& picture, const std::string& reason) override;
    [[nodiscard]] std::vector<core::UntoldPicture> UntoldPictures(std::size_t limit) override;
    void PictureTold(const core::UntoldPicture& picture) override;
    void BeginEpoch(const std::string& was, const std::string& reason) override;
    [[nodiscard]] bool HoldLease(const std::string& holder, std::chrono::milliseconds lasts, bool unwell) override;
    void WaitForChange(std::chrono::milliseconds timeout) override;

    /// Ends a WaitForChange and cancels a running statement; from any thread.
    void Interrupt();

private:
    std::size_t Take(const std::string& handful);
    core::AnswerFate TakeByItself(const core::CustomerAnswer& answer);
    core::AnswerFate ParkAnswer(const core::CustomerAnswer& answer, const std::string& reason);

    std::mutex m_connectionMutex;
    Connection m_connection;
    std::mutex m_changeMutex;
    std::condition_variable m_changed;
    bool m_change = false;
    std::unique_ptr<Listener> m_listener;
};

/// One order in the delivery monitor.
struct DeliveryOrder
{
    core::WorkOrderId workOrder;
    std::string title; ///< number and plate
    int changes = 0;   ///< not at the customer app yet, without photos and papers
    int photos = 0;    ///< photos and papers not there yet
    int delivered = 0; ///< number of the last change that is there
    int lastChange = 0;
    std::optional<core::Instant> changesSince;
    std::optional<core::Instant> photosSince;
    bool stopped = false;       ///< the customer app refused a change; `reason` is a sentence
    bool photosStopped = false; ///< the same of a photo or paper
    std::string reason;
    std::string photosReason;
    std::optional<core::Instant> viewedAt; ///< when the customer last looked
    int viewedSeq = 0;                     ///< the last change the page had shown then

    [[nodiscard]] bool Stopped() const { return stopped || photosStopped; }
    [[nodiscard]] bool Waits() const { return changes > 0 || photos > 0; }
};

/// An answer of a customer that could not be applied.
struct ParkedAnswer
{
    std::string id;
    std::string type;
    std::string reason;
    core::Instant receivedAt{};
    core::WorkOrderId workOrder;
};

struct DeliveryStatus
{
    bool paired = false;
    std::string url;
    std::string linkBase; ///< a customer's link is this text and the order's token behind it
    std::optional<core::Instant> lastContact;
    std::string problem; ///< why the last try failed; empty when it worked
    int waitingEvents = 0;
    int waitingPhotos = 0;
    int parkedStreams = 0;
    std::vector<DeliveryOrder> orders; ///< open ones and those that wait; stopped first, then the longest waiting
    std::vector<ParkedAnswer> answers;
    core::Instant now{};                 ///< the server's clock, when this was read
    std::optional<core::Instant> oldest; ///< the change that has been waiting longest, of what is not stopped
    bool someoneSends = true;            ///< false when no relay has shown itself for a while
};

[[nodiscard]] DeliveryStatus LoadDeliveryStatus(Connection& connection, int limit = 200);

/// How late the delivery is, cheap enough to be asked every few seconds.
struct DeliveryLateness
{
    bool paired = false;
    std::chrono::minutes warnAfter{15};
    std::optional<core::Instant> lastContact;
    std::optional<core::Instant> oldest; ///< the change that has been waiting longest, of what is not stopped
    std::string problem;
    int stopped = 0; ///< streams the customer app refused something of
    int answers = 0; ///< customers' answers that could not be applied
    core::Instant now{};
    bool someoneSends = true;
};

[[nodiscard]] DeliveryLateness LoadDeliveryLateness(Connection& connection);
/// When the board begins to warn. Managers only.
void SetDeliveryWarning(Connection& connection, const Session& session, std::chrono::minutes after);

/// Lets a parked stream try again from where it stopped.
void RetryDelivery(Connection& connection, const Session& session, const std::string& stream);
/// Appends the present state of the order, or of its photos, as one event. Of a parked stream it stands for everything
/// from the refused event on, and the stream goes on.
void SendCurrentState(Connection& connection, const Session& session, core::OperationId operation,
                      const std::string& stream);
/// Lets the relay try a parked answer once more.
void RetryAnswer(Connection& connection, const Session& session, const std::string& answerId);
/// Takes a parked answer off the list: a person has dealt with it.
void DismissAnswer(Connection& connection, const Session& session, const std::string& answerId);
/// Says that this database is the shop's, after another one had taken over the sending. Managers only.
void TakeOverDelivery(Connection& connection, const Session& session);

/// Keeps what a pairing gave; `linkBase` as the app told it. Of the same shop only the key changes. Managers only;
/// nobody but the relay can read the secret again.
void StorePairing(Connection& connection, const Session& session, const core::AppCredentials& credentials,
                  const std::string& linkBase = {});

} // namespace bayline::db
