// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <wx/string.h>
#include <wx/window.h>

#include <functional>
#include <string>

namespace bayline::desktop {

/// A small window with the customer's page as QR code and text, to scan at the counter or to copy. An empty link says
/// why there is none.
void ShowCustomerLink(wxWindow* parent, const std::string& link, const wxString& plate);

/// The code that a technician's phone scans to take pictures; `subject` is what they show at first. An empty link: no
/// customer app is connected that takes them. `renew` is called for another code in the place of this one.
void ShowPhoneCamera(wxWindow* parent, const std::string& link, const wxString& plate, const wxString& subject,
                     std::function<void()> renew);

} // namespace bayline::desktop
