// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/check_in_rules.h"
#include "db/append.h"
#include "db/devices.h"
#include "db/private_cluster.h"
#include "tests/support/temp_directory.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace bayline::bench {

/// A temporary directory that PostgreSQL's user can enter.
class ScratchDirectory final : public test::TempDirectory
{
public:
    ScratchDirectory() : TempDirectory(For::OtherUsers) {}
};

/// A shop of its own: cluster, database at the program's schema, devices, four people whose PIN is kPin.
class BenchShop
{
public:
    static constexpr const char* kPin = "314159";
    static constexpr const char* kDatabase = "bayline";

    BenchShop(const std::filesystem::path& directory, bool durable);

    [[nodiscard]] db::PrivateCluster& Cluster() { return m_cluster; }
    [[nodiscard]] std::string OwnerConninfo() const { return m_cluster.OwnerConninfo(kDatabase); }
    /// "desk" and "relay" are there from the beginning.
    [[nodiscard]] db::ConnectionSettings Device(const std::string& name, const std::string& database = kDatabase) const;
    /// One more PC; a device may hold only a few connections.
    void AddDevice(const std::string& name, db::DeviceClass itsClass);
    [[nodiscard]] const core::Shop& Settings() const { return m_shop; }
    [[nodiscard]] const core::StaffMember& Advisor() const { return m_staff[0]; }
    [[nodiscard]] const std::vector<core::StaffMember>& Staff() const { return m_staff; }
    /// Signs in; a refusal ends the program, because the shop was made for it.
    [[nodiscard]] static db::Session SignIn(db::Connection& connection, const core::StaffMember& person);

    /// A check-in form of a new customer with a new car; the same `n` gives the same people and plates.
    [[nodiscard]] core::CheckIn Form(int n) const;
    /// Opens `count` work orders with new customers and cars, decided by core and imported.
    [[nodiscard]] std::vector<core::WorkOrderId> OpenOrders(db::Connection& owner, int first, int count) const;

private:
    void MakePeople(db::Connection& owner);

    db::PrivateCluster m_cluster;
    core::Shop m_shop;
    std::vector<core::StaffMember> m_staff;
    std::map<std::string, std::string> m_passwords;
};

} // namespace bayline::bench
