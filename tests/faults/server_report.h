// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <iostream>
#include <string>

namespace bayline::faults {

/// Within which everybody works again once a server accepts.
inline constexpr auto kPatience = std::chrono::seconds(3);

[[nodiscard]] inline double Seconds(std::chrono::steady_clock::duration time)
{
    return std::chrono::duration<double>(time).count();
}

/// What a run saw.
struct Report
{
    int violations = 0;
    double slowest = 0; ///< seconds until every desk had an answer again
    int slow = 0;       ///< how often that took longer than kPatience

    void Violation(const std::string& what)
    {
        ++violations;
        std::cout << "VIOLATION: " << what << std::endl;
    }
};

} // namespace bayline::faults
