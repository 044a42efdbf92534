// SPDX-License-Identifier: GPL-3.0-or-later
// The shop's data and the floor's in the settings: saved together, and by managers only.
#include "desktop/views/letter_scale.h"
#include "desktop/views/settings_screen.h"
#include "desktop/views/translate.h"

namespace bayline::desktop {

namespace {

using Form = SettingsPresenter::Form;

const std::vector<std::pair<const char*, std::string Form::*>>& TextFields()
{
    static const std::vector<std::pair<const char*, std::string Form::*>> kFields = {
        {"name", &Form::name},
        {"address", &Form::address},
        {"phone", &Form::phone},
        {"taxId", &Form::taxId},
        {"bank", &Form::bank},
        {"bankAccount", &Form::bankAccount},
        {"taxRate", &Form::taxRate},
        {"labourRate", &Form::labourRate},
        {"quoteValidDays", &Form::quoteValidDays},
        {"idleLockMinutes", &Form::idleLockMinutes},
        {"warrantyText", &Form::warrantyText},
        {"invoiceFooter", &Form::invoiceFooter},
        {"bigDiscount", &Form::bigDiscount},
        {"serviceMonths", &Form::serviceMonths},
        {"serviceKm", &Form::serviceKm},
    };
    return kFields;
}

const std::vector<std::pair<const char*, std::string FloorForm::*>>& FloorFields()
{
    static const std::vector<std::pair<const char*, std::string FloorForm::*>> kFields = {
        {"bays", &FloorForm::bays},
        {"quarantineBay", &FloorForm::quarantineBay},
        {"opensAt", &FloorForm::opensAt},
        {"closesAt", &FloorForm::closesAt},
        {"hvWaitMinutes", &FloorForm::hvWaitMinutes},
        {"hvWaits", &FloorForm::hvWaits},
        {"insulation", &FloorForm::insulation},
        {"comebackDays", &FloorForm::comebackDays},
    };
    return kFields;
}

} // namespace

wxTextCtrl* SettingsScreen::AddText(wxWindow* parent, wxSizer* sizer, const char* field, const wxString& label,
                                    long style)
{
    auto* box = MakeTextBox(parent, ("settings." + std::string(field)).c_str(), wxString(), style);
    auto made = std::make_unique<Field>(parent, label, box);
    sizer->Add(made->Sizer(), wxSizerFlags(1).Expand());
    m_fields[field] = std::move(made);
    m_texts[field] = box;
    return box;
}

wxWindow* SettingsScreen::MakeShop(wxWindow* parent)
{
    auto* card = new Card(parent, "settings.shop_card", _("Shop"));
    auto* content = card->Content();
    const auto below = wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap));
    const auto pair = [&](const char* a, const wxString& aLabel, const char* b, const wxString& bLabel) {
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        AddText(card, row, a, aLabel);
        row->AddSpacer(Dip(this, kGap));
        AddText(card, row, b, bLabel);
        content->Add(row, below);
    };
    pair("name", _("&Name"), "phone", _("&Phone"));
    auto* address = new wxBoxSizer(wxHORIZONTAL);
    AddText(card, address, "address", _("&Address"));
    content->Add(address, below);
    pair("taxId", _("Ta&x number"), "bank", _("&Bank"));
    pair("bankAccount", _("Bank acc&ount"), "taxRate", _("Usual tax rate, percent"));
    m_taxIncluded = new wxCheckBox(card, wxID_ANY, _("Prices &include tax"));
    m_taxIncluded->SetName("settings.pricesIncludeTax");
    content->Add(m_taxIncluded, below);
    pair("labourRate", _("Price of one hour of labour"), "quoteValidDays", _("Quotes are valid for days"));
    pair("idleLockMinutes", _("Lock after idle minutes"), "bigDiscount",
         _("Discounts above this need a manager, percent"));
    pair("serviceMonths", _("Next service after months"), "serviceKm", _("Next service after kilometres"));
    for (const auto& [field, label] : {std::pair("warrantyText", _("Warranty text on invoices")),
                                       std::pair("invoiceFooter", _("Closing words on invoices"))}) {
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        AddText(card, row, field, label, wxTE_MULTILINE);
        content->Add(row, below);
    }
    m_logo = new LogoPanel(card, m_context, "settings.logo");
    m_logo->onResized = [this] {
        if (m_localBanner) {
            Arrange();
        }
    };
    content->Add(m_logo, below);
    m_shopBanner = new Banner(card, "settings.shop_banner");
    content->Add(m_shopBanner, below);
    m_saveShop = MakeButton(card, "settings.save_shop", _("&Save the shop's data"),
                            {.kind = ButtonKind::Primary, .icon = "save"});
    content->Add(m_saveShop, wxSizerFlags().Right());
    m_saveShop->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { m_presenter.SaveShop(ReadShop()); });
    return card;
}

