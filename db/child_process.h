// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace bayline::db {

/// Under which system user PostgreSQL's programs run: oneself, or for root a user without rights.
struct ServerUser
{
    uid_t uid = 0;
    gid_t gid = 0;
    std::string name;
    bool isOther = false; ///< root runs the server as somebody else
};

/// Throws Failure when root finds neither `postgres` nor `nobody`.
[[nodiscard]] ServerUser ChooseServerUser();

struct ChildOptions
{
    ServerUser user;
    std::filesystem::path output; ///< where stdout and stderr go, appended
    bool endWithProgram = false;  ///< killed by the kernel when the thread that started it ends
    bool ownSession = false;      ///< not reached by a Ctrl+C in the terminal
};

/// Starts a program without a shell; no file but 0–2 is handed on. Throws Failure.
[[nodiscard]] pid_t StartChild(const std::vector<std::string>& arguments, const ChildOptions& options);
/// Waits and returns the exit code; 128 + signal for one that was killed.
[[nodiscard]] int WaitForChild(pid_t child);

/// A program of PostgreSQL 15 or newer, the newest installed. Throws Failure when there is none.
[[nodiscard]] std::filesystem::path FindServerProgram(const std::string& name);

} // namespace bayline::db
