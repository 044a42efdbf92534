// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/checklist_presenter.h"
#include "desktop/views/controls.h"
#include "desktop/views/row_list.h"

#include <wx/checkbox.h>
#include <wx/choice.h>

#include <map>
#include <memory>
#include <vector>

namespace bayline::desktop {

/// The checklists in the settings: the items of one beside the form of an item.
class ChecklistPanel final : public wxPanel
{
public:
    ChecklistPanel(wxWindow* parent, Context& context);
    /// Reads them again; hidden when the person signed in is no manager.
    void Load() { m_presenter.Load(); }
    std::function<void()> onResized = [] {};
    /// Something was changed or typed that is not published.
    [[nodiscard]] bool HasUnsaved() const;

private:
    wxSizer* BuildHead(Card* card);
    wxSizer* BuildItems(Card* card);
    wxSizer* BuildForm(Card* card);
    wxSizer* BuildLimits(Card* card);
    void AddField(wxSizer* sizer, const char* key, Card* card, const wxString& label, wxWindow* control);
    void Render();
    void RenderHead();
    void RenderItems();
    void RenderForm();
    [[nodiscard]] ChecklistPresenter::ItemForm Read() const;
    void TakeHead();
    /// What is typed goes into the item before something else is chosen or done.
    bool Keep();

    ChecklistPresenter m_presenter;
    wxChoice* m_which = nullptr;
    wxTextCtrl* m_name = nullptr;
    std::vector<wxCheckBox*> m_drives;
    RowList* m_list = nullptr;
    std::map<std::string, std::unique_ptr<Field>> m_fields;
    std::map<std::string, wxTextCtrl*> m_texts;
    wxChoice* m_position = nullptr;
    wxChoice* m_kind = nullptr;
    wxChoice* m_better = nullptr;
    wxCheckBox* m_greenExclusive = nullptr;
    wxCheckBox* m_redInclusive = nullptr;
    wxCheckBox* m_photo = nullptr;
    wxStaticText* m_version = nullptr;
    Banner* m_banner = nullptr;
    wxButton* m_publish = nullptr;
    std::vector<wxButton*> m_itemButtons;
    int m_shownVersion = -1;
    core::ChecklistId m_shownChecklist;
    int m_shownNumber = -1;
    bool m_rendering = false;
};

} // namespace bayline::desktop
