// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/quote_compare.h"

#include <wx/window.h>

namespace bayline::desktop {

/// Shows what the customer saw of each revision, two of them side by side.
void ShowQuoteComparison(wxWindow* parent, const WorkOrderPresenter& presenter);

} // namespace bayline::desktop
