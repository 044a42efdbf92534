// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <wx/scrolwin.h>
#include <wx/toplevel.h>
#include <wx/weakref.h>

#include <functional>

namespace bayline::desktop {

/// Keeps the keyboard alive in one window. When the control with the focus goes away or is switched off, GTK leaves the
/// window without a focus and with that deaf to every key; the focus then goes to the window's anchor, and back again
/// when a control that was only switched off (while something is saved) can be used once more.
class FocusKeeper final
{
public:
    /// `anchor` names a live control on which a key pressed by mistake does no harm.
    FocusKeeper(wxTopLevelWindow& window, std::function<wxWindow*()> anchor);
    ~FocusKeeper();
    FocusKeeper(const FocusKeeper&) = delete;
    FocusKeeper& operator=(const FocusKeeper&) = delete;

private:
    void OnIdle(wxIdleEvent& event);
    void Check();

    wxTopLevelWindow& m_window;
    std::function<wxWindow*()> m_anchor;
    wxWeakRef<wxWindow> m_last;    ///< had the focus when it was last looked at
    wxWeakRef<wxWindow> m_return;  ///< switched off with the focus in it
    wxWeakRef<wxWindow> m_standIn; ///< has the focus instead of it
};

/// Scrolls to whatever gets the keyboard inside `scroller`, children of children too, which the toolkit leaves out of
/// sight. Only as far as needed, and never while the mouse is pressed.
void KeepFocusInSight(wxScrolledWindow& scroller);

/// Scrolls to what has the keyboard now, and to the sentence below it, after the content around it has changed.
void ShowFocus(wxScrolledWindow& scroller);

} // namespace bayline::desktop
