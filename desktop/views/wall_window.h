// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/context.h"

#include <wx/frame.h>
#include <wx/timer.h>

namespace bayline::desktop {

class WallBoard;

/// The board over the whole screen, for a wall that people look at from two metres away. Nobody needs to be signed in;
/// nothing on it can be clicked. Escape or F11 takes it away.
class WallWindow final : public wxFrame
{
public:
    WallWindow(wxWindow* parent, Context& context);

private:
    void OnKey(wxKeyEvent& event);
    void HidePointer(bool hide);

    WallBoard* m_board;
    wxTimer m_second;
    int m_stillFor = 0; ///< seconds since the mouse was last moved
    wxPoint m_pointer;
};

} // namespace bayline::desktop
