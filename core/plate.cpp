// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plate.h"

#include "core/text.h"

#include <algorithm>
#include <array>

namespace bayline::core {

namespace {

constexpr std::string_view kProvinces = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
constexpr std::size_t kHan = 3; // bytes of one Chinese character in UTF-8
constexpr std::string_view kPureElectric = "DABCE";
constexpr std::string_view kNotPure = "FGHJK";

bool IsDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// A–Z without I and O, which plates never carry.
bool IsPlateLetter(char c)
{
    return c >= 'A' && c <= 'Z' && c != 'I' && c != 'O';
}

bool IsPlateSign(char c)
{
    return IsDigit(c) || IsPlateLetter(c);
}

template <class Predicate>
bool All(std::string_view text, Predicate predicate)
{
    return std::all_of(text.begin(), text.end(), predicate);
}

bool BeginsWithProvince(std::string_view text)
{
    if (text.size() < kHan) {
        return false;
    }
    const auto at = kProvinces.find(text.substr(0, kHan));
    return at != std::string_view::npos && at % kHan == 0;
}

std::optional<bool> EnergyOf(char letter)
{
    if (kPureElectric.find(letter) != std::string_view::npos) {
        return true;
    }
    if (kNotPure.find(letter) != std::string_view::npos) {
        return false;
    }
    return std::nullopt;
}

/// The last character when it is one of the given Chinese words.
bool EndsWithOneOf(std::string_view text, std::initializer_list<std::string_view> words)
{
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return text.ends_with(word); });
}

std::optional<Plate> ReadNewEnergy(const std::string& text, std::string_view signs)
{
    if (signs.size() != 6) {
        return std::nullopt;
    }
    const auto smallEnergy = EnergyOf(signs[0]);
    if (smallEnergy && IsPlateSign(signs[1]) && All(signs.substr(2), IsDigit)) {
        return Plate{text, PlateKind::NewEnergySmall, smallEnergy};
    }
    const auto largeEnergy = EnergyOf(signs[5]);
    if (largeEnergy && All(signs.substr(0, 5), IsDigit)) {
        return Plate{text, PlateKind::NewEnergyLarge, largeEnergy};
    }
    return std::nullopt;
}

std::optional<Plate> ReadChinese(const std::string& text)
{
    const std::string_view view = text;
    if (view.starts_with("使")) {
        const auto digits = view.substr(kHan);
        return digits.size() == 6 && All(digits, IsDigit) ? std::optional{Plate{text, PlateKind::Diplomatic, {}}}
                                                          : std::nullopt;
    }
    if (view.size() < kHan + 1 || !IsPlateLetter(view[kHan])) {
        return std::nullopt;
    }
    const auto rest = view.substr(kHan + 1);
    if (EndsWithOneOf(rest, {"港", "澳"})) {
        const auto signs = rest.substr(0, rest.size() - kHan);
        return view.starts_with("粤Z") && signs.size() == 4 && All(signs, IsPlateSign)
                   ? std::optional{Plate{text, PlateKind::HongKongMacau, {}}}
                   : std::nullopt;
    }
    if (EndsWithOneOf(rest, {"领"})) {
        const auto digits = rest.substr(0, rest.size() - kHan);
        return digits.size() == 4 && All(digits, IsDigit) ? std::optional{Plate{text, PlateKind::Diplomatic, {}}}
                                                          : std::nullopt;
    }
    if (EndsWithOneOf(rest, {"学", "警", "挂", "试", "超"})) {
        const auto signs = rest.substr(0, rest.size() - kHan);
        return signs.size() == 4 && All(signs, IsPlateSign) ? std::optional{Plate{text, PlateKind::Special, {}}}
                                                            : std::nullopt;
    }
    if (rest.size() == 5 && All(rest, IsPlateSign)) {
        return Plate{text, PlateKind::Ordinary, {}};
    }
    return ReadNewEnergy(text, rest);
}

} // namespace

std::string NormalisePlate(std::string_view typed)
{
    std::string text = ToUpperAscii(ToHalfWidth(CleanLine(typed)));
    for (const std::string_view separator : {" ", "-", "·", "•", "・"}) {
        for (auto at = text.find(separator); at != std::string::npos; at = text.find(separator, at)) {
            text.erase(at, separator.size());
        }
    }
    return text;
}

Outcome<Plate> CheckPlate(std::string_view typed)
{
    const std::string text = NormalisePlate(typed);
    if (text.empty()) {
        return Refusal{.code = "plate.missing",
                       .sentence = N_("Please enter the number plate."),
                       .arguments = {},
                       .field = "vehicle.plate"};
    }
    if (BeginsWithProvince(text) || text.starts_with("使")) {
        if (auto plate = ReadChinese(text)) {
            return std::move(*plate);
        }
        return Refusal{.code = "plate.form",
                       .sentence =
                           N_("{1} is not a Chinese plate of any known form. An ordinary plate has 7 characters "
                              "(京A12345), a new-energy plate 8 (沪AD12345); I and O are never used."),
                       .arguments = {text},
                       .field = "vehicle.plate"};
    }
    const bool latin = All(text, [](char c) { return IsDigit(c) || (c >= 'A' && c <= 'Z'); });
    if (!latin || text.size() < 2 || text.size() > 10) {
        return Refusal{.code = "plate.form",
                       .sentence =
                           N_("{1} is not a plate of any known form. A plate from abroad has 2 to 10 letters and "
                              "digits."),
                       .arguments = {text.substr(0, 60)},
                       .field = "vehicle.plate"};
    }
    return Plate{text, PlateKind::Foreign, {}};
}

std::optional<Refusal> PlateContradicts(const Plate& plate, Powertrain powertrain)
{
    const bool pureElectricCar = powertrain == Powertrain::Bev;
    if (plate.pureElectric && *plate.pureElectric != pureElectricCar) {
        return Refusal{.code = "plate.powertrain",
                       .sentence = *plate.pureElectric
                                       ? N_("The plate's letter says battery electric, but the car is recorded "
                                            "otherwise. Please check the powertrain.")
                                       : N_("The plate's letter says not purely electric, but the car is recorded as "
                                            "battery electric. Please check the powertrain."),
                       .arguments = {},
                       .field = "vehicle.powertrain"};
    }
    return std::nullopt;
}

} // namespace bayline::core
