// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/change_signal.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace bayline::portal {

namespace {

constexpr std::chrono::seconds kLookAnyway{5};

} // namespace

ChangeSignal::Wait::Wait(ChangeSignal& signal, std::string name, const boost::asio::any_io_executor& executor)
    : m_signal(signal), m_waiter(std::make_shared<Waiter>(executor))
{
    const std::scoped_lock lock(signal.m_mutex);
    m_place = signal.m_waiters.emplace(std::move(name), m_waiter);
}

ChangeSignal::Wait::~Wait()
{
    const std::scoped_lock lock(m_signal.m_mutex);
    m_signal.m_waiters.erase(m_place);
}

boost::asio::awaitable<void> ChangeSignal::Wait::Next(std::chrono::steady_clock::time_point deadline)
{
    if (!m_waiter->fired) {
        m_waiter->timer.expires_at(std::min(deadline, std::chrono::steady_clock::now() + kLookAnyway));
        co_await m_waiter->timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    }
    m_waiter->fired = false;
}

void ChangeSignal::Notify(const std::string& name)
{
    const std::scoped_lock lock(m_mutex);
    const auto [first, last] = m_waiters.equal_range(name);
    for (auto place = first; place != last; ++place) {
        boost::asio::post(place->second->timer.get_executor(), [waiter = place->second] {
            waiter->fired = true;
            waiter->timer.cancel();
        });
    }
}

} // namespace bayline::portal
