// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/folder_watch.h"

#include "photo/limits.h"
#include "photo/picture_header.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <fstream>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

namespace bayline::desktop {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::milliseconds kEvery{700};
constexpr int kLooksAtRest = 14; ///< ten seconds: then the helper may judge what seems to have no end
constexpr std::size_t kTail = 64;

bool IsPictureName(const fs::path& file)
{
    constexpr std::array<std::string_view, 6> kEndings = {".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"};
    auto ending = file.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return !file.filename().string().starts_with(".") &&
           std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

std::uint32_t Number(const std::string& bytes, std::size_t at, bool bigEndian)
{
    std::uint32_t value = 0;
    for (std::size_t index = 0; index < 4; ++index) {
        const auto byte = static_cast<unsigned char>(bytes[at + (bigEndian ? index : 3 - index)]);
        value = value << 8U | byte;
    }
    return value;
}

/// The boxes of a HEIC file must add up to its size exactly.
bool BoxesAddUp(std::ifstream& file, std::uintmax_t size)
{
    std::uintmax_t at = 0;
    while (at + 8 <= size) {
        std::string head(8, '\0');
        file.clear();
        file.seekg(static_cast<std::streamoff>(at));
        if (!file.read(head.data(), 8)) {
            return false;
        }
        const auto length = Number(head, 0, true);
        if (length == 0) {
            return true; // to the end of the file, whatever that is
        }
        if (length < 8) {
            return false;
        }
        at += length;
    }
    return at == size;
}

/// Phones write more behind the picture: a film of the moment, a trailer of their own. A file that is too large for the
/// helper is refused there in words.
bool HasEndOfJpeg(std::ifstream& file, std::uintmax_t size)
{
    if (size > photo::kMaxFileBytes) {
        return true;
    }
    std::vector<std::uint8_t> bytes(size);
    file.seekg(0);
    if (!file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()))) {
        return false;
    }
    const auto header = photo::ReadPictureHeader(bytes);
    return header && !header->damaged;
}

} // namespace

bool IsWholePicture(const fs::path& path)
{
    std::error_code error;
    const auto size = fs::file_size(path, error);
    std::ifstream file(path, std::ios::binary);
    std::string head(12, '\0');
    if (error || size < 12 || !file.read(head.data(), 12)) {
        return false;
    }
    std::string tail(std::min<std::uintmax_t>(size, kTail), '\0');
    file.seekg(static_cast<std::streamoff>(size - tail.size()));
    if (!file.read(tail.data(), static_cast<std::streamsize>(tail.size()))) {
        return false;
    }
    if (head.starts_with("\xFF\xD8")) {
        return tail.find("\xFF\xD9") != std::string::npos || HasEndOfJpeg(file, size);
    }
    if (head.starts_with("\x89PNG")) {
        return tail.find("IEND") != std::string::npos;
    }
    if (head.starts_with("RIFF") && head.substr(8, 4) == "WEBP") {
        return std::uintmax_t{Number(head, 4, false)} + 8 <= size;
    }
    return head.substr(4, 4) == "ftyp" && BoxesAddUp(file, size);
}

namespace {

std::unique_ptr<FolderWatch>& Watched()
{
    static std::unique_ptr<FolderWatch> watch;
    return watch;
}

} // namespace

void SetPhotoFolder(const std::string& folder, bool atOnce)
{
    auto& watch = Watched();
    if (watch && watch->Folder() == folder && watch->AtOnce() == atOnce) {
        return;
    }
    watch = folder.empty() ? nullptr : std::make_unique<FolderWatch>(folder, atOnce);
}

FolderWatch* PhotoFolder()
{
    return Watched().get();
}

class FolderWatch::Eye final
{
public:
    explicit Eye(fs::path folder) : m_folder(std::move(folder)) {}

    void Watch()
    {
        const auto stop = m_stop.get_token();
        while (!stop.stop_requested()) {
            Look();
            std::unique_lock lock(m_mutex);
            m_wake.wait_for(lock, stop, kEvery, [] { return false; });
        }
    }
    void Stop() { m_stop.request_stop(); }
    void Look();

    [[nodiscard]] std::size_t Waiting() const
    {
        const std::lock_guard lock(m_mutex);
        return m_new.size();
    }
    std::vector<std::string> TakeNew()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_new, {});
    }

