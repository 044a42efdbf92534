// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/hv_panel.h"

#include "desktop/presenters/repair_presenter.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/one_line.h"
#include "desktop/views/translate.h"
#include "desktop/views/work_order_parts.h"

#include <wx/checkbox.h>

namespace bayline::desktop {

namespace {
/// Instead of a step: another person's record, which is not complete, would be replaced.
constexpr int kAnew = -2;
} // namespace

HvPanel::HvPanel(wxWindow* parent, WorkOrderDesk& desk) : wxPanel(parent), m_desk(desk)
{
    SetName("hv");
    SetBackgroundColour(Colours().page);
    m_card = new Card(this, "hv.card", _("High-voltage isolation"));
    m_state = new Badge(m_card, "hv.state");
    m_card->HeadingRow()->Add(m_state, wxSizerFlags().CenterVertical());
    auto* warning = MakeText(m_card, _("This is a record, not a safety device."), Type::Strong);
    warning->SetName("hv.record");
    warning->SetForegroundColour(Strong(Meaning::Danger));
    m_card->Content()->Add(warning, wxSizerFlags().Border(wxBOTTOM, Dip(this, kTight)));
    m_summary = MakeText(m_card, wxString());
    m_summary->SetName("hv.summary");
    m_card->Content()->Add(m_summary, wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap)));
    BuildSteps();
    BuildForm();
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(m_card, wxSizerFlags().Expand());
    SetSizer(outer);
}

void HvPanel::BuildSteps()
{
    auto* grid = new wxFlexGridSizer(3, Dip(this, kTight), Dip(this, kGap));
    grid->AddGrowableCol(1, 3);
    grid->AddGrowableCol(2, 2);
    for (int number = 1; number <= core::kIsolationSteps; ++number) {
        Step step;
        step.number = new Badge(m_card, ("hv.step." + std::to_string(number)).c_str(), wxString::Format("%d", number));
        step.text = MakeText(m_card, wxString());
        step.signedText = MakeMuted(m_card, wxString());
        step.signedText->SetName("hv.signed." + std::to_string(number));
        for (auto* text : {step.text, step.signedText}) {
            KeepOnOneLine(text);
            text->SetMinSize(wxSize(Dip(this, 160), -1));
        }
        grid->Add(step.number, wxSizerFlags().CenterVertical());
        grid->Add(step.text, wxSizerFlags(1).Expand().CenterVertical());
        grid->Add(step.signedText, wxSizerFlags(1).Expand().CenterVertical());
        m_steps.push_back(step);
    }
    m_card->Content()->Add(grid, wxSizerFlags().Expand());
}

void HvPanel::BuildForm()
{
    m_form = new wxPanel(m_card);
    m_form->SetName("hv.form");
    m_form->SetBackgroundColour(Colours().surface);
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    // Large letters leave no room for values and signature beside one another.
    auto* end = LetterScale() < 1.4 ? row : new wxBoxSizer(wxHORIZONTAL);
    const auto add = [&](const char* name, const wxString& label, wxTextCtrl*& box) {
        box = MakeTextBox(m_form, name);
        box->SetMinSize(wxSize(Dip(this, 130), Dip(this, kBayTarget)));
        auto field = std::make_unique<Field>(m_form, label, box);
        row->Add(field->Sizer(), wxSizerFlags(1).Bottom().Border(wxRIGHT, Dip(this, kGap)));
        return field;
    };
    m_noteField = add("hv.note", _("Note"), m_note);
    m_beforeField = add("hv.before", _("Live source before, V"), m_before);
    m_measuredField = add("hv.measured", _("Between the terminals, V"), m_measured);
    m_afterField = add("hv.after", _("Live source after, V"), m_after);
    m_insulationField = add("hv.insulation", _("Insulation, Ω/V"), m_insulation);
    m_tools = new wxCheckBox(m_form, wxID_ANY, _("Tools are out"));
    m_tools->SetName("hv.tools");
    m_covers = new wxCheckBox(m_form, wxID_ANY, _("Covers are on"));
    m_covers->SetName("hv.covers");
    for (auto* tick : {m_tools, m_covers}) {
        tick->SetMinSize(wxSize(-1, Dip(this, kBayTarget)));
        end->Add(tick, wxSizerFlags().Bottom().Border(wxRIGHT, Dip(this, kGap)));
    }
    m_timer = MakeText(m_form, wxString(), Type::Title);
    m_timer->SetName("hv.timer");
    end->Add(m_timer, wxSizerFlags().CenterVertical().Border(wxRIGHT, Dip(this, kSpace)));
    m_sign = MakeButton(m_form, "hv.sign", _("Sign this step"),
                        {.kind = ButtonKind::Primary, .icon = "check", .large = true});
    m_sign->SetMinSize(wxSize(LetterDip(this, 200), Dip(this, kBayTarget)));
    OnAct(m_sign, [this] {
        if (m_desk.hv.PresentStep() == 0 || m_desk.hv.BeginsAnew())
            m_desk.hv.Begin();
        else
            m_desk.hv.Sign(Read(), [this, step = m_desk.hv.PresentStep()] {
                Clear();
                m_signedHere = step;
            });
    });
    end->Add(m_sign, wxSizerFlags().Bottom());
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(row, wxSizerFlags().Expand());
    if (end != row)
        column->Add(end, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    m_problem = MakeProblem(m_form, "hv.problem");
    column->Add(m_problem, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kTight)));
    m_form->SetSizer(column);
    m_card->Content()->Add(m_form, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
}