wxWindow* SettingsScreen::MakeFloor(wxWindow* parent)
{
    auto* card = new Card(parent, "settings.floor_card", _("Workshop floor"));
    const auto below = wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap));
    // With large letters two fields beside one another have no room for their names.
    const auto direction = LetterScale() < 1.4 ? wxHORIZONTAL : wxVERTICAL;
    const auto row = [&](std::initializer_list<std::pair<const char*, wxString>> fields, long style = 0) {
        auto* sizer = new wxBoxSizer(direction);
        for (const auto& [field, label] : fields) {
            if (!sizer->IsEmpty())
                sizer->AddSpacer(Dip(this, kGap));
            AddText(card, sizer, field, label, style);
        }
        card->Content()->Add(sizer, below);
    };
    row({{"bays", _("Bays, separated by commas")}});
    row({{"quarantineBay", _("Place outside for quarantine")}, {"comebackDays", _("Comeback within days")}});
    row({{"opensAt", _("Opens at")}, {"closesAt", _("Closes at")}});
    row({{"hvWaitMinutes", _("High voltage: minutes to wait")}, {"insulation", _("Least insulation, Ω/V")}});
    row({{"hvWaits", _("Makers' minutes: model = minutes, one a line")}}, wxTE_MULTILINE);
    m_floorBanner = new Banner(card, "settings.floor_banner");
    card->Content()->Add(m_floorBanner, below);
    m_saveFloor = MakeButton(card, "settings.save_floor", _("Save with the shop's data"), {.icon = "save"});
    m_saveFloor->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { m_presenter.SaveShop(ReadShop()); });
    card->Content()->Add(m_saveFloor, wxSizerFlags().Right());
    return card;
}

SettingsPresenter::Form SettingsScreen::ReadShop() const
{
    auto form = m_presenter.Now().form;
    for (const auto& [field, member] : TextFields())
        form.*member = Utf8(m_texts.at(field)->GetValue());
    for (const auto& [field, member] : FloorFields())
        form.floor.*member = Utf8(m_texts.at(field)->GetValue());
    form.pricesIncludeTax = m_taxIncluded->GetValue();
    return form;
}

void SettingsScreen::RenderShop()
{
    const auto& state = m_presenter.Now();
    if (state.formVersion != m_shownVersion) {
        m_shownVersion = state.formVersion;
        for (const auto& [field, member] : TextFields())
            m_texts[field]->ChangeValue(Wx(state.form.*member));
        for (const auto& [field, member] : FloorFields())
            m_texts[field]->ChangeValue(Wx(state.form.floor.*member));
        m_taxIncluded->SetValue(state.form.pricesIncludeTax);
    }
    for (const auto& [name, field] : m_fields) {
        const auto problem = state.problems.find(name);
        field->SetProblem(problem == state.problems.end() ? wxString() : Wx(problem->second));
        field->Control()->Enable(state.mayChangeShop);
    }
    m_taxIncluded->Enable(state.mayChangeShop);
    for (auto* save : {m_saveShop, m_saveFloor})
        save->Enable(state.mayChangeShop && state.loaded && !m_presenter.Busy());
    for (auto* banner : {m_shopBanner, m_floorBanner}) {
        if (!state.mayChangeShop)
            banner->Show(_("Only a manager changes the shop's data."), Meaning::Neutral);
        else if (!state.shopMessage.empty())
            banner->Show(Wx(state.shopMessage), state.problems.empty() ? Meaning::Accent : Meaning::Danger);
        else
            banner->Clear();
    }
}

} // namespace bayline::desktop
