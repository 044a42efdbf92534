// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/shop.h"
#include "core/work_order.h"
#include "reports/paper.h"

namespace bayline::reports {

/// The shop as the sender of a paper.
[[nodiscard]] core::Party SenderOf(const core::Shop& shop);

/// "BYD Han EV 2024"
[[nodiscard]] std::string VehicleName(const core::Vehicle& vehicle);
/// "35,600 km", with what stood on the dashboard when that was miles.
[[nodiscard]] std::string OdometerText(const core::Odometer& odometer);

[[nodiscard]] Pairs CustomerPairs(const core::Customer& customer, const Translate& tr);
[[nodiscard]] Pairs VehiclePairs(const core::WorkOrder& order, const Translate& tr);

/// A result as a filled shape and a word in its colour, so that it can be told apart on a black and white print.
struct ResultMark
{
    const char* shape;
    Colour colour;
};
[[nodiscard]] ResultMark MarkOf(core::Result result);
[[nodiscard]] std::string ResultText(core::Result result, const Translate& tr);
[[nodiscard]] TextStyle ResultStyle(core::Result result, double size = 9);

/// "3.2 mm", or nothing when nothing was measured.
[[nodiscard]] std::string MeasuredText(const core::InspectionItem& item);
/// "Brake pads · left front" as far as there is a position.
[[nodiscard]] std::string ItemTitle(const core::InspectionItem& item, const Translate& tr);
[[nodiscard]] std::string PositionText(const core::InspectionItem& item, const Translate& tr);

} // namespace bayline::reports
