// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/private_cluster.h"

#include "core/failure.h"
#include "core/outcome.h"
#include "db/child_process.h"
#include "db/conninfo.h"

#include <libpq-fe.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <thread>

namespace bayline::db {

using core::Failure;
using core::FailureKind;
using namespace std::chrono_literals;

namespace fs = std::filesystem;

namespace {

constexpr auto kOwner = "bayline_cluster";
constexpr auto kPort = "5432";
/// sun_path holds 107 characters and the socket's own name needs 15.
constexpr std::size_t kLongestSocketDirectory = 90;

Failure ClusterFailure(const std::string& where, const char* sentence)
{
    return Failure({.kind = FailureKind::Internal, .where = where, .sentence = sentence, .code = {}});
}

void WriteFile(const fs::path& path, const std::string& text)
{
    std::ofstream file(path, std::ios::trunc);
    file << text;
    file.close();
    if (!file) {
        throw ClusterFailure("write " + path.filename().string(),
                             N_("The private database could not be written to its directory."));
    }
}

std::string FirstLine(const fs::path& path)
{
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line;
}

void Own(const fs::path& path, const ServerUser& user)
{
    if (user.isOther && ::chown(path.c_str(), user.uid, user.gid) != 0) {
        throw ClusterFailure("chown", N_("The directory of the private database could not be given to its user."));
    }
}

/// Root's server runs as somebody who must be able to walk down to the directory.
void CheckReachable(const fs::path& directory, const ServerUser& user)
{
    if (!user.isOther) {
        return;
    }
    for (auto parent = directory.parent_path(); parent != parent.root_path(); parent = parent.parent_path()) {
        struct stat facts
        {
        };
        if (::stat(parent.c_str(), &facts) == 0 && (facts.st_mode & S_IXOTH) == 0 && facts.st_uid != user.uid) {
            throw ClusterFailure("directory of the private database",
                                 N_("PostgreSQL does not run as root, and its own user cannot enter this directory. "
                                    "Please choose another one, for instance under /var/lib."));
        }
    }
}

std::vector<int> ChildrenOf(int parent)
{
    std::vector<int> children;
    std::ifstream list("/proc/" + std::to_string(parent) + "/task/" + std::to_string(parent) + "/children");
    for (int child = 0; list >> child;) {
        children.push_back(child);
    }
    return children;
}

} // namespace

PrivateCluster::PrivateCluster(Options options) : m_options(std::move(options))
{
    m_options.directory = fs::absolute(m_options.directory);
}

PrivateCluster::~PrivateCluster()
{
    try {
        Stop();
    } catch (const Failure&) {
        // A server that does not end is found and taken over at the next start.
    }
}

fs::path PrivateCluster::DefaultDirectory()
{
    if (::geteuid() == 0) {
        return "/var/lib/bayline/database";
    }
    if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data != '\0') {
        return fs::path(data) / "bayline/database";
    }
    const char* home = std::getenv("HOME");
    return fs::path(home != nullptr ? home : "/tmp") / ".local/share/bayline/database";
}

void PrivateCluster::Start()
{
    const auto user = ChooseServerUser();
    std::error_code problem;
    fs::create_directories(m_options.directory, problem);
    if (problem) {
        throw ClusterFailure("create directory", N_("The directory of the private database could not be made."));
    }
    CheckReachable(m_options.directory, user);
    Own(m_options.directory, user);
    ChooseSocketDirectory();
    if (RunningPid() != 0 && WaitUntilReady()) {
        return;
    }
    if (!fs::exists(m_options.directory / "data/PG_VERSION")) {
        Initialise();
    }
    WriteConfiguration();
    RemoveStalePidFile();
    // Processes of a server that was killed a moment ago keep its memory for a little while; the new one then ends at
    // once.
    constexpr int kTries = 40;
    for (int attempt = 1; !LaunchAndWait(); ++attempt) {
        if (attempt == kTries) {
            throw ClusterFailure("start server", N_("The private database did not start. The file server.log in its "
                                                    "directory says why."));
        }
        std::this_thread::sleep_for(100ms);
    }
}

