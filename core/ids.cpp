// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ids.h"

#include "core/random.h"

#include <boost/uuid/string_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

#include <algorithm>
#include <chrono>

namespace bayline::core {

Uuid NewUuid()
{
    Uuid uuid{};
    const auto random = RandomBytes(16);
    std::copy(random.begin(), random.end(), uuid.begin());

    using namespace std::chrono;
    const auto now = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
    for (int i = 0; i < 6; ++i) {
        uuid.data[i] = static_cast<std::uint8_t>(now >> (40 - 8 * i));
    }
    uuid.data[6] = static_cast<std::uint8_t>((uuid.data[6] & 0x0f) | 0x70);
    uuid.data[8] = static_cast<std::uint8_t>((uuid.data[8] & 0x3f) | 0x80);
    return uuid;
}

std::optional<Uuid> ParseUuid(std::string_view text)
{
    if (text.size() != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-') {
        return std::nullopt;
    }
    try {
        return boost::uuids::string_generator{}(text.begin(), text.end());
    } catch (const std::runtime_error&) {
        return std::nullopt;
    }
}

std::string ToString(const Uuid& uuid)
{
    return boost::uuids::to_string(uuid);
}

} // namespace bayline::core
