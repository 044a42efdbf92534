// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/work_order_head.h"

#include "desktop/presenters/presence.h"
#include "desktop/views/flow_row.h"
#include "desktop/views/layout_again.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/one_line.h"
#include "desktop/views/translate.h"
#include "desktop/views/work_order_link.h"
#include "desktop/views/work_order_parts.h"

#include <wx/menu.h>

#include <algorithm>

namespace bayline::desktop {

namespace {

Meaning MeaningOfStage(core::Stage stage)
{
    switch (stage) {
    case core::Stage::WaitingApproval:
        return Meaning::Waiting;
    case core::Stage::Ready:
    case core::Stage::Delivered:
        return Meaning::Good;
    case core::Stage::Cancelled:
        return Meaning::Neutral;
    default:
        return Meaning::Accent;
    }
}

} // namespace

WorkOrderHead::WorkOrderHead(wxWindow* parent, WorkOrderDesk& desk) : wxPanel(parent), m_desk(desk)
{
    SetName("head");
    SetBackgroundColour(Colours().surface);
    auto* top = new FlowRow(Dip(this, kTight));
    top->Add(BuildCar(), wxSizerFlags(1).CenterVertical());
    BuildFacts(*top);
    m_steps = new FlowRow(0);
    m_problem = MakeProblem(this, "head.problem");
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(top, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, Dip(this, kSpace)));
    outer->Add(BuildBadges(), wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT, Dip(this, kSpace)));
    outer->Add(m_steps, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, Dip(this, kSpace - kTight)));
    outer->Add(m_problem, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, Dip(this, kGap)));
    outer->Add(BuildPromiseBar(), wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, Dip(this, kSpace)));
    outer->AddSpacer(Dip(this, kGap));
    SetSizer(outer);
}

wxSizer* WorkOrderHead::BuildCar()
{
    m_plate = MakeText(this, wxString(), Type::Title);
    m_plate->SetName("head.plate");
    m_stage = new Badge(this, "head.stage");
    m_waiting = new Badge(this, "head.waiting");
    m_outlet = new Badge(this, "head.outlet");
    m_place = new Badge(this, "head.place");
    m_hold = new Badge(this, "head.hold");
    m_quarantine = new Badge(this, "head.quarantine");
    m_others = new Badge(this, "head.others");
    m_car = MakeText(this, wxString());
    m_car->SetName("head.car");
    m_customer = MakeMuted(this, wxString());
    m_customer->SetName("head.customer");
    for (auto* text : {m_car, m_customer}) {
        KeepOnOneLine(text);
        text->SetMinSize(wxSize(Dip(this, 200), -1));
    }
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(m_plate);
    column->Add(m_car, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kTight)));
    column->Add(m_customer, wxSizerFlags().Expand().Border(wxTOP, Dip(this, 2)));
    return column;
}

/// A line of their own over the whole width: beside the number or the promise they were cut with large letters.
wxSizer* WorkOrderHead::BuildBadges()
{
    auto* badges = new FlowRow(Dip(this, kTight));
    for (auto* badge : {m_stage, m_waiting, m_outlet, m_place, m_hold, m_quarantine, m_others}) {
        badges->Add(badge, wxSizerFlags().CenterVertical().Border(wxRIGHT, Dip(this, kGap)));
    }
    return badges;
}

