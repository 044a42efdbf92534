// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/async/worker.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace bayline::desktop {

/// For slow work that needs no database of the worker's (a request to a slow server, a photo to be decoded): it must
/// not keep the board waiting. One thread; what has not begun at the end is dropped.
class SideThread final
{
public:
    /// `post` only queues; it does not run the task. `patience`: how long the end waits for work that has begun; then
    /// it is left behind, for work that can hang in a dead network drive and touches nothing but its own. Without it
    /// the end waits as long as it takes.
    explicit SideThread(PostToUi post, std::optional<std::chrono::milliseconds> patience = std::nullopt)
        : m_state(std::make_shared<State>()), m_patience(patience)
    {
        m_state->post = std::move(post);
        m_thread = std::jthread([state = m_state](const std::stop_token& stop) { Loop(stop, state); });
    }
    ~SideThread()
    {
        m_thread.request_stop();
        std::deque<Task> dropped;
        std::map<std::uint64_t, std::function<void()>> done;
        std::unique_lock lock(m_state->mutex);
        dropped.swap(m_state->queue);
        done.swap(m_state->done);
        const auto ended = [this] { return m_state->ended; };
        if (m_patience && !m_state->wake.wait_for(lock, *m_patience, ended)) {
            m_state->post = nullptr;
            m_thread.detach();
        }
        lock.unlock();
        if (m_thread.joinable())
            m_thread.join();
    }
    SideThread(const SideThread&) = delete;
    SideThread& operator=(const SideThread&) = delete;

    /// `work` here, then `done` on the UI thread, which alone runs, moves and destroys it. `work` keeps what it throws
    /// to itself. UI thread only.
    void Run(std::function<void()> work, std::function<void()> done)
    {
        {
            const std::lock_guard lock(m_state->mutex);
            m_state->done.emplace(++m_state->last, std::move(done));
            m_state->queue.push_back({std::move(work), m_state->last});
        }
        m_state->wake.notify_all();
    }
    /// Works whose `done` has not run yet.
    [[nodiscard]] std::size_t Open() const
    {
        const std::lock_guard lock(m_state->mutex);
        return m_state->done.size();
    }
    /// Nothing runs and nothing waits.
    [[nodiscard]] bool Idle() const { return Open() == 0; }

private:
    struct Task
    {
        std::function<void()> work;
        std::uint64_t number = 0;
    };
    /// Outlives a thread that was left behind.
    struct State
    {
        std::mutex mutex;
        std::condition_variable_any wake;
        PostToUi post; ///< this and what follows: guarded by mutex
        std::deque<Task> queue;
        std::map<std::uint64_t, std::function<void()>> done;
        std::uint64_t last = 0;
        bool ended = false;
    };

    static void Loop(const std::stop_token& stop, const std::shared_ptr<State>& state)
    {
        while (RunNext(stop, state)) {
        }
        const std::lock_guard lock(state->mutex);
        state->ended = true;
        state->wake.notify_all();
    }

    /// False at the end.
    static bool RunNext(const std::stop_token& stop, const std::shared_ptr<State>& state)
    {
        Task task;
        {
            std::unique_lock lock(state->mutex);
            if (!state->wake.wait(lock, stop, [&state] { return !state->queue.empty(); }) || stop.stop_requested())
                return false;
            task = std::move(state->queue.front());
            state->queue.pop_front();
        }
        task.work();
        task.work = nullptr;
        // Under the lock: once it has been left behind this thread must not touch what `post` needs.
        const std::lock_guard lock(state->mutex);
        if (state->post)
            state->post([state, number = task.number] { TellDone(*state, number); });
        return true;
    }

    static void TellDone(State& state, std::uint64_t number)
    {
        std::function<void()> done;
        {
            const std::lock_guard lock(state.mutex);
            const auto found = state.done.extract(number);
            if (!found.empty())
                done = std::move(found.mapped());
        }
        if (done)
            done();
    }

    std::shared_ptr<State> m_state;
    std::optional<std::chrono::milliseconds> m_patience;
    std::jthread m_thread;
};

} // namespace bayline::desktop
