// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event.h"
#include "core/outcome.h"
#include "desktop/presenters/context.h"

#include <string>
#include <vector>

namespace bayline::desktop {

/// Refusals of the rules as a form shows them: their fields have the form's names (`unit_price`, not the event's), and
/// times, amounts and names of stages in their arguments read as everywhere else on the screen.
[[nodiscard]] std::vector<core::Refusal> ForForm(const Context& context, std::vector<core::Refusal> refusals);

/// True when another person's change is the reason.
[[nodiscard]] bool IsClash(const core::Refusal& refusal);
/// False for an event about another line or item, or about another field, than the clash is about. The last argument of
/// a clash about a line or an item is its id.
[[nodiscard]] bool Concerns(const core::Refusal& refusal, const core::RecordedEvent& event);
/// The events that may stand behind a clash.
[[nodiscard]] const std::vector<std::string>& EventsBehind(const std::string& code);

} // namespace bayline::desktop
