// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/presence.h"

#include "desktop/presenters/session.h"

namespace bayline::desktop {

namespace {

constexpr auto kEvery = std::chrono::seconds(10);

} // namespace

Presence::Presence(Context& context) : m_context(context) {}

Subscription Presence::Open(const std::string& stream)
{
    ++m_open[stream];
    Tell();
    return Subscription([this, stream, alive = std::weak_ptr(m_alive)] {
        if (alive.expired())
            return;
        if (--m_open[stream] == 0)
            m_open.erase(stream);
        Tell();
    });
}

const std::vector<std::string>& Presence::Others(const std::string& stream) const
{
    static const std::vector<std::string> kNobody;
    const auto found = m_where.find(stream);
    return found == m_where.end() ? kNobody : found->second;
}

Subscription Presence::OnChange(std::function<void()> changed)
{
    return m_changed.Add([changed = std::move(changed)](const bool&) { changed(); });
}

void Presence::Tick()
{
    if (m_context.now() - m_told >= kEvery || m_again)
        Tell();
}

void Presence::Tell()
{
    if (m_slot.Busy()) {
        m_again = true; // said when the answer is there
        return;
    }
    m_again = false;
    m_told = m_context.now();
    if (m_context.sessionToken.empty() || !m_context.changes->DatabasePresent())
        return;
    std::vector<std::string> streams;
    for (const auto& [stream, windows] : m_open)
        streams.push_back(stream);
    Start(
        m_context.jobs, m_slot,
        [session = SessionOf(m_context), streams](db::Connection& connection) {
            return db::TellHere(connection, session, streams);
        },
        [this](db::WhoIsWhere where) {
            if (where != m_where) {
                m_where = std::move(where);
                m_changed.Call(true);
            }
        },
        [](const core::Failure&) {}); // asked again in a moment
}

} // namespace bayline::desktop
