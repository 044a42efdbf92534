// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/staff.h"

#include "core/outcome.h"
#include "core/words.h"

namespace bayline::core {

namespace {

constexpr std::array<words::Word<Role>, 3> kWords = {{
    {Role::Advisor, "advisor", N_("Service advisor")},
    {Role::Technician, "technician", N_("Technician")},
    {Role::Manager, "manager", N_("Manager")},
}};

} // namespace

std::string_view ToWord(Role role)
{
    return words::Find(kWords, role).word;
}

std::optional<Role> RoleFromWord(std::string_view word)
{
    return words::FromWord(kWords, word);
}

const char* RoleName(Role role)
{
    return words::Find(kWords, role).name;
}

} // namespace bayline::core
