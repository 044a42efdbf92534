// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event.h"
#include "core/time.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
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
    std::string secret;        ///< 32 bytes, hexadecimal
    std::string epoch;         ///< uuid of the present numbering; new after a restore or failover
    std::string epochReason{}; ///< why it is new: started, restored, failover or fork

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

/// How far a stream has come here and at the customer app.
struct StreamMark
{
    std::string stream;
    int acknowledged = 0;
    int publicHead = 0;
};

/// A stream and the number to read on from.
struct StreamPosition
{
    std::string stream;
    int after = 0;
};

/// Stands in the log's answers for a public event that a later snapshot of its stream replaced; its data is `{by}`, the
/// snapshot's number.
inline constexpr const char* kSuperseded = "public.superseded";

/// A phone's picture as the photo helper made it: upright, sRGB, without metadata, in two sizes.
struct CleanPicture
{
    std::vector<std::uint8_t> large;
    std::vector<std::uint8_t> thumb;
    std::string largeSha256;
    std::string thumbSha256;
    int width = 0;
    int height = 0;
};

/// A picture that a technician's phone sent and that lies at the customer app until the shop has it.
struct WaitingPicture
{
    std::string answerId;  ///< the message that announced it
    std::string pictureId; ///< uuid, made by the phone; becomes the photo's id
    std::string sha256;    ///< of the bytes as the phone sent them
    std::int64_t bytes = 0;
    std::string name; ///< of the file; for sentences only
};

/// What became of such a picture and the customer app is yet to hear.
struct UntoldPicture
{
    std::string answerId;
    std::string pictureId;
    std::string result; ///< stored, refused, dismissed
    std::string reason; ///< why it was refused, a code ("photo.damaged")
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
    /// The same of several streams at once: at most `each` of one stream and `most` in all, in the order asked for.
    /// What is left out at the end did not fit.
    [[nodiscard]] virtual std::vector<RecordedEvent> PublicEventsOf(const std::vector<StreamPosition>& positions,
                                                                    std::size_t each, std::size_t most) = 0;
    /// Every stream with public events whose name is behind `after`, by name (in the order of bytes).
    [[nodiscard]] virtual std::vector<StreamMark> Streams(const std::string& after, std::size_t limit) = 0;
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
    /// Stores the message, its effect and the cursor in one transaction. An empty cursor stays where it is.
    virtual AnswerFate ApplyAnswer(const CustomerAnswer& answer) = 0;
    /// Takes the first of these answers and as many behind it as need no look of their own, in one transaction. Gives
    /// how many, at least one; `answers` is not empty.
    [[nodiscard]] virtual std::size_t ApplyAnswers(std::span<const CustomerAnswer> answers)
    {
        ApplyAnswer(answers.front());
        return 1;
    }
    /// Parked messages that a person wants tried again or whose type this version has learnt; their cursor is empty.
    [[nodiscard]] virtual std::vector<CustomerAnswer> AnswersToRetry() = 0;

    /// Pictures of phones that are not here yet, oldest first.
    [[nodiscard]] virtual std::vector<WaitingPicture> WaitingPictures(std::size_t limit) = 0;
    /// Stores both sizes and then the photo, in the name of the technician whose link it was. Doing it again changes
    /// nothing.
    virtual void StorePicture(const WaitingPicture& picture, const CleanPicture& clean) = 0;
    /// The picture cannot be taken; `reason` is a code ("photo.damaged"). One that is stored meanwhile stays so.
    virtual void RefusePicture(const WaitingPicture& picture, const std::string& reason) = 0;
    /// What became of pictures here and was not told yet, oldest first.
    [[nodiscard]] virtual std::vector<UntoldPicture> UntoldPictures(std::size_t limit) = 0;
    virtual void PictureTold(const UntoldPicture& picture) = 0;

    /// Gives the shop a new epoch unless somebody did since `was`. `reason` is a word of the contract.
    virtual void BeginEpoch(const std::string& was, const std::string& reason) = 0;
    /// Asks to be, or to stay, the one that sends, for `lasts` from now. False: somebody else is. `unwell`: we cannot
    /// reach the customer app, so anybody who can may take our place.
    [[nodiscard]] virtual bool HoldLease(const std::string& holder, std::chrono::milliseconds lasts, bool unwell) = 0;

    /// Blocks until something may wait to be sent, at most `timeout`. Only a hint.
    virtual void WaitForChange(std::chrono::milliseconds timeout) = 0;
};

} // namespace bayline::core
