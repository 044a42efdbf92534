// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/verify.h"
#include "tests/faults/customers.h"
#include "tests/faults/scene.h"

#include <string>
#include <vector>

namespace bayline::faults {

/// A deed whose success a program has been told.
struct Acknowledged
{
    int order = 0;
    int step = 0;
    std::string operation;
    std::string stream;
    int head = 0;
};

/// Compares what was promised with what is there, once everything has healed and drained:
/// - every invariant of db::Verify;
/// - every acknowledged deed stands in the log exactly once, and none was done twice under another name;
/// - what was rolled back is nowhere;
/// - invoice numbers are 1 … n;
/// - the portal has of each stream the numbers 1 … n, byte for byte the public view of the log, and shows the stage;
/// - every decision the portal has taken ended in exactly one outcome, which the portal knows; one it refused in none;
/// - what a decision did in the shop is what the customer had before the eyes, line by line, and only that is repaired;
/// - the bytes of every picture fit their digest on both sides;
/// - every rating given is in the shop.
[[nodiscard]] std::vector<db::Violation> Check(Scene& scene, std::uint64_t seed, int orders,
                                               const std::vector<Acknowledged>& acknowledged,
                                               const Customers& customers);

/// The part of it that needs no script: every invariant, nothing waiting, both sides equal, pictures whole.
[[nodiscard]] std::vector<db::Violation> CheckDelivery(Scene& scene);

/// Reads what a desk has said (see Player). The step of its last order to go on with, 0 when it said nothing of one.
int TakeAcknowledged(const std::vector<std::string>& lines, std::vector<Acknowledged>& acknowledged,
                     std::vector<db::Violation>& violations);

/// True when nothing waits in either direction any more.
[[nodiscard]] bool HasDrained(Scene& scene);

} // namespace bayline::faults
