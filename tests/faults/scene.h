// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/bench_shop.h"
#include "tests/bench/child.h"
#include "tests/faults/disk.h"
#include "tests/faults/faults.h"
#include "tests/faults/http_proxy.h"
#include "tests/faults/tcp_proxy.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace bayline::faults {

using Clock = std::chrono::steady_clock;

/// One thing that can be killed and comes back by itself after a while.
class Mortal
{
public:
    Mortal(std::function<void()> start, std::function<void()> kill, std::function<bool()> hasEnded)
        : m_start(std::move(start)), m_kill(std::move(kill)), m_hasEnded(std::move(hasEnded))
    {
    }

    void Start();
    void Kill(std::chrono::milliseconds away);
    /// Starts it again when it is time. One that ended by itself is started again soon.
    void Tend();
    [[nodiscard]] bool IsUp() const { return m_up; }

private:
    std::function<void()> m_start;
    std::function<void()> m_kill;
    std::function<bool()> m_hasEnded;
    bool m_up = false;
    Clock::time_point m_startAt{};
};

/// How a history's shop differs from an ordinary one.
struct Setting
{
    std::string shopSql;                          ///< breaks the shop's database on purpose
    std::string portalSql;                        ///< breaks the portal's
    std::string portalProgram = "bayline-portal"; ///< beside this program
    int relays = 1;
    int hurry = 10; ///< the relay's waiting times are divided by this
    bool hintsOff = false;
    bool clocks = false; ///< programs look at clocks that can be set
};

/// The stage on which histories are played: two PostgreSQL servers that stay, and for each history a shop's database, a
/// portal with its own and the shipped relay, all paired. Databases are made with fsync on; as root they are on small
/// disks. Every way between programs leads through a proxy.
class Scene
{
public:
    /// `data` has hints_off.sql and the mutations.
    Scene(std::filesystem::path bin, std::filesystem::path data, std::uint64_t seed);

    /// Fresh databases and running programs. What the last history left is thrown away.
    void Open(const Setting& setting);
    /// Ends the programs; the databases stay for the checker.
    void Close();

    [[nodiscard]] db::ConnectionSettings ShopOwner() const;
    /// Straight to the server's socket.
    [[nodiscard]] db::ConnectionSettings Device(const std::string& name) const;
    /// Through the line of a place, with less patience than in a shop.
    [[nodiscard]] db::ConnectionSettings DeviceOverLine(const std::string& name, Place place) const;
    [[nodiscard]] db::ConnectionSettings PortalDatabase() const;
    [[nodiscard]] unsigned short PortalPort() const { return m_port; }
    [[nodiscard]] const std::filesystem::path& Log() const { return m_log; }
    [[nodiscard]] std::filesystem::path Program(const std::string& name) const { return m_bin / name; }
    [[nodiscard]] const std::filesystem::path& Scratch() const { return m_scratch.Path(); }

    Mortal& Relay(std::size_t n = 0) { return *m_relays.at(n).life; }
    [[nodiscard]] std::size_t Relays() const { return m_relays.size(); }
    [[nodiscard]] pid_t RelayPid() const;
    Mortal& Portal() { return *m_portal; }
    /// From its next start on the portal runs under this program ("strace …"); empty: by itself.
    void RunPortalUnder(std::vector<std::string> command) { m_portalUnder = std::move(command); }
    Mortal& ShopServer() { return *m_shopServer; }
    Mortal& PortalServer() { return *m_portalServer; }
    db::PrivateCluster& ShopCluster() { return m_shop.Cluster(); }
    db::PrivateCluster& PortalCluster() { return m_portalCluster; }
    SmallDisk& ShopDisk() { return m_shopDisk; }
    SmallDisk& PortalDisk() { return m_portalDisk; }
    TcpProxy& Line(Place place);
    HttpProxy& App() { return m_app; }
    void Tend();

    /// False where libfaketime is not installed.
    [[nodiscard]] static bool CanSetClocks();
    void SetClock(Watch watch, std::chrono::seconds ahead) const;
    /// What a program with this watch needs in its environment.
    [[nodiscard]] std::vector<std::string> Environment(Watch watch) const;
    /// What the shipped relay is started with, for a device of this name.
    [[nodiscard]] std::vector<std::string> RelayCommand() const;
    [[nodiscard]] std::vector<std::string> RelayEnvironment(std::size_t n) const;

private:
    struct OneRelay
    {
        std::unique_ptr<bench::Child> child;
        std::unique_ptr<Mortal> life;
    };

    void MakeDatabases(const Setting& setting);
    void StartPortal();
    void StartRelay(std::size_t n);
    void PairUp();

    std::filesystem::path m_bin;
    std::filesystem::path m_data;
    bench::ScratchDirectory m_scratch;
    std::filesystem::path m_log;
    SmallDisk m_shopDisk;
    SmallDisk m_portalDisk;
    bench::BenchShop m_shop;
    db::PrivateCluster m_portalCluster;
    HttpProxy m_app;
    TcpProxy m_appLine;
    TcpProxy m_relayDatabaseLine;
    TcpProxy m_deskDatabaseLine;
    std::string m_database;
    int m_opened = 0;
    Setting m_setting;
    unsigned short m_port = 0;
    std::unique_ptr<bench::Child> m_portalChild;
    std::vector<std::string> m_portalUnder;
    std::vector<OneRelay> m_relays;
    std::unique_ptr<Mortal> m_shopServer;
    std::unique_ptr<Mortal> m_portalServer;
    std::unique_ptr<Mortal> m_portal;
};

} // namespace bayline::faults
