// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/failure.h"
#include "db/devices.h"
#include "db/outlets.h"
#include "db/private_cluster.h"
#include "programs/admin/commands.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <iostream>

namespace bayline::admin {

namespace {

void WriteCredential(const std::string& path, const std::string& text)
{
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const auto line = text + "\n";
    const bool written = file >= 0 && ::fchmod(file, 0600) == 0 &&
                         ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size()) &&
                         ::fsync(file) == 0;
    if (file >= 0) {
        ::close(file);
    }
    if (!written) {
        throw core::Failure({.kind = core::FailureKind::DiskFull,
                             .where = "credential file",
                             .sentence = "The file for the device's password cannot be written. Please add the device "
                                         "again with another file.",
                             .code = {}});
    }
}

int Add(db::Connection& owner, const Arguments& arguments, const db::ConnectionSettings& settings)
{
    const auto& name = arguments.Word(2, "Please give the device a name.");
    const auto deviceClass = db::DeviceClassFromWord(arguments.deviceClass);
    if (!deviceClass) {
        throw UsageError("Please give the device's class: --class desk, bay, relay or admin.");
    }
    const auto outlet = OutletAsked(owner, arguments.outlet);
    const auto password = db::AddDevice(owner, name, *deviceClass);
    if (outlet) {
        db::MoveDevice(owner, name, *outlet);
    }
    const auto conninfo = db::WithDevice(settings.conninfo, name, password);
    if (arguments.credentialFile.empty()) {
        std::cout << conninfo << "\n";
        std::cerr << "This is how the device connects. The password is kept nowhere else.\n";
    } else {
        WriteCredential(arguments.credentialFile, conninfo);
        std::cout << "The device connects with what is in " << arguments.credentialFile << ".\n";
    }
    return kDone;
}

/// A shop with one outlet reads the list as it always was.
void List(db::Connection& owner)
{
    const auto outlets = db::LoadOutlets(owner);
    for (const auto& device : db::LoadDevices(owner)) {
        std::cout << device.name << "\t" << db::ToWord(device.deviceClass) << (device.active ? "" : "\trevoked");
        if (core::HasOutlets(outlets)) {
            std::cout << "\t" << OutletWord(outlets, device.outlet);
        }
        std::cout << "\n";
    }
}

} // namespace

int RunDevice(db::Connection& owner, const Arguments& arguments, const db::ConnectionSettings& settings)
{
    const auto& action = arguments.Word(1, "Please say what to do: device list, add, move or revoke.");
    if (action == "add") {
        return Add(owner, arguments, settings);
    }
    if (action == "revoke") {
        const auto& name = arguments.Word(2, "Please name the device.");
        db::RevokeDevice(owner, name);
        std::cout << "The device " << name << " can no longer connect.\n";
        return kDone;
    }
    if (action == "move") {
        const auto& name = arguments.Word(2, "Please name the device.");
        const auto& code = arguments.Word(3, "Please give the code of the outlet, or the word first.");
        db::MoveDevice(owner, name, OutletAsked(owner, code).value());
        std::cout << "The device " << name << " stands in the outlet " << code << " now.\n";
        return kDone;
    }
    if (action != "list") {
        throw UsageError("There is no command \"device " + action + "\".");
    }
    List(owner);
    return kDone;
}

int RunCluster(const Arguments& arguments)
{
    const auto& action = arguments.Word(1, "Please say what to do: cluster start, stop or status.");
    db::PrivateCluster cluster({.directory = arguments.directory});
    if (action == "start") {
        cluster.Start();
        cluster.KeepRunning();
        std::cout << cluster.OwnerConninfo("") << "\n";
        return kDone;
    }
    if (action == "stop") {
        cluster.StopWhoeverStarted();
        std::cout << "The private database is stopped.\n";
        return kDone;
    }
    if (action != "status") {
        throw UsageError("There is no command \"cluster " + action + "\".");
    }
    std::cout << (cluster.IsRunning() ? "The private database runs.\n" : "The private database does not run.\n");
    return cluster.IsRunning() ? kDone : kNotDone;
}

} // namespace bayline::admin
