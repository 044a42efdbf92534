// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/catalogue_presenter.h"

#include <wx/window.h>

namespace bayline::desktop {

enum class StockDeed
{
    Receive,
    Count,
};

/// Asks how many came (and what one cost), or how many were counted; stays open until it is saved or given up.
void AskForStock(wxWindow* parent, CataloguePresenter& presenter, core::CatalogueItemId item, StockDeed deed);

/// Tells what an import would change and what it refuses, row by row, and asks whether to take it over.
[[nodiscard]] bool AskForImport(wxWindow* parent, const core::CatalogueImport& import, const Context& context);

} // namespace bayline::desktop
