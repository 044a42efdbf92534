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
    if (revision == nullptr) {
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

bool WorkOrder::WaitsForCustomer() const
{
    return std::any_of(lines.begin(), lines.end(),
                       [&](const QuoteLine& line) { return StateOf(line) == LineState::Pending; });
}

Money WorkOrder::PaidTotal() const
{
    Money total;
    for (const auto& payment : payments) {
        total += payment.amount;
    }
    return total;
}

Money WorkOrder::Balance() const
{
    return invoice ? invoice->totals.gross - PaidTotal() : Money{};
}

} // namespace bayline::core
