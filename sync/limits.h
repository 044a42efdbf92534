// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/batch.h"
#include "sync/wire.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace bayline::sync {

/// What the customer app takes. The contract's numbers until it has said its own.
struct AppLimits
{
    std::size_t batchEvents = kSentEvents;
    std::size_t batchBytes = kBatchBytes;
    std::size_t blobBytes = 20UL * 1024UL * 1024UL;
    bool uploads = true; ///< big blobs go in steps
    std::string oldestClient;
};

/// Never more than the contract's, whatever is said: what we make must fit.
[[nodiscard]] AppLimits LimitsFrom(const Capabilities& capabilities);

/// True when version `a` ("1.4.0") comes before `b`; what is no number counts as 0.
[[nodiscard]] bool IsOlder(std::string_view a, std::string_view b);

} // namespace bayline::sync
