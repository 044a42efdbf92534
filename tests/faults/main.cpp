// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/failure.h"
#include "desktop/presenters/whole_file.h"
#include "tests/faults/mutations.h"
#include "tests/faults/player.h"
#include "tests/faults/report.h"
#include "tests/faults/scenario_list.h"
#include "tests/faults/scenarios.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <random>

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
    std::vector<std::string> rows; ///< keys; empty: all
    bool mutations = false;
    bool full = false;
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

int WritePaper(const std::vector<std::string>& words)
{
    if (words.size() != 4) {
        return kExitUsage;
    }
    desktop::WriteWholeFile(words[2], PaperText(std::stoull(words[3])), desktop::FileReaders::Everybody);
    return EXIT_SUCCESS;
}

/// The rows that can be played here; what cannot is said.
std::vector<int> RowsAllowed(const std::vector<std::string>& keys, Scene& scene)
{
    std::vector<int> allowed;
    for (int row = 0; row < static_cast<int>(FaultRows().size()); ++row) {
        const auto& fault = FaultRows()[static_cast<std::size_t>(row)];
        if (!keys.empty() && std::ranges::find(keys, fault.key) == keys.end()) {
            continue;
        }
        const bool noDisk = fault.act == Act::FillDisk && !scene.ShopDisk().CanBeFilled();
        const bool noClock = fault.act == Act::Clock && !Scene::CanSetClocks();
        if (noDisk || noClock) {
            std::printf("skipped: %s (%s)\n", fault.title,
                        noDisk ? "needs root for a small disk" : "libfaketime is not installed");
            continue;
        }
        allowed.push_back(row);
    }
    return allowed;
}

Setting SettingOf(const Plan& plan)
{
    Setting setting;
    setting.hintsOff = plan.Has(Act::HintsOff);
    setting.clocks = plan.Has(Act::Clock);
    for (const int row : plan.conditions) {
        const auto& condition = FaultRows()[static_cast<std::size_t>(row)];
        if (condition.act == Act::MoreRelays) {
            setting.relays = std::max(setting.relays, condition.what);
        }
    }
    return setting;
}

void RunHistories(Scene& scene, const Options& options, const std::vector<int>& allowed, Report& report)
{
    for (int i = 0; i < options.histories; ++i) {
        HistoryOptions history{.seed = options.seed + static_cast<std::uint64_t>(i), .orders = options.orders};
        history.plan = PlanFaults(history.seed, options.orders, allowed);
        history.setting = SettingOf(history.plan);
        report.Add(history, PlayHistory(scene, history), scene.Log());
    }
}

/// What stops a scenario half-way is its finding, not the end of the whole run.
ScenarioResult PlayScenario(const Scenario& scenario, Scene& scene, const Options& options)
{
    std::string what;
    try {
        return scenario.play(scene, {options.seed, options.full});
    } catch (const core::Failure& failure) {
        what = std::string(failure.what()) + " [" + failure.Code() + "]";
    } catch (const std::exception& error) {
        what = error.what();
    }
    ScenarioResult stopped;
    stopped.violations.push_back({"played to its end", what});
    return stopped;
}

int RunAll(const Options& options)
{
    std::printf("seed %llu: %d histories of %d work orders\n", static_cast<unsigned long long>(options.seed),
                options.histories, options.orders);
    Scene scene(std::filesystem::canonical("/proc/self/exe").parent_path(), BAYLINE_FAULTS_DIR, options.seed);
    Report report(options.rows);
    const auto allowed = RowsAllowed(options.rows, scene);
    if (!allowed.empty()) {
        RunHistories(scene, options, allowed, report);
    }
    for (const auto& scenario : Scenarios()) {
        if (options.rows.empty() || std::ranges::find(options.rows, scenario.key) != options.rows.end()) {
            report.Add(scenario, options.seed, PlayScenario(scenario, scene, options), scene.Log());
        }
    }
    return report.Close();
}

/// Every way of breaking things must be noticed.
int RunMutations(const Options& options)
{
    constexpr int kTries = 3;
    constexpr auto kPatience = std::chrono::seconds(12);
    Scene scene(std::filesystem::canonical("/proc/self/exe").parent_path(), BAYLINE_FAULTS_DIR, options.seed);
    int missed = 0;
    for (const auto& mutation : Mutations()) {
        std::vector<int> rows;
        for (const auto key : mutation.rows) {
            rows.push_back(FindFaultRow(key));
        }
        bool caught = false;
        for (int i = 0; i < kTries && !caught; ++i) {
            HistoryOptions history{.seed = options.seed + static_cast<std::uint64_t>(i),
                                   .orders = options.orders,
                                   .plan = {},
                                   .setting = BreakWith(mutation, BAYLINE_FAULTS_DIR),
                                   .patience = kPatience};
            history.plan = PlanFaults(history.seed, options.orders, rows);
            const auto result = PlayHistory(scene, history);
            caught = !result.violations.empty();
            if (caught) {
                std::printf("caught: %-28s %s (history %d: %s: %s)\n", std::string(mutation.name).c_str(),
                            mutation.title, i + 1, result.violations.front().invariant.c_str(),
                            result.violations.front().detail.c_str());
            }
        }
        if (!caught) {
            std::printf("MISSED: %-28s %s\n", std::string(mutation.name).c_str(), mutation.title);
            ++missed;
        }
        std::fflush(stdout);
    }
    std::printf("\n%zu mutations, %d missed\n", Mutations().size(), missed);
    return missed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

bool IsRow(const std::string& key)
{
    return FindFaultRow(key) >= 0 || std::ranges::find(Scenarios(), key, &Scenario::key) != Scenarios().end();
}

std::optional<Options> ReadOptions(const std::vector<std::string>& words)
{
    Options options;
    std::random_device entropy;
    options.seed = entropy();
    for (std::size_t i = 1; i < words.size(); ++i) {
        const bool more = i + 1 < words.size();
        if (words[i] == "--mutations") {
            options.mutations = true;
        } else if (words[i] == "--full") {
            options.full = true;
        } else if (words[i] == "--histories" && more) {
            options.histories = std::stoi(words[++i]);
        } else if (words[i] == "--orders" && more) {
            options.orders = std::stoi(words[++i]);
        } else if (words[i] == "--seed" && more) {
            options.seed = std::stoull(words[++i]);
        } else if (words[i] == "--row" && more) {
            while (i + 1 < words.size() && IsRow(words[i + 1])) {
                options.rows.push_back(words[++i]);
            }
            if (options.rows.empty()) {
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
    if (words.size() > 1 && words[1] == "write-paper") {
        return WritePaper(words);
    }
    const auto options = ReadOptions(words);
    if (!options) {
        std::cerr << "usage: bayline-faults [--histories N] [--seed S] [--orders N] [--row NAME…] [--full]\n"
                     "       bayline-faults --mutations [--seed S]\nrows:";
        for (const auto& row : FaultRows()) {
            std::cerr << ' ' << row.key;
        }
        for (const auto& scenario : Scenarios()) {
            std::cerr << ' ' << scenario.key;
        }
        std::cerr << '\n';
        return kExitUsage;
    }
    return options->mutations ? RunMutations(*options) : RunAll(*options);
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
