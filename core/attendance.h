// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/staff.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

/// Hours that people were there on single days instead of their usual ones: leave, half days, a Sunday's work.
namespace bayline::core {

/// Thousandths of hours by person and day, "2026-11-20".
using Attendance = std::map<StaffId, std::map<std::string, std::int64_t>>;

/// As a person writes it, one stretch of one person a line: "2026-11-20 – 2026-11-22 Zhang Wei 0". Only of `people`.
[[nodiscard]] std::string AttendanceText(const Attendance& attendance, std::span<const StaffMember> people);

struct AttendanceRead
{
    Attendance attendance;
    std::string wrongLine; ///< the first one that cannot be read; empty: all could
};
/// Reads what AttendanceText writes; people also by their numbers, hours from 0 to 24 with up to three decimals.
[[nodiscard]] AttendanceRead ParseAttendance(std::string_view text, std::span<const StaffMember> people);

} // namespace bayline::core
