// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checklist_rules.h"
#include "db/append.h"

namespace bayline::db {

/// Decides on the checklist as it stands now and publishes its next version. Managers only.
[[nodiscard]] core::Outcome<Appended> PublishChecklist(Connection& connection, const Session& session,
                                                       core::OperationId operation,
                                                       const core::PublishChecklist& intent);

} // namespace bayline::db
