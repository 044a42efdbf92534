// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/sign_in_screen.h"

#include "desktop/views/icons.h"
#include "desktop/views/translate.h"

#include <wx/statbmp.h>

namespace bayline::desktop {

namespace {

constexpr int kFormWidth = 340;
constexpr int kGloveKey = 64;
constexpr std::size_t kLongestPin = 32;

} // namespace

SignInScreen::SignInScreen(wxWindow* parent, Context&, SignInPresenter& presenter)
    : Screen(parent, "sign_in"), m_presenter(presenter)
{
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->AddStretchSpacer();
    auto* brand = new wxBoxSizer(wxHORIZONTAL);
    brand->Add(new wxStaticBitmap(this, wxID_ANY, Icon("car", Colours().accent, 40)),
               wxSizerFlags().CenterVertical().Border(wxRIGHT, Dip(this, kGap)));
    m_shop = MakeText(this, "Bayline", Type::Title);
    m_shop->SetName("sign_in.shop");
    brand->Add(m_shop, wxSizerFlags().CenterVertical());
    outer->Add(brand, wxSizerFlags().CenterHorizontal().Border(wxBOTTOM, Dip(this, kSpace)));

    auto* card = new Card(this, "sign_in.card", _("Sign in"));
    auto* content = card->Content();
    m_number = MakeTextBox(card, "sign_in.number", wxString(), wxTE_PROCESS_ENTER);
    m_pin = MakeTextBox(card, "sign_in.pin", wxString(), wxTE_PASSWORD | wxTE_PROCESS_ENTER);
    m_pin->SetMaxLength(kLongestPin);
    m_number->SetMinSize(wxSize(Dip(this, kFormWidth), Dip(this, kBayTarget)));
    m_pin->SetMinSize(wxSize(Dip(this, kFormWidth), Dip(this, kBayTarget)));
    m_people = new wxGridSizer(2, Dip(this, kTight + 2), Dip(this, kTight + 2));
    content->Add(m_people, wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap)));
    content->Add(Field(card, _("Staff &number"), m_number).Sizer(), wxSizerFlags().Expand());
    content->AddSpacer(Dip(this, kGap));
    content->Add(Field(card, _("&PIN"), m_pin).Sizer(), wxSizerFlags().Expand());
    content->AddSpacer(Dip(this, kGap));
    m_problem = new Banner(card, "sign_in.problem");
    content->Add(m_problem, wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap)));
    content->Add(MakeKeypad(card), wxSizerFlags().Expand());
    m_submit = MakeButton(card, "sign_in.submit", _("&Sign in"),
                          {.kind = ButtonKind::Primary, .icon = "key", .tip = _("Enter"), .large = true});
    content->Add(m_submit, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kSpace)));
    outer->Add(card, wxSizerFlags().CenterHorizontal());
    m_connection = new Badge(this, "sign_in.connection");
    outer->Add(m_connection, wxSizerFlags().CenterHorizontal().Border(wxTOP, Dip(this, kSpace)));
    outer->AddStretchSpacer();
    SetSizer(outer);

    m_target = m_number;
    for (auto* box : {m_number, m_pin}) {
        box->Bind(wxEVT_SET_FOCUS, [this, box](wxFocusEvent& event) {
            m_target = box;
            event.Skip();
        });
    }
    m_number->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) { m_pin->SetFocus(); });
    m_pin->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) { Submit(); });
    m_submit->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { Submit(); });
}

wxSizer* SignInScreen::MakeKeypad(wxWindow* parent)
{
    auto* grid = new wxGridSizer(3, Dip(this, kTight + 2), Dip(this, kTight + 2));
    for (const char* key : {"1", "2", "3", "4", "5", "6", "7", "8", "9", "clear", "0", "back"}) {
        const std::string name = std::string("sign_in.key_") + key;
        const bool digit = key[1] == '\0';
        wxButton* button = nullptr;
        if (digit)
            button = MakeButton(parent, name.c_str(), key, {.large = true});
        else if (std::string_view(key) == "clear")
            button = MakeButton(parent, name.c_str(), wxString(),
                                {.icon = "close", .tip = _("Empty the field"), .large = true});
        else
            button = MakeButton(parent, name.c_str(), wxString(),
                                {.icon = "backspace", .tip = _("Delete the last digit"), .large = true});
        button->SetMinSize(wxSize(Dip(this, 80), Dip(this, kBayTarget)));
        button->SetCanFocus(false);
        button->Bind(wxEVT_BUTTON, [this, pressed = wxString(key)](wxCommandEvent&) { Press(pressed); });
        m_keys.push_back(button);
        grid->Add(button, wxSizerFlags().Expand());
    }
    return grid;
}

/// Whoever was here before is one tap instead of a number.
void SignInScreen::ShowPeople()
{
    m_people->Clear(true);
    for (const auto& person : m_presenter.Now().recent) {
        auto* button = MakeButton(m_number->GetParent(), ("sign_in.person_" + person.number).c_str(), Wx(person.name),
                                  {.icon = "person", .large = true});
        button->Bind(wxEVT_BUTTON, [this, number = Wx(person.number)](wxCommandEvent&) {
            m_number->ChangeValue(number);
            m_pin->Clear();
            m_pin->SetFocus();
        });
        // In sight above the number, but behind it for the Tab key: the keyboard begins with the number.
        m_people->Add(button, wxSizerFlags().Expand());
    }
}

void SignInScreen::Press(const wxString& key)
{
    if (key == "clear")
        m_target->Clear();
    else if (key == "back")
        m_target->SetValue(m_target->GetValue().RemoveLast());
    else
        m_target->AppendText(key);
    m_target->SetFocus();
    m_target->SetInsertionPointEnd();
}

void SignInScreen::Submit()
{
    // On the pad this is the way from the number to the PIN.
    if (!m_number->IsEmpty() && m_pin->IsEmpty() && !m_pin->HasFocus()) {
        m_pin->SetFocus();
        return;
    }
    m_presenter.SignIn(Utf8(m_number->GetValue()), Utf8(m_pin->GetValue()));
}

void SignInScreen::Arrive()
{
    ShowPeople();
    m_pin->Clear();
    m_number->ChangeValue(Wx(m_presenter.Now().number));
    Render();
    (m_number->IsEmpty() ? m_number : m_pin)->SetFocus();
}

void SignInScreen::Render()
{
    const auto& state = m_presenter.Now();
    m_submit->Enable(!state.busy || state.waiting);
    if (state.problem.empty()) {
        m_problem->Clear();
    } else {
        m_problem->Show(Wx(state.problem), Meaning::Danger);
        m_pin->Clear();
        m_pin->SetFocus();
    }
    Layout();
}

void SignInScreen::SetShopName(const wxString& name)
{
    SetTextIfNew(m_shop, name.empty() ? wxString("Bayline") : name);
}

void SignInScreen::EnlargeKeys()
{
    const wxSize large(Dip(this, 110), Dip(this, kGloveKey));
    if (m_keys.empty() || m_keys.front()->GetMinSize() == large)
        return;
    for (auto* key : m_keys) {
        key->SetFont(FontFor(Type::Title));
        key->SetMinSize(large);
    }
    Layout();
}

void SignInScreen::SetConnection(bool present)
{
    if (m_present == present)
        return;
    m_present = present;
    if (present)
        m_connection->Set(_("Connected"), Meaning::Good, "database");
    else
        m_connection->Set(_("The database cannot be reached; trying again"), Meaning::Danger, "offline");
    Layout();
}

} // namespace bayline::desktop
