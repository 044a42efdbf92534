// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/day_plan_screen.h"

#include "desktop/views/floor_dialogs.h"
#include "desktop/views/flow_row.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/translate.h"
#include "desktop/views/work_order_parts.h"
#include "desktop/views/work_order_window.h"

namespace bayline::desktop {

DayPlanScreen::DayPlanScreen(wxWindow* parent, Context& context)
    : Screen(parent, "day_plan"), m_context(context), m_presenter(context, [this] { Render(); })
{
    const int space = Dip(this, kSpace);
    auto* outer = new wxBoxSizer(wxVERTICAL);
    auto* row = new FlowRow(Dip(this, kGap));
    MakeTools(row);
    outer->Add(row, wxSizerFlags().Expand().Border(wxALL, space));
    m_banner = new Banner(this, "day_plan.banner");
    outer->Add(m_banner, wxSizerFlags().Expand());
    m_grid = new DayPlanGrid(this, m_presenter);
    m_grid->OnOpen([this](core::WorkOrderId id) { Plan(id); });
    outer->Add(m_grid, wxSizerFlags(3).Expand().Border(wxLEFT | wxRIGHT, space));
    m_list = new RowList(this, "day_plan.list",
                         {{_("Order"), 150},
                          {_("Plate"), 120},
                          {_("Car"), 200, false, false, true},
                          {_("Bay"), 100},
                          {_("Technician"), 120},
                          {_("Start"), 130},
                          {_("Length"), 110},
                          {_("Remark"), 170}});
    m_list->OnActivate([this](const std::string& key) { Plan(core::WorkOrderId::From(key)); });
    m_list->OnSelect([this](const std::string& key) {
        EnableIfNew(m_plan, !key.empty());
        EnableIfNew(m_order, !key.empty());
    });
    outer->Add(m_list, wxSizerFlags(2).Expand().Border(wxALL, space));
    SetSizer(outer);
    Render();
}

void DayPlanScreen::MakeTools(wxSizer* row)
{
    const auto gap = wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap));
    row->Add(MakeText(this, _("Day plan"), Type::Title), wxSizerFlags().CenterVertical());
    row->AddSpacer(Dip(this, kSpace));
    auto* before =
        MakeButton(this, "day_plan.before", wxString(), {.icon = "back", .tip = _("The day before"), .large = true});
    auto* after =
        MakeButton(this, "day_plan.after", wxString(), {.icon = "forward", .tip = _("The day after"), .large = true});
    auto* today = MakeButton(this, "day_plan.today", _("&Today"), {.large = true});
    m_title = MakeText(this, wxString(), Type::Heading);
    m_title->SetName("day_plan.title");
    row->Add(before, gap);
    row->Add(m_title, gap);
    row->Add(after, gap);
    row->Add(today, gap);
    m_by = new wxChoice(this, wxID_ANY);
    m_by->SetName("day_plan.by");
    m_by->SetMinSize(wxSize(LetterDip(this, 160), Dip(this, kBayTarget)));
    m_by->Append(_("By bay"));
    m_by->Append(_("By technician"));
    m_by->SetSelection(0);
    row->Add(m_by, gap);
    row->AddStretchSpacer();
    m_order = MakeButton(this, "day_plan.open", _("&Open order"), {.icon = "open", .large = true});
    m_plan = MakeButton(this, "day_plan.plan", _("&Plan …"),
                        {.kind = ButtonKind::Primary, .icon = "clock", .tip = _("Enter in the list"), .large = true});
    m_order->Disable();
    m_plan->Disable();
    row->Add(m_order, gap);
    row->Add(m_plan, gap);
    before->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { m_presenter.Step(-1); });
    after->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { m_presenter.Step(1); });
    today->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { m_presenter.Today(); });
    m_by->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { m_presenter.ShowByTechnician(m_by->GetSelection() == 1); });
    OnAct(m_plan, [this] { Plan(core::WorkOrderId::From(m_list->Selected())); });
    OnAct(m_order,
          [this] { OpenWorkOrder(wxGetTopLevelParent(this), m_context, core::WorkOrderId::From(m_list->Selected())); });
}

void DayPlanScreen::Plan(core::WorkOrderId id)
{
    const auto* order = m_presenter.Find(id);
    if (!order)
        return;
    const auto& state = m_presenter.Now();
    const auto now = m_presenter.Clock();
    const auto begun = now - state.opens;
    const auto quarter = std::chrono::minutes(15);
    const auto next = state.opens + (begun / quarter + 1) * quarter;
    // Behind the dialog the plan is read again: what is asked from is what was seen.
    const auto seen = m_presenter.PlanOf(*order);
    const auto soonest = now > state.opens && next < state.closes ? next : state.opens;
    const PlanForm form{.bays = m_presenter.Bays(),
                        .technicians = state.technicians,
                        .plan = seen,
                        .start = seen && !m_presenter.IsLeftOver(*seen) ? seen->start : soonest,
                        .minutes = seen ? seen->minutes : DayPlanPresenter::UsualMinutes(*order)};
    const auto plan =
        AskForPlan(this, m_presenter.Zone(), now, Tr("Plan {1}, {2}", {Wx(order->plate), Wx(order->number)}), form);
    if (plan)
        m_presenter.Plan(id, core::PlanWork{seen, *plan});
}

void DayPlanScreen::RenderList()
{
    std::vector<RowList::Row> rows;
    for (const auto& order : m_presenter.Now().orders) {
        wxString remark;
        if (order.quarantined)
            remark = _("In quarantine");
        else if (order.hold)
            remark = Tr("On hold: {1}", {TrText(core::HoldReasonName(*order.hold))});
        else
            remark = TrText(core::StageName(order.stage));
        const auto& plan = order.plan;
        rows.push_back(
            {order.id.Text(),
             {Wx(order.number), Wx(order.plate), Wx(order.vehicleModel), plan ? Wx(plan->bay) : wxString(),
              plan && plan->technician ? Wx(plan->technician->name) : Wx(order.technicianName),
              !plan                           ? _("not planned")
              : m_presenter.IsLeftOver(*plan) ? Wx(core::FormatMinute(plan->start, m_presenter.Zone()))
                                              : Wx(core::FormatClock(plan->start, m_presenter.Zone())),
              Wx(m_presenter.Duration(plan ? plan->minutes : DayPlanPresenter::UsualMinutes(order))), remark},
             order.quarantined ? Meaning::Danger
             : order.hold      ? Meaning::Waiting
                               : Meaning::Neutral,
             7});
    }
    if (m_presenter.Now().loaded)
        m_list->SetEmptyText(_("No car is in the shop. One that is checked in waits here for a place and a time."));
    m_list->SetRows(std::move(rows));
}

void DayPlanScreen::Render()
{
    if (!m_list)
        return;
    const auto& state = m_presenter.Now();
    SetTextIfNew(m_title, Wx(m_presenter.Title()));
    wxString overloaded;
    for (const auto& row : m_presenter.Rows())
        if (row.overloaded)
            overloaded += (overloaded.empty() ? "" : ";  ") + Wx(row.name + ": " + row.load);
    if (!state.waiting.empty())
        m_banner->Show(Wx(state.waiting), Meaning::Attention);
    else if (!state.problem.empty())
        m_banner->Show(Wx(state.problem), Meaning::Danger);
    else if (!state.unread.empty())
        m_banner->Show(Wx(state.unread), Meaning::Danger);
    else if (!overloaded.empty())
        m_banner->Show(overloaded, Meaning::Attention);
    else
        m_banner->Clear();
    m_grid->Render();
    RenderList();
    Layout();
}

} // namespace bayline::desktop
