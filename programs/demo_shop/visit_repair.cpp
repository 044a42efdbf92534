// SPDX-License-Identifier: GPL-3.0-or-later
// The second half of a visit: work, final check, bill and hand-over.
#include "programs/demo_shop/visit.h"

#include <algorithm>

namespace bayline::demo {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kRoadTestKm = 3;

/// The buyer of a company's bill has a tax number; a person's has a name.
core::Party BuyerOf(const core::Customer& customer)
{
    core::Party buyer;
    buyer.name = customer.name;
    buyer.address = customer.address;
    buyer.taxId = customer.taxId;
    return buyer;
}

} // namespace

const Visit::PlannedLine& Visit::Planned(core::LineId line) const
{
    return *std::find_if(m_lines.begin(), m_lines.end(),
                         [&](const PlannedLine& planned) { return planned.line.id == line; });
}

std::vector<core::LineId> Visit::LabourToDo() const
{
    std::vector<core::LineId> labour;
    for (const PlannedLine& planned : m_lines) {
        if (planned.line.kind == core::LineKind::Labour && !IsDeclined(planned.job))
            labour.push_back(planned.line.id);
    }
    return labour;
}

void Visit::StartWork(core::Instant at, core::LineId line)
{
    Do(Technician(), at, core::StartClock{m_workshop.NewId<core::EntryId>(at), line}, "clock");
}

std::vector<core::LineId> Visit::FinishedWith(const core::WorkOrder& order, const PlannedLine& done) const
{
    std::vector<core::LineId> finished = {done.line.id};
    const bool labourLeft = std::any_of(m_lines.begin(), m_lines.end(), [&](const PlannedLine& other) {
        return other.job == done.job && other.line.kind == core::LineKind::Labour && other.line.id != done.line.id &&
               !order.IsFinished(other.line.id);
    });
    for (const PlannedLine& other : m_lines) {
        if (!labourLeft && other.job == done.job && other.line.kind != core::LineKind::Labour)
            finished.push_back(other.line.id);
    }
    return finished;
}

void Visit::FinishWork(core::Instant at, core::LineId line)
{
    const Person& technician = Technician();
    const PlannedLine& done = Planned(line);
    const core::WorkOrder order = Load();
    core::Events events;
    for (const core::LineId id : FinishedWith(order, done)) {
        for (auto& event : Must(core::Decide(order, core::FinishLine{id}, technician.At(at)), "finish"))
            events.push_back(std::move(event));
    }
    Write(order.seq, technician, at, std::move(events));
    const auto& findings = m_jobs[done.job]->findings;
    if (done.line.finding && !findings[done.finding].after.empty()) {
        AddPhoto(technician, at + 1s, findings[done.finding].after, "after", *done.line.finding, line,
                 done.line.description);
    }
}

void Visit::FinalCheck(core::Instant at)
{
    const Person& checker = m_workshop.Technician(m_technician + 1);
    Do(checker, at, core::CheckQuality{.note = "路试正常，制动良好，无异响。", .passed = true}, "final check");
}

void Visit::Invoice(core::Instant at)
{
    const core::WorkOrder order = Load();
    const auto oldParts = m_workshop.Dice().Percent(30) ? core::OldParts::Returned : core::OldParts::Kept;
    const core::IssueInvoice intent{.id = m_workshop.NewId<core::InvoiceId>(at),
                                    .buyer = BuyerOf(m_workshop.CustomerOf(m_car)),
                                    .kmOut = order.odometerIn.km + kRoadTestKm,
                                    .oldParts = oldParts};
    Write(order.seq, Advisor(), at, Must(core::Decide(order, m_workshop.Shop(), intent, Advisor().At(at)), "invoice"));
}

void Visit::Pay(core::Instant at, core::PaymentMethod method, int percent)
{
    const bool electronic = method != core::PaymentMethod::Cash;
    const std::string reference =
        electronic ? "4200" + std::to_string(m_workshop.Dice().Between(100'000'000, 999'999'999)) : "";
    const auto id = m_workshop.NewId<core::PaymentId>(at);
    Do(
        Advisor(), at,
        [&](const core::WorkOrder& order) {
            const core::Money amount{core::MulDivRound(order.Balance().minor, percent, 100)};
            return core::TakePayment{id, method, amount, reference};
        },
        "payment");
}

void Visit::HandOver(core::Instant at, bool onAccount)
{
    Do(
        Advisor(), at,
        [&](const core::WorkOrder& order) {
            const auto km = order.odometerIn.km + kRoadTestKm;
            return core::Deliver{onAccount, core::ReadOdometer(km, core::DistanceUnit::Kilometre)};
        },
        "hand-over");
}

void Visit::Rate(core::Instant at, int score, const std::string& comment)
{
    const core::WorkOrder order = Load();
    m_workshop.Write(core::StreamName("work_order", m_id.value), order.seq,
                     {{.event = {"rating.received",
                                 {{"rating_id", core::ToString(m_workshop.Dice().Uuid(at))},
                                  {"score", score},
                                  {"comment", comment},
                                  {"submitted_at", core::ToRfc3339(at)}}},
                       .at = at,
                       .actor = {},
                       .actorKind = "customer"}});
}

} // namespace bayline::demo
