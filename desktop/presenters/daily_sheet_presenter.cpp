// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/daily_sheet_presenter.h"

#include "core/invoice.h"

namespace bayline::desktop {

namespace {

std::string Hours(std::int64_t milliHours)
{
    // One decimal is what a person compares; the exact figure is behind it.
    return core::ToDecimal(core::Quantity{core::MulDivRound(milliHours, 1, 100) * 100});
}

} // namespace

DailySheetPresenter::DailySheetPresenter(Context& context, std::function<void()> changed)
    : m_context(context), m_changed(std::move(changed))
{
    m_state.day = m_context.now();
}

std::pair<core::Instant, core::Instant> DailySheetPresenter::Bounds() const
{
    const auto& zone = m_context.zone;
    if (m_state.period == Period::Day)
        return zone.DayBounds(m_state.day);
    const auto local = zone.ToLocal(m_state.day).day;
    const auto start = [&] {
        if (m_state.period == Period::Month)
            return std::chrono::sys_days(local.year() / local.month() / 1);
        const std::chrono::weekday weekday{std::chrono::sys_days(local)};
        return std::chrono::sys_days(local) - std::chrono::days(weekday.iso_encoding() - 1);
    }();
    const auto end = m_state.period == Period::Month
                         ? std::chrono::sys_days((local.year() / local.month() + std::chrono::months(1)) / 1)
                         : start + std::chrono::days(7);
    const auto midnight = [&](std::chrono::sys_days day) {
        return zone.ToInstant({.day = std::chrono::year_month_day(day)});
    };
    return {midnight(start), midnight(end)};
}

void DailySheetPresenter::Show(Period period)
{
    m_state.period = period;
    Refresh();
}

void DailySheetPresenter::Step(int direction)
{
    const auto [from, to] = Bounds();
    m_state.day = direction < 0 ? from - std::chrono::hours(1) : to + std::chrono::hours(1);
    Refresh();
}

void DailySheetPresenter::ShowEverywhere(bool everywhere)
{
    m_state.everywhere = everywhere;
    Refresh();
}

void DailySheetPresenter::Today()
{
    m_state.day = m_context.now();
    Refresh();
}

std::string DailySheetPresenter::Title() const
{
    const auto [from, to] = Bounds();
    const auto first = core::FormatDay(from, m_context.zone);
    const auto last = core::FormatDay(to - std::chrono::hours(1), m_context.zone);
    return first == last ? first : first + " – " + last;
}

void DailySheetPresenter::Refresh()
{
    m_state.loading = true;
    const auto [from, to] = Bounds();
    Start(
        m_context.jobs, m_load,
        [from = from, to = to, outlet = m_context.OutletAsked(m_state.everywhere)](db::Connection& connection) {
            return db::LoadDailySheet(connection, from, to, outlet);
        },
        [this](db::DailySheet sheet) {
            m_state.loading = false;
            m_state.problem.clear();
            m_state.sheet = std::move(sheet);
            MakeFigures();
            m_changed();
        },
        [this](const core::Failure& failure) {
            m_state.loading = false;
            m_state.problem = m_context.Say(failure);
            m_changed();
        });
    m_changed();
}

void DailySheetPresenter::MakeFigures()
{
    m_state.figures.clear();
    AddCars(*m_state.sheet);
    AddMoney(*m_state.sheet);
    AddStages(*m_state.sheet);
    AddTechnicians(*m_state.sheet);
}

void DailySheetPresenter::AddCars(const db::DailySheet& sheet)
{
    const auto group = m_context.Tr(N_("Cars"));
    const auto add = [&](const char* id, const char* label, const db::SheetFigure& figure) {
        m_state.figures.push_back({.id = id,
                                   .group = group,
                                   .label = m_context.Tr(label),
                                   .value = std::to_string(figure.count),
                                   .orders = figure.orders});
    };
    add("cars_in", N_("Cars in"), sheet.carsIn);
    add("cars_out", N_("Cars out"), sheet.carsOut);
}

void DailySheetPresenter::AddMoney(const db::DailySheet& sheet)
{
    const auto group = m_context.Tr(N_("Quotes and money"));
    const auto add = [&](const char* id, const char* label, std::string detail, const db::SheetFigure& figure) {
        m_state.figures.push_back({.id = id,
                                   .group = group,
                                   .label = m_context.Tr(label),
                                   .value = core::Display(figure.value, m_context.shop.currency),
                                   .detail = std::move(detail),
                                   .orders = figure.orders});
    };
    const auto lines = [this](long long count) { return m_context.Count("{1} line", "{1} lines", count); };
    const auto payments = [this](long long count) { return m_context.Count("{1} payment", "{1} payments", count); };
    add("approved", N_("Approved by customers"), lines(sheet.approved.count), sheet.approved);
    add("declined", N_("Declined by customers"), lines(sheet.declined.count), sheet.declined);
    add("invoiced", N_("Invoiced"), m_context.Count("{1} invoice", "{1} invoices", sheet.invoiced.count),
        sheet.invoiced);
    if (sheet.credited.count > 0)
        add("credited", N_("Taken back in it"),
            m_context.Count("{1} credit note", "{1} credit notes", sheet.credited.count), sheet.credited);
    add("paid", N_("Paid"), payments(sheet.paid.count), sheet.paid);
    for (const auto& payment : sheet.payments) {
        const auto method = core::PaymentMethodFromWord(payment.method);
        m_state.figures.push_back(
            {.id = "payments." + payment.method,
             .group = group,
             .label = m_context.Tr(method ? core::PaymentMethodName(*method) : payment.method.c_str()),
             .value = core::Display(payment.value, m_context.shop.currency),
             .detail = payments(payment.count),
             .orders = payment.orders});
    }
}

void DailySheetPresenter::AddStages(const db::DailySheet& sheet)
{
    const auto group = m_context.Tr(N_("Open orders now"));
    for (const auto& stage : sheet.open) {
        std::string detail;
        if (stage.late > 0)
            detail = stage.latestMinutes < 60
                         ? m_context.Tr(N_("{1} late, the latest by {2} min"),
                                        {std::to_string(stage.late), std::to_string(stage.latestMinutes)})
                         : m_context.Tr(N_("{1} late, the latest by {2} h"),
                                        {std::to_string(stage.late), std::to_string(stage.latestMinutes / 60)});
        m_state.figures.push_back({.id = "stage." + std::string(core::ToWord(stage.stage)),
                                   .group = group,
                                   .label = m_context.Tr(core::StageName(stage.stage)),
                                   .value = std::to_string(stage.count),
                                   .detail = detail,
                                   .alarming = stage.late > 0,
                                   .orders = stage.orders});
    }
}

void DailySheetPresenter::AddTechnicians(const db::DailySheet& sheet)
{
    const auto group = m_context.Tr(N_("Hours by technician"));
    for (const auto& technician : sheet.technicians) {
        const auto clocked = core::MulDivRound(technician.clockedSeconds, 1000, 3600);
        m_state.figures.push_back({.id = "technician." + technician.id.Text(),
                                   .group = group,
                                   .label = technician.name,
                                   .value = m_context.Tr(N_("{1} h sold"), {Hours(technician.soldMilliHours)}),
                                   .detail = m_context.Tr(N_("{1} h clocked"), {Hours(clocked)}),
                                   .orders = technician.orders});
    }
}

} // namespace bayline::desktop
