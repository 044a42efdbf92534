// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/work_order_talk.h"

#include "desktop/views/translate.h"
#include "desktop/views/work_order_parts.h"

namespace bayline::desktop {

TalkPanel::TalkPanel(wxWindow* parent, WorkOrderDesk& desk) : wxPanel(parent), m_desk(desk)
{
    SetName("talk");
    auto* card = new Card(this, "talk.card", _("Messages with the customer"));
    m_said = new wxTextCtrl(card, wxID_ANY, wxString(), wxDefaultPosition, wxSize(Dip(this, 300), -1),
                            wxTE_MULTILINE | wxTE_READONLY | wxBORDER_NONE);
    m_said->SetName("talk.said");
    auto* label = MakeLabel(card, _("Write to the &customer"));
    m_answer = MakeTextBox(card, "talk.answer", wxString(), wxTE_MULTILINE);
    m_answer->SetMinSize(wxSize(-1, Dip(this, 72)));
    m_problem = MakeProblem(card, "talk.problem");
    m_send = MakeButton(card, "talk.send", _("&Send to the customer"), {.kind = ButtonKind::Primary});
    OnAct(m_send, [this] { Send(); });
    m_answer->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { Render(); });
    card->Content()->Add(m_said, wxSizerFlags(1).Expand());
    card->Content()->Add(label, wxSizerFlags().Border(wxTOP, Dip(this, kGap)));
    card->Content()->Add(m_answer, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kTight)));
    card->Content()->Add(m_problem, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kTight)));
    card->Content()->Add(m_send, wxSizerFlags().Right().Border(wxTOP, Dip(this, kGap)));
    auto* sizer = new wxBoxSizer(wxVERTICAL);
    sizer->Add(card, wxSizerFlags(1).Expand());
    SetSizer(sizer);
}

void TalkPanel::Render()
{
    if (!m_desk.order.Loaded()) {
        return;
    }
    wxString said;
    for (const auto& line : BuildTalk(m_desk.context, m_desk.order.Read().timeline)) {
        said += Wx(line.heading) + "\n" + Wx(line.text) + "\n\n";
    }
    said.Trim();
    if (said.empty()) {
        said = m_desk.order.Basics().linkBase.empty() ? _("The customer can write here once this shop is paired with a "
                                                          "customer app.")
                                                      : _("Nobody has written yet. What you write appears on the "
                                                          "customer's page.");
    }
    if (m_said->GetValue() != said) {
        m_said->ChangeValue(said);
        m_said->ShowPosition(m_said->GetLastPosition());
    }
    const auto& deed = m_desk.talk.send;
    const bool may = m_desk.order.MayAdvise() && !deed.Locked();
    m_answer->SetEditable(may);
    EnableIfNew(m_send, may && !m_answer->IsEmpty());
    auto problem = m_desk.order.SayAt(deed, "text");
    if (problem.empty()) {
        problem = m_desk.order.SayAbout(deed, {"text"});
    }
    ShowProblem(m_problem, Wx(problem), deed.Waiting() ? Meaning::Attention : Meaning::Danger);
}

void TalkPanel::Send()
{
    m_desk.talk.Send(Utf8(m_answer->GetValue()), [this] { m_answer->ChangeValue(wxString()); });
}

bool TalkPanel::HasUnsaved() const
{
    return !m_answer->IsEmpty();
}

} // namespace bayline::desktop
