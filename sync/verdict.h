// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/http_client.h"
#include "sync/wire.h"

#include <chrono>
#include <optional>
#include <string>

namespace bayline::sync {

/// What a whole request came to, after the second table of the contract.
enum class Next
{
    Use,           ///< 2xx: read the answer
    Retry,         ///< later, for ever
    Split,         ///< halve it; a single one is parked
    Pause,         ///< a person must do something; keep everything
    AnnounceEpoch, ///< the backend does not know our numbering
    ReadFromStart, ///< the inbox cursor is no longer held
    CorrectClock,  ///< signed with a wrong time
    Cancelled,
};

struct Verdict
{
    Next next = Next::Use;
    std::string sentence;                           ///< for a person, a gettext msgid; empty when all is well
    std::string detail;                             ///< the other side's own words, if any
    std::optional<std::chrono::seconds> retryAfter; ///< 1 s–15 min
    bool arrived = true;                            ///< false when the request never reached the other side
};

/// Pure. `now` in Unix seconds, for a Retry-After that is a date.
[[nodiscard]] Verdict Judge(const HttpReply& reply, std::int64_t now);

/// The sentence of a pause that one click ends: the epoch of this database was superseded at the customer app.
inline constexpr const char* kTakenOver =
    "Another database of this shop has taken over. This one must not send any more.";

/// This program is older than the customer app still serves.
[[nodiscard]] Verdict TooOld();

/// The verdict on a 2xx whose body makes no sense: unknown what happened, send again.
[[nodiscard]] Verdict Unreadable();

/// `sentence`, and on a second line the other side's words. What a parked stream shows: the first line is translated.
[[nodiscard]] std::string Reason(const std::string& sentence, const std::string& detail);

} // namespace bayline::sync
