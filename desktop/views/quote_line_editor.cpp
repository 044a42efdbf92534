// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/quote_line_editor.h"

#include "desktop/views/translate.h"

#include <wx/wupdlock.h>

namespace bayline::desktop {

namespace {

constexpr std::array kKinds = {core::LineKind::Labour, core::LineKind::Part, core::LineKind::Fee};
constexpr std::array kPartKinds = {core::PartKind::Oem, core::PartKind::Aftermarket, core::PartKind::Refurbished,
                                   core::PartKind::Used};
constexpr std::array kPayTypes = {core::PayType::Customer, core::PayType::Warranty, core::PayType::Internal,
                                  core::PayType::Goodwill, core::PayType::Insurer};

template <class Values, class Name>
wxArrayString Names(const Values& values, Name name)
{
    wxArrayString names;
    for (const auto value : values) {
        names.push_back(TrText(name(value)));
    }
    return names;
}

template <class Values, class Value>
int IndexOf(const Values& values, Value value)
{
    for (std::size_t index = 0; index < values.size(); ++index) {
        if (values[index] == value) {
            return static_cast<int>(index);
        }
    }
    return 0;
}

const std::vector<std::string_view>& FormFields()
{
    static const std::vector<std::string_view> kFields = {
        "description", "quantity", "unit_price", "discount",        "tax",         "part_number", "part_brand",
        "part_origin", "supplier", "unit_cost",  "warranty_months", "warranty_km",
    };
    return kFields;
}

} // namespace

QuoteLineEditor::QuoteLineEditor(wxWindow* parent, WorkOrderDesk& desk)
    : wxPanel(parent), m_desk(desk), m_scroller(new Scroller(this, "line.form")), m_form(m_scroller->Content())
{
    SetName("line");
    SetBackgroundColour(Colours().surface);
    m_scroller->SetBackgroundColour(Colours().surface);
    m_title = MakeText(m_scroller, wxString(), Type::Heading);
    m_title->SetName("line.title");
    m_form->Add(m_title, wxSizerFlags().Border(wxBOTTOM, Dip(this, kGap)));
    BuildSearch();
    BuildKinds();
    BuildAmounts();
    BuildPart();
    BuildWarranty();
    m_problem = MakeProblem(this, "line.problem");
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(m_scroller, wxSizerFlags(1).Expand().Border(wxALL, Dip(this, kSpace)));
    outer->Add(m_problem, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, Dip(this, kSpace)));
    outer->Add(BuildButtons(), wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, Dip(this, kSpace)));
    SetSizer(outer);
    m_searchDelay.SetOwner(this);
    Bind(wxEVT_TIMER, [this](wxTimerEvent&) { Search(); });
}

Field& QuoteLineEditor::AddField(wxSizer& sizer, const char* key, const wxString& label, int proportion,
                                 const wxString& hint)
{
    auto* box = MakeTextBox(m_scroller, ("line." + std::string(key)).c_str(), hint, wxTE_PROCESS_ENTER);
    box->SetMinSize(wxSize(Dip(this, 60), Dip(this, kDeskTarget)));
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
    choice->SetMinSize(wxSize(Dip(this, 60), Dip(this, kDeskTarget)));
    choice->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { ShowAmount(); });
    auto& field = m_fields[name] = std::make_unique<Field>(m_scroller, label, choice);
    const int left = sizer.IsEmpty() ? 0 : Dip(this, kGap);
    sizer.Add(field->Sizer(), wxSizerFlags(1).Top().Border(wxLEFT, left));
    return choice;
}

void QuoteLineEditor::BuildSearch()
{
    m_search = MakeTextBox(m_scroller, "line.search", _("Name or number"), wxTE_PROCESS_ENTER);
    m_found = new wxListBox(m_scroller, wxID_ANY);
    m_found->SetName("line.found");
    m_found->SetMinSize(wxSize(-1, Dip(this, 168)));
    m_found->Hide();
    m_search->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { m_searchDelay.StartOnce(120); });
    m_search->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) { TakeFound(std::max(0, m_found->GetSelection())); });
    m_search->Bind(wxEVT_KEY_DOWN, [this](wxKeyEvent& event) {
        if (event.GetKeyCode() == WXK_DOWN && m_found->IsShown()) {
            m_found->SetFocus();
            m_found->SetSelection(0);
        } else if (event.GetKeyCode() == WXK_ESCAPE && m_found->IsShown()) {
            m_search->Clear();
        } else {
            event.Skip();
        }
    });
    m_found->Bind(wxEVT_LISTBOX_DCLICK, [this](wxCommandEvent& event) { TakeFound(event.GetSelection()); });
    // One click is enough with the mouse; the arrow keys only move.
    m_found->Bind(wxEVT_LEFT_UP, [this](wxMouseEvent& event) {
        event.Skip();
        const int index = m_found->HitTest(event.GetPosition());
        if (index != wxNOT_FOUND) {
            TakeFound(index);
        }
    });
    m_found->Bind(wxEVT_CHAR_HOOK, [this](wxKeyEvent& event) {
        if (event.GetKeyCode() == WXK_RETURN || event.GetKeyCode() == WXK_NUMPAD_ENTER) {
            TakeFound(m_found->GetSelection());
        } else {
            event.Skip();
        }
    });
    auto& field = m_fields["search"] = std::make_unique<Field>(m_scroller, _("&Find in the catalogue"), m_search);
    m_form->Add(field->Sizer(), wxSizerFlags().Expand());
    m_form->Add(m_found, wxSizerFlags().Expand().Border(wxTOP, Dip(this, 2)));
}

