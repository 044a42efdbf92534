// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/failure.h"

#include <atomic>
#include <functional>
#include <memory>

namespace bayline::desktop {

/// The one place that posts to the UI thread (CallAfter). What a task throws does not end the program: it is reported.
class UiDispatcher final
{
public:
    /// `report` runs on the UI thread.
    explicit UiDispatcher(std::function<void(const core::Failure&)> report);
    ~UiDispatcher();
    UiDispatcher(const UiDispatcher&) = delete;
    UiDispatcher& operator=(const UiDispatcher&) = delete;

    /// Any thread. After Close() and after the application's end tasks are dropped.
    void Post(std::function<void()> task);
    void Close();
    /// Tasks posted and not run yet.
    [[nodiscard]] int Pending() const { return m_state->pending; }

private:
    struct State
    {
        std::atomic<bool> closed = false;
        std::atomic<int> pending = 0;
        std::function<void(const core::Failure&)> report;
    };
    std::shared_ptr<State> m_state;
};

} // namespace bayline::desktop
