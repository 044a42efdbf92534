// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outcome.h"
#include "core/work_order_rules.h"
#include "db/connection.h"

#include <memory>
#include <string>

namespace bayline::db {

/// A person at work on this PC. The token is what the database believes; the rest is for showing and deciding.
struct Session
{
    std::string token;
    core::StaffMember person;
    /// Whoever works in the session keeps a copy: it is ended on the server when the last one has gone. May be empty.
    std::shared_ptr<const void> held{};

    /// The person as core's rules want them, with the present time of this computer.
    [[nodiscard]] core::Actor Actor() const;
};

/// Checks number and PIN inside the database. Refuses (field "pin"): wrong number or PIN (with the tries left), too
/// many tries (with the time it opens again), an account that is switched off. Throws Failure when the database is
/// away or this device is not registered.
[[nodiscard]] core::Outcome<Session> SignIn(Connection& connection, const std::string& number, const std::string& pin);
/// A manager's yes to one operation, given with number and PIN at this moment on this PC; the database looks it up when
/// the operation is appended within the next five minutes. Refuses as SignIn does, and who is not a manager (field
/// "pin"). Does nothing when the operation was done already.
[[nodiscard]] core::Outcome<bool> ConfirmOperation(Connection& connection, const Session& session,
                                                   core::OperationId operation, const std::string& managerNumber,
                                                   const std::string& pin);
void SignOut(Connection& connection, const Session& session);
/// False when the server no longer takes anything from this session. Throws Failure when that cannot be asked.
[[nodiscard]] bool IsOpen(Connection& connection, const Session& session);

/// Sets a PIN of at least six digits; one's own, or anybody's when the session is a manager's.
[[nodiscard]] core::Outcome<bool> SetPin(Connection& connection, const Session& session, core::StaffId person,
                                         const std::string& pin);
/// Ends the lock-out of a person on every device. Managers only.
void Unlock(Connection& connection, const Session& session, core::StaffId person);

} // namespace bayline::db
