// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/controls.h"
#include "desktop/views/icons.h"
#include "desktop/views/layout_again.h"

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
    Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        Wrap();
        event.Skip();
    });
    Hide();
}

/// Most banners are never shown: what stands in one is made when it is.
void Banner::Make()
{
    if (m_text)
        return;
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    m_icon = new wxStaticBitmap(this, wxID_ANY, Icon("info", Colours().text));
    m_text = MakeText(this, wxString());
    m_text->SetName(GetName() + ".text");
    KeepWhole(m_text); // a word without a place to break takes more lines than it was broken into
    m_action = MakeButton(this, (GetName() + ".action").utf8_str(), wxString(" "));
    row->Add(m_icon, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kSpace)));
    row->Add(m_text, wxSizerFlags(1).CenterVertical().Border(wxALL, Dip(this, kGap + 2)));
    row->Add(m_action, wxSizerFlags().CenterVertical().Border(wxALL, Dip(this, kTight)));
    SetSizer(row);
    m_action->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
        if (m_act)
            m_act();
    });
}

void Banner::Show(const wxString& text, Meaning meaning, const wxString& action, std::function<void()> act)
{
    Make();
    m_act = std::move(act);
    SetBackgroundColour(Quiet(meaning));
    m_icon->SetBitmap(Icon(IconOf(meaning), Strong(meaning)));
    m_text->SetForegroundColour(Strong(meaning));
    const bool same = IsShown() && m_said == text && m_action->GetLabel() == action;
    m_said = text;
    m_action->SetLabel(action);
    SetLeastSize(m_action);
    m_action->Show(!action.empty());
    Refresh();
    if (same)
        return;
    m_text->SetLabelText(text);
    m_text->SetMinSize(wxSize(Dip(this, 60), -1));
    m_wrapWidth = 0;
    wxPanel::Show(true);
    GetParent()->Layout();
    Wrap();
}

void Banner::Wrap()
{
    if (!m_text)
        return;
    // Width for the words: without icon, action and margins. A change of height concerns the parent.
    const int action = m_action->IsShown() ? m_action->GetMinSize().x + Dip(this, 2 * kTight) : 0;
    const int width = GetClientSize().x - action - Dip(this, kSpace + 20 + 2 * kGap + 8);
    if (m_wrapping || width < Dip(this, 80) || (width == m_wrapWidth && m_wrapped == m_said))
        return;
    m_wrapping = true;
    m_wrapWidth = width;
    m_wrapped = m_said;
    SetWrapped(m_text, m_said, width);
    m_text->SetMinSize(wxSize(Dip(this, 60), m_text->GetBestSize().y));
    InvalidateBestSize();
    GetParent()->Layout();
    Layout();
    m_wrapping = false;
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
    return m_said;
}

} // namespace bayline::desktop
