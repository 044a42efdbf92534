// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/views/controls.h"

#include <wx/frame.h>
#include <wx/timer.h>

#include <functional>

class wxGauge;

namespace bayline::desktop {

/// Stands on the screen while the program gets ready: what is happening, and a way out.
class StartWindow final : public wxFrame
{
public:
    /// `cancel` runs once, when the person wants out.
    explicit StartWindow(std::function<void()> cancel);

    void Tell(const wxString& step);
    /// The way there has ended; only closing is left.
    void Fail(const wxString& sentence);

private:
    void Leave();

    std::function<void()> m_cancel;
    wxStaticText* m_step;
    wxGauge* m_gauge;
    wxButton* m_leave;
    wxTimer m_pulse;
    bool m_failed = false;
    bool m_left = false;
};

} // namespace bayline::desktop
