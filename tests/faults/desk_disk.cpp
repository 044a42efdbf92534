// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/scenario_list.h"
#include "tests/faults/story.h"

#include <fstream>

namespace bayline::faults {

namespace {

std::string Content(const std::filesystem::path& path)
{
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> FailAt(const std::string& call, const std::string& error, int when)
{
    return {"/usr/bin/strace",
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            "trace=" + call,
            "-e",
            "inject=" + call + ":error=" + error + ":when=" + std::to_string(when)};
}

} // namespace

ScenarioResult DeskDiskFull(Scene& scene, const ScenarioOptions& options)
{
    constexpr int kMost = 60;
    ScenarioResult result;
    if (KillAt("write", 1).empty()) {
        result.skipped = "strace is not installed";
        return result;
    }
    const auto paper = scene.Scratch() / "paper.pdf";
    const std::string old(70'000, 'o');
    struct Refusal
    {
        const char* call;
        const char* error;
    };
    for (const auto& [call, error] : {Refusal{"write", "ENOSPC"}, Refusal{"write", "EIO"}, Refusal{"fsync", "EIO"},
                                      Refusal{"rename", "ENOSPC"}, Refusal{"openat", "ENOSPC"}}) {
        for (int when = 1; when < kMost; ++when) {
            std::ofstream(paper, std::ios::trunc) << old;
            auto command = FailAt(call, error, when);
            command.insert(command.end(), {scene.Program("bayline-faults").string(), "write-paper", paper.string(),
                                           std::to_string(options.seed % 1000)});
            const bool saved = bench::Child(command, {}, scene.Log().string()).Wait() == EXIT_SUCCESS;
            const auto now = Content(paper);
            const bool whole = now == old || now == PaperText(options.seed % 1000);
            const auto place = std::string(call) + " " + error + " " + std::to_string(when);
            if (!whole || (saved && now == old)) {
                result.violations.push_back({"paper.whole", "after " + place});
            }
            if (std::filesystem::exists(paper.string() + ".part")) {
                result.violations.push_back({"paper.tidy", "half a file is left after " + place});
            }
            if (saved) {
                break;
            }
            ++result.struck;
        }
    }
    return result;
}

std::string PaperText(std::uint64_t number)
{
    std::string text = "%PDF-1.4 " + std::to_string(number) + "\n";
    text.resize(90'000, 'n');
    return text;
}

} // namespace bayline::faults
