// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/server_identity.h"
#include "db/work_order_store.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace bayline::faults {

/// Desks that never stop writing, each with a connection of its own; what was answered to them is remembered.
class BusyDesks
{
public:
    struct Desk
    {
        std::string conninfo;
        std::shared_ptr<db::ServerMemory> memory = std::make_shared<db::ServerMemory>();
    };

    /// Checks a car in at each desk, then writes notes to it and to the others' cars.
    BusyDesks(std::vector<Desk> desks, std::uint64_t seed);
    ~BusyDesks();

    /// The desks stop after what they are doing.
    void Stop();
    /// Operations that the database said were done.
    [[nodiscard]] std::vector<std::string> Acknowledged() const;
    [[nodiscard]] std::size_t Count() const;
    /// True when every desk has had an answer since then.
    [[nodiscard]] bool AllAnsweredSince(std::chrono::steady_clock::time_point moment) const;
    /// What went wrong and should not have.
    [[nodiscard]] std::vector<std::string> Problems() const;

private:
    void Work(std::size_t n, std::uint64_t seed, const std::stop_token& stop);
    void WriteOne(db::Connection& connection, db::Session& session, core::WorkOrderId order, std::size_t n,
                  const std::stop_token& stop);

    std::vector<Desk> m_desks;
    std::vector<core::WorkOrderId> m_orders;
    mutable std::mutex m_mutex;
    std::vector<std::string> m_acknowledged;
    std::vector<std::chrono::steady_clock::time_point> m_lastAnswer;
    std::vector<std::string> m_problems;
    std::vector<std::jthread> m_threads;
};

} // namespace bayline::faults
