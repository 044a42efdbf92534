// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/my_jobs_screen.h"

#include "desktop/presenters/repair_presenter.h"
#include "desktop/views/floor_dialogs.h"
#include "desktop/views/flow_row.h"
#include "desktop/views/layout_again.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/one_line.h"
#include "desktop/views/translate.h"
#include "desktop/views/work_order_window.h"

#include <wx/wupdlock.h>

namespace bayline::desktop {

namespace {

wxString Heading(JobPlace place)
{
    switch (place) {
    case JobPlace::Now:
        return _("Mine now");
    case JobPlace::Next:
        return _("Next");
    case JobPlace::Waiting:
        break;
    }
    return _("On hold or waiting");
}

} // namespace

MyJobsScreen::MyJobsScreen(wxWindow* parent, Context& context)
    : Screen(parent, "my_jobs"), m_context(context), m_presenter(context, [this] { Render(); })
{
    const int space = Dip(this, kSpace);
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(BuildRunning(), wxSizerFlags().Expand().Border(wxALL, space));
    m_forgotten = new Card(this, "my_jobs.forgotten", _("Forgotten clocks"));
    m_forgotten->Hide();
    outer->Add(m_forgotten, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, space));
    m_list = new Scroller(this, "my_jobs.list");
    outer->Add(m_list, wxSizerFlags(1).Expand().Border(wxLEFT | wxRIGHT, space));
    // Below: it must not move what a finger is about to tap.
    m_problem = new Banner(this, "my_jobs.problem");
    outer->Add(m_problem, wxSizerFlags().Expand());
    SetSizer(outer);
    m_second.SetOwner(this);
    Bind(wxEVT_TIMER, [this](wxTimerEvent&) {
        if (IsShownOnScreen())
            RenderClock();
    });
    m_second.Start(1000);
}

