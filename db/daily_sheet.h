// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/work_order.h"
#include "db/connection.h"

#include <optional>
#include <string>
#include <vector>

namespace bayline::db {

/// A work order behind a figure.
struct SheetOrder
{
    core::WorkOrderId id;
    std::string number;
    std::string plate;
    core::Money value; ///< its part of the figure, where the figure is money
};

/// A figure and where it comes from: `value` is the sum of the orders' values.
struct SheetFigure
{
    int count = 0;
    core::Money value;
    std::vector<SheetOrder> orders;
};

struct SheetStage
{
    core::Stage stage = core::Stage::Received;
    int count = 0;
    int late = 0;                   ///< promised before the end of the period (or now) and still open
    std::int64_t latestMinutes = 0; ///< how late the latest of them is
    std::vector<SheetOrder> orders;
};

struct SheetTechnician
{
    core::StaffId id;
    std::string name;
    std::int64_t soldMilliHours = 0; ///< invoiced less credited labour, by share of clocked time
    std::int64_t clockedSeconds = 0; ///< clocked inside the period
    std::vector<SheetOrder> orders;
};

struct SheetPayments
{
    std::string method;
    int count = 0;
    core::Money value;
    std::vector<SheetOrder> orders;
};

/// The manager's figures of a period; bounds are moments, the shop's days are made by the caller (core::ShopZone).
/// Money is gross, in the shop's currency. Basis: cars in by opening, cars out by hand-over, quotes by decision,
/// invoices and credit notes by issue, payments by receipt, clocked hours by the time worked.
struct DailySheet
{
    core::Instant from{};
    core::Instant to{};
    SheetFigure carsIn;
    SheetFigure carsOut;
    std::vector<SheetStage> open; ///< orders open now, by stage
    SheetFigure approved;         ///< count: lines
    SheetFigure declined;         ///< count: lines
    SheetFigure invoiced;         ///< count: invoices; value: less credit notes
    SheetFigure credited;         ///< count: credit notes; value: negative
    SheetFigure paid;
    std::vector<SheetPayments> payments;
    std::vector<SheetTechnician> technicians;
};

/// Of one outlet's orders, and of the money taken there, or of the whole shop.
[[nodiscard]] DailySheet LoadDailySheet(Connection& connection, core::Instant from, core::Instant to,
                                        std::optional<int> outlet = std::nullopt);

} // namespace bayline::db
