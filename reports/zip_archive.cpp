// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/zip_archive.h"

#include <zlib.h>

#include <algorithm>

namespace bayline::reports {

namespace {

// Records of the ZIP format, by their signatures and fixed sizes (APPNOTE 4.3).
constexpr std::uint32_t kEndOfDirectory = 0x06054b50;
constexpr std::uint32_t kDirectoryEntry = 0x02014b50;
constexpr std::uint32_t kLocalHeader = 0x04034b50;
constexpr std::size_t kEndSize = 22;
constexpr std::size_t kDirectorySize = 46;
constexpr std::size_t kLocalSize = 30;
constexpr std::size_t kLongestComment = 65'535;
constexpr std::uint16_t kEncrypted = 1;
constexpr std::uint16_t kStored = 0;
constexpr std::uint16_t kDeflated = 8;

std::uint32_t Number(const std::vector<std::uint8_t>& file, std::size_t at, int bytes)
{
    std::uint32_t number = 0;
    for (int i = bytes - 1; i >= 0; --i) {
        number = number << 8 | file[at + static_cast<std::size_t>(i)];
    }
    return number;
}

std::optional<std::size_t> FindEnd(const std::vector<std::uint8_t>& file)
{
    if (file.size() < kEndSize) {
        return std::nullopt;
    }
    const auto last = file.size() - kEndSize;
    const auto first = last > kLongestComment ? last - kLongestComment : 0;
    for (auto at = last + 1; at-- > first;) {
        if (Number(file, at, 4) == kEndOfDirectory) {
            return at;
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<ZipArchive> ZipArchive::Open(const std::vector<std::uint8_t>& file)
{
    const auto end = FindEnd(file);
    if (!end) {
        return std::nullopt;
    }
    ZipArchive archive(file);
    const auto count = Number(file, *end + 10, 2);
    std::size_t at = Number(file, *end + 16, 4);
    for (std::uint32_t i = 0; i < count; ++i) {
        if (at + kDirectorySize > file.size() || Number(file, at, 4) != kDirectoryEntry) {
            return std::nullopt;
        }
        const std::size_t nameSize = Number(file, at + 28, 2);
        const std::size_t rest = Number(file, at + 30, 2) + Number(file, at + 32, 2);
        if (at + kDirectorySize + nameSize + rest > file.size()) {
            return std::nullopt;
        }
        const auto* begin = file.data() + at + kDirectorySize;
        const Entry entry{.method = static_cast<std::uint16_t>(Number(file, at + 10, 2)),
                          .packed = Number(file, at + 20, 4),
                          .unpacked = Number(file, at + 24, 4),
                          .offset = Number(file, at + 42, 4)};
        if ((Number(file, at + 8, 2) & kEncrypted) == 0) {
            archive.m_entries[std::string(begin, begin + nameSize)] = entry;
        }
        at += kDirectorySize + nameSize + rest;
    }
    return archive;
}

std::optional<std::string> ZipArchive::Read(const std::string& name, std::size_t most) const
{
    const auto found = m_entries.find(name);
    if (found == m_entries.end() || found->second.unpacked > most) {
        return std::nullopt;
    }
    const auto& entry = found->second;
    if (entry.offset + kLocalSize > m_file->size() || Number(*m_file, entry.offset, 4) != kLocalHeader) {
        return std::nullopt;
    }
    const std::size_t at =
        entry.offset + kLocalSize + Number(*m_file, entry.offset + 26, 2) + Number(*m_file, entry.offset + 28, 2);
    if (at + entry.packed > m_file->size()) {
        return std::nullopt;
    }
    if (entry.method == kStored && entry.packed == entry.unpacked) {
        return std::string(m_file->begin() + static_cast<std::ptrdiff_t>(at),
                           m_file->begin() + static_cast<std::ptrdiff_t>(at + entry.packed));
    }
    return entry.method == kDeflated ? Inflate(at, entry) : std::nullopt;
}

std::optional<std::string> ZipArchive::Inflate(std::size_t at, const Entry& entry) const
{
    // The size in the directory is what the writer claims; inflate stops there whatever the data would give.
    std::string out(entry.unpacked, '\0');
    z_stream stream{};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) {
        return std::nullopt;
    }
    stream.next_in = const_cast<Bytef*>(m_file->data() + at); // zlib's interface knows no const, and does not write
    stream.avail_in = entry.packed;
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = entry.unpacked;
    const int result = inflate(&stream, Z_FINISH);
    const bool whole = result == Z_STREAM_END && stream.total_out == entry.unpacked;
    inflateEnd(&stream);
    return whole ? std::optional(std::move(out)) : std::nullopt;
}

} // namespace bayline::reports
