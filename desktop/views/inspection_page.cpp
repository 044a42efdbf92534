// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/inspection_page.h"

#include "desktop/views/flow_row.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/one_line.h"
#include "desktop/views/translate.h"

#include <wx/wupdlock.h>

#include <algorithm>

namespace bayline::desktop {

InspectionPage::InspectionPage(wxWindow* parent, WorkOrderDesk& itsDesk)
    : WorkOrderPage(parent, "page.inspection", itsDesk), m_actions(MakeActions())
{
    auto* top = BuildTop();
    m_problem = MakeProblem(this, "inspection.problem");
    m_choices = new wxPanel(this);
    m_choices->SetName("inspection.choices");
    m_choices->SetBackgroundColour(Colours().page);
    m_list = new Scroller(this, "inspection.list");
    auto* sizer = new wxBoxSizer(wxVERTICAL);
    sizer->Add(top, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, Dip(this, kSpace)));
    sizer->Add(m_problem, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, Dip(this, kSpace)));
    sizer->Add(m_choices, wxSizerFlags().Expand().Border(wxALL, Dip(this, kSpace)));
    sizer->Add(m_list, wxSizerFlags(1).Expand().Border(wxALL, Dip(this, kSpace)));
    SetSizer(sizer);
    desk.inspection.onAnswer = [this](core::ItemId item, const InspectionAnswer& answer) {
        for (auto* row : m_rows) {
            if (row->Item() == item) {
                row->GoOnFrom(answer);
            }
        }
    };
}

InspectionRowActions InspectionPage::MakeActions()
{
    return {
        .judge = [this](core::ItemId item, const std::string& typed) { return desk.inspection.Judge(item, typed); },
        .result = [this](const InspectionRow& row, core::Result result) { desk.inspection.RecordResult(row, result); },
        .value = [this](const InspectionRow& row,
                        const std::string& typed) { desk.inspection.RecordValue(row, typed); },
        .note = [this](const InspectionRow& row, const std::string& typed) { desk.inspection.RecordNote(row, typed); },
        .confirm = [this](const InspectionRow& row) { desk.inspection.ConfirmLast(row); },
        .photos = [this](core::ItemId item) { desk.photosOf(item); },
        .quote =
            [this](core::ItemId item) {
                desk.quote.AddFromFinding(item, [this](core::LineId line) { desk.editLine(line); });
            },
        .next = [this](core::ItemId item) { FocusAfter(item); }};
}