void WorkOrderHead::BuildFacts(wxSizer& row)
{
    m_promised = MakeText(this, wxString(), Type::Heading);
    m_promised->SetName("head.promised");
    m_late = new Badge(this, "head.late");
    m_changePromise =
        MakeButton(this, "head.change-promise", wxString(),
                   {.kind = ButtonKind::Quiet, .icon = "edit", .tip = _("Promise another time (Ctrl+T)")});
    OnAct(m_changePromise, [this] { OpenPromise(); });
    auto* promise = new wxBoxSizer(wxHORIZONTAL);
    promise->Add(m_promised, wxSizerFlags().CenterVertical());
    promise->Add(m_late, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
    promise->Add(m_changePromise, wxSizerFlags().CenterVertical());

    m_technician = new wxChoice(this, wxID_ANY);
    m_technician->SetName("head.technician");
    m_technician->SetMinSize(wxSize(LetterDip(this, 130), DeskHeight(this)));
    m_technician->Bind(wxEVT_CHOICE, [this](wxCommandEvent& event) {
        m_desk.header.Assign(m_people.at(static_cast<std::size_t>(event.GetSelection())));
    });
    m_link = MakeButton(this, "head.link", _("Customer's pag&e"),
                        {.icon = "qr", .tip = _("Link and QR code of the customer's page (Ctrl+L)")});
    OnAct(m_link, [this] { ShowLink(); });
    m_print = MakeButton(this, "head.print", _("Print"), {.icon = "print", .tip = _("Papers of this order (Ctrl+P)")});
    OnAct(m_print, [this] { ShowPrintMenu(); });

    auto* grid = new wxFlexGridSizer(2, Dip(this, 2), Dip(this, kSpace));
    grid->Add(MakeMuted(this, _("Promised"), Type::Small), wxSizerFlags().Bottom());
    grid->Add(MakeMuted(this, _("Technician"), Type::Small), wxSizerFlags().Bottom());
    grid->Add(promise, wxSizerFlags().CenterVertical());
    grid->Add(m_technician, wxSizerFlags().CenterVertical());
    row.Add(grid, wxSizerFlags().CenterVertical().Border(wxRIGHT, Dip(this, kSpace)));
    row.Add(m_link, wxSizerFlags().CenterVertical().Border(wxRIGHT, Dip(this, kGap)));
    row.Add(m_print, wxSizerFlags().CenterVertical());
}

wxSizer* WorkOrderHead::BuildPromiseBar()
{
    m_promiseBar = new wxPanel(this);
    m_promiseBar->SetName("promise");
    m_promiseBar->SetBackgroundColour(Quiet(Meaning::Accent));
    m_moment = new MomentPicker(m_promiseBar, "promise.time", m_desk.context.zone);
    const wxString reasons[] = {_("A part has to be ordered."), _("The work takes longer than expected."),
                                _("The customer asked for it."), _("Waiting for the customer's approval.")};
    m_reason = new wxComboBox(m_promiseBar, wxID_ANY, wxString(), wxDefaultPosition, wxDefaultSize, 4, reasons);
    m_reason->SetName("promise.reason");
    m_reason->SetHint(_("Why? The customer sees it."));
    m_reason->SetMinSize(wxSize(Dip(this, 260), DeskHeight(this)));
    m_promiseSave = MakeButton(m_promiseBar, "promise.save", _("Save time"), {.kind = ButtonKind::Primary});
    OnAct(m_promiseSave, [this] { SavePromise(); });
    auto* cancel = MakeButton(m_promiseBar, "promise.cancel", _("Cancel"), {.kind = ButtonKind::Quiet});
    cancel->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { ClosePromise(); });
    m_promiseProblem = MakeProblem(m_promiseBar, "promise.problem");
    m_desk.header.promise.onNotDone = [this] {
        if (m_desk.header.promise.Clashed()) {
            m_promiseSeen = m_desk.order.Order().promisedAt;
        }
    };

    auto* quick = new wxBoxSizer(wxHORIZONTAL);
    const auto choices = PromiseChoices(m_desk.order);
    for (std::size_t choice = 0; choice < choices.size(); ++choice) {
        auto* button = MakeButton(m_promiseBar, "promise.quick", Wx(choices[choice].label));
        button->Bind(wxEVT_BUTTON, [this, choice](wxCommandEvent&) {
            m_moment->Set(PromiseChoices(m_desk.order).at(choice).at, m_desk.context.now());
        });
        quick->Add(button, wxSizerFlags().Border(wxRIGHT, Dip(this, kTight)));
    }
    const auto flags = wxSizerFlags().CenterVertical().Border(wxRIGHT | wxBOTTOM, Dip(this, kGap));
    auto* when = new FlowRow(0);
    when->Add(m_moment, flags);
    when->Add(quick, flags);
    auto* why = new FlowRow(0);
    why->Add(m_reason, wxSizerFlags(1).CenterVertical().Border(wxRIGHT | wxBOTTOM, Dip(this, kGap)));
    why->Add(m_promiseSave, flags);
    why->Add(cancel, flags);
    auto* column = new wxBoxSizer(wxVERTICAL);
    for (auto* row : {when, why}) {
        column->Add(row, wxSizerFlags().Expand().Border(wxLEFT | wxTOP, Dip(this, kGap)));
    }
    column->Add(m_promiseProblem, wxSizerFlags().Border(wxLEFT | wxRIGHT | wxBOTTOM, Dip(this, kGap)));
    m_promiseBar->SetSizer(column);
    m_promiseBar->Hide();
    auto* holder = new wxBoxSizer(wxVERTICAL);
    holder->Add(m_promiseBar, wxSizerFlags().Expand());
    return holder;
}

