// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/faults/history.h"
#include "tests/faults/scenarios.h"

#include <filesystem>
#include <string>
#include <vector>

namespace bayline::faults {

/// Says each history as it ends, and at the end the table by fault and the line that counts.
class Report
{
public:
    explicit Report(std::vector<std::string> rows);

    /// `log` is what the programs said; its end is shown when something was violated.
    void Add(const HistoryOptions& history, const HistoryResult& result, const std::filesystem::path& log);
    void Add(const Scenario& scenario, std::uint64_t seed, const ScenarioResult& result,
             const std::filesystem::path& log);
    /// Prints the table and "N histories, V violations"; the program's exit code.
    [[nodiscard]] int Close() const;

private:
    struct Tally
    {
        int struck = 0;
        int histories = 0;
        std::size_t violations = 0;
    };
    struct ScenarioLine
    {
        std::string title;
        ScenarioResult result;
    };

    void Say(const std::vector<db::Violation>& violations, const std::string& replay, const std::filesystem::path& log);

    std::vector<std::string> m_rows;
    std::vector<Tally> m_tallies;
    std::vector<ScenarioLine> m_scenarios;
    std::vector<std::string> m_failed; ///< lines that play a failed seed again
    int m_histories = 0;
    std::size_t m_deeds = 0;
    std::size_t m_decisions = 0;
    std::size_t m_violations = 0;
    std::chrono::milliseconds m_longestDrain{0};
};

} // namespace bayline::faults
