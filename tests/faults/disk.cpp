// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/disk.h"

#include <sched.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <stdexcept>
#include <string>

namespace bayline::faults {

namespace {

/// What the longest sweep needs; memory is taken for what is written alone.
constexpr std::uint64_t kSize = 8ULL * 1024 * 1024 * 1024;

/// Once for the program: mounts of its own that nobody else sees.
bool HaveOwnMounts()
{
    static const bool have = ::geteuid() == 0 && ::unshare(CLONE_NEWNS) == 0 &&
                             ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
    return have;
}

} // namespace

SmallDisk::SmallDisk(std::filesystem::path directory) : m_directory(std::move(directory))
{
    std::filesystem::create_directories(m_directory);
    m_mounted = HaveOwnMounts() &&
                ::mount("tmpfs", m_directory.c_str(), "tmpfs", 0, ("size=" + std::to_string(kSize)).c_str()) == 0;
    std::filesystem::permissions(m_directory, std::filesystem::perms(0755));
}

SmallDisk::~SmallDisk()
{
    if (m_mounted) {
        ::umount2(m_directory.c_str(), MNT_DETACH);
    }
}

void SmallDisk::Fill()
{
    m_full = true;
    if (!m_mounted) {
        return;
    }
    // It shrinks to what is on it, which takes no memory; again when something was written meanwhile.
    constexpr int kTries = 1'000;
    struct statvfs room
    {
    };
    for (int i = 0; i < kTries && ::statvfs(m_directory.c_str(), &room) == 0; ++i) {
        if (Resize((room.f_blocks - room.f_bfree) * room.f_frsize)) {
            return;
        }
    }
    throw std::runtime_error(m_directory.string() + " could not be filled");
}

void SmallDisk::Free()
{
    if (m_mounted) {
        static_cast<void>(Resize(kSize));
    }
    m_full = false;
}

bool SmallDisk::Resize(std::uint64_t bytes)
{
    return ::mount("tmpfs", m_directory.c_str(), "tmpfs", MS_REMOUNT, ("size=" + std::to_string(bytes)).c_str()) == 0;
}

} // namespace bayline::faults