HvForm HvPanel::Read() const
{
    return {.note = Utf8(m_note->GetValue()),
            .provedBefore = Utf8(m_before->GetValue()),
            .measured = Utf8(m_measured->GetValue()),
            .provedAfter = Utf8(m_after->GetValue()),
            .insulation = Utf8(m_insulation->GetValue()),
            .toolsOut = m_tools->GetValue(),
            .coversOn = m_covers->GetValue()};
}

void HvPanel::Clear()
{
    for (auto* box : {m_note, m_before, m_measured, m_after, m_insulation})
        box->ChangeValue(wxString());
    Untick();
}

void HvPanel::Untick()
{
    m_tools->SetValue(false);
    m_covers->SetValue(false);
}

bool HvPanel::HasUnsaved() const
{
    return !m_note->IsEmpty() || !m_before->IsEmpty() || !m_measured->IsEmpty() || !m_after->IsEmpty() ||
           !m_insulation->IsEmpty() || m_tools->GetValue() || m_covers->GetValue();
}

void HvPanel::Render()
{
    const bool concerned = m_desk.hv.Concerned();
    if (IsShown() != concerned) {
        Show(concerned);
        onResized();
    }
    if (auto basis = TickBasis(m_desk.order); basis != m_tickBasis) {
        m_tickBasis = std::move(basis);
        Untick();
    }
    if (!concerned)
        return;
    m_state->Set(m_desk.hv.Isolated() ? _("Isolated") : _("Not isolated"),
                 m_desk.hv.Isolated() ? Meaning::Good : Meaning::Danger, m_desk.hv.Isolated() ? "lock" : "warning");
    SetTextIfNew(m_summary, Wx(m_desk.hv.Summary()));
    RenderSteps();
    RenderForm();
}

void HvPanel::RenderSteps()
{
    const auto views = m_desk.hv.Steps();
    for (std::size_t index = 0; index < views.size(); ++index) {
        const auto& view = views[index];
        auto& shown = m_steps[index];
        shown.number->Set(wxString::Format("%d", view.number),
                          view.done      ? Meaning::Good
                          : view.present ? Meaning::Accent
                                         : Meaning::Neutral,
                          view.done      ? "check"
                          : view.present ? "forward"
                                         : "");
        if (shown.text->GetLabelText() != Wx(view.text)) {
            SetTextIfNew(shown.text, Wx(view.text));
            shown.text->SetToolTip(Wx(view.text)); // large letters may leave no room for all of it
        }
        SetTextIfNew(shown.signedText, Wx(view.signedText));
    }
}

void HvPanel::RenderForm()
{
    const int step = m_desk.hv.BeginsAnew() ? kAnew : m_desk.hv.PresentStep();
    const auto left = m_desk.hv.WaitLeft();
    const bool waits = step != kAnew && left && left->count() > 0;
    if (step != m_shownStep) {
        m_shownStep = step;
        Untick();
        m_noteField->Show(step == core::kStepKey || step == core::kStepDisconnect || step == core::kStepArea);
        for (auto* field : {m_beforeField.get(), m_measuredField.get(), m_afterField.get()})
            field->Show(step == core::kStepZero);
        m_insulationField->Show(step == core::kStepEnergise);
        m_tools->Show(step == core::kStepEnergise);
        m_covers->Show(step == core::kStepEnergise);
        m_sign->SetLabel(step == 0                     ? _("Begin the isolation")
                         : step == kAnew               ? _("Begin the isolation anew")
                         : step == core::kStepEnergise ? _("Put the voltage on again")
                                                       : Tr("Sign step {1}", {wxString::Format("%d", step)}));
        SetLeastSize(m_sign, {.kind = ButtonKind::Primary, .icon = "check", .large = true});
        m_note->SetHint(step == core::kStepKey          ? _("Where is the key?")
                        : step == core::kStepDisconnect ? _("Who holds the lock's key?")
                                                        : wxString());
        onResized();
    }
    const auto& order = m_desk.order.Order();
    const bool may = m_desk.hv.MaySign() && core::IsOpen(order.stage);
    if (m_form->IsShown() != may) {
        m_form->Show(may);
        onResized();
    }
    SetTextIfNew(m_timer, waits ? Wx(ClockText(*left)) : wxString());
    ShowIfNew(m_timer, waits);
    EnableIfNew(m_sign, !waits && !m_desk.hv.sign.Locked());
    const auto& deed = m_desk.hv.sign;
    const std::vector<std::string_view> fields = {"note", "proved_before", "measured", "proved_after", "insulation"};
    m_noteField->SetProblem(m_note->IsShown() ? Wx(m_desk.order.SayAt(deed, "note")) : wxString());
    m_beforeField->SetProblem(m_before->IsShown() ? Wx(m_desk.order.SayAt(deed, "proved_before")) : wxString());
    m_measuredField->SetProblem(m_measured->IsShown() ? Wx(m_desk.order.SayAt(deed, "measured")) : wxString());
    m_afterField->SetProblem(m_after->IsShown() ? Wx(m_desk.order.SayAt(deed, "proved_after")) : wxString());
    m_insulationField->SetProblem(m_insulation->IsShown() ? Wx(m_desk.order.SayAt(deed, "insulation")) : wxString());
    ShowProblem(m_problem, Wx(m_desk.order.SayAbout(deed, fields)),
                deed.Waiting() ? Meaning::Attention : Meaning::Danger);
    m_form->Layout();
    if (m_signedHere > 0 && m_signedHere != step)
        GoToNextStep();
}

/// Whoever has just signed a step types for the next one without looking for its field.
void HvPanel::GoToNextStep()
{
    m_signedHere = 0;
    for (wxWindow* box : std::initializer_list<wxWindow*>{m_note, m_before, m_insulation}) {
        if (box->IsShownOnScreen()) {
            box->SetFocus();
            return;
        }
    }
}

} // namespace bayline::desktop
