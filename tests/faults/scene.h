// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/bench_shop.h"
#include "tests/bench/child.h"

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

/// The stage on which histories are played: two PostgreSQL servers that stay, and for each history a shop's database, a
/// portal with its own, a relay, all paired. Databases are made with fsync on.
class Scene
{
public:
    explicit Scene(std::filesystem::path bin);

    /// Fresh databases and running programs. What the last history left is thrown away. `mutation` is SQL that breaks
    /// the shop's database on purpose, to see whether the checker notices.
    void Open(int history, const std::string& mutation);
    /// Ends the programs; the databases stay for the checker.
    void Close();

    [[nodiscard]] db::ConnectionSettings ShopOwner() const;
    [[nodiscard]] db::ConnectionSettings Device(const std::string& name) const;
    [[nodiscard]] db::ConnectionSettings PortalDatabase() const;
    [[nodiscard]] unsigned short PortalPort() const { return m_port; }
    [[nodiscard]] const std::filesystem::path& Log() const { return m_log; }

    Mortal& Relay() { return *m_relay; }
    Mortal& Portal() { return *m_portal; }
    Mortal& ShopServer() { return *m_shopServer; }
    Mortal& PortalServer() { return *m_portalServer; }
    void Tend();

private:
    void MakeDatabases();
    void StartPortal();
    void StartRelay();
    void PairUp();

    std::filesystem::path m_bin;
    bench::ScratchDirectory m_scratch;
    std::filesystem::path m_log;
    bench::BenchShop m_shop;
    db::PrivateCluster m_portalCluster;
    std::string m_database;
    unsigned short m_port = 0;
    std::unique_ptr<bench::Child> m_portalChild;
    std::unique_ptr<bench::Child> m_relayChild;
    std::unique_ptr<Mortal> m_shopServer;
    std::unique_ptr<Mortal> m_portalServer;
    std::unique_ptr<Mortal> m_portal;
    std::unique_ptr<Mortal> m_relay;
};

/// The relay's part of this program, for Scene to start: runs until it is killed, with less patience than in a shop.
int RunRelay();

} // namespace bayline::faults
