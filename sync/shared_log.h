// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/delivery.h"

#include <mutex>
#include <utility>

namespace bayline::sync {

/// The delivery log, used by several lanes one at a time. WaitForChange alone runs beside the others, so that nobody
/// holds the lock while nothing happens.
class SharedLog
{
public:
    explicit SharedLog(core::DeliveryLog& log) : m_log(log) {}

    template <class Work>
    auto With(Work&& work)
    {
        const std::lock_guard lock(m_mutex);
        return std::forward<Work>(work)(m_log);
    }

    void WaitForChange(std::chrono::milliseconds timeout) { m_log.WaitForChange(timeout); }

private:
    core::DeliveryLog& m_log;
    std::mutex m_mutex;
};

} // namespace bayline::sync
