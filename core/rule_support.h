// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/work_order_rules.h"

#include <boost/json/string.hpp>

/// Small pieces that several rule files share. Private to core.
namespace bayline::core::rules {

[[nodiscard]] inline boost::json::string Json(std::string_view text)
{
    return boost::json::string(text.data(), text.size());
}

/// "The order is cancelled/delivered": nothing more may happen to it.
[[nodiscard]] std::optional<Refusal> RefuseClosed(const WorkOrder& order);

/// The event that moves `order` from `from` to `to`. `alreadyEntered` are the stages entered earlier in the same
/// decision, which the order does not know yet.
[[nodiscard]] Event StageChanged(const WorkOrder& order, Stage from, Stage to, std::string_view reason,
                                 const std::vector<StageEntry>& alreadyEntered = {});

/// True when a line the customer approved (with its present content) is not finished yet.
[[nodiscard]] bool HasUnfinishedApproved(const WorkOrder& order);
[[nodiscard]] bool HasApproved(const WorkOrder& order);
[[nodiscard]] bool HasRunningClock(const WorkOrder& order);
/// True when work began on the line: a clock ever ran on it or it is finished.
[[nodiscard]] bool WorkBegan(const WorkOrder& order, LineId line);
/// An approval that holds for the line's present content.
[[nodiscard]] bool IsApproved(const WorkOrder& order, const QuoteLine& line);

/// A decision on the line's present content that the person had not seen.
[[nodiscard]] std::optional<Refusal> RefuseUnseenDecision(const WorkOrder& order, const QuoteLine& line,
                                                          DecisionId seen);

/// Why the car may not leave the workshop as it stands: quarantine, or a high voltage that nobody has put on again, of
/// this order or of another open one of the car. `elsewhere` false: what another order holds is left to it.
[[nodiscard]] std::optional<Refusal> RefuseDanger(const WorkOrder& order, const char* prefix, bool elsewhere = true);
/// Why the work is not done: a running clock, or an approved line that is not finished.
[[nodiscard]] std::optional<Refusal> RefuseUnfinished(const WorkOrder& order, const char* prefix);

/// Events that stop the clocks running on `line` (all lines when nil).
[[nodiscard]] Events StopClocks(const WorkOrder& order, LineId line);

/// An amount taken or given back: above 0, and a voucher with its number.
[[nodiscard]] std::optional<Refusal> RefuseAmount(Money amount, PaymentMethod method, const std::string& reference);

} // namespace bayline::core::rules
