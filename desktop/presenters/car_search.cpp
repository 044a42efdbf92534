// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/car_search.h"

#include "core/text.h"

namespace bayline::desktop {

CarSearch::CarSearch(Context& context, int mostHits, std::function<void()> changed)
    : m_context(context), m_mostHits(mostHits), m_changed(std::move(changed))
{
}

void CarSearch::Clear()
{
    m_slot.Cancel();
    m_stale = false;
    m_state = {};
}

void CarSearch::Type(const std::string& typed)
{
    m_state.typed = core::CleanLine(typed);
    Again();
}

void CarSearch::Again()
{
    m_state.problem.clear();
    if (m_state.typed.empty()) {
        Clear();
        m_changed();
        return;
    }
    m_state.searching = true;
    if (m_slot.Busy()) {
        m_stale = true;
    } else {
        Ask();
    }
    m_changed();
}

void CarSearch::Ask()
{
    m_stale = false;
    Start(
        m_context.jobs, m_slot,
        [typed = m_state.typed, most = m_mostHits](db::Connection& connection) {
            return db::Search(connection, typed, most);
        },
        [this](std::vector<db::SearchHit> hits) {
            if (m_stale) {
                Ask();
                return;
            }
            m_state.hits = std::move(hits);
            m_state.searching = false;
            m_changed();
        },
        [this](const core::Failure& failure) {
            if (m_stale) {
                Ask();
                return;
            }
            m_state.searching = false;
            m_state.hits.clear();
            m_state.problem = m_context.Say(failure);
            m_changed();
        });
}

} // namespace bayline::desktop
