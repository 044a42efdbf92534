// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>

namespace bayline::faults {

/// A file system in memory that can be filled up, in a mount namespace of this program alone, so that it goes
/// with the program however that ends. Only root can make one; for others the directory stays an ordinary one.
class SmallDisk
{
public:
    explicit SmallDisk(std::filesystem::path directory);
    ~SmallDisk();
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    [[nodiscard]] bool CanBeFilled() const { return m_mounted; }
    /// Leaves no byte.
    void Fill();
    void Free();
    [[nodiscard]] bool IsFull() const { return m_full; }

private:
    bool Resize(std::uint64_t bytes);

    std::filesystem::path m_directory;
    bool m_mounted = false;
    bool m_full = false;
};

} // namespace bayline::faults
