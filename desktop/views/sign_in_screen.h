// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/sign_in_presenter.h"
#include "desktop/views/screen.h"

namespace bayline::desktop {

/// Staff number and PIN, typed or tapped on the keypad.
class SignInScreen final : public Screen
{
public:
    SignInScreen(wxWindow* parent, Context& context, SignInPresenter& presenter);

    void Arrive() override;
    /// The presenter's state has changed.
    void Render();
    void SetShopName(const wxString& name);
    void SetConnection(bool present);
    /// On a bay PC, where hands wear gloves, the keys are half as large again.
    void EnlargeKeys();
    /// Something that keeps everybody from signing in.
    void SetProblem(const wxString& sentence) { m_problem->Show(sentence, Meaning::Danger); }

private:
    wxSizer* MakeKeypad(wxWindow* parent);
    void ShowPeople();
    void Press(const wxString& key);
    void Submit();

    SignInPresenter& m_presenter;
    wxStaticText* m_shop;
    wxGridSizer* m_people;
    wxTextCtrl* m_number;
    wxTextCtrl* m_pin;
    wxButton* m_submit;
    Banner* m_problem;
    Badge* m_connection;
    std::vector<wxButton*> m_keys;
    wxTextCtrl* m_target; ///< where the keypad types
    std::optional<bool> m_present;
};

} // namespace bayline::desktop
