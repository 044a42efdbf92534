// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

namespace bayline::test {

/// A directory of one's own for as long as this lives; removed with all that is in it.
class TempDirectory
{
public:
    enum class For
    {
        MeAlone,
        OtherUsers, ///< who may walk through: root's PostgreSQL server runs as another user
    };

    explicit TempDirectory(For whom = For::MeAlone)
    {
        auto pattern = (std::filesystem::temp_directory_path() / "bayline-test-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) {
            throw std::runtime_error("no temporary directory");
        }
        if (whom == For::OtherUsers) {
            ::chmod(pattern.c_str(), 0711);
        }
        m_path = pattern;
    }
    ~TempDirectory()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    TempDirectory(const TempDirectory&) = delete;
    TempDirectory& operator=(const TempDirectory&) = delete;

    [[nodiscard]] const std::filesystem::path& Path() const { return m_path; }
    [[nodiscard]] std::filesystem::path operator/(std::string_view name) const { return m_path / name; }

private:
    std::filesystem::path m_path;
};

} // namespace bayline::test
