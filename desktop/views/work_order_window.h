// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "desktop/presenters/context.h"

#include <wx/window.h>

namespace bayline::desktop {

/// Opens the window of a work order, or raises it when it is open already.
void OpenWorkOrder(wxWindow* parent, Context& context, core::WorkOrderId id);

/// Hides every work-order window while nobody is signed in; what was typed in them stays. Shows them again.
void ShowWorkOrderWindows(bool show);

/// Closes them all at the program's end. False when a person wants to go on with something typed.
[[nodiscard]] bool CloseWorkOrderWindows();

} // namespace bayline::desktop
