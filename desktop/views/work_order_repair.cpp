// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/work_order_repair.h"

#include "desktop/views/flow_row.h"
#include "desktop/views/layout_again.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/one_line.h"
#include "desktop/views/translate.h"

#include <wx/checkbox.h>
#include <wx/wupdlock.h>

#include <algorithm>

namespace bayline::desktop {

RepairPage::RepairPage(wxWindow* parent, WorkOrderDesk& itsDesk) : WorkOrderPage(parent, "page.repair", itsDesk)
{
    m_summary = MakeText(this, wxString(), Type::Heading);
    m_summary->SetName("repair.summary");
    m_list = new Scroller(this, "repair.list");
    m_floor = new FloorPanel(m_list, desk);
    m_hv = new HvPanel(m_list, desk);
    m_floor->onResized = m_hv->onResized = [this] { m_list->Arrange(); };
    m_lines = new wxBoxSizer(wxVERTICAL);
    const auto below = wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap));
    m_list->Content()->Add(m_floor, below);
    m_list->Content()->Add(m_hv, below);
    m_list->Content()->Add(m_lines, wxSizerFlags().Expand());
    m_list->Content()->Add(BuildCheck(), below);
    auto* sizer = new wxBoxSizer(wxVERTICAL);
    sizer->Add(m_summary, wxSizerFlags().Expand().Border(wxALL, Dip(this, kSpace)));
    sizer->Add(m_list, wxSizerFlags(1).Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, Dip(this, kSpace)));
    SetSizer(sizer);
    m_second.SetOwner(this);
    Bind(wxEVT_TIMER, [this](wxTimerEvent&) {
        if (IsShownOnScreen()) {
            Render();
        }
    });
    m_second.Start(1000);
}

wxWindow* RepairPage::BuildCheck()
{
    auto* card = new Card(m_list, "check", _("Final check by somebody who did not work on the car"));
    m_checkState = new Badge(card, "check.state");
    card->HeadingRow()->Add(m_checkState, wxSizerFlags().CenterVertical());
    m_lastCheck = MakeText(card, wxString());
    m_lastCheck->SetName("check.last");
    m_note = MakeTextBox(card, "check.note", _("Road test, remarks; what has to be put right"));
    m_note->SetMinSize(wxSize(Dip(this, 200), Dip(this, kBayTarget)));
    m_passed =
        MakeButton(card, "check.passed", _("&Passed"), {.kind = ButtonKind::Primary, .icon = "check", .large = true});
    m_failed = MakeButton(card, "check.failed", _("N&ot passed"),
                          {.kind = ButtonKind::Danger, .icon = "close", .large = true});
    OnAct(m_passed, [this] { Check(true); });
    OnAct(m_failed, [this] { Check(false); });
    m_checkProblem = MakeProblem(card, "check.problem");
    auto* row = new FlowRow(Dip(this, kGap));
    row->Add(m_note, wxSizerFlags(1).CenterVertical());
    row->Add(m_passed, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
    row->Add(m_failed, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
    m_items = new wxFlexGridSizer(2, Dip(this, kTight), Dip(this, kSpace));
    m_items->AddGrowableCol(0, 1);
    m_items->AddGrowableCol(1, 1);
    card->Content()->Add(m_lastCheck, wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap)));
    card->Content()->Add(m_items, wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap)));
    card->Content()->Add(row, wxSizerFlags().Expand());
    card->Content()->Add(m_checkProblem, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kTight)));
    return card;
}

