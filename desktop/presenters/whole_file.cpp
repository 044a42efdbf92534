// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/whole_file.h"

#include "core/failure.h"
#include "core/outcome.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace bayline::desktop {

namespace {

[[noreturn]] void ThrowWriteFailure(int error)
{
    const bool full = error == ENOSPC || error == EDQUOT;
    throw core::Failure({.kind = full ? core::FailureKind::DiskFull : core::FailureKind::Internal,
                         .retryable = false,
                         .where = "write file",
                         .sentence = full ? N_("The disk is full. The file was not written.")
                                          : N_("The file could not be written there."),
                         .code = std::strerror(error)});
}

class File
{
public:
    explicit File(int descriptor) : m_descriptor(descriptor)
    {
        if (descriptor < 0) {
            ThrowWriteFailure(errno);
        }
    }
    ~File()
    {
        if (m_descriptor >= 0) {
            ::close(m_descriptor);
        }
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    void Write(const std::string& bytes) const
    {
        std::size_t done = 0;
        while (done < bytes.size()) {
            const auto count = ::write(m_descriptor, bytes.data() + done, bytes.size() - done);
            if (count < 0 && errno != EINTR) {
                ThrowWriteFailure(errno);
            }
            done += count > 0 ? static_cast<std::size_t>(count) : 0;
        }
    }
    void Sync() const
    {
        if (::fsync(m_descriptor) != 0) {
            ThrowWriteFailure(errno);
        }
    }
    void Close()
    {
        if (::close(std::exchange(m_descriptor, -1)) != 0) {
            ThrowWriteFailure(errno);
        }
    }

private:
    int m_descriptor;
};

std::filesystem::path FolderOf(const std::filesystem::path& path)
{
    return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

void SyncFolder(const std::filesystem::path& path)
{
    const File folder(::open(FolderOf(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    folder.Sync();
}

} // namespace

void WriteWholeFile(const std::filesystem::path& path, const std::string& bytes, FileReaders readers)
{
    auto part = path;
    part += ".part";
    const mode_t mode = readers == FileReaders::Owner ? 0600 : 0644;
    try {
        File file(::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode));
        // The part of an earlier program may have stood there with other rights.
        if (readers == FileReaders::Owner) {
            ::chmod(part.c_str(), mode);
        }
        file.Write(bytes);
        file.Sync();
        file.Close();
        if (::rename(part.c_str(), path.c_str()) != 0) {
            ThrowWriteFailure(errno);
        }
    } catch (const core::Failure&) {
        ::unlink(part.c_str());
        throw;
    }
    SyncFolder(path);
}

void RemoveFileForGood(const std::filesystem::path& path) noexcept
{
    if (::unlink(path.c_str()) != 0) {
        return;
    }
    const int folder = ::open(FolderOf(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        ::fsync(folder);
        ::close(folder);
    }
}

} // namespace bayline::desktop
