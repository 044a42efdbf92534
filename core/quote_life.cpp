// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quote_life.h"

#include "core/payloads.h"
#include "core/rule_support.h"
#include "core/text.h"

#include <algorithm>

namespace bayline::core {

namespace {

Refusal Refuse(const char* code, const char* sentence, const char* field = "")
{
    return {.code = code, .sentence = sentence, .arguments = {}, .field = field};
}

bool LooksTheSame(const QuoteLine& a, const QuoteLine& b, bool pricesIncludeTax)
{
    const auto warranty = [](const QuoteLine& line) { return line.warranty.value_or(Warranty{}); };
    const auto origin = [](const QuoteLine& line) { return line.part ? line.part->origin : std::string(); };
    return LineHash(a, pricesIncludeTax) == LineHash(b, pricesIncludeTax) && a.payType == b.payType &&
           warranty(a).months == warranty(b).months && warranty(a).km == warranty(b).km && origin(a) == origin(b);
}

const QuoteLine* FindIn(const std::vector<QuoteLine>& lines, LineId id)
{
    const auto found = std::find_if(lines.begin(), lines.end(), [&](const QuoteLine& line) { return line.id == id; });
    return found == lines.end() ? nullptr : &*found;
}

/// True when the quote has a line for what this one answers: its finding, or the work put off.
bool IsAnswered(const WorkOrder& order, const QuoteLine& line)
{
    return std::any_of(order.lines.begin(), order.lines.end(), [&](const QuoteLine& other) {
        return (line.finding && other.finding == line.finding) || (line.deferred && other.deferred == line.deferred);
    });
}

} // namespace

bool HasExpired(const QuoteRevision& revision, Instant at)
{
    return revision.validUntil != Instant{} && revision.validUntil < at;
}

QuoteStanding StandingOf(const WorkOrder& order, Instant now)
{
    const auto* revision = order.LastRevision();
    if (revision == nullptr) {
        return QuoteStanding::None;
    }
    if (revision->withdrawn) {
        return QuoteStanding::Withdrawn;
    }
    if (!order.WaitsForCustomer()) {
        return QuoteStanding::Decided;
    }
    return HasExpired(*revision, now) ? QuoteStanding::Expired : QuoteStanding::Open;
}

Outcome<Events> Decide(const WorkOrder& order, const WithdrawQuote& intent, const Actor& actor)
{
    if (auto refusal = rules::RefuseClosed(order)) {
        return std::move(*refusal);
    }
    const auto reason = CleanLine(intent.reason);
    if (reason.empty()) {
        return Refuse("quote.withdraw_reason", N_("Please say why the quote is withdrawn; the customer reads it."),
                      "reason");
    }
    const auto standing = StandingOf(order, actor.now);
    if (standing == QuoteStanding::None) {
        return Refuse("quote.withdraw_none", N_("No quote has been sent yet, so there is nothing to withdraw."));
    }
    const auto& last = *order.LastRevision();
    if (last.revision != intent.revision) {
        return Refuse("quote.withdraw_moved",
                      N_("Another quote has been sent meanwhile. Please look at it before withdrawing it."));
    }
    if (standing == QuoteStanding::Withdrawn) {
        return Events{};
    }
    if (standing == QuoteStanding::Decided) {
        return Refuse("quote.withdraw_decided",
                      N_("Everything in this quote has been decided, so there is nothing to withdraw."));
    }
    Events events{{"quote.withdrawn", {{"quote_id", last.id.Text()}, {"revision", last.revision}, {"reason", reason}}}};
    if (order.stage == Stage::WaitingApproval) {
        events.push_back(rules::StageChanged(order, order.stage, Stage::Quoting, reason));
    }
    return events;
}

Outcome<Events> Decide(const WorkOrder& order, const AddLines& intent, const Actor& actor)
{
    auto grown = order;
    Events events;
    for (const auto& line : intent.lines) {
        if (intent.onlyUnanswered && IsAnswered(order, line)) {
            continue;
        }
        auto added = Decide(grown, AddLine{line}, actor);
        if (!added) {
            return added;
        }
        for (auto& event : added.Value()) {
            grown.lines.push_back(LineFromJson(event.data.at("line").as_object()));
            events.push_back(event);
        }
    }
    return events;
}

std::vector<LineComparison> CompareLines(const std::vector<QuoteLine>& before, const std::vector<QuoteLine>& after,
                                         bool pricesIncludeTax)
{
    std::vector<LineComparison> comparisons;
    for (const auto& line : after) {
        LineComparison comparison;
        comparison.after = &line;
        comparison.amountsAfter = ComputeAmounts(line, pricesIncludeTax);
        comparison.before = FindIn(before, line.id);
        if (comparison.before == nullptr) {
            comparison.fate = LineFateOfTwo::Added;
        } else {
            comparison.amountsBefore = ComputeAmounts(*comparison.before, pricesIncludeTax);
            comparison.fate =
                LooksTheSame(*comparison.before, line, pricesIncludeTax) ? LineFateOfTwo::Same : LineFateOfTwo::Changed;
        }
        comparisons.push_back(comparison);
    }
    for (const auto& line : before) {
        if (FindIn(after, line.id) == nullptr) {
            comparisons.push_back({.fate = LineFateOfTwo::Removed,
                                   .before = &line,
                                   .after = nullptr,
                                   .amountsBefore = ComputeAmounts(line, pricesIncludeTax),
                                   .amountsAfter = {}});
        }
    }
    return comparisons;
}

} // namespace bayline::core
