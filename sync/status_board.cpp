// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/status_board.h"

namespace bayline::sync {

void StatusBoard::Write(LaneName lane, RelayState state, const std::string& sentence, const std::string& detail)
{
    const std::lock_guard lock(m_mutex);
    auto& status = m_lanes[static_cast<std::size_t>(lane)];
    status.state = state;
    status.sentence = sentence;
    status.detail = detail;
}

void StatusBoard::WriteBacklog(LaneName lane, int streams, int events, std::vector<StreamTroubleStatus> troubles)
{
    const std::lock_guard lock(m_mutex);
    auto& status = m_lanes[static_cast<std::size_t>(lane)];
    status.waitingStreams = streams;
    status.waitingEvents = events;
    status.troubles = std::move(troubles);
}

void StatusBoard::WriteAll(RelayState state, const std::string& sentence)
{
    for (const auto lane : {LaneName::Events, LaneName::Photos, LaneName::Answers, LaneName::Pictures}) {
        Write(lane, state, sentence);
    }
}

RelayStatus StatusBoard::Read() const
{
    const std::lock_guard lock(m_mutex);
    RelayStatus status;
    status.events = m_lanes[0];
    status.photos = m_lanes[1];
    status.answers = m_lanes[2];
    status.lastContact = m_lastContact;
    for (const auto& lane : m_lanes) {
        if (lane.state > status.state) {
            status.state = lane.state;
            status.sentence = lane.sentence;
            status.detail = lane.detail;
        }
    }
    return status;
}

bool StatusBoard::NoteContact(bool reached, const std::string& problem)
{
    const std::lock_guard lock(m_mutex);
    const auto now = std::chrono::steady_clock::now();
    if (reached) {
        m_lastContact = core::Now();
    }
    const bool isNews = m_reached != reached || m_problem != problem;
    if (!isNews && now - m_notedAt < m_contactEvery) {
        return false;
    }
    m_reached = reached;
    m_problem = problem;
    m_notedAt = now;
    return true;
}

bool StatusBoard::NoteFork(const std::string& stream)
{
    constexpr std::chrono::hours kJustHealed{1};
    const std::lock_guard lock(m_mutex);
    const auto healed = m_healed.find(stream);
    if (healed != m_healed.end() && std::chrono::steady_clock::now() - healed->second < kJustHealed) {
        return false;
    }
    m_forks.insert(stream);
    AskForHeads();
    return true;
}

StatusBoard::Heads StatusBoard::WantedHeads() const
{
    const int asked = m_headsAsked;
    if (asked == m_headsAnswered) {
        return Heads::Compared;
    }
    return asked == 0 ? Heads::WhenIdle : Heads::AtOnce;
}

void StatusBoard::HeadsCompared(int asked)
{
    m_headsAnswered = asked;
}

std::vector<std::string> StatusBoard::Forks() const
{
    const std::lock_guard lock(m_mutex);
    return {m_forks.begin(), m_forks.end()};
}

void StatusBoard::ForksHealed(const std::vector<std::string>& streams)
{
    const std::lock_guard lock(m_mutex);
    for (const auto& stream : streams) {
        m_forks.erase(stream);
        m_healed[stream] = std::chrono::steady_clock::now();
    }
}

void StatusBoard::NoteReach(bool reached)
{
    // Longer than the longest wait between two tries.
    constexpr std::chrono::seconds kRemembered{35};
    const std::lock_guard lock(m_mutex);
    m_unreachedUntil =
        reached ? std::chrono::steady_clock::time_point{} : std::chrono::steady_clock::now() + kRemembered;
}

bool StatusBoard::Unreached() const
{
    const std::lock_guard lock(m_mutex);
    return std::chrono::steady_clock::now() < m_unreachedUntil;
}

} // namespace bayline::sync
