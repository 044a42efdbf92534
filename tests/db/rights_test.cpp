// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody can do who has a device's password and plain SQL: sweeps over the whole catalogue.
#include "core/failure.h"
#include "db/devices.h"
#include "db/import.h"
#include "db/photos.h"
#include "db/timeline.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/shop_day.h"

#include <boost/json/serialize.hpp>

namespace bayline::test {

namespace {

class Rights : public PostgresTest
{
protected:
    void SetUp() override
    {
        PostgresTest::SetUp();
        m_owner = std::make_unique<db::Connection>(OwnerSettings());
        m_desk = std::make_unique<db::Connection>(DeviceSettings());
        m_bay = std::make_unique<db::Connection>(DeviceSettings("bay"));
    }

    std::unique_ptr<db::Connection> m_owner;
    std::unique_ptr<db::Connection> m_desk;
    std::unique_ptr<db::Connection> m_bay;
};

std::string StateOf(db::Connection& connection, const std::string& sql)
{
    try {
        connection.ExecuteScript(sql);
        return "done";
    } catch (const core::Failure& failure) {
        return failure.Code();
    }
}

} // namespace

TEST_F(Rights, NoDeviceCanWriteAnyTableOrView)
{
    const auto tables = m_owner->Rows(
        "select format('%I.%I', n.nspname, c.relname) as name, n.nspname as schema, c.relkind = 'v' as view"
        " from pg_class c"
        " join pg_namespace n on n.oid = c.relnamespace"
        " where c.relkind in ('r', 'v', 'p') and n.nspname in ('bayline', 'api', 'desk', 'bay', 'relay', 'public',"
        " 'bayline_schema')");
    ASSERT_GT(tables.size(), 70U);
    for (const auto* device : {"desk", "bay", "relay"}) {
        db::Connection hostile(DeviceSettings(device));
        for (const auto& row : tables) {
            const std::string name(row.at("name").as_string());
            const bool isView = row.at("view").as_bool();
            for (const auto& sql : {"delete from " + name, "insert into " + name + " default values",
                                    "truncate " + name, "copy " + name + " from stdin"}) {
                const auto state = StateOf(hostile, sql);
                // A view over several tables takes no rows from anybody, whatever their rights.
                const bool refused = state == "42501" || (isView && (state == "55000" || state == "42809"));
                EXPECT_TRUE(refused) << device << ": " << sql << " gave " << state;
            }
            if (row.at("schema") == "bayline") {
                EXPECT_EQ(StateOf(hostile, "select from " + name), "42501") << device << " " << name;
                EXPECT_EQ(StateOf(hostile, "copy " + name + " to stdout"), "42501") << device << " " << name;
            }
        }
    }
}

TEST_F(Rights, NoDeviceCanCreateChangeOrBecomeAnything)
{
    for (const auto* device : {"desk", "bay", "relay"}) {
        db::Connection hostile(DeviceSettings(device));
        for (const auto* sql : {"create temp table t (n int)",
                                "create table public.t (n int)",
                                "create schema s",
                                "create function api.f() returns int language sql return 1",
                                "create role r",
                                "set role bayline_owner",
                                "set session authorization bayline_owner",
                                "alter role dev_bay superuser",
                                "select lo_create(0)",
                                "select lo_from_bytea(0, '\\x00')",
                                "select pg_read_file('/etc/passwd')",
                                "copy (select 1) to program 'true'",
                                "select pg_ls_dir('.')",
                                "alter system set fsync = off",
                                "select bayline.put_pin(null, '123456')",
                                "select bayline_ext.crypt('a', 'b')",
                                "select api.admin_append(gen_random_uuid(), '[]', true)",
                                "select api.admin_set_pin(null, '123456')",
                                "alter table bayline.event disable trigger all",
                                "drop view desk.board"}) {
            EXPECT_EQ(StateOf(hostile, sql), "42501") << device << ": " << sql;
        }
    }
}

TEST_F(Rights, DevicesMayCallOnlyWhatTheirClassNeeds)
{
    const auto callable = [&](const std::string& device) {
        return boost::json::serialize(m_owner->Rows(
            "select p.oid::regprocedure::text as f from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
            " where n.nspname in ('bayline', 'bayline_ext', 'api', 'relay')"
            " and has_schema_privilege(:role, n.oid, 'usage') and has_function_privilege(:role, p.oid, 'execute')"
            " order by 1",
            {{"role", "dev_" + device}}));
    };
    const auto bay = callable("bay");
    for (const auto* forbidden : {"daily_sheet", "store_pairing", "delivery", "unlock", "admin", "credentials"}) {
        EXPECT_EQ(bay.find(forbidden), std::string::npos) << bay;
    }
    const auto desk = callable("desk");
    for (const auto* forbidden : {"admin", "credentials", "append_customer_answer", "acknowledge", "put_"}) {
        EXPECT_EQ(desk.find(forbidden), std::string::npos) << desk;
    }
    const auto relay = callable("relay");
    for (const auto* forbidden : {"append_events", "sign_in", "api.store_blob", "search", "daily_sheet", "admin"}) {
        EXPECT_EQ(relay.find(forbidden), std::string::npos) << relay;
    }
}

TEST_F(Rights, EveryPrivilegedFunctionPinsItsSearchPathAndIsClosedToPublic)
{
    const auto open = m_owner->Rows(
        "select p.oid::regprocedure::text as f from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
        " join pg_roles r on r.oid = p.proowner"
        " where n.nspname in ('bayline', 'api', 'relay', 'desk', 'bay')"
        " and (has_function_privilege('public', p.oid, 'execute') or r.rolcanlogin"
        " or (p.prosecdef and not coalesce('search_path=bayline, pg_temp' = any (p.proconfig), false)))");
    EXPECT_TRUE(open.empty()) << boost::json::serialize(open);
    const auto definers = m_owner->Text("select count(*)::text from pg_proc where prosecdef");
    EXPECT_GT(std::stoi(definers.value_or("0")), 25);
}

TEST_F(Rights, BayShowsNoCostPriceNoPhoneAndNoLink)
{
    const auto advisor = SignInAs(*m_desk, Advisor());
    const auto id = CheckIn(*m_desk, advisor);
    QuoteAndApprove(*m_desk, advisor, id, {PartLine("Front pads", 48'022)});
    RepairAll(*m_bay, SignInAs(*m_bay, Technician()), SignInAs(*m_bay, Colleague()), id);
    Invoice(*m_desk, advisor, id);
    const auto token = db::LoadWorkOrder(*m_desk, id).linkToken;
    ASSERT_EQ(token.size(), 43U);
    m_owner->Execute("select api.admin_append(gen_random_uuid(), jsonb_build_array(jsonb_build_object("
                     "'stream', 'catalogue/' || gen_random_uuid(), 'expected_seq', 0, 'events', jsonb_build_array("
                     "jsonb_build_object('type', 'catalogue.item_put', 'data', jsonb_build_object('code', 'P1',"
                     "'kind', 'part', 'name', 'Pads', 'unit_cost', 24011))))))");
    // 24011 is the cost price of the part, 5678 the end of the customer's number.
    std::string seen = boost::json::serialize(m_bay->Json("api.load_work_order(:id::uuid)", {{"id", id}})) +
                       boost::json::serialize(m_bay->Json("api.search('王小明', 10)")) +
                       boost::json::serialize(m_bay->Json("api.search('5678', 10)"));
    for (const auto& row : m_owner->Rows("select c.relname as name from pg_class c where c.relkind = 'v'"
                                         " and c.relnamespace = 'bay'::regnamespace")) {
        seen += boost::json::serialize(m_bay->Rows("select * from bay." + std::string(row.at("name").as_string())));
    }
    EXPECT_GT(seen.size(), 5000U);
    for (const auto& secret : {std::string("24011"), std::string("13812345678"), token, std::string("Wholesale")}) {
        EXPECT_EQ(seen.find(secret), std::string::npos) << secret;
    }
    const auto desk = boost::json::serialize(m_desk->Json("api.load_work_order(:id::uuid)", {{"id", id}}));
    for (const auto& visible : {std::string("24011"), std::string("13812345678"), token}) {
        EXPECT_NE(desk.find(visible), std::string::npos) << visible;
    }
    const auto order = db::LoadWorkOrder(*m_bay, id);
    EXPECT_TRUE(order.customer.phone.empty());
    EXPECT_TRUE(order.linkToken.empty());
    EXPECT_FALSE(order.lines.at(0).unitCost.has_value());
    EXPECT_FALSE(db::LoadTimeline(*m_bay, id).empty());
}

TEST_F(Rights, DeskAndBayViewsHaveTheSameColumns)
{
    const auto columns = [&](const std::string& schema) {
        return boost::json::serialize(
            m_owner->Rows("select table_name, column_name, data_type from information_schema.columns"
                          " where table_schema = :schema order by table_name, ordinal_position",
                          {{"schema", schema}}));
    };
    EXPECT_EQ(columns("desk"), columns("bay"));
}

TEST_F(Rights, RevokedDeviceIsCutOff)
{
    const auto password = db::AddDevice(*m_owner, "stolen", db::DeviceClass::Desk);
    db::Connection stolen(
        {.conninfo = TestCluster::Instance().Cluster().DeviceConninfo(m_database, "stolen", password)});
    const auto session = SignInAs(stolen, Advisor());
    EXPECT_EQ(stolen.Text("select current_schema()"), "desk");
    db::RevokeDevice(*m_owner, "stolen");
    EXPECT_THROW(stolen.Execute("select 1"), core::Failure);
    try {
        stolen.EnsureOpen();
        ADD_FAILURE() << "could connect again";
    } catch (const core::Failure& failure) {
        EXPECT_EQ(failure.Kind(), core::FailureKind::NotPermitted);
    }
    EXPECT_EQ(m_owner->Text("select count(*)::text from bayline.session where device = 'dev_stolen'"
                            " and ended_at is null"),
              "0");
    m_owner->ExecuteScript("drop role dev_stolen");
}

TEST_F(Rights, BlobMustHaveItsHash)
{
    const auto advisor = SignInAs(*m_desk, Advisor());
    const std::vector<std::uint8_t> bytes{1, 2, 3};
    try {
        m_desk->CallWithBytes("select api.store_blob($1, $2, $3, $4)",
                              {advisor.token, std::string(64, '0'), "image/jpeg"}, bytes.data(), bytes.size());
        ADD_FAILURE() << "stored under a wrong hash";
    } catch (const core::Failure& failure) {
        EXPECT_EQ(failure.Code(), "BL007");
    }
    EXPECT_THROW(m_desk->CallWithBytes("select api.store_blob($1, $2, $3, $4)", {"no token", "x", "y"}, bytes.data(),
                                       bytes.size()),
                 core::Failure);
}

} // namespace bayline::test
