// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/figures_report.h"
#include "reports/sheet.h"

#include <vector>

namespace bayline::reports {

/// The report as tables: figures, people, months, declined work, outlets where there are several; what `kind` is about
/// comes first.
[[nodiscard]] std::vector<Sheet> FigureSheets(const FiguresReport& report, const Translate& tr,
                                              const core::ShopZone& zone);

} // namespace bayline::reports
