// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <wx/modalhook.h>

namespace bayline::desktop {

/// Knows whether a modal dialog is open, the system's own for files and printers included. Code that waits for a
/// dialog's answer goes on with the windows below it, so they must not go meanwhile.
class OpenDialogs final : public wxModalDialogHook
{
public:
    [[nodiscard]] bool NoneOpen() const { return m_open == 0; }

protected:
    int Enter(wxDialog* /*dialog*/) override
    {
        ++m_open;
        return wxID_NONE;
    }
    void Exit(wxDialog* /*dialog*/) override { --m_open; }

private:
    int m_open = 0;
};

} // namespace bayline::desktop
