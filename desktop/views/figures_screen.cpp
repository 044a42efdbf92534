// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/figures_screen.h"

#include "desktop/presenters/sheet_file.h"
#include "desktop/views/document_preview.h"
#include "desktop/views/figures_basics.h"
#include "desktop/views/flow_row.h"
#include "desktop/views/fold_columns.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/translate.h"
#include "desktop/views/work_order_window.h"
#include "reports/figures_sheet.h"

#include <wx/datectrl.h>
#include <wx/filedlg.h>
#include <wx/menu.h>
#include <wx/stdpaths.h>

#include <filesystem>

namespace bayline::desktop {

namespace {

constexpr int kOwnPeriod = 5; ///< place in the choice of spans

wxDateTime DateOf(core::Instant at, const core::ShopZone& zone)
{
    const auto day = zone.ToLocal(at).day;
    return {static_cast<wxDateTime::wxDateTime_t>(static_cast<unsigned>(day.day())),
            static_cast<wxDateTime::Month>(static_cast<unsigned>(day.month()) - 1), static_cast<int>(day.year())};
}

core::Instant NoonOf(const wxDateTime& date, const core::ShopZone& zone)
{
    return zone.ToInstant({.day = std::chrono::year(date.GetYear()) / (static_cast<int>(date.GetMonth()) + 1) /
                                  static_cast<int>(date.GetDay()),
                           .hour = 12});
}

/// Asks for two days; nothing when cancelled.
std::optional<std::pair<core::Instant, core::Instant>> AskForTwoDays(wxWindow* parent, const core::KpiPeriod& period,
                                                                     const core::ShopZone& zone)
{
    wxDialog dialog(parent, wxID_ANY, _("Own period"));
    dialog.SetName("figures.own");
    dialog.SetBackgroundColour(Colours().page);
    auto* grid = new wxFlexGridSizer(2, Dip(&dialog, kGap), Dip(&dialog, kSpace));
    const auto add = [&](const wxString& label, const char* name, core::Instant at) {
        grid->Add(MakeLabel(&dialog, label), wxSizerFlags().CenterVertical());
        auto* picker = new wxDatePickerCtrl(&dialog, wxID_ANY, DateOf(at, zone), wxDefaultPosition, wxDefaultSize,
                                            wxDP_DROPDOWN | wxDP_SHOWCENTURY);
        picker->SetName(name);
        grid->Add(picker, wxSizerFlags().Expand());
        return picker;
    };
    auto* first = add(_("&First day"), "figures.own.first", period.from);
    auto* last = add(_("&Last day"), "figures.own.last", period.to - std::chrono::hours(1));
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(grid, wxSizerFlags().Expand().Border(wxALL, Dip(&dialog, kSpace)));
    outer->Add(dialog.CreateButtonSizer(wxOK | wxCANCEL), wxSizerFlags().Expand().Border(wxALL, Dip(&dialog, kSpace)));
    dialog.SetSizerAndFit(outer);
    CentreOverWindow(dialog);
    if (dialog.ShowModal() != wxID_OK)
        return std::nullopt;
    return std::pair(NoonOf(first->GetValue(), zone), NoonOf(last->GetValue(), zone));
}

void FillPeople(wxChoice* choice, const wxString& all, const std::vector<core::StaffMember>& people)
{
    const int selected = std::max(choice->GetSelection(), 0);
    choice->Clear();
    choice->Append(all);
    for (const auto& person : people)
        choice->Append(Wx(person.name));
    choice->SetSelection(std::min(selected, static_cast<int>(choice->GetCount()) - 1));
}

core::StaffId ChosenPerson(const wxChoice* choice, const std::vector<core::StaffMember>& people)
{
    const auto place = static_cast<std::size_t>(std::max(choice->GetSelection(), 0));
    return place == 0 || place > people.size() ? core::StaffId() : people[place - 1].id;
}

} // namespace

FiguresScreen::FiguresScreen(wxWindow* parent, Context& context)
    : Screen(parent, "figures"), m_context(context), m_presenter(context, [this] { Render(); })
{
    const int space = Dip(this, kSpace);
    auto* outer = new wxBoxSizer(wxVERTICAL);
    auto* row = new FlowRow(Dip(this, kGap));
    MakeTools(row);
    outer->Add(row, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, space));
    auto* second = new FlowRow(Dip(this, kGap));
    MakeReportTools(second);
    outer->Add(second, wxSizerFlags().Expand().Border(wxALL, space));
    m_banner = new Banner(this, "figures.banner");
    outer->Add(m_banner, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, space));
    auto* columns = new FoldColumns(this, 900);
    auto* left = new Card(columns, "figures.list_card");
    m_figures = new RowList(left, "figures.list",
                            {{_("Figure"), 190},
                             {_("Value"), 108, true},
                             {_("n"), 48, true},
                             {_("Target"), 84, true},
                             {_("Before"), 100, true},
                             {_("Change"), 72, true}});
    left->Content()->Add(m_figures, wxSizerFlags(1).Expand());
    auto* right = new Card(columns, "figures.detail_card");
    MakeDetail(right, right->Content());
    MakeOrders(right, right->Content());
    columns->Take({left, 5}, {right, 4, 480});
    outer->Add(columns, wxSizerFlags(1).Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, space));
    SetSizer(outer);
    m_figures->OnSelect([this](const std::string& id) { m_presenter.Choose(id); });
    m_orders->OnActivate([this](const std::string& key) {
        OpenWorkOrder(wxGetTopLevelParent(this), m_context, core::WorkOrderId::From(key));
    });
    Bind(wxEVT_CHAR_HOOK, [this](wxKeyEvent& event) {
        if (event.ControlDown() && event.GetKeyCode() == 'P')
            Print(reports::FiguresKind::Shop);
        else
            event.Skip();
    });
    Render();
}

