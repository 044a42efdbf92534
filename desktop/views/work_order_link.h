// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <wx/string.h>
#include <wx/window.h>

#include <string>

namespace bayline::desktop {

/// A small window with the customer's page as QR code and text, to scan at the counter or to copy. An empty link says
/// why there is none.
void ShowCustomerLink(wxWindow* parent, const std::string& link, const wxString& plate);

} // namespace bayline::desktop
