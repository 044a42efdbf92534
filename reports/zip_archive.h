// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bayline::reports {

/// The files inside a ZIP archive in memory (stored or deflated; no encryption, no ZIP64), as spreadsheets are packed.
class ZipArchive final
{
public:
    /// `file` must live as long as the archive. Nothing when it is no ZIP archive that can be read.
    [[nodiscard]] static std::optional<ZipArchive> Open(const std::vector<std::uint8_t>& file);

    /// The unpacked file; nothing when it is not there, broken, or larger than `most` bytes.
    [[nodiscard]] std::optional<std::string> Read(const std::string& name, std::size_t most) const;
    [[nodiscard]] bool Has(const std::string& name) const { return m_entries.contains(name); }

private:
    struct Entry
    {
        std::uint16_t method = 0;
        std::uint32_t packed = 0;
        std::uint32_t unpacked = 0;
        std::uint32_t offset = 0;
    };

    explicit ZipArchive(const std::vector<std::uint8_t>& file) : m_file(&file) {}
    [[nodiscard]] std::optional<std::string> Inflate(std::size_t at, const Entry& entry) const;

    const std::vector<std::uint8_t>* m_file;
    std::map<std::string, Entry> m_entries;
};

} // namespace bayline::reports