RepairPage::Row RepairPage::MakeRow(const RepairRow& shown)
{
    Row row;
    row.id = shown.id;
    auto* card = new Card(m_list, ("repair.row." + shown.id.Text()).c_str());
    row.panel = card;
    row.state = new Badge(card, ("repair.state." + shown.id.Text()).c_str());
    row.title = MakeText(card, wxString(), Type::Heading);
    KeepOnOneLine(row.title);
    row.title->SetMinSize(wxSize(LetterDip(this, 160), -1));
    row.who = MakeMuted(card, wxString());
    row.who->SetMinSize(wxSize(LetterDip(this, 160), -1));
    KeepWhole(row.who);
    row.clock = MakeText(card, wxString(), Type::Title);
    row.clock->SetName("repair.clock." + shown.id.Text());
    row.problem = MakeProblem(card, ("repair.problem." + shown.id.Text()).c_str());
    auto* words = new wxBoxSizer(wxVERTICAL);
    words->Add(row.title, wxSizerFlags().Expand());
    words->Add(row.who, wxSizerFlags().Expand().Border(wxTOP, Dip(this, 2)));
    auto* line = new FlowRow(Dip(this, kGap));
    // The descriptions begin below one another, whatever the states are called.
    auto* state = new wxBoxSizer(wxHORIZONTAL);
    state->SetMinSize(wxSize(Dip(this, 150), -1));
    state->Add(row.state, wxSizerFlags().CenterVertical());
    line->Add(state, wxSizerFlags().CenterVertical().Border(wxRIGHT, Dip(this, kGap)));
    line->Add(words, wxSizerFlags(1).CenterVertical());
    row.hv = new Badge(card, ("repair.hv." + shown.id.Text()).c_str());
    line->Add(row.hv, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
    line->Add(row.clock, wxSizerFlags().CenterVertical().Border(wxLEFT | wxRIGHT, Dip(this, kSpace)));
    AddButtons(row, *line);
    card->Content()->Add(line, wxSizerFlags().Expand());
    card->Content()->Add(row.problem, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kTight)));
    m_lines->Add(card, wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap)));
    return row;
}

