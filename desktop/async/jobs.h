// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/failure.h"
#include "core/outcome.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace bayline::db {
class Connection;
}

namespace bayline::desktop {

/// A unit of work away from the UI thread. `process` runs on the worker with its database connection; then exactly one
/// of `finish` and `failed` runs on the UI thread, unless `wanted` says false by then.
///
/// `process` is moved, run and destroyed on the worker: it captures plain data and nothing of a window. All the others
/// stay on the UI thread, whatever becomes of the job: they are neither run nor copied nor destroyed anywhere else, so
/// they may capture windows and weak references to them.
struct Job
{
    std::function<void(db::Connection&)> process;
    std::function<void()> finish;
    std::function<void(const core::Failure&)> failed;
    std::function<bool()> wanted;
    /// After a retryable failure: tried again, unchanged, when the database is back, instead of failing. For saving
    /// actions, which keep their operation id and so happen once.
    bool keepTrying = false;
    /// Runs once on the UI thread when such a job has begun to wait; a form says so then.
    std::function<void(const core::Failure&)> waiting;
    /// Instead of `finish` (with nullptr) or `failed`, when the result is no longer wanted: what was being saved when
    /// its window closed.
    std::function<void(const core::Failure*)> missed{};
};

/// Runs jobs one after the other. The threaded one is for the program, the inline one for tests.
class Jobs
{
public:
    virtual ~Jobs() = default;
    /// UI thread only.
    virtual void Post(Job job) = 0;
};

/// Says whether results are still wanted: not when its owner has gone, and not when a newer request was made.
/// A member of every presenter; one a kind of request. UI thread only.
class RequestSlot
{
public:
    RequestSlot() : m_generation(std::make_shared<std::uint64_t>(0)) {}
    ~RequestSlot() { Cancel(); }
    RequestSlot(const RequestSlot&) = delete;
    RequestSlot& operator=(const RequestSlot&) = delete;

    /// A new request: answers to earlier ones of this slot are dropped.
    [[nodiscard]] std::function<bool()> Begin()
    {
        const auto mine = ++*m_generation;
        m_busy = true;
        return [weak = std::weak_ptr(m_generation), mine] {
            const auto generation = weak.lock();
            return generation && *generation == mine;
        };
    }
    void Cancel()
    {
        ++*m_generation;
        m_busy = false;
    }
    void Done() { m_busy = false; }
    /// True while an answer is awaited; a button that acts is disabled then.
    [[nodiscard]] bool Busy() const { return m_busy; }

private:
    std::shared_ptr<std::uint64_t> m_generation;
    bool m_busy = false;
};

/// Why a saving action whose form has gone came to nothing.
using Missed = std::variant<core::Refusal, core::Failure>;

/// What a saving action adds to Start(): see Job::keepTrying.
struct KeepTrying
{
    std::function<void(const core::Failure&)> waiting;
    /// Runs on the UI thread when the form has gone and the action was refused or failed.
    std::function<void(const Missed&)> missed{};
};

/// The refusal inside the result of a saving action; nothing when it was carried out.
template <class Result>
[[nodiscard]] std::optional<core::Refusal> RefusalIn(const Result& result)
{
    if constexpr (requires { result.outcome.FirstRefusal(); }) {
        return RefusalIn(result.outcome);
    } else if constexpr (requires { result.FirstRefusal(); }) {
        return result.Ok() ? std::nullopt : std::optional(result.FirstRefusal());
    } else {
        return std::nullopt;
    }
}

/// Runs `work(connection)` on the worker and `done(result)` on the UI thread; `failed(failure)` when it threw.
template <class Work, class Done, class Failed>
void Start(Jobs& jobs, RequestSlot& slot, Work work, Done done, Failed failed,
           std::optional<KeepTrying> keepTrying = std::nullopt)
{
    using Result = std::invoke_result_t<Work, db::Connection&>;
    auto result = std::make_shared<std::optional<Result>>();
    std::function<void(const core::Failure*)> missed;
    if (keepTrying && keepTrying->missed)
        missed = [tell = std::move(keepTrying->missed), result](const core::Failure* failure) {
            if (failure != nullptr)
                tell(*failure);
            else if (const auto refusal = RefusalIn(**result))
                tell(*refusal);
        };
    jobs.Post({.process = [work = std::move(work), result](db::Connection& connection) { *result = work(connection); },
               .finish =
                   [done = std::move(done), result, &slot] {
                       slot.Done();
                       done(std::move(**result));
                   },
               .failed =
                   [failed = std::move(failed), &slot](const core::Failure& failure) {
                       slot.Done();
                       failed(failure);
                   },
               .wanted = slot.Begin(),
               .keepTrying = keepTrying.has_value(),
               .waiting = keepTrying ? std::move(keepTrying->waiting) : nullptr,
               .missed = std::move(missed)});
}

} // namespace bayline::desktop
