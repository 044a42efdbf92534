// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/credit_note.h"
#include "core/customer.h"
#include "core/deferred.h"
#include "core/final_check.h"
#include "core/floor.h"
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

/// Who called a line finished.
struct LineFinisher
{
    LineId line;
    StaffId person;
};

struct FinalCheck
{
    bool passed = false;
    std::string note;
    StaffRef checkedBy;
    Instant at{};
    std::vector<CheckedItem> items{}; ///< empty in checks of before there was a list
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
    std::vector<LineFinisher> finishedBy{}; ///< of the finished lines, where it is known
    std::vector<TimeEntry> timeEntries;
    std::vector<FinalCheck> finalChecks;
    std::vector<Invoice> invoices; ///< of every payer, oldest first
    std::vector<CreditNote> creditNotes;
    std::optional<Invoice> invoice; ///< the customer's, as long as it was not credited whole
    std::vector<TaxInvoice> taxInvoices;
    std::vector<Payment> payments; ///< deposits and refunds among them, oldest first
    std::optional<Rating> rating;
    FloorState floor;
    std::vector<DeferredWork> deferred;            ///< what the car's owner put off at other visits and nobody closed
    std::vector<ArchiveReport> archiveReports;     ///< oldest first
    std::vector<EarlierReading> earlierReadings{}; ///< of the present inspection's items, oldest first
    int outlet = 1; ///< where it was opened; its papers, numbers and bills are this one's

    [[nodiscard]] const QuoteLine* FindLine(LineId line) const;
    [[nodiscard]] const QuoteRevision* LastRevision() const;
    /// The decision that holds for the line's present content.
    [[nodiscard]] const Approval* ApprovalOf(const QuoteLine& line) const;
    [[nodiscard]] LineState StateOf(const QuoteLine& line) const;
    [[nodiscard]] const TimeEntry* RunningEntry(StaffId technician) const;
    [[nodiscard]] bool IsFinished(LineId line) const;
    /// The last final check passed, and the car has not gone back into repair since: an older pass says nothing of what
    /// was done after it.
    [[nodiscard]] bool PassedSinceRepair() const;
    /// Lines that were sent with their present content and not decided yet.
    [[nodiscard]] bool WaitsForCustomer() const;
    /// The invoice of this payer that was not credited whole; nullptr when there is none.
    [[nodiscard]] const Invoice* InForce(PayType payer) const;
    [[nodiscard]] bool IsCreditedWhole(InvoiceId id) const;
    /// Lines of an invoice that no credit note took back yet.
    [[nodiscard]] std::vector<QuoteLine> Uncredited(const Invoice& of) const;
    /// What the payer's invoices ask for, less their credit notes.
    [[nodiscard]] Money Billed(PayType payer = PayType::Customer) const;
    /// What the payer paid, deposits included, less what was given back.
    [[nodiscard]] Money PaidTotal(PayType payer = PayType::Customer) const;
    /// What the payer still owes; below 0 when money must be given back or waits for an invoice.
    [[nodiscard]] Money Balance(PayType payer = PayType::Customer) const;
};

} // namespace bayline::core
