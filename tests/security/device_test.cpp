// SPDX-License-Identifier: GPL-3.0-or-later
// A device's password in the hands of somebody with plain psql: the server itself, other devices, other people.
#include "core/failure.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/shop_day.h"

#include <array>

namespace bayline::test {

namespace {

class StolenDevice : public PostgresTest
{
protected:
    static std::string StateOf(db::Connection& connection, const std::string& sql)
    {
        try {
            connection.ExecuteScript(sql);
            return "done";
        } catch (const core::Failure& failure) {
            return failure.Code();
        }
    }
};

constexpr std::array kDevices = {"desk", "bay", "relay"};

} // namespace

TEST_F(StolenDevice, ReachesNothingOfTheServer)
{
    for (const auto* device : kDevices) {
        db::Connection hostile(DeviceSettings(device));
        for (const auto* sql : {"select * from pg_authid",
                                "select * from pg_shadow",
                                "select * from pg_hba_file_rules",
                                "select * from pg_file_settings",
                                "select * from pg_largeobject",
                                "select * from pg_statistic",
                                "select pg_read_binary_file('postgresql.conf')",
                                "select pg_stat_file('postgresql.conf')",
                                "select pg_ls_logdir()",
                                "select pg_rotate_logfile()",
                                "select pg_reload_conf()",
                                "select pg_switch_wal()",
                                "select pg_create_restore_point('x')",
                                "select pg_create_physical_replication_slot('x')",
                                "select pg_promote()",
                                "copy (select 1) to '/tmp/bayline-stolen'",
                                "copy (select 1) to program 'id'",
                                "set session_replication_role = replica",
                                "set role bayline_owner",
                                "set session authorization bayline_owner",
                                "alter role current_user superuser",
                                "alter role current_user connection limit -1",
                                "alter database postgres set work_mem = '1GB'",
                                "create extension dblink",
                                "create database d",
                                "create tablespace t location '/tmp'",
                                "create event trigger e on ddl_command_start execute function f()",
                                "load 'auto_explain'",
                                "checkpoint",
                                "select lo_import('/etc/passwd')",
                                "grant select on bayline.staff_secret to current_user",
                                "create policy p on bayline.event",
                                "comment on table bayline.event is 'x'",
                                "analyze bayline.staff_secret; lock table bayline.event"}) {
            const auto state = StateOf(hostile, sql);
            const bool refused = state == "42501" || state == "42704" || state == "42883" || state == "0A000" ||
                                 state == "25001" || state == "58P01";
            EXPECT_TRUE(refused) << device << ": " << sql << " gave " << state;
        }
    }
}

TEST_F(StolenDevice, IsAnOrdinaryRoleAndSeesNobodyElsesStatements)
{
    db::Connection owner(OwnerSettings());
    EXPECT_EQ(owner.Text("select count(*)::text from pg_roles where rolname like 'dev\\_%' and (rolsuper or rolcreatedb"
                         " or rolcreaterole or rolreplication or rolbypassrls or rolconnlimit <> 4)"),
              "0");
    EXPECT_EQ(
        owner.Text(
            "select count(*)::text from pg_roles where rolname like 'bayline\\_%' and rolcanlogin and not rolsuper"),
        "0");
    db::Connection desk(DeviceSettings("desk"));
    const auto advisor = SignInAs(desk, Advisor());
    desk.Execute("select 'marker 13812345678'");
    db::Connection bay(DeviceSettings("bay"));
    EXPECT_EQ(bay.Text("select count(*)::text from pg_stat_activity where query like '%marker%'"
                       " and usename <> session_user"),
              "0");
    EXPECT_EQ(StateOf(bay, "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'dev_desk'"),
              "42501");
    EXPECT_EQ(StateOf(bay, "select pg_cancel_backend(pid) from pg_stat_activity where usename = 'dev_desk'"), "42501");
}

TEST_F(StolenDevice, CannotUseATokenOfAnotherDeviceNorGuessOneAndReadsNoHash)
{
    db::Connection desk(DeviceSettings("desk"));
    const auto advisor = SignInAs(desk, Advisor());
    db::Connection bay(DeviceSettings("bay"));
    for (const auto& token : {advisor.token, std::string(), std::string(43, 'A'), std::string("' or 1=1 --")}) {
        try {
            static_cast<void>(bay.Json("api.append_events(:token, gen_random_uuid(), '[]')", {{"token", token}}));
            ADD_FAILURE() << "a stranger's token was good";
        } catch (const core::Failure& failure) {
            EXPECT_EQ(failure.Code(), "BL009");
        }
    }
    for (const auto* secret : {"staff_secret", "session", "sign_in_lock", "sign_in_attempt", "link", "presence"}) {
        EXPECT_EQ(StateOf(desk, std::string("select * from bayline.") + secret), "42501") << secret;
    }
}

TEST_F(StolenDevice, FiveWrongPinsLockThatPersonOnThatDeviceWhateverConnectionIsUsed)
{
    for (int attempt = 0; attempt < 5; ++attempt) {
        db::Connection bay(DeviceSettings("bay"));
        EXPECT_FALSE(db::SignIn(bay, Advisor().member.number, "000000").Ok());
    }
    db::Connection bay(DeviceSettings("bay"));
    EXPECT_FALSE(db::SignIn(bay, Advisor().member.number, Advisor().pin).Ok());
    EXPECT_TRUE(db::SignIn(bay, Technician().member.number, Technician().pin).Ok());
    db::Connection desk(DeviceSettings("desk"));
    EXPECT_TRUE(db::SignIn(desk, Advisor().member.number, Advisor().pin).Ok());
}

TEST_F(StolenDevice, LearnsNothingFromHowLongAWrongSignInTakes)
{
    db::Connection desk(DeviceSettings("desk2"));
    const auto timeOf = [&](const std::string& number) {
        double least = 1e9;
        for (int round = 0; round < 3; ++round) {
            const auto begun = std::chrono::steady_clock::now();
            static_cast<void>(desk.Text("select api.sign_in(:n, '000000')::text", {{"n", number}}));
            least = std::min(
                least, std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count());
        }
        return least;
    };
    const auto known = timeOf(ManagerOnDuty().member.number);
    const auto unknown = timeOf("999");
    EXPECT_LT(std::max(known, unknown) / std::min(known, unknown), 2.0) << known << " ms, " << unknown << " ms";
}

} // namespace bayline::test
