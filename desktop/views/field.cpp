// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/controls.h"
#include "desktop/views/icons.h"
#include "desktop/views/layout_again.h"

#include <wx/statbmp.h>

namespace bayline::desktop {

Field::Field(wxWindow* parent, const wxString& label, wxWindow* control, const wxString& hint)
    : m_parent(parent), m_control(control), m_sizer(new wxBoxSizer(wxVERTICAL))
{
    m_label = new wxStaticText(parent, wxID_ANY, label);
    m_label->SetForegroundColour(Colours().muted);
    KeepWhole(m_label);
    // The label must come before its control for its mnemonic to reach it.
    m_label->MoveBeforeInTabOrder(control);
    m_messageIcon = new wxStaticBitmap(parent, wxID_ANY, Icon("error", Strong(Meaning::Danger), 16));
    m_message = MakeText(parent, hint, Type::Small);
    m_message->SetName(control->GetName() + ".problem");
    m_message->SetMinSize(wxSize(Dip(parent, 40), -1));
    m_sizer->Add(m_label, wxSizerFlags().Expand().Border(wxBOTTOM, Dip(parent, 3)));
    m_sizer->Add(control, wxSizerFlags().Expand());
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(m_messageIcon, wxSizerFlags().Top().Border(wxRIGHT, Dip(parent, kTight)));
    row->Add(m_message, wxSizerFlags(1));
    m_sizer->Add(row, wxSizerFlags().Expand().Border(wxTOP, Dip(parent, 2)));
    m_messageIcon->Hide();
    m_message->SetForegroundColour(Colours().muted);
    m_message->Show(!hint.empty());
}

void Field::SetProblem(const wxString& sentence)
{
    SetMessage(sentence, Meaning::Danger);
}

void Field::SetRemark(const wxString& sentence)
{
    SetMessage(sentence, Meaning::Attention);
}

void Field::SetMessage(const wxString& sentence, Meaning meaning)
{
    const bool shown = !sentence.empty();
    if (meaning == Meaning::Danger && shown)
        AddStyle(m_control, "problem");
    else
        RemoveStyle(m_control, "problem");
    if (shown == m_message->IsShown() && m_said == sentence)
        return;
    m_said = sentence;
    m_messageIcon->SetBitmap(Icon(meaning == Meaning::Danger ? "error" : "warning", Strong(meaning), 16));
    m_message->SetForegroundColour(Strong(meaning));
    m_messageIcon->Show(shown);
    m_message->Show(shown);
    const int width = m_control->GetSize().x - Dip(m_parent, 16 + kTight);
    if (width > Dip(m_parent, 80))
        SetWrapped(m_message, sentence, width);
    else
        m_message->SetLabelText(sentence);
    m_parent->Layout();
    // A growing form inside a scrolled window tells the window its new height.
    for (auto* window = m_parent->GetParent(); window && !window->IsTopLevel(); window = window->GetParent())
        window->Layout();
    m_parent->PostSizeEventToParent();
}

void Field::Show(bool show)
{
    m_sizer->ShowItems(show);
    if (show) {
        const bool said = !m_said.empty();
        m_messageIcon->Show(said);
        m_message->Show(said);
    }
}

} // namespace bayline::desktop
