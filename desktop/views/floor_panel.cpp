// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/floor_panel.h"

#include "desktop/views/floor_dialogs.h"
#include "desktop/views/flow_row.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/translate.h"

namespace bayline::desktop {

FloorPanel::FloorPanel(wxWindow* parent, WorkOrderDesk& desk) : wxPanel(parent), m_desk(desk)
{
    SetName("floor");
    SetBackgroundColour(Colours().page);
    m_card = new Card(this, "floor.card");
    m_card->Content()->Add(BuildRow(), wxSizerFlags().Expand());
    m_says = MakeProblem(m_card, "floor.says");
    m_problem = MakeProblem(m_card, "floor.problem");
    for (auto* text : {m_says, m_problem})
        m_card->Content()->Add(text, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kTight)));
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(m_card, wxSizerFlags().Expand());
    SetSizer(outer);
}

wxSizer* FloorPanel::BuildRow()
{
    auto* row = new FlowRow(Dip(this, kGap));
    const auto gap = wxSizerFlags().CenterVertical().Border(wxRIGHT, Dip(this, kGap));
    row->Add(MakeLabel(m_card, _("&Bay")), gap);
    m_bay = new wxChoice(m_card, wxID_ANY);
    m_bay->SetName("floor.bay");
    m_bay->SetMinSize(wxSize(LetterDip(this, 140), Dip(this, kBayTarget)));
    m_bay->Bind(wxEVT_CHOICE, [this](wxCommandEvent& event) {
        m_desk.floor.AssignBay(m_bays.at(static_cast<std::size_t>(event.GetSelection())));
    });
    row->Add(m_bay, gap);
    row->Add(MakeLabel(m_card, _("&Key tag")), gap);
    auto* key = MakeTextBox(m_card, "floor.key", wxString(), wxTE_PROCESS_ENTER);
    key->SetMinSize(wxSize(LetterDip(this, 80), Dip(this, kBayTarget)));
    m_key = FollowingText(key);
    const auto save = [this] {
        if (m_key.Edited() && !m_desk.floor.keyTag.Locked())
            m_desk.floor.SetKeyTag(Utf8(m_key.Seen()), Utf8(m_key.Typed()));
    };
    key->Bind(wxEVT_TEXT_ENTER, [save](wxCommandEvent&) { save(); });
    key->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { m_keyClashed = false; });
    key->Bind(wxEVT_KILL_FOCUS, [this, save](wxFocusEvent& event) {
        if (!m_keyClashed)
            save();
        event.Skip();
    });
    m_desk.floor.keyTag.onNotDone = [this] {
        if (m_desk.floor.keyTag.Clashed()) {
            m_key.GoOnFrom(Wx(m_desk.order.Order().floor.keyTag));
            m_keyClashed = m_key.Edited();
        }
    };
    row->Add(key, gap);
    row->AddStretchSpacer();
    const auto add = [&](const char* name, const wxString& label, const ButtonLook& look, std::function<void()> act) {
        auto* button = MakeButton(m_card, name, label, look);
        OnAct(button, std::move(act));
        row->Add(button, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
        return button;
    };
    m_comeback = add("floor.comeback", _("Comeback …"), {.kind = ButtonKind::Quiet, .icon = "link", .large = true},
                     [this] { LinkComeback(); });
    m_correct = add("floor.correct", _("Correct a clock …"), {.kind = ButtonKind::Quiet, .icon = "edit", .large = true},
                    [this] { CorrectOne(); });
    m_quarantine = add("floor.quarantine", _("Quarantine …"),
                       {.kind = ButtonKind::Danger, .icon = "warning", .large = true}, [this] { TurnQuarantine(); });
    m_hold = add("floor.hold", _("Hold …"), {.icon = "waiting", .large = true}, [this] { TurnHold(); });
    return row;
}

void FloorPanel::TurnHold()
{
    if (!m_desk.floor.HoldText().empty()) {
        m_desk.floor.EndHold();
        return;
    }
    if (const auto reason = ChooseHold(this))
        m_desk.floor.StartHold(*reason);
}

void FloorPanel::TurnQuarantine()
{
    if (m_desk.order.Order().floor.quarantine) {
        if (const auto reason = AskForReason(this, _("End the quarantine"), _("Why is the car safe again?")))
            m_desk.hv.EndQuarantine(*reason);
    } else if (const auto reason = AskForReason(this, _("Quarantine"),
                                                _("Why is the car dangerous: smoke, collision, "
                                                  "a damaged battery?"))) {
        m_desk.hv.Quarantine(*reason);
    }
}

