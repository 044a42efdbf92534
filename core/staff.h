// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"

#include <optional>
#include <string>
#include <string_view>

namespace bayline::core {

enum class Role
{
    Advisor,
    Technician,
    Manager,
};

[[nodiscard]] std::string_view ToWord(Role role);
[[nodiscard]] std::optional<Role> RoleFromWord(std::string_view word);
/// English name; a gettext msgid.
[[nodiscard]] const char* RoleName(Role role);

struct StaffMember
{
    StaffId id;
    std::string number; ///< what is typed to sign in
    std::string name;
    Role role = Role::Advisor;
    bool active = true;
    std::string hvLicenceUntil{}; ///< last day of the high-voltage licence, "2028-06-30"; empty: none
    int outlet = 1;               ///< where the person usually works; anybody may work anywhere
};

/// A person as an event names them.
struct StaffRef
{
    StaffId id;
    std::string name;
};

} // namespace bayline::core
