// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/schema.h"

#include "portal/embedded_files.h"
#include "portal/encoding.h"
#include "portal/event_store.h"

#include "core/failure.h"

#include <charconv>
#include <map>

namespace bayline::portal {

namespace {

constexpr std::string_view kFolder = "migrations/";

/// Any fixed number: it names this lock among the database's advisory locks.
constexpr std::int64_t kMigrationLock = 0x6261796c696e65;

struct Migration
{
    std::int64_t version = 0;
    std::string sql;
    std::string checksum;
};

std::vector<Migration> Migrations()
{
    std::vector<Migration> migrations;
    for (const EmbeddedFile& file : EmbeddedFiles()) {
        if (!file.path.starts_with(kFolder))
            continue;
        Migration migration;
        const std::string_view name = file.path.substr(kFolder.size());
        std::from_chars(name.data(), name.data() + name.size(), migration.version);
        migration.sql = file.content;
        migration.checksum = ToHex(Sha256(file.content));
        migrations.push_back(std::move(migration));
    }
    return migrations;
}

[[noreturn]] void Raise(std::string where, std::string sentence)
{
    throw core::Failure(
        {.kind = core::FailureKind::Corrupt, .where = std::move(where), .sentence = std::move(sentence), .code = {}});
}

void Migrate(Connection& connection)
{
    connection.Script("CREATE TABLE IF NOT EXISTS schema_migration (version bigint PRIMARY KEY, checksum text NOT NULL,"
                      " applied_at timestamptz NOT NULL DEFAULT now())");
    std::map<std::int64_t, std::string> applied;
    const Rows rows = connection.Query("SELECT version, checksum FROM schema_migration");
    for (int row = 0; row < rows.Count(); ++row)
        applied[rows.Int(row, 0)] = rows.Text(row, 1);
    for (const Migration& migration : Migrations()) {
        if (const auto found = applied.find(migration.version); found != applied.end()) {
            if (found->second != migration.checksum)
                Raise("migration " + std::to_string(migration.version),
                      "A migration that was applied to the portal's database has been changed.");
            applied.erase(found);
            continue;
        }
        Transaction transaction(connection);
        connection.Script(migration.sql);
        connection.Query("INSERT INTO schema_migration (version, checksum) VALUES ($1, $2)",
                         {migration.version, migration.checksum});
        transaction.Commit();
    }
    if (!applied.empty())
        Raise("migration " + std::to_string(applied.begin()->first),
              "The portal's database belongs to a newer version of the program.");
}

/// A restored or promoted server has another identifier or timeline, a restored copy of the database another oid:
/// numbers of the feed may be given out twice, so the shops must read again.
void CheckIdentity(Connection& connection)
{
    Transaction transaction(connection);
    const Rows now = connection.Query(
        "SELECT system_identifier::text || '/' || (SELECT oid FROM pg_database WHERE datname ="
        " current_database()), ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint"
        " FROM pg_control_system()");
    const Rows known = connection.Query("SELECT system_identifier, timeline FROM portal FOR UPDATE");
    if (known.Empty()) {
        connection.Query("INSERT INTO portal (system_identifier, timeline) VALUES ($1, $2)",
                         {now.Text(0, 0), now.Int(0, 1)});
    } else if (known.Text(0, 0) != now.Text(0, 0) || known.Int(0, 1) != now.Int(0, 1)) {
        connection.Query("UPDATE portal SET system_identifier = $1, timeline = $2", {now.Text(0, 0), now.Int(0, 1)});
        connection.Query("UPDATE feed SET epoch = gen_random_uuid()");
    }
    transaction.Commit();
}

} // namespace

void PrepareDatabase(Connection& connection)
{
    connection.Script("SET lock_timeout = 0");
    connection.Query("SELECT pg_advisory_lock($1)", {kMigrationLock});
    Migrate(connection);
    CheckIdentity(connection);
    ReplayParked(connection);
    connection.Query("SELECT pg_advisory_unlock($1)", {kMigrationLock});
}

} // namespace bayline::portal
