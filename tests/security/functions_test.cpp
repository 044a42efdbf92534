// SPDX-License-Identifier: GPL-3.0-or-later
// Every function a device may call, with arguments made to break out of a statement. Whatever it answers, no statement
// becomes another one, nothing inside fails, and nothing is written.
#include "core/failure.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/shop_day.h"

#include <boost/json/serialize.hpp>

#include <map>
#include <random>
#include <set>

namespace bayline::test {

namespace {

constexpr std::uint64_t kSeed = 20'261'122;

const std::vector<std::string>& Hostile()
{
    static const std::vector<std::string> kTexts = {
        "",
        "'",
        "''; drop table bayline.event; --",
        "$$ || pg_sleep(5) || $$",
        "\\",
        "%",
        "_",
        "%s%I%L",
        "a' union select pin_hash from bayline.staff_secret --",
        "-- \n select 1",
        "张伟'; --",
        "\u202e",
        "{\"a\":1}",
        "{}",
        "[]",
        "null",
        "{a,b}",
        "{\"'\"}",
        "{{}}",
        "-1",
        "0",
        "2147483648",
        "1e400",
        "NaN",
        "infinity",
        "-infinity",
        "2026-11-22T00:00:00Z",
        "019aa000-0000-7000-8000-000000000001",
        "work_order/019aa000-0000-7000-8000-000000000001",
        "work_order/",
        "/",
        "customer/x",
        "true",
        std::string(5000, '\''),
        std::string(3000, '('),
        "[{\"stream\":\"work_order/'\",\"expected_seq\":\"x\"}]",
        "[{\"stream\":\"work_order/019aa000-0000-7000-8000-000000000001\",\"expected_seq\":0,\"events\":[{}]}]",
        "[{\"stream\":\"work_order/019aa000-0000-7000-8000-000000000001\",\"expected_seq\":0,"
        "\"events\":[{\"type\":\"x'); drop table event; --\",\"data\":{}}]}]",
    };
    return kTexts;
}

/// States of a function that was confused rather than refusing: a statement that became another one, or a bug.
bool IsBroken(const std::string& state)
{
    static const std::set<std::string> kBroken = {"42601", "42P01", "42703", "42883", "42P02", "XX000",
                                                  "XX001", "42P18", "2F005", "39000", "54001", "53200"};
    return kBroken.contains(state);
}

class HostileArguments : public PostgresTest
{
protected:
    [[nodiscard]] std::map<std::string, std::string> RowsOfTables(db::Connection& owner) const
    {
        std::map<std::string, std::string> counts;
        for (const auto& row : owner.Rows("select relname as name from pg_class where relkind = 'r'"
                                          " and relnamespace = 'bayline'::regnamespace")) {
            const std::string name(row.at("name").as_string());
            // Tries of signing in, what says who is where, and what the relay heard, are written on purpose.
            if (!name.starts_with("sign_in") && name != "session" && name != "presence" && name != "inbox") {
                counts[name] = owner.Text("select count(*)::text from bayline." + name).value_or("");
            }
        }
        return counts;
    }
};

} // namespace

TEST_F(HostileArguments, BreakOutOfNoFunctionAndWriteNothing)
{
    db::Connection owner(OwnerSettings());
    {
        db::Connection desk(DeviceSettings());
        static_cast<void>(CheckIn(desk, SignInAs(desk, Advisor())));
    }
    const auto before = RowsOfTables(owner);
    std::mt19937_64 random(kSeed);
    int calls = 0;
    for (const auto* device : {"desk", "bay", "relay"}) {
        const auto functions = owner.Rows(
            "select p.oid::regprocedure::text as call, n.nspname as schema, p.proname as name, p.pronargs as many,"
            " (select string_agg(format_type(a.type, null), '|' order by a.n)"
            "  from unnest(p.proargtypes) with ordinality a(type, n)) as types"
            " from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
            " where n.nspname in ('api', 'relay') and has_schema_privilege(:role, n.oid, 'usage')"
            " and has_function_privilege(:role, p.oid, 'execute') and p.prokind = 'f' order by 1",
            {{"role", std::string("dev_") + device}});
        ASSERT_GT(functions.size(), 5U);
        db::Connection hostile(DeviceSettings(device));
        hostile.Execute("set statement_timeout = '3s'");
        for (const auto& function : functions) {
            std::vector<std::string> types;
            std::string rest = function.at("types").is_string() ? std::string(function.at("types").as_string()) : "";
            for (std::size_t end = 0; !rest.empty() && end != std::string::npos;) {
                end = rest.find('|');
                types.push_back(rest.substr(0, end));
                rest = end == std::string::npos ? std::string() : rest.substr(end + 1);
            }
            for (int round = 0; round < 12; ++round) {
                std::string sql = "select " + std::string(function.at("schema").as_string()) + "." +
                                  std::string(function.at("name").as_string()) + "(";
                db::Params params;
                for (std::size_t n = 0; n < types.size(); ++n) {
                    const auto name = "p" + std::to_string(n);
                    sql += (n == 0 ? ":" : ", :") + name + "::" + types[n];
                    params.emplace_back(name, Hostile()[random() % Hostile().size()]);
                }
                try {
                    ++calls;
                    static_cast<void>(hostile.Text(sql + ")::text", params));
                } catch (const core::Failure& failure) {
                    EXPECT_FALSE(IsBroken(failure.Code()))
                        << device << ": " << sql << " gave " << failure.Code() << ", seed " << kSeed;
                    EXPECT_NE(failure.Code(), "57014") << sql;
                    EXPECT_EQ(std::string(failure.what()).find("drop table"), std::string::npos);
                }
            }
        }
    }
    EXPECT_GT(calls, 500);
    for (const auto& [table, rows] : RowsOfTables(owner)) {
        EXPECT_EQ(rows, before.at(table)) << table;
    }
}

TEST_F(HostileArguments, SearchFindsWhatIsTypedAndNothingElse)
{
    db::Connection desk(DeviceSettings());
    const auto advisor = SignInAs(desk, Advisor());
    static_cast<void>(CheckIn(desk, advisor, CheckInForm("O'Brien %_\\ $$", "沪AD12345")));
    static_cast<void>(CheckIn(desk, advisor, CheckInForm("王小明", "沪AD54321")));
    const auto hits = [&](const std::string& typed) {
        return desk.Json("api.search(:typed, 10)", {{"typed", typed}}).as_array().size();
    };
    EXPECT_EQ(hits("O'Brien"), 1U);
    EXPECT_EQ(hits("%_\\"), 1U);
    EXPECT_EQ(hits("$$"), 1U);
    for (const auto* nothing : {"%%", "__", "' or '1'='1", "\\\\%", "%' --"}) {
        EXPECT_EQ(hits(nothing), 0U) << nothing;
    }
}

TEST_F(HostileArguments, EveryPrivilegedFunctionIsPinnedClosedAndOwnedByNobodyWhoCanLogIn)
{
    db::Connection owner(OwnerSettings());
    const auto wrong =
        owner.Rows("select p.oid::regprocedure::text as function, r.rolname as owner, p.proconfig::text as config"
                   " from pg_proc p join pg_roles r on r.oid = p.proowner join pg_namespace n on n.oid = p.pronamespace"
                   " where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema')"
                   " and (r.rolcanlogin or r.rolsuper or has_function_privilege('public', p.oid, 'execute')"
                   "      or not exists (select from unnest(p.proconfig) c where c ~ '^search_path=.*, ?pg_temp$'))");
    EXPECT_TRUE(wrong.empty()) << boost::json::serialize(wrong);
    // What a privileged function calls by name must not be found in a place others can write to.
    EXPECT_EQ(owner.Text("select count(*)::text from pg_namespace n where n.nspname !~ '^pg_' and"
                         " n.nspname <> 'information_schema' and has_schema_privilege('public', n.oid, 'create')"),
              "0");
}

// plpgsql_check plans every statement of every function against the tables that are there, and looks for statements
// made of texts. The one of figure_sums is made of its own constants and of names that format() quotes.
TEST_F(HostileArguments, EveryFunctionFitsTheTablesAndMakesNoStatementOfTexts)
{
    db::Connection owner(OwnerSettings());
    owner.Execute("begin");
    owner.Execute("create extension plpgsql_check schema public");
    // What is called from a pinned function sees its search path.
    owner.Execute("set local search_path = bayline, public, pg_temp");
    const std::string functions = " from pg_proc p join pg_language l on l.oid = p.prolang and l.lanname = 'plpgsql'"
                                  " left join (select tgfoid, min(tgrelid) as relation from pg_trigger group by 1) t"
                                  " on t.tgfoid = p.oid"
                                  " where (p.prorettype <> 'trigger'::regtype or t.relation is not null)"
                                  " and p.pronamespace in ('bayline'::regnamespace, 'api'::regnamespace,"
                                  " 'relay'::regnamespace)";
    EXPECT_GT(std::stoi(owner.Text("select count(*)::text" + functions).value_or("0")), 150);
    const auto found =
        owner.Rows("select f.name, c.lineno::text as line, c.level, c.message from (select p.oid as function,"
                   " p.oid::regprocedure::text as name, coalesce(t.relation, 0) as relation" +
                   functions +
                   ") f cross join lateral plpgsql_check_function_tb(f.function, relid => f.relation,"
                   " other_warnings => false, security_warnings => true) c"
                   " where c.level in ('error', 'security')"
                   " and not (f.name like 'figure_sums(%' and c.message = 'text type variable is not sanitized')");
    EXPECT_TRUE(found.empty()) << boost::json::serialize(found);
    owner.Execute("rollback");
}

} // namespace bayline::test
