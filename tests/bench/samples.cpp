// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/samples.h"

#include <algorithm>
#include <cmath>
#include <ctime>

namespace bayline::bench {

double Samples::Quantile(double part) const
{
    if (m_values.empty()) {
        return 0;
    }
    auto sorted = m_values;
    std::sort(sorted.begin(), sorted.end());
    const auto rank = static_cast<std::size_t>(std::ceil(part * static_cast<double>(sorted.size())));
    return sorted[std::clamp<std::size_t>(rank, 1, sorted.size()) - 1];
}

double ProcessorTime()
{
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

} // namespace bayline::bench
