// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/child.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace bayline::bench {

namespace {

[[noreturn]] void BecomeProgram(const std::vector<std::string>& command, const std::vector<std::string>& environment,
                                const std::string& errors, int output)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(output, STDOUT_FILENO);
    if (const int file = ::open(errors.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644); file >= 0) {
        ::dup2(file, STDERR_FILENO);
    }
    for (const auto& entry : environment) {
        const auto equals = entry.find('=');
        ::setenv(entry.substr(0, equals).c_str(), entry.substr(equals + 1).c_str(), 1);
    }
    // A connection of ours that a child holds would never end.
    ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
    std::vector<char*> arguments;
    for (const auto& word : command) {
        arguments.push_back(const_cast<char*>(word.c_str()));
    }
    arguments.push_back(nullptr);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
}

} // namespace

Child::Child(const std::vector<std::string>& command, const std::vector<std::string>& environment,
             const std::string& errors)
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw std::runtime_error("no pipe could be made");
    }
    m_pid = ::fork();
    if (m_pid == 0) {
        BecomeProgram(command, environment, errors, ends[1]);
    }
    ::close(ends[1]);
    m_pipe = ends[0];
    if (m_pid < 0) {
        ::close(m_pipe);
        throw std::runtime_error("no process could be started");
    }
}

Child::~Child()
{
    Kill();
    ::close(m_pipe);
}

bool Child::ReadMore(int timeoutMilliseconds)
{
    pollfd wait{m_pipe, POLLIN, 0};
    if (::poll(&wait, 1, timeoutMilliseconds) <= 0) {
        return false;
    }
    std::array<char, 4096> buffer{};
    const auto got = ::read(m_pipe, buffer.data(), buffer.size());
    if (got <= 0) {
        return false;
    }
    m_output.append(buffer.data(), static_cast<std::size_t>(got));
    return true;
}

bool Child::WaitForLine(const std::string& beginning, int timeoutMilliseconds)
{
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeoutMilliseconds);
    while (true) {
        if (("\n" + m_output).find("\n" + beginning) != std::string::npos) {
            return true;
        }
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        if (left.count() <= 0 || !ReadMore(static_cast<int>(left.count()))) {
            return false;
        }
    }
}

std::vector<std::string> Child::NewLines()
{
    while (ReadMore(0)) {
    }
    std::vector<std::string> lines;
    for (auto end = m_output.find('\n', m_linesTaken); end != std::string::npos;
         end = m_output.find('\n', m_linesTaken)) {
        lines.push_back(m_output.substr(m_linesTaken, end - m_linesTaken));
        m_linesTaken = end + 1;
    }
    return lines;
}

bool Child::HasEnded()
{
    int status = 0;
    if (m_pid > 0 && ::waitpid(m_pid, &status, WNOHANG) == m_pid) {
        Remember(status);
    }
    return m_pid <= 0;
}

void Child::Remember(int status)
{
    m_exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    m_pid = -1;
}

int Child::Wait()
{
    while (ReadMore(-1)) {
    }
    int status = 0;
    if (m_pid > 0 && ::waitpid(m_pid, &status, 0) == m_pid) {
        Remember(status);
    }
    return m_exitCode;
}

void Child::Kill()
{
    int status = 0;
    if (m_pid > 0 && ::kill(m_pid, SIGKILL) == 0 && ::waitpid(m_pid, &status, 0) == m_pid) {
        Remember(status);
    }
}

} // namespace bayline::bench
