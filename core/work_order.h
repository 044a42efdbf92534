// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/customer.h"
#include "core/inspection.h"
#include "core/invoice.h"
#include "core/odometer.h"
#include "core/quote.h"
#include "core/staff.h"
#include "core/stage.h"
#include "core/vehicle.h"

#include <optional>
#include <string>
#include <vector>

namespace bayline::core {

struct StageEntry
{
    Stage stage = Stage::Received;
    Instant at{};
};

/// A stretch of clocked work on one line.
struct TimeEntry
{
    EntryId id;
    LineId line;
    StaffRef technician;
    Instant startedAt{};
    std::optional<Instant> stoppedAt; ///< nothing while the clock runs
};

struct FinalCheck
{
    bool passed = false;
    std::string note;
    StaffRef checkedBy;
    Instant at{};
};

struct Rating
{
    int score = 0; ///< 1–5
    std::string comment;
    Instant at{};
};

/// Where one line of the quote stands.
enum class LineState
{
    Draft,   ///< not sent yet, or changed since it was sent
    Pending, ///< sent, the customer has not decided
    Approved,
    Declined,
    Working, ///< a clock runs on it
    Finished,
};

/// English name; a gettext msgid.
[[nodiscard]] const char* LineStateName(LineState state);

/// One job as the tables hold it, read at the head `seq` of its stream. Rules decide on this; screens render it.
struct WorkOrder
{
    WorkOrderId id;
    int seq = 0;
    std::string number;
    Stage stage = Stage::Received;
    std::vector<StageEntry> history; ///< every stage entered, in order, the present one last
    Customer customer;               ///< on bay PCs without phone, e-mail and address
    Vehicle vehicle;
    Odometer odometerIn;
    std::optional<Odometer> odometerOut;
    std::string complaint;
    Instant openedAt{};
    Instant promisedAt{};
    Instant originalPromise{};
    StaffRef advisor;
    std::optional<StaffRef> technician;
    std::string linkToken; ///< empty on bay PCs
    std::string currency;
    bool pricesIncludeTax = true;

    std::optional<Inspection> inspection;
    std::vector<QuoteLine> lines;         ///< as they stand now, by position
    std::vector<QuoteRevision> revisions; ///< oldest first
    std::vector<Approval> approvals;      ///< oldest first
    std::vector<LineId> finishedLines;
    std::vector<TimeEntry> timeEntries;
    std::vector<FinalCheck> finalChecks;
    std::optional<Invoice> invoice;
    std::vector<Payment> payments;
    std::optional<Rating> rating;

    [[nodiscard]] const QuoteLine* FindLine(LineId line) const;
    [[nodiscard]] const QuoteRevision* LastRevision() const;
    /// The decision that holds for the line's present content.
    [[nodiscard]] const Approval* ApprovalOf(const QuoteLine& line) const;
    [[nodiscard]] LineState StateOf(const QuoteLine& line) const;
    [[nodiscard]] const TimeEntry* RunningEntry(StaffId technician) const;
    [[nodiscard]] bool IsFinished(LineId line) const;
    /// Lines that were sent with their present content and not decided yet.
    [[nodiscard]] bool WaitsForCustomer() const;
    [[nodiscard]] Money PaidTotal() const;
    /// What is still owed on the invoice; 0 without an invoice.
    [[nodiscard]] Money Balance() const;
};

} // namespace bayline::core
