// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <iostream>
#include <string>

namespace bayline::faults {

/// Within which everybody works again once a server accepts.
inline constexpr auto kPatience = std::chrono::seconds(3);
/// Within which people are told that the database is away.
inline constexpr auto kTold = std::chrono::seconds(5);
/// A slow machine is counted, not a violation; what takes longer than this hangs on any machine.
inline constexpr auto kHangs = std::chrono::seconds(60);

[[nodiscard]] inline double Seconds(std::chrono::steady_clock::duration time)
{
    return std::chrono::duration<double>(time).count();
}

/// Set by a signal: what has begun is finished, nothing more is begun, and everything is counted.
inline std::atomic<bool> brokenOff = false;

/// What a run saw.
struct Report
{
    int failovers = 0;
    int restarts = 0;
    int holes = 0;
    int crowds = 0;
    int violations = 0;
    double slowest = 0; ///< seconds until every desk had an answer again
    int slow = 0;       ///< how often that took longer than kPatience
    int toldLate = 0;   ///< how often people were told later than kTold

    void Violation(const std::string& what)
    {
        ++violations;
        std::cout << "VIOLATION: " << what << std::endl;
    }
};

} // namespace bayline::faults