wxButton* MyJobsScreen::AddAct(wxWindow* parent, wxSizer* row, const std::string& name, const wxString& label,
                               const ButtonLook& look, std::function<void()> act)
{
    auto large = look;
    large.large = true;
    auto* button = MakeButton(parent, name.c_str(), label, large);
    OnAct(button, std::move(act));
    row->Add(button, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
    return button;
}

wxWindow* MyJobsScreen::BuildRunning()
{
    m_running = new Card(this, "my_jobs.running");
    m_clock = MakeText(m_running, "0:00:00", Type::Display);
    m_clock->SetName("my_jobs.clock");
    m_what = MakeText(m_running, wxString(), Type::Heading);
    m_what->SetName("my_jobs.what");
    m_whatElse = MakeMuted(m_running, wxString());
    for (auto* text : {m_what, m_whatElse}) {
        KeepWhole(text);
        text->SetMinSize(wxSize(LetterDip(this, 160), -1));
    }
    auto* words = new wxBoxSizer(wxVERTICAL);
    words->Add(m_what, wxSizerFlags().Expand());
    words->Add(m_whatElse, wxSizerFlags().Expand().Border(wxTOP, Dip(this, 2)));
    auto* row = new FlowRow(Dip(this, kGap));
    row->Add(m_clock, wxSizerFlags().CenterVertical());
    row->Add(words, wxSizerFlags(1).CenterVertical().Border(wxLEFT, Dip(this, kSpace)));
    m_finish = AddAct(m_running, row, "my_jobs.finish", _("&Finished"), {.kind = ButtonKind::Primary, .icon = "check"},
                      [this] {
                          if (m_presenter.RunningLine())
                              m_presenter.Finish(m_presenter.RunningJob()->id, m_presenter.RunningLine()->id);
                      });
    m_stop = AddAct(m_running, row, "my_jobs.stop", _("&Stop"), {.icon = "stop"}, [this] { m_presenter.StopAll(); });
    m_hold = AddAct(m_running, row, "my_jobs.hold", _("&Hold …"), {.icon = "waiting"}, [this] {
        if (const auto* job = m_presenter.RunningJob())
            Hold(job->id);
    });
    m_open = AddAct(m_running, row, "my_jobs.open", _("&Order"), {.icon = "open"}, [this] {
        if (const auto* job = m_presenter.RunningJob())
            OpenWorkOrder(wxGetTopLevelParent(this), m_context, job->id);
    });
    m_unapplied = AddAct(m_running, row, "my_jobs.unapplied", _("Other &time …"), {.icon = "clock"}, [this] {
        m_asking = true;
        const auto choice = ChooseUnapplied(this);
        m_asking = false;
        if (choice)
            m_presenter.StartUnapplied(choice->reason, choice->note);
    });
    m_running->Content()->Add(row, wxSizerFlags().Expand());
    return m_running;
}

void MyJobsScreen::Hold(core::WorkOrderId order)
{
    m_asking = true;
    const auto reason = ChooseHold(this);
    m_asking = false;
    if (reason)
        m_presenter.Hold(order, *reason);
    else
        Render();
}

/// A button that was just tapped may be one of those that go: its click ends first.
void MyJobsScreen::DeleteLater(wxSizer* sizer)
{
    std::vector<wxWindow*> old;
    const std::function<void(wxSizer*)> collect = [&](wxSizer* from) {
        for (auto* item : from->GetChildren()) {
            if (item->GetWindow())
                old.push_back(item->GetWindow());
            else if (item->GetSizer())
                collect(item->GetSizer());
        }
    };
    collect(sizer);
    for (auto* window : old) {
        window->GetContainingSizer()->Detach(window);
        window->Hide();
        wxPendingDelete.Append(window);
    }
    sizer->Clear(false);
}

void MyJobsScreen::Render()
{
    if (!m_problem)
        return;
    const auto& state = m_presenter.Now();
    if (!state.waiting.empty())
        m_problem->Show(Wx(state.waiting), Meaning::Attention);
    else if (!state.problem.empty())
        m_problem->Show(Wx(state.problem), Meaning::Danger);
    else if (!state.unread.empty())
        m_problem->Show(Wx(state.unread), Meaning::Danger);
    else
        m_problem->Clear();
    RenderRunning();
    if (!m_asking) {
        RenderForgotten();
        RenderJobs();
    }
    Layout();
}

void MyJobsScreen::RenderClock()
{
    const auto running = m_presenter.RunningFor();
    SetTextIfNew(m_clock, Wx(ClockText(running.value_or(std::chrono::seconds(0)))));
}

void MyJobsScreen::RenderRunning()
{
    const auto& state = m_presenter.Now();
    const auto* job = m_presenter.RunningJob();
    const auto* line = m_presenter.RunningLine();
    const bool anything = m_presenter.RunningFor().has_value();
    const auto words = m_presenter.RunningWords();
    m_clock->SetForegroundColour(anything ? Strong(Meaning::Good) : Colours().muted);
    SetTextIfNew(m_what, line             ? Wx(job->plate + " · " + line->description)
                         : !words.empty() ? Wx(words)
                         : anything       ? _("A clock is running.")
                                          : _("Nothing is running."));
    SetTextIfNew(m_whatElse, job        ? Wx(job->vehicleModel + " · " + job->number)
                             : anything ? _("Time that no car pays for")
                                        : _("Start a line below, or say what else you are doing."));
    ShowIfNew(m_finish, line != nullptr);
    ShowIfNew(m_hold, job != nullptr);
    ShowIfNew(m_open, job != nullptr);
    ShowIfNew(m_stop, anything);
    for (auto* button : {m_finish, m_hold, m_stop, m_unapplied})
        EnableIfNew(button, !m_presenter.Busy() && state.loaded);
    RenderClock();
    m_running->Layout();
}

void MyJobsScreen::RenderForgotten()
{
    const auto& clocks = m_presenter.Now().forgotten;
    std::string signature;
    for (const auto& clock : clocks)
        signature += clock.entry.Text() + m_presenter.ForgottenText(clock);
    if (signature == m_shownForgotten)
        return;
    m_shownForgotten = signature;
    const wxWindowUpdateLocker noFlicker(m_forgotten);
    DeleteLater(m_forgotten->Content());
    for (const auto& clock : clocks) {
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        auto* text = MakeText(m_forgotten, Wx(m_presenter.ForgottenText(clock)));
        text->SetName("my_jobs.forgotten.text");
        text->SetMinSize(wxSize(LetterDip(this, 160), -1));
        KeepWhole(text);
        row->Add(text, wxSizerFlags(1).CenterVertical());
        if (m_presenter.MayCorrect())
            AddAct(m_forgotten, row, "my_jobs.correct." + clock.entry.Text(), _("Correct …"), {.icon = "edit"},
                   [this, clock] { Correct(clock); });
        m_forgotten->Content()->Add(row, wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kTight)));
    }
    if (!clocks.empty() && !m_presenter.MayCorrect())
        m_forgotten->Content()->Add(
            MakeMuted(m_forgotten, _("Please stop what still runs and tell a manager, who corrects the time.")));
    m_forgotten->Show(!clocks.empty());
}

void MyJobsScreen::Correct(const db::LongClock& clock)
{
    // The list may be made anew while the dialog is open.
    const auto chosen = clock;
    m_asking = true;
    CorrectClock(
        this, m_context.zone, m_context.now(), chosen, Wx(m_presenter.ForgottenText(chosen)),
        [this, &chosen](const core::Span& to, const std::string& reason, std::function<void(const std::string&)> done) {
            m_presenter.Correct(chosen, to, reason, std::move(done));
        });
    m_asking = false;
    Render();
}

std::string MyJobsScreen::Signature() const
{
    std::string all;
    for (const auto& view : m_presenter.Jobs()) {
        all += view.job->id.Text() + std::to_string(static_cast<int>(view.place)) + view.where + view.why;
        for (const auto& line : view.job->lines)
            all += line.id.Text() + line.description + (line.finished ? "f" : "-") + (line.approved ? "a" : "-") +
                   (line.hv ? "h" : "-") + line.mine.Text() + line.workers;
    }
    return all;
}

