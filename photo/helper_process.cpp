// SPDX-License-Identifier: GPL-3.0-or-later
#include "photo/helper_process.h"

#include "core/failure.h"
#include "core/outcome.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace bayline::photo {
namespace {

using Clock = std::chrono::steady_clock;

core::Failure CannotStart(int error)
{
    return core::Failure({.kind = core::FailureKind::Internal,
                          .retryable = false,
                          .where = "photo helper",
                          .sentence = N_("The program that reads photos could not be started. Please repair the "
                                         "installation of Bayline."),
                          .code = std::to_string(error)});
}

class Descriptor final
{
public:
    explicit Descriptor(int fd) : m_fd(fd) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { Close(); }
    [[nodiscard]] int Get() const { return m_fd; }
    void Close()
    {
        if (m_fd >= 0)
            close(m_fd);
        m_fd = -1;
    }

private:
    int m_fd;
};

/// Owns the child until it is reaped; a child that is still alive is killed.
class Child final
{
public:
    explicit Child(pid_t pid) : m_pid(pid) {}
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child()
    {
        if (m_pid > 0) {
            Kill();
            static_cast<void>(Reap());
        }
    }
    void Kill() const { kill(m_pid, SIGKILL); }
    /// False when it is still there at the deadline: what it says last is no word that it ends.
    [[nodiscard]] bool EndsBefore(Clock::time_point deadline) const
    {
        constexpr std::chrono::milliseconds kLook{1};
        siginfo_t ended{};
        while (waitid(P_PID, static_cast<id_t>(m_pid), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 && ended.si_pid == 0) {
            if (Clock::now() >= deadline)
                return false;
            std::this_thread::sleep_for(kLook);
        }
        return true;
    }
    /// Waits for its end. True when it ended by itself with code 0.
    bool Reap()
    {
        int status = 0;
        pid_t got = 0;
        do {
            got = waitpid(m_pid, &status, 0);
        } while (got < 0 && errno == EINTR);
        m_pid = -1;
        return got > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }

private:
    pid_t m_pid;
};

pid_t Spawn(const std::string& program, int socket)
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, socket, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, socket, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);

    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);

    std::string name = program;
    std::string path = "PATH=/usr/bin:/bin";
    std::string locale = "LC_ALL=C";
    std::array<char*, 2> arguments = {name.data(), nullptr};
    std::array<char*, 3> environment = {path.data(), locale.data(), nullptr};
    pid_t pid = -1;
    const int error = posix_spawn(&pid, program.c_str(), &actions, &attributes, arguments.data(), environment.data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0)
        throw CannotStart(error);
    return pid;
}

/// Sends and receives over the one socket. False when the time is over.
bool Converse(const Descriptor& socket, std::span<const std::uint8_t> input, std::size_t maxAnswer,
              Clock::time_point deadline, std::vector<std::uint8_t>& answer)
{
    std::array<std::uint8_t, 65536> buffer;
    bool sending = true;
    while (true) {
        if (sending && input.empty()) {
            shutdown(socket.Get(), SHUT_WR);
            sending = false;
        }
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0)
            return false;
        pollfd waiting = {socket.Get(), static_cast<short>(sending ? POLLIN | POLLOUT : POLLIN), 0};
        if (poll(&waiting, 1, static_cast<int>(left)) < 0 && errno != EINTR)
            return true;
        if ((waiting.revents & POLLOUT) != 0 && sending) {
            const auto sent = send(socket.Get(), input.data(), input.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (sent > 0)
                input = input.subspan(static_cast<std::size_t>(sent));
            else if (sent < 0 && errno != EAGAIN && errno != EINTR)
                sending = false; // the helper has seen enough; its answer says why
        }
        if ((waiting.revents & (POLLIN | POLLHUP | POLLERR)) != 0) {
            const auto got = recv(socket.Get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
            if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
                return true;
            if (got > 0)
                answer.insert(answer.end(), buffer.begin(), buffer.begin() + got);
            if (answer.size() > maxAnswer)
                return true;
        }
    }
}

} // namespace

HelperAnswer RunHelper(const std::string& program, std::span<const std::uint8_t> input, std::size_t maxAnswer,
                       std::chrono::milliseconds timeout)
{
    const auto deadline = Clock::now() + timeout;
    std::array<int, 2> ends{};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        throw CannotStart(errno);
    const Descriptor ours(ends[0]);
    Descriptor theirs(ends[1]);
    Child child(Spawn(program, theirs.Get()));
    theirs.Close();

    HelperAnswer answer;
    answer.timedOut = !Converse(ours, input, maxAnswer, deadline, answer.bytes);
    const bool tooMuch = answer.bytes.size() > maxAnswer;
    answer.timedOut = answer.timedOut || (!tooMuch && !child.EndsBefore(deadline));
    if (answer.timedOut || tooMuch)
        child.Kill();
    answer.exitedCleanly = child.Reap();
    return answer;
}

} // namespace bayline::photo
