// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outcome.h"
#include "core/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bayline::core {

enum class DistanceUnit
{
    Kilometre,
    Mile,
};

/// A reading: kilometres as a whole number, and what stood on the dashboard. 1 mi = 1.609344 km exactly.
struct Odometer
{
    std::int64_t km = 0;
    std::int64_t asRead = 0;
    DistanceUnit unit = DistanceUnit::Kilometre;
    std::string note; ///< why a lower reading is right: "odometer replaced", "read in miles before"
};

[[nodiscard]] Odometer ReadOdometer(std::int64_t asRead, DistanceUnit unit);

enum class OdometerDoubt
{
    None,
    LowerThanLast,  ///< must be explained: typing error, odometer replaced or unit mixed up
    UnitMixedUp,    ///< as LowerThanLast, and the ratio to the last reading is near 1.609
    UnlikelyPerDay, ///< more than 500 km a day since the last visit: a warning only
};

struct LastReading
{
    std::int64_t km = 0;
    Instant at{};
};

[[nodiscard]] OdometerDoubt JudgeOdometer(const Odometer& reading, const std::optional<LastReading>& last, Instant now);

/// Reads what was typed: a whole number from 0 to 9 999 999. A reading below the last one is refused unless
/// `explanation` is not empty (it is kept in the note).
[[nodiscard]] Outcome<Odometer> CheckOdometer(std::string_view typed, DistanceUnit unit,
                                              const std::optional<LastReading>& last, Instant now,
                                              std::string_view explanation);

} // namespace bayline::core
