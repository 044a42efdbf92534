// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/staff_presenter.h"

#include "core/text.h"
#include "db/outlets.h"
#include "db/sign_in.h"
#include "db/staff.h"
#include "desktop/presenters/session.h"

#include <algorithm>

namespace bayline::desktop {

StaffPresenter::StaffPresenter(Context& context, std::function<void()> changed)
    : m_context(context), m_changed(std::move(changed))
{
}

void StaffPresenter::Load()
{
    m_state.mayChange = m_context.person.role == core::Role::Manager && !m_context.bayPc;
    if (!m_state.mayChange) {
        m_state.people.clear();
        m_changed();
        return;
    }
    Start(
        m_context.jobs, m_load,
        [](db::Connection& connection) {
            return std::pair(db::LoadStaff(connection, true), db::LoadOutlets(connection));
        },
        [this](std::pair<std::vector<core::StaffMember>, std::vector<core::Outlet>> loaded) {
            m_state.people = std::move(loaded.first);
            m_state.outlets = std::move(loaded.second);
            m_state.loaded = true;
            m_changed();
        },
        [this](const core::Failure& failure) {
            m_state.message = m_context.Say(failure);
            m_state.failed = true;
            m_changed();
        });
}

void StaffPresenter::Fill(const std::optional<core::StaffMember>& person)
{
    m_state.chosen = person;
    m_state.form = person ? Form{.number = person->number,
                                 .name = person->name,
                                 .role = person->role,
                                 .pin = {},
                                 .hvLicenceUntil = person->hvLicenceUntil,
                                 .outlet = person->outlet}
                          : Form{.outlet = m_context.shop.outlet};
    ++m_state.formVersion;
    m_state.problems.clear();
    m_try.Forget();
    if (!person)
        m_newId = core::StaffId::New();
}

void StaffPresenter::Choose(core::StaffId id)
{
    const auto& people = m_state.people;
    const auto found = std::find_if(people.begin(), people.end(), [&](const auto& person) { return person.id == id; });
    m_state.message.clear();
    Fill(found == people.end() ? std::nullopt : std::optional(*found));
    m_changed();
}

void StaffPresenter::Save(const Form& form)
{
    if (m_save.Busy())
        return;
    m_state.form = form;
    core::StaffMember after{.id = m_state.chosen ? m_state.chosen->id : m_newId,
                            .number = core::CleanLine(form.number),
                            .name = core::CleanLine(form.name),
                            .role = form.role,
                            .active = !m_state.chosen || m_state.chosen->active,
                            .hvLicenceUntil = core::CleanLine(form.hvLicenceUntil),
                            .outlet = form.outlet};
    const auto saved = m_context.Tr(N_("Saved: {1}."), {after.name});
    Run(
        [before = m_state.chosen, after, pin = form.pin, operation = m_try.Of(after.id, form),
         session = SessionOf(m_context)](db::Connection& connection) -> core::Outcome<bool> {
            if (!before) {
                const auto added = db::AddStaff(connection, session, operation, after, pin);
                return added ? core::Outcome<bool>(true) : core::Outcome<bool>(added.Refusals());
            }
            // The PIN first: when its form is refused, nothing else has changed yet.
            if (!pin.empty())
                if (const auto set = db::SetPin(connection, session, after.id, pin); !set)
                    return set;
            const auto changed = db::ChangeStaff(connection, session, operation, *before, after);
            return changed ? core::Outcome<bool>(true) : core::Outcome<bool>(changed.Refusals());
        },
        saved);
}

void StaffPresenter::SetActive(bool active)
{
    if (!m_state.chosen || m_save.Busy())
        return;
    auto after = *m_state.chosen;
    after.active = active;
    const auto done = active ? m_context.Tr(N_("{1} can sign in again."), {after.name})
                             : m_context.Tr(N_("{1} can no longer sign in."), {after.name});
    Run(
        [before = *m_state.chosen, after, operation = m_try.Of(after.id, active),
         session = SessionOf(m_context)](db::Connection& connection) -> core::Outcome<bool> {
            const auto changed = db::ChangeStaff(connection, session, operation, before, after);
            return changed ? core::Outcome<bool>(true) : core::Outcome<bool>(changed.Refusals());
        },
        done);
}

void StaffPresenter::Run(Work work, const std::string& done)
{
    if (m_save.Busy() || !m_state.mayChange)
        return;
    m_state.message.clear();
    m_state.problems.clear();
    Start(
        m_context.jobs, m_save, std::move(work),
        [this, done](const core::Outcome<bool>& outcome) { Take(outcome, done); },
        [this](const core::Failure& failure) {
            m_state.message = m_context.Say(failure);
            m_state.failed = true;
            m_changed();
        });
    m_changed();
}

void StaffPresenter::Take(const core::Outcome<bool>& outcome, const std::string& done)
{
    m_state.failed = !outcome;
    if (outcome) {
        m_state.message = done;
        Fill(std::nullopt);
        Load();
    } else {
        for (const auto& refusal : outcome.Refusals())
            m_state.problems.emplace(refusal.field, m_context.Say(refusal));
        m_state.message = m_context.Tr(N_("Not saved yet: please correct the marked fields."));
    }
    m_changed();
}

} // namespace bayline::desktop
