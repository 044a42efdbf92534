// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/work_order.h"

#include "core/outcome.h"
#include "core/words.h"

namespace bayline::core {

const char* LineStateName(LineState state)
{
    static constexpr std::array<words::Word<LineState>, 6> kWords = {{
        {LineState::Draft, "", N_("Not sent yet")},
        {LineState::Pending, "", N_("Waiting for the customer")},
        {LineState::Approved, "", N_("Approved")},
        {LineState::Declined, "", N_("Declined")},
        {LineState::Working, "", N_("In work")},
        {LineState::Finished, "", N_("Finished")},
    }};
    return words::Find(kWords, state).name;
}

const QuoteLine* WorkOrder::FindLine(LineId lineId) const
{
    const auto found =
        std::find_if(lines.begin(), lines.end(), [&](const QuoteLine& line) { return line.id == lineId; });
    return found == lines.end() ? nullptr : &*found;
}

const QuoteRevision* WorkOrder::LastRevision() const
{
    return revisions.empty() ? nullptr : &revisions.back();
}

const Approval* WorkOrder::ApprovalOf(const QuoteLine& line) const
{
    const auto hash = LineHash(line, pricesIncludeTax);
    const auto found = std::find_if(approvals.rbegin(), approvals.rend(), [&](const Approval& approval) {
        return approval.line == line.id && approval.lineHash == hash;
    });
    return found == approvals.rend() ? nullptr : &*found;
}

LineState WorkOrder::StateOf(const QuoteLine& line) const
{
    if (IsFinished(line.id)) {
        return LineState::Finished;
    }
    const bool running = std::any_of(timeEntries.begin(), timeEntries.end(),
                                     [&](const TimeEntry& entry) { return entry.line == line.id && !entry.stoppedAt; });
    if (running) {
        return LineState::Working;
    }
    if (const auto* approval = ApprovalOf(line)) {
        return approval->decision == Decision::Approved ? LineState::Approved : LineState::Declined;
    }
    const auto* revision = LastRevision();
    if (revision == nullptr || revision->withdrawn) {
        return LineState::Draft;
    }
    const auto hash = LineHash(line, pricesIncludeTax);
    const bool sent = std::any_of(revision->lines.begin(), revision->lines.end(), [&](const QuoteLine& sentLine) {
        return sentLine.id == line.id && LineHash(sentLine, pricesIncludeTax) == hash;
    });
    return sent ? LineState::Pending : LineState::Draft;
}

const TimeEntry* WorkOrder::RunningEntry(StaffId technicianId) const
{
    const auto found = std::find_if(timeEntries.begin(), timeEntries.end(), [&](const TimeEntry& entry) {
        return !entry.stoppedAt && entry.technician.id == technicianId;
    });
    return found == timeEntries.end() ? nullptr : &*found;
}

bool WorkOrder::IsFinished(LineId line) const
{
    return std::find(finishedLines.begin(), finishedLines.end(), line) != finishedLines.end();
}

bool WorkOrder::PassedSinceRepair() const
{
    if (finalChecks.empty() || !finalChecks.back().passed) {
        return false;
    }
    const auto repair = std::find_if(history.rbegin(), history.rend(),
                                     [](const StageEntry& entry) { return entry.stage == Stage::Repairing; });
    return repair == history.rend() || finalChecks.back().at >= repair->at;
}

bool WorkOrder::WaitsForCustomer() const
{
    return std::any_of(lines.begin(), lines.end(),
                       [&](const QuoteLine& line) { return StateOf(line) == LineState::Pending; });
}

const Invoice* WorkOrder::InForce(PayType payer) const
{
    const auto found = std::find_if(invoices.rbegin(), invoices.rend(), [&](const Invoice& candidate) {
        return candidate.payer == payer && !IsCreditedWhole(candidate.id);
    });
    return found == invoices.rend() ? nullptr : &*found;
}

bool WorkOrder::IsCreditedWhole(InvoiceId its) const
{
    return std::any_of(creditNotes.begin(), creditNotes.end(),
                       [&](const CreditNote& note) { return note.invoice == its && note.whole; });
}

std::vector<QuoteLine> WorkOrder::Uncredited(const Invoice& of) const
{
    std::vector<QuoteLine> rest;
    std::copy_if(of.lines.begin(), of.lines.end(), std::back_inserter(rest), [&](const QuoteLine& line) {
        return std::none_of(creditNotes.begin(), creditNotes.end(),
                            [&](const CreditNote& note) { return note.invoice == of.id && note.Has(line.id); });
    });
    return rest;
}

Money WorkOrder::Billed(PayType payer) const
{
    Money total;
    for (const auto& bill : invoices) {
        total += bill.payer == payer ? bill.Payable() : Money{};
    }
    for (const auto& note : creditNotes) {
        total += note.payer == payer ? -note.Payable() : Money{};
    }
    return total;
}

Money WorkOrder::PaidTotal(PayType payer) const
{
    Money total;
    for (const auto& payment : payments) {
        total += payment.payer == payer ? payment.amount : Money{};
    }
    return total;
}

Money WorkOrder::Balance(PayType payer) const
{
    return Billed(payer) - PaidTotal(payer);
}

} // namespace bayline::core