void FiguresScreen::MakeTools(wxSizer* row)
{
    const auto gap = wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap));
    row->Add(MakeText(this, _("Figures"), Type::Title), wxSizerFlags().CenterVertical());
    row->AddSpacer(Dip(this, kSpace));
    m_span = new wxChoice(this, wxID_ANY);
    m_span->SetName("figures.span");
    m_span->SetMinSize(wxSize(LetterDip(this, 124), DeskHeight(this)));
    for (const auto& label : {_("Day"), _("Week"), _("Month"), _("Quarter"), _("Year"), _("Own period")})
        m_span->Append(label);
    m_span->SetSelection(2);
    row->Add(m_span, gap);
    auto* before = MakeButton(this, "figures.before", wxString(), {.icon = "back", .tip = _("The period before")});
    auto* after = MakeButton(this, "figures.after", wxString(), {.icon = "forward", .tip = _("The period after")});
    auto* today = MakeButton(this, "figures.today", _("&Today"));
    m_title = MakeText(this, wxString(), Type::Heading);
    m_title->SetName("figures.title");
    row->Add(before, gap);
    row->Add(m_title, gap);
    row->Add(after, gap);
    row->Add(today, gap);
    m_span->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { PeriodChosen(); });
    before->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { m_presenter.Step(-1); });
    after->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { m_presenter.Step(1); });
    today->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { m_presenter.Today(); });
}

void FiguresScreen::MakeReportTools(wxSizer* row)
{
    const auto gap = wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap));
    const auto choice = [&](const char* name) {
        auto* made = new wxChoice(this, wxID_ANY);
        made->SetName(name);
        made->SetMinSize(wxSize(LetterDip(this, 160), DeskHeight(this)));
        made->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { FilterChosen(); });
        return made;
    };
    m_outlet = choice("figures.outlet");
    m_outlet->Hide();
    m_advisor = choice("figures.advisor");
    m_technician = choice("figures.technician");
    row->Add(m_outlet, wxSizerFlags().CenterVertical().Border(wxRIGHT, Dip(this, kGap)));
    row->Add(m_advisor, wxSizerFlags().CenterVertical());
    row->Add(m_technician, gap);
    row->AddStretchSpacer();
    m_basics = MakeButton(this, "figures.basics_button", _("&Basics…"), {.icon = "settings"});
    m_export = MakeButton(this, "figures.export", _("&Export…"), {.icon = "save", .tip = _("As a spreadsheet")});
    m_print = MakeButton(this, "figures.print", _("&Print…"), {.icon = "print", .tip = _("Ctrl+P")});
    row->Add(m_basics, gap);
    row->Add(m_export, gap);
    row->Add(m_print, gap);
    m_basics->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { EditBasics(); });
    m_export->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { Export(); });
    m_print->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
        wxMenu menu;
        const std::array<std::pair<wxString, reports::FiguresKind>, 3> kinds = {
            {{_("&Whole report"), reports::FiguresKind::Shop},
             {_("&Technicians' report"), reports::FiguresKind::Technicians},
             {_("&Advisors' report"), reports::FiguresKind::Advisors}}};
        for (const auto& [label, kind] : kinds) {
            auto* item = menu.Append(wxID_ANY, label);
            menu.Bind(
                wxEVT_MENU, [this, which = kind](wxCommandEvent&) { Print(which); }, item->GetId());
        }
        m_print->PopupMenu(&menu, wxPoint(0, m_print->GetSize().y));
    });
}

void FiguresScreen::PeriodChosen()
{
    const int chosen = m_span->GetSelection();
    if (chosen != kOwnPeriod)
        m_presenter.Show(static_cast<core::KpiSpan>(chosen));
    else
        AskForDays();
}

void FiguresScreen::AskForDays()
{
    if (const auto days = AskForTwoDays(wxGetTopLevelParent(this), m_presenter.Now().period, m_context.zone))
        m_presenter.ShowDays(days->first, days->second);
    else
        RenderTools();
}

void FiguresScreen::FilterChosen()
{
    const auto& state = m_presenter.Now();
    const auto place = static_cast<std::size_t>(std::max(m_outlet->GetSelection(), 0));
    m_presenter.Filter({.advisor = ChosenPerson(m_advisor, state.advisors),
                        .technician = ChosenPerson(m_technician, state.technicians),
                        .outlet = place > 0 && place <= state.outlets.size()
                                      ? std::optional(state.outlets[place - 1].first)
                                      : std::nullopt});
}

