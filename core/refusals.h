// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outcome.h"

#include <string_view>
#include <vector>

namespace bayline::core {

/// The first refusal of one field, "" for the whole form; nullptr when there is none.
[[nodiscard]] const Refusal* RefusalAt(const std::vector<Refusal>& refusals, std::string_view field);
/// The first refusal that belongs to none of these fields; nullptr when there is none.
[[nodiscard]] const Refusal* RefusalOutside(const std::vector<Refusal>& refusals,
                                            const std::vector<std::string_view>& fields);

} // namespace bayline::core
