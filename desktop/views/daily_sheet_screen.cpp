// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/daily_sheet_screen.h"

#include "desktop/views/document_preview.h"
#include "desktop/views/flow_row.h"
#include "desktop/views/fold_columns.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/translate.h"
#include "desktop/views/work_order_window.h"
#include "reports/daily_sheet.h"

#include <wx/choice.h>

namespace bayline::desktop {

namespace {

reports::SheetFigure ToPaper(const db::SheetFigure& figure)
{
    reports::SheetFigure paper{.count = figure.count, .value = figure.value, .orders = {}};
    for (const auto& order : figure.orders)
        paper.orders.push_back({order.number, order.plate, order.value});
    return paper;
}

reports::DailySheet ToPaper(const db::DailySheet& sheet, const Context& context, bool everywhere)
{
    reports::DailySheet paper;
    paper.shop = context.shop;
    paper.from = sheet.from;
    paper.to = sheet.to;
    paper.printedAt = context.now();
    if (context.HasOutlets())
        paper.outlet = everywhere ? context.Tr(N_("All outlets")) : context.OutletName(context.shop.outlet);
    paper.carsIn = ToPaper(sheet.carsIn);
    paper.carsOut = ToPaper(sheet.carsOut);
    for (const auto& stage : sheet.open) {
        reports::SheetStage row{stage.stage, stage.count, stage.late, stage.latestMinutes, {}};
        for (const auto& order : stage.orders)
            row.orders.push_back({order.number, order.plate, order.value});
        paper.open.push_back(std::move(row));
    }
    paper.approved = ToPaper(sheet.approved);
    paper.declined = ToPaper(sheet.declined);
    paper.invoiced = ToPaper(sheet.invoiced);
    paper.credited = ToPaper(sheet.credited);
    paper.paid = ToPaper(sheet.paid);
    for (const auto& payment : sheet.payments)
        paper.payments.push_back({core::PaymentMethodFromWord(payment.method).value_or(core::PaymentMethod::Other),
                                  payment.count, payment.value});
    for (const auto& technician : sheet.technicians)
        paper.technicians.push_back({technician.name, technician.soldMilliHours, technician.clockedSeconds});
    return paper;
}

} // namespace

DailySheetScreen::DailySheetScreen(wxWindow* parent, Context& context)
    : Screen(parent, "daily_sheet"), m_context(context), m_presenter(context, [this] { Render(); })
{
    const int space = Dip(this, kSpace);
    auto* outer = new wxBoxSizer(wxVERTICAL);
    auto* row = new FlowRow(Dip(this, kGap));
    MakeTools(row);
    outer->Add(row, wxSizerFlags().Expand().Border(wxALL, space));
    m_banner = new Banner(this, "daily_sheet.banner");
    outer->Add(m_banner, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, space));
    auto* columns = new FoldColumns(this, 820);
    auto* figures = new Card(columns, "daily_sheet.figures_card", _("Figures"));
    m_figures = new RowList(figures, "daily_sheet.figures",
                            {{_("What"), 150}, {_("Figure"), 170}, {_("Value"), 130, true}, {_("Remark"), 190}});
    figures->Content()->Add(m_figures, wxSizerFlags(1).Expand());
    auto* behind = new Card(columns, "daily_sheet.orders_card", _("Orders behind the figure"));
    m_behind = MakeMuted(behind, _("Choose a figure to see its orders."));
    behind->Content()->Add(m_behind, wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap)));
    m_orders =
        new RowList(behind, "daily_sheet.orders", {{_("Order"), 150}, {_("Plate"), 120}, {_("Value"), 120, true}});
    behind->Content()->Add(m_orders, wxSizerFlags(1).Expand());
    columns->Take({figures, 3}, {behind, 2});
    outer->Add(columns, wxSizerFlags(1).Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, space));
    SetSizer(outer);
    m_figures->OnSelect([this](const std::string&) { RenderOrders(); });
    m_orders->OnActivate([this](const std::string& key) {
        OpenWorkOrder(wxGetTopLevelParent(this), m_context, core::WorkOrderId::From(key));
    });
    Render();
}

