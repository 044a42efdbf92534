// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/opening_hours_presenter.h"
#include "desktop/views/controls.h"

#include <array>
#include <memory>

namespace bayline::desktop {

/// When the shop is open, in the settings: a row for each weekday beside the days that are different.
class OpeningHoursPanel final : public wxPanel
{
public:
    OpeningHoursPanel(wxWindow* parent, Context& context);
    /// Reads again; hidden when the person signed in is no manager.
    void Load() { m_presenter.Load(Read()); }
    std::function<void()> onResized = [] {};

private:
    wxSizer* BuildWeek(Card* card);
    wxSizer* BuildDays(Card* card);
    void Render();
    [[nodiscard]] OpeningHoursPresenter::Form Read() const;

    OpeningHoursPresenter m_presenter;
    std::array<wxTextCtrl*, 7> m_opens{};
    std::array<wxTextCtrl*, 7> m_closes{};
    wxStaticText* m_weekProblem = nullptr;
    wxTextCtrl* m_days = nullptr;
    std::unique_ptr<Field> m_daysField;
    Banner* m_banner = nullptr;
    wxButton* m_save = nullptr;
    int m_shownVersion = -1;
};

} // namespace bayline::desktop
