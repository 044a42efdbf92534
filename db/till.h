// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/day_close.h"
#include "core/work_order.h"
#include "db/append.h"

#include <optional>
#include <string>
#include <vector>

namespace bayline::db {

/// What waits for the next close of the day.
struct TillRead
{
    std::string stream; ///< the till's; each outlet has one
    int outlet = 1;
    core::Till till;
    core::TillFigures figures;
};

/// The till of this PC's outlet. Throws Failure; NotFound when no shop was set up yet.
[[nodiscard]] TillRead LoadTill(Connection& connection);

/// Closes the day of this PC's outlet. Refuses as the rules do, and when something was booked since the figures were
/// read.
[[nodiscard]] core::Outcome<Appended> CloseDay(Connection& connection, const Session& session,
                                               core::OperationId operation, const core::CloseDay& intent);

/// The last closes of this PC's outlet, the newest first.
[[nodiscard]] std::vector<core::DayClose> LoadDayCloses(Connection& connection, int most);

/// What one payer of one order still owes (above 0), or what waits to be billed or given back (below 0).
struct OpenAccount
{
    core::WorkOrderId order;
    std::string orderNumber;
    std::string plate;
    core::PayType payer = core::PayType::Customer;
    std::string buyer;
    std::string invoiceNumber; ///< empty without an invoice in force
    core::Money billed;
    core::Money paid;
    core::Money owed;
    core::Instant since{};
    int outlet = 1; ///< of the order
};

/// The oldest first; of one outlet's orders or of all.
[[nodiscard]] std::vector<OpenAccount> LoadOpenAccounts(Connection& connection, int most,
                                                        std::optional<int> outlet = std::nullopt);

} // namespace bayline::db
