// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/disk_space.h"
#include "desktop/presenters/context.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// Warns in words before a disk is full: the database server's and this computer's. UI thread only, except where said.
class SpaceWatch final
{
public:
    struct Alarm
    {
        core::SpaceLevel level = core::SpaceLevel::Enough;
        std::string sentence; ///< in the user's language; empty when there is enough room
        bool operator==(const Alarm&) const = default;
    };
    struct Doors
    {
        /// Runs `work` on another thread, then `done` on this one: a disk may be far away.
        std::function<void(std::function<void()> work, std::function<void()> done)> aside;
        std::function<core::DiskSpace(const std::filesystem::path&)> measure; ///< any thread
        std::vector<std::filesystem::path> here;                              ///< what this computer keeps itself
        std::filesystem::path serverHere;       ///< the private database's directory; empty with a server of the shop's
        std::function<void(const Alarm&)> tell; ///< each time it changes
    };

    SpaceWatch(Context& context, Doors doors);

    /// To be called once a minute.
    void Look();
    /// What was told last.
    [[nodiscard]] const Alarm& Now() const { return m_told; }

private:
    struct Seen
    {
        core::DiskSpace space;
        bool ofServer = false;
    };

    void LookHere();
    void LookAtServer();
    void Weigh();

    Context& m_context;
    Doors m_doors;
    std::vector<Seen> m_here;
    std::vector<Seen> m_server;
    Alarm m_told;
    RequestSlot m_slot;
    bool m_looking = false;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

/// The room on the disk that holds this path or, when it is not there yet, the nearest directory above it. Nothing is
/// known (total 0) when that cannot be asked.
[[nodiscard]] core::DiskSpace MeasureDisk(const std::filesystem::path& path);

} // namespace bayline::desktop
