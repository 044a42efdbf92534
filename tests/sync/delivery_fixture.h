// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "child_process.h"

#include "core/hash.h"
#include "core/phone_camera.h"
#include "core/random.h"
#include "db/delivery.h"
#include "db/import.h"
#include "db/photos.h"
#include "db/work_order_store.h"
#include "photo/client.h"
#include "portal/encoding.h"
#include "sync/pairing.h"
#include "sync/reconcile.h"
#include "sync/relay.h"
#include "tests/portal/portal_fixture.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/shop_day.h"

#include <signal.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <random>
#include <thread>

namespace bayline::test {

using namespace std::chrono_literals;

inline bool Soon(const std::function<bool()>& holds, std::chrono::milliseconds within = 60s)
{
    const auto end = std::chrono::steady_clock::now() + within;
    while (!holds()) {
        if (std::chrono::steady_clock::now() > end) {
            return false;
        }
        std::this_thread::sleep_for(5ms);
    }
    return true;
}

/// The customer's browser.
class Customer
{
public:
    Customer(unsigned short port, std::string token) : m_port(port), m_token(std::move(token)) {}

    bool Open()
    {
        auto answer =
            Http(m_port, "POST", "/page/session", {{"Content-Type", "application/json"}, {"X-Bayline-Page", "1"}},
                 boost::json::serialize(boost::json::object{{"token", m_token}}));
        if (answer.status != 200) {
            return false;
        }
        m_page = answer.Json().at("page").as_string();
        const auto& cookie = answer.headers["set-cookie"];
        m_cookie = cookie.substr(0, cookie.find(';'));
        return true;
    }

    [[nodiscard]] Answer Get(const std::string& path) const
    {
        return Http(m_port, "GET", "/page/" + m_page + "/" + path, {{"Cookie", m_cookie}});
    }

    [[nodiscard]] std::string State() const { return Get("state?since=0&wait=0").text; }

    /// Approves the first line of the revision and declines the others.
    [[nodiscard]] Answer Decide(const core::WorkOrder& order) const
    {
        const auto& revision = *order.LastRevision();
        boost::json::array lines;
        for (const auto& line : revision.lines) {
            lines.push_back(boost::json::object{{"line_id", line.id.Text()},
                                                {"line_hash", core::LineHash(line, order.pricesIncludeTax)},
                                                {"decision", lines.empty() ? "approve" : "decline"}});
        }
        const auto seen = core::ComputeAmounts(revision.lines.front(), order.pricesIncludeTax).gross.minor;
        return Post("decision", {{"decision_id", core::DecisionId::New().Text()},
                                 {"quote_id", revision.id.Text()},
                                 {"revision", revision.revision},
                                 {"total_seen", seen},
                                 {"token", m_token},
                                 {"last4", "5678"},
                                 {"lines", lines}});
    }

    [[nodiscard]] Answer Post(const std::string& path, const boost::json::object& form) const
    {
        return Http(m_port, "POST", "/page/" + m_page + "/" + path,
                    {{"Cookie", m_cookie}, {"Content-Type", "application/json"}, {"X-Bayline-Page", "1"}},
                    boost::json::serialize(form));
    }

private:
    unsigned short m_port;
    std::string m_token;
    std::string m_page;
    std::string m_cookie;
};

/// A technician's phone with the link of an order.
class Phone
{
public:
    Phone(unsigned short port, std::string token) : m_port(port), m_token(std::move(token)) {}

    [[nodiscard]] Answer Get(const std::string& path) const { return Ask("GET", path, {}, {}); }

    [[nodiscard]] int Announce(const std::string& picture, int number, const std::string& bytes) const
    {
        std::string metadata;
        const auto add = [&](const std::string& key, const std::string& value) {
            metadata += (metadata.empty() ? "" : ",") + key + " " + portal::ToBase64(value);
        };
        add("picture_id", picture);
        add("number", std::to_string(number));
        add("sha256", core::Sha256Hex(bytes));
        add("content_type", "image/jpeg");
        add("kind", "before");
        add("name", "IMG_1.jpg");
        add("taken_at", "2026-11-22T02:40:00Z");
        return Ask("POST", "pictures", {{"Upload-Length", std::to_string(bytes.size())}, {"Upload-Metadata", metadata}},
                   {})
            .status;
    }

