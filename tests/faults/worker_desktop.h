// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/failure.h"
#include "db/server_identity.h"
#include "db/work_order_store.h"
#include "desktop/async/worker.h"
#include "tests/faults/pair.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>

namespace bayline::faults {

/// The program's worker without windows; what it tells the window is told here.
class WorkerDesktop
{
public:
    explicit WorkerDesktop(const std::string& conninfo)
        : m_worker({.open =
                        [conninfo] {
                            auto connection =
                                std::make_shared<db::Connection>(db::ConnectionSettings{.conninfo = conninfo});
                            connection->EnsureOpen();
                            return connection;
                        },
                    .check = [](db::Connection& connection) { db::CheckAnswers(connection, std::chrono::seconds(3)); },
                    .cancel = [](db::Connection& connection) { connection.Cancel(); },
                    .abandon = [](db::Connection& connection) { connection.Abandon(); }},
                   {.post = [](std::function<void()> task) { task(); },
                    .databasePresent =
                        [this](bool present) {
                            const std::lock_guard lock(m_mutex);
                            m_present = present;
                            m_changed.notify_all();
                        },
                    .everyFailure = [](const core::Failure&) {},
                    .whyAway =
                        [this](const core::Failure& failure) {
                            const std::lock_guard lock(m_mutex);
                            m_reason = failure.Code();
                            m_changed.notify_all();
                        }})
    {
    }

    /// Saving jobs given to it so far.
    [[nodiscard]] int Asked() const { return m_asked; }

    /// The code of why no connection can be made.
    bool WaitForReason(const std::string& code, std::chrono::milliseconds most)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, most, [&] { return m_reason == code; });
    }
    bool WaitFor(bool present, std::chrono::seconds most)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, most, [&] { return m_present == present; });
    }
    bool WaitForSaved(int saved, std::chrono::seconds most)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, most, [&] { return m_saved >= saved; });
    }
    void Save(core::WorkOrderId order, core::OperationId operation)
    {
        ++m_asked;
        m_worker.Post({.process =
                           [this, order, operation](db::Connection& connection) {
                               if (m_session.token.empty()) {
                                   m_session = db::SignIn(connection, "101", "101101").Value();
                               }
                               (void)db::Execute(connection, m_session, order, operation,
                                                 [&](const core::WorkOrder& fresh, const core::Actor& actor) {
                                                     return core::Decide(fresh, core::AddNote{operation.Text()}, actor);
                                                 });
                           },
                       .finish =
                           [this] {
                               const std::lock_guard lock(m_mutex);
                               ++m_saved;
                               m_changed.notify_all();
                           },
                       .failed = [](const core::Failure&) {},
                       .wanted = {},
                       .keepTrying = true,
                       .waiting = {}});
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_present = false;
    std::string m_reason;
    int m_asked = 0;
    int m_saved = 0;
    db::Session m_session;
    desktop::Worker m_worker; ///< last: it uses the rest
};

inline core::WorkOrderId AnyOrder(const ServerPair& pair)
{
    db::Connection desk({.conninfo = pair.DeviceConninfo("desk1")});
    return core::WorkOrderId::From(
        desk.Text("select id::text from board order by opened_at limit 1").value_or(std::string()));
}

} // namespace bayline::faults
