// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outcome.h"
#include "core/time.h"

#include <boost/json.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace bayline::portal {

struct DecidedLine
{
    std::string lineId;
    std::string lineHash;
    bool approve = false;
};

/// What the customer pressed.
struct CustomerDecision
{
    std::string decisionId; ///< made by the page; a repeat is recognised by it
    std::string quoteId;
    std::int64_t revision = 0;
    std::vector<DecidedLine> lines;
    std::int64_t totalSeen = 0;
    std::string decidedAt; ///< set by the portal
    std::string byName;    ///< set by the portal
};

/// Where a line of the newest revision stands for the customer.
enum class LineStatus
{
    Open,
    SentApprove, ///< answered, the workshop has not confirmed it yet
    SentDecline,
    Approved,
    Declined,
};

[[nodiscard]] std::string_view ToWord(LineStatus status);

/// `unanswered` are the accepted decisions that have no outcome yet.
[[nodiscard]] LineStatus StatusOf(const boost::json::object& line, const boost::json::object& state,
                                  const std::vector<CustomerDecision>& unanswered);

/// The portal alone serialises the customer's decisions; this is the rule. Refuses a decision that is not about the
/// newest revision (`quote_changed`), after its date (`quote_expired`) or withdrawn (`quote_withdrawn`), about a line
/// that is not open or has another content (`line_changed`, `line_decided`), with another total than it approves
/// (`total_changed`), or on a closed order (`order_closed`). An approval is never taken for another price.
[[nodiscard]] core::Outcome<CustomerDecision> AcceptDecision(const CustomerDecision& decision,
                                                             const boost::json::object& state,
                                                             const std::vector<CustomerDecision>& unanswered,
                                                             core::Instant now);

/// `data` of customer.quote.decided.v1.
[[nodiscard]] boost::json::object ToInboxData(const CustomerDecision& decision, const std::string& workOrderId);
/// The inverse, of what was stored.
[[nodiscard]] CustomerDecision FromInboxData(const boost::json::object& data);

/// True when the order can neither be approved nor changed any more.
[[nodiscard]] bool IsClosed(const boost::json::object& state);
/// True when the workshop took the newest revision back.
[[nodiscard]] bool IsWithdrawn(const boost::json::object& quote);
/// True when the newest revision has a date and it has passed.
[[nodiscard]] bool IsExpired(const boost::json::object& quote, core::Instant now);

} // namespace bayline::portal
