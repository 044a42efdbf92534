// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/views/controls.h"

#include <wx/panel.h>

namespace bayline::desktop {

/// Sent to the main window: the person wants to see the delivery to the customer app.
wxDECLARE_EVENT(kShowDelivery, wxCommandEvent);
/// Sent to the main window: the person wants the board over the whole screen.
wxDECLARE_EVENT(kShowWall, wxCommandEvent);

/// One of the main window's screens. Made once, kept while the program runs: what is typed survives locking.
class Screen : public wxPanel
{
public:
    Screen(wxWindow* parent, const char* name) : wxPanel(parent)
    {
        SetName(name);
        SetBackgroundColour(Colours().page);
    }

    /// The screen comes to the front, or another person has signed in: read what is needed and focus the main field.
    virtual void Arrive() = 0;
    /// F5.
    virtual void RefreshContent() {}
};

} // namespace bayline::desktop
