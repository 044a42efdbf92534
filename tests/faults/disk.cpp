// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/disk.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace bayline::faults {

namespace {

constexpr auto kSize = "size=640m";

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
    m_mounted = HaveOwnMounts() && ::mount("tmpfs", m_directory.c_str(), "tmpfs", 0, kSize) == 0;
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
    const int balloon = ::open((m_directory / "balloon").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    off_t size = 0;
    struct statvfs room
    {
    };
    while (balloon >= 0 && ::fstatvfs(balloon, &room) == 0 && room.f_bavail > 0) {
        const auto more = static_cast<off_t>(room.f_bavail * room.f_frsize);
        if (::posix_fallocate(balloon, size, more) != 0) {
            break;
        }
        size += more;
    }
    ::close(balloon);
    m_full = true;
}

void SmallDisk::Free()
{
    std::error_code ignored;
    std::filesystem::remove(m_directory / "balloon", ignored);
    m_full = false;
}

} // namespace bayline::faults
