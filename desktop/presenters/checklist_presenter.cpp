// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/checklist_presenter.h"

#include "core/text.h"
#include "db/catalogue.h"
#include "db/checklists.h"
#include "desktop/presenters/session.h"

#include <algorithm>
#include <array>

namespace bayline::desktop {

namespace {

using Form = ChecklistPresenter::ItemForm;

std::string MilliText(std::int64_t milli)
{
    return core::ToDecimal(core::Quantity{milli});
}

std::vector<std::string> Split(const std::string& text, char by)
{
    std::vector<std::string> parts;
    for (std::size_t at = 0; at <= text.size();) {
        const auto end = std::min(text.find(by, at), text.size());
        parts.push_back(core::CleanLine(text.substr(at, end - at)));
        at = end + 1;
    }
    return parts;
}

std::string ModelsText(const core::ChecklistItem& item)
{
    std::string text;
    for (const auto& special : item.modelLimits) {
        const std::string drive = special.powertrain ? std::string(core::ToWord(*special.powertrain)) : std::string();
        text += special.make + ", " + special.model + ", " + drive + ", " + MilliText(special.limits.greenMilli) +
                ", " + MilliText(special.limits.redMilli) + "\n";
    }
    return text;
}

/// Nothing when a line is not make, model, drive, good, bad.
std::optional<std::vector<core::ModelLimits>> ParseModels(const std::string& typed, const core::Limits& like)
{
    std::vector<core::ModelLimits> models;
    for (const auto& line : Split(typed, '\n')) {
        if (line.empty()) {
            continue;
        }
        const auto parts = Split(line, ',');
        if (parts.size() != 5) {
            return std::nullopt;
        }
        core::ModelLimits special{.make = parts[0], .model = parts[1], .powertrain = {}, .limits = like};
        special.powertrain = core::PowertrainFromWord(parts[2]);
        const auto green = core::ParseMilli(parts[3]);
        const auto red = core::ParseMilli(parts[4]);
        const bool names = !special.make.empty() || !special.model.empty() || special.powertrain;
        if ((!parts[2].empty() && !special.powertrain) || !green || !red || !names) {
            return std::nullopt;
        }
        special.limits.greenMilli = *green;
        special.limits.redMilli = *red;
        models.push_back(std::move(special));
    }
    return models;
}

Form FormOf(const core::ChecklistItem& item)
{
    Form form{.group = item.group,
              .name = item.name,
              .position = item.position,
              .measured = item.kind == core::ItemKind::Measured,
              .unit = item.unit,
              .green = {},
              .red = {},
              .photoRequired = item.photoRequired,
              .models = ModelsText(item)};
    if (item.limits) {
        form.higherIsBetter = item.limits->higherIsBetter;
        form.green = MilliText(item.limits->greenMilli);
        form.greenExclusive = item.limits->greenExclusive;
        form.red = MilliText(item.limits->redMilli);
        form.redInclusive = item.limits->redInclusive;
    }
    return form;
}

} // namespace

ChecklistPresenter::ChecklistPresenter(Context& context, std::function<void()> changed)
    : m_context(context), m_changed(std::move(changed))
{
}

void ChecklistPresenter::Load()
{
    m_state.mayChange = m_context.person.role == core::Role::Manager && !m_context.bayPc;
    if (!m_state.mayChange || m_state.changed) {
        m_changed();
        return;
    }
    Start(
        m_context.jobs, m_load, [](db::Connection& connection) { return db::LoadChecklists(connection); },
        [this](std::vector<core::Checklist> checklists) {
            m_state.checklists = std::move(checklists);
            m_state.loaded = true;
            const auto same =
                std::find_if(m_state.checklists.begin(), m_state.checklists.end(),
                             [this](const core::Checklist& entry) { return entry.id == m_state.draft.id; });
            if (same != m_state.checklists.end()) {
                const auto chosen = m_state.chosen;
                Take(*same, same->version);
                ChooseItem(chosen);
            } else if (!m_state.checklists.empty()) {
                ChooseChecklist(0);
            } else {
                NewChecklist();
            }
        },
        [this](const core::Failure& failure) {
            m_state.message = m_context.Say(failure);
            m_state.failed = true;
            m_changed();
        });
}

void ChecklistPresenter::Take(core::Checklist checklist, int version)
{
    ++m_draftNo;
    m_state.draft = std::move(checklist);
    m_state.versionSeen = version;
    m_state.changed = false;
    m_state.problems.clear();
    m_state.chosen = m_state.draft.items.empty() ? core::ItemId{} : m_state.draft.items.front().id;
    Fill();
    m_changed();
}

void ChecklistPresenter::ChooseChecklist(std::size_t index)
{
    if (index < m_state.checklists.size()) {
        Take(m_state.checklists[index], m_state.checklists[index].version);
    }
}

void ChecklistPresenter::NewChecklist()
{
    core::Checklist checklist;
    checklist.id = core::ChecklistId::New();
    checklist.version = 0;
    Take(std::move(checklist), 0);
}

void ChecklistPresenter::Rename(const std::string& name, const std::vector<core::Powertrain>& powertrains)
{
    if (m_state.draft.name != name || m_state.draft.powertrains != powertrains) {
        m_state.draft.name = name;
        m_state.draft.powertrains = powertrains;
        Changed();
    }
}

std::vector<core::ChecklistItem>::iterator ChecklistPresenter::Chosen()
{
    return std::find_if(m_state.draft.items.begin(), m_state.draft.items.end(),
                        [this](const core::ChecklistItem& item) { return item.id == m_state.chosen; });
}

void ChecklistPresenter::Fill()
{
    const auto item = Chosen();
    m_state.form = item == m_state.draft.items.end() ? Form{} : FormOf(*item);
    ++m_state.formVersion;
}

void ChecklistPresenter::Changed()
{
    ++m_draftNo;
    m_state.changed = true;
    m_state.message.clear();
    m_changed();
}

void ChecklistPresenter::ChooseItem(core::ItemId id)
{
    m_state.chosen = id;
    m_state.problems.clear();
    Fill();
    m_changed();
}

void ChecklistPresenter::AddItem()
{
    const auto chosen = Chosen();
    core::ChecklistItem item;
    item.id = core::ItemId::New();
    item.group = chosen == m_state.draft.items.end() ? std::string() : chosen->group;
    m_state.draft.items.insert(chosen == m_state.draft.items.end() ? chosen : chosen + 1, item);
    m_state.chosen = item.id;
    m_state.problems.clear();
    Fill();
    Changed();
}

void ChecklistPresenter::RemoveItem()
{
    const auto item = Chosen();
    if (item == m_state.draft.items.end()) {
        return;
    }
    const auto next = m_state.draft.items.erase(item);
    m_state.chosen = next != m_state.draft.items.end() ? next->id
                     : m_state.draft.items.empty()     ? core::ItemId{}
                                                       : m_state.draft.items.back().id;
    m_state.problems.clear();
    Fill();
    Changed();
}

void ChecklistPresenter::MoveItem(int by)
{
    const auto item = Chosen();
    const auto place = item - m_state.draft.items.begin();
    if (item == m_state.draft.items.end() || place + by < 0 ||
        place + by >= static_cast<std::ptrdiff_t>(m_state.draft.items.size())) {
        return;
    }
    std::iter_swap(item, item + by);
    Changed();
}

bool ChecklistPresenter::TakeForm(const ItemForm& form)
{
    const auto item = Chosen();
    m_state.problems.clear();
    if (item == m_state.draft.items.end()) {
        return true;
    }
    auto next = *item;
    next.group = core::CleanLine(form.group);
    next.name = core::CleanLine(form.name);
    next.position = form.position;
    next.kind = form.measured ? core::ItemKind::Measured : core::ItemKind::OkNo;
    next.unit = core::CleanLine(form.unit);
    next.photoRequired = form.photoRequired;
    next.limits.reset();
    next.modelLimits.clear();
    if (form.measured) {
        const auto green = core::ParseMilli(core::CleanLine(form.green));
        const auto red = core::ParseMilli(core::CleanLine(form.red));
        if (!green || !red) {
            m_state.problems[green ? "red" : "green"] = m_context.Tr(N_("Please type a number, for example 3.5."));
        } else {
            next.limits = core::Limits{.higherIsBetter = form.higherIsBetter,
                                       .greenMilli = *green,
                                       .redMilli = *red,
                                       .greenExclusive = form.greenExclusive,
                                       .redInclusive = form.redInclusive};
            if (auto models = ParseModels(form.models, *next.limits)) {
                next.modelLimits = std::move(*models);
            } else {
                m_state.problems["models"] =
                    m_context.Tr(N_("Please write one line a model: make, model, drive, good, bad. Make, model or "
                                    "drive may be empty, not all three."));
            }
        }
    }
    m_state.form = form;
    if (!m_state.problems.empty()) {
        m_changed();
        return false;
    }
    if (FormOf(next) != FormOf(*item)) {
        *item = std::move(next);
        Changed();
    } else {
        m_changed();
    }
    return true;
}

void ChecklistPresenter::Publish()
{
    if (m_save.Busy()) {
        return;
    }
    const core::PublishChecklist intent{m_state.versionSeen, m_state.draft};
    Start(
        m_context.jobs, m_save,
        [intent, session = SessionOf(m_context),
         operation = m_try.Of(m_state.draft.id, m_state.versionSeen, m_draftNo)](db::Connection& connection) {
            return db::PublishChecklist(connection, session, operation, intent);
        },
        [this](const core::Outcome<db::Appended>& outcome) {
            m_try.Forget();
            if (!outcome) {
                Refuse(outcome.Refusals());
                return;
            }
            m_state.changed = false;
            m_state.failed = false;
            m_state.message =
                m_context.Tr(N_("The checklist has been published. Inspections that were started keep theirs."));
            Load();
        },
        [this](const core::Failure& failure) {
            m_state.message = m_context.Say(failure);
            m_state.failed = true;
            m_changed();
        });
    m_changed();
}

void ChecklistPresenter::Refuse(const std::vector<core::Refusal>& refusals)
{
    m_state.failed = true;
    m_state.message = m_context.Say(refusals.front());
    m_state.problems.clear();
    constexpr std::string_view kItem = "item/";
    constexpr std::size_t kIdLength = 36;
    for (const auto& refusal : refusals) {
        if (!refusal.field.starts_with(kItem)) {
            m_state.problems[refusal.field] = m_context.Say(refusal);
            continue;
        }
        const auto id = core::ItemId::From(refusal.field.substr(kItem.size(), kIdLength));
        if (m_state.problems.empty()) {
            m_state.chosen = id;
            Fill();
        }
        if (id == m_state.chosen) {
            const auto field = refusal.field.substr(kItem.size() + kIdLength + 1);
            m_state.problems[field == "limits" ? "green" : field] = m_context.Say(refusal);
        }
    }
    m_changed();
}

} // namespace bayline::desktop
