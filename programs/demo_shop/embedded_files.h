// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

namespace bayline::demo {

/// Content of a file of the source tree that is built in: "resources/demo/shop.json". Throws Failure (NotFound).
[[nodiscard]] std::string_view EmbeddedFile(std::string_view path);

/// Names of the built-in files that begin with `prefix`.
[[nodiscard]] std::vector<std::string_view> EmbeddedFiles(std::string_view prefix);

} // namespace bayline::demo
