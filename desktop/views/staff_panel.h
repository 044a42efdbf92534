// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/staff_presenter.h"
#include "desktop/views/controls.h"
#include "desktop/views/row_list.h"

#include <map>
#include <memory>

namespace bayline::desktop {

/// Who works here, in the settings: the list beside the form of one person.
class StaffPanel final : public wxPanel
{
public:
    StaffPanel(wxWindow* parent, Context& context);
    /// Reads the list again; hidden when the person signed in is no manager.
    void Load() { m_presenter.Load(); }
    std::function<void()> onResized = [] {};

private:
    wxSizer* BuildForm(Card* card);
    void Render();
    void RenderForm();
    void RenderOutlets();
    [[nodiscard]] StaffPresenter::Form Read() const;

    StaffPresenter m_presenter;
    RowList* m_list = nullptr;
    std::map<std::string, std::unique_ptr<Field>> m_fields;
    wxTextCtrl* m_number = nullptr;
    wxTextCtrl* m_name = nullptr;
    wxChoice* m_role = nullptr;
    wxTextCtrl* m_pin = nullptr;
    wxTextCtrl* m_licence = nullptr;
    wxChoice* m_outlet = nullptr;
    std::vector<core::Outlet> m_listedOutlets;
    Banner* m_banner = nullptr;
    wxButton* m_new = nullptr;
    wxButton* m_switch = nullptr;
    wxButton* m_save = nullptr;
    std::size_t m_shownOutlets = 0;
    int m_shownVersion = -1;
};

} // namespace bayline::desktop
