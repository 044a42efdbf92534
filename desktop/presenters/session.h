// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/sign_in.h"
#include "desktop/presenters/context.h"

namespace bayline::desktop {

/// The signed-in person as the database knows them, copied for a job; the session stays open until it is done.
[[nodiscard]] inline db::Session SessionOf(const Context& context)
{
    return {.token = context.sessionToken, .person = context.person, .held = context.held};
}

/// The signed-in person as core's rules want them.
[[nodiscard]] inline core::Actor ActorOf(const Context& context)
{
    return {.person = {.id = context.person.id, .name = context.person.name},
            .role = context.person.role,
            .now = context.now()};
}

} // namespace bayline::desktop
