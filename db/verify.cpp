// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/verify.h"

#include "core/failure.h"
#include "db/verify_queries.h"

#include <algorithm>
#include <iterator>

namespace bayline::db {

std::vector<std::string> Invariants()
{
    std::vector<std::string> names;
    for (const auto& query : VerifyQueries()) {
        names.emplace_back(query.invariant);
    }
    return names;
}

namespace {

/// What one query found. Pages that the server cannot read are a finding as well, and the other queries still run.
std::vector<Violation> Ask(Connection& connection, const VerifyQuery& query, int limit)
{
    connection.ExecuteScript("savepoint one_query");
    std::vector<Violation> found;
    try {
        const auto rows = connection.Rows(
            "select detail from (" + std::string(query.sql) + ") found(detail) limit :most::int", {{"most", limit}});
        for (const auto& row : rows) {
            const auto& detail = row.as_object().at("detail");
            found.push_back(
                {std::string(query.invariant), detail.is_string() ? std::string(detail.get_string()) : std::string()});
        }
    } catch (const core::Failure& failure) {
        if (failure.Kind() != core::FailureKind::Corrupt) {
            throw;
        }
        connection.ExecuteScript("rollback to savepoint one_query");
        found.push_back({std::string(query.invariant), "the server finds damaged data (" + failure.Code() + ")"});
    }
    connection.ExecuteScript("release savepoint one_query");
    return found;
}

} // namespace

std::vector<Violation> Verify(Connection& connection, int limit)
{
    std::vector<Violation> violations;
    Transaction transaction(connection);
    connection.ExecuteScript("set transaction isolation level repeatable read, read only;"
                             " set local statement_timeout = 0; set local search_path = bayline, pg_temp");
    for (const auto& query : VerifyQueries()) {
        auto found = Ask(connection, query, limit);
        std::move(found.begin(), found.end(), std::back_inserter(violations));
    }
    transaction.Commit();
    return violations;
}

} // namespace bayline::db