void WorkOrderHead::Render()
{
    if (!m_desk.order.Loaded()) {
        return;
    }
    const auto header = BuildHeader(m_desk.order);
    SetTextIfNew(m_plate, Wx(header.title));
    m_stage->Set(Wx(header.stage), MeaningOfStage(m_desk.order.Order().stage));
    m_waiting->Set(header.waitsForCustomer && m_desk.order.Order().stage != core::Stage::WaitingApproval
                       ? _("Waits for the customer")
                       : wxString(),
                   Meaning::Waiting, "waiting");
    const auto* hold = m_desk.order.Order().floor.OpenHold();
    m_outlet->Set(Wx(m_desk.order.TheContext().ElsewhereName(m_desk.order.Order().outlet)), Meaning::Neutral, "outlet");
    m_place->Set(Wx(m_desk.floor.PlaceText()), Meaning::Neutral, "key");
    m_hold->Set(hold == nullptr ? wxString() : Tr("On hold: {1}", {TrText(core::HoldReasonName(hold->reason))}),
                Meaning::Waiting, "parked");
    m_quarantine->Set(m_desk.order.Order().floor.quarantine ? _("Quarantine") : wxString(), Meaning::Danger, "error");
    SetTextIfNew(m_car, Wx(header.car + " · " + header.odometer + " · " + header.vin));
    SetTextIfNew(m_customer, Tr("{1} · served by {2}", {Wx(header.customer), Wx(header.advisor)}));
    SetTextIfNew(m_promised, Wx(header.promised));
    m_late->Set(Wx(header.lateness), Meaning::Danger, "clock");
    RenderOthers();
    RenderTechnician();
    RenderSteps(header);
    RenderPromiseBar();
    RenderProblem();
    const bool open = core::IsOpen(m_desk.order.Order().stage);
    EnableIfNew(m_changePromise, open);
    EnableIfNew(m_technician, open && !m_desk.header.assign.Locked());
    ShowIfNew(m_link, !m_desk.order.Order().linkToken.empty());
}

void WorkOrderHead::RenderOthers()
{
    wxString names;
    if (const auto& presence = m_desk.context.presence) {
        const auto separator = _(", ");
        for (const auto& name : presence->Others(core::StreamName("work_order", m_desk.order.Id().value))) {
            names += (names.empty() ? wxString() : separator) + Wx(name);
        }
    }
    m_others->Set(names.empty() ? wxString() : Tr("Also open at: {1}", {names}), Meaning::Attention, "person");
}

