// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/scene.h"

#include "core/failure.h"
#include "db/conninfo.h"
#include "db/import.h"
#include "portal/postgres.h"
#include "portal/shop_store.h"
#include "sync/pairing.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>

namespace bayline::faults {

using namespace std::chrono_literals;

namespace {

constexpr auto kSecondTry = 100ms;
constexpr int kPortalStarts = 15'000;
constexpr auto kLookForServer = 100ms;
constexpr auto kFakeTime = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

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

std::string ReadFile(const std::filesystem::path& path)
{
    std::ifstream file(path);
    std::string text(std::istreambuf_iterator<char>(file), {});
    if (text.empty()) {
        throw std::runtime_error(path.string() + " cannot be read");
    }
    return text;
}

/// Looks now and then whether the server is there; a full disk may have ended it.
std::function<bool()> Ended(db::PrivateCluster& cluster)
{
    return [&cluster, next = Clock::now()]() mutable {
        if (Clock::now() < next) {
            return false;
        }
        next = Clock::now() + kLookForServer;
        return !cluster.IsRunning();
    };
}

TcpProxy::Target SocketOf(const db::PrivateCluster& cluster)
{
    return {.port = 0, .socketPath = (cluster.SocketDirectory() / ".s.PGSQL.5432").string()};
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
    if (m_up || Clock::now() < m_startAt) {
        return;
    }
    try {
        Start();
    } catch (const core::Failure&) {
        m_startAt = Clock::now() + kSecondTry;
    }
}

Scene::Scene(std::filesystem::path bin, std::filesystem::path data, std::uint64_t seed)
    : m_bin(std::move(bin)), m_data(std::move(data)), m_log(m_scratch.Path() / "programs.log"),
      m_shopDisk(m_scratch.Path() / "shop"), m_portalDisk(m_scratch.Path() / "portal"),
      m_shop(m_scratch.Path() / "shop", true),
      m_portalCluster({.directory = m_scratch.Path() / "portal", .endWithProgram = true, .durable = true}),
      m_app(0, seed), m_appLine({.port = m_app.Port(), .socketPath = {}}, seed),
      m_relayDatabaseLine(SocketOf(m_shop.Cluster()), seed + 1),
      m_deskDatabaseLine(SocketOf(m_shop.Cluster()), seed + 2)
{
    m_shop.AddDevice("desk1", db::DeviceClass::Desk);
    m_shop.AddDevice("desk2", db::DeviceClass::Desk);
    m_shop.AddDevice("relay1", db::DeviceClass::Relay);
    m_shop.AddDevice("relay2", db::DeviceClass::Relay);
    // Everybody signs in again after each death of a desk; checking PINs the slow way was an eighth of a history.
    db::Connection({.conninfo = m_shop.OwnerConninfo()})
        .ExecuteScript("update bayline.staff_secret set pin_hash = bayline_ext.crypt('" +
                       std::string(bench::BenchShop::kPin) + "', bayline_ext.gen_salt('bf', 4))");
    m_portalCluster.Start();
    for (auto* cluster : {&m_shop.Cluster(), &m_portalCluster}) {
        db::Connection owner({.conninfo = cluster->OwnerConninfo("postgres")});
        owner.ExecuteScript("alter system set recovery_init_sync_method = 'syncfs'");
        owner.ExecuteScript("alter system set max_wal_size = '64MB'");
    }
    auto& shopCluster = m_shop.Cluster();
    m_shopServer =
        std::make_unique<Mortal>([&] { shopCluster.Start(); }, [&] { shopCluster.Kill(); }, Ended(shopCluster));
    m_portalServer = std::make_unique<Mortal>([this] { m_portalCluster.Start(); }, [this] { m_portalCluster.Kill(); },
                                              Ended(m_portalCluster));
    m_portal = std::make_unique<Mortal>([this] { StartPortal(); }, [this] { m_portalChild->Kill(); },
                                        [this] { return m_portalChild->HasEnded(); });
}

void Scene::Open(const Setting& setting)
{
    m_setting = setting;
    for (const auto watch : {Watch::Desk, Watch::Relay, Watch::Portal}) {
        SetClock(watch, 0s);
    }
    m_shopServer->Start();
    m_portalServer->Start();
    const auto last = m_database;
    m_database = "history_" + std::to_string(++m_opened);
    if (!last.empty()) {
        db::Connection(db::ConnectionSettings{.conninfo = m_shop.Cluster().OwnerConninfo("postgres")})
            .ExecuteScript("drop database " + last + " with (force)");
        db::Connection(db::ConnectionSettings{.conninfo = m_portalCluster.OwnerConninfo("postgres")})
            .ExecuteScript("drop database " + last + " with (force)");
    }
    MakeDatabases(setting);
    m_port = FreePort();
    m_app.SetServer(m_port);
    m_app.ForgetBatches();
    m_portal->Start();
    if (!m_portalChild->WaitForLine("listening", kPortalStarts)) {
        throw std::runtime_error("the portal did not start");
    }
    if (!setting.portalSql.empty()) {
        db::Connection(PortalDatabase()).ExecuteScript(setting.portalSql);
    }
    PairUp();
    m_relays.clear();
    for (std::size_t n = 0; n < static_cast<std::size_t>(setting.relays); ++n) {
        m_relays.emplace_back();
        m_relays[n].life =
            std::make_unique<Mortal>([this, n] { StartRelay(n); }, [this, n] { m_relays[n].child->Kill(); },
                                     [this, n] { return m_relays[n].child->HasEnded(); });
    }
    for (auto& relay : m_relays) {
        relay.life->Start();
    }
}

void Scene::Close()
{
    for (auto& relay : m_relays) {
        relay.life->Kill(0ms);
    }
    m_portal->Kill(0ms);
}

void Scene::MakeDatabases(const Setting& setting)
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
    db::Connection owner(ShopOwner());
    if (setting.hintsOff) {
        owner.ExecuteScript(ReadFile(m_data / "hints_off.sql"));
    }
    if (!setting.shopSql.empty()) {
        owner.ExecuteScript(setting.shopSql);
    }
}

void Scene::StartPortal()
{
    auto environment = Environment(Watch::Portal);
    environment.push_back("BAYLINE_PORTAL_DATABASE=" + PortalDatabase().conninfo);
    auto command = m_portalUnder;
    command.insert(command.end(), {(m_bin / m_setting.portalProgram).string(), "serve", "--listen",
                                   "127.0.0.1:" + std::to_string(m_port)});
    m_portalChild = std::make_unique<bench::Child>(command, environment, m_log.string());
}

std::vector<std::string> Scene::RelayCommand() const
{
    return {(m_bin / "bayline-relay").string(), "--hurry", std::to_string(m_setting.hurry)};
}

std::vector<std::string> Scene::RelayEnvironment(std::size_t n) const
{
    // A device may hold only a few connections.
    const auto device = n == 0 ? std::string("relay") : "relay" + std::to_string(n);
    auto environment = Environment(Watch::Relay);
    environment.push_back("BAYLINE_DATABASE=" + DeviceOverLine(device, Place::RelayDatabase).conninfo);
    return environment;
}

void Scene::StartRelay(std::size_t n)
{
    m_relays[n].child = std::make_unique<bench::Child>(RelayCommand(), RelayEnvironment(n), m_log.string());
}

pid_t Scene::RelayPid() const
{
    return m_relays.front().child->Pid();
}

void Scene::PairUp()
{
    std::string code;
    {
        portal::Connection connection(PortalDatabase().conninfo);
        code = portal::CreatePairingCode(connection, portal::CreateShop(connection, "Bayline"));
    }
    auto paired = sync::Pair("http://127.0.0.1:" + std::to_string(m_appLine.Port()), code);
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

db::ConnectionSettings Scene::DeviceOverLine(const std::string& name, Place place) const
{
    const auto& line = place == Place::RelayDatabase ? m_relayDatabaseLine : m_deskDatabaseLine;
    return {.conninfo = db::ReplaceInConninfo(Device(name).conninfo, {{"host", "127.0.0.1"},
                                                                      {"port", std::to_string(line.Port())},
                                                                      {"connect_timeout", "2"},
                                                                      {"keepalives_idle", "1"},
                                                                      {"keepalives_interval", "1"},
                                                                      {"keepalives_count", "3"},
                                                                      {"tcp_user_timeout", "4000"}})};
}

db::ConnectionSettings Scene::PortalDatabase() const
{
    return {.conninfo = m_portalCluster.OwnerConninfo(m_database)};
}

TcpProxy& Scene::Line(Place place)
{
    switch (place) {
    case Place::App:
        return m_appLine;
    case Place::RelayDatabase:
        return m_relayDatabaseLine;
    case Place::DeskDatabase:
        break;
    }
    return m_deskDatabaseLine;
}

void Scene::Tend()
{
    // A server does not come up while its disk is full; trying holds everything else up.
    if (!m_shopDisk.IsFull()) {
        m_shopServer->Tend();
    }
    if (!m_portalDisk.IsFull()) {
        m_portalServer->Tend();
    }
    m_portal->Tend();
    for (auto& relay : m_relays) {
        relay.life->Tend();
    }
}

bool Scene::CanSetClocks()
{
    return std::filesystem::exists(kFakeTime);
}

namespace {

std::filesystem::path ClockFile(const std::filesystem::path& directory, Watch watch)
{
    return directory / ("clock_" + std::to_string(static_cast<int>(watch)));
}

} // namespace

void Scene::SetClock(Watch watch, std::chrono::seconds ahead) const
{
    const auto file = ClockFile(m_scratch.Path(), watch);
    const auto fresh = file.string() + ".new";
    std::ofstream(fresh) << (ahead.count() < 0 ? "" : "+") << ahead.count() << "\n";
    std::filesystem::rename(fresh, file);
}

std::vector<std::string> Scene::Environment(Watch watch) const
{
    if (!m_setting.clocks || !CanSetClocks()) {
        return {};
    }
    return {std::string("LD_PRELOAD=") + kFakeTime,
            "FAKETIME_TIMESTAMP_FILE=" + ClockFile(m_scratch.Path(), watch).string(), "FAKETIME_DONT_FAKE_MONOTONIC=1",
            "FAKETIME_CACHE_DURATION=1"};
}

} // namespace bayline::faults
