// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/backoff.h"
#include "sync/customer_app_client.h"
#include "sync/lane.h"
#include "sync/shared_log.h"
#include "sync/status_board.h"

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>

namespace bayline::sync {

/// How far the customer's answers were read, as it is kept in the database: "<feed>/<number>". The feed's id tells a
/// restored backend, whose numbers begin again, from the one we read before.
struct InboxPosition
{
    std::string feed;
    std::int64_t number = 0;

    [[nodiscard]] std::string Text() const;
    /// The very beginning when the text is not a position.
    [[nodiscard]] static InboxPosition From(const std::string& text);
};

/// Fetches the customer's answers and puts them into the log, each with the new position in one transaction.
class Inbox
{
public:
    Inbox(SharedLog& log, StatusBoard& board, const RelayTiming& timing);

    /// One page; waits at the other side when `longPoll` and all is well.
    [[nodiscard]] LaneStep Step(CustomerAppClient& client, bool longPoll, const std::stop_token& stop);
    void Forgive();

private:
    [[nodiscard]] LaneStep TakePage(CustomerAppClient& client, const InboxPage& page, const std::stop_token& stop);
    [[nodiscard]] LaneStep TakeTrouble(const Verdict& verdict);
    void NoteContact(bool reached, const std::string& problem);

    SharedLog& m_log;
    StatusBoard& m_board;
    const RelayTiming& m_timing;
    Breaker m_breaker;
    std::optional<InboxPosition> m_position; ///< read from the log at first
    std::optional<SteadyTime> m_pausedUntil;
    SteadyTime m_notBefore{};                ///< the other side answers without waiting
    std::optional<SteadyTime> m_restartedAt; ///< when a lost cursor was last answered by reading from the beginning
    bool m_probe = true;                     ///< the next request comes back at once, to say how things are
};

} // namespace bayline::sync
