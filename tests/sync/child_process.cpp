// SPDX-License-Identifier: GPL-3.0-or-later
#include "child_process.h"

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

namespace bayline::test {

ChildProcess::ChildProcess(const std::string& name, const std::vector<std::string>& arguments,
                           const std::vector<std::string>& environment)
{
    const auto program = std::string(std::getenv("BAYLINE_BIN_DIR")) + "/" + name;
    std::vector<char*> argv{const_cast<char*>(program.c_str())};
    for (const auto& argument : arguments) {
        argv.push_back(const_cast<char*>(argument.c_str()));
    }
    argv.push_back(nullptr);
    std::vector<char*> envp;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        envp.push_back(*entry);
    }
    for (const auto& entry : environment) {
        envp.push_back(const_cast<char*>(entry.c_str()));
    }
    envp.push_back(nullptr);
    if (posix_spawn(&m_pid, program.c_str(), nullptr, nullptr, argv.data(), envp.data()) != 0) {
        throw std::runtime_error(name + " does not start");
    }
}

ChildProcess::~ChildProcess()
{
    if (m_pid != 0) {
        Signal(SIGKILL);
        static_cast<void>(Wait());
    }
}

void ChildProcess::Signal(int number) const
{
    ::kill(m_pid, number);
}

int ChildProcess::Wait()
{
    int status = 0;
    ::waitpid(m_pid, &status, 0);
    m_pid = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

} // namespace bayline::test
