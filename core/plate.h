// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outcome.h"
#include "core/vehicle.h"

#include <optional>
#include <string>
#include <string_view>

namespace bayline::core {

enum class PlateKind
{
    Ordinary,       ///< 京A12345
    NewEnergySmall, ///< 沪AD12345 (GA 36-2018: letter first)
    NewEnergyLarge, ///< 粤B12345D (letter last)
    Special,        ///< learner, police, trailer, test
    HongKongMacau,  ///< 粤Z12A3港
    Diplomatic,     ///< 使014578, 京A1234领
    Foreign,        ///< 2–10 Latin letters and digits
};

struct Plate
{
    std::string text; ///< upper case, without spaces, hyphens and the middle dot
    PlateKind kind = PlateKind::Foreign;
    /// From the letter of a new-energy plate: true for D A B C E (pure electric), false for F G H J K.
    std::optional<bool> pureElectric;
};

/// Reads a plate. Chinese plates (those that begin with a province or 使) must match one of their forms; everything
/// else is taken as foreign with 2–10 letters and digits.
[[nodiscard]] Outcome<Plate> CheckPlate(std::string_view typed);
/// The text used for searching: as Plate::text, whatever was typed.
[[nodiscard]] std::string NormalisePlate(std::string_view typed);
/// A warning in words when the plate's energy letter contradicts the recorded powertrain.
[[nodiscard]] std::optional<Refusal> PlateContradicts(const Plate& plate, Powertrain powertrain);

} // namespace bayline::core
