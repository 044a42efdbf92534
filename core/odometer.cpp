// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/odometer.h"

#include "core/money.h"
#include "core/text.h"

namespace bayline::core {

namespace {

constexpr std::int64_t kMilesNumerator = 1'609'344;
constexpr std::int64_t kMilesDenominator = 1'000'000;
constexpr std::int64_t kMostShown = 9'999'999;

} // namespace

Odometer ReadOdometer(std::int64_t asRead, DistanceUnit unit)
{
    const auto km = unit == DistanceUnit::Mile ? MulDivRound(asRead, kMilesNumerator, kMilesDenominator) : asRead;
    return {.km = km, .asRead = asRead, .unit = unit, .note = {}};
}

OdometerDoubt JudgeOdometer(const Odometer& reading, const std::optional<LastReading>& last, Instant now)
{
    if (!last) {
        return OdometerDoubt::None;
    }
    if (reading.km < last->km) {
        // A reading of miles taken for kilometres is the last one divided by 1.609 or a little more; allow 3 %.
        const auto asMiles = MulDivRound(reading.km, kMilesNumerator, kMilesDenominator);
        const bool unitMixedUp = asMiles >= last->km && asMiles * 100 <= last->km * 103;
        return unitMixedUp ? OdometerDoubt::UnitMixedUp : OdometerDoubt::LowerThanLast;
    }
    constexpr std::int64_t kLikelyPerDay = 500;
    const auto days = std::chrono::duration_cast<std::chrono::days>(now - last->at).count() + 1;
    return reading.km - last->km > kLikelyPerDay * days ? OdometerDoubt::UnlikelyPerDay : OdometerDoubt::None;
}

Outcome<Odometer> CheckOdometer(std::string_view typed, DistanceUnit unit, const std::optional<LastReading>& last,
                                Instant now, std::string_view explanation)
{
    const auto asRead = ParseWhole(CleanLine(typed), 0, kMostShown);
    if (!asRead) {
        return Refusal{.code = "odometer.number",
                       .sentence = N_("Please enter the mileage as a whole number from 0 to 9999999."),
                       .arguments = {},
                       .field = "odometer"};
    }
    Odometer reading = ReadOdometer(*asRead, unit);
    reading.note = CleanLine(explanation);
    const auto doubt = JudgeOdometer(reading, last, now);
    const bool lower = doubt == OdometerDoubt::LowerThanLast || doubt == OdometerDoubt::UnitMixedUp;
    if (lower && reading.note.empty()) {
        return Refusal{.code = doubt == OdometerDoubt::UnitMixedUp ? "odometer.unit" : "odometer.lower",
                       .sentence = doubt == OdometerDoubt::UnitMixedUp
                                       ? N_("The last reading was {1} km. This one looks like miles: please check the "
                                            "unit, or say why it is lower.")
                                       : N_("The last reading was {1} km. Please correct the mileage, or say why it is "
                                            "lower (for example: odometer replaced)."),
                       .arguments = {std::to_string(last->km)},
                       .field = "odometer"};
    }
    return reading;
}

} // namespace bayline::core
