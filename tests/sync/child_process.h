// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace bayline::test {

/// A program of ours as a process of its own; killed when it goes out of scope.
class ChildProcess
{
public:
    /// `name` is a file in the folder of built programs; `environment` is added to ours, as "NAME=value".
    ChildProcess(const std::string& name, const std::vector<std::string>& arguments,
                 const std::vector<std::string>& environment = {});
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    void Signal(int number) const;
    /// Waits for its end: the exit code, or the signal's number below zero.
    int Wait();

private:
    pid_t m_pid = 0;
};

} // namespace bayline::test
