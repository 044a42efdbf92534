// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/outlets_panel.h"

#include "desktop/views/flow_row.h"
#include "desktop/views/layout_again.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/translate.h"
#include "desktop/views/work_order_parts.h"

#include <algorithm>
#include <tuple>

namespace bayline::desktop {

namespace {

using Form = OutletsPresenter::Form;

const std::vector<std::pair<const char*, std::string Form::*>>& TextFields()
{
    static const std::vector<std::pair<const char*, std::string Form::*>> kFields = {
        {"code", &Form::code},
        {"name", &Form::name},
        {"paper_name", &Form::paperName},
        {"address", &Form::address},
        {"phone", &Form::phone},
        {"tax_id", &Form::taxId},
        {"bank", &Form::bank},
        {"bank_account", &Form::bankAccount},
        {"invoice_footer", &Form::invoiceFooter},
        {"bays", &Form::bays},
        {"quarantine_bay", &Form::quarantineBay},
    };
    return kFields;
}

} // namespace

OutletsPanel::OutletsPanel(wxWindow* parent, Context& context)
    : wxPanel(parent), m_context(context), m_presenter(context, [this] { Render(); })
{
    SetName("settings.outlets");
    SetBackgroundColour(Colours().page);
    m_card = new Card(this, "settings.outlets_card", _("Outlets"));
    m_onePlace = MakeLead("outlets.one_place",
                          _("This shop is in one place. With a second one, each has its own address on papers, its own "
                            "numbers, till and bays; customers, cars and prices stay together."));
    m_several = MakeLead("outlets.several",
                         _("Each outlet has its own numbers, till and bays. What is left empty is as the shop says. "
                           "bayline-admin device move tells which PC stands where."));
    m_list =
        new RowList(m_card, "outlets.list",
                    {{_("Code"), 70}, {_("Outlet"), 150}, {_("Address"), 150, false, false, true}, {_("State"), 80}});
    m_list->SetMinSize(wxSize(LetterDip(this, 320), LetterDip(this, 220)));
    m_list->OnSelect([this](const std::string& key) {
        if (!key.empty())
            m_presenter.Choose(core::OutletId::From(key));
    });
    m_formPanel = new wxPanel(m_card);
    m_formPanel->SetBackgroundColour(Colours().surface);
    m_formPanel->SetSizer(BuildForm());
    auto* row = new FlowRow(Dip(this, kGap));
    row->Add(m_list, wxSizerFlags(2).Expand().Border(wxRIGHT, Dip(this, kSpace)));
    row->Add(m_formPanel, wxSizerFlags(3).Top());
    m_card->Content()->Add(row, wxSizerFlags(1).Expand());
    m_new = MakeButton(m_card, "outlets.new", _("Add an outlet …"), {.icon = "add"});
    OnAct(m_new, [this] { BeginAdding(); });
    m_card->Content()->Add(m_new, wxSizerFlags().Left().Border(wxTOP, Dip(this, kGap)));
    m_banner = new Banner(m_card, "outlets.banner");
    m_card->Content()->Add(m_banner, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(m_card, wxSizerFlags(1).Expand());
    SetSizer(outer);
    Hide();
}

wxStaticText* OutletsPanel::MakeLead(const char* name, const wxString& text)
{
    auto* lead = MakeMuted(m_card, text);
    lead->SetName(name);
    lead->SetMinSize(wxSize(Dip(this, 200), -1));
    KeepWhole(lead);
    m_card->Content()->Add(lead, wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap)));
    return lead;
}

wxSizer* OutletsPanel::BuildForm()
{
    auto* form = new wxBoxSizer(wxVERTICAL);
    const auto add = [&](wxSizer* sizer, const char* key, const wxString& label, const wxString& hint, long style = 0) {
        auto* box = MakeTextBox(m_formPanel, ("outlets." + std::string(key)).c_str(), hint, style);
        auto field = std::make_unique<Field>(m_formPanel, label, box);
        sizer->Add(field->Sizer(), wxSizerFlags(1).Expand());
        m_fields[key] = std::move(field);
        m_texts[key] = box;
        return box;
    };
    const auto asShop = _("as the shop");
    const auto below = wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap));
    const auto pair = [&](const char* a, const wxString& aLabel, const wxString& aHint, const char* b,
                          const wxString& bLabel, const wxString& bHint) {
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        add(row, a, aLabel, aHint);
        row->AddSpacer(Dip(this, kGap));
        add(row, b, bLabel, bHint);
        form->Add(row, below);
    };
    pair("code", _("Code in front of its numbers"), _("as B"), "name", _("Name in lists"), wxString());
    pair("paper_name", _("Name on papers"), asShop, "phone", _("Phone"), asShop);
    const auto whole = [&](const char* key, const wxString& label) {
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        add(row, key, label, asShop);
        form->Add(row, below);
    };
    whole("address", _("Address"));
    pair("tax_id", _("Tax number"), asShop, "bank", _("Bank"), asShop);
    pair("bank_account", _("Bank account"), asShop, "quarantine_bay", _("Place for cars in quarantine"), asShop);
    whole("bays", _("Bays, with commas between"));
    auto* words = new wxBoxSizer(wxHORIZONTAL);
    add(words, "invoice_footer", _("Text below invoices"), wxString(), wxTE_MULTILINE)
        ->SetMinSize(wxSize(-1, LetterDip(this, 56)));
    form->Add(words, below);
    m_logo = new LogoPanel(m_formPanel, m_context, "outlets.logo", LogoOfOutlet({}));
    m_logo->onResized = [this] { onResized(); };
    m_logo->Hide();
    form->Add(m_logo, below);
    m_switch = MakeButton(m_formPanel, "outlets.switch", _("Close the outlet"), {.kind = ButtonKind::Quiet});
    OnAct(m_switch, [this] {
        if (const auto& chosen = m_presenter.Now().chosen)
            m_presenter.SetActive(!chosen->active);
    });
    m_save = MakeButton(m_formPanel, "outlets.save", _("Save outlet"), {.kind = ButtonKind::Primary, .icon = "save"});
    OnAct(m_save, [this] { m_presenter.Save(Read()); });
    auto* buttons = new wxBoxSizer(wxHORIZONTAL);
    buttons->Add(m_switch, wxSizerFlags().CenterVertical());
    buttons->AddStretchSpacer();
    buttons->Add(m_save, wxSizerFlags().CenterVertical());
    form->Add(buttons, wxSizerFlags().Expand());
    return form;
}