void WorkOrderHead::RenderTechnician()
{
    const auto people = AssignablePeople(m_desk.order);
    const auto same = [](const auto& a, const auto& b) {
        return a.has_value() == b.has_value() && (!a || a->id == b->id);
    };
    if (!std::equal(people.begin(), people.end(), m_people.begin(), m_people.end(), same) || m_technician->IsEmpty()) {
        m_people = people;
        wxArrayString names;
        for (const auto& person : m_people) {
            names.push_back(person ? Wx(person->name) : _("Nobody yet"));
        }
        m_technician->Set(names);
    }
    const auto& assigned = m_desk.order.Order().technician;
    const auto found =
        std::find_if(m_people.begin(), m_people.end(), [&](const auto& person) { return same(person, assigned); });
    const int selection = static_cast<int>(found - m_people.begin());
    if (m_technician->GetSelection() != selection && found != m_people.end() && !m_desk.header.assign.Locked()) {
        m_technician->SetSelection(selection);
    }
}

void WorkOrderHead::RenderSteps(const WorkOrderHeader& header)
{
    const auto same = [](const StageStep& a, const StageStep& b) {
        return a.to == b.to && a.back == b.back && a.recommended == b.recommended;
    };
    if (std::equal(header.steps.begin(), header.steps.end(), m_shownSteps.begin(), m_shownSteps.end(), same)) {
        return;
    }
    m_shownSteps = header.steps;
    // The button that was clicked may be one of those that go: let its click end first.
    std::vector<wxWindow*> old;
    for (auto* item : m_steps->GetChildren()) {
        old.push_back(item->GetWindow());
    }
    m_steps->Clear(false);
    for (auto* window : old) {
        if (window->HasFocus()) {
            m_desk.focusTab();
        }
        window->Hide();
        wxPendingDelete.Append(window);
    }
    for (const auto& step : m_shownSteps) {
        const auto name = "step." + std::string(core::ToWord(step.to));
        const bool cancels = step.to == core::Stage::Cancelled;
        const auto kind = step.recommended ? ButtonKind::Primary : step.back ? ButtonKind::Quiet : ButtonKind::Plain;
        auto* button = MakeButton(this, name.c_str(), Wx(step.label),
                                  {.kind = kind,
                                   .icon = cancels     ? "close"
                                           : step.back ? "back"
                                                       : "forward",
                                   .large = step.recommended || m_desk.context.bayPc});
        if (step.recommended) {
            // Its bold words are wider than a control that was not shown yet believes.
            auto least = button->GetMinSize();
            const auto words = button->GetTextExtent(Wx(step.label));
            least.IncTo(wxSize(words.x * 115 / 100 + Dip(this, 24 + 60), -1));
            button->SetMinSize(least);
        }
        OnAct(button, [this, step] { Step(step); });
        m_steps->Add(button, wxSizerFlags().CenterVertical().Border(wxALL, Dip(this, kTight)));
    }
    Layout();
    LayOutAgain(this);
}

void WorkOrderHead::RenderPromiseBar()
{
    if (!m_promiseBar->IsShown()) {
        return;
    }
    const auto& deed = m_desk.header.promise;
    EnableIfNew(m_promiseSave, !deed.Locked());
    auto sentence = m_desk.order.SayAbout(deed);
    ShowProblem(m_promiseProblem, Wx(sentence), deed.Waiting() ? Meaning::Attention : Meaning::Danger);
}

void WorkOrderHead::RenderProblem()
{
    for (const auto* deed : {&m_desk.header.move, &m_desk.header.assign, &m_desk.inspection.start}) {
        const auto sentence = m_desk.order.SayAbout(*deed);
        if (!sentence.empty()) {
            ShowProblem(m_problem, Wx(sentence), deed->Waiting() ? Meaning::Attention : Meaning::Danger);
            return;
        }
    }
    ShowProblem(m_problem, wxString());
}

