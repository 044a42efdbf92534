// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/async/worker.h"

#include "core/outcome.h"
#include "db/conninfo.h"
#include "desktop/async/to_failure.h"

#include <algorithm>
#include <map>

namespace bayline::desktop {

class Worker::UiSides final
{
public:
    [[nodiscard]] std::uint64_t Put(Job job)
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.emplace(++m_last, std::move(job));
        return m_last;
    }
    [[nodiscard]] Job Take(std::uint64_t number)
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_jobs.extract(number);
        return found.empty() ? Job{} : std::move(found.mapped());
    }
    /// Tells once that the job waits.
    void Wait(std::uint64_t number, const core::Failure& failure)
    {
        std::function<void(const core::Failure&)> waiting;
        std::function<bool()> wanted;
        {
            const std::lock_guard lock(m_mutex);
            const auto found = m_jobs.find(number);
            if (found == m_jobs.end())
                return;
            waiting = std::exchange(found->second.waiting, nullptr);
            wanted = found->second.wanted;
        }
        if (waiting && (!wanted || wanted()))
            waiting(failure);
    }
    void Clear()
    {
        std::map<std::uint64_t, Job> jobs;
        const std::lock_guard lock(m_mutex);
        jobs.swap(m_jobs);
    }

private:
    std::mutex m_mutex;
    std::uint64_t m_last = 0;            ///< guarded by m_mutex
    std::map<std::uint64_t, Job> m_jobs; ///< guarded by m_mutex; without their `process`
};

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
    : m_database(std::move(database)), m_callbacks(std::move(callbacks)), m_uiSides(std::make_shared<UiSides>()),
      m_thread([this](const std::stop_token& stop) { Run(stop); })
{
}

Worker::~Worker()
{
    Close();
}

void Worker::Post(Job job)
{
    Task task{.process = std::exchange(job.process, nullptr), .keepTrying = job.keepTrying};
    task.number = m_uiSides->Put(std::move(job));
    {
        const std::lock_guard lock(m_mutex);
        m_queue.push_back(std::move(task));
    }
    m_wake.notify_all();
}

std::size_t Worker::Unsaved() const
{
    const std::lock_guard lock(m_mutex);
    return CountUnsaved();
}

/// What has been tried, what is being tried and what stands behind it in the line: a person counts them all.
std::size_t Worker::CountUnsaved() const
{
    const auto behind = std::count_if(m_queue.begin(), m_queue.end(), [](const Task& job) { return job.keepTrying; });
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

/// Reads are given up for what is to be saved: nobody looks at them any more.
void Worker::LetSavesFinish(std::chrono::milliseconds patience)
{
    const auto end = std::chrono::steady_clock::now() + patience;
    std::deque<Task> dropped; // outside the lock: what a job holds may do something when it goes
    std::shared_ptr<db::Connection> reading;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_connection || CountUnsaved() == 0)
            return;
        std::deque<Task> saves;
        for (auto& job : m_queue)
            (job.keepTrying ? saves : dropped).push_back(std::move(job));
        m_queue = std::move(saves);
        if (m_running && !m_savingSince)
            reading = m_connection;
        // The cancelling must not meet the save that comes next.
        m_pause = static_cast<bool>(reading);
    }
    if (reading) {
        try {
            m_database.cancel(*reading);
        } catch (const core::Failure&) { // NOLINT(bugprone-empty-catch): the read then ends by itself
        }
        const std::lock_guard lock(m_mutex);
        m_pause = false;
    }
    m_wake.notify_all();
    std::unique_lock lock(m_mutex);
    m_wake.wait_until(lock, end, [this] { return CountUnsaved() == 0 || !m_connection; });
}

void Worker::Close(std::chrono::milliseconds patience)
{
    if (m_closed->exchange(true))
        return;
    if (patience > std::chrono::milliseconds(0))
        LetSavesFinish(patience);
    m_thread.request_stop();
    std::shared_ptr<db::Connection> connection;
    std::deque<Task> dropped;
    std::deque<Task> keptTrying;
    bool saving = false;
    {
        const std::lock_guard lock(m_mutex);
        saving = m_savingSince.has_value();
        dropped.swap(m_queue);
        keptTrying.swap(m_keptTrying);
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
    m_uiSides->Clear();
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

void Worker::HandleFailure(Task job, const core::Failure& failure)
{
    if (m_callbacks.everyFailure)
        ToUi([tell = m_callbacks.everyFailure, failure] { tell(failure); });
    if (job.keepTrying && failure.Retryable()) {
        ToUi([sides = m_uiSides, number = job.number, failure] { sides->Wait(number, failure); });
        const std::lock_guard lock(m_mutex);
        m_keptTrying.push_back(std::move(job));
        m_savingSince.reset(); // from now on it counts among those that wait
        return;
    }
    Saved();
    ToUi([sides = m_uiSides, number = job.number, failure] {
        const auto ui = sides->Take(number);
        const bool wanted = !ui.wanted || ui.wanted();
        if (wanted && ui.failed)
            ui.failed(failure);
        else if (!wanted && ui.missed)
            ui.missed(&failure);
    });
}

/// Nothing is being saved any more: before anybody is told so.
void Worker::Saved()
{
    const std::lock_guard lock(m_mutex);
    m_savingSince.reset();
}

void Worker::RunJob(Task job)
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
        const std::lock_guard lock(m_mutex);
        if (m_connection && !m_keptTrying.empty())
            m_present.reset();
        return;
    }
    job.process = nullptr; // what it held is free before anybody is told
    Saved();
    ToUi([sides = m_uiSides, number = job.number] {
        const auto ui = sides->Take(number);
        const bool wanted = !ui.wanted || ui.wanted();
        if (wanted && ui.finish)
            ui.finish();
        else if (!wanted && ui.missed)
            ui.missed(nullptr);
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
        std::optional<Task> job;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, stop, [this] { return !m_pause; });
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
        {
            const std::lock_guard lock(m_mutex);
            m_running = false;
            m_savingSince.reset();
        }
        if (*m_closed)
            m_wake.notify_all(); // whoever closes waits for the saves
    }
    const std::lock_guard lock(m_mutex);
    m_connection.reset();
}

} // namespace bayline::desktop
