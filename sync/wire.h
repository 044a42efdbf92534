// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <boost/json/object.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The answers of the customer app as structs. Every Parse… gives nothing when the text is not what the contract
/// promises: then nobody knows what happened, and the request is sent again.
namespace bayline::sync {

/// RFC 9457.
struct Problem
{
    std::string type;
    std::string title;
    std::string detail;
};
/// An empty problem when the body is not one.
[[nodiscard]] Problem ParseProblem(std::string_view body);

enum class EventStatus
{
    Applied,
    Duplicate,
    Gap,
    Fork,
    Deferred,
    Rejected,
    Parked,
};

struct EventResult
{
    std::string id;
    EventStatus status = EventStatus::Applied;
    int expected = 0;                   ///< Gap: the number the stream needs next
    std::chrono::seconds retryAfter{0}; ///< Deferred
    Problem problem;                    ///< Rejected
};

struct BatchAnswer
{
    std::vector<EventResult> results; ///< entries with a status we do not know are left out
};
[[nodiscard]] std::optional<BatchAnswer> ParseBatchAnswer(std::string_view body);

struct InboxEvent
{
    std::string id;
    std::string type;
    core::Instant at{};
    std::int64_t feedSeq = 0;
    boost::json::object data;
};

struct InboxPage
{
    std::string epoch; ///< of the feed; another one means the backend was restored
    std::vector<InboxEvent> events;
    std::int64_t nextCursor = 0;
    bool more = false;
};
[[nodiscard]] std::optional<InboxPage> ParseInboxPage(std::string_view body);

struct Head
{
    std::string stream;
    int seq = 0;
    std::string hash; ///< bodyhash of event `seq`
};

struct HeadsPage
{
    std::string epoch; ///< the shop's present one there; empty before its first event
    std::vector<Head> heads;
    std::string nextAfter;
    bool more = false;
};
[[nodiscard]] std::optional<HeadsPage> ParseHeadsPage(std::string_view body);

/// Numbers are 0 when the customer app did not say them.
struct Capabilities
{
    std::vector<std::string> eventTypes;
    std::string oldestClient;
    std::string linkBase;
    std::int64_t batchEvents = 0;
    std::int64_t batchBytes = 0;
    std::int64_t blobBytes = 0;
    bool uploads = false; ///< it continues uploads (tus)
};
[[nodiscard]] std::optional<Capabilities> ParseCapabilities(std::string_view body);

struct PairingAnswer
{
    std::string shopId;
    std::string shopName;
    std::string keyId;
    std::string secret; ///< the 32 bytes themselves
    std::string linkBase;
};
[[nodiscard]] std::optional<PairingAnswer> ParsePairingAnswer(std::string_view body);

/// What the shop takes back when it announces an epoch: events of `stream` after `keepThrough`.
struct RewoundStream
{
    std::string stream;
    int keepThrough = 0;
};
[[nodiscard]] std::string EpochRequestText(const std::string& epoch, std::string_view reason,
                                           const std::vector<RewoundStream>& rewound);

} // namespace bayline::sync
