// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/focus_keeper.h"

#include "desktop/views/theme.h"

#include <wx/utils.h>
#include <wx/weakref.h>

namespace bayline::desktop {

namespace {

bool CanBeUsed(const wxWindow* window)
{
    return window && !window->IsBeingDeleted() && window->IsShownOnScreen() && window->IsEnabled();
}

void BringInSight(wxScrolledWindow& scroller, const wxWindow& child)
{
    const int top = scroller.ScreenToClient(child.GetScreenPosition()).y;
    const int bottom = top + child.GetSize().y;
    const int room = scroller.GetClientSize().y;
    int across = 0;
    int rate = 0;
    scroller.GetScrollPixelsPerUnit(&across, &rate);
    if (rate <= 0 || (top >= 0 && bottom <= room))
        return;
    int x = 0;
    int y = 0;
    scroller.GetViewStart(&x, &y);
    const bool upwards = top < 0 || bottom - top > room;
    scroller.Scroll(x, upwards ? y + (top - rate + 1) / rate : y + (bottom - room + rate - 1) / rate);
}

} // namespace

FocusKeeper::FocusKeeper(wxTopLevelWindow& window, std::function<wxWindow*()> anchor)
    : m_window(window), m_anchor(std::move(anchor))
{
    m_window.Bind(wxEVT_IDLE, &FocusKeeper::OnIdle, this);
}

FocusKeeper::~FocusKeeper()
{
    m_window.Unbind(wxEVT_IDLE, &FocusKeeper::OnIdle, this);
}

void FocusKeeper::OnIdle(wxIdleEvent& event)
{
    event.Skip();
    // Behind a modal dialog the window is switched off and the focus is the dialog's.
    if (event.GetEventObject() == &m_window && m_window.IsActive() && m_window.IsEnabled())
        Check();
}

void FocusKeeper::Check()
{
    if (KeysAreHeard(m_window)) {
        auto* focus = wxWindow::FindFocus();
        if (!m_return || focus != m_standIn) {
            m_return = nullptr;
            m_last = focus;
        } else if (CanBeUsed(m_return)) {
            m_return->SetFocus();
            m_return = nullptr;
        }
        return;
    }
    // Hidden or gone is gone; switched off may come back.
    auto* lost = m_last.get();
    m_return = lost && !lost->IsBeingDeleted() && lost->IsShownOnScreen() && !lost->IsEnabled() ? lost : nullptr;
    m_standIn = m_anchor();
    if (m_standIn && CanBeUsed(m_standIn))
        m_standIn->SetFocus();
}

void KeepFocusInSight(wxScrolledWindow& scroller)
{
    scroller.Bind(wxEVT_CHILD_FOCUS, [&scroller](wxChildFocusEvent& event) {
        event.Skip();
        // Later, when a click that brought the focus is over: what is being clicked must not move away from under the
        // mouse, and a quick click's release still waits behind its press.
        scroller.CallAfter([&scroller, child = wxWeakRef<wxWindow>(event.GetWindow())] {
            if (child && child != &scroller && !wxGetMouseState().LeftIsDown())
                BringInSight(scroller, *child);
        });
    });
}

} // namespace bayline::desktop