void PrivateCluster::Initialise() const
{
    // Made under another name and renamed when complete, so that being killed here leaves nothing half-made.
    const auto user = ChooseServerUser();
    const auto fresh = m_options.directory / "data.new";
    std::error_code ignored;
    fs::remove_all(fresh, ignored);
    const auto child = StartChild({FindServerProgram("initdb").string(), "--pgdata=" + fresh.string(),
                                   std::string("--username=") + kOwner, "--encoding=UTF8", "--locale=C.UTF-8",
                                   "--auth-local=peer", "--auth-host=scram-sha-256", "--data-checksums",
                                   m_options.durable ? "--no-instructions" : "--no-sync"},
                                  {.user = user, .output = m_options.directory / "initdb.log"});
    if (WaitForChild(child) != 0) {
        throw ClusterFailure("initdb", N_("The private database could not be made. The file initdb.log in its "
                                          "directory says why."));
    }
    fs::rename(fresh, m_options.directory / "data");
}

void PrivateCluster::WriteConfiguration() const
{
    const auto user = ChooseServerUser();
    const auto data = m_options.directory / "data";
    // The owner is who runs the programs (and the server's user); everybody else needs a device's password.
    WriteFile(data / "pg_hba.conf",
              std::string("local all ") + kOwner + " peer map=owner\n" + "local all all scram-sha-256\n");
    const auto* self = ::geteuid() == 0 ? "root" : user.name.c_str();
    WriteFile(data / "pg_ident.conf",
              std::string("owner ") + self + " " + kOwner + "\n" + "owner " + user.name + " " + kOwner + "\n");
    WriteFile(data / "bayline.conf", "listen_addresses = ''\n"
                                     "port = " +
                                         std::string(kPort) + "\n" + "unix_socket_directories = '" +
                                         m_socketDirectory.string() + "'\n" +
                                         "unix_socket_permissions = 0777\n"
                                         "max_connections = " +
                                         std::to_string(m_options.maxConnections) + "\n" +
                                         "shared_buffers = 64MB\n"
                                         "max_wal_size = 256MB\n"
                                         "jit = off\n"
                                         "lc_messages = 'C'\n"
                                         "log_min_messages = warning\n"
                                         "log_min_error_statement = panic\n"
                                         "log_parameter_max_length_on_error = 0\n" +
                                         (m_options.durable ? "" : "fsync = off\nfull_page_writes = off\n"));
    const auto main = data / "postgresql.conf";
    std::ifstream present(main);
    const std::string text((std::istreambuf_iterator<char>(present)), {});
    if (text.find("include = 'bayline.conf'") == std::string::npos) {
        WriteFile(main, text + "\ninclude = 'bayline.conf'\n");
    }
    for (const auto* name : {"pg_hba.conf", "pg_ident.conf", "bayline.conf", "postgresql.conf"}) {
        Own(data / name, user);
    }
}

void PrivateCluster::ChooseSocketDirectory()
{
    const auto user = ChooseServerUser();
    const auto note = m_options.directory / "socket_directory";
    m_socketDirectory = FirstLine(note);
    if (!m_socketDirectory.empty() && fs::is_directory(m_socketDirectory)) {
        return;
    }
    m_socketDirectory = m_options.directory / "socket";
    if (m_socketDirectory.string().size() > kLongestSocketDirectory) {
        std::string pattern = "/tmp/bayline-XXXXXX";
        if (::mkdtemp(pattern.data()) == nullptr) {
            throw ClusterFailure("socket directory", N_("No directory for the database's socket could be made."));
        }
        m_socketDirectory = pattern;
    }
    fs::create_directories(m_socketDirectory);
    // Other accounts of this computer stay outside, whatever the socket's own permissions are.
    fs::permissions(m_socketDirectory, fs::perms::owner_all);
    Own(m_socketDirectory, user);
    WriteFile(note, m_socketDirectory.string() + "\n");
}

int PrivateCluster::RunningPid() const
{
    const auto line = FirstLine(m_options.directory / "data/postmaster.pid");
    const int pid = std::atoi(line.c_str());
    if (pid <= 1) {
        return 0;
    }
    // The number may belong to another program by now: only a postgres on our directory counts.
    std::error_code ignored;
    const auto workingDirectory = fs::read_symlink("/proc/" + std::to_string(pid) + "/cwd", ignored);
    std::ifstream command("/proc/" + std::to_string(pid) + "/comm");
    std::string name;
    std::getline(command, name);
    const auto data = fs::weakly_canonical(m_options.directory / "data", ignored);
    return name == "postgres" && workingDirectory == data ? pid : 0;
}

