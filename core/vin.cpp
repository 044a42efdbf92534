// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vin.h"

#include "core/text.h"

#include <algorithm>
#include <array>

namespace bayline::core {

namespace {

constexpr std::size_t kVinLength = 17;
constexpr std::size_t kCheckDigitAt = 8;

std::string Compact(std::string_view typed)
{
    std::string vin = ToUpperAscii(ToHalfWidth(typed));
    std::erase_if(vin, [](char c) { return c == ' ' || c == '-' || c == '\t'; });
    return vin;
}

/// Transliteration of 49 CFR 565.15(c) table III; -1 for a character that a VIN cannot hold.
int ValueOf(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    constexpr std::string_view kLetters = "ABCDEFGHJKLMNPRSTUVWXYZ";
    constexpr std::array kValues = {1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9};
    const auto at = kLetters.find(c);
    return at == std::string_view::npos ? -1 : kValues[at];
}

} // namespace

NormalisedVin NormaliseVin(std::string_view typed)
{
    NormalisedVin result{.vin = Compact(typed)};
    for (char& c : result.vin) {
        const char replaced = c == 'I' ? '1' : (c == 'O' || c == 'Q') ? '0' : c;
        result.lettersReplaced = result.lettersReplaced || replaced != c;
        c = replaced;
    }
    return result;
}

std::optional<char> VinCheckDigit(std::string_view vin)
{
    constexpr std::array kWeights = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
    if (vin.size() != kVinLength) {
        return std::nullopt;
    }
    int sum = 0;
    for (std::size_t i = 0; i < kVinLength; ++i) {
        const int value = ValueOf(vin[i]);
        if (value < 0) {
            return std::nullopt;
        }
        sum += value * kWeights[i];
    }
    return sum % 11 == 10 ? 'X' : static_cast<char>('0' + sum % 11);
}

bool VinCheckDigitIsCompulsory(std::string_view vin)
{
    return !vin.empty() && ((vin[0] >= '1' && vin[0] <= '5') || vin[0] == 'L');
}

Outcome<std::string> CheckVin(std::string_view typed, bool confirmedByEye)
{
    const std::string vin = Compact(typed);
    if (vin.size() != kVinLength) {
        return Refusal{.code = "vin.length",
                       .sentence = N_("A VIN has 17 characters; this one has {1}. Please compare it with the car."),
                       .arguments = {std::to_string(CountCharacters(vin))},
                       .field = "vehicle.vin"};
    }
    const auto wrong = std::find_if(vin.begin(), vin.end(), [](char c) { return ValueOf(c) < 0; });
    if (wrong != vin.end()) {
        const bool looksLikeDigit = *wrong == 'I' || *wrong == 'O' || *wrong == 'Q';
        return Refusal{.code = "vin.character",
                       .sentence = looksLikeDigit
                                       ? N_("A VIN never contains the letters I, O or Q. Did you mean 1 or 0?")
                                       : N_("A VIN has only the letters A to Z and digits. Please check the "
                                            "characters."),
                       .arguments = {},
                       .field = "vehicle.vin"};
    }
    const auto expected = VinCheckDigit(vin);
    if (VinCheckDigitIsCompulsory(vin) && !confirmedByEye && expected != vin[kCheckDigitAt]) {
        return Refusal{.code = "vin.check_digit",
                       .sentence =
                           N_("The check digit (9th character) does not fit: it is {1}, but {2} would fit. Read the "
                              "VIN again, or tick “confirmed by eye”."),
                       .arguments = {std::string(1, vin[kCheckDigitAt]), std::string(1, expected.value_or('?'))},
                       .field = "vehicle.vin"};
    }
    return vin;
}

std::optional<int> VinModelYear(std::string_view vin, int currentYear)
{
    constexpr std::string_view kYearCodes = "ABCDEFGHJKLMNPRSTVWXY123456789";
    constexpr int kFirstYear = 1980;
    constexpr int kCycle = 30;
    if (vin.size() != kVinLength || !VinCheckDigitIsCompulsory(vin)) {
        return std::nullopt;
    }
    const auto code = kYearCodes.find(vin[9]);
    if (code == std::string_view::npos) {
        return std::nullopt;
    }
    int year = kFirstYear + static_cast<int>(code);
    while (year + kCycle <= currentYear + 1) {
        year += kCycle;
    }
    return year;
}

} // namespace bayline::core
