// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/catalogue_presenter.h"
#include "desktop/views/controls.h"
#include "desktop/views/work_order_parts.h"

#include <wx/checkbox.h>

#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace bayline::desktop {

/// What the catalogue's forms share: fields by name with room for what is wrong with them, a row of drives, and saving.
class CatalogueEditor : public wxPanel
{
public:
    CatalogueEditor(wxWindow* parent, const char* name, CataloguePresenter& presenter);
    /// Shows the problems and whether it may be edited.
    virtual void Render();
    [[nodiscard]] virtual bool HasUnsaved() const = 0;

protected:
    wxTextCtrl* AddText(wxSizer& row, const char* field, const wxString& label, int proportion = 1,
                        const wxString& hint = {});
    [[nodiscard]] wxString Typed(const char* field) const;
    void Put(const char* field, const std::string& text);
    /// Fields side by side, below what is there.
    wxBoxSizer* AddRow();
    void AddDrives();
    [[nodiscard]] std::vector<core::Powertrain> Drives() const;
    void PutDrives(const std::vector<core::Powertrain>& drives);
    wxCheckBox* AddTick(wxSizer& row, const char* field, const wxString& label);
    void AddSave(std::function<void()> save);
    /// True once for each answer of the database: what it says goes into the form.
    [[nodiscard]] bool HasNews();

    CataloguePresenter& catalogue;
    Scroller* form;
    std::map<std::string, std::unique_ptr<Field>> fields;
    std::vector<std::string_view> extraFields; ///< shown by the editor itself
    std::array<wxCheckBox*, 6> drives{};
    wxStaticText* problem = nullptr;
    wxButton* save = nullptr;

private:
    int m_reads = 0;
};

/// An operation or a part, and what of it is on the shelf.
class ItemEditor final : public CatalogueEditor
{
public:
    ItemEditor(wxWindow* parent, Context& context, CataloguePresenter& presenter);
    void Show(const ItemForm& form);
    using wxPanel::Show;
    void Render() override;
    [[nodiscard]] bool HasUnsaved() const override;
    [[nodiscard]] core::CatalogueItemId Id() const { return m_start.id; }

private:
    void BuildPart();
    void BuildStock();
    [[nodiscard]] ItemForm Collect() const;
    void Fill(const ItemForm& item);
    void Save();
    void Follow(const ItemForm& now);

    Context& m_context;
    ItemForm m_start; ///< what stood in each field before somebody typed there
    wxStaticText* m_title = nullptr;
    wxBoxSizer* m_partRows = nullptr;
    wxChoice* m_partKind = nullptr;
    wxCheckBox* m_byRules = nullptr;
    wxCheckBox* m_hv = nullptr;
    wxCheckBox* m_active = nullptr;
    Card* m_stockCard = nullptr;
    wxStaticText* m_stock = nullptr;
    wxButton* m_receive = nullptr;
    wxButton* m_count = nullptr;
};

/// Several works and parts offered as one.
class PackageEditor final : public CatalogueEditor
{
public:
    PackageEditor(wxWindow* parent, CataloguePresenter& presenter);
    void Show(const PackageForm& form);
    using wxPanel::Show;
    void Render() override;
    [[nodiscard]] bool HasUnsaved() const override;
    [[nodiscard]] core::PackageId Id() const { return m_start.id; }

private:
    struct LineRow
    {
        wxTextCtrl* code = nullptr;
        wxTextCtrl* quantity = nullptr;
        wxTextCtrl* price = nullptr;
        wxStaticText* name = nullptr;
    };
    void BuildLines();
    [[nodiscard]] PackageForm Collect() const;
    void Fill(const PackageForm& package);
    void Save();
    void Follow(const PackageForm& now);
    void RenderLines();

    PackageForm m_start;
    wxStaticText* m_title = nullptr;
    wxCheckBox* m_active = nullptr;
    std::vector<LineRow> m_lines;
};

/// The matrix of prices: what goes on top of a part's cost, and what an hour costs for whom.
class RulesEditor final : public CatalogueEditor
{
public:
    RulesEditor(wxWindow* parent, CataloguePresenter& presenter);
    void Show(const RulesForm& form);
    using wxPanel::Show;
    void Render() override;
    [[nodiscard]] bool HasUnsaved() const override;

private:
    struct RateRow
    {
        wxChoice* payer = nullptr;
        wxChoice* drive = nullptr;
        wxTextCtrl* rate = nullptr;
    };
    [[nodiscard]] RulesForm Collect() const;
    void Fill(const RulesForm& rules);
    void Save();
    void Follow(const RulesForm& now);

    RulesForm m_start;
    std::vector<std::pair<wxTextCtrl*, wxTextCtrl*>> m_bands;
    std::vector<RateRow> m_rates;
};

} // namespace bayline::desktop