void WorkOrderHead::Step(const StageStep& step)
{
    const auto& order = m_desk.order.Order();
    const auto from = order.stage;
    if (step.to == core::Stage::Delivered) {
        m_desk.show(WorkOrderTab::Invoice);
        return;
    }
    if (step.to == core::Stage::WaitingApproval && m_desk.quote.HasUnsent()) {
        m_desk.show(WorkOrderTab::Quote); // sending moves the order by itself
        return;
    }
    if (step.to == core::Stage::Inspecting && !order.inspection) {
        m_desk.show(WorkOrderTab::Inspection);
        if (!m_desk.inspection.Choices().empty()) {
            m_desk.inspection.Start(0);
            return;
        }
    }
    std::string reason;
    if (step.back) {
        const auto asked = AskForReason(this, Wx(step.label), _("Why? The reason is kept in the timeline."));
        if (!asked) {
            return;
        }
        reason = *asked;
    }
    m_desk.header.Move(from, step.to, reason, [this, to = step.to] {
        if (to == core::Stage::Quoting) {
            m_desk.show(WorkOrderTab::Quote);
        } else if (to == core::Stage::Inspecting) {
            m_desk.show(WorkOrderTab::Inspection);
        } else if (to == core::Stage::Repairing || to == core::Stage::QualityCheck) {
            m_desk.show(WorkOrderTab::Repair);
        } else if (to == core::Stage::Ready && m_desk.order.MayAdvise()) {
            m_desk.show(WorkOrderTab::Invoice);
        }
    });
}

void WorkOrderHead::OpenPromise()
{
    if (m_promiseBar->IsShown()) {
        ClosePromise();
        return;
    }
    m_desk.header.promise.Reopen();
    m_promiseSeen = m_desk.order.Order().promisedAt;
    m_moment->Set(m_promiseSeen, m_desk.context.now());
    m_promiseBar->Show();
    InvalidateBestSize();
    GetParent()->Layout();
    LayOutAgain(this);
    m_moment->SetFocus();
}

void WorkOrderHead::ClosePromise()
{
    m_promiseBar->Hide();
    m_reason->SetValue(wxString());
    Layout();
    GetParent()->Layout();
    LayOutAgain(this);
}

void WorkOrderHead::SavePromise()
{
    const auto at = m_moment->Get();
    const auto typed = at ? core::FormatMinute(*at, m_desk.context.zone) : std::string();
    m_desk.header.Promise(m_promiseSeen, typed, Utf8(m_reason->GetValue()), [this] { ClosePromise(); });
}

void WorkOrderHead::ShowLink()
{
    if (CustomerLink(m_desk.order).empty()) {
        m_desk.order.Reload(); // the customer app may have been connected from another PC meanwhile
    }
    ShowCustomerLink(this, CustomerLink(m_desk.order), Wx(m_desk.order.Order().vehicle.plate));
}

void WorkOrderHead::ShowPrintMenu()
{
    wxMenu menu;
    const auto& order = m_desk.order.Order();
    const auto add = [&](PaperKind kind, const wxString& label, bool possible) {
        auto* item = menu.Append(wxID_ANY, label);
        item->Enable(possible);
        menu.Bind(
            wxEVT_MENU, [this, kind](wxCommandEvent&) { m_desk.preview(kind); }, item->GetId());
    };
    add(PaperKind::CheckIn, _("&Check-in sheet"), true);
    add(PaperKind::Inspection, _("&Inspection report"), order.inspection.has_value());
    add(PaperKind::Quote, _("&Quote"), !order.lines.empty());
    add(PaperKind::Invoice, _("In&voice"), order.invoice.has_value());
    add(PaperKind::HandOver, _("&Hand-over set: invoice, inspection, next service"), order.invoice.has_value());
    add(PaperKind::NextService, _("&Next service"), true);
    add(PaperKind::KeyTag, _("&Key tag"), true);
    const bool parts = std::any_of(order.lines.begin(), order.lines.end(), [&](const core::QuoteLine& line) {
        return line.part && order.StateOf(line) != core::LineState::Declined;
    });
    add(PaperKind::PartLabels, _("Pa&rt labels"), parts);
    m_print->PopupMenu(&menu, 0, m_print->GetSize().y);
}

bool WorkOrderHead::HasUnsaved() const
{
    return m_promiseBar->IsShown() && !m_reason->GetValue().empty();
}

} // namespace bayline::desktop
