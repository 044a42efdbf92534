// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/outlets_presenter.h"

#include "core/text.h"
#include "desktop/presenters/session.h"

#include <algorithm>

namespace bayline::desktop {

namespace {

std::string Joined(const std::vector<std::string>& names)
{
    std::string joined;
    for (const auto& name : names)
        joined += (joined.empty() ? "" : ", ") + name;
    return joined;
}

std::vector<std::string> Split(const std::string& typed)
{
    std::vector<std::string> names;
    std::size_t begin = 0;
    while (begin <= typed.size()) {
        const auto end = std::min(typed.find_first_of(",;\n", begin), typed.size());
        if (auto name = core::CleanLine(typed.substr(begin, end - begin)); !name.empty())
            names.push_back(std::move(name));
        begin = end + 1;
    }
    return names;
}

OutletsPresenter::Form ToForm(const core::Outlet& outlet)
{
    return {.code = outlet.code,
            .name = outlet.name,
            .paperName = outlet.own.paperName,
            .address = outlet.own.address,
            .phone = outlet.own.phone,
            .taxId = outlet.own.taxId,
            .bank = outlet.own.bank,
            .bankAccount = outlet.own.bankAccount,
            .invoiceFooter = outlet.own.invoiceFooter,
            .bays = Joined(outlet.own.bays),
            .quarantineBay = outlet.own.quarantineBay};
}

void ReadForm(const OutletsPresenter::Form& form, core::Outlet& outlet)
{
    outlet.name = core::CleanLine(form.name);
    outlet.own.paperName = core::CleanLine(form.paperName);
    outlet.own.address = core::CleanLine(form.address);
    outlet.own.phone = core::CleanLine(form.phone);
    outlet.own.taxId = core::CleanLine(form.taxId);
    outlet.own.bank = core::CleanLine(form.bank);
    outlet.own.bankAccount = core::CleanLine(form.bankAccount);
    outlet.own.invoiceFooter = core::CleanText(form.invoiceFooter);
    outlet.own.bays = Split(form.bays);
    outlet.own.quarantineBay = core::CleanLine(form.quarantineBay);
}

} // namespace

OutletsPresenter::OutletsPresenter(Context& context, std::function<void()> changed)
    : m_context(context), m_changed(std::move(changed))
{
}

void OutletsPresenter::Load()
{
    m_state.mayChange = m_context.person.role == core::Role::Manager && !m_context.bayPc;
    if (!m_state.mayChange) {
        m_state.outlets.clear();
        Fill(std::nullopt);
        m_changed();
        return;
    }
    Start(
        m_context.jobs, m_load, [](db::Connection& connection) { return db::LoadOutlets(connection); },
        [this](std::vector<core::Outlet> outlets) {
            m_state.outlets = std::move(outlets);
            m_state.loaded = true;
            m_changed();
        },
        [this](const core::Failure& failure) {
            m_state.message = m_context.Say(failure);
            m_state.failed = true;
            m_changed();
        });
}

void OutletsPresenter::Fill(const std::optional<core::Outlet>& outlet)
{
    m_state.chosen = outlet;
    m_state.adding = false;
    m_state.form = outlet ? ToForm(*outlet) : Form{};
    ++m_state.formVersion;
    m_state.problems.clear();
    m_try.Forget();
}

void OutletsPresenter::Choose(core::OutletId id)
{
    const auto found = std::ranges::find(m_state.outlets, id, &core::Outlet::id);
    m_state.message.clear();
    Fill(found == m_state.outlets.end() ? std::nullopt : std::optional(*found));
    m_changed();
}

void OutletsPresenter::Add()
{
    m_state.message.clear();
    Fill(std::nullopt);
    m_newId = core::OutletId::New();
    m_state.adding = true;
    m_changed();
}

void OutletsPresenter::Save(const Form& form)
{
    if (!m_state.chosen && !m_state.adding)
        return;
    m_state.form = form;
    auto after = m_state.chosen.value_or(core::Outlet{});
    if (!m_state.chosen) {
        after.id = m_newId;
        after.code = core::ToUpperAscii(core::CleanLine(form.code));
    }
    ReadForm(form, after);
    Store(after, m_context.Tr(N_("Saved: {1}."), {after.name}));
}

void OutletsPresenter::SetActive(bool active)
{
    if (!m_state.chosen)
        return;
    auto after = *m_state.chosen;
    after.active = active;
    Store(after, active ? m_context.Tr(N_("{1} is open again."), {after.name})
                        : m_context.Tr(N_("{1} is closed. What was done there stays as it is."), {after.name}));
}

void OutletsPresenter::Store(const core::Outlet& after, const std::string& done)
{
    if (m_save.Busy() || !m_state.mayChange)
        return;
    m_state.message.clear();
    m_state.problems.clear();
    Start(
        m_context.jobs, m_save,
        [before = m_state.chosen.value_or(core::Outlet{}), after,
         operation = m_try.Of(after.id, after.code, after.name, after.active, after.own),
         session = SessionOf(m_context)](db::Connection& connection) {
            return db::SaveOutlet(connection, session, operation, before, after);
        },
        [this, done](const core::Outcome<db::Appended>& outcome) { Take(outcome, done); },
        [this](const core::Failure& failure) {
            m_state.message = m_context.Say(failure);
            m_state.failed = true;
            m_changed();
        });
    m_changed();
}

void OutletsPresenter::Take(const core::Outcome<db::Appended>& outcome, const std::string& done)
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
