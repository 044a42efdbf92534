// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

namespace bayline::db {

/// A query that gives one text for each violation of an invariant.
struct VerifyQuery
{
    std::string_view invariant;
    std::string_view sql;
};

[[nodiscard]] std::span<const VerifyQuery> VerifyQueries();

} // namespace bayline::db
