// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event.h"
#include "core/work_order.h"
#include "desktop/presenters/context.h"

#include <optional>
#include <string>

namespace bayline::desktop {

/// The timeline's sentence of an event around the invoice: deposit, credit note, refund, the tax platform's invoice,
/// what the vehicle records' register answered. Nothing for other events.
[[nodiscard]] std::optional<std::string> DescribeMoneyEvent(const Context& context, const core::WorkOrder& order,
                                                            const core::RecordedEvent& event);

} // namespace bayline::desktop
