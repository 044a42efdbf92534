// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/faults/history.h"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bayline::faults {

/// A way to break the shop or the portal on purpose: the checker that does not notice is no checker.
struct Mutation
{
    std::string_view name;
    const char* title;
    std::string_view shopFile; ///< SQL of tests/faults/mutations, empty for none
    std::string_view portalFile;
    std::string_view portalProgram;     ///< empty: the real one
    std::vector<std::string_view> rows; ///< the faults that bring it to light
};

[[nodiscard]] std::span<const Mutation> Mutations();

/// `data` is tests/faults.
[[nodiscard]] Setting BreakWith(const Mutation& mutation, const std::filesystem::path& data);

} // namespace bayline::faults
