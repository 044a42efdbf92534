// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/verify.h"
#include "tests/faults/checker.h"
#include "tests/faults/scene.h"

#include <map>
#include <string>
#include <vector>

namespace bayline::faults {

/// What is done to a running shop.
enum class FaultKind
{
    KillDesk1,
    KillDesk2,
    KillRelay,
    KillPortal,
    KillShopDatabase,
    KillPortalDatabase,
    LoseAnswer,
};
inline constexpr int kFaultKinds = 7;

[[nodiscard]] const char* NameOf(FaultKind kind);

struct Fault
{
    FaultKind kind = FaultKind::KillRelay;
    std::size_t afterDeeds = 0;         ///< acknowledged deeds of the history
    std::chrono::milliseconds delay{0}; ///< and then this long
    std::chrono::milliseconds away{0};  ///< how long it stays dead
};

struct HistoryResult
{
    std::vector<Fault> faults;
    std::vector<db::Violation> violations;
    std::size_t deeds = 0;
    std::size_t decisions = 0;
};

/// The faults of a seed, in the order in which they strike.
[[nodiscard]] std::vector<Fault> PlanFaults(std::uint64_t seed, int orders);

/// Plays one history with its faults, lets everything heal and drain, and checks it.
[[nodiscard]] HistoryResult PlayHistory(Scene& scene, std::uint64_t seed, int orders);

} // namespace bayline::faults
