// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deferred.h"
#include "db/append.h"

#include <optional>
#include <string>
#include <vector>

namespace bayline::db {

/// What the car's owner put off and nobody closed, the gravest and oldest first.
[[nodiscard]] std::vector<core::DeferredWork> LoadDeferred(Connection& connection, core::VehicleId vehicle);

/// A car whose owner should be called about work put off.
struct FollowUp
{
    core::VehicleId vehicle;
    std::string plate;
    std::string model;
    core::CustomerId customer;
    std::string customerName;
    std::string phone;
    int red = 0;   ///< pieces of work that answer a red finding
    int lines = 0; ///< all of them
    core::Money gross;
    core::Instant since{}; ///< of the oldest
    std::optional<core::Instant> calledAt;
    std::string calledBy;
    std::string note;
    std::string nextOn; ///< "2026-12-01"; empty when no further call was planned
    core::WorkOrderId openOrder;
    std::string openOrderNumber; ///< empty when the car is not in the shop
};

/// Whose call is due comes first, then red before yellow, then the oldest; what was put off at one outlet or at all.
/// `today` is the shop's date. Desks only.
[[nodiscard]] std::vector<FollowUp> LoadFollowUps(Connection& connection, const std::string& today, int most,
                                                  std::optional<int> outlet = std::nullopt);

[[nodiscard]] core::Outcome<Appended> CloseDeferred(Connection& connection, const Session& session,
                                                    core::OperationId operation, core::VehicleId vehicle,
                                                    const core::CloseDeferred& intent);
[[nodiscard]] core::Outcome<Appended> NoteCall(Connection& connection, const Session& session,
                                               core::OperationId operation, core::VehicleId vehicle,
                                               const core::NoteCall& intent, const std::string& today);

} // namespace bayline::db
