// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/opening_hours_panel.h"

#include "desktop/views/flow_row.h"
#include "desktop/views/layout_again.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/translate.h"
#include "desktop/views/work_order_parts.h"

namespace bayline::desktop {

namespace {

std::array<wxString, 7> DayNames()
{
    return {_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")};
}

} // namespace

OpeningHoursPanel::OpeningHoursPanel(wxWindow* parent, Context& context)
    : wxPanel(parent), m_presenter(context, [this] { Render(); })
{
    SetName("settings.hours");
    SetBackgroundColour(Colours().page);
    auto* card = new Card(this, "settings.hours_card", _("Opening hours"));
    auto* hint =
        MakeMuted(card, _("The figures count waiting, bays and technicians' hours by these. New hours of a weekday "
                          "hold from today on; past days keep theirs."));
    hint->SetMinSize(wxSize(Dip(this, 200), -1));
    KeepWhole(hint);
    card->Content()->Add(hint, wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap)));
    auto* row = new FlowRow(Dip(this, kGap));
    row->Add(BuildWeek(card), wxSizerFlags(2).Top().Border(wxRIGHT, Dip(this, kSpace)));
    row->Add(BuildDays(card), wxSizerFlags(3).Expand());
    card->Content()->Add(row, wxSizerFlags().Expand());
    m_weekProblem = MakeProblem(card, "hours.week_problem");
    card->Content()->Add(m_weekProblem, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kTight)));
    m_banner = new Banner(card, "hours.banner");
    card->Content()->Add(m_banner, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    m_save = MakeButton(card, "hours.save", _("Save opening hours"), {.kind = ButtonKind::Primary, .icon = "save"});
    OnAct(m_save, [this] { m_presenter.Save(Read()); });
    card->Content()->Add(m_save, wxSizerFlags().Right().Border(wxTOP, Dip(this, kGap)));
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(card, wxSizerFlags(1).Expand());
    SetSizer(outer);
    Hide();
}

wxSizer* OpeningHoursPanel::BuildWeek(Card* card)
{
    const auto names = DayNames();
    auto* grid = new wxFlexGridSizer(3, Dip(this, kTight), Dip(this, kGap));
    const auto box = [&](const char* what, std::size_t day) {
        auto* made = MakeTextBox(card, ("hours." + std::string(what) + std::to_string(day + 1)).c_str(), _("closed"));
        made->SetMinSize(wxSize(LetterDip(this, 84), DeskHeight(this)));
        grid->Add(made, wxSizerFlags().CenterVertical());
        return made;
    };
    for (std::size_t day = 0; day < names.size(); ++day) {
        grid->Add(MakeText(card, names.at(day)), wxSizerFlags().CenterVertical());
        m_opens.at(day) = box("opens", day);
        m_closes.at(day) = box("closes", day);
    }
    return grid;
}

wxSizer* OpeningHoursPanel::BuildDays(Card* card)
{
    m_days = MakeTextBox(card, "hours.days", wxString(), wxTE_MULTILINE);
    m_days->SetMinSize(wxSize(LetterDip(this, 300), LetterDip(this, 210)));
    m_daysField = std::make_unique<Field>(card, _("Days that are different, one stretch a line"), m_days);
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(m_daysField->Sizer(), wxSizerFlags(1).Expand());
    auto* hint =
        MakeMuted(card,
                  _("2026-10-01 – 2026-10-07 National Day: closed. 2026-10-10 09:00-17:00 Make-up day: open at "
                    "these hours."),
                  Type::Small);
    hint->SetMinSize(wxSize(Dip(this, 200), -1));
    KeepWhole(hint);
    column->Add(hint, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kTight)));
    return column;
}

OpeningHoursPresenter::Form OpeningHoursPanel::Read() const
{
    OpeningHoursPresenter::Form form;
    for (std::size_t day = 0; day < m_opens.size(); ++day) {
        form.opens.at(day) = Utf8(m_opens.at(day)->GetValue());
        form.closes.at(day) = Utf8(m_closes.at(day)->GetValue());
    }
    form.days = Utf8(m_days->GetValue());
    return form;
}

void OpeningHoursPanel::Render()
{
    if (!m_save)
        return;
    const auto& state = m_presenter.Now();
    if (IsShown() != state.mayChange)
        Show(state.mayChange);
    if (state.formVersion != m_shownVersion) {
        m_shownVersion = state.formVersion;
        for (std::size_t day = 0; day < m_opens.size(); ++day) {
            m_opens.at(day)->ChangeValue(Wx(state.form.opens.at(day)));
            m_closes.at(day)->ChangeValue(Wx(state.form.closes.at(day)));
        }
        m_days->ChangeValue(Wx(state.form.days));
    }
    const auto problem = [&](const std::string& field) {
        const auto found = state.problems.find(field);
        return found == state.problems.end() ? wxString() : Wx(found->second);
    };
    wxString week;
    for (std::size_t day = 0; day < m_opens.size() && week.empty(); ++day) {
        const auto sentence = problem("day" + std::to_string(day + 1));
        if (!sentence.empty())
            week = Tr("{1}: {2}", {DayNames().at(day), sentence});
    }
    ShowProblem(m_weekProblem, week);
    m_daysField->SetProblem(problem("days"));
    if (state.message.empty())
        m_banner->Clear();
    else
        m_banner->Show(Wx(state.message), state.failed ? Meaning::Danger : Meaning::Good);
    EnableIfNew(m_save, state.loaded && !m_presenter.Busy());
    Layout();
    onResized();
}

} // namespace bayline::desktop
