// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/delivery.h"
#include "db/connection.h"
#include "db/listener.h"
#include "db/sign_in.h"

#include <condition_variable>
#include <memory>
#include <mutex>
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
    void Acknowledge(const std::vector<core::Acknowledgement>& acknowledged) override;
    void Rewind(const std::string& stream, int publicSeq) override;
    void Park(const std::string& stream, int publicSeq, const std::string& reason) override;
    void RecordContact(bool reached, const std::string& problem) override;
    [[nodiscard]] std::vector<std::uint8_t> LoadBlob(const std::string& sha256) override;
    [[nodiscard]] std::string InboxCursor() override;
    [[nodiscard]] core::AnswerFate ApplyAnswer(const core::CustomerAnswer& answer) override;
    void WaitForChange(std::chrono::milliseconds timeout) override;

    /// Ends a WaitForChange and cancels a running statement; from any thread.
    void Interrupt();

private:
    core::AnswerFate ParkAnswer(const core::CustomerAnswer& answer, const std::string& reason);

    std::mutex m_connectionMutex;
    Connection m_connection;
    std::mutex m_changeMutex;
    std::condition_variable m_changed;
    bool m_change = false;
    std::unique_ptr<Listener> m_listener;
};

/// One line of the delivery monitor.
struct DeliveryRow
{
    std::string stream;
    std::string title; ///< number and plate of the work order
    core::WorkOrderId workOrder;
    core::Lane lane = core::Lane::Orders;
    int waiting = 0; ///< public events not acknowledged
    int acknowledged = 0;
    bool parked = false;
    std::string reason; ///< sentence, when parked
    std::optional<core::Instant> oldestWaiting;
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
    std::vector<DeliveryRow> rows; ///< streams that wait or are parked, parked first
    std::vector<ParkedAnswer> answers;
};

[[nodiscard]] DeliveryStatus LoadDeliveryStatus(Connection& connection, int limit = 200);

/// Lets a parked stream try again from where it stopped.
void RetryDelivery(Connection& connection, const Session& session, const std::string& stream);
/// Sends everything public of the stream again from its first event; the app keeps what it has and takes what it lacks.
void SendCurrentState(Connection& connection, const Session& session, const std::string& stream);
/// Takes a parked answer off the list: a person has dealt with it.
void DismissAnswer(Connection& connection, const Session& session, const std::string& answerId);

/// Keeps what a pairing gave; `linkBase` as the app told it. Managers only; nobody but the relay can read the secret
/// again.
void StorePairing(Connection& connection, const Session& session, const core::AppCredentials& credentials,
                  const std::string& linkBase = {});

} // namespace bayline::db
