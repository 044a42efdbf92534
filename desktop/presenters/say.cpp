// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/context.h"

namespace bayline::desktop {

std::string Context::Say(const core::Refusal& refusal) const
{
    std::vector<std::string> arguments;
    for (const auto& argument : refusal.arguments) {
        // Core names stages in English and moments as RFC 3339; a person reads their own language and the shop's clock.
        const auto moment = core::ParseRfc3339(argument);
        arguments.push_back(moment             ? core::FormatMinute(*moment, zone)
                            : argument.empty() ? argument
                                               : translate(argument));
    }
    return Tr(refusal.sentence, arguments);
}

} // namespace bayline::desktop
