// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/verify.h"
#include "tests/faults/scene.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bayline::faults {

struct ScenarioOptions
{
    std::uint64_t seed = 0;
    bool full = false; ///< every place instead of a sample, real sizes instead of small ones
};

struct ScenarioResult
{
    int struck = 0; ///< how often the fault was done
    std::vector<db::Violation> violations;
    std::string note;    ///< what was measured
    std::string skipped; ///< why it was not played
};

/// A fault that needs a story of its own instead of a moment in a history.
struct Scenario
{
    std::string_view key;
    const char* title;
    ScenarioResult (*play)(Scene& scene, const ScenarioOptions& options);
};

[[nodiscard]] std::span<const Scenario> Scenarios();

} // namespace bayline::faults
