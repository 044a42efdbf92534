// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/catalogue_editors.h"

#include "core/text.h"

#include "desktop/views/quote_line_editor.h"
#include "desktop/views/stock_dialog.h"
#include "desktop/views/translate.h"

namespace bayline::desktop {

namespace {

/// What an item's box for a line's field is called; null for what only a line has.
const char* BoxOf(std::string_view field)
{
    return field == "description" ? "name" : field == "discount" ? nullptr : field.data();
}

} // namespace

CatalogueEditor::CatalogueEditor(wxWindow* parent, const char* name, CataloguePresenter& presenter)
    : wxPanel(parent), catalogue(presenter), form(new Scroller(this, name))
{
    SetName(name);
    SetBackgroundColour(Colours().surface);
    form->SetBackgroundColour(Colours().surface);
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(form, wxSizerFlags(1).Expand().Border(wxALL, Dip(this, kSpace)));
    SetSizer(outer);
}

wxBoxSizer* CatalogueEditor::AddRow()
{
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    form->Content()->Add(row, wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap)));
    return row;
}

wxTextCtrl* CatalogueEditor::AddText(wxSizer& row, const char* field, const wxString& label, int proportion,
                                     const wxString& hint)
{
    auto* box = MakeTextBox(form, ("catalogue." + std::string(field)).c_str(), hint);
    box->SetMinSize(wxSize(Dip(this, 60), DeskHeight(this)));
    auto& entry = fields[field] = std::make_unique<Field>(form, label, box);
    row.Add(entry->Sizer(), wxSizerFlags(proportion).Top().Border(wxLEFT, row.IsEmpty() ? 0 : Dip(this, kGap)));
    return box;
}

wxString CatalogueEditor::Typed(const char* field) const
{
    return static_cast<wxTextCtrl*>(fields.at(field)->Control())->GetValue();
}

void CatalogueEditor::Put(const char* field, const std::string& text)
{
    static_cast<wxTextCtrl*>(fields.at(field)->Control())->ChangeValue(Wx(text));
}

void CatalogueEditor::AddDrives()
{
    auto* row = AddRow();
    row->Add(MakeMuted(form, _("Drives (none: all)")), wxSizerFlags().CenterVertical());
    for (std::size_t at = 0; at < drives.size(); ++at) {
        const auto powertrain = core::kPowertrains[at];
        drives[at] = new wxCheckBox(form, wxID_ANY, Wx(core::ToUpperAscii(core::ToWord(powertrain))));
        drives[at]->SetName("catalogue.drive." + std::string(core::ToWord(powertrain)));
        drives[at]->SetToolTip(TrText(core::PowertrainName(powertrain)));
        row->Add(drives[at], wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
    }
}

std::vector<core::Powertrain> CatalogueEditor::Drives() const
{
    std::vector<core::Powertrain> chosen;
    for (std::size_t at = 0; at < drives.size(); ++at) {
        if (drives[at]->GetValue()) {
            chosen.push_back(core::kPowertrains[at]);
        }
    }
    return chosen;
}

void CatalogueEditor::PutDrives(const std::vector<core::Powertrain>& chosen)
{
    for (std::size_t at = 0; at < drives.size(); ++at) {
        drives[at]->SetValue(std::find(chosen.begin(), chosen.end(), core::kPowertrains[at]) != chosen.end());
    }
}

wxCheckBox* CatalogueEditor::AddTick(wxSizer& row, const char* field, const wxString& label)
{
    auto* tick = new wxCheckBox(form, wxID_ANY, label);
    tick->SetName("catalogue." + std::string(field));
    row.Add(tick, wxSizerFlags().CenterVertical().Border(wxRIGHT, Dip(this, kSpace)));
    return tick;
}

void CatalogueEditor::AddSave(std::function<void()> act)
{
    problem = MakeProblem(this, (Utf8(GetName()) + ".problem").c_str());
    save = MakeButton(this, (Utf8(GetName()) + ".save").c_str(), _("&Save"),
                      {.kind = ButtonKind::Primary, .icon = "save", .tip = _("Ctrl+S")});
    OnAct(save, act);
    Bind(wxEVT_CHAR_HOOK, [this, act](wxKeyEvent& event) {
        if (event.ControlDown() && event.GetKeyCode() == 'S' && save->IsEnabled()) {
            act();
        } else {
            event.Skip();
        }
    });
    const auto flags = wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, Dip(this, kSpace));
    GetSizer()->Add(problem, flags);
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->AddStretchSpacer();
    row->Add(save);
    GetSizer()->Add(row, flags);
}

