// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/vehicle.h"

#include <string>
#include <vector>

namespace bayline::core {

/// One thing the final check looks at before a car is called ready.
struct FinalCheckItem
{
    const char* key;
    const char* text; ///< a gettext msgid
};

/// What is looked at on a car of this powertrain, in the order of the walk around it.
[[nodiscard]] std::vector<FinalCheckItem> FinalCheckItems(Powertrain powertrain);

/// An item that was seen to be right, or that this job did not touch.
struct CheckedItem
{
    std::string key;
    bool ok = false;
};

/// Every item of the powertrain, right.
[[nodiscard]] std::vector<CheckedItem> AllChecked(Powertrain powertrain);

} // namespace bayline::core
