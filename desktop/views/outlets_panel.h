// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/outlets_presenter.h"
#include "desktop/views/controls.h"
#include "desktop/views/logo_panel.h"
#include "desktop/views/row_list.h"

#include <map>
#include <memory>

namespace bayline::desktop {

/// The shop's places, in the settings: the list beside the form of one. A shop with one sees a sentence and a button.
class OutletsPanel final : public wxPanel
{
public:
    OutletsPanel(wxWindow* parent, Context& context);
    /// Reads the list again; hidden when the person signed in is no manager.
    void Load() { m_presenter.Load(); }
    std::function<void()> onResized = [] {};
    /// An outlet was saved: where people are at home may be chosen anew.
    std::function<void()> onSaved = [] {};

private:
    wxSizer* BuildForm();
    void Render();
    void RenderForm();
    void RenderList();
    [[nodiscard]] wxStaticText* MakeLead(const char* name, const wxString& text);
    void BeginAdding();
    [[nodiscard]] OutletsPresenter::Form Read() const;

    void RenderLogo();

    Context& m_context;
    OutletsPresenter m_presenter;
    Card* m_card = nullptr;
    wxStaticText* m_onePlace = nullptr;
    wxStaticText* m_several = nullptr;
    RowList* m_list = nullptr;
    wxPanel* m_formPanel = nullptr;
    std::map<std::string, std::unique_ptr<Field>> m_fields;
    std::map<std::string, wxTextCtrl*> m_texts;
    Banner* m_banner = nullptr;
    LogoPanel* m_logo = nullptr; ///< of an outlet that is saved
    core::OutletId m_logoOf;
    wxButton* m_new = nullptr;
    wxButton* m_switch = nullptr;
    wxButton* m_save = nullptr;
    std::vector<core::Outlet> m_known;
    int m_shownVersion = -1;
};

} // namespace bayline::desktop
