// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/shop.h"

#include <functional>
#include <string>

namespace bayline::desktop {

/// What the workshop floor goes by, as typed in the settings.
struct FloorForm
{
    std::string bays; ///< "1, 2, Lift 3"
    std::string quarantineBay;
    std::string opensAt; ///< "08:00"
    std::string closesAt;
    std::string hvWaitMinutes;
    std::string hvWaits; ///< "BYD Han EV = 15", one a line
    std::string insulation;
    std::string comebackDays;
    friend bool operator==(const FloorForm&, const FloorForm&) = default;
};

[[nodiscard]] FloorForm FloorFormOf(const core::Shop& shop);
/// Puts what was typed into `shop`; `wrong` gets the field and the English sentence of what cannot be read.
void ReadFloorForm(const FloorForm& form, core::Shop& shop,
                   const std::function<void(const char* field, const char* sentence)>& wrong);

} // namespace bayline::desktop
