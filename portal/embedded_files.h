// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

namespace bayline::portal {

/// A file of portal/page or portal/migrations inside the program, named by its path below portal/.
struct EmbeddedFile
{
    std::string_view path;
    std::string_view content;
};

/// All of them, in the order of portal/CMakeLists.txt.
[[nodiscard]] std::span<const EmbeddedFile> EmbeddedFiles();

} // namespace bayline::portal
