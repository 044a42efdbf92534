// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/portal/portal_fixture.h"

#include "db/private_cluster.h"
#include "tests/support/temp_directory.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>

extern char** environ;

namespace bayline::test {

namespace {

/// One private server for the whole test program.
class Cluster
{
public:
    static Cluster& Instance()
    {
        static Cluster cluster;
        return cluster;
    }

    std::string NewDatabase()
    {
        const std::string name = "portal" + std::to_string(++m_count);
        portal::Connection connection(m_cluster.OwnerConninfo("postgres"));
        connection.Script("CREATE DATABASE " + name);
        return m_cluster.OwnerConninfo(name);
    }

private:
    Cluster() : m_cluster({.directory = m_directory / "pg", .endWithProgram = true, .durable = false})
    {
        m_cluster.Start();
    }

    ~Cluster() { m_cluster.Stop(); }

    test::TempDirectory m_directory{test::TempDirectory::For::OtherUsers};
    db::PrivateCluster m_cluster;
    int m_count = 0;
};

struct Child
{
    pid_t pid = 0;
    int output = -1;
};

Child Spawn(const std::vector<std::string>& arguments)
{
    const std::string program = std::string(std::getenv("BAYLINE_BIN_DIR")) + "/bayline-portal";
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
        throw std::runtime_error("no pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    std::vector<char*> argv{const_cast<char*>(program.c_str())};
    for (const std::string& argument : arguments)
        argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    Child child;
    const int error = posix_spawn(&child.pid, program.c_str(), &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (error != 0)
        throw std::runtime_error("bayline-portal does not start");
    child.output = ends[0];
    return child;
}

/// Up to and with `end`, or all of it.
std::string ReadUntil(int descriptor, std::string_view end)
{
    std::string text;
    char c = 0;
    while (read(descriptor, &c, 1) == 1) {
        text.push_back(c);
        if (!end.empty() && text.ends_with(end))
            break;
    }
    return text;
}

} // namespace

PortalProcess::~PortalProcess()
{
    Kill();
}

void PortalProcess::Start(const std::string& database, const std::vector<std::string>& more)
{
    std::vector<std::string> arguments{"serve", "--database", database, "--listen",
                                       "127.0.0.1:" + std::to_string(m_port)};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Child child = Spawn(arguments);
    m_pid = child.pid;
    const std::string line = ReadUntil(child.output, "\n");
    close(child.output);
    if (!line.starts_with("listening on "))
        throw std::runtime_error("bayline-portal does not listen: " + line);
    m_port = static_cast<unsigned short>(std::stoi(line.substr(line.rfind(':') + 1)));
}

bool PortalProcess::Kill()
{
    if (m_pid == 0)
        return true;
    const bool alive = waitpid(m_pid, nullptr, WNOHANG) == 0;
    if (alive) {
        kill(m_pid, SIGKILL);
        waitpid(m_pid, nullptr, 0);
    }
    m_pid = 0;
    return alive;
}

std::string PortalProcess::Output(const std::vector<std::string>& arguments)
{
    const Child child = Spawn(arguments);
    std::string text = ReadUntil(child.output, "");
    close(child.output);
    waitpid(child.pid, nullptr, 0);
    return text;
}

void PortalTest::SetUp()
{
    m_database = Cluster::Instance().NewDatabase();
    m_portal.Start(m_database);
    m_shop = NewShop("Qinghe Service Centre");
}

void PortalTest::TearDown()
{
    EXPECT_TRUE(m_portal.Kill()) << "the portal has died during the test";
}

void PortalTest::Restart()
{
    EXPECT_TRUE(m_portal.Kill()) << "the portal has died during the test";
    m_portal.Start(m_database);
}

std::string PortalTest::NewCode(const std::vector<std::string>& arguments)
{
    std::vector<std::string> all{"pair", "--database", m_database};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const std::string text = PortalProcess::Output(all);
    const std::string label = "pairing code: ";
    const auto at = text.find(label);
    return at == std::string::npos ? "" : text.substr(at + label.size(), 11);
}

ShopClient PortalTest::NewShop(const std::string& name)
{
    ShopClient shop(m_portal.Port());
    shop.Pair(NewCode({"--shop-name", name}));
    return shop;
}

} // namespace bayline::test
