// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/settings_screen.h"

#include "desktop/views/translate.h"

#include <wx/choice.h>
#include <wx/filedlg.h>

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
    };
    return kFields;
}

const std::vector<std::string>& Languages()
{
    static const std::vector<std::string> kLanguages = {"", "en", "zh_CN"};
    return kLanguages;
}

} // namespace

SettingsScreen::SettingsScreen(wxWindow* parent, Context& context, SettingsPresenter::Doors doors)
    : Screen(parent, "settings"), m_presenter(context, std::move(doors), [this] { Render(); })
{
    const int space = Dip(this, kSpace);
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(MakeText(this, _("Settings"), Type::Title), wxSizerFlags().Border(wxALL, space));
    m_scroll = new wxScrolledWindow(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxVSCROLL | wxTAB_TRAVERSAL);
    m_scroll->SetBackgroundColour(Colours().page);
    m_scroll->SetScrollRate(0, Dip(this, 24));
    auto* columns = new wxBoxSizer(wxHORIZONTAL);
    columns->Add(MakeShop(m_scroll), wxSizerFlags(3).Expand());
    auto* right = new wxBoxSizer(wxVERTICAL);
    right->Add(MakeApp(m_scroll), wxSizerFlags().Expand());
    right->Add(MakeLocal(m_scroll), wxSizerFlags().Expand().Border(wxTOP, space));
    columns->Add(right, wxSizerFlags(2).Top().Border(wxLEFT, space));
    m_staff = new StaffPanel(m_scroll, context);
    m_staff->onResized = [this] { Arrange(); };
    auto* content = new wxBoxSizer(wxVERTICAL);
    content->Add(columns, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, space));
    content->Add(m_staff, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, space));
    m_scroll->SetSizer(content);
    outer->Add(m_scroll, wxSizerFlags(1).Expand());
    SetSizer(outer);
    Render();
}

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
    auto* idle = new wxBoxSizer(wxHORIZONTAL);
    AddText(card, idle, "idleLockMinutes", _("Lock after idle minutes"));
    idle->AddStretchSpacer();
    content->Add(idle, below);
    for (const auto& [field, label] : {std::pair("warrantyText", _("Warranty text on invoices")),
                                       std::pair("invoiceFooter", _("Closing words on invoices"))}) {
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        AddText(card, row, field, label, wxTE_MULTILINE);
        content->Add(row, below);
    }
    m_shopBanner = new Banner(card, "settings.shop_banner");
    content->Add(m_shopBanner, below);
    m_saveShop = MakeButton(card, "settings.save_shop", _("&Save the shop's data"),
                            {.kind = ButtonKind::Primary, .icon = "save"});
    content->Add(m_saveShop, wxSizerFlags().Right());
    m_saveShop->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { m_presenter.SaveShop(ReadShop()); });
    return card;
}

wxWindow* SettingsScreen::MakeApp(wxWindow* parent)
{
    auto* card = new Card(parent, "settings.app_card", _("Customer app"));
    auto* content = card->Content();
    const auto below = wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap));
    m_paired = new Badge(card, "settings.paired", _("Not connected"), Meaning::Neutral, "info");
    content->Add(m_paired, wxSizerFlags().Border(wxBOTTOM, Dip(this, kGap)));
    m_url = MakeTextBox(card, "settings.app_url", "https://");
    content->Add(Field(card, _("A&ddress of the customer app"), m_url).Sizer(), below);
    m_code = MakeTextBox(card, "settings.app_code");
    content->Add(Field(card, _("Pairing &code (valid for ten minutes)"), m_code).Sizer(), below);
    m_pairBanner = new Banner(card, "settings.pair_banner");
    content->Add(m_pairBanner, below);
    m_pair = MakeButton(card, "settings.pair", _("Conn&ect"), {.icon = "key"});
    content->Add(m_pair, wxSizerFlags().Right());
    m_pair->Bind(wxEVT_BUTTON,
                 [this](wxCommandEvent&) { m_presenter.Pair(Utf8(m_url->GetValue()), Utf8(m_code->GetValue())); });
    return card;
}

wxWindow* SettingsScreen::MakeLocal(wxWindow* parent)
{
    auto* card = new Card(parent, "settings.local_card", _("This PC"));
    auto* content = card->Content();
    const auto below = wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap));
    m_language = new wxChoice(card, wxID_ANY);
    m_language->SetName("settings.language");
    m_language->SetMinSize(wxSize(-1, Dip(this, kDeskTarget)));
    m_language->Append(_("As the computer"));
    m_language->Append("English");
    m_language->Append(wxString::FromUTF8("简体中文"));
    content->Add(Field(card, _("&Language"), m_language).Sizer(), below);
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    m_font = MakeTextBox(card, "settings.font", _("Built-in choice"));
    auto* choose = MakeButton(card, "settings.choose_font", _("Choose …"));
    row->Add(m_font, wxSizerFlags(1).Expand());
    row->Add(choose, wxSizerFlags().Border(wxLEFT, Dip(this, kGap)));
    auto* label = new wxStaticText(card, wxID_ANY, _("&Font of printed papers"));
    label->SetForegroundColour(Colours().muted);
    label->MoveBeforeInTabOrder(m_font);
    content->Add(label, wxSizerFlags().Border(wxBOTTOM, Dip(this, 3)));
    content->Add(row, below);
    m_relay = new wxCheckBox(card, wxID_ANY, _("Send changes to the customer app from this PC"));
    m_relay->SetName("settings.relay");
    content->Add(m_relay, below);
    content->Add(MakeRelay(card), below);
    m_localBanner = new Banner(card, "settings.local_banner");
    content->Add(m_localBanner, below);
    auto* save = MakeButton(card, "settings.save_local", _("Save for &this PC"), {.icon = "save"});
    content->Add(save, wxSizerFlags().Right());
    choose->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { ChooseFont(); });
    save->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { m_presenter.SaveLocal(ReadLocal()); });
    return card;
}

