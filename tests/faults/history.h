// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/verify.h"
#include "tests/faults/scene.h"

#include <chrono>
#include <vector>

namespace bayline::faults {

/// What befalls a history, and how the shop was broken before it.
struct HistoryOptions
{
    std::uint64_t seed = 0;
    int orders = 6;
    Plan plan;
    Setting setting;
    std::chrono::seconds patience{60}; ///< after the last fault, for finishing and for draining each
};

struct HistoryResult
{
    std::vector<db::Violation> violations;
    std::size_t deeds = 0;
    std::size_t decisions = 0;
    std::chrono::milliseconds drained{0}; ///< from peace to an empty backlog
};

/// Opens the scene, plays one history with its faults, lets everything heal and drain, and checks it.
[[nodiscard]] HistoryResult PlayHistory(Scene& scene, const HistoryOptions& options);

} // namespace bayline::faults
