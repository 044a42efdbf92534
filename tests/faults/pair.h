// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/devices.h"
#include "db/private_cluster.h"

#include <array>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace bayline::faults {

/// Two PostgreSQL servers, one following the other synchronously, with a shop in them. They change roles: the one that
/// was killed is made anew as the follower of the other.
class ServerPair
{
public:
    explicit ServerPair(const std::filesystem::path& directory);

    /// The shop in the one that is in charge: schema, people, devices desk1…desk4.
    void MakeShop();
    /// Makes the idle server a fresh copy that follows, and waits until commits wait for it.
    void AddFollower();
    /// The leader goes on alone.
    void DropFollower();
    /// Like a power cut.
    void KillLeader() { Leader().Kill(); }
    /// The follower takes over, without a follower of its own.
    void Promote();
    /// The old server comes back, able to write, as if nobody had told it.
    void ReviveOld();
    void StopOld() { Other().StopWhoeverStarted(); }
    /// Stops and wakes the follower, all its processes.
    void FreezeFollower(bool frozen);

    [[nodiscard]] db::PrivateCluster& Leader() { return *m_clusters[m_leader]; }
    [[nodiscard]] db::PrivateCluster& Other() { return *m_clusters[1 - m_leader]; }
    /// Both servers in one text, the one made first at the front, as a shop's PCs have it.
    [[nodiscard]] std::string DeviceConninfo(const std::string& device) const;
    [[nodiscard]] std::string LeaderConninfo(const std::string& device) const;
    [[nodiscard]] std::string OldConninfo(const std::string& device) const;
    [[nodiscard]] db::ConnectionSettings Owner(bool ofOld = false) const;

private:
    void AllowReplication(const std::filesystem::path& directory, const db::PrivateCluster& cluster) const;

    std::array<std::filesystem::path, 2> m_directories;
    std::array<std::unique_ptr<db::PrivateCluster>, 2> m_clusters;
    std::map<std::string, std::string> m_passwords;
    std::size_t m_leader = 0;
};

} // namespace bayline::faults