void FiguresScreen::Render()
{
    if (!m_more)
        return;
    const auto& state = m_presenter.Now();
    if (!state.problem.empty())
        m_banner->Show(Wx(state.problem), Meaning::Danger, _("&Try again"), [this] { m_presenter.Refresh(); });
    else
        m_banner->Clear();
    RenderTools();
    std::vector<RowList::Row> rows;
    for (const auto& figure : state.rows) {
        RowList::Row row{
            figure.id,
            {Wx(figure.name), Wx(figure.value), Wx(figure.n), Wx(figure.target), Wx(figure.before), Wx(figure.change)}};
        row.strong = figure.heading;
        row.quiet = figure.weak;
        row.meaning = figure.judged > 0 ? Meaning::Good : figure.judged < 0 ? Meaning::Danger : Meaning::Neutral;
        row.meaningColumn = 1;
        rows.push_back(std::move(row));
    }
    m_figures->SetRows(std::move(rows));
    if (m_figures->Selected().empty())
        m_figures->SelectRow(state.chosen);
    RenderDetail();
    RenderOrders();
}

void FiguresScreen::RenderTools()
{
    const auto& state = m_presenter.Now();
    SetTextIfNew(m_title, Wx(m_presenter.Title()));
    m_span->SetSelection(state.span ? static_cast<int>(*state.span) : kOwnPeriod);
    const auto people = state.advisors.size() * 1000 + state.technicians.size() + 1;
    if (m_shownStaff != people) {
        m_shownStaff = people;
        FillPeople(m_advisor, _("All advisors"), state.advisors);
        FillPeople(m_technician, _("All technicians"), state.technicians);
    }
    RenderOutlets();
    const bool ready = state.book != nullptr && !m_lay.Busy();
    m_print->Enable(ready);
    m_export->Enable(ready);
    m_basics->Enable(state.book != nullptr);
}

void FiguresScreen::RenderOutlets()
{
    const auto& state = m_presenter.Now();
    if (m_shownOutlets == state.outlets)
        return;
    m_shownOutlets = state.outlets;
    m_outlet->Clear();
    m_outlet->Append(_("All outlets"));
    int chosen = 0;
    for (const auto& [no, name] : state.outlets) {
        m_outlet->Append(Wx(name));
        if (state.filter.outlet == no)
            chosen = static_cast<int>(m_outlet->GetCount()) - 1;
    }
    m_outlet->SetSelection(chosen);
    m_outlet->Show(!state.outlets.empty());
    Layout();
}

void FiguresScreen::Print(reports::FiguresKind kind)
{
    auto report = m_presenter.Report(kind);
    if (!report || m_lay.Busy())
        return;
    Start(
        m_context.jobs, m_lay,
        [report = std::move(*report), maker = PaperMakerOf(m_context)](db::Connection& connection) {
            const auto fonts = DocumentFonts();
            return std::make_shared<const reports::Document>(
                reports::LayFiguresReport(report, maker.StationeryWith(*fonts, connection)));
        },
        [this](const DocumentPtr& document) {
            m_print->Enable();
            PreviewDocument(wxGetTopLevelParent(this), m_context, document, Wx(document->title));
        },
        [this](const core::Failure& failure) {
            m_print->Enable();
            m_banner->Show(Wx(m_context.Say(failure)), Meaning::Danger);
        });
    m_print->Disable();
}

void FiguresScreen::Export()
{
    auto report = m_presenter.Report(reports::FiguresKind::Shop);
    if (!report || m_lay.Busy())
        return;
    wxFileDialog dialog(wxGetTopLevelParent(this), _("Export"), wxStandardPaths::Get().GetDocumentsDir(),
                        Tr("Figures {1}", {Wx(m_presenter.Title())}) + ".xlsx",
                        _("Excel workbooks") + " (*.xlsx)|*.xlsx|" + _("CSV tables") + " (*.csv)|*.csv",
                        wxFD_SAVE | wxFD_OVERWRITE_PROMPT);
    if (dialog.ShowModal() != wxID_OK)
        return;
    auto path = Utf8(dialog.GetPath());
    const char* wanted = dialog.GetFilterIndex() == 1 ? ".csv" : ".xlsx";
    const auto ending = std::filesystem::path(path).extension();
    if (ending != ".csv" && ending != ".xlsx")
        path += wanted;
    Start(
        m_context.jobs, m_lay,
        [report = std::move(*report), zone = m_context.zone, translate = m_context.translate, path](db::Connection&) {
            WriteSheetFile(path, reports::FigureSheets(report, translate, zone));
            return true;
        },
        [this, path](bool) {
            m_export->Enable();
            m_banner->Show(Tr("Saved as {1}.", {Wx(path)}), Meaning::Good);
        },
        [this](const core::Failure& failure) {
            m_export->Enable();
            m_banner->Show(Wx(m_context.Say(failure)), Meaning::Danger);
        });
    m_export->Disable();
}

void FiguresScreen::EditBasics()
{
    EditFigureBasics(wxGetTopLevelParent(this), m_presenter);
}

} // namespace bayline::desktop
