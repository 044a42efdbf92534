// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/failure.h"
#include "core/outcome.h"
#include "db/devices.h"
#include "db/migrate.h"
#include "db/private_cluster.h"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>

namespace bayline::db {

namespace fs = std::filesystem;

namespace {

constexpr auto kDatabase = "bayline";

/// A file that only its owner can read, complete or not there at all.
void WriteSecret(const fs::path& path, const std::string& secret)
{
    const auto fresh = path.string() + ".new";
    const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const bool written = file >= 0 &&
                         ::write(file, secret.data(), secret.size()) == static_cast<ssize_t>(secret.size()) &&
                         ::fsync(file) == 0;
    if (file >= 0) {
        ::close(file);
    }
    if (!written) {
        throw core::Failure({.kind = core::FailureKind::DiskFull,
                             .where = "write device password",
                             .sentence = N_("The password of this computer's device could not be kept."),
                             .code = {}});
    }
    fs::rename(fresh, path);
}

std::string ReadSecret(const fs::path& path)
{
    std::ifstream file(path);
    std::string secret;
    std::getline(file, secret);
    return secret;
}

ConnectionSettings DeviceSettings(PrivateCluster& cluster, Connection& owner, const fs::path& directory,
                                  const std::string& name, DeviceClass deviceClass)
{
    const auto path = directory / ("device_" + name);
    auto password = ReadSecret(path);
    const bool known =
        owner.Text("select 1::text from bayline.device where name = :role and active", {{"role", "dev_" + name}})
            .has_value();
    if (password.empty() || !known) {
        password = AddDevice(owner, name, deviceClass);
        WriteSecret(path, password);
    }
    return {.conninfo = cluster.DeviceConninfo(kDatabase, name, password)};
}

} // namespace

Trial OpenTrial(const fs::path& directory)
{
    Trial trial;
    trial.cluster = std::make_unique<PrivateCluster>(PrivateCluster::Options{.directory = directory});
    trial.cluster->Start();
    Connection maintenance({.conninfo = trial.cluster->OwnerConninfo("postgres")});
    CreateDatabase(maintenance, kDatabase);
    trial.owner = {.conninfo = trial.cluster->OwnerConninfo(kDatabase)};
    Connection owner(trial.owner);
    Migrate(owner);
    trial.desk = DeviceSettings(*trial.cluster, owner, directory, "desk", DeviceClass::Desk);
    trial.bay = DeviceSettings(*trial.cluster, owner, directory, "bay", DeviceClass::Bay);
    trial.relay = DeviceSettings(*trial.cluster, owner, directory, "relay", DeviceClass::Relay);
    return trial;
}

} // namespace bayline::db
