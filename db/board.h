// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/work_order.h"
#include "db/connection.h"

#include <optional>
#include <string>
#include <vector>

namespace bayline::db {

/// One open work order as the board shows it.
struct BoardCard
{
    core::WorkOrderId id;
    std::string number;
    core::Stage stage = core::Stage::Received;
    core::Instant stageSince{};
    std::string plate;
    std::string vehicleModel; ///< make and model
    core::Powertrain powertrain = core::Powertrain::Bev;
    std::string customerName;
    core::StaffId advisor;
    std::string advisorName;
    core::StaffId technician; ///< nil when nobody has it yet
    std::string technicianName;
    core::Instant openedAt{};
    core::Instant promisedAt{};
    int waitingLines = 0;   ///< lines the customer has been asked about and has not decided
    bool newAnswer = false; ///< the customer answered and the desk has not touched the order since
    core::Result overall = core::Result::NotChecked; ///< worst finding of the published inspection
    core::Money quoteGross;
    core::Money balance; ///< owed on the invoice
    bool hasInvoice = false;
    int photoCount = 0;
    std::optional<core::HoldReason> hold; ///< why nobody can go on
    core::Instant holdSince{};
    std::string bay;
    std::string keyTag;
    bool quarantined = false;
    int outlet = 1; ///< where it was opened
};

struct BoardFilter
{
    core::StaffId person;        ///< orders where this person is advisor or technician; nil: everybody's
    core::StaffId technician;    ///< nil: any
    std::string text{};          ///< in plate, number, model, customer, advisor or technician
    std::optional<int> outlet{}; ///< orders opened there; nothing: everywhere
};

/// The open orders, by promised time, at most `limit`.
[[nodiscard]] std::vector<BoardCard> LoadBoard(Connection& connection, const BoardFilter& filter = {}, int limit = 500);
/// One card, also of a closed order; nothing when there is no such order.
[[nodiscard]] std::optional<BoardCard> LoadBoardCard(Connection& connection, core::WorkOrderId id);

} // namespace bayline::db
