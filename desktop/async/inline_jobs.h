// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/async/jobs.h"
#include "desktop/async/to_failure.h"

#include <deque>
#include <utility>

namespace bayline::desktop {

/// Runs a job at once, or when asked, on the calling thread: for tests. Jobs that wait for the database to come back
/// run again on Retry().
class InlineJobs final : public Jobs
{
public:
    explicit InlineJobs(db::Connection& connection) : m_connection(&connection) {}

    /// With `held` jobs queue up until RunAll(): for tests of what a screen shows meanwhile.
    void Hold(bool held) { m_held = held; }
    [[nodiscard]] std::size_t Waiting() const { return m_queue.size(); }

    void Post(Job job) override
    {
        m_queue.push_back(std::move(job));
        if (!m_held)
            RunAll();
    }

    void RunAll()
    {
        while (!m_queue.empty()) {
            auto job = std::move(m_queue.front());
            m_queue.pop_front();
            Run(std::move(job));
        }
    }

    /// The database is back: jobs that kept trying run again.
    void Retry()
    {
        for (auto& job : std::exchange(m_keptTrying, {}))
            m_queue.push_back(std::move(job));
        RunAll();
    }

private:
    void Run(Job job)
    {
        try {
            job.process(*m_connection);
        } catch (...) {
            const auto failure = ToFailure(std::current_exception());
            const bool wanted = !job.wanted || job.wanted();
            if (job.keepTrying && failure.Retryable()) {
                if (wanted && job.waiting)
                    std::exchange(job.waiting, nullptr)(failure);
                m_keptTrying.push_back(std::move(job));
            } else if (wanted && job.failed) {
                job.failed(failure);
            } else if (!wanted && job.missed) {
                job.missed(&failure);
            }
            return;
        }
        const bool wanted = !job.wanted || job.wanted();
        if (wanted && job.finish)
            job.finish();
        else if (!wanted && job.missed)
            job.missed(nullptr);
    }

    db::Connection* m_connection;
    std::deque<Job> m_queue;
    std::deque<Job> m_keptTrying;
    bool m_held = false;
};

} // namespace bayline::desktop
