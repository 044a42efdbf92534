// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/floor_dialogs.h"

#include "core/text.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/translate.h"
#include "desktop/views/work_order_parts.h"

#include <wx/dialog.h>
#include <wx/spinctrl.h>

namespace bayline::desktop {

namespace {

constexpr int kBigWidth = 190;
constexpr int kBigHeight = 60;
constexpr int kRemove = wxID_HIGHEST + 1;

/// A dialog of the program's look; Escape closes it.
class FloorDialog : public wxDialog
{
public:
    FloorDialog(wxWindow* parent, const wxString& title)
        : wxDialog(parent, wxID_ANY, title), m_content(new wxBoxSizer(wxVERTICAL))
    {
        SetName("dialog");
        SetBackgroundColour(Colours().surface);
        auto* outer = new wxBoxSizer(wxVERTICAL);
        outer->Add(m_content, wxSizerFlags(1).Expand().Border(wxALL, Dip(this, kWide)));
        SetSizer(outer);
        SetEscapeId(wxID_CANCEL);
        Bind(wxEVT_CHAR_HOOK, [this](wxKeyEvent& event) {
            if (event.GetKeyCode() == WXK_ESCAPE)
                EndModal(wxID_CANCEL);
            else
                event.Skip();
        });
    }

    [[nodiscard]] wxBoxSizer* Content() const { return m_content; }
    wxButton* AddButton(wxSizer* row, int id, const char* name, const wxString& label, const ButtonLook& look)
    {
        auto* button = MakeButton(this, name, label, look);
        button->Bind(wxEVT_BUTTON, [this, id](wxCommandEvent&) { EndModal(id); });
        row->Add(button, wxSizerFlags().Border(wxLEFT, Dip(this, kGap)));
        return button;
    }
    int Run()
    {
        Fit();
        CentreOverWindow(*this);
        return ShowModal();
    }

private:
    wxBoxSizer* m_content;
};

wxChoice* MakeChoice(wxWindow* parent, const char* name)
{
    auto* choice = new wxChoice(parent, wxID_ANY);
    choice->SetName(name);
    choice->SetMinSize(wxSize(Dip(parent, 260), Dip(parent, kBayTarget)));
    return choice;
}

/// The minute that was typed; what was not touched keeps the seconds of what was `shown`.
std::optional<core::Instant> ReadMinute(const wxTextCtrl& box, core::Instant shown, const core::ShopZone& zone)
{
    const auto typed = core::ToHalfWidth(Utf8(box.GetValue()));
    if (typed == core::FormatMinute(shown, zone))
        return shown;
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    core::LocalTime local;
    if (std::sscanf(typed.c_str(), "%d-%u-%u %d:%d", &year, &month, &day, &local.hour, &local.minute) != 5)
        return std::nullopt;
    local.day = std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
    return local.day.ok() && local.hour < 24 && local.minute < 60 ? std::optional(zone.ToInstant(local)) : std::nullopt;
}

} // namespace

std::optional<std::size_t> ChooseBig(wxWindow* parent, const wxString& title, const std::vector<BigChoice>& choices)
{
    FloorDialog dialog(parent, title);
    auto* grid = new wxGridSizer(2, Dip(&dialog, kGap), Dip(&dialog, kGap));
    std::optional<std::size_t> chosen;
    for (std::size_t index = 0; index < choices.size(); ++index) {
        auto* button = MakeButton(&dialog, choices[index].name.c_str(), choices[index].label,
                                  {.icon = choices[index].icon, .large = true});
        auto least = button->GetMinSize();
        least.IncTo(wxSize(Dip(&dialog, kBigWidth), Dip(&dialog, kBigHeight)));
        button->SetMinSize(least);
        button->Bind(wxEVT_BUTTON, [&dialog, &chosen, index](wxCommandEvent&) {
            chosen = index;
            dialog.EndModal(wxID_OK);
        });
        grid->Add(button, wxSizerFlags().Expand());
        if (index == 0)
            button->SetFocus();
    }
    dialog.Content()->Add(grid, wxSizerFlags(1).Expand());
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->AddStretchSpacer();
    dialog.AddButton(row, wxID_CANCEL, "dialog.cancel", _("&Cancel"), {.kind = ButtonKind::Quiet, .large = true});
    dialog.Content()->Add(row, wxSizerFlags().Expand().Border(wxTOP, Dip(&dialog, kSpace)));
    return dialog.Run() == wxID_OK ? chosen : std::nullopt;
}

std::optional<core::HoldReason> ChooseHold(wxWindow* parent)
{
    std::vector<BigChoice> choices;
    for (const auto reason : core::kHoldReasons)
        choices.push_back({"hold." + std::string(core::ToWord(reason)), TrText(core::HoldReasonName(reason))});
    const auto chosen = ChooseBig(parent, _("What does the car wait for?"), choices);
    return chosen ? std::optional(core::kHoldReasons.at(*chosen)) : std::nullopt;
}

std::optional<UnappliedChoice> ChooseUnapplied(wxWindow* parent)
{
    std::vector<BigChoice> choices;
    for (const auto reason : core::kUnappliedReasons)
        choices.push_back(
            {"unapplied." + std::string(core::ToWord(reason)), TrText(core::UnappliedReasonName(reason))});
    const auto chosen = ChooseBig(parent, _("What are you doing?"), choices);
    if (!chosen)
        return std::nullopt;
    UnappliedChoice choice{.reason = core::kUnappliedReasons.at(*chosen), .note = {}};
    if (choice.reason == core::UnappliedReason::Other) {
        const auto note = AskForReason(parent, _("Something else"), _("Please say what you are doing."));
        if (!note)
            return std::nullopt;
        choice.note = *note;
    }
    return choice;
}

void CorrectClock(wxWindow* parent, const core::ShopZone& zone, core::Instant now, const db::LongClock& clock,
                  const wxString& what, const SaveCorrection& save)
{
    FloorDialog dialog(parent, _("Correct a clock"));
    auto* heading = MakeText(&dialog, wxString(), Type::Strong);
    SetWrapped(heading, what, LetterDip(&dialog, 400));
    heading->SetMinSize(wxSize(LetterDip(&dialog, 420), -1));
    dialog.Content()->Add(heading, wxSizerFlags().Expand().Border(wxBOTTOM, Dip(&dialog, kSpace)));
    auto* start = MakeTextBox(&dialog, "correct.start");
    auto* stop = MakeTextBox(&dialog, "correct.stop");
    auto* reason = MakeTextBox(&dialog, "correct.reason");
    start->SetValue(Wx(core::FormatMinute(clock.startedAt, zone)));
    stop->SetValue(Wx(core::FormatMinute(clock.stoppedAt.value_or(now), zone)));
    const auto below = wxSizerFlags().Expand().Border(wxBOTTOM, Dip(&dialog, kGap));
    Field startField(&dialog, _("&Began"), start);
    Field stopField(&dialog, _("&Ended"), stop);
    Field reasonField(&dialog, _("&Why is it corrected?"), reason);
    for (auto* field : {&startField, &stopField, &reasonField})
        dialog.Content()->Add(field->Sizer(), below);
    auto* problem = MakeProblem(&dialog, "correct.problem");
    dialog.Content()->Add(problem, below);
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->AddStretchSpacer();
    dialog.AddButton(row, wxID_CANCEL, "dialog.cancel", _("&Cancel"), {.large = true});
    auto* confirm = MakeButton(&dialog, "dialog.ok", _("C&orrect"), {.kind = ButtonKind::Primary, .large = true});
    row->Add(confirm, wxSizerFlags().Border(wxLEFT, Dip(&dialog, kGap)));
    dialog.Content()->Add(row, wxSizerFlags().Expand());
    // The answer may come when the dialog has gone.
    const auto open = std::make_shared<bool>(true);
    OnAct(confirm, [&, open] {
        const auto from = ReadMinute(*start, clock.startedAt, zone);
        const auto to = ReadMinute(*stop, clock.stoppedAt.value_or(now), zone);
        startField.SetProblem(from ? wxString() : _("Please write it as 2026-11-22 17:30."));
        stopField.SetProblem(to ? wxString() : _("Please write it as 2026-11-22 17:30."));
        if (!from || !to)
            return;
        save({*from, *to}, Utf8(reason->GetValue()), [&dialog, problem, open](const std::string& refused) {
            if (!*open)
                return;
            ShowProblem(problem, Wx(refused));
            if (!refused.empty()) {
                dialog.Fit();
                return;
            }
            *open = false;
            dialog.EndModal(wxID_OK);
        });
    });
    confirm->SetDefault();
    stop->SetFocus();
    dialog.Run();
    *open = false;
}

std::optional<std::optional<core::WorkPlan>> AskForPlan(wxWindow* parent, const core::ShopZone& zone, core::Instant now,
                                                        const wxString& title, const PlanForm& form)
{
    FloorDialog dialog(parent, title);
    const auto below = wxSizerFlags().Expand().Border(wxBOTTOM, Dip(&dialog, kGap));
    auto* bay = MakeChoice(&dialog, "plan.bay");
    bay->Append(_("Not settled"));
    for (const auto& name : form.bays)
        bay->Append(Wx(name));
    const auto wantedBay = form.plan ? form.plan->bay : std::string();
    const auto foundBay = std::find(form.bays.begin(), form.bays.end(), wantedBay);
    bay->SetSelection(foundBay == form.bays.end() ? 0 : static_cast<int>(foundBay - form.bays.begin()) + 1);
    auto* person = MakeChoice(&dialog, "plan.technician");
    person->Append(_("Not settled"));
    person->SetSelection(0);
    for (const auto& technician : form.technicians) {
        person->Append(Wx(technician.name));
        if (form.plan && form.plan->technician && form.plan->technician->id == technician.id)
            person->SetSelection(static_cast<int>(person->GetCount()) - 1);
    }
    auto* moment = new MomentPicker(&dialog, "plan.start", zone);
    moment->Set(form.start, now);
    moment->MakeLarge();
    auto* minutes = new wxSpinCtrl(&dialog, wxID_ANY);
    minutes->SetName("plan.minutes");
    minutes->SetRange(15, 48 * 60);
    minutes->SetIncrement(15);
    minutes->SetValue(form.minutes);
    minutes->SetMinSize(wxSize(-1, Dip(&dialog, kBayTarget)));
    dialog.Content()->Add(Field(&dialog, _("&Bay"), bay).Sizer(), below);
    dialog.Content()->Add(Field(&dialog, _("&Technician"), person).Sizer(), below);
    Field startField(&dialog, _("&Start"), moment);
    dialog.Content()->Add(startField.Sizer(), below);
    dialog.Content()->Add(Field(&dialog, _("&Minutes"), minutes).Sizer(), below);
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    if (form.plan)
        dialog.AddButton(row, kRemove, "plan.remove", _("Take &out of the plan"),
                         {.kind = ButtonKind::Danger, .large = true});
    row->AddStretchSpacer();
    dialog.AddButton(row, wxID_CANCEL, "dialog.cancel", _("&Cancel"), {.large = true});
    auto* confirm = MakeButton(&dialog, "dialog.ok", _("&Plan"), {.kind = ButtonKind::Primary, .large = true});
    row->Add(confirm, wxSizerFlags().Border(wxLEFT, Dip(&dialog, kGap)));
    confirm->SetDefault();
    confirm->Bind(wxEVT_BUTTON, [&](wxCommandEvent&) {
        if (moment->Get()) {
            dialog.EndModal(wxID_OK);
            return;
        }
        startField.SetProblem(_("Please write the time as 08:00."));
        dialog.Fit();
        moment->SetFocus();
    });
    dialog.Content()->Add(row, wxSizerFlags().Expand().Border(wxTOP, Dip(&dialog, kGap)));
    bay->SetFocus();
    const int answer = dialog.Run();
    if (answer == kRemove)
        return std::optional<core::WorkPlan>();
    const auto start = moment->Get();
    if (answer != wxID_OK || !start)
        return std::nullopt;
    core::WorkPlan plan{.bay = {}, .technician = {}, .start = *start, .minutes = minutes->GetValue()};
    if (bay->GetSelection() > 0)
        plan.bay = form.bays.at(static_cast<std::size_t>(bay->GetSelection() - 1));
    if (person->GetSelection() > 0) {
        const auto& technician = form.technicians.at(static_cast<std::size_t>(person->GetSelection() - 1));
        plan.technician = core::StaffRef{technician.id, technician.name};
    }
    return std::optional(plan);
}

} // namespace bayline::desktop