void QuoteLineEditor::BuildKinds()
{
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    for (std::size_t index = 0; index < kKinds.size(); ++index) {
        const auto kind = kKinds[index];
        auto* button = MakeButton(m_scroller, ("line.kind." + std::string(core::ToWord(kind))).c_str(),
                                  TrText(core::LineKindName(kind)));
        button->SetMinSize(wxSize(Dip(this, 60), Dip(this, kDeskTarget)));
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
    m_amount = MakeText(m_scroller, wxString(), Type::Heading);
    m_amount->SetName("line.amount");
    m_form->Add(m_amount, wxSizerFlags().Right().Border(wxTOP, Dip(this, kGap)));
}

void QuoteLineEditor::BuildPart()
{
    m_partSizer = new wxBoxSizer(wxVERTICAL);
    auto* first = new wxBoxSizer(wxHORIZONTAL);
    AddField(*first, "part_number", _("Part n&umber"));
    m_partKind = AddChoice(*first, "line.part_kind", _("&Kind of part"), Names(kPartKinds, core::PartKindName));
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
    m_payType = AddChoice(*pays, "line.pay_type", _("&Who pays"), Names(kPayTypes, core::PayTypeName));
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

void QuoteLineEditor::Fill(const LineForm& form)
{
    const wxWindowUpdateLocker noFlicker(m_scroller);
    const std::pair<const char*, const std::string&> texts[] = {
        {"description", form.description},
        {"quantity", form.quantity},
        {"unit_price", form.unitPrice},
        {"discount", form.discount},
        {"tax", form.tax},
        {"part_number", form.partNumber},
        {"part_brand", form.partBrand},
        {"part_origin", form.partOrigin},
        {"supplier", form.supplier},
        {"unit_cost", form.unitCost},
        {"warranty_months", form.warrantyMonths},
        {"warranty_km", form.warrantyKm},
    };
    for (const auto& [key, value] : texts) {
        Box(key)->ChangeValue(Wx(value));
    }
    m_partKind->SetSelection(IndexOf(kPartKinds, form.partKind));
    m_payType->SetSelection(IndexOf(kPayTypes, form.payType));
    ShowKind(form.kind);
    m_start = form;
    ShowAmount();
}

LineForm QuoteLineEditor::Collect() const
{
    auto form = m_start;
    const auto text = [&](const char* key) { return Utf8(Box(key)->GetValue()); };
    form.kind = m_kind;
    form.description = text("description");
    form.quantity = text("quantity");
    form.unitPrice = text("unit_price");
    form.discount = text("discount");
    form.tax = text("tax");
    form.partNumber = text("part_number");
    form.partBrand = text("part_brand");
    form.partOrigin = text("part_origin");
    form.supplier = text("supplier");
    form.unitCost = text("unit_cost");
    form.warrantyMonths = text("warranty_months");
    form.warrantyKm = text("warranty_km");
    form.partKind = kPartKinds[static_cast<std::size_t>(m_partKind->GetSelection())];
    form.payType = kPayTypes[static_cast<std::size_t>(m_payType->GetSelection())];
    return form;
}

void QuoteLineEditor::ShowKind(core::LineKind kind)
{
    m_kind = kind;
    for (std::size_t index = 0; index < kKinds.size(); ++index) {
        ShowChosen(m_kinds[index], kKinds[index] == kind, Meaning::Accent);
    }
    const bool part = kind == core::LineKind::Part;
    m_partSizer->ShowItems(part);
    if (part) {
        for (const auto* key :
             {"part_number", "part_brand", "part_origin", "supplier", "unit_cost", "line.part_kind"}) {
            m_fields.at(key)->Show(true);
        }
    }
    m_scroller->Arrange();
}

void QuoteLineEditor::ShowAmount()
{
    const auto amount = m_desk.order.Loaded() ? m_desk.quote.AmountOf(Collect()) : std::string();
    SetTextIfNew(m_amount, amount.empty() ? wxString() : Tr("Amount {1}", {Wx(amount)}));
}

void QuoteLineEditor::StartNew()
{
    if (m_desk.quote.line.Locked()) {
        return;
    }
    m_desk.quote.line.Reopen();
    m_before.reset();
    m_begun = false;
    m_search->ChangeValue(wxString());
    ShowFound({});
    Fill(NewLineForm(m_desk.context.shop, core::LineKind::Labour));
    Render();
    FocusSearch();
}

void QuoteLineEditor::Edit(core::LineId line)
{
    const auto* present = m_desk.order.Order().FindLine(line);
    if (present == nullptr || m_desk.quote.line.Locked() || (m_before && m_before->id == line)) {
        return;
    }
    if (HasUnsaved() && !Ask(this, _("Line not saved"), _("The line in the form has not been saved."), _("&Discard it"),
                             _("&Keep editing"))) {
        onClosed();
        return;
    }
    m_desk.quote.line.Reopen();
    m_before = *present;
    m_begun = true;
    Fill(FormOf(*present));
    Render();
}

void QuoteLineEditor::Render()
{
    if (!m_desk.order.Loaded()) {
        return;
    }
    if (!m_begun && !m_before && m_start.tax.empty()) {
        Fill(NewLineForm(m_desk.context.shop, core::LineKind::Labour));
    }
    const auto* present = m_before ? m_desk.order.Order().FindLine(m_before->id) : nullptr;
    if (m_before && !HasUnsaved() && present == nullptr && !m_desk.quote.line.Locked()) {
        StartNew();
        return;
    }
    // Others may change the line while it is only looked at.
    if (present != nullptr && !HasUnsaved() && !(FormOf(*present) == m_start)) {
        m_before = *present;
        Fill(FormOf(*present));
    }
    SetTextIfNew(m_title, m_before ? _("Change line") : _("New line"));
    const auto& deed = m_desk.quote.line;
    for (const auto& field : FormFields()) {
        m_fields.at(std::string(field))->SetProblem(Wx(m_desk.order.SayAt(deed, field)));
    }
    ShowProblem(m_problem, Wx(m_desk.order.SayAbout(deed, FormFields())),
                deed.Waiting() ? Meaning::Attention : Meaning::Danger);
    const bool editable = m_desk.quote.Editable() && !deed.Locked();
    EnableIfNew(m_scroller, editable);
    EnableIfNew(m_save, editable);
    ShowIfNew(m_remove, m_before.has_value());
    EnableIfNew(m_remove, editable && !m_desk.quote.remove.Locked());
    const auto label = m_before ? _("&New line") : _("&Clear");
    if (m_cancel->GetLabel() != label) {
        m_cancel->SetLabel(label);
        Layout();
    }
}

bool QuoteLineEditor::HasUnsaved() const
{
    return m_begun && !(Collect() == m_start);
}

void QuoteLineEditor::FocusSearch()
{
    m_search->SetFocus();
}

void QuoteLineEditor::Search()
{
    const auto text = Utf8(m_search->GetValue());
    if (text.empty()) {
        ShowFound({});
        return;
    }
    m_desk.quote.FindInCatalogue(text, [this](std::vector<db::CatalogueItem> items) { ShowFound(std::move(items)); });
}

void QuoteLineEditor::ShowFound(std::vector<db::CatalogueItem> items)
{
    m_items = std::move(items);
    wxArrayString lines;
    for (const auto& item : m_items) {
        lines.push_back(
            Wx(item.name + " · " + core::Display(item.unitPrice, m_desk.context.shop.currency) + " · " + item.code));
    }
    const bool none = m_items.empty() && !m_search->IsEmpty();
    if (none) {
        lines.push_back(_("Nothing in the catalogue matches."));
    }
    m_found->Set(lines);
    if (m_found->IsShown() != !lines.empty()) {
        m_found->Show(!lines.empty());
        m_scroller->Arrange();
    }
}

void QuoteLineEditor::TakeFound(int index)
{
    if (index < 0 || index >= static_cast<int>(m_items.size())) {
        return;
    }
    auto form = FormOf(m_items[static_cast<std::size_t>(index)]);
    // The line keeps its identity and the finding it answers.
    form.id = m_start.id;
    form.finding = m_start.finding;
    const auto start = m_start;
    m_search->ChangeValue(wxString());
    ShowFound({});
    Fill(form);
    m_start = start;
    m_begun = true;
    m_save->SetFocus();
}

void QuoteLineEditor::Save()
{
    m_desk.quote.SaveLine(Collect(), m_before, [this] { StartNew(); });
}

void QuoteLineEditor::Remove()
{
    if (m_before) {
        m_desk.quote.RemoveLine(m_before->id, [this] {
            m_begun = false;
            StartNew();
        });
    }
}

void QuoteLineEditor::Close()
{
    StartNew();
    onClosed();
}

} // namespace bayline::desktop
