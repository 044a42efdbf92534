// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/migrate.h"

#include "core/failure.h"
#include "core/hash.h"

#include "core/outcome.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <thread>

namespace bayline::db {

using core::Failure;
using core::FailureKind;

namespace {

// Any fixed number, the same in every version of the program.
constexpr auto kLockSql = "select pg_advisory_lock(4742111095)";
constexpr auto kUnlockSql = "select pg_advisory_unlock(4742111095)";

constexpr auto kBookSql = R"sql(
create schema if not exists bayline_schema;
create table if not exists bayline_schema.applied (
    name text primary key,
    sha256 text not null,
    applied_at timestamptz not null default clock_timestamp()
);
grant usage on schema bayline_schema to public;
grant select on bayline_schema.applied to public)sql";

using Applied = std::map<std::string, std::string>;

Applied LoadApplied(Connection& connection)
{
    Applied applied;
    for (const auto& row : connection.Rows("select name, sha256 from bayline_schema.applied")) {
        const auto& object = row.as_object();
        applied[std::string(object.at("name").as_string())] = std::string(object.at("sha256").as_string());
    }
    return applied;
}

void TryStep(Connection& owner, const Migration& migration)
{
    Transaction transaction(owner);
    // Whoever works at the same moment waits behind a step that waits for its lock: at most a second.
    owner.ExecuteScript("set local statement_timeout = 0; set local lock_timeout = '1s'");
    owner.ExecuteScript(std::string(migration.sql));
    owner.ExecuteScript("reset role");
    owner.Execute("insert into bayline_schema.applied (name, sha256) values (:name, :sha256)",
                  {{"name", migration.name}, {"sha256", core::Sha256Hex(migration.sql)}});
    transaction.Commit();
}

/// A step that does not get its locks, because somebody's long work or a server program killed in the middle of a
/// migration holds them, gives way and tries again, for about a minute.
void RunStep(Connection& owner, const Migration& migration)
{
    constexpr auto kLockNotAvailable = "55P03";
    constexpr int kTries = 40;
    for (int attempt = 1;; ++attempt) {
        try {
            TryStep(owner, migration);
            return;
        } catch (const Failure& failure) {
            if (failure.Code() != kLockNotAvailable || attempt == kTries) {
                throw;
            }
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(500));
    }
}

void RefuseStrangers(const Applied& applied, std::span<const Migration> migrations)
{
    for (const auto& [name, sha256] : applied) {
        const auto known = std::find_if(migrations.begin(), migrations.end(),
                                        [&](const Migration& migration) { return migration.name == name; });
        if (known == migrations.end()) {
            throw Failure({.kind = FailureKind::DatabaseRefused,
                           .where = "migrate: unknown step " + name,
                           .sentence = N_("The shop's database was made by a newer Bayline. Please update this one."),
                           .code = {}});
        }
        if (core::Sha256Hex(known->sql) != sha256) {
            throw Failure({.kind = FailureKind::Corrupt,
                           .where = "migrate: changed step " + name,
                           .sentence = N_("The shop's database was made by another build of Bayline."),
                           .code = {}});
        }
    }
}

class SchemaLock
{
public:
    explicit SchemaLock(Connection& owner) : m_owner(owner)
    {
        // Waits for the other PC, however long its migration takes.
        m_owner.ExecuteScript("set statement_timeout = 0");
        m_owner.ExecuteScript(kLockSql);
    }
    ~SchemaLock()
    {
        try {
            m_owner.ExecuteScript(kUnlockSql);
            m_owner.ExecuteScript("set statement_timeout = " +
                                  std::to_string(m_owner.Settings().statementTimeout.count()));
        } catch (const Failure&) {
            // The lock dies with the connection.
            m_owner.Close();
        }
    }
    SchemaLock(const SchemaLock&) = delete;
    SchemaLock& operator=(const SchemaLock&) = delete;

private:
    Connection& m_owner;
};

} // namespace

std::vector<std::string> Migrate(Connection& owner, std::span<const Migration> migrations)
{
    const SchemaLock lock(owner);
    owner.ExecuteScript(kBookSql);
    const auto applied = LoadApplied(owner);
    RefuseStrangers(applied, migrations);
    std::vector<std::string> done;
    for (const auto& migration : migrations) {
        if (!applied.contains(std::string(migration.name))) {
            RunStep(owner, migration);
            done.emplace_back(migration.name);
        }
    }
    return done;
}

SchemaState CheckSchema(Connection& connection)
{
    if (connection.Text("select to_regclass('bayline_schema.applied')::text") == std::nullopt) {
        return SchemaState::Older;
    }
    const auto applied = LoadApplied(connection);
    std::size_t known = 0;
    for (const auto& migration : BuiltInMigrations()) {
        known += applied.count(std::string(migration.name));
    }
    if (known < applied.size()) {
        return SchemaState::Newer;
    }
    return known == BuiltInMigrations().size() ? SchemaState::Current : SchemaState::Older;
}

} // namespace bayline::db
