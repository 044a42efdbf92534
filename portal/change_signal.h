// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace bayline::portal {

/// Wakes the long polls that wait for a name ("feed/<shop>", "order/<shop>/<work order>"). Only a hint: a waiter also
/// looks by itself every few seconds, because another process may have made the change.
class ChangeSignal
{
    struct Waiter
    {
        explicit Waiter(const boost::asio::any_io_executor& executor) : timer(executor) {}
        boost::asio::steady_timer timer;
        bool fired = false; ///< touched on the timer's executor only
    };
    using Waiters = std::multimap<std::string, std::shared_ptr<Waiter>, std::less<>>;

public:
    /// One waiting request. Made before the first look, so that a change between look and wait is not missed.
    class Wait
    {
    public:
        Wait(ChangeSignal& signal, std::string name, const boost::asio::any_io_executor& executor);
        ~Wait();
        Wait(const Wait&) = delete;
        Wait& operator=(const Wait&) = delete;
        /// Returns at the next change, at the deadline, or after a few seconds, whichever is first.
        boost::asio::awaitable<void> Next(std::chrono::steady_clock::time_point deadline);

    private:
        ChangeSignal& m_signal;
        std::shared_ptr<Waiter> m_waiter;
        Waiters::iterator m_place;
    };

    void Notify(const std::string& name);

private:
    std::mutex m_mutex;
    Waiters m_waiters;
};

} // namespace bayline::portal
