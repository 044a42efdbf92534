// SPDX-License-Identifier: GPL-3.0-or-later
// The limits of bayline-photo hold: what a helper that was taken over could do.
#include <gtest/gtest.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
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

} // namespace
} // namespace bayline::photo::test
