// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/figures_basics.h"

#include "desktop/views/controls.h"
#include "desktop/views/layout_again.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/translate.h"

#include <wx/dialog.h>
#include <wx/display.h>
#include <wx/scrolwin.h>
#include <wx/weakref.h>

#include <algorithm>
#include <memory>

namespace bayline::desktop {

namespace {

class BasicsDialog final : public wxDialog
{
public:
    BasicsDialog(wxWindow* parent, FiguresPresenter& presenter)
        : wxDialog(parent, wxID_ANY, _("Basics of the figures"), wxDefaultPosition, wxDefaultSize,
                   wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER),
          m_presenter(presenter), m_basics(presenter.Now().book->basics)
    {
        SetName("figures.basics");
        SetBackgroundColour(Colours().page);
        auto* outer = new wxBoxSizer(wxVERTICAL);
        auto* hint = MakeMuted(this, _("What the records do not say. Leave a field empty when you do not know; its "
                                       "figures then show “–”. Opening hours stand in the settings."));
        outer->Add(hint, wxSizerFlags().Expand().Border(wxALL, Dip(this, kSpace)));
        hint->SetMinSize(wxSize(LetterDip(this, 200), -1));
        KeepWhole(hint);
        m_page = new wxScrolledWindow(this);
        auto* page = m_page;
        page->SetScrollRate(0, Dip(this, 12));
        auto* fields = new wxFlexGridSizer(2, Dip(this, kGap), Dip(this, kSpace));
        fields->AddGrowableCol(0);
        AddFields(page, fields);
        auto* column = new wxBoxSizer(wxVERTICAL);
        column->Add(fields, wxSizerFlags().Expand().Border(wxRIGHT, Dip(this, kSpace))); // beside the scroll bar
        AddDays(page, column);
        page->SetSizer(column);
        outer->Add(page, wxSizerFlags(1).Expand().Border(wxLEFT | wxRIGHT, Dip(this, kSpace)));
        m_problem = new Banner(this, "figures.basics.problem");
        outer->Add(m_problem, wxSizerFlags().Expand().Border(wxALL, Dip(this, kGap)));
        auto* buttons = new wxBoxSizer(wxHORIZONTAL);
        buttons->AddStretchSpacer();
        auto* cancel = MakeButton(this, "figures.basics.cancel", _("&Cancel"));
        auto* save = MakeButton(this, "figures.basics.save", _("&Save"), {.kind = ButtonKind::Primary});
        buttons->Add(cancel, wxSizerFlags().Border(wxRIGHT, Dip(this, kGap)));
        buttons->Add(save);
        outer->Add(buttons, wxSizerFlags().Expand().Border(wxALL, Dip(this, kSpace)));
        SetSizer(outer);
        wxSize wanted(LetterDip(this, 560), LetterDip(this, 640));
        wanted.DecTo(wxDisplay(parent).GetClientArea().GetSize());
        SetSize(wanted);
        CentreOverWindow(*this);
        cancel->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { EndModal(wxID_CANCEL); });
        save->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { Save(); });
        SetEscapeId(wxID_NONE);
        Bind(wxEVT_CHAR_HOOK, [this](wxKeyEvent& event) {
            if (event.GetKeyCode() == WXK_ESCAPE)
                EndModal(wxID_CANCEL);
            else
                event.Skip();
        });
    }

private:
    struct Entry
    {
        wxTextCtrl* box;
        core::KpiUnit unit;
        std::function<void(core::KpiBasics&, std::optional<std::int64_t>)> put;
    };

    void Add(wxWindow* page, wxSizer* fields, const char* name, const wxString& label, core::KpiUnit unit,
             std::optional<std::int64_t> value, std::function<void(core::KpiBasics&, std::optional<std::int64_t>)> put)
    {
        auto* words = MakeText(page, label);
        words->SetMinSize(wxSize(LetterDip(this, 180), -1));
        KeepWhole(words);
        fields->Add(words, wxSizerFlags().Expand());
        auto* box = MakeTextBox(page, name);
        box->SetMinSize(wxSize(LetterDip(this, 100), DeskHeight(this)));
        if (value)
            box->ChangeValue(Wx(core::TypedKpi(unit, *value)));
        fields->Add(box, wxSizerFlags().CenterVertical());
        m_entries.push_back({box, unit, std::move(put)});
    }

