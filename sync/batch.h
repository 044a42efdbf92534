// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/public_view.h"
#include "sync/wire.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bayline::sync {

/// What the contract allows in one request.
inline constexpr std::size_t kBatchEvents = 100;
inline constexpr std::size_t kBatchBytes = 256UL * 1024UL;
/// What we send in one: a crash before the answers repeats what both lanes had on the way, 64 events and not more.
inline constexpr std::size_t kSentEvents = 56;
inline constexpr std::size_t kSentPhotos = 8;

/// What a batch's answer means for one stream.
struct StreamVerdict
{
    std::string stream;
    int advancedTo = 0;               ///< last number that is durable there; 0: none of this batch
    int stoppedAt = 0;                ///< number of the first event that did not pass; 0: all passed
    std::optional<EventResult> cause; ///< why it stopped; nothing when the answer did not mention that event
};

/// The events as one request carries them.
[[nodiscard]] std::string BatchText(std::span<const PublicEvent> events);

/// One verdict a stream, in the order of the batch. Pure. Only an unbroken run from the first event advances a stream:
/// what follows a refused event says nothing of its own. An id that was not sent is ignored.
[[nodiscard]] std::vector<StreamVerdict> JudgeBatch(std::span<const PublicEvent> sent, const BatchAnswer& answer);

} // namespace bayline::sync
