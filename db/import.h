// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/append.h"

#include <span>

namespace bayline::db {

/// What happened earlier and elsewhere, brought in with its own time and person: the demo shop, another program's data.
struct ImportedEvent
{
    core::Event event;
    core::Instant at{};              ///< never before the stream's last event
    core::StaffId actor;             ///< nil: the system
    std::string actorKind = "admin"; ///< advisor, technician, manager, customer, admin: must be allowed to do this
};

struct ImportedStream
{
    std::string stream;
    int expectedSeq = 0;
    std::vector<ImportedEvent> events;
};

/// Only for `bayline-admin`: needs the admin role or the owner's connection. Sends no notification; the same rules
/// apply. Throws Failure when a rule refuses or a stream has moved: an import has no second opinion.
Appended ImportEvents(Connection& admin, core::OperationId operation, const std::vector<ImportedStream>& streams);

/// Stores a blob for an import; see StoreBlob.
std::string ImportBlob(Connection& admin, std::span<const std::uint8_t> bytes, const std::string& contentType);

/// Sets a PIN without a session. At least six digits, else Failure.
void ImportPin(Connection& admin, core::StaffId person, const std::string& pin);

/// Keeps what a pairing gave, without a session.
void ImportPairing(Connection& admin, const core::AppCredentials& credentials, const std::string& linkBase);

/// A change of the key to the customer app that was begun and not finished.
struct KeyChange
{
    core::AppCredentials present;
    std::string nextKeyId;
    std::string nextSecret; ///< 32 bytes, hexadecimal
};

/// Makes the next key, or gives the one that an interrupted change has made. Not paired: `present` is not.
[[nodiscard]] KeyChange BeginKeyChange(Connection& admin);
/// The customer app knows the next key: from now on it signs. Doing it again changes nothing.
void FinishKeyChange(Connection& admin, const std::string& keyId);

/// Marks everything public up to now as acknowledged by the customer app, so that history made before pairing is not
/// sent.
void MarkAllDelivered(Connection& admin);

} // namespace bayline::db
