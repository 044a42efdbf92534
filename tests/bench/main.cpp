// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/failure.h"
#include "tests/bench/bench_shop.h"
#include "tests/bench/report.h"
#include "tests/bench/rows.h"

#include <array>
#include <cstdlib>
#include <iostream>
#include <string_view>

namespace {

using namespace bayline::bench;

struct Row
{
    std::string_view name;
    void (*measure)(const Setting&);
};

constexpr std::array kRows = {Row{"stage-change", MeasureStageChange},
                              Row{"invoice", MeasureInvoice},
                              Row{"board", MeasureBoard},
                              Row{"kpi", MeasureKpi},
                              Row{"search", MeasureSearch},
                              Row{"load", MeasureLoad}};

int Run(std::string_view name, Setting setting)
{
    for (const auto& row : kRows) {
        if (row.name == name) {
            const ScratchDirectory scratch;
            setting.scratch = scratch.Path();
            row.measure(setting);
            return 0;
        }
    }
    std::cerr << "There is no row " << name << " here.\n";
    return 2;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2) {
        std::cerr << "usage: bayline-bench ROW [--quick] [--minutes N]\n";
        return 2;
    }
    Setting setting;
    setting.bin = std::filesystem::canonical("/proc/self/exe").parent_path();
    for (int at = 2; at < argc; ++at) {
        const std::string_view word = argv[at];
        if (word == "--quick") {
            setting.quick = true;
        } else if (word == "--minutes" && at + 1 < argc) {
            setting.time = std::chrono::minutes(std::atoi(argv[++at]));
        } else {
            std::cerr << "bayline-bench: " << word << " is not known here.\n";
            return 2;
        }
    }
    try {
        return Run(argv[1], setting);
    } catch (const bayline::core::Failure& failure) {
        std::cerr << "bayline-bench: " << failure.what() << " [" << failure.Code() << "]\n";
    } catch (const std::exception& error) {
        std::cerr << "bayline-bench: " << error.what() << '\n';
    }
    return 1;
}
