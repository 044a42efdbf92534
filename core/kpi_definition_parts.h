// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kpi.h"

#include <vector>

/// The parts of the list of figures, each a table of its own; `KpiDefinitions()` joins them.
namespace bayline::core::kpi {

[[nodiscard]] std::vector<KpiDefinition> OrdersBilled();
[[nodiscard]] std::vector<KpiDefinition> LabourAndParts();
[[nodiscard]] std::vector<KpiDefinition> OtherPayersAndBays();
[[nodiscard]] std::vector<KpiDefinition> TechniciansHours();
[[nodiscard]] std::vector<KpiDefinition> HoursAndBays();
[[nodiscard]] std::vector<KpiDefinition> Promises();
[[nodiscard]] std::vector<KpiDefinition> Durations();
[[nodiscard]] std::vector<KpiDefinition> Comebacks();
[[nodiscard]] std::vector<KpiDefinition> Approvals();
[[nodiscard]] std::vector<KpiDefinition> AnswersAndDeferred();
[[nodiscard]] std::vector<KpiDefinition> Customers();

} // namespace bayline::core::kpi
