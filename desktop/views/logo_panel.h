// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/logo_presenter.h"
#include "desktop/views/controls.h"

#include <wx/statbmp.h>

#include <functional>

namespace bayline::desktop {

/// A logo among the settings, the shop's or an outlet's: how it looks, choosing another, taking it away.
class LogoPanel final : public wxPanel
{
public:
    /// `name`: in front of its controls' names.
    LogoPanel(wxWindow* parent, Context& context, const std::string& name, LogoHome home = LogoOfShop());
    void Load() { m_presenter.Load(); }
    void MoveTo(LogoHome home) { m_presenter.MoveTo(std::move(home)); }
    std::function<void()> onResized = [] {};

private:
    void Choose();
    void Render();

    LogoPresenter m_presenter;
    std::shared_ptr<const LogoPresenter::Jpeg> m_shown;
    wxStaticBitmap* m_picture;
    wxStaticText* m_none;
    wxButton* m_choose;
    wxButton* m_remove;
    wxStaticText* m_message;
};

} // namespace bayline::desktop
