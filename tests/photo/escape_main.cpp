// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for a photo helper that was taken over: shuts the same doors as bayline-photo and then tries to get out.
// Says what came of each try; the test reads it.
#include "photo/sandbox.h"

#include <arpa/inet.h>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <iterator>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <string>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

/// "open: refused 1" with the error's number, "open: done" when the door was open.
void Tell(const char* what, long result)
{
    std::string line = std::string(what) + (result < 0 ? ": refused " + std::to_string(errno) : ": done") + "\n";
    static_cast<void>(!write(STDOUT_FILENO, line.data(), line.size()));
}

long Connect()
{
    const long socket = syscall(SYS_socket, AF_INET, SOCK_STREAM, 0);
    if (socket < 0)
        return socket;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(9);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return connect(static_cast<int>(socket), reinterpret_cast<const sockaddr*>(&address), sizeof(address));
}

/// From now on the kernel takes no further filter, as one that was built without them.
void RefuseFilters()
{
    sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_prctl, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PR_SET_SECCOMP, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EINVAL),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const sock_fprog filter = {static_cast<unsigned short>(std::size(program)), program};
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter);
}

} // namespace

int main(int count, char** arguments)
{
    const std::string what = count > 1 ? arguments[1] : "";
    if (what == "unfiltered") { // the helper itself, which is the next argument
        RefuseFilters();
        execv(arguments[2], arguments + 2);
        _exit(127);
    }
    bayline::photo::LimitMemoryAndTime();
    if (!bayline::photo::ShutTheDoors())
        _exit(1);
    if (what == "doors") {
        char* const nothing[] = {nullptr};
        Tell("socket", syscall(SYS_socket, AF_UNIX, SOCK_STREAM, 0));
        Tell("connect", Connect());
        Tell("open", syscall(SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY));
        Tell("write a file", syscall(SYS_openat, AT_FDCWD, "/tmp/bayline-escape", O_CREAT | O_WRONLY, 0600));
        Tell("exec", syscall(SYS_execve, "/bin/true", nothing, nothing));
        Tell("fork", syscall(SYS_clone, SIGCHLD, nullptr, nullptr, nullptr, nullptr));
        Tell("kill", syscall(SYS_kill, getppid(), 0));
        Tell("ptrace", syscall(SYS_ptrace, PTRACE_TRACEME, 0, nullptr, nullptr));
        Tell("unlink", syscall(SYS_unlinkat, AT_FDCWD, "/tmp/bayline-nothing", 0));
        Tell("dup", syscall(SYS_dup, STDOUT_FILENO));
    } else if (what == "memory") {
        constexpr std::size_t kStep = 64UL * 1024 * 1024;
        std::size_t taken = 0;
        while (taken < 100 * kStep) {
            void* piece = mmap(nullptr, kStep, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
            if (piece == MAP_FAILED)
                break;
            taken += kStep;
        }
        const std::string line = std::to_string(taken / 1'000'000) + "\n";
        static_cast<void>(!write(STDOUT_FILENO, line.data(), line.size()));
    } else if (what == "time") {
        volatile bool always = true;
        while (always) {
        }
    } else if (what == "stay") {
        constexpr timespec kLong = {20, 0};
        close(STDIN_FILENO);
        close(STDOUT_FILENO);
        nanosleep(&kLong, nullptr);
    }
    _exit(0);
}
