// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "desktop/presenters/context.h"

#include <wx/window.h>

#include <vector>

namespace bayline::desktop {

/// Opens the window of a work order, or raises it when the person signed in has it open already.
void OpenWorkOrder(wxWindow* parent, Context& context, core::WorkOrderId id);

/// Hides every work-order window while nobody is signed in; what was typed in them stays. Shows them again, but not to
/// somebody else than the one who typed in them.
void ShowWorkOrderWindows(bool show);

/// Where a work-order window was.
struct OpenOrder
{
    core::WorkOrderId id;
    int tab = 0;
    wxRect rect;
    bool maximized = false;
    bool typed = false; ///< something on its pages was not saved
};

/// True when all that is typed in the work-order windows can be put back into new ones.
[[nodiscard]] bool MayRemakeWorkOrderWindows();
/// Closes them and keeps what is typed; to be opened again at once.
[[nodiscard]] std::vector<OpenOrder> LeaveWorkOrderWindows();
/// Opens them as they were left, with what was typed.
void ReopenWorkOrderWindows(wxWindow* parent, Context& context, const std::vector<OpenOrder>& orders);

/// Closes them all at the program's end. False when a person wants to go on with something typed.
[[nodiscard]] bool CloseWorkOrderWindows();

} // namespace bayline::desktop