void DailySheetScreen::MakeTools(wxSizer* row)
{
    const auto gap = wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap));
    row->Add(MakeText(this, _("Daily sheet"), Type::Title), wxSizerFlags().CenterVertical());
    row->AddSpacer(Dip(this, kSpace));
    m_period = new wxChoice(this, wxID_ANY);
    m_period->SetName("daily_sheet.period");
    m_period->SetMinSize(wxSize(LetterDip(this, 110), DeskHeight(this)));
    for (const auto& label : {_("Day"), _("Week"), _("Month")})
        m_period->Append(label);
    m_period->SetSelection(0);
    row->Add(m_period, gap);
    auto* before = MakeButton(this, "daily_sheet.before", wxString(), {.icon = "back", .tip = _("The period before")});
    auto* after = MakeButton(this, "daily_sheet.after", wxString(), {.icon = "forward", .tip = _("The period after")});
    auto* today = MakeButton(this, "daily_sheet.today", _("&Today"));
    m_title = MakeText(this, wxString(), Type::Heading);
    m_title->SetName("daily_sheet.title");
    m_outlet = new OutletChoice(this, "daily_sheet.outlet", m_context,
                                [this] { m_presenter.ShowEverywhere(m_outlet->Everywhere()); });
    m_outlet->MoveBeforeInTabOrder(before);
    row->Add(m_outlet, gap);
    row->Add(before, gap);
    row->Add(m_title, gap);
    row->Add(after, gap);
    row->Add(today, gap);
    row->AddStretchSpacer();
    m_print = MakeButton(this, "daily_sheet.print", _("&Print …"), {.icon = "print", .tip = _("Ctrl+P")});
    row->Add(m_print, gap);
    m_period->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) {
        m_presenter.Show(static_cast<DailySheetPresenter::Period>(m_period->GetSelection()));
    });
    before->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { m_presenter.Step(-1); });
    after->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { m_presenter.Step(1); });
    today->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { m_presenter.Today(); });
    m_print->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { Print(); });
    Bind(wxEVT_CHAR_HOOK, [this](wxKeyEvent& event) {
        if (event.ControlDown() && event.GetKeyCode() == 'P')
            Print();
        else
            event.Skip();
    });
}

void DailySheetScreen::Render()
{
    if (!m_orders)
        return;
    const auto& state = m_presenter.Now();
    m_outlet->Follow();
    SetTextIfNew(m_title, Wx(m_presenter.Title()));
    m_print->Enable(state.sheet.has_value() && !m_lay.Busy());
    if (!state.problem.empty())
        m_banner->Show(Wx(state.problem), Meaning::Danger, _("Try again"), [this] { m_presenter.Refresh(); });
    else
        m_banner->Clear();
    std::vector<RowList::Row> rows;
    std::string group;
    for (const auto& figure : state.figures) {
        rows.push_back({figure.id,
                        {figure.group == group ? wxString() : Wx(figure.group), Wx(figure.label), Wx(figure.value),
                         Wx(figure.detail)},
                        figure.alarming ? Meaning::Danger : Meaning::Neutral});
        group = figure.group;
    }
    m_figures->SetRows(std::move(rows));
    RenderOrders();
}

void DailySheetScreen::RenderOrders()
{
    const auto chosen = m_figures->Selected();
    std::vector<RowList::Row> rows;
    for (const auto& figure : m_presenter.Now().figures) {
        if (figure.id != chosen)
            continue;
        SetTextIfNew(m_behind, Wx(figure.label + ": " + figure.value));
        for (const auto& order : figure.orders)
            rows.push_back(
                {order.id.Text(),
                 {Wx(order.number), Wx(order.plate),
                  order.value.minor == 0 ? wxString() : Wx(core::Display(order.value, m_context.shop.currency))}});
    }
    m_orders->SetEmptyText(chosen.empty() ? _("Choose a figure to see the orders behind it.")
                                          : _("No order stands behind this figure."));
    m_orders->SetRows(std::move(rows));
}

void DailySheetScreen::Print()
{
    const auto& sheet = m_presenter.Now().sheet;
    if (!sheet || m_lay.Busy())
        return;
    Start(
        m_context.jobs, m_lay,
        [paper = ToPaper(*sheet, m_context, m_presenter.Now().everywhere),
         maker = PaperMakerOf(m_context)](db::Connection& connection) {
            const auto fonts = DocumentFonts();
            return std::make_shared<const reports::Document>(
                reports::LayDailySheet(paper, maker.StationeryWith(*fonts, connection)));
        },
        [this](DocumentPtr document) {
            m_print->Enable();
            PreviewDocument(wxGetTopLevelParent(this), m_context, std::move(document),
                            Tr("Daily sheet {1}", {Wx(m_presenter.Title())}));
        },
        [this](const core::Failure& failure) {
            m_print->Enable();
            m_banner->Show(Wx(m_context.Say(failure)), Meaning::Danger);
        });
    m_print->Disable();
}

} // namespace bayline::desktop
