// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/settings_presenter.h"
#include "desktop/views/checklist_panel.h"
#include "desktop/views/logo_panel.h"
#include "desktop/views/opening_hours_panel.h"
#include "desktop/views/outlets_panel.h"
#include "desktop/views/printer_panel.h"
#include "desktop/views/screen.h"
#include "desktop/views/staff_panel.h"

#include <wx/checkbox.h>
#include <wx/scrolwin.h>

#include <map>
#include <memory>

namespace bayline::desktop {

/// Shop, customer app and this PC.
class SettingsScreen final : public Screen
{
public:
    SettingsScreen(wxWindow* parent, Context& context, SettingsPresenter::Doors doors);

    void Arrive() override;
    /// The windows have just been made again in another language: where it was chosen.
    void ShowLanguageChanged();
    /// A person or a checklist is being changed, which only its own panel can hold.
    [[nodiscard]] bool HoldsRecord() const;
    void RefreshContent() override;

private:
    using ShopForm = SettingsPresenter::Form;

    wxWindow* MakeShop(wxWindow* parent);
    wxWindow* MakeFloor(wxWindow* parent);
    wxWindow* MakeApp(wxWindow* parent);
    wxWindow* MakeLocal(wxWindow* parent);
    wxWindow* MakePrinters(wxWindow* parent);
    wxTextCtrl* AddText(wxWindow* parent, wxSizer* sizer, const char* field, const wxString& label, long style = 0);
    void Render();
    void RenderShop();
    void RenderLocal();
    wxSizer* MakeRelay(Card* card);
    wxSizer* MakePhotoFolder(Card* card);
    void Arrange();
    void ArrangeColumns();
    [[nodiscard]] ShopForm ReadShop() const;
    [[nodiscard]] LocalSettings ReadLocal() const;
    void ChooseFont();

    Context& m_context;
    SettingsPresenter m_presenter;
    wxBoxSizer* m_columns = nullptr;
    wxScrolledWindow* m_scroll;
    std::map<std::string, wxTextCtrl*> m_texts;
    std::map<std::string, std::unique_ptr<Field>> m_fields;
    wxCheckBox* m_taxIncluded = nullptr;
    wxButton* m_saveShop = nullptr;
    Banner* m_shopBanner = nullptr;
    wxButton* m_saveFloor = nullptr;
    Banner* m_floorBanner = nullptr;
    Badge* m_paired = nullptr;
    wxTextCtrl* m_url = nullptr;
    wxTextCtrl* m_code = nullptr;
    wxButton* m_pair = nullptr;
    Banner* m_pairBanner = nullptr;
    wxChoice* m_language = nullptr;
    wxTextCtrl* m_font = nullptr;
    wxTextCtrl* m_photoFolder = nullptr;
    wxCheckBox* m_photoFolderAtOnce = nullptr;
    wxCheckBox* m_relay = nullptr;
    std::unique_ptr<Field> m_relayField;
    wxTextCtrl* m_relayDatabase = nullptr;
    wxButton* m_tryRelay = nullptr;
    Banner* m_localBanner = nullptr;
    StaffPanel* m_staff = nullptr;
    OutletsPanel* m_outlets = nullptr;
    OpeningHoursPanel* m_hours = nullptr;
    ChecklistPanel* m_checklists = nullptr;
    int m_shownVersion = -1;
    LogoPanel* m_logo = nullptr;
    PrinterPanel* m_printers = nullptr;
    bool m_localShown = false;
};

} // namespace bayline::desktop
