// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/disk_space.h"
#include "db/connection.h"

#include <string>
#include <vector>

namespace bayline::db {

struct PlaceSpace
{
    std::string place; ///< "data" or "wal"
    core::DiskSpace space;
};

/// The disks of the database server as they were told in the last quarter of an hour. A device may ask at any time.
[[nodiscard]] std::vector<PlaceSpace> LoadServerSpace(Connection& connection);

/// The disks that this server's data and write-ahead log are on, measured now. Throws Failure when the server runs on
/// another computer.
[[nodiscard]] std::vector<PlaceSpace> MeasureServerSpace(Connection& owner);

/// Tells everybody. False on a standby, which can note nothing; the server that is in charge tells its own.
bool TellServerSpace(Connection& owner, const std::vector<PlaceSpace>& places);

} // namespace bayline::db