void FloorPanel::LinkComeback()
{
    const auto choices = m_desk.floor.ComebackChoices();
    std::vector<BigChoice> buttons;
    for (const auto& earlier : choices)
        buttons.push_back({"comeback." + earlier.number,
                           Tr("{1}, handed over {2}",
                              {Wx(earlier.number), Wx(core::FormatDay(earlier.closedAt, m_desk.context.zone))})});
    // A single earlier order is no choice.
    const auto chosen = choices.size() == 1 ? std::optional<std::size_t>(0)
                                            : ChooseBig(this, _("After which order has the car come back?"), buttons);
    if (!chosen)
        return;
    if (const auto reason =
            AskForReason(this, Tr("Come back after {1}", {buttons.at(*chosen).label}), _("What has come back?")))
        m_desk.floor.LinkComeback(choices.at(*chosen).id, *reason);
}

void FloorPanel::CorrectOne()
{
    const auto clocks = m_desk.floor.Clocks();
    std::vector<BigChoice> buttons;
    for (const auto& clock : clocks)
        buttons.push_back({"clock." + clock.entry.Text(), Wx(m_desk.floor.ClockText(clock))});
    const auto chosen = ChooseBig(this, _("Which clock is wrong?"), buttons);
    if (!chosen)
        return;
    const auto& clock = clocks.at(*chosen);
    CorrectClock(this, m_desk.context.zone, m_desk.context.now(), clock, Wx(m_desk.floor.ClockText(clock)),
                 [this, &clock](const core::Span& to, const std::string& reason,
                                const std::function<void(const std::string&)>& done) {
                     m_desk.floor.Correct(clock, to, reason, done);
                 });
    if (!m_desk.floor.correct.Locked())
        m_desk.floor.correct.Reopen();
}

void FloorPanel::Render()
{
    const auto& order = m_desk.order.Order();
    const bool open = core::IsOpen(order.stage);
    const auto bays = m_desk.floor.Bays();
    if (bays != m_bays) {
        m_bays = bays;
        wxArrayString names;
        for (const auto& bay : m_bays)
            names.push_back(bay.empty() ? _("None") : Wx(bay));
        m_bay->Set(names);
    }
    const auto place = std::find(m_bays.begin(), m_bays.end(), order.floor.bay) - m_bays.begin();
    if (m_bay->GetSelection() != static_cast<int>(place) && !m_desk.floor.bay.Locked())
        m_bay->SetSelection(static_cast<int>(place));
    m_key.Follow(Wx(order.floor.keyTag));
    const auto held = !m_desk.floor.HoldText().empty();
    const auto holdLabel = held ? _("Go on") : _("Hold …");
    if (m_hold->GetLabel() != holdLabel) {
        m_hold->SetLabel(holdLabel);
        SetLeastSize(m_hold, {.icon = "waiting", .large = true});
    }
    const auto quarantineLabel = order.floor.quarantine ? _("End quarantine …") : _("Quarantine …");
    if (m_quarantine->GetLabel() != quarantineLabel) {
        m_quarantine->SetLabel(quarantineLabel);
        SetLeastSize(m_quarantine, {.icon = "warning", .large = true});
    }
    ShowIfNew(m_comeback, !m_desk.floor.ComebackChoices().empty());
    ShowIfNew(m_correct, m_desk.floor.MayCorrect() && !order.timeEntries.empty());
    for (wxWindow* control : {static_cast<wxWindow*>(m_bay), static_cast<wxWindow*>(m_key.Box()),
                              static_cast<wxWindow*>(m_hold), static_cast<wxWindow*>(m_quarantine)})
        EnableIfNew(control, open);
    EnableIfNew(m_correct, !m_desk.floor.correct.Locked());
    RenderProblem();
    m_card->Layout();
}

void FloorPanel::RenderProblem()
{
    const auto& floor = m_desk.floor;
    std::string says;
    for (const auto& text : {floor.QuarantineText(), floor.HoldText(), floor.ComebackText()})
        says += (says.empty() || text.empty() ? "" : "\n") + text;
    if (says.empty() && !floor.ComebackChoices().empty())
        says = Utf8(Tr("The car was here a short time ago, order {1}. If its work has come back, link the orders.",
                       {Wx(floor.ComebackChoices().front().number)}));
    const bool quarantined = !floor.QuarantineText().empty();
    const bool resized = m_says->IsShown() != !says.empty();
    ShowProblem(m_says, Wx(says), quarantined ? Meaning::Danger : Meaning::Attention);
    std::string problem;
    const Deed* about = nullptr;
    for (const auto* deed : std::initializer_list<const Deed*>{&floor.hold, &floor.bay, &floor.keyTag, &floor.comeback,
                                                               &floor.correct, &m_desk.hv.quarantine})
        if (const auto sentence = m_desk.order.SayAbout(*deed); problem.empty() && !sentence.empty()) {
            problem = sentence;
            about = deed;
        }
    ShowProblem(m_problem, Wx(problem), about && about->Waiting() ? Meaning::Attention : Meaning::Danger);
    if (resized)
        onResized();
}

} // namespace bayline::desktop
