// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <wx/event.h>

namespace bayline::desktop {

/// Gives the wheel to the page around what the pointer stands on where that has no use for it: a list that is at its
/// end, and a choice or number, which the toolkit would change unseen while somebody scrolls past. True when the event
/// is done with.
[[nodiscard]] bool TurnsThePage(wxEvent& wheel);

} // namespace bayline::desktop
