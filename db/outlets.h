// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outlet.h"
#include "db/append.h"

#include <vector>

namespace bayline::db {

/// All outlets by number, closed ones too; the first is always there.
[[nodiscard]] std::vector<core::Outlet> LoadOutlets(Connection& connection);

/// The number of the outlet that this PC stands in; the first for whoever is no PC of the shop.
[[nodiscard]] int LoadOwnOutlet(Connection& connection);

/// The shop as this PC goes by it, and as each outlet's papers take it.
[[nodiscard]] core::Premises LoadPremises(Connection& connection);

/// Adds an outlet (`before` empty) or changes what differs between `before`, as the person saw it, and `after`.
/// Managers only. Refuses as core::RefuseOutlet, and a field that somebody else changed to something different
/// meanwhile.
[[nodiscard]] core::Outcome<Appended> SaveOutlet(Connection& connection, const Session& session,
                                                 core::OperationId operation, const core::Outlet& before,
                                                 const core::Outlet& after);

} // namespace bayline::db
