// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/day_close.h"
#include "core/shop.h"
#include "reports/stationery.h"

namespace bayline::reports {

/// The Z report: what an accountant books of a day.
struct DayClosePaper
{
    core::Shop shop;
    core::DayClose close;
    std::string outlet{}; ///< whose till it is; empty in a shop with one
};

[[nodiscard]] Document LayDayClose(const DayClosePaper& paper, const Stationery& stationery);

} // namespace bayline::reports
