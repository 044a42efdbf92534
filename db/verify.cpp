// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/verify.h"

#include "db/verify_queries.h"

namespace bayline::db {

std::vector<std::string> Invariants()
{
    std::vector<std::string> names;
    for (const auto& query : VerifyQueries()) {
        names.emplace_back(query.invariant);
    }
    return names;
}

std::vector<Violation> Verify(Connection& connection, int limit)
{
    std::vector<Violation> violations;
    Transaction transaction(connection);
    connection.ExecuteScript("set transaction isolation level repeatable read, read only;"
                             " set local statement_timeout = 0; set local search_path = bayline, pg_temp");
    for (const auto& query : VerifyQueries()) {
        const auto rows = connection.Rows(
            "select detail from (" + std::string(query.sql) + ") found(detail) limit :most::int", {{"most", limit}});
        for (const auto& row : rows) {
            const auto& detail = row.as_object().at("detail");
            violations.push_back(
                {std::string(query.invariant), detail.is_string() ? std::string(detail.get_string()) : std::string()});
        }
    }
    transaction.Commit();
    return violations;
}

} // namespace bayline::db
