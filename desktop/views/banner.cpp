// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/controls.h"
#include "desktop/views/icons.h"

#include <wx/statbmp.h>

namespace bayline::desktop {

namespace {

const char* IconOf(Meaning meaning)
{
    switch (meaning) {
    case Meaning::Danger:
        return "error";
    case Meaning::Attention:
        return "warning";
    case Meaning::Good:
        return "check";
    case Meaning::Waiting:
        return "waiting";
    case Meaning::Answer:
        return "answer";
    case Meaning::Neutral:
    case Meaning::Accent:
        break;
    }
    return "info";
}

} // namespace

Banner::Banner(wxWindow* parent, const char* name) : wxPanel(parent)
{
    SetName(name);
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    m_icon = new wxStaticBitmap(this, wxID_ANY, Icon("info", Colours().text));
    m_text = MakeText(this, wxString());
    m_text->SetName(wxString(name) + ".text");
    m_action = MakeButton(this, (std::string(name) + ".action").c_str(), wxString(" "));
    row->Add(m_icon, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kSpace)));
    row->Add(m_text, wxSizerFlags(1).CenterVertical().Border(wxALL, Dip(this, kGap + 2)));
    row->Add(m_action, wxSizerFlags().CenterVertical().Border(wxALL, Dip(this, kTight)));
    SetSizer(row);
    m_action->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
        if (m_act)
            m_act();
    });
    Hide();
}

void Banner::Show(const wxString& text, Meaning meaning, const wxString& action, std::function<void()> act)
{
    m_act = std::move(act);
    SetBackgroundColour(Quiet(meaning));
    m_icon->SetBitmap(Icon(IconOf(meaning), Strong(meaning)));
    m_text->SetForegroundColour(Strong(meaning));
    m_text->SetLabelText(text);
    m_action->SetLabel(action);
    m_action->Show(!action.empty());
    wxPanel::Show(true);
    GetParent()->Layout();
    Layout();
    Refresh();
}

void Banner::Clear()
{
    if (!IsShown())
        return;
    Hide();
    GetParent()->Layout();
}

wxString Banner::Text() const
{
    return m_text->GetLabelText();
}

} // namespace bayline::desktop
