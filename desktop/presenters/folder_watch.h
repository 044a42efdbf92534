// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace bayline::desktop {

/// Watches a folder into which a camera, its program or a phone puts pictures. On a thread of its own, because a folder
/// on the network may hang; the end of the watch does not wait for it. A file counts as new when it came, or changed,
/// after the watch began or another folder took this one's place, as when a share is mounted there; it is given out
/// only when it is whole: it has not grown for a moment and ends as its kind of file must, or has not changed for ten
/// seconds. Links, empty files and those with other endings are left alone.
class FolderWatch final
{
public:
    /// `atOnce`: new photos go to the order that is open without being asked for.
    FolderWatch(std::filesystem::path folder, bool atOnce);
    ~FolderWatch();
    FolderWatch(const FolderWatch&) = delete;
    FolderWatch& operator=(const FolderWatch&) = delete;

    [[nodiscard]] const std::filesystem::path& Folder() const { return m_folder; }
    [[nodiscard]] bool AtOnce() const { return m_atOnce; }
    [[nodiscard]] int Waiting() const;
    /// Paths of the new whole files, oldest first, each given out once.
    [[nodiscard]] std::vector<std::string> TakeNew();

    /// One look; the thread does it all the time.
    void Look();

private:
    class Eye;

    const std::filesystem::path m_folder;
    const bool m_atOnce;
    const std::shared_ptr<Eye> m_eye; ///< the thread's as well, which may outlive the watch
};

/// The camera folder of this PC from now on; an empty path ends the watch. UI thread only.
void SetPhotoFolder(const std::string& folder, bool atOnce);
/// Null when there is none.
[[nodiscard]] FolderWatch* PhotoFolder();

/// Whether the file ends as a whole JPEG, PNG, WebP or HEIC does; false for any other file. Behind the end of a JPEG
/// anything may follow.
[[nodiscard]] bool IsWholePicture(const std::filesystem::path& file);

} // namespace bayline::desktop
