// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/json/value.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bayline::portal {

/// A public event as it came from a shop, its envelope checked.
struct WireEvent
{
    std::string id;
    std::string shop;
    std::string epoch;
    std::string type;
    std::string stream;     ///< "work_order/<uuid>"
    std::string streamKind; ///< "work_order"
    std::string entity;     ///< the uuid of the stream: the work order
    std::string time;
    std::int64_t seq = 0;
    std::string hash;     ///< `bodyhash` as sent
    std::string dataText; ///< canonical text
    boost::json::value data;

    /// False when `bodyhash` is not the digest of the canonical text.
    [[nodiscard]] bool HashHolds() const;
};

inline constexpr std::size_t kBatchEvents = 100;
inline constexpr std::size_t kBatchBytes = 256 * 1024;

/// Reads a batch. Raises a problem: 400 not JSON, 413 too many, 422 with `index` when an envelope does not fit.
[[nodiscard]] std::vector<WireEvent> ParseBatch(std::string_view body);
/// Reads one event.
[[nodiscard]] WireEvent ParseSingle(std::string_view body);

/// The text that `bodyhash` covers.
[[nodiscard]] std::string CanonicalText(const boost::json::value& data);

} // namespace bayline::portal