    [[nodiscard]] int Send(const std::string& picture, std::size_t offset, const std::string& bytes) const
    {
        return Ask("PATCH", "pictures/" + picture,
                   {{"Upload-Offset", std::to_string(offset)}, {"Content-Type", "application/offset+octet-stream"}},
                   bytes)
            .status;
    }

    [[nodiscard]] int Offset(const std::string& picture) const
    {
        return std::stoi(Ask("HEAD", "pictures/" + picture, {}, {}).headers["upload-offset"]);
    }

private:
    [[nodiscard]] Answer Ask(const std::string& method, const std::string& path, Headers headers,
                             const std::string& body) const
    {
        headers.emplace_back("Authorization", "Camera " + m_token);
        headers.emplace_back("Tus-Resumable", "1.0.0");
        return Http(m_port, method, "/camera/" + path, headers, body);
    }

    unsigned short m_port;
    std::string m_token;
};

inline std::string ReadBytes(const std::string& file)
{
    const char* source = std::getenv("BAYLINE_SOURCE_DIR");
    std::ifstream in(std::string(source == nullptr ? "." : source) + "/" + file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// A shop's database, a relay in this process or beside it, and bayline-portal with a database of its own.
class DeliveryTest : public PostgresTest
{
protected:
    void SetUp() override
    {
        PostgresTest::SetUp();
        m_desk = std::make_unique<db::Connection>(DeviceSettings("desk"));
        m_advisor = SignInAs(*m_desk, Advisor());
        m_manager = SignInAs(*m_desk, ManagerOnDuty());
        m_portalName = "portal_of_" + m_database;
        db::Connection(TestCluster::Instance().Owner("postgres")).ExecuteScript("create database " + m_portalName);
        m_portal.Start(PortalDatabase());
        m_code = PortalProcess::Output({"pair", "--database", PortalDatabase(), "--shop-name", "Test"});
        m_code = m_code.substr(m_code.find("code: ") + 6);
        m_code = m_code.substr(0, m_code.find('\n'));
        m_pairing = sync::Pair(Url(), m_code).Value();
        db::StorePairing(*m_desk, m_manager, m_pairing.credentials, m_pairing.linkBase);
    }

    void TearDown() override
    {
        m_relay.reset();
        m_log.reset();
        m_portal.Kill();
        m_desk.reset();
        TestCluster::Instance().DropDatabase(m_portalName);
        PostgresTest::TearDown();
    }

    [[nodiscard]] std::string Url() const { return "http://127.0.0.1:" + std::to_string(m_portal.Port()); }
    [[nodiscard]] std::string PortalDatabase() const { return TestCluster::Instance().Owner(m_portalName).conninfo; }

    void StartRelay(const std::string& database)
    {
        m_relay.reset();
        m_log = std::make_unique<db::PostgresDeliveryLog>(TestCluster::Instance().Device(database, "relay"));
        sync::RelayOptions options;
        options.timing.breakerCaps = {5ms, 10ms, 20ms, 50ms};
        options.timing.streamFirst = 50ms;
        options.timing.credentials = 50ms;
        options.cleanPicture = [this](std::span<const std::uint8_t> bytes,
                                      const std::string& name) -> core::Outcome<core::CleanPicture> {
            if (m_helperDies > 0) {
                --m_helperDies;
                return core::Refusal{
                    .code = "photo.helper_died", .sentence = "It was killed.", .arguments = {}, .field = {}};
            }
            auto clean = photo::ProcessPhoto(bytes, name);
            if (m_whileCleaning) {
                m_whileCleaning();
            }
            return clean;
        };
        options.interrupt = [this] { m_log->Interrupt(); };
        m_relay.emplace(*m_log, options);
        m_relay->Start();
    }

    [[nodiscard]] static bool AllSent(db::Connection& connection)
    {
        const auto status = db::LoadDeliveryStatus(connection);
        return status.waitingEvents == 0 && status.waitingPhotos == 0;
    }

    /// The portal's last event of every stream is the shop's, by number and by content.
    void ExpectSame(const std::string& database, const core::AppCredentials& credentials, std::size_t streams)
    {
        db::PostgresDeliveryLog log(TestCluster::Instance().Device(database, "relay"));
        sync::SharedLog shared(log);
        sync::ClockOffset offset{0};
        sync::CustomerAppClient client(credentials, offset);
        const auto compared = sync::CompareHeads(client, shared, {credentials.shopId, credentials.epoch},
                                                 sync::Depth::Thorough, std::stop_token());
        ASSERT_TRUE(compared.Ok()) << compared.verdict.sentence;
        EXPECT_EQ(compared.value.streams, streams);
        EXPECT_TRUE(compared.value.different.empty());
        EXPECT_TRUE(compared.value.moved.empty());
        for (const auto& mark : log.Streams({}, 1000)) {
            EXPECT_EQ(mark.acknowledged, mark.publicHead) << mark.stream;
        }
    }

    /// All that the portal keeps, as text.
    [[nodiscard]] std::string EverythingInPortal() const
    {
        db::Connection portal(TestCluster::Instance().Owner(m_portalName));
        std::string all;
        for (const auto& row : portal.Rows("select schemaname || '.' || quote_ident(tablename) as name from pg_tables "
                                           "where schemaname not in ('pg_catalog', 'information_schema')")) {
            const std::string name(row.at("name").as_string());
            all += portal.Text("select string_agg(t::text, E'\\n') from " + name + " t").value_or("");
        }
        return all;
    }

    core::WorkOrderId QuotedOrder(const core::CheckIn& form)
    {
        const auto id = CheckIn(*m_desk, m_advisor, form);
        Do(*m_desk, m_advisor, id, core::AddLine{PartLine("前制动片", 68'000)});
        Do(*m_desk, m_advisor, id, core::AddLine{LabourLine("更换前制动片", 20'000, 1'200)});
        Do(*m_desk, m_advisor, id,
           core::SendQuote{.id = core::QuoteId::New(), .validUntil = core::Now() + 24h, .message = "请确认"});
        return id;
    }

    /// Works on the first line, which the customer approved, and hands the car over against cash.
    void RepairAndDeliver(core::WorkOrderId id)
    {
        const auto technician = SignInAs(*m_desk, Technician());
        const auto colleague = SignInAs(*m_desk, Colleague());
        const auto line = db::LoadWorkOrder(*m_desk, id).lines.front().id;
        Do(*m_desk, technician, id, core::StartClock{.id = core::EntryId::New(), .line = line});
        Do(*m_desk, technician, id, core::FinishLine{.line = line});
        Do(*m_desk, colleague, id,
           core::CheckQuality{.note = {}, .passed = true, .items = core::AllChecked(core::Powertrain::Bev)});
        Invoice(*m_desk, m_advisor, id);
        const auto balance = db::LoadWorkOrder(*m_desk, id).Balance();
        Do(*m_desk, m_advisor, id,
           core::TakePayment{
               .id = core::PaymentId::New(), .method = core::PaymentMethod::Cash, .amount = balance, .reference = {}});
        Do(*m_desk, m_advisor, id, core::Deliver{.onAccount = false, .odometerOut = {.km = 45'215, .asRead = 45'215}});
    }

    std::unique_ptr<db::Connection> m_desk;
    db::Session m_advisor;
    db::Session m_manager;
    std::string m_portalName;
    PortalProcess m_portal;
    std::string m_code;
    sync::Pairing m_pairing;
    std::unique_ptr<db::PostgresDeliveryLog> m_log;
    std::atomic<int> m_helperDies = 0;     ///< so many times more
    std::function<void()> m_whileCleaning; ///< between the fetching of a phone's picture and its storing
    std::optional<sync::Relay> m_relay;
};

} // namespace bayline::test
