// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/server_identity.h"

#include "core/failure.h"
#include "core/outcome.h"
#include "db/conninfo.h"
#include "db/migrate.h"

#include <libpq-fe.h>
#include <poll.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <memory>

namespace bayline::db {

using core::Failure;
using core::FailureKind;

namespace {

constexpr auto kReplaced = "server.replaced";
constexpr auto kNotInCharge = "server.standby";
constexpr auto kOlder = "schema.older";

// The timeline that is written to now; what pg_control_checkpoint() says is older for a moment after a promotion.
constexpr auto kWho = "select (select system_identifier::text from pg_control_system()),"
                      " case when pg_is_in_recovery() then '00000000'"
                      " else substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8) end";
constexpr auto kSteps = "select count(*) from bayline_schema.applied";

struct ResultDeleter
{
    void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ResultDeleter>;

/// A server that took the connection and then hangs is not waited for.
constexpr auto kPatience = std::chrono::seconds(10);

Result Ask(PGconn* connection, const char* sql, const char* where)
{
    Result result(ExecWithin(connection, sql, kPatience));
    if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) {
        const char* state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
        throw FailureOf(state != nullptr && PQstatus(connection) == CONNECTION_OK ? state : "08006", where);
    }
    return result;
}

Failure NotThisOne(const char* code, const char* sentence)
{
    return Failure({.kind = FailureKind::DatabaseAway,
                    .retryable = true,
                    .where = "connect: which server",
                    .sentence = sentence,
                    .code = code});
}

void CheckWho(PGconn* connection, ServerMemory& memory)
{
    const auto who = Ask(connection, kWho, "connect: which server");
    const int timeline = static_cast<int>(std::strtol(PQgetvalue(who.get(), 0, 1), nullptr, 16));
    if (timeline == 0) {
        throw NotThisOne(kNotInCharge, N_("This database server is a copy that has not taken over. Your work is kept "
                                          "and can be saved when it has."));
    }
    if (!memory.Accept(PQgetvalue(who.get(), 0, 0), timeline)) {
        throw NotThisOne(kReplaced, N_("This database server was replaced by another one and is not used any more. "
                                       "Please tell whoever looks after Bayline."));
    }
}

void CheckSteps(PGconn* connection)
{
    const auto steps = Ask(connection, kSteps, "connect: schema");
    const auto applied = std::strtoul(PQgetvalue(steps.get(), 0, 0), nullptr, 10);
    if (applied < BuiltInMigrations().size()) {
        throw Failure({.kind = FailureKind::DatabaseRefused,
                       .retryable = true,
                       .where = "connect: schema",
                       .sentence = N_("The shop's database is older than this program. Whoever looks after Bayline has "
                                      "to bring it up to date first: bayline-admin migrate"),
                       .code = kOlder});
    }
}

std::vector<std::string> Split(const std::string& list)
{
    std::vector<std::string> parts(1);
    for (const char c : list) {
        if (c == ',') {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    return parts;
}

} // namespace

ServerMemory::ServerMemory(Timelines known, std::function<void(const Timelines&)> keep)
    : m_known(std::move(known)), m_keep(std::move(keep))
{
}

bool ServerMemory::Accept(const std::string& system, int timeline)
{
    Timelines news;
    {
        const std::lock_guard lock(m_mutex);
        auto& known = m_known[system];
        if (timeline < known) {
            return false;
        }
        if (timeline == known) {
            return true;
        }
        known = timeline;
        news = m_known;
    }
    if (m_keep) {
        m_keep(news);
    }
    return true;
}

ServerMemory::Timelines ServerMemory::Known() const
{
    const std::lock_guard lock(m_mutex);
    return m_known;
}

void CheckServer(pg_conn* connection, const ConnectionSettings& settings)
{
    if (settings.servers != nullptr) {
        CheckWho(connection, *settings.servers);
    }
    if (std::string_view(PQuser(connection)).starts_with("dev_")) {
        CheckSteps(connection);
    }
}

pg_result* ExecWithin(pg_conn* connection, const char* sql, std::chrono::milliseconds patience)
{
    const auto until = std::chrono::steady_clock::now() + patience;
    Result last;
    if (PQsendQuery(connection, sql) == 0) {
        return nullptr;
    }
    for (;;) {
        while (PQisBusy(connection) != 0) {
            const auto left =
                std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
            pollfd socket{PQsocket(connection), POLLIN, 0};
            const int ready = left.count() <= 0 ? 0 : ::poll(&socket, 1, static_cast<int>(left.count()));
            if (ready < 0 && errno == EINTR) {
                continue;
            }
            if (ready <= 0 || PQconsumeInput(connection) == 0) {
                return nullptr;
            }
        }
        PGresult* next = PQgetResult(connection);
        if (next == nullptr) {
            return last.release();
        }
        last.reset(next);
    }
}

void CheckAnswers(Connection& connection, std::chrono::milliseconds patience)
{
    const Result alive(ExecWithin(connection.Native(), "select 1", patience));
    if (PQresultStatus(alive.get()) != PGRES_TUPLES_OK) {
        connection.Close();
        throw FailureOf("08006", "check");
    }
}

std::vector<std::string> Candidates(const ConnectionSettings& settings)
{
    const auto all = CompleteConninfo(settings);
    std::vector<std::string> candidates{all};
    const auto hosts = Split(ConninfoValue(all, "host"));
    const auto ports = Split(ConninfoValue(all, "port"));
    if (hosts.size() > 1 && settings.servers != nullptr) {
        for (std::size_t n = 0; n < hosts.size(); ++n) {
            candidates.push_back(
                ReplaceInConninfo(all, {{"host", hosts[n]}, {"port", ports[ports.size() == 1 ? 0 : n]}}));
        }
    }
    return candidates;
}

bool SaysWhyItIsAway(const core::Failure& failure)
{
    const auto& code = failure.Code();
    return AnotherServerMayDo(failure) || code == kOlder || code == kServerBusy || code == kDeviceRefused;
}

bool AnotherServerMayDo(const core::Failure& failure)
{
    return failure.Code() == kReplaced || failure.Code() == kNotInCharge;
}

} // namespace bayline::db
