// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/invoice.h"
#include "core/shop.h"
#include "core/stage.h"
#include "reports/stationery.h"

#include <cstdint>
#include <string>
#include <vector>

namespace bayline::reports {

/// A work order behind a figure.
struct SheetOrder
{
    std::string number;
    std::string plate;
    core::Money value;
};

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
    int late = 0;
    std::int64_t latestMinutes = 0; ///< how late the latest of them is
    std::vector<SheetOrder> orders;
};

struct SheetTechnician
{
    std::string name;
    std::int64_t soldMilliHours = 0;
    std::int64_t clockedSeconds = 0;
};

struct SheetPayment
{
    core::PaymentMethod method = core::PaymentMethod::Cash;
    int count = 0;
    core::Money value;
};

/// The manager's figures from `from` until before `to`.
struct DailySheet
{
    core::Shop shop;
    core::Instant from{};
    core::Instant to{};
    core::Instant printedAt{};
    SheetFigure carsIn;
    SheetFigure carsOut;
    std::vector<SheetStage> open;
    SheetFigure approved; ///< count: lines
    SheetFigure declined; ///< count: lines
    SheetFigure invoiced; ///< count: invoices; value: less credit notes
    SheetFigure credited; ///< count: credit notes; value: negative
    SheetFigure paid;
    std::vector<SheetPayment> payments;
    std::vector<SheetTechnician> technicians;
    std::string outlet{}; ///< whose figures they are; empty in a shop with one
};

/// Figures at the top, tables below, and at the end the orders each figure was counted from.
[[nodiscard]] Document LayDailySheet(const DailySheet& sheet, const Stationery& stationery);

} // namespace bayline::reports
