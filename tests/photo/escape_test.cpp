// SPDX-License-Identifier: GPL-3.0-or-later
// The limits of bayline-photo hold: what a helper that was taken over could do.
#include "photo/helper_process.h"
#include "samples.h"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <sstream>
#include <string>
#include <sys/wait.h>

namespace bayline::photo::test {
namespace {

struct Ended
{
    std::string said;
    int status = 0;
};

Ended Escape(const std::string& what)
{
    const char* program = std::getenv("BAYLINE_PHOTO_ESCAPE");
    Ended ended;
    FILE* pipe = popen((std::string(program == nullptr ? "" : program) + " " + what).c_str(), "r");
    std::array<char, 4096> buffer{};
    while (pipe != nullptr) {
        const auto got = std::fread(buffer.data(), 1, buffer.size(), pipe);
        if (got == 0)
            break;
        ended.said.append(buffer.data(), got);
    }
    ended.status = pipe == nullptr ? -1 : pclose(pipe);
    return ended;
}

TEST(Sandbox, NoFileNoNetworkNoProgramAndNoOtherProcessCanBeReached)
{
    const auto ended = Escape("doors");
    std::istringstream lines(ended.said);
    std::string line;
    int tries = 0;
    while (std::getline(lines, line)) {
        ++tries;
        EXPECT_NE(line.find(": refused 1"), std::string::npos) << line; // EPERM, from the filter
    }
    EXPECT_EQ(tries, 10) << ended.said;
}

TEST(Sandbox, MemoryEndsAtHalfAGigabyte)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "a sanitizer needs terabytes of addresses, so a build with one has no such limit";
#endif
    const auto ended = Escape("memory");
    const int megabytes = std::atoi(ended.said.c_str());
    EXPECT_GT(megabytes, 100);
    EXPECT_LT(megabytes, 512);
}

TEST(Sandbox, TimeEndsAfterTenSecondsOfWork)
{
    const auto ended = Escape("time");
    // The shell between us reports a signal as 128 + its number.
    const int code = WIFEXITED(ended.status) ? WEXITSTATUS(ended.status) : 128 + WTERMSIG(ended.status);
    EXPECT_TRUE(code == 128 + SIGXCPU || code == 128 + SIGKILL) << code;
}

/// A program that starts the helper's stand-in with these words, since the caller starts programs without any.
std::string Starter(const Folder& folder, const std::string& words)
{
    namespace fs = std::filesystem;
    const auto file = folder / "starter";
    const std::string script =
        "#!/bin/sh\nexec " + std::string(std::getenv("BAYLINE_PHOTO_ESCAPE")) + " " + words + "\n";
    WriteFile(file, Bytes(script.begin(), script.end()));
    fs::permissions(file, fs::perms::owner_all);
    return file;
}

TEST(Sandbox, AHelperThatClosesItsMouthAndStaysIsKilledWhenItsTimeIsOver)
{
    const Folder folder;
    const auto start = std::chrono::steady_clock::now();
    const auto answer = RunHelper(Starter(folder, "stay"), {}, 1000, std::chrono::seconds(1));
    EXPECT_TRUE(answer.timedOut);
    EXPECT_FALSE(answer.exitedCleanly);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST(Sandbox, WithoutAFilterOfSystemCallsNoPictureIsRead)
{
    const Folder folder;
    const auto picture = Picture(40, 30, ".jpg");
    const auto helper = std::filesystem::path(std::getenv("BAYLINE_PHOTO_HELPER"));
    for (const char* program : {"bayline-photo", "bayline-photo-jpeg"}) {
        const auto path = (helper.parent_path() / program).string();
        EXPECT_TRUE(RunHelper(path, picture, 1'000'000, std::chrono::seconds(20)).exitedCleanly);
        const auto answer =
            RunHelper(Starter(folder, "unfiltered " + path), picture, 1'000'000, std::chrono::seconds(20));
        EXPECT_FALSE(answer.exitedCleanly) << program;
        EXPECT_TRUE(answer.bytes.empty()) << program;
    }
}

} // namespace
} // namespace bayline::photo::test
