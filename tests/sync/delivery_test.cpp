// SPDX-License-Identifier: GPL-3.0-or-later
// The real thing: a shop's database, the relay, and bayline-portal with its own database.
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

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <random>
#include <thread>

namespace bayline::test {

namespace {

using namespace std::chrono_literals;

bool Soon(const std::function<bool()>& holds, std::chrono::milliseconds within = 20s)
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

std::string ReadBytes(const std::string& file)
{
    const char* source = std::getenv("BAYLINE_SOURCE_DIR");
    std::ifstream in(std::string(source == nullptr ? "." : source) + "/" + file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

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
        options.cleanPicture = [](std::span<const std::uint8_t> bytes, const std::string& name) {
            return photo::ProcessPhoto(bytes, name);
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
    std::optional<sync::Relay> m_relay;
};

TEST_F(DeliveryTest, ADayReachesTheCustomerAndTheAnswerComesBack)
{
    StartRelay(m_database);
    auto form = CheckInForm();
    const auto id = QuotedOrder(form);
    Customer customer(m_portal.Port(), form.linkToken);
    ASSERT_TRUE(Soon([&] { return customer.Open(); }));
    ASSERT_TRUE(Soon([&] { return customer.State().find("更换前制动片") != std::string::npos; })) << customer.State();

    const auto decided = customer.Decide(db::LoadWorkOrder(*m_desk, id));
    ASSERT_EQ(decided.status / 100, 2) << decided.text;
    ASSERT_TRUE(Soon([&] { return db::LoadWorkOrder(*m_desk, id).approvals.size() == 2; }));
    const auto order = db::LoadWorkOrder(*m_desk, id);
    EXPECT_EQ(order.StateOf(order.lines[0]), core::LineState::Approved);
    EXPECT_EQ(order.approvals[0].channel, core::Channel::App);
    EXPECT_TRUE(Soon([&] { return customer.State().find("\"state\":\"accepted\"") != std::string::npos; }))
        << customer.State();
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    const auto portal = EverythingInPortal();
    for (const std::string& secret :
         {form.customer.name, form.customer.phone, form.vehicle.vin, form.linkToken, std::string("Wholesale Ltd")}) {
        EXPECT_EQ(portal.find(secret), std::string::npos) << secret;
    }

    RepairAndDeliver(id);
    ASSERT_TRUE(Soon([&] { return customer.State().find("\"node\":\"delivered\"") != std::string::npos; }));
    EXPECT_NE(customer.State().find("\"balance\":0"), std::string::npos) << customer.State();
    const auto rated = customer.Post(
        "rating", {{"rating_id", core::ToString(core::NewUuid())}, {"score", 5}, {"comment", "解释得很清楚"}});
    EXPECT_EQ(rated.status / 100, 2) << rated.text;
    EXPECT_TRUE(Soon([&] { return db::LoadWorkOrder(*m_desk, id).rating.has_value(); }));
    ExpectSame(m_database, m_pairing.credentials, 1);
}

TEST_F(DeliveryTest, AChangeReachesAnIdlePortalWithinMilliseconds)
{
    StartRelay(m_database);
    const auto id = CheckIn(*m_desk, m_advisor);
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    const auto begin = std::chrono::steady_clock::now();
    Do(*m_desk, m_advisor, id, core::AddLine{LabourLine("检查", 10'000)});
    Do(*m_desk, m_advisor, id,
       core::SendQuote{.id = core::QuoteId::New(), .validUntil = core::Now() + 24h, .message = {}});
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 500ms);
}

TEST_F(DeliveryTest, PhotosArriveWithTheirPictures)
{
    StartRelay(m_database);
    auto form = CheckInForm();
    const auto id = CheckIn(*m_desk, m_advisor, form);
    const std::string picture(300'000, 'p');
    const std::string thumb(20'000, 't');
    const auto bytes = [](const std::string& text) {
        return std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    };
    const auto sha256 = db::StoreBlob(*m_desk, m_advisor, bytes(picture), "image/jpeg");
    const auto thumbSha256 = db::StoreBlob(*m_desk, m_advisor, bytes(thumb), "image/jpeg");
    const core::Event added{"photo.added",
                            {{"photo_id", core::PhotoId::New().Text()},
                             {"sha256", sha256},
                             {"thumb_sha256", thumbSha256},
                             {"width", 2048},
                             {"height", 1536},
                             {"bytes", static_cast<std::int64_t>(picture.size())},
                             {"kind", "walk_round"},
                             {"caption", ""},
                             {"source_name", "IMG_0001.jpg"}}};
    ASSERT_TRUE(db::AppendToPhotoStream(*m_desk, m_advisor, id, core::OperationId::New(), {added}).Ok());
    Customer customer(m_portal.Port(), form.linkToken);
    ASSERT_TRUE(Soon([&] { return customer.Open(); }));
    EXPECT_TRUE(Soon([&] { return customer.Get("blobs/" + sha256).text == picture; }));
    EXPECT_EQ(customer.Get("blobs/" + thumbSha256).text, thumb);
    EXPECT_TRUE(Soon([&] { return db::LoadPhotos(*m_desk, id).at(0).delivered; }));
    EXPECT_EQ(EverythingInPortal().find("IMG_0001"), std::string::npos);
}

TEST_F(DeliveryTest, APhonesPictureBecomesAPhotoOfTheFindingAlsoWhenThePcSlept)
{
    const auto id = CheckIn(*m_desk, m_advisor);
    const auto technician = SignInAs(*m_desk, Technician());
    const core::OpenCamera camera{.id = core::CameraId::New(),
                                  .token = core::NewLinkToken(),
                                  .title = "WO · 沪AD12345",
                                  .subjects = {{.kind = "before", .title = "Before"}}};
    Do(*m_desk, technician, id, camera);
    StartRelay(m_database);
    const Phone phone(m_portal.Port(), camera.token);
    // Not asked again and again: ten wrong links a minute block an address.
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    ASSERT_EQ(phone.Get("state").status, 200) << phone.Get("state").text;
    EXPECT_EQ(phone.Get("state").text.find("王"), std::string::npos);
    m_relay.reset(); // the PC sleeps
    const auto photo = ReadBytes("resources/demo/photos/brake_pad_worn.jpg");
    const auto picture = core::PhotoId::New().Text();
    const auto bad = core::PhotoId::New().Text();
    ASSERT_EQ(phone.Announce(picture, 1, photo), 201);
    ASSERT_EQ(phone.Announce(picture, 1, photo), 200);
    ASSERT_EQ(phone.Send(picture, 0, photo.substr(0, 20'000)), 204);
    EXPECT_EQ(phone.Offset(picture), 20'000);
    EXPECT_EQ(phone.Send(picture, 0, photo.substr(0, 20'000)), 409);
    ASSERT_EQ(phone.Send(picture, 20'000, photo.substr(20'000)), 204);
    ASSERT_EQ(phone.Announce(bad, 2, "no picture at all"), 201);
    ASSERT_EQ(phone.Send(bad, 0, "no picture at all"), 204);

    StartRelay(m_database);
    ASSERT_TRUE(Soon([&] { return db::LoadPhotos(*m_desk, id).size() == 1; }));
    const auto stored = db::LoadPhotos(*m_desk, id).front();
    EXPECT_EQ(stored.id.Text(), picture);
    EXPECT_EQ(stored.kind, "before");
    EXPECT_EQ(stored.addedBy, Technician().member.name);
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    ASSERT_TRUE(Soon([&] {
        const auto left = db::LoadPhonePictures(*m_desk, id);
        return left.size() == 1 && left[0].state == "refused" && !left[0].reason.empty();
    }));
    // The phone hears of both, and the portal keeps neither.
    ASSERT_TRUE(Soon([&] {
        const auto state = phone.Get("state").text;
        return state.find("\"stored\"") != std::string::npos && state.find("\"refused\"") != std::string::npos;
    }));
    db::Connection portal(TestCluster::Instance().Owner(m_portalName));
    EXPECT_EQ(portal.Text("select count(*)::text from public.picture_part"), "0");
    ExpectSame(m_database, m_pairing.credentials, 2);
}

TEST_F(DeliveryTest, NothingIsLostWhenRelayAndPortalAreKilledAtRandom)
{
    constexpr unsigned kSeed = 20261122;
    RecordProperty("seed", static_cast<int>(kSeed));
    std::mt19937 random(kSeed);
    const std::vector<std::string> environment{"BAYLINE_DATABASE=" +
                                               TestCluster::Instance().Device(m_database, "relay").conninfo};
    std::vector<core::WorkOrderId> orders;
    for (int i = 0; i < 6; ++i) {
        orders.push_back(CheckIn(*m_desk, m_advisor, CheckInForm("王小明", "沪AD1000" + std::to_string(i))));
    }
    for (int round = 0; round < 12; ++round) {
        const ChildProcess relay("bayline-relay", {}, environment);
        for (int i = 0; i < 5; ++i) {
            const auto& id = orders[random() % orders.size()];
            Do(*m_desk, m_advisor, id, core::AddLine{LabourLine("检查", 10'000)});
            Do(*m_desk, m_advisor, id,
               core::SendQuote{.id = core::QuoteId::New(), .validUntil = core::Now() + 24h, .message = {}});
            std::this_thread::sleep_for(std::chrono::milliseconds(random() % 15));
        }
        if (round % 4 == 3) {
            m_portal.Kill();
            m_portal.Start(PortalDatabase());
        }
    } // killed -9 here, each time
    StartRelay(m_database);
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    EXPECT_EQ(db::LoadDeliveryStatus(*m_desk).parkedStreams, 0);
    ExpectSame(m_database, m_pairing.credentials, orders.size());
}

TEST_F(DeliveryTest, TheServiceEndsCleanlyAndRunsOnce)
{
    const std::vector<std::string> environment{"BAYLINE_DATABASE=" +
                                               TestCluster::Instance().Device(m_database, "relay").conninfo};
    CheckIn(*m_desk, m_advisor);
    EXPECT_EQ(ChildProcess("bayline-relay", {"--once"}, environment).Wait(), 0);
    EXPECT_TRUE(AllSent(*m_desk));

    ChildProcess service("bayline-relay", {}, environment);
    QuotedOrder(CheckInForm("王小明", "沪AD54321"));
    EXPECT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    const auto begin = std::chrono::steady_clock::now();
    service.Signal(SIGTERM);
    EXPECT_EQ(service.Wait(), 0);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);

    m_portal.Kill();
    CheckIn(*m_desk, m_advisor, CheckInForm("王小明", "沪AD54322"));
    EXPECT_EQ(ChildProcess("bayline-relay", {"--once"}, environment).Wait(), 1);
    EXPECT_EQ(ChildProcess("bayline-relay", {"--nonsense"}, environment).Wait(), 2);
}

TEST_F(DeliveryTest, AShopRestoredFromABackupAgreesWithThePortalAgain)
{
    const auto first = CheckIn(*m_desk, m_advisor);
    StartRelay(m_database);
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    m_relay.reset();
    m_log.reset();
    m_desk.reset();
    const auto backup = m_database + "_restored";
    db::Connection maintenance(TestCluster::Instance().Owner("postgres"));
    maintenance.ExecuteScript("create database " + backup + " template " + m_database);
    maintenance.ExecuteScript("grant connect on database " + backup +
                              " to bayline_desk, bayline_bay, bayline_relay, bayline_admin");

    // Events after the backup, known to the portal, that will not have happened.
    m_desk = std::make_unique<db::Connection>(DeviceSettings("desk"));
    Do(*m_desk, m_advisor, first, core::AddLine{LabourLine("未发生", 10'000)});
    Do(*m_desk, m_advisor, first,
       core::SendQuote{.id = core::QuoteId::New(), .validUntil = core::Now() + 24h, .message = {}});
    CheckIn(*m_desk, m_advisor, CheckInForm("李雷", "沪AD99999"));
    StartRelay(m_database);
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    m_relay.reset();
    m_log.reset();

    m_desk = std::make_unique<db::Connection>(TestCluster::Instance().Device(backup, "desk"));
    m_advisor = SignInAs(*m_desk, Advisor());
    Do(*m_desk, m_advisor, first, core::AddLine{LabourLine("后来的", 20'000)});
    Do(*m_desk, m_advisor, first,
       core::SendQuote{.id = core::QuoteId::New(), .validUntil = core::Now() + 24h, .message = {}});
    StartRelay(backup);
    EXPECT_TRUE(Soon([&] { return AllSent(*m_desk); })) << m_relay->Status().sentence;
    EXPECT_EQ(db::LoadDeliveryStatus(*m_desk).parkedStreams, 0);
    db::Connection portal(TestCluster::Instance().Owner(m_portalName));
    EXPECT_EQ(portal.Text("select reason from public.epoch where superseded_at is null"), "restored");
    EXPECT_EQ(portal.Text("select count(*)::text from public.epoch"), "2");
    m_relay.reset();
    m_log.reset();
    ExpectSame(backup, m_pairing.credentials, 1); // the order that un-happened is empty there
    m_relay.reset();
    m_log.reset();
    m_desk.reset();
    TestCluster::Instance().DropDatabase(backup);
}

TEST_F(DeliveryTest, APortalRestoredFromABackupGetsWhatItLost)
{
    const auto id = CheckIn(*m_desk, m_advisor);
    StartRelay(m_database);
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    m_portal.Kill();
    db::Connection maintenance(TestCluster::Instance().Owner("postgres"));
    const auto backup = m_portalName + "_backup";
    maintenance.ExecuteScript("create database " + backup + " template " + m_portalName);
    m_portal.Start(PortalDatabase());
    for (int i = 0; i < 3; ++i) {
        Do(*m_desk, m_advisor, id, core::AddLine{LabourLine("检查", 10'000)});
        Do(*m_desk, m_advisor, id,
           core::SendQuote{.id = core::QuoteId::New(), .validUntil = core::Now() + 24h, .message = {}});
    }
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    m_portal.Kill();
    TestCluster::Instance().DropDatabase(m_portalName);
    maintenance.ExecuteScript("alter database " + backup + " rename to " + m_portalName);
    m_portal.Start(PortalDatabase());
    Do(*m_desk, m_advisor, id, core::AddLine{LabourLine("检查", 10'000)});
    Do(*m_desk, m_advisor, id,
       core::SendQuote{.id = core::QuoteId::New(), .validUntil = core::Now() + 24h, .message = {}});
    EXPECT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    EXPECT_TRUE(Soon([&] { return db::LoadDeliveryStatus(*m_desk).problem.empty(); }));
    ExpectSame(m_database, m_pairing.credentials, 1);
}

/// Kills or stops one of two relays and says how long it took until something new was delivered.
TEST_F(DeliveryTest, AnotherRelayTakesOverWithinThreeSeconds)
{
    const auto environment =
        std::vector{"BAYLINE_DATABASE=" + TestCluster::Instance().Device(m_database, "relay").conninfo};
    const auto id = CheckIn(*m_desk, m_advisor);
    for (const int signal : {SIGKILL, SIGSTOP}) {
        ChildProcess first("bayline-relay", {}, environment);
        ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
        ChildProcess second("bayline-relay", {}, environment);
        std::this_thread::sleep_for(1s);
        first.Signal(signal);
        const auto begin = std::chrono::steady_clock::now();
        Do(*m_desk, m_advisor, id, core::AddLine{LabourLine("检查", 10'000)});
        Do(*m_desk, m_advisor, id,
           core::SendQuote{.id = core::QuoteId::New(), .validUntil = core::Now() + 24h, .message = {}});
        ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
        EXPECT_LT(std::chrono::steady_clock::now() - begin, 3s) << "signal " << signal;
        first.Signal(SIGCONT); // what it may still do must do no harm
        std::this_thread::sleep_for(200ms);
    }
    EXPECT_EQ(db::LoadDeliveryStatus(*m_desk).parkedStreams, 0);
    ExpectSame(m_database, m_pairing.credentials, 1);
}

TEST_F(DeliveryTest, ARestartedRelayGoesOnAtOnce)
{
    const auto environment =
        std::vector{"BAYLINE_DATABASE=" + TestCluster::Instance().Device(m_database, "relay").conninfo};
    const auto id = CheckIn(*m_desk, m_advisor);
    {
        const ChildProcess relay("bayline-relay", {}, environment);
        ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    } // kill -9
    Do(*m_desk, m_advisor, id, core::AddLine{LabourLine("检查", 10'000)});
    Do(*m_desk, m_advisor, id,
       core::SendQuote{.id = core::QuoteId::New(), .validUntil = core::Now() + 24h, .message = {}});
    const auto begin = std::chrono::steady_clock::now();
    const ChildProcess again("bayline-relay", {}, environment);
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 1s);
}

TEST_F(DeliveryTest, ARefusedChangeIsHealedByTheCurrentState)
{
    const auto form = CheckInForm();
    const auto id = QuotedOrder(form);
    const auto stream = core::StreamName("work_order", id.value);
    {
        db::PostgresDeliveryLog log(TestCluster::Instance().Device(m_database, "relay"));
        log.Park(stream, 2, "The customer app refuses what this order says.");
    }
    StartRelay(m_database);
    ASSERT_TRUE(Soon([&] { return m_relay->Status().state == sync::RelayState::Working; }));
    EXPECT_FALSE(AllSent(*m_desk));
    const auto operation = core::OperationId::New();
    db::SendCurrentState(*m_desk, m_advisor, operation, stream);
    db::SendCurrentState(*m_desk, m_advisor, operation, stream); // a double click
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); })) << m_relay->Status().sentence;
    Customer customer(m_portal.Port(), form.linkToken);
    ASSERT_TRUE(customer.Open());
    EXPECT_NE(customer.State().find("更换前制动片"), std::string::npos) << customer.State();
    ASSERT_EQ(customer.Decide(db::LoadWorkOrder(*m_desk, id)).status / 100, 2);
    EXPECT_TRUE(Soon([&] { return db::LoadWorkOrder(*m_desk, id).approvals.size() == 2; }));
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    m_relay.reset();
    m_log.reset();
    ExpectSame(m_database, m_pairing.credentials, 1);
    db::Connection portal(TestCluster::Instance().Owner(m_portalName));
    EXPECT_EQ(portal.Text("select count(*)::text from public.event where type = 'workshop.superseded.v1'"), "3");
    EXPECT_EQ(portal.Text("select count(*)::text from public.event where type = 'workshop.order.state.v1'"), "1");
}

TEST_F(DeliveryTest, AKeyIsReplacedWithoutAGap)
{
    StartRelay(m_database);
    const auto id = CheckIn(*m_desk, m_advisor);
    const auto change = [&] {
        Do(*m_desk, m_advisor, id, core::AddLine{LabourLine("检查", 10'000)});
        Do(*m_desk, m_advisor, id,
           core::SendQuote{.id = core::QuoteId::New(), .validUntil = core::Now() + 24h, .message = {}});
    };
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    auto code =
        PortalProcess::Output({"pair", "--database", PortalDatabase(), "--shop-id", m_pairing.credentials.shopId});
    code = code.substr(code.find("code: ") + 6);
    const auto renewed = sync::Pair(Url(), code.substr(0, code.find('\n'))).Value();
    change(); // both keys are live: what is under way with the old one passes
    db::StorePairing(*m_desk, m_manager, renewed.credentials, renewed.linkBase);
    change();
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    ASSERT_TRUE(Soon([&] {
        change();
        return m_log->Credentials().keyId == renewed.credentials.keyId;
    }));
    std::this_thread::sleep_for(100ms);
    static_cast<void>(
        PortalProcess::Output({"revoke-key", "--database", PortalDatabase(), "--key-id", m_pairing.credentials.keyId}));
    change();
    EXPECT_TRUE(Soon([&] { return AllSent(*m_desk); }, 2s)) << m_relay->Status().sentence;
    db::Connection portal(TestCluster::Instance().Owner(m_portalName));
    EXPECT_EQ(portal.Text("select count(*)::text from public.epoch"), "1") << "a new key is no new numbering";
}

TEST_F(DeliveryTest, AKeyChangeThatWasInterruptedGoesOnWhereItStood)
{
    StartRelay(m_database);
    const auto id = CheckIn(*m_desk, m_advisor);
    const auto change = [&] {
        Do(*m_desk, m_advisor, id, core::AddLine{LabourLine("检查", 10'000)});
        Do(*m_desk, m_advisor, id,
           core::SendQuote{.id = core::QuoteId::New(), .validUntil = core::Now() + 24h, .message = {}});
    };
    db::Connection owner(TestCluster::Instance().Owner(m_database));
    static_cast<void>(db::BeginKeyChange(owner)); // and killed before anybody else heard of it
    const auto begun = db::BeginKeyChange(owner);
    ASSERT_TRUE(sync::ReplaceKey(begun.present, {begun.nextKeyId, begun.nextSecret}).Ok());
    change(); // killed before it was stored that the customer app knows: the old key is good for a day
    ASSERT_TRUE(Soon([&] { return AllSent(*m_desk); }));
    db::Connection portal(TestCluster::Instance().Owner(m_portalName));
    portal.Execute(
        "update public.shop_key set expires_at = expires_at - interval '2 days'"); // nobody came back in time
    const auto again = db::BeginKeyChange(owner);
    EXPECT_EQ(again.nextKeyId, begun.nextKeyId);
    ASSERT_TRUE(sync::ReplaceKey(again.present, {again.nextKeyId, again.nextSecret}).Ok());
    db::FinishKeyChange(owner, again.nextKeyId);
    m_relay->RetryNow();
    change();
    EXPECT_TRUE(Soon([&] { return AllSent(*m_desk); }, 10s)) << m_relay->Status().sentence;
    EXPECT_EQ(m_log->Credentials().keyId, begun.nextKeyId);
    EXPECT_EQ(portal.Text("select count(*)::text from public.epoch"), "1") << "a new key is no new numbering";
    const auto stranger = sync::ReplaceKey(m_pairing.credentials, {"bk_stranger0000001", std::string(64, 'f')});
    ASSERT_FALSE(stranger.Ok());
    EXPECT_EQ(stranger.FirstRefusal().code, "key.unknown");
}

TEST_F(DeliveryTest, ACodeIsGoodOnce)
{
    const auto again = sync::Pair(Url(), m_code);
    ASSERT_FALSE(again.Ok());
    EXPECT_EQ(again.FirstRefusal().code, "app.code_refused");
    EXPECT_FALSE(m_pairing.linkBase.empty());
}

} // namespace

} // namespace bayline::test
