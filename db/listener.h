// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/change_hint.h"
#include "db/connection.h"

#include <chrono>
#include <functional>
#include <string>
#include <thread>

namespace bayline::db {

/// Listens for changes on a thread and a connection of its own, and connects again by itself.
class Listener
{
public:
    struct Callbacks
    {
        /// On the listener's thread. Also without a connection, every `poll` or a little later: look at everything.
        std::function<void(const ChangeHint&)> onChange;
        std::function<void(bool connected)> onConnection; ///< each time it is lost or comes back
        /// True while something has been saving for longer than usual; asked often, from the listener's thread. Then
        /// the server is asked whether the commit waits for a standby.
        std::function<bool()> savingLong{};
        std::function<void(bool waits)> onSecondCopy{}; ///< each time such a wait begins or ends
    };

    Listener(ConnectionSettings settings, Callbacks callbacks,
             std::chrono::milliseconds poll = std::chrono::seconds(5));
    /// Stops and joins within a moment.
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

private:
    void Run(const std::stop_token& stop);
    void Serve(pg_conn* connection, const std::stop_token& stop);
    [[nodiscard]] pg_conn* Connect();
    void WatchSecondCopy(pg_conn* connection);
    void Tell(const ChangeHint& hint);
    /// Without a connection nothing is heard: everything is to be looked at now and then.
    void TellWhenDue();
    /// False when the wait was ended by Wake() or a stop.
    bool WaitReadable(int socket, std::chrono::milliseconds timeout) const;

    ConnectionSettings m_settings;
    Callbacks m_callbacks;
    std::chrono::milliseconds m_poll;
    int m_wakeRead = -1;
    int m_wakeWrite = -1;
    bool m_waitsForCopy = false; ///< the listener's thread
    /// The listener's thread: when everything was to be looked at last.
    std::chrono::steady_clock::time_point m_told = std::chrono::steady_clock::now();
    std::jthread m_thread;
};

} // namespace bayline::db
