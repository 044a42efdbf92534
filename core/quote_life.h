// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/work_order_rules.h"

#include <optional>
#include <string>
#include <vector>

/// What becomes of a quote after it was sent: it is decided, expires, is withdrawn, or gives way to the next revision.
namespace bayline::core {

enum class QuoteStanding
{
    None,      ///< nothing was sent
    Open,      ///< waits for the customer
    Decided,   ///< nothing in it waits any more
    Expired,   ///< its last day has passed and something in it still waits
    Withdrawn, ///< the shop took it back
};

/// True when a decision made at `at` comes too late for the revision. A revision without a last day never expires.
[[nodiscard]] bool HasExpired(const QuoteRevision& revision, Instant at);
/// Where the newest revision stands.
[[nodiscard]] QuoteStanding StandingOf(const WorkOrder& order, Instant now);

struct WithdrawQuote
{
    int revision = 0; ///< the newest as the person saw it
    std::string reason;
};
/// Takes back what the customer has not decided; what was decided stays decided. An order that waits for the approval
/// goes back to quoting. Refuses: no reason; nothing sent; somebody sent another revision meanwhile; nothing in it
/// waits.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const WithdrawQuote& intent, const Actor& actor);

/// Several lines at once, as a package brings them. Lines whose id the quote has already are left out.
struct AddLines
{
    std::vector<QuoteLine> lines;
    /// A line for a finding, or for work put off, is left out when the quote has one for it by now.
    bool onlyUnanswered = false;
};
/// Refuses as AddLine does, for the first line that it would refuse.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const AddLines& intent, const Actor& actor);

enum class LineFateOfTwo
{
    Same,
    Added,
    Removed,
    Changed,
};

/// One line of two revisions side by side.
struct LineComparison
{
    LineFateOfTwo fate = LineFateOfTwo::Same;
    const QuoteLine* before = nullptr; ///< nullptr when it was added
    const QuoteLine* after = nullptr;  ///< nullptr when it was removed
    LineAmounts amountsBefore;
    LineAmounts amountsAfter;
};

/// Lines of `after` in its order, what was removed at the end. Changed is what the customer sees differently: content
/// (hash), who pays, warranty or origin. The pointers live as long as the two lists.
[[nodiscard]] std::vector<LineComparison> CompareLines(const std::vector<QuoteLine>& before,
                                                       const std::vector<QuoteLine>& after, bool pricesIncludeTax);

} // namespace bayline::core
