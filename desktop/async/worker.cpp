// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/async/worker.h"

#include "core/outcome.h"
#include "db/conninfo.h"
#include "desktop/async/to_failure.h"

#include <algorithm>

namespace bayline::desktop {

namespace {

/// `why`: what the server said when it said something.
core::Failure DatabaseAway(const std::optional<core::Failure>& why)
{
    return core::Failure({.kind = core::FailureKind::DatabaseAway,
                          .retryable = true,
                          .where = "worker",
                          .sentence = why ? why->Sentence() : N_("The database cannot be reached just now."),
                          .code = why ? why->Code() : std::string()});
}

} // namespace

Worker::Worker(WorkerDatabase database, Callbacks callbacks)
    : m_database(std::move(database)), m_callbacks(std::move(callbacks)),
      m_thread([this](const std::stop_token& stop) { Run(stop); })
{
}

Worker::~Worker()
{
    Close();
}

void Worker::Post(Job job)
{
    {
        const std::lock_guard lock(m_mutex);
        m_queue.push_back(std::move(job));
    }
    m_wake.notify_all();
}

std::size_t Worker::Unsaved() const
{
    const std::lock_guard lock(m_mutex);
    if (m_connection)
        return m_keptTrying.size();
    // What has been tried, what is being tried and what stands behind it in the line: a person counts them all.
    const auto behind = std::count_if(m_queue.begin(), m_queue.end(), [](const Job& job) { return job.keepTrying; });
    return m_keptTrying.size() + static_cast<std::size_t>(behind) + (m_savingSince ? 1 : 0);
}

bool Worker::Idle() const
{
    const std::lock_guard lock(m_mutex);
    return !m_running && m_queue.empty();
}

std::chrono::milliseconds Worker::Saving() const
{
    const std::lock_guard lock(m_mutex);
    return m_savingSince ? std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                                 *m_savingSince)
                         : std::chrono::milliseconds(0);
}

void Worker::Close()
{
    if (m_closed->exchange(true))
        return;
    m_thread.request_stop();
    std::shared_ptr<db::Connection> connection;
    bool saving = false;
    {
        const std::lock_guard lock(m_mutex);
        saving = m_savingSince.has_value();
        m_queue.clear();
        m_keptTrying.clear();
        if (m_running)
            connection = m_connection;
    }
    m_wake.notify_all();
    if (connection) {
        try {
            // A commit that waits for the second copy would, when cancelled, stay without one and be told as done.
            if (saving && m_database.abandon)
                m_database.abandon(*connection);
            else
                m_database.cancel(*connection);
        } catch (const core::Failure&) {
            // The statement then ends by itself or by its timeout; joining waits for it.
        }
    }
    if (m_thread.joinable())
        m_thread.join();
}

void Worker::ToUi(std::function<void()> task)
{
    if (*m_closed)
        return;
    m_callbacks.post([closed = m_closed, task = std::move(task)] {
        if (!*closed)
            task();
    });
}

void Worker::SetPresent(bool present)
{
    if (m_present == present)
        return;
    m_present = present;
    if (present) {
        const std::lock_guard lock(m_mutex);
        while (!m_keptTrying.empty()) {
            m_queue.push_front(std::move(m_keptTrying.back()));
            m_keptTrying.pop_back();
        }
    }
    if (m_callbacks.databasePresent)
        ToUi([tell = m_callbacks.databasePresent, present] { tell(present); });
}

bool Worker::Connect()
{
    if (m_connection)
        return true;
    if (std::chrono::steady_clock::now() < m_nextAttempt)
        return false;
    try {
        auto connection = m_database.open();
        const std::lock_guard lock(m_mutex);
        m_connection = std::move(connection);
    } catch (...) {
        const auto failure = ToFailure(std::current_exception());
        m_nextAttempt = std::chrono::steady_clock::now() + PauseAfter(failure);
        SetPresent(false);
        TellWhyAway(failure);
        return false;
    }
    m_busyTries = 0;
    m_whyAway.reset();
    SetPresent(true);
    return true;
}

/// A server without a free connection is asked less and less often, and not by all PCs at the same moment.
std::chrono::milliseconds Worker::PauseAfter(const core::Failure& failure)
{
    if (failure.Code() != db::kServerBusy)
        return m_database.reconnect;
    m_busyTries = std::min(m_busyTries + 1, 5);
    const auto most = m_database.reconnect * (1 + m_busyTries) / 2;
    std::uniform_int_distribution<std::int64_t> spread(most.count() / 2, most.count());
    return std::chrono::milliseconds(spread(m_random));
}

