// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/change_hint.h"

#include <charconv>

namespace bayline::db {

ChangeHint HintFrom(std::string_view channel, std::string_view payload)
{
    if (channel == "bayline_delivery") {
        return {.stream = std::string(kDeliveryChanged), .seq = 0};
    }
    const auto space = payload.find(' ');
    ChangeHint hint;
    if (space != std::string_view::npos && payload.size() < 120) {
        const auto number = payload.substr(space + 1);
        const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), hint.seq);
        if (error == std::errc() && end == number.data() + number.size()) {
            hint.stream = payload.substr(0, space);
        }
    }
    return hint;
}

} // namespace bayline::db