wxSizer* InspectionPage::BuildTop()
{
    m_state = new Badge(this, "inspection.state");
    m_summary = MakeText(this, wxString());
    m_summary->SetName("inspection.summary");
    m_summary->SetMinSize(wxSize(LetterDip(this, 200), -1));
    KeepOnTwoLines(m_summary);
    m_nextOpen =
        MakeButton(this, "inspection.next-open", _("&Next not checked"),
                   {.icon = "down", .tip = _("Goes to the next item that nobody has checked (F6)"), .large = true});
    OnAct(m_nextOpen, [this] { Begin(); });
    m_print = MakeButton(this, "inspection.print", _("Report"), {.icon = "print", .large = true});
    OnAct(m_print, [this] { desk.preview(PaperKind::Inspection); });
    m_publish = MakeButton(this, "inspection.publish", _("Show to the &customer"),
                           {.kind = ButtonKind::Primary, .icon = "send", .large = true});
    OnAct(m_publish, [this] { Publish(); });
    auto* row = new FlowRow(Dip(this, kGap));
    row->Add(m_state, wxSizerFlags().CenterVertical().Border(wxRIGHT, Dip(this, kGap)));
    row->Add(m_summary, wxSizerFlags(1).CenterVertical());
    for (auto* button : {m_nextOpen, m_print, m_publish}) {
        row->Add(button, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
    }
    return row;
}

void InspectionPage::Render()
{
    if (!desk.order.Loaded()) {
        return;
    }
    RenderChoices();
    RenderRows();
    PublishWhenSaved();
    RenderTop();
}

void InspectionPage::RenderTop()
{
    const bool started = desk.inspection.Started();
    const auto& order = desk.order.Order();
    if (started) {
        const auto overall = order.inspection->Overall();
        m_state->Set(WordOf(overall), MeaningOf(overall), IconOf(overall));
        auto summary = Wx(desk.inspection.Summary());
        if (desk.inspection.Published()) {
            summary += " · " + _("the customer has the report");
        }
        SetTextIfNew(m_summary, summary);
    } else {
        SetTextIfNew(m_summary, _("The car has not been inspected yet."));
    }
    const auto& deed = desk.inspection.publish;
    ShowIfNew(m_nextOpen, started);
    ShowIfNew(m_print, started);
    ShowIfNew(m_publish, started);
    EnableIfNew(m_publish, desk.inspection.Editable() && !deed.Locked());
    m_heldBack =
        m_heldBack && std::any_of(m_rows.begin(), m_rows.end(), [](const auto* row) { return row->IsHeldBack(); });
    if (m_heldBack) {
        ShowProblem(m_problem, _("A value below is not saved, and the customer would see the one from before. Please "
                                 "correct it first."));
        return;
    }
    if (!m_publishFor.IsNil()) {
        ShowProblem(m_problem, _("The customer sees it as soon as what was typed has been saved."), Meaning::Attention);
        return;
    }
    auto sentence = desk.order.SayAbout(deed);
    if (sentence.empty()) {
        sentence = desk.order.SayAbout(desk.inspection.start);
    }
    if (sentence.empty()) {
        sentence = desk.order.SayAbout(desk.quote.line);
    }
    ShowProblem(m_problem, Wx(sentence), deed.Waiting() ? Meaning::Attention : Meaning::Danger);
}

void InspectionPage::RenderChoices()
{
    const bool started = desk.inspection.Started();
    if (m_choices->IsShown() == started) {
        m_choices->Show(!started);
        m_list->Show(started);
        Layout();
    }
    const auto& choices = desk.inspection.Choices();
    if (started || (m_choicesMade && m_shownChoices == choices.size())) {
        return;
    }
    m_choicesMade = true;
    m_shownChoices = choices.size();
    m_choices->DestroyChildren();
    auto* card = new Card(m_choices, "inspection.start", _("Start the inspection"));
    if (choices.empty()) {
        card->Content()->Add(MakeText(card, _("There is no checklist for this kind of drive yet.")));
    }
    for (std::size_t index = 0; index < choices.size(); ++index) {
        const auto label = TrCount("{2} ({1} item)", "{2} ({1} items)",
                                   static_cast<long long>(choices[index].items.size()), {Wx(choices[index].name)});
        const auto name = "inspection.start." + std::to_string(index);
        auto* button =
            MakeButton(card, name.c_str(), label,
                       {.kind = index == 0 ? ButtonKind::Primary : ButtonKind::Plain, .icon = "play", .large = true});
        OnAct(button, [this, index] { desk.inspection.Start(index); });
        card->Content()->Add(button, wxSizerFlags().Border(wxBOTTOM, Dip(this, kGap)));
    }
    auto* sizer = new wxBoxSizer(wxVERTICAL);
    sizer->Add(card, wxSizerFlags().Expand());
    m_choices->SetSizer(sizer);
    Layout();
}

void InspectionPage::RenderRows()
{
    const auto rows = desk.inspection.Rows();
    const bool same =
        rows.size() == m_rows.size() &&
        std::equal(rows.begin(), rows.end(), m_rows.begin(),
                   [](const InspectionRow& row, const InspectionRowPanel* panel) { return row.id == panel->Item(); });
    if (!same) {
        MakeRows(rows);
    }
    for (std::size_t index = 0; index < rows.size(); ++index) {
        m_rows[index]->Render(rows[index], desk.inspection.Editable(), desk.quote.Editable());
    }
}

void InspectionPage::MakeRows(const std::vector<InspectionRow>& rows)
{
    const wxWindowUpdateLocker noFlicker(m_list);
    m_list->Content()->Clear(true);
    m_rows.clear();
    for (const auto& row : rows) {
        if (!row.group.empty()) {
            m_list->Content()->Add(MakeText(m_list, Wx(row.group), Type::Heading),
                                   wxSizerFlags().Border(wxTOP | wxBOTTOM, Dip(this, kGap)));
        }
        auto* panel = new InspectionRowPanel(m_list, row, m_actions);
        m_list->Content()->Add(panel, wxSizerFlags().Expand());
        m_rows.push_back(panel);
    }
    m_list->Arrange();
}

void InspectionPage::FocusAfter(core::ItemId item)
{
    auto panel =
        std::find_if(m_rows.begin(), m_rows.end(), [&](const InspectionRowPanel* row) { return row->Item() == item; });
    while (panel != m_rows.end() && ++panel != m_rows.end()) {
        if ((*panel)->FocusValue()) {
            return;
        }
    }
}

void InspectionPage::Begin()
{
    const auto rows = desk.inspection.Rows();
    for (std::size_t index = 0; index < rows.size() && index < m_rows.size(); ++index) {
        if (rows[index].result != core::Result::NotChecked) {
            continue;
        }
        GoTo(*m_rows[index]);
        return;
    }
}

void InspectionPage::GoTo(InspectionRowPanel& row)
{
    int unit = 0;
    m_list->GetScrollPixelsPerUnit(nullptr, &unit);
    const int top = m_list->CalcUnscrolledPosition(row.GetPosition()).y;
    m_list->Scroll(0, std::max(0, top - Dip(this, 60)) / std::max(1, unit));
    if (!row.FocusUnsaved() && !row.FocusValue()) {
        row.SetFocus();
    }
}

void InspectionPage::Publish()
{
    m_publish->SetFocus(); // what was typed last is saved by that
    m_heldBack = false;
    m_publishFor = desk.order.Me().person.id;
    Render();
}

void InspectionPage::PublishWhenSaved()
{
    if (m_publishFor.IsNil()) {
        return;
    }
    const auto held = std::find_if(m_rows.begin(), m_rows.end(), [](const auto* row) { return row->IsHeldBack(); });
    m_heldBack = held != m_rows.end();
    if (!m_heldBack && HasUnsaved()) {
        return;
    }
    const bool same = m_publishFor == desk.order.Me().person.id;
    m_publishFor = {};
    if (m_heldBack) {
        GoTo(**held);
    } else if (same) {
        desk.inspection.Publish();
    }
}

bool InspectionPage::HasUnsaved() const
{
    return std::any_of(m_rows.begin(), m_rows.end(), [](const auto* row) { return row->HasUnsaved(); });
}

} // namespace bayline::desktop