bool CatalogueEditor::HasNews()
{
    return std::exchange(m_reads, catalogue.Now().reads) != catalogue.Now().reads;
}

void CatalogueEditor::Render()
{
    std::vector<std::string_view> shown = extraFields;
    for (const auto& [name, field] : fields) {
        field->SetProblem(Wx(catalogue.SayAt(name)));
        shown.push_back(name);
    }
    ShowProblem(problem, Wx(catalogue.SayOutside(shown)));
    ShowIfNew(save, catalogue.MayEdit());
    EnableIfNew(save, !catalogue.Now().saving);
    form->Arrange();
    Layout();
}

ItemEditor::ItemEditor(wxWindow* parent, Context& context, CataloguePresenter& presenter)
    : CatalogueEditor(parent, "catalogue.item", presenter), m_context(context)
{
    m_title = MakeText(form, wxString(), Type::Heading);
    m_title->SetName("catalogue.item.title");
    form->Content()->Add(m_title, wxSizerFlags().Border(wxBOTTOM, Dip(this, kGap)));
    auto* first = AddRow();
    AddText(*first, "code", _("&Code"));
    AddText(*first, "name", _("&Name"), 2);
    AddText(*AddRow(), "name_en", _("English name"));
    auto* prices = AddRow();
    AddText(*prices, "quantity", _("&Hours or quantity"));
    AddText(*prices, "unit_price", _("Price of one"));
    AddText(*prices, "unit_cost", _("Cost of one"));
    AddText(*prices, "tax", _("&Tax %"));
    auto* ticks = AddRow();
    m_byRules = AddTick(*ticks, "price_by_rules", _("Price b&y the rules"));
    m_hv = AddTick(*ticks, "hv", _("Hi&gh-voltage work"));
    m_active = AddTick(*ticks, "active", _("O&ffered"));
    BuildPart();
    auto* warranty = AddRow();
    AddText(*warranty, "warranty_months", _("Warranty, &months"));
    AddText(*warranty, "warranty_km", _("or km"));
    AddDrives();
    BuildStock();
    AddSave([this] { Save(); });
}

void ItemEditor::Save()
{
    std::optional<Shown<ItemForm>> shown;
    if (catalogue.Find(m_start.id) != nullptr) {
        shown = Shown<ItemForm>{m_start, [this](const ItemForm& now) {
                                    if (now.id == m_start.id) {
                                        Follow(now);
                                        m_start = now;
                                    }
                                }};
    }
    const auto done = [this, saved = Collect()] {
        if (saved.id == m_start.id) {
            m_start = saved;
        }
    };
    catalogue.Save(Collect(), done, std::move(shown));
}

void ItemEditor::Follow(const ItemForm& now)
{
    auto typed = Collect();
    const auto before = typed;
    desktop::Follow(typed, m_start, now);
    if (!(typed == before)) {
        Fill(typed);
    }
}

void ItemEditor::BuildPart()
{
    m_partRows = new wxBoxSizer(wxVERTICAL);
    form->Content()->Add(m_partRows, wxSizerFlags().Expand());
    auto* first = new wxBoxSizer(wxHORIZONTAL);
    AddText(*first, "part_number", _("Part n&umber"));
    AddText(*first, "part_brand", _("&Brand"));
    auto* second = new wxBoxSizer(wxHORIZONTAL);
    AddText(*second, "part_origin", _("Origin"));
    m_partKind = new wxChoice(form, wxID_ANY, wxDefaultPosition, wxDefaultSize,
                              ChoiceNames(kPartKindChoices, core::PartKindName));
    m_partKind->SetName("catalogue.part_kind");
    m_partKind->SetMinSize(wxSize(Dip(this, 60), DeskHeight(this)));
    auto& kind = fields["part_kind"] = std::make_unique<Field>(form, _("Kind of part"), m_partKind);
    second->Add(kind->Sizer(), wxSizerFlags(1).Top().Border(wxLEFT, Dip(this, kGap)));
    AddText(*second, "supplier", _("Supplier"));
    for (auto* row : {first, second}) {
        m_partRows->Add(row, wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap)));
    }
}

