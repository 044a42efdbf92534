// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portal/postgres.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <mutex>
#include <type_traits>
#include <vector>

namespace bayline::portal {

/// Threads that do the waiting for the database, each job with a connection of its own. A connection that is not idle
/// and whole after a job is dropped.
class DatabasePool
{
public:
    DatabasePool(std::string conninfo, unsigned threads) : m_conninfo(std::move(conninfo)), m_threads(threads) {}
    ~DatabasePool() { m_threads.join(); }
    DatabasePool(const DatabasePool&) = delete;
    DatabasePool& operator=(const DatabasePool&) = delete;

    /// Runs `job(Connection&)` on a thread of the pool and comes back to the caller's executor with its result or its
    /// exception. A job captures by reference: the waiting coroutine outlives it, and gcc 12 destroys a temporary with
    /// captured values twice inside a co_await expression.
    template <class Job>
    auto Run(Job job) -> boost::asio::awaitable<std::invoke_result_t<Job, Connection&>>
    {
        auto work = OnThread(*this, std::move(job));
        co_return co_await boost::asio::co_spawn(m_threads, std::move(work), boost::asio::use_awaitable);
    }

private:
    class Lease
    {
    public:
        explicit Lease(DatabasePool& pool) : m_pool(pool), m_connection(pool.Take()) {}
        ~Lease() { m_pool.GiveBack(std::move(m_connection)); }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        Connection& Get() { return *m_connection; }

    private:
        DatabasePool& m_pool;
        std::unique_ptr<Connection> m_connection;
    };

    template <class Job>
    static auto OnThread(DatabasePool& pool, Job job) -> boost::asio::awaitable<std::invoke_result_t<Job, Connection&>>
    {
        Lease lease(pool);
        co_return job(lease.Get());
    }

    std::unique_ptr<Connection> Take()
    {
        {
            const std::scoped_lock lock(m_mutex);
            if (!m_idle.empty()) {
                auto connection = std::move(m_idle.back());
                m_idle.pop_back();
                return connection;
            }
        }
        return std::make_unique<Connection>(m_conninfo);
    }

    void GiveBack(std::unique_ptr<Connection> connection)
    {
        if (!connection || !connection->IsUsable())
            return;
        const std::scoped_lock lock(m_mutex);
        m_idle.push_back(std::move(connection));
    }

    std::string m_conninfo;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<Connection>> m_idle;
    boost::asio::thread_pool m_threads;
};

} // namespace bayline::portal