void MyJobsScreen::RenderJobs()
{
    const auto signature = Signature();
    if (signature == m_shown && m_list->Content()->GetItemCount() > 0)
        return;
    m_shown = signature;
    const wxWindowUpdateLocker noFlicker(m_list);
    DeleteLater(m_list->Content());
    const auto jobs = m_presenter.Jobs();
    std::optional<JobPlace> place;
    for (const auto& view : jobs) {
        if (place != view.place) {
            place = view.place;
            m_list->Content()->Add(MakeText(m_list, Heading(view.place), Type::Heading),
                                   wxSizerFlags().Border(wxTOP | wxBOTTOM, Dip(this, kTight)));
        }
        AddJob(view);
    }
    if (jobs.empty() && m_presenter.Now().loaded) {
        auto* none = MakeMuted(m_list, _("No car is yours yet. An advisor or the day plan gives you one; on the board "
                                         "you can take one yourself."));
        none->SetMinSize(wxSize(LetterDip(this, 160), -1));
        KeepWhole(none);
        m_list->Content()->Add(none, wxSizerFlags().Expand().Border(wxALL, Dip(this, kSpace)));
    }
    m_list->Arrange();
}

void MyJobsScreen::AddJob(const JobView& view)
{
    const auto& job = *view.job;
    auto* card = new Card(m_list, ("my_jobs.job." + job.number).c_str());
    auto* head = new FlowRow(Dip(this, kTight));
    auto* plate = MakeText(card, Wx(job.plate), Type::Plate);
    plate->SetMinSize(plate->GetTextExtent(Wx(job.plate)));
    head->Add(plate, wxSizerFlags().CenterVertical());
    auto* words = new wxBoxSizer(wxVERTICAL);
    auto* model = MakeText(card, Wx(job.vehicleModel + " · " + job.number));
    auto* where = MakeMuted(card, Wx(view.where), Type::Small);
    for (auto* text : {model, where}) {
        KeepWhole(text);
        text->SetMinSize(wxSize(LetterDip(this, 160), -1));
        words->Add(text, wxSizerFlags().Expand());
    }
    head->Add(words, wxSizerFlags(1).CenterVertical().Border(wxLEFT, Dip(this, kSpace)));
    if (!view.why.empty())
        head->Add(new Badge(card, ("my_jobs.why." + job.number).c_str(), Wx(view.why),
                            job.quarantined ? Meaning::Danger : Meaning::Waiting,
                            job.quarantined ? "error" : "waiting"),
                  wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
    const auto id = job.id;
    if (job.hold)
        AddAct(card, head, "my_jobs.end_hold." + job.number, _("Go on"), {.icon = "play"},
               [this, id] { m_presenter.EndHold(id); });
    else
        AddAct(card, head, "my_jobs.hold." + job.number, _("Hold …"), {.icon = "waiting"}, [this, id] { Hold(id); });
    AddAct(card, head, "my_jobs.open." + job.number, _("Order"), {.icon = "open"},
           [this, id] { OpenWorkOrder(wxGetTopLevelParent(this), m_context, id); });
    card->Content()->Add(head, wxSizerFlags().Expand());
    bool any = false;
    for (const auto& line : job.lines)
        if (line.kind == core::LineKind::Labour && line.approved) {
            AddLine(card, job, line);
            any = true;
        }
    if (!any)
        card->Content()->Add(MakeMuted(card, Tr("Complaint: {1}", {Wx(job.complaint)})),
                             wxSizerFlags().Expand().Border(wxTOP, Dip(this, kTight)));
    m_list->Content()->Add(card, wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap)));
}

void MyJobsScreen::AddLine(Card* card, const db::Job& job, const db::JobLine& line)
{
    auto* row = new FlowRow(Dip(this, kTight));
    auto details = Tr("{1} h planned, {2} worked", {Wx(core::ToDecimal(line.quantity)), Wx(HoursText(line.worked))});
    auto* what = MakeText(card, Wx(line.description));
    KeepOnOneLine(what);
    what->SetMinSize(wxSize(LetterDip(this, 150), -1));
    row->Add(what, wxSizerFlags(1).CenterVertical());
    if (line.hv)
        row->Add(new Badge(card, "my_jobs.hv", _("High voltage"), Meaning::Attention, "warning"),
                 wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
    row->Add(
        MakeMuted(card, line.workers.empty() ? details : Tr("{1} is working on it", {Wx(line.workers)}), Type::Small),
        wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
    const auto order = job.id;
    const auto id = line.id;
    if (line.finished)
        row->Add(new Badge(card, "my_jobs.done", _("Finished"), Meaning::Good, "check"),
                 wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
    else if (line.mine.IsNil())
        AddAct(card, row, "my_jobs.start." + id.Text(), _("Start"), {.kind = ButtonKind::Primary, .icon = "play"},
               [this, order, id] { m_presenter.StartLine(order, id); });
    if (!line.finished)
        AddAct(card, row, "my_jobs.finish." + id.Text(), _("Finished"), {.icon = "check"},
               [this, order, id] { m_presenter.Finish(order, id); });
    card->Content()->Add(row, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
}

} // namespace bayline::desktop
