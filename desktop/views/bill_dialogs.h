// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/bill_presenter.h"

#include <wx/window.h>

namespace bayline::desktop {

/// Asks for a manager's PIN and issues the bill; `done` when it was issued.
void ShowBigDiscountDialog(wxWindow* parent, WorkOrderPresenter& order, BillPresenter& bills, const InvoiceForm& form,
                           std::function<void()> done);

/// Asks which lines of an invoice are taken back, why, whether a new invoice follows at once, and for a manager's PIN.
/// Returns when it is done, given up, or closed while it is on its way; refusals stand in the dialog and nothing typed
/// is lost.
void ShowCreditDialog(wxWindow* parent, WorkOrderPresenter& order, BillPresenter& bills, const core::Invoice& invoice);

/// Asks what is given back, how and why, and for a manager's PIN.
void ShowRefundDialog(wxWindow* parent, WorkOrderPresenter& order, BillPresenter& bills, core::PayType payer);

} // namespace bayline::desktop
