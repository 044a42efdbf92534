// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/connection.h"

#include "core/outcome.h"
#include "db/conninfo.h"
#include "db/server_identity.h"

#include <boost/json/parse.hpp>
#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <list>
#include <mutex>

namespace bayline::db {

namespace json = boost::json;

using core::Failure;
using core::FailureKind;

Param::Param(std::string_view key, core::Instant at) : name(key), value(core::ToRfc3339(at)) {}

struct Connection::Impl
{
    std::unique_ptr<soci::session> session;
    PGconn* native = nullptr;
    bool inTransaction = false;
    std::atomic<bool> cancelAsked = false;
    std::mutex cancelMutex;
    PGcancel* cancel = nullptr;
    std::atomic<bool> abandoned = false;
    /// What CallJson was asked on this connection, and whether the server has it as a statement "again_<place>".
    std::vector<std::pair<std::string, bool>> asked;

    void ForgetCancel()
    {
        const std::lock_guard lock(cancelMutex);
        PQfreeCancel(cancel);
        cancel = nullptr;
    }
};

namespace {

void IgnoreNotice(void* /*context*/, const char* /*message*/) {}

struct ResultDeleter
{
    void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ResultDeleter>;

/// For results of libpq calls that SOCI has no word for.
void Check(PGconn* native, const PGresult* result, const char* where, bool cancelled = false)
{
    const auto status = PQresultStatus(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
        return;
    }
    const char* state = result != nullptr ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
    throw FailureOf(state != nullptr && PQstatus(native) == CONNECTION_OK ? state : "08006", where, cancelled);
}

Result ExecParams(PGconn* native, const char* sql, const std::vector<std::string>& texts, const std::uint8_t* data,
                  std::size_t size, bool binaryResult)
{
    std::vector<const char*> values;
    std::vector<int> lengths;
    std::vector<int> formats;
    for (const auto& text : texts) {
        values.push_back(text.c_str());
        lengths.push_back(static_cast<int>(text.size()));
        formats.push_back(0);
    }
    if (data != nullptr) {
        values.push_back(reinterpret_cast<const char*>(data));
        lengths.push_back(static_cast<int>(size));
        formats.push_back(1);
    }
    return Result(PQexecParams(native, sql, static_cast<int>(values.size()), nullptr, values.data(), lengths.data(),
                               formats.data(), binaryResult ? 1 : 0));
}

} // namespace

Connection::Connection(ConnectionSettings settings) : m_settings(std::move(settings)), m_impl(std::make_unique<Impl>())
{
}

Connection::~Connection()
{
    Close();
}

bool Connection::IsOpen() const noexcept
{
    return m_impl->native != nullptr && PQstatus(m_impl->native) == CONNECTION_OK;
}

void Connection::Close() noexcept
{
    m_impl->ForgetCancel();
    {
        const std::lock_guard lock(m_impl->cancelMutex);
        m_impl->native = nullptr;
    }
    m_impl->inTransaction = false;
    m_impl->asked.clear();
    m_impl->session.reset();
}

void Connection::EnsureOpen()
{
    if (IsOpen()) {
        return;
    }
    if (m_impl->inTransaction || m_impl->abandoned) {
        throw FailureOf("08006", "transaction");
    }
    const auto candidates = Candidates(m_settings);
    for (std::size_t n = 0;; ++n) {
        try {
            Open(candidates[n]);
            return;
        } catch (const Failure& failure) {
            Close();
            if (n + 1 == candidates.size() || (n == 0 && !AnotherServerMayDo(failure))) {
                throw;
            }
        }
    }
}

void Connection::Open(const std::string& conninfo)
{
    Close();
    try {
        m_impl->session = std::make_unique<soci::session>(soci::postgresql, conninfo);
    } catch (const soci::soci_error& error) {
        throw ConnectFailure(error.what());
    }
    // The library does not export its type information, so no dynamic_cast; the backend is the one asked for above.
    auto* backend = static_cast<soci::postgresql_session_backend*>(m_impl->session->get_backend());
    {
        const std::lock_guard lock(m_impl->cancelMutex);
        m_impl->native = backend->conn_;
    }
    PrepareSession();
}

void Connection::PrepareSession()
{
    PQsetNoticeProcessor(m_impl->native, IgnoreNotice, nullptr);
    CheckServer(m_impl->native, m_settings);
    const std::lock_guard lock(m_impl->cancelMutex);
    m_impl->cancel = PQgetCancel(m_impl->native);
    // A device role has a search_path of its own; the owner and the administrator read what the desk reads.
    if (!std::string_view(PQuser(m_impl->native)).starts_with("dev_")) {
        const Result result(PQexec(m_impl->native, "set search_path = desk, api"));
        Check(m_impl->native, result.get(), "set search_path");
    }
}

pg_conn* Connection::Native()
{
    EnsureOpen();
    return m_impl->native;
}

template <class Work>
auto Connection::Translated(const char* where, Work work) -> decltype(work())
{
    EnsureOpen();
    m_impl->cancelAsked = false;
    try {
        return work();
    } catch (const Failure&) {
        throw;
    } catch (const soci::postgresql_soci_error& error) {
        // what() holds bound values and is not passed on.
        const auto state = error.sqlstate();
        const bool lost = !IsOpen() || state.find_first_not_of(" \0") == std::string::npos;
        throw FailureOf(lost ? "08006" : state, where, m_impl->cancelAsked);
    } catch (const std::exception&) {
        if (!IsOpen()) {
            throw FailureOf("08006", where);
        }
        throw Failure({.kind = FailureKind::Internal,
                       .where = where,
                       .sentence = N_("Something in Bayline went wrong while it used the database."),
                       .code = {}});
    }
}

std::optional<std::string> Connection::RunStatement(const char* where, const std::string& sql, const Params& params,
                                                    bool wantsValue)
{
    return Translated(where, [&]() -> std::optional<std::string> {
        struct Bound
        {
            std::string value;
            soci::indicator indicator;
        };
        // A list, because SOCI keeps references to what it binds.
        std::list<Bound> bound;
        std::string out;
        soci::indicator outIndicator = soci::i_null;
        soci::statement statement(*m_impl->session);
        if (wantsValue) {
            statement.exchange(soci::into(out, outIndicator));
        }
        for (const auto& param : params) {
            auto& slot =
                bound.emplace_back(Bound{param.value.value_or(std::string()), param.value ? soci::i_ok : soci::i_null});
            statement.exchange(soci::use(slot.value, slot.indicator, param.name));
        }
        statement.alloc();
        statement.prepare(sql, soci::details::st_one_time_query);
        statement.define_and_bind();
        const bool hasRow = statement.execute(true);
        if (!wantsValue || !hasRow || outIndicator != soci::i_ok) {
            return std::nullopt;
        }
        return out;
    });
}

/// The name under which the server knows the statement, or empty at its first use: many things are asked only once, and
/// those then take one round trip.
std::string Connection::PreparedName(const std::string& sql)
{
    auto& asked = m_impl->asked;
    const auto found = std::find_if(asked.begin(), asked.end(), [&](const auto& known) { return known.first == sql; });
    if (found == asked.end()) {
        asked.emplace_back(sql, false);
        return {};
    }
    auto name = "again_" + std::to_string(found - asked.begin());
    if (!found->second) {
        const Result made(PQprepare(m_impl->native, name.c_str(), sql.c_str(), 0, nullptr));
        Check(m_impl->native, made.get(), "prepare");
        found->second = true;
    }
    return name;
}

std::optional<std::string> Connection::RunPrepared(const std::string& sql, const std::vector<std::string>& arguments)
{
    EnsureOpen();
    m_impl->cancelAsked = false;
    std::vector<const char*> values;
    for (const auto& argument : arguments) {
        values.push_back(argument.c_str());
    }
    const int count = static_cast<int>(values.size());
    const auto name = PreparedName(sql);
    auto* native = m_impl->native;
    const Result result(name.empty()
                            ? PQexecParams(native, sql.c_str(), count, nullptr, values.data(), nullptr, nullptr, 0)
                            : PQexecPrepared(native, name.c_str(), count, values.data(), nullptr, nullptr, 0));
    Check(native, result.get(), "call", m_impl->cancelAsked);
    if (PQntuples(result.get()) == 0 || PQgetisnull(result.get(), 0, 0) != 0) {
        return std::nullopt;
    }
    return std::string(PQgetvalue(result.get(), 0, 0), static_cast<std::size_t>(PQgetlength(result.get(), 0, 0)));
}

template <class Work>
auto Connection::AgainWhenStale(Work work) -> decltype(work())
{
    using namespace std::chrono_literals;
    const bool mayBeStale = IsOpen() && !m_impl->inTransaction;
    const auto begun = std::chrono::steady_clock::now();
    try {
        return work();
    } catch (const Failure& failure) {
        // A connection that was cut says so at once; one that ran into its time limit is no better a second time.
        const bool atOnce = std::chrono::steady_clock::now() - begun < 1s;
        if (!mayBeStale || !atOnce || IsOpen() || failure.Kind() != FailureKind::DatabaseAway) {
            throw;
        }
    }
    return work();
}

std::optional<std::string> Connection::RunValue(const char* where, const std::string& sql, const Params& params)
{
    return AgainWhenStale([&] { return RunStatement(where, sql, params, true); });
}

json::array Connection::Rows(std::string_view sql, const Params& params)
{
    const auto text =
        RunValue("query", "select coalesce(json_agg(row_), '[]')::text from (" + std::string(sql) + ") row_", params);
    return json::parse(text.value_or("[]")).as_array();
}

std::optional<json::object> Connection::FetchOptional(std::string_view sql, const Params& params)
{
    const auto text =
        RunValue("query", "select to_json(row_)::text from (" + std::string(sql) + ") row_ limit 1", params);
    return text ? std::optional(json::parse(*text).as_object()) : std::nullopt;
}

json::value Connection::Json(std::string_view sql, const Params& params)
{
    const auto text = RunValue("call", "select (" + std::string(sql) + ")::text", params);
    return text ? json::parse(*text) : json::value(nullptr);
}

json::value Connection::CallJson(std::string_view sql, const std::vector<std::string>& arguments,
                                 json::storage_ptr storage)
{
    const auto text = AgainWhenStale([&] { return RunPrepared("select (" + std::string(sql) + ")::text", arguments); });
    return text ? json::parse(*text, std::move(storage)) : json::value(nullptr, std::move(storage));
}

std::optional<std::string> Connection::Text(std::string_view sql, const Params& params)
{
    return RunValue("query", std::string(sql), params);
}

void Connection::Execute(std::string_view sql, const Params& params)
{
    RunStatement("statement", std::string(sql), params, false);
}

void Connection::ExecuteScript(const std::string& sql)
{
    EnsureOpen();
    m_impl->cancelAsked = false;
    const Result result(PQexec(m_impl->native, sql.c_str()));
    Check(m_impl->native, result.get(), "script");
}

void Connection::CallWithBytes(const char* sql, const std::vector<std::string>& texts, const std::uint8_t* data,
                               std::size_t size)
{
    EnsureOpen();
    static constexpr std::uint8_t kNothing = 0;
    const auto result = ExecParams(m_impl->native, sql, texts, data != nullptr ? data : &kNothing, size, false);
    Check(m_impl->native, result.get(), "store bytes");
}

std::optional<std::vector<std::uint8_t>> Connection::Bytes(const char* sql, const std::vector<std::string>& texts)
{
    EnsureOpen();
    const auto result = ExecParams(m_impl->native, sql, texts, nullptr, 0, true);
    Check(m_impl->native, result.get(), "load bytes");
    if (PQntuples(result.get()) == 0 || PQgetisnull(result.get(), 0, 0) != 0) {
        return std::nullopt;
    }
    const auto* data = reinterpret_cast<const std::uint8_t*>(PQgetvalue(result.get(), 0, 0));
    return std::vector<std::uint8_t>(data, data + PQgetlength(result.get(), 0, 0));
}

void Connection::Cancel() noexcept
{
    const std::lock_guard lock(m_impl->cancelMutex);
    if (m_impl->cancel == nullptr) {
        return;
    }
    m_impl->cancelAsked = true;
    char problem[256];
    PQcancel(m_impl->cancel, problem, sizeof problem);
}

void Connection::Abandon() noexcept
{
    m_impl->abandoned = true;
    const std::lock_guard lock(m_impl->cancelMutex);
    if (m_impl->native != nullptr) {
        ::shutdown(PQsocket(m_impl->native), SHUT_RDWR);
    }
}

Transaction::Transaction(Connection& connection) : m_connection(connection)
{
    m_connection.ExecuteScript("BEGIN");
    m_connection.m_impl->inTransaction = true;
}

Transaction::~Transaction()
{
    if (!m_open) {
        return;
    }
    m_connection.m_impl->inTransaction = false;
    try {
        if (m_connection.IsOpen()) {
            m_connection.ExecuteScript("ROLLBACK");
        }
    } catch (const Failure&) {
        // The connection is gone and the transaction with it.
        m_connection.Close();
    }
}

void Transaction::Commit()
{
    // COMMIT of a failed transaction is answered with a plain ROLLBACK, which looks like success.
    if (!m_connection.IsOpen() || PQtransactionStatus(m_connection.Native()) != PQTRANS_INTRANS) {
        throw FailureOf(m_connection.IsOpen() ? "25P02" : "08006", "commit");
    }
    m_connection.ExecuteScript("COMMIT");
    m_connection.m_impl->inTransaction = false;
    m_open = false;
}

} // namespace bayline::db
