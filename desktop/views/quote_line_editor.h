// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/views/translate.h"
#include "desktop/views/work_order_page.h"
#include "desktop/views/work_order_parts.h"

#include <wx/checkbox.h>
#include <wx/listbox.h>
#include <wx/timer.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace bayline::desktop {

/// What the form offers, in the order of its buttons and lists.
inline constexpr std::array kLineKinds = {core::LineKind::Labour, core::LineKind::Part, core::LineKind::Fee};
inline constexpr std::array kPartKindChoices = {core::PartKind::Oem, core::PartKind::Aftermarket,
                                                core::PartKind::Refurbished, core::PartKind::Used};
inline constexpr std::array kPayTypeChoices = {core::PayType::Customer, core::PayType::Warranty,
                                               core::PayType::Internal, core::PayType::Goodwill,
                                               core::PayType::Insurer};

/// The place of a value among such choices; 0 when it is not among them.
template <class Values, class Value>
[[nodiscard]] int IndexOf(const Values& values, Value value)
{
    const auto found = std::find(values.begin(), values.end(), value);
    return found == values.end() ? 0 : static_cast<int>(found - values.begin());
}

/// What a list of such choices shows, in the user's language.
template <class Values, class Name>
[[nodiscard]] wxArrayString ChoiceNames(const Values& values, Name name)
{
    wxArrayString names;
    for (const auto value : values) {
        names.push_back(TrText(name(value)));
    }
    return names;
}

/// The form of one quote line: found in the catalogue while typing, taken from a finding, or written freely.
class QuoteLineEditor final : public wxPanel
{
public:
    QuoteLineEditor(wxWindow* parent, WorkOrderDesk& desk);

    void StartNew();
    /// Shows a line of the order. Something typed and not saved in another line stays instead, and says so.
    void Edit(core::LineId line);
    void Render();
    [[nodiscard]] bool HasUnsaved() const;
    /// Which line is in the form and of which kind it is, for a draft.
    [[nodiscard]] boost::json::object DraftContext() const;
    void BeginDraft(const boost::json::object& context);
    void FocusSearch();
    std::function<void()> onClosed = [] {};

private:
    void BuildSearch();
    void BuildKinds();
    void BuildAmounts();
    void BuildPart();
    void BuildWarranty();
    wxSizer* BuildButtons();
    Field& AddField(wxSizer& sizer, const char* key, const wxString& label, int proportion = 1,
                    const wxString& hint = {});
    wxTextCtrl* Box(const char* key) const;
    wxChoice* AddChoice(wxSizer& sizer, const char* name, const wxString& label, const wxArrayString& choices);

    void Fill(const LineForm& form);
    [[nodiscard]] LineForm Collect() const;
    void GoOnFrom(const core::QuoteLine& line);
    void ShowKind(core::LineKind kind);
    void ShowAmount();
    void Search();
    void ShowFound(std::vector<db::CatalogueItem> items);
    void TakeFound(int index);
    void Save();
    void FocusFirstProblem();
    void Remove();
    void Close();

    WorkOrderDesk& m_desk;
    Scroller* m_scroller;
    wxBoxSizer* m_form;
    wxStaticText* m_title = nullptr;
    wxTextCtrl* m_search = nullptr;
    wxListBox* m_found = nullptr;
    std::vector<db::CatalogueItem> m_items;
    wxTimer m_searchDelay;
    std::array<wxButton*, 3> m_kinds{};
    std::map<std::string, std::unique_ptr<Field>> m_fields;
    wxStaticText* m_amount = nullptr;
    wxStaticText* m_reason = nullptr;
    wxCheckBox* m_hv = nullptr;
    wxBoxSizer* m_partSizer = nullptr;
    wxChoice* m_partKind = nullptr;
    wxChoice* m_payType = nullptr;
    wxStaticText* m_problem = nullptr;
    wxButton* m_save = nullptr;
    wxButton* m_remove = nullptr;
    wxButton* m_cancel = nullptr;

    LineForm m_start;                        ///< as the form was filled; what differs is unsaved
    std::optional<core::QuoteLine> m_before; ///< the line as the person saw it; nothing for a new one
    core::LineKind m_kind = core::LineKind::Labour;
    bool m_seekProblem = false; ///< the answer to the last attempt to save is still awaited
    bool m_begun = false;       ///< a new line was asked for, or a line chosen
};

} // namespace bayline::desktop
