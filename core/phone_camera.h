// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/work_order_rules.h"

#include <chrono>
#include <string>
#include <vector>

namespace bayline::core {

/// How long a technician's phone may send pictures with one link.
inline constexpr std::chrono::hours kCameraLasts{12};

/// What a phone's picture may show.
struct CameraSubject
{
    std::string kind = "other"; ///< as in photo.added
    ItemId item{};              ///< nil: no finding
    std::string title;          ///< as the phone shows it
};

/// Lets the phone that scanned the code take pictures for this order. The token itself is in the code only.
struct OpenCamera
{
    CameraId id;
    std::string token;
    std::string title;                   ///< of the order, as the phone shows it
    std::vector<CameraSubject> subjects; ///< the first one is chosen at first
};
/// Refuses a closed order, a token that can be guessed, and no subject.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const OpenCamera& intent, const Actor& actor);

} // namespace bayline::core
