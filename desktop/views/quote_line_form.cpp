// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/quote_line_editor.h"

#include "desktop/views/translate.h"

namespace bayline::desktop {

Field& QuoteLineEditor::AddField(wxSizer& sizer, const char* key, const wxString& label, int proportion,
                                 const wxString& hint)
{
    auto* box = MakeTextBox(m_scroller, ("line." + std::string(key)).c_str(), hint, wxTE_PROCESS_ENTER);
    box->SetMinSize(wxSize(Dip(this, 60), DeskHeight(this)));
    box->Bind(wxEVT_TEXT, [this](wxCommandEvent&) {
        m_begun = true;
        ShowAmount();
    });
    box->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) { Save(); });
    auto& field = m_fields[key] = std::make_unique<Field>(m_scroller, label, box);
    const int left = sizer.IsEmpty() ? 0 : Dip(this, kGap);
    sizer.Add(field->Sizer(), wxSizerFlags(proportion).Top().Border(wxLEFT, left));
    return *field;
}

wxTextCtrl* QuoteLineEditor::Box(const char* key) const
{
    return static_cast<wxTextCtrl*>(m_fields.at(key)->Control());
}

wxChoice* QuoteLineEditor::AddChoice(wxSizer& sizer, const char* name, const wxString& label,
                                     const wxArrayString& choices)
{
    auto* choice = new wxChoice(m_scroller, wxID_ANY, wxDefaultPosition, wxDefaultSize, choices);
    choice->SetName(name);
    choice->SetSelection(0);
    choice->SetMinSize(wxSize(Dip(this, 60), DeskHeight(this)));
    choice->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { ShowAmount(); });
    auto& field = m_fields[name] = std::make_unique<Field>(m_scroller, label, choice);
    const int left = sizer.IsEmpty() ? 0 : Dip(this, kGap);
    sizer.Add(field->Sizer(), wxSizerFlags(1).Top().Border(wxLEFT, left));
    return choice;
}

void QuoteLineEditor::BuildKinds()
{
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    for (std::size_t index = 0; index < kLineKinds.size(); ++index) {
        const auto kind = kLineKinds[index];
        auto* button = MakeButton(m_scroller, ("line.kind." + std::string(core::ToWord(kind))).c_str(),
                                  TrText(core::LineKindName(kind)));
        button->SetMinSize(wxSize(Dip(this, 60), DeskHeight(this)));
        button->Bind(wxEVT_BUTTON, [this, kind](wxCommandEvent&) {
            if (kind == core::LineKind::Labour && Box("unit_price")->IsEmpty()) {
                Box("unit_price")->ChangeValue(Wx(core::ToDecimal(m_desk.context.shop.labourRate)));
            }
            m_begun = true;
            ShowKind(kind);
            ShowAmount();
        });
        m_kinds[index] = button;
        row->Add(button, wxSizerFlags(1).Border(wxLEFT, index == 0 ? 0 : Dip(this, 2)));
    }
    m_form->Add(row, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
}

void QuoteLineEditor::BuildAmounts()
{
    auto* first = new wxBoxSizer(wxHORIZONTAL);
    AddField(*first, "description", _("Work or &part"));
    m_form->Add(first, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    auto* second = new wxBoxSizer(wxHORIZONTAL);
    AddField(*second, "quantity", _("&Hours or quantity"));
    AddField(*second, "unit_price", _("P&rice of one"));
    m_form->Add(second, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    auto* third = new wxBoxSizer(wxHORIZONTAL);
    AddField(*third, "discount", _("D&iscount %"));
    AddField(*third, "tax", _("&Tax %"));
    m_form->Add(third, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    m_reason = MakeMuted(m_scroller, wxString(), Type::Small);
    m_reason->SetName("line.reason");
    m_reason->Hide();
    m_form->Add(m_reason, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kTight)));
    m_hv = new wxCheckBox(m_scroller, wxID_ANY, _("Hi&gh-voltage work"));
    m_hv->SetName("line.hv");
    m_hv->Bind(wxEVT_CHECKBOX, [this](wxCommandEvent&) { m_begun = true; });
    m_form->Add(m_hv, wxSizerFlags().Border(wxTOP, Dip(this, kGap)));
    m_amount = MakeText(m_scroller, wxString(), Type::Heading);
    m_amount->SetName("line.amount");
    m_form->Add(m_amount, wxSizerFlags().Right().Border(wxTOP, Dip(this, kGap)));
}

void QuoteLineEditor::BuildPart()
{
    m_partSizer = new wxBoxSizer(wxVERTICAL);
    auto* first = new wxBoxSizer(wxHORIZONTAL);
    AddField(*first, "part_number", _("Part n&umber"));
    m_partKind =
        AddChoice(*first, "line.part_kind", _("&Kind of part"), ChoiceNames(kPartKindChoices, core::PartKindName));
    auto* second = new wxBoxSizer(wxHORIZONTAL);
    AddField(*second, "part_brand", _("&Brand"));
    AddField(*second, "part_origin", _("&Origin"));
    auto* third = new wxBoxSizer(wxHORIZONTAL);
    AddField(*third, "supplier", _("Supplier"));
    AddField(*third, "unit_cost", _("Cost of one"));
    for (auto* row : {first, second, third}) {
        m_partSizer->Add(row, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    }
    m_form->Add(m_partSizer, wxSizerFlags().Expand());
}

void QuoteLineEditor::BuildWarranty()
{
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    AddField(*row, "warranty_months", _("Warranty, &months"));
    AddField(*row, "warranty_km", _("or km"));
    m_form->Add(row, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    auto* pays = new wxBoxSizer(wxHORIZONTAL);
    m_payType = AddChoice(*pays, "line.pay_type", _("Who pa&ys"), ChoiceNames(kPayTypeChoices, core::PayTypeName));
    m_form->Add(pays, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
}

wxSizer* QuoteLineEditor::BuildButtons()
{
    m_remove = MakeButton(this, "line.remove", wxString(),
                          {.kind = ButtonKind::Quiet, .icon = "trash", .tip = _("Remove this line")});
    OnAct(m_remove, [this] { Remove(); });
    m_cancel = MakeButton(this, "line.cancel", _("&Clear"), {.kind = ButtonKind::Quiet});
    OnAct(m_cancel, [this] { Close(); });
    m_save = MakeButton(this, "line.save", _("&Save line"), {.kind = ButtonKind::Primary, .icon = "save"});
    OnAct(m_save, [this] { Save(); });
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(m_remove, wxSizerFlags().CenterVertical());
    row->AddStretchSpacer();
    row->Add(m_cancel, wxSizerFlags().CenterVertical());
    row->Add(m_save, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
    return row;
}

} // namespace bayline::desktop