void RepairPage::AddButtons(Row& row, wxSizer& line)
{
    const auto id = row.id;
    const auto add = [&](const char* what, const wxString& label, const ButtonLook& look, std::function<void()> act) {
        auto* button = MakeButton(row.panel, (std::string("repair.") + what + "." + id.Text()).c_str(), label, look);
        OnAct(button, std::move(act));
        line.Add(button, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
        return button;
    };
    row.start = add("start", _("Start"), {.kind = ButtonKind::Primary, .icon = "play", .large = true},
                    [this, id] { desk.repair.Start(id); });
    row.stop = add("stop", _("Stop"), {.icon = "stop", .large = true}, [this, id] { desk.repair.Stop(id); });
    row.finish = add("finish", _("Finished"), {.icon = "check", .large = true}, [this, id] { desk.repair.Finish(id); });
    row.reopen = add("reopen", _("Open again"), {.kind = ButtonKind::Quiet, .icon = "back", .large = true},
                     [this, id] { Reopen(id); });
}

void RepairPage::Render()
{
    if (!desk.order.Loaded()) {
        return;
    }
    const auto rows = desk.repair.Rows();
    const bool same =
        rows.size() == m_rows.size() && std::equal(rows.begin(), rows.end(), m_rows.begin(),
                                                   [](const RepairRow& a, const Row& b) { return a.id == b.id; });
    if (!same) {
        const wxWindowUpdateLocker noFlicker(m_list);
        m_lines->Clear(true);
        m_rows.clear();
        for (const auto& row : rows) {
            m_rows.push_back(MakeRow(row));
        }
        m_list->Arrange();
    }
    for (std::size_t index = 0; index < rows.size(); ++index) {
        RenderRow(m_rows[index], rows[index]);
    }
    if (!same) {
        m_list->Arrange();
    }
    m_floor->Render();
    m_hv->Render();
    RenderCheck();
}

void RepairPage::RenderRow(Row& row, const RepairRow& shown)
{
    row.state->Set(Wx(shown.stateWord), MeaningOf(shown.state), IconOf(shown.state));
    SetTextIfNew(row.title, Wx(shown.description));
    row.hv->Set(shown.hv ? _("High voltage") : wxString(), Meaning::Attention, "warning");
    auto details = Wx(shown.kind + " · " + shown.planned);
    if (!shown.workers.empty()) {
        details += " · " + Tr("{1} is working on it", {Wx(shown.workers)});
    }
    SetTextIfNew(row.who, details);
    SetTextIfNew(row.clock, Wx(shown.workedText));
    const bool running = !shown.workers.empty();
    const bool may = desk.order.MayRepair() && core::IsOpen(desk.order.Order().stage);
    // Start stays there for lines that may not be started yet: the answer says why, in words. What the customer did not
    // want is nobody's work.
    const bool declined = shown.state == core::LineState::Declined;
    ShowIfNew(row.start, may && !shown.finished && !shown.mineRuns && !declined);
    ShowIfNew(row.stop, may && running && (shown.mineRuns || desk.order.Me().role == core::Role::Manager));
    ShowIfNew(row.finish, may && shown.approved && !shown.finished);
    ShowIfNew(row.reopen, shown.finished && core::IsOpen(desk.order.Order().stage) && !desk.order.Order().invoice);
    EnableIfNew(row.finish, shown.canFinish);
    ShowProblem(row.problem, Wx(shown.problem));
    row.panel->Layout();
}

void RepairPage::RenderCheck()
{
    const auto summary = desk.repair.Summary();
    SetTextIfNew(m_summary, Wx(summary.text));
    SetTextIfNew(m_lastCheck, summary.lastCheck.empty() ? _("Not checked yet.") : Wx(summary.lastCheck));
    m_checkState->Set(summary.lastCheck.empty() ? wxString()
                      : summary.checkPassed     ? _("Passed")
                                                : _("Not passed"),
                      summary.checkPassed ? Meaning::Good : Meaning::Danger, summary.checkPassed ? "check" : "close");
    RenderCheckItems();
    const auto& deed = desk.repair.check;
    const bool may = summary.canCheck && !deed.Locked();
    EnableIfNew(m_passed, may);
    EnableIfNew(m_failed, may);
    m_note->SetEditable(!deed.Locked());
    const auto sentence = desk.order.SayAbout(deed);
    if (!sentence.empty()) {
        ShowProblem(m_checkProblem, Wx(sentence), deed.Waiting() ? Meaning::Attention : Meaning::Danger);
    } else {
        const bool tell = !summary.canCheck && !summary.checkPassed && core::IsOpen(desk.order.Order().stage);
        ShowProblem(m_checkProblem, tell ? Wx(summary.whyNoCheck) : wxString(), Meaning::Neutral);
    }
}

void RepairPage::RenderCheckItems()
{
    const auto items = desk.repair.CheckItems();
    if (m_ticks.size() != items.size()) {
        m_items->Clear(true);
        m_ticks.clear();
        for (const auto& [key, words] : items) {
            auto* tick = new wxCheckBox(m_note->GetParent(), wxID_ANY, Wx(words));
            tick->SetName("check.item." + key);
            tick->SetMinSize(wxSize(Dip(this, 120), Dip(this, kBayTarget)));
            KeepWhole(tick);
            m_ticks[key] = tick;
            m_items->Add(tick, wxSizerFlags().Expand());
        }
        m_list->Arrange();
    }
    if (auto basis = TickBasis(desk.order); basis != m_tickBasis) {
        m_tickBasis = std::move(basis);
        Untick();
    }
    const auto summary = desk.repair.Summary();
    for (const auto& [key, tick] : m_ticks) {
        EnableIfNew(tick, summary.canCheck);
    }
}

void RepairPage::Untick()
{
    for (const auto& [key, tick] : m_ticks) {
        tick->SetValue(false);
    }
}

bool RepairPage::HasUnsaved() const
{
    return !m_note->IsEmpty() || m_hv->HasUnsaved() || m_floor->HasUnsaved() ||
           std::any_of(m_ticks.begin(), m_ticks.end(), [](const auto& item) { return item.second->GetValue(); });
}

void RepairPage::Check(bool passed)
{
    std::vector<std::string> confirmed;
    for (const auto& [key, tick] : m_ticks) {
        if (tick->GetValue()) {
            confirmed.push_back(key);
        }
    }
    desk.repair.Check(passed, Utf8(m_note->GetValue()), confirmed, [this, passed] {
        m_note->ChangeValue(wxString());
        Untick();
        if (passed && desk.order.MayAdvise()) {
            desk.show(WorkOrderTab::Invoice);
        }
    });
}

void RepairPage::Reopen(core::LineId line)
{
    const auto reason = AskForReason(this, _("Open the line again"), _("Why is the line opened again?"));
    if (reason) {
        desk.repair.Reopen(line, *reason);
    }
}

} // namespace bayline::desktop