wxSizer* SettingsScreen::MakeRelay(Card* card)
{
    m_relayDatabase = MakeTextBox(card, "settings.relay_database", "host=… dbname=… user=dev_…");
    m_relayField =
        std::make_unique<Field>(card, _("Connection for sending, as bayline-admin printed it"), m_relayDatabase);
    m_tryRelay = MakeButton(card, "settings.try_relay", _("Tr&y it"));
    m_tryRelay->Bind(wxEVT_BUTTON,
                     [this](wxCommandEvent&) { m_presenter.TryRelay(Utf8(m_relayDatabase->GetValue())); });
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(m_relayField->Sizer(), wxSizerFlags(1).Expand());
    row->Add(m_tryRelay, wxSizerFlags().Top().Border(wxLEFT, Dip(card, kGap)).Border(wxTOP, Dip(card, 20)));
    return row;
}

void SettingsScreen::Arrive()
{
    m_presenter.Load();
    m_staff->Load();
}

void SettingsScreen::RefreshContent()
{
    Arrive();
}

void SettingsScreen::Arrange()
{
    m_scroll->FitInside();
    m_scroll->Layout();
}

void SettingsScreen::ChooseFont()
{
    wxFileDialog dialog(this, _("Font of printed papers"), "/usr/share/fonts", wxString(), _("Fonts") + "|*.ttf;*.ttc",
                        wxFD_OPEN | wxFD_FILE_MUST_EXIST);
    if (dialog.ShowModal() == wxID_OK)
        m_font->SetValue(dialog.GetPath());
}

SettingsPresenter::Form SettingsScreen::ReadShop() const
{
    auto form = m_presenter.Now().form;
    for (const auto& [field, member] : TextFields())
        form.*member = Utf8(m_texts.at(field)->GetValue());
    form.pricesIncludeTax = m_taxIncluded->GetValue();
    return form;
}

LocalSettings SettingsScreen::ReadLocal() const
{
    auto local = m_presenter.Now().local;
    local.language = Languages()[static_cast<std::size_t>(std::max(0, m_language->GetSelection()))];
    local.documentFont = Utf8(m_font->GetValue());
    local.runRelay = m_relay->GetValue();
    if (!m_presenter.Now().ownRelay)
        local.relayDatabase = Utf8(m_relayDatabase->GetValue().Trim().Trim(false));
    return local;
}

void SettingsScreen::RenderShop()
{
    const auto& state = m_presenter.Now();
    if (state.formVersion != m_shownVersion) {
        m_shownVersion = state.formVersion;
        for (const auto& [field, member] : TextFields())
            m_texts[field]->ChangeValue(Wx(state.form.*member));
        m_taxIncluded->SetValue(state.form.pricesIncludeTax);
    }
    for (const auto& [name, field] : m_fields) {
        const auto problem = state.problems.find(name);
        field->SetProblem(problem == state.problems.end() ? wxString() : Wx(problem->second));
        field->Control()->Enable(state.mayChangeShop);
    }
    m_taxIncluded->Enable(state.mayChangeShop);
    m_saveShop->Enable(state.mayChangeShop && state.loaded && !m_presenter.Busy());
    if (!state.mayChangeShop)
        m_shopBanner->Show(_("Only a manager changes the shop's data."), Meaning::Neutral);
    else if (!state.shopMessage.empty())
        m_shopBanner->Show(Wx(state.shopMessage), state.problems.empty() ? Meaning::Accent : Meaning::Danger);
    else
        m_shopBanner->Clear();
}

void SettingsScreen::Render()
{
    if (!m_localBanner)
        return;
    const auto& state = m_presenter.Now();
    RenderShop();
    m_pair->Enable(state.mayChangeShop && !m_presenter.Busy());
    m_url->Enable(state.mayChangeShop);
    m_code->Enable(state.mayChangeShop);
    if (state.paired)
        m_paired->Set(Tr("Connected to {1}", {Wx(state.appUrl)}), Meaning::Good, "check");
    else
        m_paired->Set(_("Not connected"), Meaning::Neutral, "info");
    if (!state.pairingMessage.empty())
        m_pairBanner->Show(Wx(state.pairingMessage), state.pairingFailed ? Meaning::Danger : Meaning::Good);
    else
        m_pairBanner->Clear();
    RenderLocal();
    Arrange();
}

void SettingsScreen::RenderLocal()
{
    const auto& state = m_presenter.Now();
    if (!m_localShown && state.loaded) {
        m_localShown = true;
        const auto& languages = Languages();
        const auto found = std::find(languages.begin(), languages.end(), state.local.language);
        m_language->SetSelection(found == languages.end() ? 0 : static_cast<int>(found - languages.begin()));
        m_font->ChangeValue(Wx(state.local.documentFont));
        m_relay->SetValue(state.local.runRelay);
        m_relayDatabase->ChangeValue(Wx(state.local.relayDatabase));
    }
    m_relayDatabase->Enable(!state.ownRelay);
    m_tryRelay->Enable(!state.ownRelay && !state.relayBusy);
    const auto said = Wx(state.relayMessage);
    if (state.relayFailed && !state.ownRelay)
        m_relayField->SetProblem(said);
    else
        m_relayField->SetRemark(state.ownRelay ? _("This PC's private database or its command line says how to send.")
                                               : said);
    if (!state.localMessage.empty())
        m_localBanner->Show(Wx(state.localMessage), Meaning::Accent);
}

} // namespace bayline::desktop
