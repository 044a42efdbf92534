// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/stock_dialog.h"

#include "desktop/views/row_list.h"
#include "desktop/views/translate.h"
#include "desktop/views/work_order_parts.h"

#include <wx/dialog.h>
#include <wx/weakref.h>

#include <memory>

namespace bayline::desktop {

namespace {

class StockDialog final : public wxDialog
{
public:
    StockDialog(wxWindow* parent, CataloguePresenter& presenter, core::CatalogueItemId item, StockDeed deed)
        : wxDialog(parent, wxID_ANY, deed == StockDeed::Receive ? _("Parts received") : _("Shelf counted")),
          m_presenter(presenter), m_item(item), m_deed(deed)
    {
        SetName("stock");
        SetBackgroundColour(Colours().surface);
        auto* column = new wxBoxSizer(wxVERTICAL);
        const auto add = [&](const char* name, const wxString& label) {
            auto* box = MakeTextBox(this, ("stock." + std::string(name)).c_str(), wxString(), wxTE_PROCESS_ENTER);
            box->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) { Save(); });
            auto& field = m_fields[name] = std::make_unique<Field>(this, label, box);
            column->Add(field->Sizer(), wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap)));
            return box;
        };
        m_quantity = add("quantity", deed == StockDeed::Receive ? _("How many &came") : _("How many &are there"));
        if (deed == StockDeed::Receive) {
            m_cost = add("unit_cost", _("Cost of &one, without tax (optional)"));
        }
        m_note = add("note", deed == StockDeed::Receive ? _("Delivery &note (optional)") : _("&Remark (optional)"));
        m_problem = MakeProblem(this, "stock.problem");
        column->Add(m_problem, wxSizerFlags().Expand());
        auto* buttons = new wxBoxSizer(wxHORIZONTAL);
        auto* cancel = MakeButton(this, "stock.cancel", _("&Cancel"));
        cancel->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { EndModal(wxID_CANCEL); });
        m_save = MakeButton(this, "stock.save", _("&Save"), {.kind = ButtonKind::Primary, .icon = "save"});
        OnAct(m_save, [this] { Save(); });
        buttons->AddStretchSpacer();
        buttons->Add(cancel, wxSizerFlags().Border(wxRIGHT, Dip(this, kGap)));
        buttons->Add(m_save);
        column->Add(buttons, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
        auto* outer = new wxBoxSizer(wxVERTICAL);
        outer->Add(column, wxSizerFlags(1).Expand().Border(wxALL, Dip(this, kWide)));
        SetSizer(outer);
        SetEscapeId(wxID_CANCEL);
        Bind(wxEVT_CHAR_HOOK, [this](wxKeyEvent& event) {
            if (event.GetKeyCode() == WXK_ESCAPE) {
                EndModal(wxID_CANCEL);
            } else {
                event.Skip();
            }
        });
        Bind(wxEVT_IDLE, [this](wxIdleEvent& event) {
            event.Skip();
            Render();
        });
        SetMinClientSize(FromDIP(wxSize(420, -1)));
        Fit();
        CentreOverWindow(*this);
        m_quantity->SetFocus();
    }

private:
    void Save()
    {
        const wxWeakRef<wxDialog> self(this);
        const auto done = [self] {
            if (self && self->IsModal()) {
                self->EndModal(wxID_OK);
            }
        };
        if (m_deed == StockDeed::Receive) {
            m_presenter.Receive(m_item, Utf8(m_quantity->GetValue()), Utf8(m_cost->GetValue()),
                                Utf8(m_note->GetValue()), done);
        } else {
            m_presenter.Count(m_item, Utf8(m_quantity->GetValue()), Utf8(m_note->GetValue()), done);
        }
        Render();
    }

    void Render()
    {
        for (const auto& [name, field] : m_fields) {
            field->SetProblem(Wx(m_presenter.SayAt(name)));
        }
        ShowProblem(m_problem, Wx(m_presenter.SayOutside({"quantity", "unit_cost", "note"})));
        EnableIfNew(m_save, !m_presenter.Now().saving);
        if (GetSizer()->GetMinSize().y > GetClientSize().y) {
            Fit();
        }
    }

    CataloguePresenter& m_presenter;
    core::CatalogueItemId m_item;
    StockDeed m_deed;
    std::map<std::string, std::unique_ptr<Field>> m_fields;
    wxTextCtrl* m_quantity = nullptr;
    wxTextCtrl* m_cost = nullptr;
    wxTextCtrl* m_note = nullptr;
    wxStaticText* m_problem = nullptr;
    wxButton* m_save = nullptr;
};

