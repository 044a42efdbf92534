// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portal/postgres.h"

namespace bayline::portal {

/// Brings the portal's database to this version's schema: numbered migrations, one transaction each, checksummed,
/// under an advisory lock, so it may be killed or started twice at any point. Then gives every feed a new epoch if the
/// database has been restored or failed over since, and applies parked events whose type is now known.
/// Throws core::Failure when the database is newer than the program or a migration that was applied has changed.
void PrepareDatabase(Connection& connection);

} // namespace bayline::portal
