// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event.h"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <vector>

namespace bayline::sync {

/// What the customer app may know of an event: wire type and payload of resources/api/customer-app.yaml.
struct PublicData
{
    std::string type;
    boost::json::object data;
};

/// The public view of an event, or nothing when its type has none. Pure, and by allow-list: a field that nobody named
/// here stays in the shop.
[[nodiscard]] std::optional<PublicData> PublicView(const core::RecordedEvent& event);

/// The numbering that events belong to; a restored database gets a new epoch.
struct Origin
{
    std::string shopId;
    std::string epoch;
    std::string reason{}; ///< why the epoch began, a word of the contract; nothing that is sent depends on it
};

/// A blob that must be stored at the customer app before the event that names it.
struct BlobReference
{
    std::string sha256;
    std::string contentType;
};

/// A CloudEvent ready to send.
struct PublicEvent
{
    std::string id;
    std::string stream;
    int seq = 0; ///< the stream's public number
    std::string type;
    std::string bodyHash; ///< over the canonical text of `data`
    std::string text;     ///< the envelope as it goes on the wire
    std::vector<BlobReference> blobs;
};

/// The same event and origin always give the same id and the same bytes.
[[nodiscard]] std::optional<PublicEvent> ToPublicEvent(const core::RecordedEvent& event, const Origin& origin);

/// The id of a stream's n-th public event: a UUIDv8 (RFC 9562 §5.8) out of the SHA-256 of origin, stream and number.
[[nodiscard]] std::string EventId(const Origin& origin, const std::string& stream, int publicSeq);

/// How the customer's page may greet: the first character of a Chinese name, the given name of others.
[[nodiscard]] std::string GreetingName(std::string_view fullName);

} // namespace bayline::sync
