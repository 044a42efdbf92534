// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/decision_rules.h"

#include "portal/json_access.h"

#include <algorithm>
#include <set>

namespace bayline::portal {

namespace {

namespace json = boost::json;

core::Refusal Refuse(std::string code, std::string sentence)
{
    return {std::move(code), std::move(sentence), {}, {}};
}

const json::object* FindLine(const json::object& quote, const std::string& lineId)
{
    for (const json::value& line : *ArrayOf(quote, "lines"))
        if (TextOf(line.get_object(), "line_id") == lineId)
            return &line.get_object();
    return nullptr;
}

/// Nothing when the line may be decided; the customer's share of the price is added to `total` when approved.
std::optional<core::Refusal> CheckLine(const DecidedLine& decided, const json::object& state,
                                       const std::vector<CustomerDecision>& unanswered, std::int64_t& total)
{
    const json::object* line = FindLine(*ObjectOf(state, "quote"), decided.lineId);
    if (!line || TextOf(*line, "line_hash") != decided.lineHash)
        return Refuse("line_changed", N_("A line of the quote has changed. Please look at it again."));
    if (StatusOf(*line, state, unanswered) != LineStatus::Open)
        return Refuse("line_decided", N_("This line has already been decided."));
    if (decided.approve && TextOf(*line, "pay_type") == "customer")
        total += IntOf(*line, "gross");
    return std::nullopt;
}

} // namespace

std::string_view ToWord(LineStatus status)
{
    switch (status) {
    case LineStatus::Open:
        return "open";
    case LineStatus::SentApprove:
        return "sent_approve";
    case LineStatus::SentDecline:
        return "sent_decline";
    case LineStatus::Approved:
        return "approved";
    case LineStatus::Declined:
        return "declined";
    }
    return "open";
}

LineStatus StatusOf(const json::object& line, const json::object& state,
                    const std::vector<CustomerDecision>& unanswered)
{
    const std::string id = TextOf(line, "line_id");
    const std::string hash = TextOf(line, "line_hash");
    if (const json::object* decisions = ObjectOf(state, "decisions")) {
        const json::object* decided = ObjectOf(*decisions, id);
        if (decided && TextOf(*decided, "line_hash") == hash)
            return TextOf(*decided, "decision") == "approve" ? LineStatus::Approved : LineStatus::Declined;
    }
    const std::string sent = TextOf(line, "decision");
    if (sent != "pending")
        return sent == "approved" ? LineStatus::Approved : LineStatus::Declined;
    for (const CustomerDecision& decision : unanswered)
        for (const DecidedLine& decided : decision.lines)
            if (decided.lineId == id && decided.lineHash == hash)
                return decided.approve ? LineStatus::SentApprove : LineStatus::SentDecline;
    return LineStatus::Open;
}

core::Outcome<CustomerDecision> AcceptDecision(const CustomerDecision& decision, const json::object& state,
                                               const std::vector<CustomerDecision>& unanswered, core::Instant now)
{
    if (IsClosed(state))
        return Refuse("order_closed", N_("This order is closed and cannot be changed any more."));
    const json::object* quote = ObjectOf(state, "quote");
    if (!quote || TextOf(*quote, "quote_id") != decision.quoteId || IntOf(*quote, "revision") != decision.revision)
        return Refuse("quote_changed", N_("The workshop has sent a new quote. Please look at it again."));
    if (IsWithdrawn(*quote))
        return Refuse("quote_withdrawn", N_("The workshop has withdrawn this quote."));
    if (IsExpired(*quote, now))
        return Refuse("quote_expired", N_("This quote is no longer valid. Please ask the workshop for a new one."));
    std::set<std::string> seen;
    std::int64_t total = 0;
    for (const DecidedLine& line : decision.lines) {
        if (!seen.insert(line.lineId).second)
            return Refuse("line_decided", N_("This line has already been decided."));
        if (auto refusal = CheckLine(line, state, unanswered, total))
            return *refusal;
    }
    if (total != decision.totalSeen)
        return Refuse("total_changed", N_("The total has changed. Please look at the quote again."));
    return decision;
}

json::object ToInboxData(const CustomerDecision& decision, const std::string& workOrderId)
{
    json::array lines;
    for (const DecidedLine& line : decision.lines)
        lines.push_back({{"line_id", line.lineId},
                         {"line_hash", line.lineHash},
                         {"decision", line.approve ? "approve" : "decline"}});
    return {{"decision_id", decision.decisionId}, {"work_order_id", workOrderId},    {"quote_id", decision.quoteId},
            {"revision", decision.revision},      {"lines", std::move(lines)},       {"total_seen", decision.totalSeen},
            {"by_name", decision.byName},         {"decided_at", decision.decidedAt}};
}

CustomerDecision FromInboxData(const json::object& data)
{
    CustomerDecision decision;
    decision.decisionId = TextOf(data, "decision_id");
    decision.quoteId = TextOf(data, "quote_id");
    decision.revision = IntOf(data, "revision");
    decision.totalSeen = IntOf(data, "total_seen");
    decision.byName = TextOf(data, "by_name");
    decision.decidedAt = TextOf(data, "decided_at");
    for (const json::value& value : *ArrayOf(data, "lines")) {
        const json::object& line = value.get_object();
        decision.lines.push_back(
            {TextOf(line, "line_id"), TextOf(line, "line_hash"), TextOf(line, "decision") == "approve"});
    }
    return decision;
}

bool IsClosed(const json::object& state)
{
    const std::string stage = TextOf(state, "stage");
    return stage == "delivered" || stage == "cancelled";
}

bool IsWithdrawn(const json::object& quote)
{
    return !TextOf(quote, "withdrawn_at").empty();
}

bool IsExpired(const json::object& quote, core::Instant now)
{
    const auto until = core::ParseRfc3339(TextOf(quote, "valid_until"));
    return until && *until < now;
}

} // namespace bayline::portal
