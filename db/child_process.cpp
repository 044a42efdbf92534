// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/child_process.h"

#include "core/failure.h"
#include "core/outcome.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>

namespace bayline::db {

using core::Failure;
using core::FailureKind;

namespace fs = std::filesystem;

namespace {

Failure NoServer(const std::string& where, const char* sentence)
{
    return Failure({.kind = FailureKind::Internal, .where = where, .sentence = sentence, .code = {}});
}

/// Runs between fork and exec: only calls that are safe there.
[[noreturn]] void BecomeProgram(char* const* arguments, const ChildOptions& options, const char* output, pid_t parent)
{
    const int log = ::open(output, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const int null = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::dup2(null, STDIN_FILENO);
    if (log >= 0) {
        ::dup2(log, STDOUT_FILENO);
        ::dup2(log, STDERR_FILENO);
        if (options.user.isOther && ::fchown(log, options.user.uid, options.user.gid) != 0) {
            ::_exit(126);
        }
    }
    if (options.ownSession) {
        ::setsid();
    }
    if (options.user.isOther &&
        (::setgroups(0, nullptr) != 0 || ::setgid(options.user.gid) != 0 || ::setuid(options.user.uid) != 0)) {
        ::_exit(126);
    }
    if (options.endWithProgram) {
        // After setuid, which clears it; and the parent may have died in between.
        ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
        if (::getppid() != parent) {
            ::_exit(126);
        }
    }
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::umask(0077);
    if (::chdir("/") != 0) {
        ::_exit(126);
    }
    ::close_range(STDERR_FILENO + 1, ~0U, 0);
    ::execv(arguments[0], arguments);
    ::_exit(127);
}

} // namespace

ServerUser ChooseServerUser()
{
    if (::geteuid() != 0) {
        const auto* self = ::getpwuid(::geteuid());
        return {::geteuid(), ::getegid(), self != nullptr ? self->pw_name : std::to_string(::geteuid()), false};
    }
    for (const auto* name : {"postgres", "nobody"}) {
        if (const auto* entry = ::getpwnam(name); entry != nullptr && entry->pw_uid != 0) {
            return {entry->pw_uid, entry->pw_gid, name, true};
        }
    }
    throw NoServer("server user", N_("PostgreSQL does not run as root, and there is no other user to run it as."));
}

pid_t StartChild(const std::vector<std::string>& arguments, const ChildOptions& options)
{
    std::vector<char*> pointers;
    for (const auto& argument : arguments) {
        pointers.push_back(const_cast<char*>(argument.c_str()));
    }
    pointers.push_back(nullptr);
    const auto output = options.output.string();
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child == 0) {
        BecomeProgram(pointers.data(), options, output.c_str(), parent);
    }
    if (child < 0) {
        throw NoServer("fork", N_("This computer could not start another program."));
    }
    return child;
}

int WaitForChild(pid_t child)
{
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

fs::path FindServerProgram(const std::string& name)
{
    constexpr int kOldest = 15;
    fs::path best;
    int bestVersion = kOldest - 1;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", ignored)) {
        const auto text = entry.path().filename().string();
        int version = 0;
        std::from_chars(text.data(), text.data() + text.size(), version);
        if (version > bestVersion && fs::exists(entry.path() / "bin" / name, ignored)) {
            best = entry.path() / "bin" / name;
            bestVersion = version;
        }
    }
    const char* path = std::getenv("PATH");
    for (std::string rest = best.empty() && path != nullptr ? path : ""; !rest.empty();) {
        const auto colon = rest.find(':');
        const auto candidate = fs::path(rest.substr(0, colon)) / name;
        if (::access(candidate.c_str(), X_OK) == 0) {
            return fs::canonical(candidate);
        }
        rest = colon == std::string::npos ? "" : rest.substr(colon + 1);
    }
    if (best.empty()) {
        throw NoServer("find " + name, N_("PostgreSQL is not installed on this computer. Please install the package "
                                          "postgresql-15 or newer."));
    }
    return best;
}

} // namespace bayline::db
