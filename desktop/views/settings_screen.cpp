// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/settings_screen.h"

#include "desktop/views/focus_keeper.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/translate.h"
#include "desktop/views/typed_texts.h"

#include <wx/choice.h>
#include <wx/dirdlg.h>
#include <wx/filedlg.h>

namespace bayline::desktop {

namespace {

const std::vector<std::string>& Languages()
{
    static const std::vector<std::string> kLanguages = {"", "en", "zh_CN"};
    return kLanguages;
}

} // namespace

SettingsScreen::SettingsScreen(wxWindow* parent, Context& context, SettingsPresenter::Doors doors)
    : Screen(parent, "settings"), m_context(context), m_presenter(context, std::move(doors), [this] { Render(); })
{
    const int space = Dip(this, kSpace);
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(MakeText(this, _("Settings"), Type::Title), wxSizerFlags().Border(wxALL, space));
    m_scroll = new wxScrolledWindow(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxVSCROLL | wxTAB_TRAVERSAL);
    m_scroll->SetBackgroundColour(Colours().page);
    m_scroll->SetScrollRate(0, Dip(this, 24));
    KeepFocusInSight(*m_scroll);
    m_columns = new wxBoxSizer(wxHORIZONTAL);
    auto* left = new wxBoxSizer(wxVERTICAL);
    left->Add(MakeShop(m_scroll), wxSizerFlags().Expand());
    left->Add(MakePrinters(m_scroll), wxSizerFlags().Expand().Border(wxTOP, space));
    m_columns->Add(left, wxSizerFlags(3).Top());
    auto* right = new wxBoxSizer(wxVERTICAL);
    right->Add(MakeApp(m_scroll), wxSizerFlags().Expand());
    right->Add(MakeFloor(m_scroll), wxSizerFlags().Expand().Border(wxTOP, space));
    right->Add(MakeLocal(m_scroll), wxSizerFlags().Expand().Border(wxTOP, space));
    m_columns->Add(right, wxSizerFlags(2).Top().Border(wxLEFT, space));
    m_staff = new StaffPanel(m_scroll, context);
    m_staff->onResized = [this] { Arrange(); };
    auto* content = new wxBoxSizer(wxVERTICAL);
    content->Add(m_columns, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, space));
    content->Add(m_staff, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, space));
    m_outlets = new OutletsPanel(m_scroll, context);
    m_outlets->onResized = [this] { Arrange(); };
    m_outlets->onSaved = [this] { m_staff->Load(); };
    content->Add(m_outlets, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, space));
    m_hours = new OpeningHoursPanel(m_scroll, context);
    m_hours->onResized = [this] { Arrange(); };
    content->Add(m_hours, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, space));
    m_checklists = new ChecklistPanel(m_scroll, context);
    m_checklists->onResized = [this] { Arrange(); };
    content->Add(m_checklists, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, space));
    m_scroll->SetSizer(content);
    outer->Add(m_scroll, wxSizerFlags(1).Expand());
    SetSizer(outer);
    Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        event.Skip();
        ArrangeColumns();
    });
    Render();
}

/// Large letters in a small window leave no room for two columns: one goes below the other.
void SettingsScreen::ArrangeColumns()
{
    constexpr int kTwoColumns = 1000;
    const bool narrow = GetClientSize().x < LetterDip(this, kTwoColumns);
    const int direction = narrow ? wxVERTICAL : wxHORIZONTAL;
    if (m_columns->GetOrientation() == direction)
        return;
    m_columns->SetOrientation(direction);
    auto* left = m_columns->GetItem(std::size_t{0});
    auto* right = m_columns->GetItem(std::size_t{1});
    const int whole = wxEXPAND;
    const int top = wxALIGN_TOP;
    left->SetFlag(narrow ? whole : top);
    right->SetFlag(narrow ? whole | wxTOP : top | wxLEFT);
    left->SetProportion(narrow ? 0 : 3);
    right->SetProportion(narrow ? 0 : 2);
    Arrange();
}