void PrivateCluster::RemoveStalePidFile() const
{
    // PostgreSQL itself looks after a file whose process is gone. It only refuses to start when the number belongs to
    // another program by now.
    const auto file = m_options.directory / "data/postmaster.pid";
    const int pid = std::atoi(FirstLine(file).c_str());
    if (pid > 1 && RunningPid() == 0 && (::kill(pid, 0) == 0 || errno == EPERM)) {
        std::error_code ignored;
        fs::remove(file, ignored);
    }
}

bool PrivateCluster::LaunchAndWait()
{
    m_child = StartChild({FindServerProgram("postgres").string(), "-D", (m_options.directory / "data").string()},
                         {.user = ChooseServerUser(),
                          .output = m_options.directory / "server.log",
                          .endWithProgram = m_options.endWithProgram,
                          .ownSession = true});
    m_startedHere = true;
    return WaitUntilReady();
}

/// False when the server ended instead of becoming ready.
bool PrivateCluster::WaitUntilReady()
{
    const auto conninfo = OwnerConninfo("postgres");
    const auto deadline = std::chrono::steady_clock::now() + 60s;
    while (std::chrono::steady_clock::now() < deadline) {
        if (PQping(conninfo.c_str()) == PQPING_OK) {
            return true;
        }
        if (m_child != 0 && ::waitpid(m_child, nullptr, WNOHANG) == m_child) {
            m_child = 0;
            m_startedHere = false;
        }
        // Another program of this user may have been faster; its server serves us as well.
        if (m_child == 0 && RunningPid() == 0) {
            return false;
        }
        std::this_thread::sleep_for(20ms);
    }
    return false;
}

void PrivateCluster::WaitUntilGone(int pid) const
{
    const auto deadline = std::chrono::steady_clock::now() + 60s;
    while (std::chrono::steady_clock::now() < deadline) {
        if (pid == m_child ? ::waitpid(pid, nullptr, WNOHANG) != 0 : RunningPid() == 0) {
            return;
        }
        std::this_thread::sleep_for(10ms);
    }
    throw ClusterFailure("stop server", N_("The private database did not stop."));
}

void PrivateCluster::Stop()
{
    if (m_startedHere && m_child != 0) {
        ::kill(m_child, SIGINT);
        WaitUntilGone(m_child);
    }
    m_child = 0;
    m_startedHere = false;
}

void PrivateCluster::StopWhoeverStarted()
{
    const int pid = m_startedHere ? m_child : RunningPid();
    if (pid != 0) {
        ::kill(pid, SIGINT);
        WaitUntilGone(pid);
    }
    m_child = 0;
    m_startedHere = false;
}

void PrivateCluster::Kill()
{
    const int pid = RunningPid();
    if (pid != 0) {
        // Its processes are in sessions of their own; a power cut takes them all.
        auto all = ChildrenOf(pid);
        all.push_back(pid);
        for (const int each : all) {
            ::kill(each, SIGKILL);
        }
        WaitUntilGone(pid);
    }
    m_child = 0;
    m_startedHere = false;
}

bool PrivateCluster::IsRunning() const
{
    return RunningPid() != 0;
}

fs::path PrivateCluster::SocketDirectory() const
{
    return m_socketDirectory.empty() ? fs::path(FirstLine(m_options.directory / "socket_directory"))
                                     : m_socketDirectory;
}

std::string PrivateCluster::OwnerConninfo(const std::string& database) const
{
    return ConninfoPair("host", SocketDirectory().string()) + " port=" + kPort + " user=" + kOwner + " " +
           (database.empty() ? "" : ConninfoPair("dbname", database));
}

std::string PrivateCluster::DeviceConninfo(const std::string& database, const std::string& device,
                                           const std::string& password) const
{
    return ConninfoPair("host", SocketDirectory().string()) + " port=" + kPort + " " +
           ConninfoPair("user", "dev_" + device) + " " + ConninfoPair("password", password) + " " +
           ConninfoPair("dbname", database);
}

} // namespace bayline::db