private:
    struct Seen
    {
        std::uintmax_t size = 0;
        fs::file_time_type changed;
        bool given = false;
        bool here = true; ///< in the present look
        int rested = 0;   ///< looks since it changed
    };
    using Place = std::pair<dev_t, ino_t>;

    void BeginAnewElsewhere();
    [[nodiscard]] bool IsNewAndRests(const fs::path& path, std::uintmax_t size, fs::file_time_type changed);

    const fs::path m_folder;
    std::stop_source m_stop;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::vector<std::string> m_new;      ///< guarded by m_mutex
    std::mutex m_looking;                ///< guards the rest
    std::map<std::string, Seen> m_files; ///< as last seen
    std::optional<Place> m_place;        ///< of the folder they are in
    bool m_begun = false;
};

/// What is in a folder that took the place of another was not taken now: a share that has been mounted there is full of
/// old pictures.
void FolderWatch::Eye::BeginAnewElsewhere()
{
    struct stat about
    {
    };
    if (::stat(m_folder.c_str(), &about) != 0) {
        return; // the same one may come back
    }
    const Place place{about.st_dev, about.st_ino};
    if (m_place && *m_place != place) {
        m_files.clear();
        m_begun = false;
    }
    m_place = place;
}

bool FolderWatch::Eye::IsNewAndRests(const fs::path& path, std::uintmax_t size, fs::file_time_type changed)
{
    const auto [place, isNew] = m_files.try_emplace(path.string(), Seen{size, changed, !m_begun});
    auto& seen = place->second;
    const bool same = seen.size == size && seen.changed == changed;
    // Another picture of the same name, as of a program that always writes capture.jpg.
    seen.given = seen.given && same;
    seen.rested = same && !isNew ? seen.rested + 1 : 0;
    seen.size = size;
    seen.changed = changed;
    seen.here = true;
    if (seen.given || isNew || !same || size == 0) {
        return false;
    }
    // Read once, however long it lies there.
    const bool whole = seen.rested == 1 && IsWholePicture(path);
    if (!whole && seen.rested < kLooksAtRest) {
        return false;
    }
    seen.given = true;
    return true;
}

void FolderWatch::Eye::Look()
{
    const std::lock_guard looking(m_looking);
    BeginAnewElsewhere();
    for (auto& [path, seen] : m_files) {
        seen.here = false;
    }
    std::error_code error;
    bool all = true;
    std::vector<std::pair<fs::file_time_type, std::string>> whole;
    for (fs::directory_iterator entry(m_folder, error), end; !error && entry != end; entry.increment(error)) {
        const auto& path = entry->path();
        std::error_code unreadable;
        if (!IsPictureName(path) || !fs::is_regular_file(fs::symlink_status(path, unreadable))) {
            continue;
        }
        const auto size = fs::file_size(path, unreadable);
        const auto changed = unreadable ? fs::file_time_type() : fs::last_write_time(path, unreadable);
        if (unreadable) {
            all = false;
        } else if (IsNewAndRests(path, size, changed)) {
            whole.emplace_back(changed, path.string());
        }
    }
    all = all && !error;
    // Only after one whole look is it known what was there before, and what is there no more. A camera that begins
    // again at its first number takes new pictures.
    m_begun = m_begun || !error;
    if (all) {
        std::erase_if(m_files, [](const auto& file) { return !file.second.here; });
    }
    std::sort(whole.begin(), whole.end());
    const std::lock_guard lock(m_mutex);
    for (auto& [changed, path] : whole) {
        if (std::find(m_new.begin(), m_new.end(), path) == m_new.end()) {
            m_new.push_back(std::move(path));
        }
    }
}

FolderWatch::FolderWatch(fs::path folder, bool atOnce)
    : m_folder(std::move(folder)), m_atOnce(atOnce), m_eye(std::make_shared<Eye>(m_folder))
{
    std::thread([eye = m_eye] { eye->Watch(); }).detach();
}

FolderWatch::~FolderWatch()
{
    m_eye->Stop();
}

int FolderWatch::Waiting() const
{
    return static_cast<int>(m_eye->Waiting());
}

std::vector<std::string> FolderWatch::TakeNew()
{
    return m_eye->TakeNew();
}

void FolderWatch::Look()
{
    m_eye->Look();
}

} // namespace bayline::desktop
