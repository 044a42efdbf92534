// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/catalogue_presenter.h"
#include "desktop/views/catalogue_editors.h"
#include "desktop/views/row_list.h"
#include "desktop/views/screen.h"

#include <wx/gauge.h>
#include <wx/simplebook.h>

#include <array>

namespace bayline::desktop {

/// What the shop sells: a list of the chosen section on the left, one entry of it on the right.
class CatalogueScreen final : public Screen
{
public:
    CatalogueScreen(wxWindow* parent, Context& context);

    void Arrive() override;
    void RefreshContent() override { m_presenter.Refresh(); }
    [[nodiscard]] bool HasInput() const;

private:
    wxSizer* BuildHead();
    wxWindow* BuildProgress();
    void RenderProgress();
    void Render();
    void RenderList();
    [[nodiscard]] std::vector<wxString> CellsOf(const core::CatalogueItem& item) const;
    [[nodiscard]] std::vector<wxString> CellsOf(const core::CataloguePackage& package) const;
    void Go(CatalogueSection section);
    void Select(const std::string& key);
    void Open(int page);
    void New();
    void Import();
    void Export();
    [[nodiscard]] bool MayLeaveEntry();

    Context& m_context;
    CataloguePresenter m_presenter;
    Banner* m_banner = nullptr;
    std::array<wxButton*, 4> m_sections{};
    wxTextCtrl* m_search = nullptr;
    wxButton* m_new = nullptr;
    wxButton* m_import = nullptr;
    wxButton* m_export = nullptr;
    wxPanel* m_progress = nullptr;
    wxGauge* m_gauge = nullptr;
    wxStaticText* m_progressText = nullptr;
    wxButton* m_stop = nullptr;
    RowList* m_list = nullptr;
    wxSimplebook* m_book = nullptr;
    ItemEditor* m_item = nullptr;
    PackageEditor* m_package = nullptr;
    RulesEditor* m_rules = nullptr;
    bool m_twoLines; ///< large letters: with an entry open, one line has no room for the price
};

} // namespace bayline::desktop
