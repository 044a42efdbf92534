// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/failure.h"
#include "tests/faults/history.h"
#include "tests/faults/player.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <iostream>
#include <random>
#include <set>

namespace {

using namespace bayline;
using namespace bayline::faults;

constexpr int kExitRefused = 3;
constexpr int kExitUsage = 2;

struct Options
{
    int histories = 10;
    int orders = 6;
    std::uint64_t seed = 0;
    std::string mutation; ///< SQL
};

struct Tally
{
    int struck = 0;
    int histories = 0;
    std::size_t violations = 0;
};

int RunDesk(const std::vector<std::string>& words)
{
    const char* database = std::getenv("BAYLINE_DATABASE");
    if (words.size() < 4 || database == nullptr) {
        return kExitUsage;
    }
    std::vector<int> next;
    for (std::size_t i = 4; i < words.size(); ++i) {
        next.push_back(std::stoi(words[i]));
    }
    Player player(std::stoull(words[2]), std::stoi(words[3]), next, {.conninfo = database});
    return player.Run() ? EXIT_SUCCESS : kExitRefused;
}

void PrintTable(const std::array<Tally, kFaultKinds>& tallies)
{
    std::printf("\n%-40s %8s %10s %11s\n", "fault", "times", "histories", "violations");
    for (int kind = 0; kind < kFaultKinds; ++kind) {
        const auto& tally = tallies[static_cast<std::size_t>(kind)];
        std::printf("%-40s %8d %10d %11zu\n", NameOf(static_cast<FaultKind>(kind)), tally.struck, tally.histories,
                    tally.violations);
    }
}

/// What the programs said last.
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

int RunHistories(const Options& options)
{
    std::printf("seed %llu: %d histories of %d work orders\n", static_cast<unsigned long long>(options.seed),
                options.histories, options.orders);
    Scene scene(std::filesystem::canonical("/proc/self/exe").parent_path());
    std::array<Tally, kFaultKinds> tallies{};
    std::size_t violations = 0;
    for (int i = 0; i < options.histories; ++i) {
        const auto seed = options.seed + static_cast<std::uint64_t>(i);
        scene.Open(i, options.mutation);
        const auto result = PlayHistory(scene, seed, options.orders);
        std::printf("history %d, seed %llu: %zu faults, %zu deeds acknowledged, %zu decisions, %zu violations\n", i + 1,
                    static_cast<unsigned long long>(seed), result.faults.size(), result.deeds, result.decisions,
                    result.violations.size());
        for (const auto& violation : result.violations) {
            std::printf("    %s: %s\n", violation.invariant.c_str(), violation.detail.c_str());
        }
        if (!result.violations.empty()) {
            PrintLog(scene.Log());
        }
        std::fflush(stdout);
        violations += result.violations.size();
        std::set<FaultKind> kinds;
        for (const auto& fault : result.faults) {
            auto& tally = tallies[static_cast<std::size_t>(fault.kind)];
            ++tally.struck;
            if (kinds.insert(fault.kind).second) {
                ++tally.histories;
                tally.violations += result.violations.size();
            }
        }
    }
    PrintTable(tallies);
    std::printf("\n%d histories, %zu violations\n", options.histories, violations);
    return violations == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

std::optional<Options> ReadOptions(const std::vector<std::string>& words)
{
    Options options;
    std::random_device entropy;
    options.seed = entropy();
    for (std::size_t i = 1; i < words.size(); i += 2) {
        if (i + 1 == words.size()) {
            return std::nullopt;
        }
        if (words[i] == "--histories") {
            options.histories = std::stoi(words[i + 1]);
        } else if (words[i] == "--orders") {
            options.orders = std::stoi(words[i + 1]);
        } else if (words[i] == "--seed") {
            options.seed = std::stoull(words[i + 1]);
        } else if (words[i] == "--break") {
            std::ifstream file(words[i + 1]);
            options.mutation.assign(std::istreambuf_iterator<char>(file), {});
            if (options.mutation.empty()) {
                return std::nullopt;
            }
        } else {
            return std::nullopt;
        }
    }
    return options;
}

int Run(const std::vector<std::string>& words)
{
    if (words.size() > 1 && words[1] == "desk") {
        return RunDesk(words);
    }
    if (words.size() > 1 && words[1] == "relay") {
        return RunRelay();
    }
    const auto options = ReadOptions(words);
    if (!options) {
        std::cerr << "usage: bayline-faults [--histories N] [--seed S] [--orders N] [--break FILE]\n";
        return kExitUsage;
    }
    return RunHistories(*options);
}

} // namespace

int main(int argc, char** argv)
{
    try {
        return Run({argv, argv + argc});
    } catch (const core::Failure& failure) {
        std::cerr << "bayline-faults: " << failure.what() << " [" << failure.Code() << "]\n";
    } catch (const std::exception& error) {
        std::cerr << "bayline-faults: " << error.what() << '\n';
    }
    return EXIT_FAILURE;
}
