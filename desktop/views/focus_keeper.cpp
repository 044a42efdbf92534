// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/focus_keeper.h"

#include "desktop/views/letter_scale.h"
#include "desktop/views/theme.h"

#ifdef __WXGTK3__
#include "desktop/views/gtk_function.h"
#endif

#include <wx/utils.h>
#include <wx/weakref.h>

#include <memory>

namespace bayline::desktop {

namespace {

bool CanBeUsed(const wxWindow* window)
{
    return window && !window->IsBeingDeleted() && window->IsShownOnScreen() && window->IsEnabled();
}

/// True while a press of the mouse is being handled. Asking where the mouse is now would be too late for a quick click,
/// whose release still waits.
bool FocusByMouse()
{
#ifdef __WXGTK3__
    auto* current = GtkFunction<int*()>("gtk_get_current_event");
    auto* release = GtkFunction<void(int*)>("gdk_event_free");
    if (current && release) {
        if (int* event = current()) {
            constexpr int kButtonPress = 4; // GDK_BUTTON_PRESS; every GdkEvent begins with its type
            const bool pressed = *event == kButtonPress;
            release(event);
            return pressed;
        }
    }
#endif
    return wxGetMouseState().LeftIsDown();
}

/// `below`: pixels that are to be seen below the child, too.
void BringInSight(wxScrolledWindow& scroller, const wxWindow& child, int below = 0)
{
    const int top = scroller.ScreenToClient(child.GetScreenPosition()).y;
    const int bottom = top + child.GetSize().y + below;
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
    const auto wanted = std::make_shared<wxWeakRef<wxWindow>>();
    scroller.Bind(wxEVT_CHILD_FOCUS, [wanted](wxChildFocusEvent& event) {
        event.Skip();
        // What is being clicked must not move away from under the mouse.
        *wanted = FocusByMouse() ? nullptr : event.GetWindow();
    });
    // When all sizes are settled.
    scroller.Bind(wxEVT_IDLE, [&scroller, wanted](wxIdleEvent& event) {
        event.Skip();
        auto* child = wanted->get();
        *wanted = nullptr;
        if (child && child != &scroller && !wxGetMouseState().LeftIsDown())
            BringInSight(scroller, *child);
    });
}

void ShowFocus(wxScrolledWindow& scroller)
{
    constexpr int kSentence = 44;
    auto* focus = wxWindow::FindFocus();
    if (focus && focus != &scroller && scroller.IsDescendant(focus) && !wxGetMouseState().LeftIsDown())
        BringInSight(scroller, *focus, LetterDip(&scroller, kSentence));
}

} // namespace bayline::desktop
