// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/staff.h"
#include "db/append.h"

#include <string>
#include <vector>

namespace bayline::db {

/// Everybody, by staff number; those switched off only when asked for.
[[nodiscard]] std::vector<core::StaffMember> LoadStaff(Connection& connection, bool alsoInactive = false);

/// As a manager. Refuses a taken number, an empty name or a PIN that is too short; `person.id` is made by the form.
[[nodiscard]] core::Outcome<Appended> AddStaff(Connection& connection, const Session& session,
                                               core::OperationId operation, const core::StaffMember& person,
                                               const std::string& pin);
/// As a manager: carries over what differs in number, name, role or being active; what others changed meanwhile stays.
/// Refuses an empty or taken number, an empty name, a field that somebody else changed meanwhile, and a manager who
/// would switch off or demote themselves.
[[nodiscard]] core::Outcome<Appended> ChangeStaff(Connection& connection, const Session& session,
                                                  core::OperationId operation, const core::StaffMember& before,
                                                  const core::StaffMember& after);
/// `staff.added` of a person, for imports.
[[nodiscard]] core::Event StaffAdded(const core::StaffMember& person);

} // namespace bayline::db
