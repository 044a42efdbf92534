// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/connection.h"

#include <filesystem>
#include <memory>
#include <string>

namespace bayline::db {

/// A PostgreSQL of one's own for a trial or a test: a data directory and a Unix socket, no TCP port. Run as root it is
/// started under the system user `postgres` (or `nobody`), because PostgreSQL refuses root. The person who owns the
/// cluster connects without a password, devices with theirs.
class PrivateCluster
{
public:
    struct Options
    {
        std::filesystem::path directory;
        bool endWithProgram = false; ///< the server ends when this process dies, even by a kill (tests)
        bool durable = true;         ///< false: no fsync (tests)
        int maxConnections = 200;
    };

    explicit PrivateCluster(Options options);
    /// Stops the server if this object started it.
    ~PrivateCluster();
    PrivateCluster(const PrivateCluster&) = delete;
    PrivateCluster& operator=(const PrivateCluster&) = delete;

    /// Where a trial keeps its data: `$XDG_DATA_HOME/bayline/database`, for root `/var/lib/bayline/database`.
    [[nodiscard]] static std::filesystem::path DefaultDirectory();

    /// Creates the cluster if the directory is empty, then starts the server, or takes over one that runs already
    /// (for instance because the program that started it was killed). Throws Failure in words.
    void Start();
    /// Ends the server if this object started it; Start() may be called again.
    void Stop();
    /// Ends the server of the directory, whoever started it.
    void StopWhoeverStarted();
    /// Leaves the server running when this object dies.
    void KeepRunning() { m_startedHere = false; }
    /// Kills the server like a power cut (tests).
    void Kill();

    [[nodiscard]] bool IsRunning() const;
    [[nodiscard]] bool StartedHere() const { return m_startedHere; }
    [[nodiscard]] std::filesystem::path SocketDirectory() const;
    /// Connects as the cluster's owner; without a database it is left to be added.
    [[nodiscard]] std::string OwnerConninfo(const std::string& database) const;
    /// Connects as a device.
    [[nodiscard]] std::string DeviceConninfo(const std::string& database, const std::string& device,
                                             const std::string& password) const;

private:
    void Initialise() const;
    void WriteConfiguration() const;
    void ChooseSocketDirectory();
    void RemoveStalePidFile() const;
    [[nodiscard]] bool LaunchAndWait();
    [[nodiscard]] bool WaitUntilReady();
    void WaitUntilGone(int pid) const;
    /// Process id of the server that runs on the directory; 0 for none.
    [[nodiscard]] int RunningPid() const;

    Options m_options;
    std::filesystem::path m_socketDirectory;
    bool m_startedHere = false;
    int m_child = 0;
};

/// A trial shop on this computer: private cluster, database `bayline` brought to the program's schema, one device of
/// each class with its password kept in the directory (readable by the user alone).
struct Trial
{
    std::unique_ptr<PrivateCluster> cluster;
    ConnectionSettings owner;
    ConnectionSettings desk;
    ConnectionSettings bay;
    ConnectionSettings relay;
};
[[nodiscard]] Trial OpenTrial(const std::filesystem::path& directory);

} // namespace bayline::db
