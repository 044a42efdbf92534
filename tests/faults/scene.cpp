// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/scene.h"

#include "core/failure.h"
#include "db/delivery.h"
#include "db/import.h"
#include "portal/postgres.h"
#include "portal/shop_store.h"
#include "sync/pairing.h"
#include "sync/relay.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <thread>

namespace bayline::faults {

using namespace std::chrono_literals;

namespace {

constexpr auto kSecondTry = 100ms;
constexpr int kPortalStarts = 15'000;

/// A port nobody listens on; the portal keeps it over its deaths, as a real one would.
unsigned short FreePort()
{
    const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    const bool ok = ::bind(probe, generic, size) == 0 && ::getsockname(probe, generic, &size) == 0;
    ::close(probe);
    if (!ok) {
        throw std::runtime_error("no free port");
    }
    return ntohs(address.sin_port);
}

} // namespace

void Mortal::Start()
{
    m_start();
    m_up = true;
}

void Mortal::Kill(std::chrono::milliseconds away)
{
    if (m_up) {
        m_kill();
        m_up = false;
        m_startAt = Clock::now() + away;
    }
}

void Mortal::Tend()
{
    if (m_up && m_hasEnded()) {
        m_up = false;
        m_startAt = Clock::now() + kSecondTry;
    }
    if (!m_up && Clock::now() >= m_startAt) {
        Start();
    }
}

Scene::Scene(std::filesystem::path bin)
    : m_bin(std::move(bin)), m_log(m_scratch.Path() / "programs.log"), m_shop(m_scratch.Path() / "shop", true),
      m_portalCluster({.directory = m_scratch.Path() / "portal", .endWithProgram = true, .durable = true})
{
    m_shop.AddDesk("desk1");
    m_shop.AddDesk("desk2");
    m_portalCluster.Start();
    for (auto* cluster : {&m_shop.Cluster(), &m_portalCluster}) {
        db::Connection owner({.conninfo = cluster->OwnerConninfo("postgres")});
        owner.ExecuteScript("alter system set recovery_init_sync_method = 'syncfs'");
    }
    const auto never = [] { return false; };
    auto& shopCluster = m_shop.Cluster();
    m_shopServer = std::make_unique<Mortal>([&] { shopCluster.Start(); }, [&] { shopCluster.Kill(); }, never);
    m_portalServer =
        std::make_unique<Mortal>([this] { m_portalCluster.Start(); }, [this] { m_portalCluster.Kill(); }, never);
    m_portal = std::make_unique<Mortal>([this] { StartPortal(); }, [this] { m_portalChild->Kill(); },
                                        [this] { return m_portalChild->HasEnded(); });
    m_relay = std::make_unique<Mortal>([this] { StartRelay(); }, [this] { m_relayChild->Kill(); },
                                       [this] { return m_relayChild->HasEnded(); });
}

void Scene::Open(int history, const std::string& mutation)
{
    m_shopServer->Start();
    m_portalServer->Start();
    const auto last = m_database;
    m_database = "history_" + std::to_string(history);
    if (!last.empty()) {
        db::Connection(db::ConnectionSettings{.conninfo = m_shop.Cluster().OwnerConninfo("postgres")})
            .ExecuteScript("drop database " + last + " with (force)");
        db::Connection(db::ConnectionSettings{.conninfo = m_portalCluster.OwnerConninfo("postgres")})
            .ExecuteScript("drop database " + last + " with (force)");
    }
    MakeDatabases();
    if (!mutation.empty()) {
        db::Connection(ShopOwner()).ExecuteScript(mutation);
    }
    m_port = FreePort();
    m_portal->Start();
    if (!m_portalChild->WaitForLine("listening", kPortalStarts)) {
        throw std::runtime_error("the portal did not start");
    }
    PairUp();
    m_relay->Start();
}

void Scene::Close()
{
    m_relay->Kill(0ms);
    m_portal->Kill(0ms);
}

void Scene::MakeDatabases()
{
    db::Connection maintenance({.conninfo = m_shop.Cluster().OwnerConninfo("postgres")});
    // Copied as files: a copy through the log takes a sequence's promise of logged numbers along without the log, and
    // a crash before the next checkpoint then gives its numbers out twice.
    maintenance.ExecuteScript("create database " + m_database + " template " + bench::BenchShop::kDatabase +
                              " strategy file_copy");
    // A copy does not take over who may connect.
    maintenance.ExecuteScript("revoke all on database " + m_database + " from public");
    maintenance.ExecuteScript("grant connect on database " + m_database +
                              " to bayline_desk, bayline_bay, bayline_relay, bayline_admin");
    db::Connection portal({.conninfo = m_portalCluster.OwnerConninfo("postgres")});
    portal.ExecuteScript("create database " + m_database);
}

void Scene::StartPortal()
{
    m_portalChild = std::make_unique<bench::Child>(
        std::vector<std::string>{(m_bin / "bayline-portal").string(), "serve", "--listen",
                                 "127.0.0.1:" + std::to_string(m_port)},
        std::vector<std::string>{"BAYLINE_PORTAL_DATABASE=" + PortalDatabase().conninfo}, m_log.string());
}

void Scene::StartRelay()
{
    m_relayChild = std::make_unique<bench::Child>(
        std::vector<std::string>{"/proc/self/exe", "relay"},
        std::vector<std::string>{"BAYLINE_DATABASE=" + Device("relay").conninfo}, m_log.string());
}

void Scene::PairUp()
{
    std::string code;
    {
        portal::Connection connection(PortalDatabase().conninfo);
        code = portal::CreatePairingCode(connection, portal::CreateShop(connection, "Bayline"));
    }
    auto paired = sync::Pair("http://127.0.0.1:" + std::to_string(m_port), code);
    if (!paired) {
        throw std::runtime_error("pairing was refused: " + paired.FirstRefusal().Text());
    }
    db::Connection owner(ShopOwner());
    db::ImportPairing(owner, paired.Value().credentials, paired.Value().linkBase);
}

db::ConnectionSettings Scene::ShopOwner() const
{
    return {.conninfo = const_cast<bench::BenchShop&>(m_shop).Cluster().OwnerConninfo(m_database)};
}

db::ConnectionSettings Scene::Device(const std::string& name) const
{
    return m_shop.Device(name, m_database);
}

db::ConnectionSettings Scene::PortalDatabase() const
{
    return {.conninfo = m_portalCluster.OwnerConninfo(m_database)};
}

void Scene::Tend()
{
    m_shopServer->Tend();
    m_portalServer->Tend();
    m_portal->Tend();
    m_relay->Tend();
}

int RunRelay()
{
    const char* database = std::getenv("BAYLINE_DATABASE");
    if (database == nullptr) {
        return 2;
    }
    db::PostgresDeliveryLog log({.conninfo = database});
    sync::RelayOptions options;
    options.timing.breakerCaps = {50ms, 100ms, 200ms, 400ms};
    options.timing.streamFirst = 200ms;
    options.timing.streamMost = 2s;
    options.timing.poll = 500ms;
    options.timing.credentials = 200ms;
    options.timing.pausedProbe = 1s;
    options.timing.inboxWait = 5s;
    options.interrupt = [&log] { log.Interrupt(); };
    sync::Relay relay(log, options);
    relay.Start();
    while (true) {
        std::this_thread::sleep_for(1h);
    }
}

} // namespace bayline::faults
