// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/postgres.h"

#include "core/failure.h"

#include <libpq-fe.h>

#include <charconv>

namespace bayline::portal {

namespace {

constexpr int kBinary = 1;

core::FailureKind KindOf(std::string_view sqlstate, bool connected)
{
    if (!connected || sqlstate.starts_with("08") || sqlstate.starts_with("57P"))
        return core::FailureKind::DatabaseAway;
    if (sqlstate == "53100")
        return core::FailureKind::DiskFull;
    return core::FailureKind::DatabaseRefused;
}

[[noreturn]] void Raise(PGconn* connection, const PGresult* result, const char* where)
{
    const char* field = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
    const char* primary = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : nullptr;
    const std::string sqlstate = field ? field : "";
    const bool connected = PQstatus(connection) == CONNECTION_OK;
    const auto kind = KindOf(sqlstate, connected);
    // The primary message of a constraint or syntax error names objects, never values; those are in the detail.
    throw core::Failure({.kind = kind,
                         .retryable = kind == core::FailureKind::DatabaseAway,
                         .where = std::string(where) + (primary ? std::string(" (") + primary + ")" : ""),
                         .sentence = "The portal's database did not accept the request.",
                         .code = sqlstate});
}

} // namespace

Param Param::Bytes(std::string bytes)
{
    Param param(std::move(bytes));
    param.m_binary = true;
    return param;
}

Param Param::List(const std::vector<std::string>& values)
{
    std::string literal = "{";
    for (const std::string& value : values) {
        literal += literal.size() > 1 ? ",\"" : "\"";
        for (const char c : value) {
            if (c == '"' || c == '\\')
                literal.push_back('\\');
            literal.push_back(c);
        }
        literal.push_back('"');
    }
    return {literal + "}"};
}

Param Param::List(const std::vector<std::int64_t>& values)
{
    std::string literal = "{";
    for (const std::int64_t value : values)
        literal += (literal.size() > 1 ? "," : "") + std::to_string(value);
    return {literal + "}"};
}

Rows::Rows(pg_result* result) : m_result(result, PQclear) {}

int Rows::Count() const
{
    return PQntuples(m_result.get());
}

std::int64_t Rows::Changed() const
{
    const std::string_view text = PQcmdTuples(m_result.get());
    std::int64_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return count;
}

std::string Rows::Text(int row, int column) const
{
    return {PQgetvalue(m_result.get(), row, column),
            static_cast<std::size_t>(PQgetlength(m_result.get(), row, column))};
}

std::int64_t Rows::Int(int row, int column) const
{
    const std::string text = Text(row, column);
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

bool Rows::IsNull(int row, int column) const
{
    return PQgetisnull(m_result.get(), row, column) != 0;
}

Connection::Connection(const std::string& conninfo)
{
    // A conninfo string or URI in `dbname` is expanded; what follows it overrides.
    const char* const names[] = {"dbname",          "connect_timeout",     "client_encoding",  "application_name",
                                 "keepalives_idle", "keepalives_interval", "keepalives_count", nullptr};
    const char* const values[] = {conninfo.c_str(), "5", "UTF8", "bayline-portal", "10", "5", "3", nullptr};
    m_connection.reset(PQconnectdbParams(names, values, 1), PQfinish);
    if (PQstatus(m_connection.get()) != CONNECTION_OK)
        throw core::Failure({.kind = core::FailureKind::DatabaseAway,
                             .retryable = true,
                             .where = "connecting to the portal's database",
                             .sentence = "The portal's database cannot be reached.",
                             .code = {}});
    PQsetNoticeProcessor(
        m_connection.get(), [](void*, const char*) {}, nullptr);
    Script("SET TIME ZONE 'UTC'; SET idle_in_transaction_session_timeout = '30s'; SET lock_timeout = '20s'");
}

Rows Connection::Run(const char* sql, const std::vector<Param>& params, bool binary)
{
    std::vector<const char*> values;
    std::vector<int> lengths;
    std::vector<int> formats;
    for (const Param& param : params) {
        values.push_back(param.Data());
        lengths.push_back(param.Size());
        formats.push_back(param.IsBinary() ? kBinary : 0);
    }
    PGresult* result = PQexecParams(m_connection.get(), sql, static_cast<int>(params.size()), nullptr, values.data(),
                                    lengths.data(), formats.data(), binary ? kBinary : 0);
    Rows rows(result);
    const auto status = PQresultStatus(result);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
        Raise(m_connection.get(), result, "running a statement of the portal");
    return rows;
}

Rows Connection::Query(const char* sql, const std::vector<Param>& params)
{
    return Run(sql, params, false);
}

Rows Connection::QueryBinary(const char* sql, const std::vector<Param>& params)
{
    return Run(sql, params, true);
}

void Connection::Script(const std::string& sql)
{
    const Rows rows(PQexec(m_connection.get(), sql.c_str()));
    const char* state = PQerrorMessage(m_connection.get());
    if (PQstatus(m_connection.get()) != CONNECTION_OK || (state && *state))
        throw core::Failure({.kind = PQstatus(m_connection.get()) == CONNECTION_OK ? core::FailureKind::DatabaseRefused
                                                                                   : core::FailureKind::DatabaseAway,
                             .where = std::string("running a script of the portal: ") + (state ? state : ""),
                             .sentence = "The portal's database did not accept the request.",
                             .code = {}});
}

bool Connection::IsUsable() const
{
    return PQstatus(m_connection.get()) == CONNECTION_OK && PQtransactionStatus(m_connection.get()) == PQTRANS_IDLE;
}

Transaction::Transaction(Connection& connection) : m_connection(connection)
{
    m_connection.Query("BEGIN");
}

Transaction::~Transaction()
{
    if (!m_open)
        return;
    try {
        m_connection.Query("ROLLBACK");
    } catch (const core::Failure&) {
        // The connection is gone and the server rolls back by itself; the pool drops a connection that is not idle.
    }
}

void Transaction::Commit()
{
    m_open = false;
    m_connection.Query("COMMIT");
}

} // namespace bayline::portal
