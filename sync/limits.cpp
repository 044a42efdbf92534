// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/limits.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace bayline::sync {

namespace {

std::size_t Least(std::size_t ours, std::int64_t theirs)
{
    return theirs > 0 ? std::min(ours, static_cast<std::size_t>(theirs)) : ours;
}

std::array<int, 3> Parts(std::string_view version)
{
    std::array<int, 3> parts{};
    const char* at = version.data();
    const char* const end = at + version.size();
    for (auto& part : parts) {
        const auto [stopped, error] = std::from_chars(at, end, part);
        if (error != std::errc{} || stopped == end) {
            break;
        }
        at = stopped + 1;
    }
    return parts;
}

} // namespace

AppLimits LimitsFrom(const Capabilities& capabilities)
{
    AppLimits limits;
    limits.batchEvents = Least(limits.batchEvents, capabilities.batchEvents);
    limits.batchBytes = Least(limits.batchBytes, capabilities.batchBytes);
    if (capabilities.blobBytes > 0) {
        limits.blobBytes = static_cast<std::size_t>(capabilities.blobBytes);
    }
    limits.uploads = capabilities.uploads;
    limits.oldestClient = capabilities.oldestClient;
    return limits;
}

bool IsOlder(std::string_view a, std::string_view b)
{
    return Parts(a) < Parts(b);
}

} // namespace bayline::sync
