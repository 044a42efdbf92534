// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/connection.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bayline::db {

/// One step of the schema, built into the program.
struct Migration
{
    std::string_view name; ///< "0001_roles"
    std::string_view sql;
};

/// All steps in order, from db/migrations.
[[nodiscard]] std::span<const Migration> BuiltInMigrations();

/// Brings the database to the program's schema: each step in a transaction of its own with its checksum recorded, all
/// under an advisory lock, so that being killed or run twice at once leaves the old or the new schema, never a mixture.
/// Returns the names of the steps done now. Throws Failure when a step differs from the one applied earlier or when the
/// database is newer than the program.
std::vector<std::string> Migrate(Connection& owner, std::span<const Migration> migrations = BuiltInMigrations());

enum class SchemaState
{
    Current,
    Older, ///< must be migrated
    Newer, ///< this program is too old
};
/// Cheap; a device role may ask.
[[nodiscard]] SchemaState CheckSchema(Connection& connection);

} // namespace bayline::db
