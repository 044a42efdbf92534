// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/wall_window.h"

#include "desktop/views/screen.h"
#include "desktop/views/translate.h"
#include "desktop/views/wall_board.h"

#include <wx/cursor.h>

namespace bayline::desktop {

wxDEFINE_EVENT(kShowWall, wxCommandEvent);

namespace {
constexpr int kTick = 1000;
constexpr int kPointerStays = 3;
constexpr int kBoardEvery = 20; ///< ticks
} // namespace

WallWindow::WallWindow(wxWindow* parent, Context& context)
    // A window like any other: one that floats on the main window is not given the keyboard while that one is hidden.
    : wxFrame(parent, wxID_ANY, _("Board on the wall")), m_second(this)
{
    SetName("wall");
    m_board = new WallBoard(this, context);
    Bind(wxEVT_CHAR_HOOK, &WallWindow::OnKey, this);
    m_board->Bind(wxEVT_MOTION, [this](wxMouseEvent& event) {
        if (event.GetPosition() == m_pointer)
            return;
        m_pointer = event.GetPosition();
        m_stillFor = 0;
        HidePointer(false);
    });
    Bind(wxEVT_TIMER, [this, ticks = 0, present = true, &context](wxTimerEvent&) mutable {
        if (++m_stillFor == kPointerStays)
            HidePointer(true);
        const bool now = context.changes->DatabasePresent();
        if (++ticks % kBoardEvery == 0 || now != present)
            m_board->Tick();
        present = now;
    });
    HidePointer(true);
    m_second.Start(kTick);
    // Not shown before: a window manager that is slow to take a new window misses what is asked of it meanwhile.
    ShowFullScreen(true);
    m_board->SetFocus();
}

void WallWindow::HidePointer(bool hide)
{
    m_board->SetCursor(hide ? wxCursor(wxCURSOR_BLANK) : wxNullCursor);
}

void WallWindow::OnKey(wxKeyEvent& event)
{
    if (event.GetKeyCode() == WXK_ESCAPE || event.GetKeyCode() == WXK_F11)
        Close();
    else
        event.Skip();
}

} // namespace bayline::desktop