wxWindow* SettingsScreen::MakePrinters(wxWindow* parent)
{
    auto* card = new Card(parent, "settings.printers_card", _("Printers of this PC"));
    m_printers = new PrinterPanel(card, m_context);
    m_printers->onResized = [this] { Arrange(); };
    card->Content()->Add(m_printers, wxSizerFlags().Expand());
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
    m_language->SetMinSize(wxSize(-1, DeskHeight(this)));
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
    content->Add(MakePhotoFolder(card), below);
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

wxSizer* SettingsScreen::MakePhotoFolder(Card* card)
{
    m_photoFolder = MakeTextBox(card, "settings.photo_folder");
    auto* choose = MakeButton(card, "settings.choose_photo_folder", _("Choose …"));
    choose->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
        wxDirDialog dialog(this, _("Camera folder"), m_photoFolder->GetValue(),
                           wxDD_DEFAULT_STYLE | wxDD_DIR_MUST_EXIST);
        if (dialog.ShowModal() == wxID_OK)
            m_photoFolder->SetValue(dialog.GetPath());
    });
    m_photoFolderAtOnce = new wxCheckBox(card, wxID_ANY, _("Add its new photos at once to the order that is open"));
    m_photoFolderAtOnce->SetName("settings.photo_folder_at_once");
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(Field(card, _("Camera folder"), m_photoFolder).Sizer(), wxSizerFlags(1).Expand());
    row->Add(choose, wxSizerFlags().Top().Border(wxLEFT, Dip(card, kGap)).Border(wxTOP, Dip(card, 20)));
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(row, wxSizerFlags().Expand());
    column->Add(m_photoFolderAtOnce, wxSizerFlags().Border(wxTOP, Dip(card, kTight)));
    return column;
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
    m_logo->Load();
    m_printers->Load();
    m_staff->Load();
    m_outlets->Load();
    m_hours->Load();
    m_checklists->Load();
}

bool SettingsScreen::HoldsRecord() const
{
    return m_checklists->HasUnsaved() || !TypedIn(*m_staff).empty() || !TypedIn(*m_outlets).empty();
}

void SettingsScreen::ShowLanguageChanged()
{
    m_presenter.SayLanguageChanged();
    m_language->SetFocus();
    const int step = Dip(this, 24);
    const int top = m_scroll->CalcUnscrolledPosition(m_scroll->ScreenToClient(m_language->GetScreenPosition())).y;
    m_scroll->Scroll(-1, std::max(0, top / step - 4));
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

LocalSettings SettingsScreen::ReadLocal() const
{
    auto local = m_presenter.Now().local;
    local.language = Languages()[static_cast<std::size_t>(std::max(0, m_language->GetSelection()))];
    local.documentFont = Utf8(m_font->GetValue());
    local.photoFolder = Utf8(m_photoFolder->GetValue());
    local.photoFolderAtOnce = m_photoFolderAtOnce->GetValue();
    local.runRelay = m_relay->GetValue();
    if (!m_presenter.Now().ownRelay)
        local.relayDatabase = Utf8(m_relayDatabase->GetValue().Trim().Trim(false));
    return local;
}

void SettingsScreen::Render()
{
    if (!m_localBanner)
        return;
    const auto& state = m_presenter.Now();
    // A bay PC does not even read what the office's cards hold: rows of empty fields help nobody.
    const bool office = m_context.person.role != core::Role::Technician;
    for (const char* name : {"settings.shop_card", "settings.app_card", "settings.floor_card"})
        FindWindow(name)->Show(office);
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
    if (!m_localShown && state.localRead) {
        m_localShown = true;
        const auto& languages = Languages();
        const auto found = std::find(languages.begin(), languages.end(), state.local.language);
        m_language->SetSelection(found == languages.end() ? 0 : static_cast<int>(found - languages.begin()));
        m_font->ChangeValue(Wx(state.local.documentFont));
        m_photoFolder->ChangeValue(Wx(state.local.photoFolder));
        m_photoFolderAtOnce->SetValue(state.local.photoFolderAtOnce);
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
