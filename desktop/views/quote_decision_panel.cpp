// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/quote_decision_panel.h"

#include "desktop/views/one_line.h"
#include "desktop/views/translate.h"

#include <wx/wupdlock.h>

#include <algorithm>

namespace bayline::desktop {

QuoteDecisionPanel::QuoteDecisionPanel(wxWindow* parent, WorkOrderDesk& desk) : wxPanel(parent), m_desk(desk)
{
    SetName("decision");
    SetBackgroundColour(Colours().surface);
    m_name = MakeTextBox(this, "decision.name");
    m_phone = MakeTextBox(this, "decision.phone");
    m_nameField = std::make_unique<Field>(this, _("Wh&o decided"), m_name);
    m_phoneField = std::make_unique<Field>(this, _("N&umber called"), m_phone);
    m_lines = new Scroller(this, "decision.lines");
    m_lines->SetBackgroundColour(Colours().surface);
    m_problem = MakeProblem(this, "decision.problem");
    const auto border = wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, Dip(this, kSpace));
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(MakeText(this, _("What the customer said"), Type::Heading), border);
    column->Add(BuildChannel(), border);
    column->Add(m_nameField->Sizer(), border);
    column->Add(m_phoneField->Sizer(), border);
    column->Add(m_lines, wxSizerFlags(1).Expand().Border(wxLEFT | wxRIGHT | wxTOP, Dip(this, kSpace)));
    column->Add(m_problem, border);
    column->Add(BuildButtons(), wxSizerFlags().Expand().Border(wxALL, Dip(this, kSpace)));
    SetSizer(column);
}

wxSizer* QuoteDecisionPanel::BuildChannel()
{
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    const auto add = [&](core::Channel channel, const char* name, const char* icon) {
        auto* button = MakeButton(this, name, TrText(core::ChannelName(channel)), {.icon = icon});
        button->Bind(wxEVT_BUTTON, [this, channel](wxCommandEvent&) {
            m_form.channel = channel;
            Render();
        });
        row->Add(button, wxSizerFlags(1).Border(wxRIGHT, Dip(this, 2)));
        return button;
    };
    m_phoneChannel = add(core::Channel::Phone, "decision.by-phone", "phone");
    m_counterChannel = add(core::Channel::Counter, "decision.at-counter", "person");
    return row;
}

wxSizer* QuoteDecisionPanel::BuildButtons()
{
    auto* all = MakeButton(this, "decision.all", _("Approve &all"), {.icon = "check"});
    all->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
        for (const auto& [line, choice] : m_choices) {
            m_form.lines[line] = core::Decision::Approved;
        }
        ShowChoices();
    });
    auto* cancel = MakeButton(this, "decision.cancel", _("&Cancel"), {.kind = ButtonKind::Quiet});
    cancel->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { Close(); });
    m_save = MakeButton(this, "decision.save", _("&Save"), {.kind = ButtonKind::Primary, .icon = "save"});
    OnAct(m_save, [this] { Save(); });
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(all, wxSizerFlags().CenterVertical());
    row->AddStretchSpacer();
    row->Add(cancel, wxSizerFlags().CenterVertical());
    row->Add(m_save, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
    return row;
}

void QuoteDecisionPanel::Open()
{
    if (!m_open) {
        m_form = {};
        m_desk.quote.decide.Reopen();
        m_name->ChangeValue(Wx(m_desk.order.Order().customer.name));
        m_phone->ChangeValue(Wx(m_desk.order.Order().customer.phone));
        m_open = true;
        m_desk.quote.ShowDecidable(m_form);
        MakeLines();
    }
    Render();
    m_name->SetFocus();
}

