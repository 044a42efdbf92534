// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event.h"
#include "core/time.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bayline::core {

/// Photos have a lane of their own so that they never delay "your car is ready".
enum class Lane
{
    Orders,
    Photos,
};

/// A stream whose last public event is above the last one the customer app acknowledged.
struct PendingStream
{
    std::string stream;
    int acknowledged = 0;
    int publicHead = 0;
    Instant oldestWaiting{};
};

struct Acknowledgement
{
    std::string stream;
    int publicSeq = 0;
};

/// Where the customer app is and how we sign. Empty `url` or `secret`: not paired.
struct AppCredentials
{
    std::string url; ///< https://host[:port], without a trailing slash
    std::string shopId;
    std::string keyId;
    std::string secret; ///< 32 bytes, hexadecimal
    std::string epoch;  ///< uuid of the present numbering; new after a restore or failover

    [[nodiscard]] bool Paired() const { return !url.empty() && !secret.empty(); }
};

/// One message of the inbox feed.
struct CustomerAnswer
{
    std::string id;   ///< the backend's event id; the key that makes it count once
    std::string type; ///< customer.quote.decided.v1 …
    boost::json::object data;
    Instant at{};
    std::string cursor; ///< the feed's position after this message
};

enum class AnswerFate
{
    Applied,
    AlreadyKnown,
    Parked, ///< stored with the reason, shown to a person; the cursor moved on
};

/// What the relay needs of the database: what waits, what was acknowledged, and a place to put answers. Every method
/// may throw Failure; a retryable one means "try the same again later".
class DeliveryLog
{
public:
    virtual ~DeliveryLog() = default;

    [[nodiscard]] virtual AppCredentials Credentials() = 0;

    /// Streams of the lane with something to send that are neither parked nor backing off, longest waiting first.
    [[nodiscard]] virtual std::vector<PendingStream> Pending(Lane lane, std::size_t limit) = 0;
    /// Public events with publicSeq > after, ascending.
    [[nodiscard]] virtual std::vector<RecordedEvent> PublicEvents(const std::string& stream, int after,
                                                                  std::size_t limit) = 0;
    /// Raises watermarks; a number at or below the present one changes nothing.
    virtual void Acknowledge(const std::vector<Acknowledgement>& acknowledged) = 0;
    /// Sets a watermark back to what the customer app says it has (after its restore from a backup).
    virtual void Rewind(const std::string& stream, int publicSeq) = 0;
    /// Stops one stream until a person decides; `reason` is a sentence for people.
    virtual void Park(const std::string& stream, int publicSeq, const std::string& reason) = 0;
    /// The customer app answered just now (shown as "last contact"), or why it could not be reached.
    virtual void RecordContact(bool reached, const std::string& problem) = 0;

    [[nodiscard]] virtual std::vector<std::uint8_t> LoadBlob(const std::string& sha256) = 0;

    [[nodiscard]] virtual std::string InboxCursor() = 0;
    /// Stores the message, its effect and the cursor in one transaction.
    virtual AnswerFate ApplyAnswer(const CustomerAnswer& answer) = 0;

    /// Blocks until something may wait to be sent, at most `timeout`. Only a hint.
    virtual void WaitForChange(std::chrono::milliseconds timeout) = 0;
};

} // namespace bayline::core
