// SPDX-License-Identifier: GPL-3.0-or-later
// The second half of a visit: work, final check, bill and hand-over.
#include "programs/demo_shop/visit.h"

#include "core/bill_rules.h"
#include "core/floor_rules.h"
#include "core/payloads.h"

#include <algorithm>

namespace bayline::demo {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kRoadTestKm = 3;

} // namespace

/// The buyer of a company's bill has a tax number; a person's has a name.
core::Party Visit::Payer() const
{
    core::Party buyer;
    if (m_payer == core::PayType::Warranty) {
        buyer.name = m_car.vehicle.make + "厂家售后（质保结算）";
    } else if (m_payer == core::PayType::Insurer) {
        buyer.name = "澄湖财产保险股份有限公司（理赔）";
    } else if (m_payer != core::PayType::Customer) {
        buyer.name = m_workshop.Shop().name;
    } else {
        const core::Customer& customer = m_workshop.CustomerOf(m_car);
        buyer.name = customer.name;
        buyer.address = customer.address;
        buyer.taxId = customer.taxId;
    }
    return buyer;
}

void Visit::PaidBy(core::PayType payer)
{
    m_payer = payer;
    for (PlannedLine& planned : m_lines)
        planned.line.payType = payer;
}

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

void Visit::DriveInto(core::Instant at, const std::string& bay)
{
    const core::WorkOrder& order = Order();
    const core::AssignBay intent{order.floor.bay, bay};
    Write(Advisor(), at, Must(core::Decide(order, intent, Advisor().At(at)), "bay"));
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
    const core::WorkOrder& order = Order();
    core::Events events;
    for (const core::LineId id : FinishedWith(order, done)) {
        for (auto& event : Must(core::Decide(order, core::FinishLine{id}, technician.At(at)), "finish"))
            events.push_back(std::move(event));
    }
    Write(technician, at, std::move(events));
    const auto& findings = m_jobs[done.job]->findings;
    if (done.line.finding && !findings[done.finding].after.empty()) {
        AddPhoto(technician, at + 1s, findings[done.finding].after, "after", *done.line.finding, line,
                 done.line.description);
    }
}

void Visit::FinalCheck(core::Instant at)
{
    const Person& checker = m_workshop.Technician(m_technician + 1);
    Do(checker, at,
       core::CheckQuality{
           .note = "路试正常，制动良好，无异响。", .passed = true, .items = core::AllChecked(m_car.vehicle.powertrain)},
       "final check");
}

void Visit::Invoice(core::Instant at)
{
    const core::WorkOrder& order = Order();
    const auto oldParts = m_workshop.Dice().Percent(30) ? core::OldParts::Returned : core::OldParts::Kept;
    const core::IssueInvoice intent{.id = m_workshop.NewId<core::InvoiceId>(at),
                                    .buyer = Payer(),
                                    .kmOut = order.odometerIn.km + kRoadTestKm,
                                    .oldParts = oldParts,
                                    .payer = m_payer};
    Write(Advisor(), at, Must(core::Decide(order, m_workshop.Shop(), intent, Advisor().At(at)), "invoice"));
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
            const core::Money amount{core::MulDivRound(order.Balance(m_payer).minor, percent, 100)};
            return core::TakePayment{id, method, amount, reference, m_payer};
        },
        "payment");
}

void Visit::Confirm(core::Events& events) const
{
    for (core::Event& event : events)
        event.data["approved_by"] = core::ToJson(m_workshop.Manager().ref);
}

void Visit::BillAgain(core::Instant at, const std::string& buyer)
{
    const core::WorkOrder& order = Order();
    core::CreditInvoice intent{.id = m_workshop.NewId<core::CreditNoteId>(at),
                               .invoice = order.invoice->id,
                               .lines = {},
                               .reason = "客户要求改开公司抬头",
                               .replacement = {}};
    intent.replacement = core::IssueInvoice{};
    intent.replacement->id = m_workshop.NewId<core::InvoiceId>(at);
    intent.replacement->buyer.name = buyer;
    intent.replacement->kmOut = order.invoice->kmOut;
    auto events = Must(core::Decide(order, m_workshop.Shop(), intent, Advisor().At(at)), "bill again");
    core::Events credit(events.begin(), events.begin() + 1);
    Confirm(credit);
    events.front() = std::move(credit.front());
    Write(Advisor(), at, std::move(events));
    Flush();
}

void Visit::TakePartBack(core::Instant at, const std::string& reason)
{
    const core::WorkOrder& order = Order();
    const auto part = std::find_if(order.invoice->lines.begin(), order.invoice->lines.end(),
                                   [](const core::QuoteLine& line) { return line.kind == core::LineKind::Part; });
    if (part == order.invoice->lines.end())
        return;
    const core::CreditInvoice intent{.id = m_workshop.NewId<core::CreditNoteId>(at),
                                     .invoice = order.invoice->id,
                                     .lines = {part->id},
                                     .reason = reason,
                                     .replacement = {}};
    auto credited = Must(core::Decide(order, m_workshop.Shop(), intent, Advisor().At(at)), "take back");
    Confirm(credited);
    Write(Advisor(), at, std::move(credited));
    const core::Money amount = core::Refundable(Order(), core::PayType::Customer);
    if (amount.minor > 0) {
        const core::GiveRefund refund{m_workshop.NewId<core::PaymentId>(at),
                                      core::PaymentMethod::Cash,
                                      amount,
                                      {},
                                      reason,
                                      core::PayType::Customer};
        auto given = Must(core::Decide(Order(), refund, Advisor().At(at + 1min)), "refund");
        Confirm(given);
        Write(Advisor(), at + 1min, std::move(given));
    }
    Flush();
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
    Flush();
}

void Visit::Rate(core::Instant at, int score, const std::string& comment)
{
    Add({{.event = {"rating.received",
                    {{"rating_id", core::ToString(m_workshop.Dice().Uuid(at))},
                     {"score", score},
                     {"comment", comment},
                     {"submitted_at", core::ToRfc3339(at)}}},
          .at = at,
          .actor = {},
          .actorKind = "customer"}});
    Flush();
}

} // namespace bayline::demo
