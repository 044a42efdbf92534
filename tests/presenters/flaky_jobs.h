// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/async/inline_jobs.h"

#include <string>
#include <utility>

namespace bayline::test {

/// Fails jobs as a lost connection does, while it is told so.
class FlakyJobs final : public desktop::Jobs
{
public:
    explicit FlakyJobs(desktop::InlineJobs& jobs) : m_jobs(jobs) {}
    /// `code`: of a server that answers and does not work, as a Worker tells it.
    void Away(bool away, std::string code = {})
    {
        m_away = away;
        m_code = std::move(code);
    }
    /// What is asked for is done, and nobody hears of it: the connection ends while the answer is on its way, and the
    /// job is told to have failed for good.
    void LoseAnswers(bool lose) { m_lose = lose; }
    void Post(desktop::Job job) override
    {
        job.process = [this, work = std::move(job.process)](db::Connection& connection) {
            if (m_away) {
                throw core::Failure({.kind = core::FailureKind::DatabaseAway,
                                     .retryable = true,
                                     .where = "test",
                                     .sentence = "The database cannot be reached just now.",
                                     .code = m_code});
            }
            work(connection);
            if (m_lose) {
                throw core::Failure({.kind = core::FailureKind::Timeout,
                                     .where = "test",
                                     .sentence = "The database took too long.",
                                     .code = {}});
            }
        };
        m_jobs.Post(std::move(job));
    }

private:
    desktop::InlineJobs& m_jobs;
    bool m_away = false;
    bool m_lose = false;
    std::string m_code;
};

} // namespace bayline::test
