// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace bayline::desktop {

/// Who may read a file that is written.
enum class FileReaders
{
    Everybody,
    Owner, ///< it may hold personal data or a password
};

/// Writes a file so that there is never half of it: beside the old one, to the disk, renamed, and the name to the disk
/// as well. Throws Failure (DiskFull, Internal); the old file is then as it was.
void WriteWholeFile(const std::filesystem::path& path, const std::string& bytes, FileReaders readers);

/// Makes a name's absence last, too. A file that is not there is fine.
void RemoveFileForGood(const std::filesystem::path& path) noexcept;

} // namespace bayline::desktop
