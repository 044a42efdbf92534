// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/wheel.h"

#include <wx/choice.h>
#include <wx/combobox.h>
#include <wx/scrolwin.h>
#include <wx/spinctrl.h>

#include <algorithm>

namespace bayline::desktop {

namespace {

bool WouldChange(wxWindow* window)
{
    return dynamic_cast<wxChoice*>(window) || dynamic_cast<wxComboBox*>(window) || dynamic_cast<wxSpinCtrl*>(window);
}

int SideOf(const wxMouseEvent& wheel)
{
    return wheel.GetWheelAxis() == wxMOUSE_WHEEL_HORIZONTAL ? wxHORIZONTAL : wxVERTICAL;
}

/// Up is a positive rotation.
bool CanTurn(const wxScrolledWindow& page, const wxMouseEvent& wheel)
{
    const int side = SideOf(wheel);
    const int place = page.GetScrollPos(side);
    return wheel.GetWheelRotation() > 0 ? place > 0 : place + page.GetScrollThumb(side) < page.GetScrollRange(side);
}

void Turn(wxScrolledWindow& page, const wxMouseEvent& wheel)
{
    static int rest = 0; // a touch pad turns by less than a line
    rest += wheel.GetWheelRotation() * std::max(1, wheel.GetLinesPerAction());
    const int lines = rest / std::max(1, wheel.GetWheelDelta());
    rest -= lines * wheel.GetWheelDelta();
    const int side = SideOf(wheel);
    const int place = std::max(0, page.GetScrollPos(side) - lines);
    side == wxVERTICAL ? page.Scroll(wxDefaultCoord, place) : page.Scroll(place, wxDefaultCoord);
}

} // namespace

bool TurnsThePage(wxEvent& event)
{
    const auto* wheel = dynamic_cast<wxMouseEvent*>(&event);
    auto* window = wxDynamicCast(event.GetEventObject(), wxWindow);
    if (!wheel || !window || wheel->ControlDown())
        return false;
    const bool changes = WouldChange(window);
    const auto* list = dynamic_cast<wxScrolledWindow*>(window);
    if (!changes && (!list || CanTurn(*list, *wheel)))
        return false;
    for (auto* around = window; around && !around->IsTopLevel(); around = around->GetParent()) {
        auto* page = dynamic_cast<wxScrolledWindow*>(around);
        if (page && CanTurn(*page, *wheel)) {
            Turn(*page, *wheel);
            return true;
        }
    }
    return changes;
}

} // namespace bayline::desktop
