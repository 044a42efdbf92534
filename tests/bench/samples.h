// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

namespace bayline::bench {

/// Durations of one side of a comparison, in milliseconds, of all rounds together.
class Samples
{
public:
    void Add(double milliseconds) { m_values.push_back(milliseconds); }
    [[nodiscard]] std::size_t Count() const { return m_values.size(); }
    [[nodiscard]] double Median() const { return Quantile(0.5); }
    [[nodiscard]] double P95() const { return Quantile(0.95); }
    [[nodiscard]] double P99() const { return Quantile(0.99); }

private:
    /// Nearest rank; 0 when there are no samples.
    [[nodiscard]] double Quantile(double part) const;

    std::vector<double> m_values;
};

/// Runs the work and gives its wall time in milliseconds.
template <class Work>
[[nodiscard]] double TimeOf(Work work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

/// Processor time of the whole process so far, in milliseconds.
[[nodiscard]] double ProcessorTime();

} // namespace bayline::bench
