// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/final_check.h"

#include "core/outcome.h"

namespace bayline::core {

std::vector<FinalCheckItem> FinalCheckItems(Powertrain powertrain)
{
    std::vector<FinalCheckItem> items = {
        {"complaint", N_("Every approved line is done and the complaint is gone")},
        {"wheels", N_("Wheel bolts at the right torque, tyre pressures set")},
        {"brakes", N_("Brakes tried: pedal firm, parking brake holds")},
        {"leaks", N_("No leaks, levels right")},
        {"faults", N_("No warning light, fault memory read and empty")},
    };
    const bool highVoltage = powertrain != Powertrain::Ice;
    const bool plugs =
        powertrain == Powertrain::Bev || powertrain == Powertrain::Phev || powertrain == Powertrain::Reev;
    if (highVoltage) {
        items.push_back({"hv_closed", N_("High-voltage covers closed, orange cables and plugs seated")});
        items.push_back({"hv_ready", N_("Car goes to READY, no insulation fault")});
    }
    if (plugs) {
        items.push_back({"charging", N_("Charging starts and stops, flap and latch work")});
    }
    if (powertrain != Powertrain::Bev && powertrain != Powertrain::Fcev) {
        items.push_back({"engine", N_("Engine starts, idles and revs without noise")});
    }
    items.push_back({"road_test", N_("Road test without noise or pull")});
    items.push_back({"clean", N_("Car clean, no tools or covers left inside")});
    return items;
}

std::vector<CheckedItem> AllChecked(Powertrain powertrain)
{
    std::vector<CheckedItem> all;
    for (const auto& item : FinalCheckItems(powertrain)) {
        all.push_back({item.key, true});
    }
    return all;
}

} // namespace bayline::core
