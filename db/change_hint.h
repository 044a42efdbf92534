// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace bayline::db {

/// The name in a hint that tells of the delivery to the customer app: something was acknowledged or parked.
inline constexpr std::string_view kDeliveryChanged = "delivery";

/// A hint that a stream moved. Empty stream: something may have moved (after a reconnect, and every few seconds in
/// case a notification was lost); the truth is a fresh read.
struct ChangeHint
{
    std::string stream;
    int seq = 0;
};

/// What a notification says: "work_order/… 12". Anything else that somebody may have sent is a hint without a name.
[[nodiscard]] ChangeHint HintFrom(std::string_view channel, std::string_view payload);

} // namespace bayline::db
