// SPDX-License-Identifier: GPL-3.0-or-later
#include "photo/sandbox.h"

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

namespace bayline::photo {
namespace {

constexpr rlim_t kMemoryBytes = 512ULL << 20U;
constexpr rlim_t kProcessorSeconds = 10;

bool Limit(__rlimit_resource resource, rlim_t value)
{
    const rlimit limit = {value, value};
    return setrlimit(resource, &limit) == 0;
}

#if defined(__x86_64__)
constexpr unsigned kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr unsigned kArchitecture = AUDIT_ARCH_AARCH64;
#endif

#if defined(__x86_64__) || defined(__aarch64__)

/// What decoding and encoding in memory with threads needs. Everything else answers "not permitted".
constexpr std::array kAllowedCalls = {
    __NR_read,          __NR_write,          __NR_writev,          __NR_close,
    __NR_fstat,         __NR_newfstatat,     __NR_lseek,           __NR_mmap,
    __NR_munmap,        __NR_mremap,         __NR_mprotect,        __NR_madvise,
    __NR_brk,           __NR_futex,          __NR_set_robust_list, __NR_rseq,
    __NR_rt_sigaction,  __NR_rt_sigprocmask, __NR_rt_sigreturn,    __NR_sigaltstack,
    __NR_sched_yield,   __NR_gettid,         __NR_getpid,          __NR_sched_getaffinity,
    __NR_clock_gettime, __NR_gettimeofday,   __NR_clock_nanosleep, __NR_nanosleep,
    __NR_getrandom,     __NR_prctl,          __NR_set_tid_address, __NR_restart_syscall,
    __NR_exit,          __NR_exit_group,     __NR_getrusage,       __NR_sysinfo,
    __NR_tgkill,
};

constexpr sock_filter Load(std::size_t offset)
{
    return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<unsigned>(offset));
}

constexpr sock_filter Answer(unsigned action)
{
    return BPF_STMT(BPF_RET | BPF_K, action);
}

/// A new thread is fine, a new process is not. clone3 hides its flags behind a pointer: it is said not to exist, and
/// the C library falls back to clone.
bool FilterSystemCalls()
{
    constexpr std::size_t kCalls = kAllowedCalls.size();
    std::array<sock_filter, 11 + kCalls * 2> program{};
    std::size_t n = 0;
    program[n++] = Load(offsetof(seccomp_data, arch));
    program[n++] = BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, kArchitecture, 1, 0);
    program[n++] = Answer(SECCOMP_RET_KILL_PROCESS);
    program[n++] = Load(offsetof(seccomp_data, nr));
    for (const long call : kAllowedCalls) {
        program[n++] = BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<unsigned>(call), 0, 1);
        program[n++] = Answer(SECCOMP_RET_ALLOW);
    }
    program[n++] = BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone3, 0, 1);
    program[n++] = Answer(SECCOMP_RET_ERRNO | ENOSYS);
    program[n++] = BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone, 0, 3);
    program[n++] = Load(offsetof(seccomp_data, args));
    program[n++] = BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 0, 1);
    program[n++] = Answer(SECCOMP_RET_ALLOW);
    program[n++] = Answer(SECCOMP_RET_ERRNO | EPERM);
    const sock_fprog filter = {static_cast<unsigned short>(n), program.data()};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

#else
bool FilterSystemCalls()
{
    return true;
}
#endif

} // namespace

void LimitMemoryAndTime()
{
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // their shadow memory needs terabytes of addresses
    Limit(RLIMIT_AS, kMemoryBytes);
#endif
    Limit(RLIMIT_CPU, kProcessorSeconds);
    Limit(RLIMIT_CORE, 0);
    Limit(RLIMIT_FSIZE, 0);
}

bool ShutTheDoors()
{
    return Limit(RLIMIT_NOFILE, 0) && prctl(PR_SET_DUMPABLE, 0) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           FilterSystemCalls();
}

} // namespace bayline::photo