wxString Summary(const core::CatalogueImport& import)
{
    const auto number = [](int count) { return wxString::Format("%d", count); };
    return Tr("New: {1}. Changed: {2}. As before: {3}. Refused rows: {4}.",
              {number(import.created), number(import.changed), number(import.same), number(import.refusedRows)});
}

} // namespace

void AskForStock(wxWindow* parent, CataloguePresenter& presenter, core::CatalogueItemId item, StockDeed deed)
{
    StockDialog(wxGetTopLevelParent(parent), presenter, item, deed).ShowModal();
}

bool AskForImport(wxWindow* parent, const core::CatalogueImport& import, const Context& context)
{
    wxDialog dialog(parent, wxID_ANY, _("Import into the catalogue"), wxDefaultPosition, wxDefaultSize,
                    wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER);
    dialog.SetName("import");
    dialog.SetBackgroundColour(Colours().surface);
    auto* column = new wxBoxSizer(wxVERTICAL);
    const auto flags = wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, Dip(&dialog, kSpace));
    auto* summary = MakeText(&dialog, Summary(import), Type::Heading);
    summary->SetName("import.summary");
    column->Add(summary, flags);
    column->Add(MakeMuted(&dialog, import.refused.empty()
                                       ? _("Nothing has been written yet.")
                                       : _("Nothing has been written yet. A refused row is left out whole; correct it "
                                           "in the file and import again.")),
                flags);
    auto* list = new RowList(&dialog, "import.refused",
                             {{.title = _("Row"), .widthDip = 70, .right = true},
                              {_("Column"), 150},
                              {.title = _("Why it is refused"), .widthDip = 400, .stretch = true}});
    std::vector<RowList::Row> rows;
    for (const auto& refused : import.refused) {
        rows.push_back({std::to_string(rows.size()),
                        {wxString::Format("%d", refused.row), Wx(refused.column), Wx(context.Say(refused.why))},
                        Meaning::Danger,
                        0});
    }
    list->SetRows(std::move(rows));
    column->Add(list, wxSizerFlags(1).Expand().Border(wxLEFT | wxRIGHT | wxTOP, Dip(&dialog, kSpace)));
    auto* buttons = new wxBoxSizer(wxHORIZONTAL);
    buttons->AddStretchSpacer();
    auto* close = MakeButton(&dialog, "import.cancel", _("&Write nothing"));
    close->Bind(wxEVT_BUTTON, [&dialog](wxCommandEvent&) { dialog.EndModal(wxID_CANCEL); });
    buttons->Add(close, wxSizerFlags().Border(wxRIGHT, Dip(&dialog, kGap)));
    auto* take = MakeButton(&dialog, "import.take",
                            import.refusedRows > 0 ? _("&Take over the good rows only") : _("&Take over"),
                            {.kind = ButtonKind::Primary, .icon = "save"});
    take->Enable(!import.items.empty() || !import.packages.empty());
    take->Bind(wxEVT_BUTTON, [&dialog](wxCommandEvent&) { dialog.EndModal(wxID_OK); });
    buttons->Add(take);
    column->Add(buttons, wxSizerFlags().Expand().Border(wxALL, Dip(&dialog, kSpace)));
    dialog.SetSizer(column);
    dialog.SetEscapeId(wxID_CANCEL);
    dialog.Bind(wxEVT_CHAR_HOOK, [&dialog](wxKeyEvent& event) {
        if (event.GetKeyCode() == WXK_ESCAPE) {
            dialog.EndModal(wxID_CANCEL);
        } else {
            event.Skip();
        }
    });
    dialog.SetClientSize(dialog.FromDIP(wxSize(860, 520)));
    CentreOverWindow(dialog);
    return dialog.ShowModal() == wxID_OK;
}

} // namespace bayline::desktop
