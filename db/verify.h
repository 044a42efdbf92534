// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/connection.h"

#include <string>
#include <vector>

namespace bayline::db {

/// Something that must hold and does not.
struct Violation
{
    std::string invariant; ///< stable name: "stream.dense", "invoice.totals" …
    std::string detail;    ///< which rows; never personal data
};

/// Names of everything that is checked.
[[nodiscard]] std::vector<std::string> Invariants();
/// Checks every invariant on the whole database in one read-only snapshot, at most `limit` violations of each.
[[nodiscard]] std::vector<Violation> Verify(Connection& connection, int limit = 10);

} // namespace bayline::db
