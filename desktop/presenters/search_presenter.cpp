// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/search_presenter.h"

#include <algorithm>
#include <optional>

namespace bayline::desktop {

namespace {
constexpr int kMostHits = 50;
}

SearchPresenter::SearchPresenter(Context& context, std::function<void()> changed)
    : m_context(context), m_changed(std::move(changed)), m_search(context, kMostHits, [this] { TakeFound(); })
{
}

void SearchPresenter::Type(const std::string& typed)
{
    ForgetCar();
    m_search.Type(typed);
}

void SearchPresenter::Refresh()
{
    ForgetCar();
    m_search.Again();
}

void SearchPresenter::ForgetCar()
{
    m_history.Cancel();
    m_state.chosen = -1;
    m_state.history.clear();
    m_state.historyLoaded = false;
}

const db::SearchHit* SearchPresenter::Chosen() const
{
    const auto place = static_cast<std::size_t>(m_state.chosen);
    return m_state.chosen < 0 || place >= m_state.hits.size() ? nullptr : &m_state.hits[place];
}

void SearchPresenter::TakeFound()
{
    const auto& found = m_search.Now();
    const auto chosen = Chosen() != nullptr ? std::optional(*Chosen()) : std::nullopt;
    m_state.typed = found.typed;
    m_state.hits = found.hits;
    m_state.searching = found.searching;
    m_state.problem = found.problem;
    if (chosen) {
        const auto again = std::find_if(m_state.hits.begin(), m_state.hits.end(), [&](const db::SearchHit& hit) {
            return hit.vehicle == chosen->vehicle && hit.customer == chosen->customer;
        });
        if (again == m_state.hits.end())
            ForgetCar();
        else
            m_state.chosen = static_cast<int>(again - m_state.hits.begin());
    }
    m_changed();
    if (!m_state.searching && m_state.hits.size() == 1)
        Choose(0);
}

void SearchPresenter::Choose(int hit)
{
    if (hit < 0 || hit >= static_cast<int>(m_state.hits.size()) || hit == m_state.chosen)
        return;
    ForgetCar();
    m_state.chosen = hit;
    const auto vehicle = Chosen()->vehicle;
    m_changed();
    if (vehicle.IsNil())
        return;
    Start(
        m_context.jobs, m_history,
        [vehicle](db::Connection& connection) { return db::LoadHistory(connection, vehicle); },
        [this](std::vector<db::OrderSummary> history) {
            m_state.history = std::move(history);
            m_state.historyLoaded = true;
            m_changed();
        },
        [this](const core::Failure& failure) {
            m_state.problem = m_context.Say(failure);
            m_changed();
        });
}

std::string SearchPresenter::Summary() const
{
    if (!m_state.problem.empty())
        return m_state.problem;
    if (m_state.typed.empty())
        return m_context.Tr(N_("Type part of a plate or a name, or the end of a VIN or of a phone number."));
    if (m_state.searching && m_state.hits.empty())
        return m_context.Tr(N_("Searching …"));
    if (m_state.hits.empty())
        return m_context.Tr(N_("Nothing found for “{1}”."), {m_state.typed});
    return m_context.Tr(N_("Found: {1}"), {std::to_string(m_state.hits.size())});
}

} // namespace bayline::desktop
