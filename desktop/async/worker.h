// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/async/jobs.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <random>
#include <string>
#include <thread>

namespace bayline::desktop {

/// Runs `task` on the UI thread; callable from any thread.
using PostToUi = std::function<void(std::function<void()>)>;

/// How the worker gets and keeps its connection.
struct WorkerDatabase
{
    std::function<std::shared_ptr<db::Connection>()> open; ///< throws Failure
    std::function<void(db::Connection&)> check;            ///< throws Failure when the connection is dead
    std::function<void(db::Connection&)> cancel;           ///< stops the running statement; any thread
    std::function<void(db::Connection&)> abandon{};        ///< hangs up, for a save that cannot be stopped; any thread
    std::chrono::milliseconds heartbeat{1000};             ///< between checks while nothing is to do
    std::chrono::milliseconds reconnect{1000};             ///< between attempts while the database is away
};

/// The program's worker: one thread, one database connection. While the database is away reading jobs fail at once,
/// saving jobs (Job::keepTrying) wait, and the connection is made again by itself.
class Worker final : public Jobs
{
public:
    struct Callbacks
    {
        PostToUi post;
        std::function<void(bool)> databasePresent;              ///< UI thread; every change, and the first state
        std::function<void(const core::Failure&)> everyFailure; ///< UI thread; e.g. to notice an expired session
        /// UI thread; why no connection can be made, once for each new reason.
        std::function<void(const core::Failure&)> whyAway{};
    };

    Worker(WorkerDatabase database, Callbacks callbacks);
    /// Close()s.
    ~Worker() override;

    void Post(Job job) override;
    /// Saving jobs that have not happened yet: one that runs, those that stand in the line, and those that wait for
    /// the database. Any thread.
    [[nodiscard]] std::size_t Unsaved() const;
    /// True while nothing runs and nothing waits.
    [[nodiscard]] bool Idle() const;
    /// How long a saving job has been running by now; 0 when none runs. Any thread.
    [[nodiscard]] std::chrono::milliseconds Saving() const;
    /// Lets saving jobs happen for at most `patience` while the database is there; then cancels a running read, hangs
    /// up on a running save (it is found by its operation id later), drops what waits, joins. Results still on their
    /// way are dropped. UI thread.
    void Close(std::chrono::milliseconds patience = std::chrono::milliseconds(0));

private:
    /// What of a job belongs to the worker. The rest stays with the UI thread, under a number.
    struct Task
    {
        std::function<void(db::Connection&)> process;
        bool keepTrying = false;
        std::uint64_t number = 0;
    };
    /// The jobs' closures of the UI thread: put in and taken out there, never touched on the worker.
    class UiSides;

    void Run(const std::stop_token& stop);
    void RunJob(Task job);
    void HandleFailure(Task job, const core::Failure& failure);
    void Saved();
    void LetSavesFinish(std::chrono::milliseconds patience);
    [[nodiscard]] std::size_t CountUnsaved() const; ///< with m_mutex held
    bool Connect();
    void Check();
    void Forget(std::chrono::steady_clock::time_point troubleSince);
    [[nodiscard]] std::chrono::milliseconds PauseAfter(const core::Failure& failure);
    [[nodiscard]] std::chrono::milliseconds UntilNextLook() const;
    void TellWhyAway(const core::Failure& failure);
    void SetPresent(bool present);
    void ToUi(std::function<void()> task);

    WorkerDatabase m_database;
    Callbacks m_callbacks;
    std::shared_ptr<std::atomic<bool>> m_closed = std::make_shared<std::atomic<bool>>(false);
    std::shared_ptr<UiSides> m_uiSides;

    mutable std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<Task> m_queue;                     ///< guarded by m_mutex
    std::deque<Task> m_keptTrying;                ///< guarded by m_mutex
    bool m_pause = false;                         ///< guarded by m_mutex; no job begins meanwhile
    std::shared_ptr<db::Connection> m_connection; ///< guarded by m_mutex for others than the worker thread
    bool m_running = false;                       ///< guarded by m_mutex
    std::optional<std::chrono::steady_clock::time_point> m_savingSince; ///< guarded by m_mutex

    std::optional<bool> m_present;          ///< worker thread
    std::optional<core::Failure> m_whyAway; ///< worker thread; what was told last, nothing while the server is silent
    std::chrono::steady_clock::time_point m_nextAttempt{};
    int m_busyTries = 0;                               ///< worker thread; in a row
    std::minstd_rand m_random{std::random_device{}()}; ///< worker thread
    std::jthread m_thread;                             ///< last: everything it uses is there before it starts
};

} // namespace bayline::desktop
