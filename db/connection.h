// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/time.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct pg_conn;

namespace bayline::db {

class ServerMemory;

/// How a connection is made. `conninfo` is libpq's keyword=value text or URI; it may hold a password and is therefore
/// never logged and never part of a Failure.
struct ConnectionSettings
{
    std::string conninfo;
    std::string applicationName = "bayline";
    std::chrono::milliseconds statementTimeout{15'000};
    int connectTimeoutSeconds = 2;
    std::shared_ptr<ServerMemory> servers{}; ///< refuses a server that another one has replaced; may be missing
};

/// A named value of a statement (":name" in the SQL). Everything is sent as text and cast in SQL, as in
/// ":id::uuid", so that no number or time ever passes through a local format.
struct Param
{
    Param(std::string_view key, std::string_view text) : name(key), value(text) {}
    Param(std::string_view key, const char* text) : name(key), value(text) {}
    Param(std::string_view key, const std::string& text) : name(key), value(text) {}
    Param(std::string_view key, std::optional<std::string> text) : name(key), value(std::move(text)) {}
    Param(std::string_view key, std::int64_t number) : name(key), value(std::to_string(number)) {}
    Param(std::string_view key, int number) : name(key), value(std::to_string(number)) {}
    Param(std::string_view key, bool flag) : name(key), value(flag ? "true" : "false") {}
    /// As RFC 3339 text: ":at::timestamptz".
    Param(std::string_view key, core::Instant at);
    /// A nil id is NULL.
    template <class Tag>
    Param(std::string_view key, const core::Id<Tag>& id)
        : name(key), value(id.IsNil() ? std::nullopt : std::optional(id.Text()))
    {
    }

    std::string name;
    std::optional<std::string> value;
};

using Params = std::vector<Param>;

/// One connection to the shop's database: a SOCI session whose settings are known (UTC, a statement timeout, notices
/// silenced) and whose errors are core::Failure, never carrying a bound value. Belongs to one thread at a time; only
/// Cancel() may be called from another.
///
/// A connection that was cut while it was idle is noticed at the next use: outside a transaction the statement is then
/// sent once more on a new connection. Whatever goes through Rows, FetchOptional, Json, CallJson or Text must therefore
/// bear being done twice; appends do by their operation id.
class Connection
{
public:
    /// Connects at the first use, not here.
    explicit Connection(ConnectionSettings settings);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Connects if there is no usable connection. Throws Failure (DatabaseAway) when the server does not answer.
    void EnsureOpen();
    void Close() noexcept;
    /// False when there is no connection or libpq knows that it was cut.
    [[nodiscard]] bool IsOpen() const noexcept;

    /// The rows of a query, each an object keyed by column; moments are RFC 3339 text.
    [[nodiscard]] boost::json::array Rows(std::string_view sql, const Params& params = {});
    /// The first row, or nothing.
    [[nodiscard]] std::optional<boost::json::object> FetchOptional(std::string_view sql, const Params& params = {});
    /// The value of an expression of type json or jsonb ("api.search(:q, 10)"); null for NULL.
    [[nodiscard]] boost::json::value Json(std::string_view sql, const Params& params = {});
    /// As Json, with positional arguments ("api.load($1::uuid)"); from its second use on a connection it is planned no
    /// more. For what is asked again and again and whose plan does not depend on the arguments. The answer lives in
    /// `storage`.
    [[nodiscard]] boost::json::value CallJson(std::string_view sql, const std::vector<std::string>& arguments,
                                              boost::json::storage_ptr storage = {});
    /// The first column of the first row as text; nothing for NULL and for no row.
    [[nodiscard]] std::optional<std::string> Text(std::string_view sql, const Params& params = {});
    void Execute(std::string_view sql, const Params& params = {});
    /// Several statements as they are, without parameters; for migrations and set-up.
    void ExecuteScript(const std::string& sql);

    /// Sends bytes as they are: `SELECT function($1, …)` with text parameters and one binary parameter at the end.
    void CallWithBytes(const char* sql, const std::vector<std::string>& texts, const std::uint8_t* data,
                       std::size_t size);
    /// The one bytea value of a query with text parameters; nothing for no row.
    [[nodiscard]] std::optional<std::vector<std::uint8_t>> Bytes(const char* sql,
                                                                 const std::vector<std::string>& texts);

    /// Asks the server to stop what runs on this connection. From any thread; does nothing when nothing runs.
    void Cancel() noexcept;
    /// Hangs up for good, without a word to the server: what runs there ends as it will. For a commit that waits for a
    /// standby, which must never be cancelled. From any thread.
    void Abandon() noexcept;

    [[nodiscard]] const ConnectionSettings& Settings() const { return m_settings; }
    [[nodiscard]] pg_conn* Native();

private:
    friend class Transaction;
    struct Impl;

    std::optional<std::string> RunStatement(const char* where, const std::string& sql, const Params& params,
                                            bool wantsValue);
    std::string PreparedName(const std::string& sql);
    std::optional<std::string> RunPrepared(const std::string& sql, const std::vector<std::string>& arguments);
    std::optional<std::string> RunValue(const char* where, const std::string& sql, const Params& params);
    template <class Work>
    auto AgainWhenStale(Work work) -> decltype(work());
    template <class Work>
    auto Translated(const char* where, Work work) -> decltype(work());
    void Open(const std::string& conninfo);
    void PrepareSession();

    ConnectionSettings m_settings;
    std::unique_ptr<Impl> m_impl;
};

/// BEGIN … COMMIT. Rolls back when it dies uncommitted. Commit() throws instead of reporting a success when a
/// statement inside had failed, even if somebody swallowed its error.
class Transaction
{
public:
    explicit Transaction(Connection& connection);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void Commit();

private:
    Connection& m_connection;
    bool m_open = true;
};

} // namespace bayline::db
