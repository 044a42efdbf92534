// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/figures_presenter.h"

#include <wx/window.h>

namespace bayline::desktop {

/// Asks for what figures need beside the records: cost of an hour, hours of a working day, bays, fixed costs. Stays
/// open until it is saved or cancelled; a refusal is shown in it.
void EditFigureBasics(wxWindow* parent, FiguresPresenter& presenter);

} // namespace bayline::desktop
