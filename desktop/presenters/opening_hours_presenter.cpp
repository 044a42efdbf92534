// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/opening_hours_presenter.h"

#include "core/text.h"

namespace bayline::desktop {

namespace {

OpeningHoursPresenter::Form FormOf(const core::ShopCalendar& calendar)
{
    OpeningHoursPresenter::Form form;
    for (std::size_t day = 0; day < calendar.week.size(); ++day) {
        const auto& hours = calendar.week.at(day);
        const auto text = hours ? core::ToText(*hours) : std::string();
        form.opens.at(day) = text.substr(0, text.find('-'));
        form.closes.at(day) = hours ? text.substr(text.find('-') + 1) : std::string();
    }
    form.days = core::SpecialDaysText(calendar.days);
    return form;
}

} // namespace

void OpeningHoursPresenter::Load(const Form& typed)
{
    m_state.mayChange = m_context.person.role == core::Role::Manager && !m_context.bayPc;
    m_changed();
    if (!m_state.mayChange)
        return;
    Start(
        m_context.jobs, m_load, [](db::Connection& connection) { return db::LoadKpiBasics(connection); },
        [this, typed](const core::KpiBasics& basics) {
            const bool untouched = !m_state.loaded || typed == m_filled;
            m_state.loaded = true;
            if (untouched) {
                Fill(basics);
                m_state.problems.clear();
            }
            m_changed();
        },
        [this](const core::Failure& failure) { Fail(failure); });
}

std::optional<core::ShopCalendar> OpeningHoursPresenter::Read(const Form& form)
{
    m_state.problems.clear();
    core::ShopCalendar calendar;
    for (std::size_t day = 0; day < calendar.week.size(); ++day) {
        const auto opens = core::CleanLine(form.opens.at(day));
        const auto closes = core::CleanLine(form.closes.at(day));
        auto& hours = calendar.week.at(day);
        hours = core::ParseOpenHours(opens + "-" + closes);
        if (!hours && !(opens.empty() && closes.empty()))
            m_state.problems["day" + std::to_string(day + 1)] = m_context.Tr(
                N_("Please write both times as 08:00, the earlier one first; leave both empty when closed."));
    }
    auto special = core::ParseSpecialDays(form.days);
    if (!special.wrongLine.empty())
        m_state.problems["days"] = m_context.Tr(
            N_("This line cannot be read: “{1}”. Please write it as in 2026-10-01 – 2026-10-07 National Day, "
               "or 2026-10-10 09:00-17:00 Make-up day."),
            {special.wrongLine});
    calendar.days = std::move(special.days);
    return m_state.problems.empty() ? std::optional(std::move(calendar)) : std::nullopt;
}

void OpeningHoursPresenter::Save(const Form& form)
{
    if (m_save.Busy() || !m_state.mayChange || !m_state.loaded)
        return;
    auto calendar = Read(form);
    m_state.failed = !calendar;
    m_state.message = calendar ? std::string() : m_context.Tr(N_("Not saved yet: please correct the marked fields."));
    m_state.form = form;
    if (!calendar) {
        m_changed();
        return;
    }
    auto after = m_before;
    after.calendar = std::move(*calendar);
    Start(
        m_context.jobs, m_save,
        [session = SessionOf(m_context), before = m_before, after,
         operation = m_try.Of(m_before.calendar, after.calendar)](db::Connection& connection) {
            return db::ChangeKpiBasics(connection, session, operation, before, after);
        },
        [this, after](const core::Outcome<db::Appended>& outcome) {
            m_state.failed = !outcome;
            if (outcome) {
                m_try.Forget();
                Fill(after);
                m_state.message = m_context.Tr(N_("The opening hours are saved."));
            } else {
                m_state.message = m_context.Say(outcome.FirstRefusal());
            }
            m_changed();
        },
        [this](const core::Failure& failure) { Fail(failure); });
    m_changed();
}

void OpeningHoursPresenter::Fill(const core::KpiBasics& basics)
{
    m_before = basics;
    m_filled = FormOf(basics.calendar);
    m_state.form = m_filled;
    ++m_state.formVersion;
}

void OpeningHoursPresenter::Fail(const core::Failure& failure)
{
    m_state.failed = true;
    m_state.message = m_context.Say(failure);
    m_changed();
}

} // namespace bayline::desktop
