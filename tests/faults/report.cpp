// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/report.h"

#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <set>

namespace bayline::faults {

namespace {

void PrintLog(const std::filesystem::path& log)
{
    constexpr std::size_t kLines = 15;
    std::ifstream file(log);
    std::deque<std::string> last;
    for (std::string line; std::getline(file, line);) {
        last.push_back(line);
        if (last.size() > kLines) {
            last.pop_front();
        }
    }
    for (const auto& line : last) {
        std::printf("    | %s\n", line.c_str());
    }
}

std::string RowsOf(const std::vector<std::string>& rows)
{
    std::string text;
    for (const auto& row : rows) {
        text += " " + row;
    }
    return rows.empty() ? text : " --row" + text;
}

} // namespace

Report::Report(std::vector<std::string> rows) : m_rows(std::move(rows)), m_tallies(FaultRows().size()) {}

void Report::Say(const std::vector<db::Violation>& violations, const std::string& replay,
                 const std::filesystem::path& log)
{
    for (const auto& violation : violations) {
        std::printf("    %s: %s\n", violation.invariant.c_str(), violation.detail.c_str());
    }
    if (!violations.empty()) {
        PrintLog(log);
        m_failed.push_back(replay);
    }
    m_violations += violations.size();
    std::fflush(stdout);
}

void Report::Add(const HistoryOptions& history, const HistoryResult& result, const std::filesystem::path& log)
{
    ++m_histories;
    m_deeds += result.deeds;
    m_decisions += result.decisions;
    m_longestDrain = std::max(m_longestDrain, result.drained);
    std::string names;
    for (const int row : history.plan.conditions) {
        names += " " + std::string(FaultRows()[static_cast<std::size_t>(row)].key);
    }
    for (const auto& fault : history.plan.faults) {
        names += " " + std::string(FaultRows()[static_cast<std::size_t>(fault.row)].key);
    }
    std::printf("history %d, seed %llu: %zu deeds, %zu decisions, drained in %.1f s, %zu violations |%s\n", m_histories,
                static_cast<unsigned long long>(history.seed), result.deeds, result.decisions,
                static_cast<double>(result.drained.count()) / 1000, result.violations.size(), names.c_str());
    std::set<int> kinds;
    const auto count = [&](int row) {
        auto& tally = m_tallies[static_cast<std::size_t>(row)];
        ++tally.struck;
        if (kinds.insert(row).second) {
            ++tally.histories;
            tally.violations += result.violations.size();
        }
    };
    for (const int row : history.plan.conditions) {
        count(row);
    }
    for (const auto& fault : history.plan.faults) {
        count(fault.row);
    }
    Say(result.violations,
        "tests/faults/run --histories 1 --orders " + std::to_string(history.orders) + " --seed " +
            std::to_string(history.seed) + RowsOf(m_rows),
        log);
}

void Report::Add(const Scenario& scenario, std::uint64_t seed, const ScenarioResult& result,
                 const std::filesystem::path& log)
{
    if (result.skipped.empty()) {
        ++m_histories;
        std::printf("%s: %d times, %zu violations%s%s\n", scenario.title, result.struck, result.violations.size(),
                    result.note.empty() ? "" : " | ", result.note.c_str());
    } else {
        std::printf("skipped: %s (%s)\n", scenario.title, result.skipped.c_str());
    }
    m_scenarios.push_back({scenario.title, result});
    Say(result.violations, "tests/faults/run --row " + std::string(scenario.key) + " --seed " + std::to_string(seed),
        log);
}

int Report::Close() const
{
    std::printf("\n%-44s %8s %10s %11s\n", "fault", "times", "histories", "violations");
    for (std::size_t row = 0; row < m_tallies.size(); ++row) {
        const auto& tally = m_tallies[row];
        if (tally.struck > 0) {
            std::printf("%-44s %8d %10d %11zu\n", FaultRows()[row].title, tally.struck, tally.histories,
                        tally.violations);
        }
    }
    for (const auto& scenario : m_scenarios) {
        if (scenario.result.skipped.empty()) {
            std::printf("%-44s %8d %10d %11zu   %s\n", scenario.title.c_str(), scenario.result.struck, 1,
                        scenario.result.violations.size(), scenario.result.note.c_str());
        } else {
            std::printf("%-44s skipped: %s\n", scenario.title.c_str(), scenario.result.skipped.c_str());
        }
    }
    std::printf("\n%zu deeds, %zu decisions; the longest drain after peace took %.1f s\n", m_deeds, m_decisions,
                static_cast<double>(m_longestDrain.count()) / 1000);
    for (const auto& line : m_failed) {
        std::printf("failed, to play again: %s\n", line.c_str());
    }
    std::printf("%d histories, %zu violations\n", m_histories, m_violations);
    return m_violations == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

} // namespace bayline::faults
