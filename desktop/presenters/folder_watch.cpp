// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/folder_watch.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <memory>
#include <utility>

namespace bayline::desktop {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::milliseconds kEvery{700};
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
        return tail.find("\xFF\xD9") != std::string::npos;
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

FolderWatch::FolderWatch(fs::path folder, bool atOnce)
    : m_folder(std::move(folder)), m_atOnce(atOnce), m_thread([this](const std::stop_token& stop) { Watch(stop); })
{
}

int FolderWatch::Waiting() const
{
    const std::lock_guard lock(m_mutex);
    return static_cast<int>(m_new.size());
}

std::vector<std::string> FolderWatch::TakeNew()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_new, {});
}

void FolderWatch::Watch(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        Look();
        std::unique_lock lock(m_mutex);
        m_wake.wait_for(lock, stop, kEvery, [] { return false; });
    }
}

void FolderWatch::Look()
{
    const std::lock_guard looking(m_looking);
    std::error_code error;
    std::vector<std::pair<fs::file_time_type, std::string>> whole;
    for (fs::directory_iterator entry(m_folder, error), end; !error && entry != end; entry.increment(error)) {
        std::error_code ignored;
        const auto& path = entry->path();
        if (!IsPictureName(path) || !fs::is_regular_file(fs::symlink_status(path, ignored))) {
            continue;
        }
        const auto size = fs::file_size(path, ignored);
        const auto changed = fs::last_write_time(path, ignored);
        const auto [place, isNew] = m_files.try_emplace(path.string(), Seen{size, changed, !m_begun});
        auto& seen = place->second;
        const bool rests = !isNew && seen.size == size && seen.changed == changed;
        seen.size = size;
        seen.changed = changed;
        if (!seen.given && rests && IsWholePicture(path)) {
            seen.given = true;
            whole.emplace_back(changed, path.string());
        }
    }
    // Only after one whole look is it known what was there before.
    m_begun = m_begun || !error;
    std::sort(whole.begin(), whole.end());
    const std::lock_guard lock(m_mutex);
    for (auto& [changed, path] : whole) {
        m_new.push_back(std::move(path));
    }
}

} // namespace bayline::desktop
