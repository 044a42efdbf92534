// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bayline::core {

enum class Powertrain
{
    Bev,  ///< battery electric
    Phev, ///< plug-in hybrid
    Reev, ///< range extender
    Hev,  ///< hybrid without plug
    Fcev, ///< fuel cell
    Ice,  ///< combustion engine
};

inline constexpr std::array kPowertrains = {Powertrain::Bev, Powertrain::Phev, Powertrain::Reev,
                                            Powertrain::Hev, Powertrain::Fcev, Powertrain::Ice};

/// "bev" … as in events.
[[nodiscard]] std::string_view ToWord(Powertrain powertrain);
[[nodiscard]] std::optional<Powertrain> PowertrainFromWord(std::string_view word);
/// English name; a gettext msgid.
[[nodiscard]] const char* PowertrainName(Powertrain powertrain);

struct Vehicle
{
    VehicleId id;
    int seq = 0; ///< head of the stream this was read at; 0 for a new one
    CustomerId customer;
    std::string plate;
    std::string vin;
    bool vinConfirmedByEye = false;
    std::string make;
    std::string model;
    int modelYear = 0; ///< 0 when unknown
    Powertrain powertrain = Powertrain::Bev;
    std::string colour;
    std::string engineNo; ///< of an electric car the motor number
    std::int64_t batteryKwhMilli = 0;
    std::int64_t lastKm = 0;
};

} // namespace bayline::core