void Worker::TellWhyAway(const core::Failure& failure)
{
    // "Does not answer" is what the banner says anyway.
    const bool plain = failure.Kind() == core::FailureKind::DatabaseAway && failure.Code().empty();
    const bool told = m_whyAway && m_whyAway->Code() == failure.Code() && m_whyAway->Where() == failure.Where();
    m_whyAway = plain ? std::nullopt : std::optional(failure);
    if (plain || told || !m_callbacks.whyAway)
        return;
    ToUi([tell = m_callbacks.whyAway, failure] { tell(failure); });
}

void Worker::Check()
{
    const auto begun = std::chrono::steady_clock::now();
    try {
        m_database.check(*m_connection);
    } catch (...) {
        Forget(begun);
    }
}

/// The connection is of no use. One that was cut is usually made again at once; where the server fell silent, people
/// are told before that is tried, which takes seconds.
void Worker::Forget(std::chrono::steady_clock::time_point troubleSince)
{
    {
        const std::lock_guard lock(m_mutex);
        m_connection.reset();
    }
    m_nextAttempt = {};
    if (std::chrono::steady_clock::now() - troubleSince > std::chrono::milliseconds(500))
        SetPresent(false);
    if (!Connect())
        SetPresent(false);
}

void Worker::HandleFailure(Job job, const core::Failure& failure)
{
    if (m_callbacks.everyFailure)
        ToUi([tell = m_callbacks.everyFailure, failure] { tell(failure); });
    if (job.keepTrying && failure.Retryable()) {
        if (job.waiting)
            ToUi([waiting = std::exchange(job.waiting, nullptr), wanted = job.wanted, failure] {
                if (!wanted || wanted())
                    waiting(failure);
            });
        const std::lock_guard lock(m_mutex);
        m_keptTrying.push_back(std::move(job));
        m_savingSince.reset(); // from now on it counts among those that wait
        return;
    }
    ToUi([failed = std::move(job.failed), wanted = std::move(job.wanted), failure] {
        if (failed && (!wanted || wanted()))
            failed(failure);
    });
}

void Worker::RunJob(Job job)
{
    const auto begun = std::chrono::steady_clock::now();
    try {
        if (!Connect())
            throw DatabaseAway(m_whyAway);
        job.process(*m_connection);
    } catch (...) {
        const auto failure = ToFailure(std::current_exception());
        HandleFailure(std::move(job), failure);
        if (m_connection && failure.Kind() == core::FailureKind::DatabaseAway)
            Forget(begun);
        else if (m_connection && failure.Retryable())
            Check();
        // A retryable failure with a healthy connection (a deadlock, a full disk): try again a little later.
        if (m_connection && Unsaved() > 0) {
            const std::lock_guard lock(m_mutex);
            m_present.reset();
        }
        return;
    }
    ToUi([finish = std::move(job.finish), wanted = std::move(job.wanted)] {
        if (finish && (!wanted || wanted()))
            finish();
    });
}

/// How long to sleep while nothing is to do.
std::chrono::milliseconds Worker::UntilNextLook() const
{
    using std::chrono::milliseconds;
    if (m_connection)
        return m_database.heartbeat;
    const auto left = std::chrono::ceil<milliseconds>(m_nextAttempt - std::chrono::steady_clock::now());
    return std::clamp(left, milliseconds(10), std::max(m_database.reconnect * 3, milliseconds(10)));
}

void Worker::Run(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        std::optional<Job> job;
        {
            std::unique_lock lock(m_mutex);
            if (m_queue.empty())
                m_wake.wait_for(lock, stop, UntilNextLook(), [this] { return !m_queue.empty(); });
            if (stop.stop_requested())
                break;
            if (!m_queue.empty()) {
                job = std::move(m_queue.front());
                m_queue.pop_front();
            }
            m_running = true;
            if (job && job->keepTrying)
                m_savingSince = std::chrono::steady_clock::now();
        }
        if (job)
            RunJob(std::move(*job));
        else if (Connect()) {
            Check();
            if (m_connection)
                SetPresent(true);
        }
        const std::lock_guard lock(m_mutex);
        m_running = false;
        m_savingSince.reset();
    }
    const std::lock_guard lock(m_mutex);
    m_connection.reset();
}

} // namespace bayline::desktop
