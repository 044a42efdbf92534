// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/failure.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct pg_conn;
struct pg_result;

namespace bayline::portal {

/// One parameter of a statement: text, a number, raw bytes (`bytea`, sent in binary) or NULL.
class Param
{
public:
    Param(std::string text) : m_value(std::move(text)) {}           // NOLINT(*-explicit-*)
    Param(const char* text) : m_value(text) {}                      // NOLINT(*-explicit-*)
    Param(std::int64_t number) : m_value(std::to_string(number)) {} // NOLINT(*-explicit-*)
    Param(std::nullopt_t) : m_null(true) {}                         // NOLINT(*-explicit-*)
    [[nodiscard]] static Param Bytes(std::string bytes);
    /// A PostgreSQL array literal of the values, for `unnest($1::text[])`.
    [[nodiscard]] static Param List(const std::vector<std::string>& values);
    [[nodiscard]] static Param List(const std::vector<std::int64_t>& values);

    [[nodiscard]] const char* Data() const { return m_null ? nullptr : m_value.data(); }
    [[nodiscard]] int Size() const { return static_cast<int>(m_value.size()); }
    [[nodiscard]] bool IsBinary() const { return m_binary; }

private:
    std::string m_value;
    bool m_binary = false;
    bool m_null = false;
};

/// The rows of an answer. Columns are numbered from 0; a NULL reads as empty text or 0.
class Rows
{
public:
    explicit Rows(pg_result* result);
    [[nodiscard]] int Count() const;
    [[nodiscard]] bool Empty() const { return Count() == 0; }
    /// Rows that an INSERT, UPDATE or DELETE changed.
    [[nodiscard]] std::int64_t Changed() const;
    [[nodiscard]] std::string Text(int row, int column) const;
    [[nodiscard]] std::int64_t Int(int row, int column) const;
    [[nodiscard]] bool Bool(int row, int column) const { return Text(row, column) == "t"; }
    [[nodiscard]] bool IsNull(int row, int column) const;

private:
    std::shared_ptr<pg_result> m_result;
};

/// A connection to the portal's own database, UTC, UTF-8. Used by one thread at a time. Every trouble is a
/// core::Failure with the SQLSTATE as its code; parameter values never appear in it.
class Connection
{
public:
    explicit Connection(const std::string& conninfo);

    /// Runs one statement with parameters $1, $2 …; results come as text.
    Rows Query(const char* sql, const std::vector<Param>& params = {});
    /// As Query, with the results in binary: for `bytea` columns, read with Text().
    Rows QueryBinary(const char* sql, const std::vector<Param>& params);
    /// Runs a script of several statements, without parameters.
    void Script(const std::string& sql);
    /// False when the connection has to be made anew.
    [[nodiscard]] bool IsUsable() const;

private:
    Rows Run(const char* sql, const std::vector<Param>& params, bool binary);

    std::shared_ptr<pg_conn> m_connection;
};

/// BEGIN … COMMIT; rolled back when it goes out of scope without Commit().
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

/// Runs `work(connection)` again when the server reports a deadlock or a serialisation failure, at most five times.
template <class Work>
auto WithRetry(Connection& connection, Work work) -> decltype(work(connection))
{
    constexpr int kAttempts = 5;
    for (int attempt = 1;; ++attempt) {
        try {
            return work(connection);
        } catch (const core::Failure& failure) {
            const bool clash = failure.Code() == "40P01" || failure.Code() == "40001";
            if (!clash || attempt == kAttempts)
                throw;
        }
    }
}

} // namespace bayline::portal
