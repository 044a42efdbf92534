// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/connection.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bayline::db {

/// What a PC is for, and with that what its role may see.
enum class DeviceClass
{
    Desk,
    Bay,
    Relay,
    Admin,
};

[[nodiscard]] std::string_view ToWord(DeviceClass deviceClass);
[[nodiscard]] std::optional<DeviceClass> DeviceClassFromWord(std::string_view word);

struct Device
{
    std::string name; ///< without the role's prefix "dev_"
    DeviceClass deviceClass = DeviceClass::Desk;
    bool active = true;
    core::Instant createdAt{};
    int outlet = 1; ///< where it stands
};

/// Makes the login role `dev_<name>` (or gives an existing one a new password) and returns its password, which is
/// stored nowhere else. `name`: 1–40 of a–z, 0–9 and '_'. Needs a connection that may create roles. Throws Failure.
[[nodiscard]] std::string AddDevice(Connection& owner, const std::string& name, DeviceClass deviceClass);
/// From now on the PC stands in this outlet: what it opens is that outlet's. Throws Failure for an unknown device.
void MoveDevice(Connection& owner, const std::string& name, int outlet);
/// The role can no longer log in, its sessions end, its connections are cut.
void RevokeDevice(Connection& owner, const std::string& name);
[[nodiscard]] std::vector<Device> LoadDevices(Connection& owner);

/// The class of the device that this connection is logged in as; Desk for the owner.
[[nodiscard]] DeviceClass LoadOwnClass(Connection& connection);

/// The connection text for another database of the same server and person.
[[nodiscard]] std::string WithDatabase(const std::string& conninfo, const std::string& database);
/// The connection text for a device on the same server and database.
[[nodiscard]] std::string WithDevice(const std::string& conninfo, const std::string& device,
                                     const std::string& password);
/// The database that a connection text names; Failure when it names none.
[[nodiscard]] std::string DatabaseOf(const std::string& conninfo);

/// Makes an empty UTF-8 database with locale C.UTF-8 if there is none of this name. `maintenance` is connected to
/// another database of the cluster.
void CreateDatabase(Connection& maintenance, const std::string& name);
/// Throws Failure in words when encoding, locale or version of the connected database do not suit Bayline.
void CheckDatabaseSuits(Connection& connection);

} // namespace bayline::db