void OutletsPanel::BeginAdding()
{
    m_list->SelectRow({});
    m_presenter.Add();
    m_texts.at("code")->SetFocus();
}

OutletsPresenter::Form OutletsPanel::Read() const
{
    Form form;
    for (const auto& [name, member] : TextFields())
        form.*member = Utf8(m_texts.at(name)->GetValue());
    return form;
}

void OutletsPanel::RenderForm()
{
    const auto& state = m_presenter.Now();
    const bool shown = state.adding || state.chosen.has_value();
    if (m_formPanel->IsShown() != shown)
        m_formPanel->Show(shown);
    if (state.formVersion != m_shownVersion) {
        m_shownVersion = state.formVersion;
        for (const auto& [name, member] : TextFields())
            m_texts.at(name)->ChangeValue(Wx(state.form.*member));
        if (!state.chosen)
            m_list->SelectRow({});
    }
    EnableIfNew(m_texts.at("code"), !m_presenter.CodeIsFixed());
    for (const auto& [name, field] : m_fields) {
        const auto problem = state.problems.find(name);
        field->SetProblem(problem == state.problems.end() ? wxString() : Wx(problem->second));
    }
    const auto label = state.chosen && !state.chosen->active ? _("Open it again") : _("Close the outlet");
    if (m_switch->GetLabel() != label)
        m_switch->SetLabel(label);
    const bool first = state.chosen && state.chosen->no == core::kFirstOutlet;
    if (m_switch->IsShown() != (state.chosen.has_value() && !first))
        m_switch->Show(state.chosen.has_value() && !first);
    EnableIfNew(m_switch, !m_presenter.Busy());
    EnableIfNew(m_save, !m_presenter.Busy());
}

/// A new outlet has none before it is saved.
void OutletsPanel::RenderLogo()
{
    const auto& chosen = m_presenter.Now().chosen;
    const bool own = chosen.has_value();
    const auto of = own ? chosen->id : core::OutletId();
    if (of != m_logoOf) {
        m_logoOf = of;
        if (own)
            m_logo->MoveTo(LogoOfOutlet(of));
    }
    ShowIfNew(m_logo, own);
}

void OutletsPanel::RenderList()
{
    const auto& state = m_presenter.Now();
    std::vector<RowList::Row> rows;
    for (const auto& outlet : state.outlets)
        rows.push_back({outlet.id.Text(),
                        {Wx(outlet.code),
                         outlet.no == core::kFirstOutlet && outlet.name.empty() ? _("First outlet") : Wx(outlet.name),
                         outlet.own.address.empty() ? _("as the shop") : Wx(outlet.own.address),
                         outlet.active ? _("in use") : _("closed down")},
                        Meaning::Neutral});
    m_list->SetRows(std::move(rows));
    if (m_list->IsShown() != core::HasOutlets(state.outlets))
        m_list->Show(core::HasOutlets(state.outlets));
}

void OutletsPanel::Render()
{
    if (!m_banner)
        return;
    const auto& state = m_presenter.Now();
    const bool shown = state.mayChange && state.loaded;
    if (IsShown() != shown)
        Show(shown);
    m_onePlace->Show(!core::HasOutlets(state.outlets));
    m_several->Show(core::HasOutlets(state.outlets));
    RenderList();
    RenderForm();
    RenderLogo();
    if (state.message.empty())
        m_banner->Clear();
    else
        m_banner->Show(Wx(state.message), state.failed ? Meaning::Danger : Meaning::Good);
    m_card->Layout();
    Layout();
    onResized();
    const auto names = [](const core::Outlet& outlet) { return std::tie(outlet.no, outlet.name, outlet.active); };
    if (!std::ranges::equal(m_known, state.outlets, {}, names, names)) {
        m_known = state.outlets;
        onSaved();
    }
}

} // namespace bayline::desktop
