// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event.h"
#include "desktop/presenters/context.h"

#include <string>

namespace bayline::desktop {

/// An event of the workshop floor as a sentence of the timeline; empty when it is not one of those.
[[nodiscard]] std::string DescribeFloorEvent(const Context& context, const core::RecordedEvent& event);

} // namespace bayline::desktop