void ItemEditor::BuildStock()
{
    m_stockCard = new Card(form, "catalogue.stock_card", _("On the shelf"));
    m_stock = MakeText(m_stockCard, wxString(), Type::Title);
    m_stock->SetName("catalogue.stock");
    m_receive = MakeButton(m_stockCard, "catalogue.receive", _("Recei&ved …"), {.icon = "add"});
    OnAct(m_receive, [this] { AskForStock(this, catalogue, m_start.id, StockDeed::Receive); });
    m_count = MakeButton(m_stockCard, "catalogue.count", _("Counte&d …"), {.icon = "list"});
    OnAct(m_count, [this] { AskForStock(this, catalogue, m_start.id, StockDeed::Count); });
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(m_stock, wxSizerFlags(1).CenterVertical());
    row->Add(m_receive, wxSizerFlags().CenterVertical());
    row->Add(m_count, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
    m_stockCard->Content()->Add(row, wxSizerFlags().Expand());
    form->Content()->Add(m_stockCard, wxSizerFlags().Expand());
}

void ItemEditor::Show(const ItemForm& item)
{
    m_start = item;
    Fill(item);
    Render();
}

void ItemEditor::Fill(const ItemForm& item)
{
    Put("code", item.code);
    Put("name_en", item.nameEn);
    for (const auto& [field, text] : LineTexts()) {
        if (const auto* box = BoxOf(field)) {
            Put(box, item.line.*text);
        }
    }
    m_partKind->SetSelection(IndexOf(kPartKindChoices, item.line.partKind));
    m_byRules->SetValue(item.priceByRules);
    m_hv->SetValue(item.line.hv);
    m_active->SetValue(item.active);
    PutDrives(item.powertrains);
}

ItemForm ItemEditor::Collect() const
{
    auto item = m_start;
    item.code = Utf8(Typed("code"));
    item.nameEn = Utf8(Typed("name_en"));
    for (const auto& [field, text] : LineTexts()) {
        if (const auto* box = BoxOf(field)) {
            item.line.*text = Utf8(Typed(box));
        }
    }
    item.line.partKind = kPartKindChoices[static_cast<std::size_t>(std::max(0, m_partKind->GetSelection()))];
    item.line.hv = m_hv->GetValue();
    item.active = m_active->GetValue();
    item.priceByRules = m_byRules->GetValue();
    item.powertrains = Drives();
    return item;
}

bool ItemEditor::HasUnsaved() const
{
    return !m_start.id.IsNil() && !(Collect() == m_start);
}

void ItemEditor::Render()
{
    const bool part = m_start.line.kind == core::LineKind::Part;
    const auto* known = catalogue.Find(m_start.id);
    if (HasNews() && known != nullptr) {
        Follow(FormOfItem(*known));
    }
    SetTextIfNew(m_title, known != nullptr ? Wx(known->name) : part ? _("New part") : _("New operation"));
    m_partRows->ShowItems(part);
    for (const auto* field : {"part_number", "part_brand", "part_origin", "supplier", "part_kind"}) {
        fields.at(field)->Show(part);
    }
    ShowIfNew(m_hv, !part);
    const bool prices = catalogue.ShowsPrices();
    for (const auto* field : {"unit_price", "unit_cost", "tax"}) {
        fields.at(field)->Show(prices);
    }
    ShowIfNew(m_stockCard, part && known != nullptr);
    SetTextIfNew(m_stock, known == nullptr || !known->stock ? _("Not counted") : Wx(core::ToDecimal(*known->stock)));
    ShowIfNew(m_receive, catalogue.MayMoveStock());
    ShowIfNew(m_count, catalogue.MayMoveStock());
    CatalogueEditor::Render();
}

} // namespace bayline::desktop