void QuoteDecisionPanel::MakeLines()
{
    const wxWindowUpdateLocker noFlicker(m_lines);
    m_lines->Content()->Clear(true);
    m_choices.clear();
    for (const auto& row : m_desk.quote.Rows()) {
        if (!m_form.shown.contains(row.id)) {
            continue;
        }
        auto* words = MakeText(m_lines, Wx(row.description), Type::Strong);
        KeepOnOneLine(words);
        words->SetMinSize(wxSize(Dip(this, 60), -1));
        auto* state = MakeMuted(m_lines, Wx(row.stateWord));
        state->SetMinSize(wxSize(Dip(this, 40), -1));
        KeepOnTwoLines(state);
        Choice choice;
        choice.yes =
            MakeButton(m_lines, ("decision.approve." + row.id.Text()).c_str(), _("Approve"), {.icon = "check"});
        choice.no = MakeButton(m_lines, ("decision.decline." + row.id.Text()).c_str(), _("Decline"), {.icon = "close"});
        choice.yes->Bind(wxEVT_BUTTON, [this, id = row.id](wxCommandEvent&) { Choose(id, core::Decision::Approved); });
        choice.no->Bind(wxEVT_BUTTON, [this, id = row.id](wxCommandEvent&) { Choose(id, core::Decision::Declined); });
        m_choices[row.id] = choice;
        auto* head = new wxBoxSizer(wxHORIZONTAL);
        head->Add(words, wxSizerFlags(1).CenterVertical());
        head->Add(MakeMuted(m_lines, Wx(row.amount)), wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
        auto* buttons = new wxBoxSizer(wxHORIZONTAL);
        buttons->Add(state, wxSizerFlags(1).CenterVertical());
        buttons->Add(choice.yes, wxSizerFlags().CenterVertical());
        buttons->Add(choice.no, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, 2)));
        m_lines->Content()->Add(head, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
        m_lines->Content()->Add(buttons, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kTight)));
    }
    m_lines->Arrange();
    ShowChoices();
}

void QuoteDecisionPanel::Choose(core::LineId line, core::Decision decision)
{
    auto& chosen = m_form.lines[line];
    chosen = chosen == decision ? core::Decision::Pending : decision;
    ShowChoices();
}

void QuoteDecisionPanel::ShowChoices()
{
    for (const auto& [line, choice] : m_choices) {
        const auto decision = m_form.lines[line];
        ShowChosen(choice.yes, decision == core::Decision::Approved, Meaning::Good);
        ShowChosen(choice.no, decision == core::Decision::Declined, Meaning::Danger);
    }
}

void QuoteDecisionPanel::Render()
{
    if (!m_open) {
        return;
    }
    const auto before = m_form.shown;
    m_desk.quote.ShowDecidable(m_form);
    if (m_form.shown != before) {
        MakeLines();
    }
    ShowChosen(m_phoneChannel, m_form.channel == core::Channel::Phone, Meaning::Accent);
    ShowChosen(m_counterChannel, m_form.channel == core::Channel::Counter, Meaning::Accent);
    const auto& deed = m_desk.quote.decide;
    m_phoneField->Show(m_form.channel == core::Channel::Phone);
    m_nameField->SetProblem(Wx(m_desk.order.SayAt(deed, "by_name")));
    m_phoneField->SetProblem(Wx(m_desk.order.SayAt(deed, "phone")));
    auto sentence = m_desk.order.SayAbout(deed, {"by_name", "phone"});
    if (!m_form.takenBack.empty()) {
        sentence = sentence.empty() ? m_form.takenBack : sentence + "\n" + m_form.takenBack;
    }
    ShowProblem(m_problem, Wx(sentence), deed.Waiting() ? Meaning::Attention : Meaning::Danger);
    EnableIfNew(m_save, !deed.Locked());
    m_name->SetEditable(!deed.Locked());
    m_phone->SetEditable(!deed.Locked());
    Layout();
}

void QuoteDecisionPanel::Save()
{
    m_form.byName = Utf8(m_name->GetValue());
    m_form.phone = Utf8(m_phone->GetValue());
    m_form.takenBack.clear();
    m_desk.quote.RecordDecision(m_form, [this] { Close(); });
}

void QuoteDecisionPanel::Close()
{
    m_open = false;
    m_form = {};
    onClosed();
}

bool QuoteDecisionPanel::HasUnsaved() const
{
    return m_open && std::any_of(m_form.lines.begin(), m_form.lines.end(),
                                 [](const auto& line) { return line.second != core::Decision::Pending; });
}

} // namespace bayline::desktop
