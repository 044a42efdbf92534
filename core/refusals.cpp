// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/refusals.h"

#include <algorithm>

namespace bayline::core {

const Refusal* RefusalAt(const std::vector<Refusal>& refusals, std::string_view field)
{
    const auto found =
        std::find_if(refusals.begin(), refusals.end(), [&](const Refusal& refusal) { return refusal.field == field; });
    return found == refusals.end() ? nullptr : &*found;
}

const Refusal* RefusalOutside(const std::vector<Refusal>& refusals, const std::vector<std::string_view>& fields)
{
    const auto found = std::find_if(refusals.begin(), refusals.end(), [&](const Refusal& refusal) {
        return std::find(fields.begin(), fields.end(), refusal.field) == fields.end();
    });
    return found == refusals.end() ? nullptr : &*found;
}

} // namespace bayline::core
