// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

namespace bayline::bench {

/// A program started with its standard output on a pipe. Ended by SIGKILL when the object dies before it.
class Child
{
public:
    /// `environment` entries ("NAME=value") are added to our own. `errors` is where its standard error goes.
    explicit Child(const std::vector<std::string>& command, const std::vector<std::string>& environment = {},
                   const std::string& errors = "/dev/null");
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// Reads lines until one begins with `beginning`. False when the output ends or the time is over first.
    bool WaitForLine(const std::string& beginning, int timeoutMilliseconds);
    /// The whole lines that have come since the last call, without waiting.
    [[nodiscard]] std::vector<std::string> NewLines();
    /// True once it has ended, by itself or by Kill().
    [[nodiscard]] bool HasEnded();
    /// After HasEnded(): its exit code, -1 when a signal ended it.
    [[nodiscard]] int ExitCode() const { return m_exitCode; }
    /// Reads the rest of the output and gives the exit code; -1 when a signal ended it.
    int Wait();
    void Kill();
    [[nodiscard]] pid_t Pid() const { return m_pid; }
    [[nodiscard]] const std::string& Output() const { return m_output; }

private:
    bool ReadMore(int timeoutMilliseconds);
    void Remember(int status);

    pid_t m_pid = -1;
    int m_pipe = -1;
    std::string m_output;
    std::size_t m_linesTaken = 0; ///< bytes of the output
    int m_exitCode = -1;
};

} // namespace bayline::bench