    void AddFields(wxWindow* page, wxSizer* fields)
    {
        using core::KpiBasics;
        using core::KpiUnit;
        using Value = std::optional<std::int64_t>;
        const auto money = [](const std::optional<core::Money>& amount) {
            return amount ? Value(amount->minor) : Value();
        };
        Add(page, fields, "figures.basics.cost", _("What an hour of a technician costs the shop"), KpiUnit::Money,
            money(m_basics.labourCostPerHour), [](KpiBasics& basics, Value value) {
                basics.labourCostPerHour = value ? std::optional(core::Money{*value}) : std::nullopt;
            });
        Add(page, fields, "figures.basics.fixed", _("Fixed costs of a month"), KpiUnit::Money,
            money(m_basics.fixedCostsPerMonth), [](KpiBasics& basics, Value value) {
                basics.fixedCostsPerMonth = value ? std::optional(core::Money{*value}) : std::nullopt;
            });
        Add(page, fields, "figures.basics.bays", _("Number of bays, when the settings do not name them"),
            KpiUnit::Count, m_basics.bays, [](KpiBasics& basics, Value value) { basics.bays = value; });
        Add(page, fields, "figures.basics.churn", _("A car is lost after this many months"), KpiUnit::Count,
            m_basics.churnMonths, [](KpiBasics& basics, Value value) {
                basics.churnMonths = static_cast<int>(std::clamp<std::int64_t>(value.value_or(6), 1, 60));
            });
        for (const auto& person : m_presenter.Now().technicians) {
            const auto hours = m_basics.dailyMilliHours.find(person.id);
            Add(page, fields, ("figures.basics.hours." + person.number).c_str(),
                Tr("Hours of {1} on a working day", {Wx(person.name)}), KpiUnit::Hours,
                hours != m_basics.dailyMilliHours.end() ? Value(hours->second) : Value(),
                [id = person.id](KpiBasics& basics, Value value) {
                    if (value)
                        basics.dailyMilliHours[id] = *value;
                    else
                        basics.dailyMilliHours.erase(id);
                });
        }
    }

    void AddDays(wxWindow* page, wxSizer* column)
    {
        auto* hint = MakeMuted(page,
                               _("2026-11-20 – 2026-11-22 Zhang Wei 0: on leave. 2026-11-29 Zhang Wei 4.5: these "
                                 "hours, on an open day or a closed one."),
                               Type::Small);
        column->Add(hint, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kSpace)));
        hint->SetMinSize(wxSize(LetterDip(this, 200), -1));
        KeepWhole(hint);
        m_days = MakeTextBox(page, "figures.basics.days", wxString(), wxTE_MULTILINE);
        m_days->SetMinSize(wxSize(-1, Dip(this, 110)));
        m_days->ChangeValue(Wx(core::AttendanceText(m_basics.attended, m_presenter.Now().technicians)));
        m_daysField =
            std::make_unique<Field>(page, _("&Days on which somebody worked other hours, one stretch a line"), m_days);
        column->Add(m_daysField->Sizer(), wxSizerFlags().Expand().Border(wxRIGHT, Dip(this, kSpace)));
    }

    /// What other people's days say stays as it is. False when a line cannot be read.
    bool ReadDays(core::KpiBasics& basics)
    {
        const auto& people = m_presenter.Now().technicians;
        auto read = core::ParseAttendance(Utf8(m_days->GetValue()), people);
        const auto example = people.empty() ? wxString("301") : Wx(people.front().name);
        m_daysField->SetProblem(read.wrongLine.empty()
                                    ? wxString()
                                    : Tr("This line cannot be read: “{1}”. Please write a day, who it was and the "
                                         "hours, as in 2026-11-20 {2} 4.5.",
                                         {Wx(read.wrongLine), example}));
        m_page->FitInside();
        if (!read.wrongLine.empty()) {
            m_days->SetFocus();
            m_page->Scroll(0, m_page->GetScrollLines(wxVERTICAL)); // the sentence stands below the box, the last thing
            return false;
        }
        for (const auto& person : people)
            basics.attended.erase(person.id);
        basics.attended.merge(read.attendance);
        return true;
    }

    void Save()
    {
        auto basics = m_basics;
        if (!ReadDays(basics))
            return;
        for (const auto& entry : m_entries) {
            const auto typed = Utf8(entry.box->GetValue());
            const bool empty = typed.find_first_not_of(' ') == std::string::npos;
            const auto value = empty ? std::nullopt : core::ParseKpi(entry.unit, typed);
            if (!empty && (!value || *value < 0)) {
                m_problem->Show(_("This is not a number. Please type one, as in 85 or 7.5."), Meaning::Danger);
                entry.box->SetFocus();
                entry.box->SelectAll();
                return;
            }
            entry.put(basics, value);
        }
        m_presenter.SaveBasics(basics, [weak = wxWeakRef<BasicsDialog>(this)](const std::string& refused) {
            if (!weak)
                return;
            if (refused.empty())
                weak->EndModal(wxID_OK);
            else
                weak->m_problem->Show(Wx(refused), Meaning::Danger);
        });
    }

    FiguresPresenter& m_presenter;
    core::KpiBasics m_basics;
    std::vector<Entry> m_entries;
    wxScrolledWindow* m_page = nullptr;
    wxTextCtrl* m_days = nullptr;
    std::unique_ptr<Field> m_daysField;
    Banner* m_problem = nullptr;
};

} // namespace

void EditFigureBasics(wxWindow* parent, FiguresPresenter& presenter)
{
    if (!presenter.Now().book)
        return;
    BasicsDialog dialog(parent, presenter);
    dialog.ShowModal();
}

} // namespace bayline::desktop
