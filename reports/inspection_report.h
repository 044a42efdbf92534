// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/shop.h"
#include "core/work_order.h"
#include "reports/stationery.h"

#include <vector>

namespace bayline::reports {

struct FindingPhoto
{
    core::ItemId item; ///< nil for a photo that shows no single finding
    PaperPhoto photo;
};

struct InspectionReport
{
    core::Shop shop;
    core::WorkOrder order; ///< with its inspection
    core::Instant at{};    ///< when it was made or published
    std::vector<FindingPhoto> photos;
};

/// Findings that need attention first, with their photos, then every item of the checklist. Results are told by shape
/// and word as well as by colour; items nobody checked are named as such and never look green.
[[nodiscard]] Document LayInspectionReport(const InspectionReport& report, const Stationery& stationery);

} // namespace bayline::reports
