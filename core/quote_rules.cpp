// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/payloads.h"
#include "core/quote_life.h"
#include "core/rule_support.h"
#include "core/text.h"

#include <boost/json/array.hpp>

#include <algorithm>

namespace bayline::core {

namespace json = boost::json;

namespace {

Decision DecisionOn(const WorkOrder& order, const QuoteLine& line)
{
    const auto* approval = order.ApprovalOf(line);
    return approval != nullptr ? approval->decision : Decision::Pending;
}

json::object SentLine(const WorkOrder& order, const QuoteLine& line)
{
    auto object = ToJson(line);
    const auto amounts = ComputeAmounts(line, order.pricesIncludeTax);
    object["line_hash"] = LineHash(line, order.pricesIncludeTax);
    object["net"] = amounts.net.minor;
    object["tax"] = amounts.tax.minor;
    object["gross"] = amounts.gross.minor;
    object["decision"] = rules::Json(ToWord(DecisionOn(order, line)));
    const auto* finding = order.inspection && line.finding ? order.inspection->Find(*line.finding) : nullptr;
    if (finding != nullptr) {
        object["finding"] = json::object{{"item_id", finding->item.id.Text()},
                                         {"name", finding->item.name},
                                         {"position", finding->item.position},
                                         {"result", rules::Json(ToWord(finding->result))}};
    }
    return object;
}

/// The way from the present stage to waiting for approval, for the stages from which sending a quote leads there.
Events MoveToWaiting(const WorkOrder& order, Instant now)
{
    Events events;
    Stage at = order.stage;
    std::vector<StageEntry> entered;
    if (at == Stage::Received || at == Stage::Inspecting) {
        events.push_back(rules::StageChanged(order, at, Stage::Quoting, {}));
        at = Stage::Quoting;
        entered.push_back({at, now});
    }
    if (at == Stage::Quoting) {
        events.push_back(rules::StageChanged(order, at, Stage::WaitingApproval, {}, entered));
    }
    return events;
}

/// True when the line was sent in any revision with this hash, so the customer has seen exactly this content.
bool WasSent(const WorkOrder& order, const LineDecision& decision)
{
    return std::any_of(order.revisions.begin(), order.revisions.end(), [&](const QuoteRevision& revision) {
        return std::any_of(revision.lines.begin(), revision.lines.end(), [&](const QuoteLine& line) {
            return line.id == decision.line && LineHash(line, order.pricesIncludeTax) == decision.lineHash;
        });
    });
}

json::array DecidedLines(const std::vector<LineDecision>& decisions)
{
    json::array lines;
    for (const auto& decision : decisions) {
        lines.push_back(json::object{{"line_id", decision.line.Text()},
                                     {"line_hash", decision.lineHash},
                                     {"decision", decision.decision == Decision::Approved ? "approve" : "decline"}});
    }
    return lines;
}

enum class LineFate
{
    Applied,
    Changed,
    Removed,
};

/// What becomes of one decided line on the order as it stands now. A line whose work has begun can no longer be
/// declined from afar.
LineFate FateOf(const WorkOrder& order, const LineDecision& decision)
{
    const auto* line = order.FindLine(decision.line);
    if (line == nullptr) {
        return LineFate::Removed;
    }
    const bool same = LineHash(*line, order.pricesIncludeTax) == decision.lineHash && WasSent(order, decision);
    const bool tooLate = decision.decision == Decision::Declined && rules::WorkBegan(order, decision.line);
    return same && !tooLate ? LineFate::Applied : LineFate::Changed;
}

const char* FateWord(LineFate fate)
{
    switch (fate) {
    case LineFate::Applied:
        return "applied";
    case LineFate::Changed:
        return "changed";
    default:
        return "removed";
    }
}

std::optional<Refusal> RefuseLine(const WorkOrder& order, const LineDecision& decision)
{
    const auto* line = order.FindLine(decision.line);
    if (line == nullptr) {
        return Refusal{.code = "decision.removed_meanwhile",
                       .sentence = N_("A line that you chose for has been removed meanwhile. Please look at the lines "
                                      "that are left before recording a decision."),
                       .arguments = {decision.line.Text()},
                       .field = "lines"};
    }
    if (LineHash(*line, order.pricesIncludeTax) != decision.lineHash) {
        return Refusal{.code = "decision.changed_meanwhile",
                       .sentence = N_("“{1}” has been changed meanwhile. Please ask the customer about it as it stands "
                                      "now before recording a decision."),
                       .arguments = {line->description, line->id.Text()},
                       .field = "lines"};
    }
    if (auto refusal = rules::RefuseUnseenDecision(order, *line, decision.before)) {
        return refusal;
    }
    if (decision.decision == Decision::Pending || FateOf(order, decision) != LineFate::Applied) {
        return Refusal{.code = "decision.not_sent",
                       .sentence = N_("“{1}” has changed since it was sent. Please send the quote again before "
                                      "recording a decision."),
                       .arguments = {line->description},
                       .field = "lines"};
    }
    return std::nullopt;
}

std::optional<Refusal> RefuseRecording(const WorkOrder& order, const RecordDecision& intent, Instant now)
{
    if (order.revisions.empty()) {
        return Refusal{.code = "decision.no_quote",
                       .sentence = N_("No quote has been sent yet, so there is nothing to decide."),
                       .arguments = {},
                       .field = {}};
    }
    if (CleanLine(intent.byName).empty()) {
        return Refusal{.code = "decision.name",
                       .sentence = N_("Please enter the name of the person who decided."),
                       .arguments = {},
                       .field = "by_name"};
    }
    if (intent.channel == Channel::Phone && !CheckPhone(intent.phone)) {
        return Refusal{.code = "decision.phone",
                       .sentence = N_("Please enter the phone number you spoke to."),
                       .arguments = {},
                       .field = "phone"};
    }
    if (order.LastRevision()->withdrawn) {
        return Refusal{.code = "decision.withdrawn",
                       .sentence =
                           N_("This quote has been withdrawn. Please send it again before recording a decision."),
                       .arguments = {},
                       .field = {}};
    }
    if (HasExpired(*order.LastRevision(), now)) {
        return Refusal{.code = "decision.expired",
                       .sentence =
                           N_("This quote was valid until {1}. Please send it again before recording a decision."),
                       .arguments = {ToRfc3339(order.LastRevision()->validUntil)},
                       .field = {}};
    }
    if (intent.lines.empty()) {
        return Refusal{.code = "decision.lines",
                       .sentence = N_("Please choose approve or decline for at least one line."),
                       .arguments = {},
                       .field = "lines"};
    }
    for (const auto& decision : intent.lines) {
        if (auto refusal = RefuseLine(order, decision)) {
            return refusal;
        }
    }
    return std::nullopt;
}

bool AlreadyDecided(const WorkOrder& order, DecisionId id)
{
    return std::any_of(order.approvals.begin(), order.approvals.end(),
                       [&](const Approval& approval) { return approval.decisionId == id; });
}

/// True when the customer would read the lines as the person saw them.
bool ReadsAsSeen(const WorkOrder& order, const std::vector<QuoteLine>& seen)
{
    const auto comparisons = CompareLines(seen, order.lines, order.pricesIncludeTax);
    return std::all_of(comparisons.begin(), comparisons.end(),
                       [](const LineComparison& comparison) { return comparison.fate == LineFateOfTwo::Same; });
}

} // namespace

SeenLine SeenOn(const WorkOrder& order, const QuoteLine& line)
{
    const auto* approval = order.ApprovalOf(line);
    return {LineHash(line, order.pricesIncludeTax), approval != nullptr ? approval->decisionId : DecisionId{}};
}

std::optional<Refusal> rules::RefuseUnseenDecision(const WorkOrder& order, const QuoteLine& line, DecisionId seen)
{
    const auto* approval = order.ApprovalOf(line);
    if (approval == nullptr || approval->decisionId == seen) {
        return std::nullopt;
    }
    const bool approved = approval->decision == Decision::Approved;
    return Refusal{.code = "decision.unseen",
                   .sentence = N_("“{1}” has been decided meanwhile: {2}, by {3}, at {4}. Please look at it before you "
                                  "go on."),
                   .arguments = {line.description, LineStateName(approved ? LineState::Approved : LineState::Declined),
                                 approval->byName, ToRfc3339(approval->decidedAt)},
                   .field = "lines"};
}

Outcome<Events> Decide(const WorkOrder& order, const SendQuote& intent, const Actor& actor)
{
    if (auto refusal = rules::RefuseClosed(order)) {
        return std::move(*refusal);
    }
    if (intent.seen && !ReadsAsSeen(order, *intent.seen)) {
        return Refusal{.code = "quote.changed_meanwhile",
                       .sentence = N_("The quote has changed since you saw it. Please look at the lines as they stand "
                                      "now, and send it again."),
                       .arguments = {},
                       .field = {}};
    }
    if (order.lines.empty()) {
        return Refusal{.code = "quote.empty",
                       .sentence = N_("The quote has no lines yet. Please add at least one before sending it."),
                       .arguments = {},
                       .field = {}};
    }
    const bool hasNews = std::any_of(order.lines.begin(), order.lines.end(),
                                     [&](const QuoteLine& line) { return order.StateOf(line) == LineState::Draft; });
    const auto* last = order.LastRevision();
    const bool lineGone = last != nullptr && last->lines.size() != order.lines.size();
    const bool again = StandingOf(order, actor.now) == QuoteStanding::Expired;
    if (!hasNews && !lineGone && !again) {
        return Refusal{.code = "quote.nothing_new",
                       .sentence = N_("The customer already has this quote; nothing has changed since it was sent."),
                       .arguments = {},
                       .field = {}};
    }
    if (intent.validUntil <= actor.now) {
        return Refusal{.code = "quote.valid_until",
                       .sentence = N_("The quote must stay valid for some time. Please choose a later date."),
                       .arguments = {},
                       .field = "valid_until"};
    }
    json::array lines;
    for (const auto& line : order.lines) {
        lines.push_back(SentLine(order, line));
    }
    const auto quoteId = last != nullptr ? last->id : intent.id;
    json::object data{{"quote_id", quoteId.Text()},
                      {"revision", (last != nullptr ? last->revision : 0) + 1},
                      {"valid_until", ToRfc3339(intent.validUntil)},
                      {"currency", order.currency},
                      {"prices_include_tax", order.pricesIncludeTax},
                      {"lines", std::move(lines)},
                      {"totals", ToJson(ComputeTotals(order.lines, order.pricesIncludeTax))}};
    if (const auto message = CleanText(intent.message); !message.empty()) {
        data["message"] = message;
    }
    Events events{{"quote.sent", std::move(data)}};
    for (auto& move : MoveToWaiting(order, actor.now)) {
        events.push_back(std::move(move));
    }
    return events;
}

Outcome<Events> Decide(const WorkOrder& order, const RecordDecision& intent, const Actor& actor)
{
    if (auto refusal = rules::RefuseClosed(order)) {
        return std::move(*refusal);
    }
    if (AlreadyDecided(order, intent.id)) {
        return Events{};
    }
    if (auto refusal = RefuseRecording(order, intent, actor.now)) {
        return std::move(*refusal);
    }
    json::object data{{"decision_id", intent.id.Text()},
                      {"quote_id", order.LastRevision()->id.Text()},
                      {"revision", order.LastRevision()->revision},
                      {"channel", rules::Json(ToWord(intent.channel))},
                      {"by_name", CleanLine(intent.byName)},
                      {"decided_at", ToRfc3339(actor.now)},
                      {"lines", DecidedLines(intent.lines)}};
    if (!intent.phone.empty()) {
        data["phone"] = CheckPhone(intent.phone) ? CheckPhone(intent.phone).Value() : CleanLine(intent.phone);
    }
    return Events{{"quote.decided", std::move(data)}};
}

Outcome<Events> Decide(const WorkOrder& order, const CustomerDecision& intent)
{
    const auto seen = std::find_if(order.revisions.begin(), order.revisions.end(), [&](const QuoteRevision& revision) {
        return revision.id == intent.quote && revision.revision == intent.revision;
    });
    if (seen == order.revisions.end() || intent.lines.empty()) {
        return Refusal{.code = "decision.unknown_quote",
                       .sentence = N_("The customer's decision names a quote that this order does not have."),
                       .arguments = {},
                       .field = {}};
    }
    if (AlreadyDecided(order, intent.id)) {
        return Events{};
    }
    // The moment of the customer's tap counts, however late it arrives.
    const bool inTime = IsOpen(order.stage) && !HasExpired(*seen, intent.decidedAt) && !order.LastRevision()->withdrawn;
    std::vector<LineDecision> applied;
    json::array fates;
    for (const auto& decision : intent.lines) {
        const auto fate = inTime ? FateOf(order, decision) : LineFate::Changed;
        if (fate == LineFate::Applied) {
            applied.push_back(decision);
        }
        fates.push_back(json::object{{"line_id", decision.line.Text()}, {"result", FateWord(fate)}});
    }
    const char* outcome = applied.size() == intent.lines.size() ? "accepted" : applied.empty() ? "stale" : "partial";
    json::object decided{{"decision_id", intent.id.Text()},     {"quote_id", intent.quote.Text()},
                         {"revision", intent.revision},         {"channel", "app"},
                         {"by_name", CleanLine(intent.byName)}, {"decided_at", ToRfc3339(intent.decidedAt)},
                         {"lines", DecidedLines(applied)}};
    if (intent.totalSeen) {
        decided["total_seen"] = intent.totalSeen->minor;
    }
    Events events;
    if (!applied.empty()) {
        events.push_back({"quote.decided", std::move(decided)});
    }
    events.push_back({"decision.outcome",
                      {{"decision_id", intent.id.Text()},
                       {"quote_id", intent.quote.Text()},
                       {"revision", intent.revision},
                       {"outcome", outcome},
                       {"lines", std::move(fates)}}});
    return events;
}

} // namespace bayline::core
