// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/async/worker.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

namespace bayline::desktop {

/// For slow work that needs no database of the worker's (a request to a slow server): it must not keep the board
/// waiting. One thread; what has not begun at the end is dropped.
class SideThread final
{
public:
    explicit SideThread(PostToUi post)
        : m_post(std::move(post)), m_thread([this](const std::stop_token& stop) { Loop(stop); })
    {
    }

    /// `work` here, then `done` on the UI thread. `work` keeps what it throws to itself.
    void Run(std::function<void()> work, std::function<void()> done)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_queue.emplace_back(std::move(work), std::move(done));
        }
        ++m_open;
        m_wake.notify_one();
    }
    /// Nothing runs and nothing waits.
    [[nodiscard]] bool Idle() const { return m_open == 0; }

private:
    using Task = std::pair<std::function<void()>, std::function<void()>>;

    void Loop(const std::stop_token& stop)
    {
        for (;;) {
            Task task;
            {
                std::unique_lock lock(m_mutex);
                if (!m_wake.wait(lock, stop, [this] { return !m_queue.empty(); }))
                    return;
                task = std::move(m_queue.front());
                m_queue.pop_front();
            }
            task.first();
            m_post(std::move(task.second));
            --m_open;
        }
    }

    PostToUi m_post;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<Task> m_queue; ///< guarded by m_mutex
    std::atomic<int> m_open = 0;
    std::jthread m_thread; ///< last: everything it uses is there before it starts
};

} // namespace bayline::desktop
