// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/controls.h"
#include "desktop/views/icons.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/translate.h"

#include <wx/dialog.h>
#include <wx/display.h>
#include <wx/statbmp.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace bayline::desktop {

namespace {

constexpr int kTextWidth = 380;

/// A dialog of the program's look: a sentence, something under it, buttons.
class Question final : public wxDialog
{
public:
    Question(wxWindow* parent, const wxString& title, const wxString& text, Meaning meaning)
        : wxDialog(parent, wxID_ANY, title), m_body(new wxBoxSizer(wxVERTICAL)), m_buttons(new wxBoxSizer(wxHORIZONTAL))
    {
        SetName("dialog");
        SetBackgroundColour(Colours().surface);
        auto* outer = new wxBoxSizer(wxVERTICAL);
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        const auto* icon = meaning == Meaning::Danger ? "error" : meaning == Meaning::Attention ? "warning" : "info";
        row->Add(new wxStaticBitmap(this, wxID_ANY, Icon(icon, Strong(meaning), 28)),
                 wxSizerFlags().Border(wxRIGHT, Dip(this, kSpace)));
        auto* sentence = MakeText(this, wxString());
        sentence->SetName("dialog.text");
        SetWrapped(sentence, text, Dip(this, kTextWidth));
        m_body->Add(sentence, wxSizerFlags().Expand());
        row->Add(m_body, wxSizerFlags(1).Expand());
        outer->Add(row, wxSizerFlags(1).Expand().Border(wxALL, Dip(this, kWide)));
        m_buttons->AddStretchSpacer();
        outer->Add(m_buttons, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, Dip(this, kWide)));
        SetSizer(outer);
    }

    wxButton* AddButton(int id, const char* name, const wxString& label, ButtonKind kind)
    {
        auto* button = MakeButton(this, name, label, {.kind = kind, .large = true});
        button->Bind(wxEVT_BUTTON, [this, id](wxCommandEvent&) { EndModal(id); });
        m_buttons->Add(button, wxSizerFlags().Border(wxLEFT, Dip(this, kGap)));
        if (kind == ButtonKind::Primary)
            button->SetDefault();
        return button;
    }

    [[nodiscard]] wxBoxSizer* Body() const { return m_body; }

    int Run()
    {
        SetEscapeId(wxID_CANCEL);
        Bind(wxEVT_CHAR_HOOK, [this](wxKeyEvent& event) {
            if (event.GetKeyCode() == WXK_ESCAPE)
                EndModal(wxID_CANCEL);
            else
                event.Skip();
        });
        Bind(wxEVT_CLOSE_WINDOW, [this](wxCloseEvent&) { EndModal(wxID_CANCEL); });
        Fit();
        CentreOverWindow(*this);
        return ShowModal();
    }

private:
    wxBoxSizer* m_body;
    wxBoxSizer* m_buttons;
};

} // namespace

void CentreOverWindow(wxTopLevelWindow& dialog)
{
    constexpr int kTitle = 28; // the frame's, which is not known before it is shown
    const auto* window = dialog.GetParent() ? wxGetTopLevelParent(dialog.GetParent()) : nullptr;
    if (!window) {
        dialog.CentreOnScreen();
        return;
    }
    const auto over = window->GetScreenRect();
    const auto screen = wxDisplay(window).GetClientArea();
    const auto own = dialog.GetSize();
    const auto size = own + wxSize(0, Dip(&dialog, kTitle));
    wxPoint place(over.x + (over.width - size.x) / 2, over.y + (over.height - size.y) / 2);
    place.x = std::max(screen.x, std::min(place.x, screen.GetRight() + 1 - size.x));
    place.y = std::max(screen.y, std::min(place.y, screen.GetBottom() + 1 - size.y));
    dialog.SetSize(wxRect(place, own), wxSIZE_ALLOW_MINUS_ONE);
    // One that is opened while another goes away may lose its place while it is put on the screen.
    const auto isNew = std::make_shared<bool>(false);
    dialog.Bind(wxEVT_SHOW, [isNew](wxShowEvent& event) {
        event.Skip();
        *isNew = event.IsShown();
    });
    dialog.Bind(wxEVT_IDLE, [&dialog, place, isNew](wxIdleEvent& event) {
        event.Skip();
        if (std::exchange(*isNew, false) && dialog.GetPosition() != place)
            dialog.Move(place);
    });
}

std::optional<std::string> AskForReason(wxWindow* parent, const wxString& title, const wxString& question)
{
    Question dialog(parent, title, question, Meaning::Neutral);
    auto* reason = MakeTextBox(&dialog, "dialog.reason", wxString(), wxTE_MULTILINE);
    reason->SetMinSize(wxSize(Dip(&dialog, kTextWidth), LetterDip(&dialog, 72)));
    dialog.Body()->Add(reason, wxSizerFlags(1).Expand().Border(wxTOP, Dip(&dialog, kSpace)));
    dialog.AddButton(wxID_CANCEL, "dialog.cancel", _("&Cancel"), ButtonKind::Plain);
    auto* confirm = dialog.AddButton(wxID_OK, "dialog.ok", _("C&onfirm"), ButtonKind::Primary);
    confirm->Disable();
    reason->Bind(wxEVT_TEXT, [&](wxCommandEvent&) {
        auto typed = reason->GetValue();
        confirm->Enable(!typed.Trim().Trim(false).empty());
    });
    // A reason is a sentence, not a letter: Enter confirms it.
    reason->Bind(wxEVT_KEY_DOWN, [&](wxKeyEvent& event) {
        const bool enter = event.GetKeyCode() == WXK_RETURN || event.GetKeyCode() == WXK_NUMPAD_ENTER;
        if (!enter || event.HasAnyModifiers())
            event.Skip();
        else if (confirm->IsEnabled())
            dialog.EndModal(wxID_OK);
    });
    reason->SetFocus();
    if (dialog.Run() != wxID_OK)
        return std::nullopt;
    auto typed = reason->GetValue();
    typed.Trim(true).Trim(false);
    return typed.empty() ? std::nullopt : std::optional(Utf8(typed));
}

void Tell(wxWindow* parent, const wxString& title, const wxString& text, Meaning meaning)
{
    Question dialog(parent, title, text, meaning);
    dialog.AddButton(wxID_OK, "dialog.ok", _("&Understood"), ButtonKind::Primary)->SetFocus();
    dialog.Run();
}

bool Ask(wxWindow* parent, const wxString& title, const wxString& question, const wxString& yes, const wxString& no)
{
    Question dialog(parent, title, question, Meaning::Neutral);
    // What is asked about cannot be taken back: Enter pressed in haste keeps everything as it is.
    dialog.AddButton(wxID_OK, "dialog.yes", yes, ButtonKind::Plain);
    dialog.AddButton(wxID_CANCEL, "dialog.no", no, ButtonKind::Primary)->SetFocus();
    return dialog.Run() == wxID_OK;
}

} // namespace bayline::desktop
