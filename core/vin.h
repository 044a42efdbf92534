// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outcome.h"

#include <optional>
#include <string>
#include <string_view>

namespace bayline::core {

/// Upper case, spaces and hyphens removed, I→1, O→0, Q→0: what the person most likely meant.
/// `changed` of NormalisedVin tells whether letters were replaced, so that the form can show it.
struct NormalisedVin
{
    std::string vin;
    bool lettersReplaced = false;
};
[[nodiscard]] NormalisedVin NormaliseVin(std::string_view typed);

/// The check digit of position 9 that a 17-character VIN should carry: '0'…'9' or 'X'
/// (49 CFR 565.15(c); the same sum in GB 16735). Nothing when a character has no value.
[[nodiscard]] std::optional<char> VinCheckDigit(std::string_view vin);
/// True where position 9 must be a check digit: regions 1–5 (North America) and L (China). ISO 3779 does not ask
/// for it elsewhere.
[[nodiscard]] bool VinCheckDigitIsCompulsory(std::string_view vin);

/// Judges a VIN as typed (not normalised). Refuses: length other than 17, letters I, O, Q or other characters, and
/// a wrong check digit where it is compulsory unless `confirmedByEye`. The value is the VIN in upper case.
[[nodiscard]] Outcome<std::string> CheckVin(std::string_view typed, bool confirmedByEye);

/// The model year that position 10 hints at, the latest not after `currentYear + 1`; nothing outside regions 1–5
/// and L, where the letter is not binding.
[[nodiscard]] std::optional<int> VinModelYear(std::string_view vin, int currentYear);

} // namespace bayline::core
