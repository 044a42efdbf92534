// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs/demo_shop/open_orders.h"

#include "programs/demo_shop/history.h"

#include <array>
#include <memory>

namespace bayline::demo {
namespace {

/// How far through its stay, in thousandths of the time since check-in, each step of an open order happened.
struct Pace
{
    core::Instant opened;
    core::Instant now;
    [[nodiscard]] core::Instant At(int thousandths) const { return opened + (now - opened) * thousandths / 1000; }
};

void PlanQuote(Calendar& calendar, const std::shared_ptr<Visit>& visit, const OpenOrderData& data, const Pace& pace)
{
    const std::size_t first = data.secondQuote ? 1 : visit->JobCount();
    calendar.Add(pace.At(380), [visit, first](auto at) { visit->DraftQuote(at, 0, first); });
    if (data.stage == core::Stage::Quoting)
        return;
    calendar.Add(pace.At(450), [visit](auto at) { visit->SendQuote(at, "请您确认，确认后我们立即开始维修。"); });
    calendar.Add(pace.At(480), [visit](auto at) { visit->LookAtPage(at); });
    if (data.stage == core::Stage::WaitingApproval)
        return;
    const core::Channel channel = data.partial ? core::Channel::Phone : core::Channel::App;
    calendar.Add(pace.At(530), [visit, channel](auto at) { visit->Answer(at, channel); });
    if (data.secondQuote) {
        const std::size_t all = visit->JobCount();
        calendar.Add(pace.At(560), [visit, all](auto at) { visit->DraftQuote(at, 1, all); });
        calendar.Add(pace.At(580), [visit](auto at) { visit->SendQuote(at, "拆检后发现新的问题，请您再看一下。"); });
        calendar.Add(pace.At(610), [visit](auto at) { visit->Answer(at, core::Channel::App, 1); });
    }
}

void PlanWork(Calendar& calendar, const std::shared_ptr<Visit>& visit, const OpenOrderData& data, const Pace& pace)
{
    const auto workOn = [&](core::Instant from, core::Instant to, std::size_t which) {
        calendar.Add(from, [visit, which](auto at) { visit->StartWork(at, visit->LabourToDo()[which]); });
        if (to <= pace.now)
            calendar.Add(to, [visit, which](auto at) { visit->FinishWork(at, visit->LabourToDo()[which]); });
    };
    const std::size_t labour = visit->LabourToDo().size();
    if (data.stage == core::Stage::Repairing) {
        // The clock of the last line that has been begun is running at this moment.
        const std::size_t begun = labour > 1 ? 2 : 1;
        for (std::size_t i = 0; i < begun; ++i) {
            const bool running = i + 1 == begun;
            const int from = 660 + static_cast<int>(i) * 140;
            workOn(pace.At(from), running ? pace.At(2000) : pace.At(from + 110), i);
        }
        return;
    }
    const int step = 240 / static_cast<int>(labour);
    for (std::size_t i = 0; i < labour; ++i) {
        const int from = 620 + static_cast<int>(i) * step;
        workOn(pace.At(from), pace.At(from + step - 5), i);
    }
}

void PlanEnd(Calendar& calendar, const std::shared_ptr<Visit>& visit, const OpenOrderData& data, const Pace& pace)
{
    if (data.stage == core::Stage::QualityCheck) {
        calendar.Add(pace.At(900), [visit](auto at) { visit->MoveTo(at, core::Stage::QualityCheck); });
        return;
    }
    calendar.Add(pace.At(890), [visit](auto at) { visit->FinalCheck(at); });
    if (data.paid) {
        calendar.Add(pace.At(920), [visit](auto at) { visit->Invoice(at); });
        calendar.Add(pace.At(950), [visit](auto at) { visit->Pay(at, core::PaymentMethod::WeChat, 100); });
    }
}

/// `atWork`: how many technicians have a clock running already; nobody works on two cars at once.
void PlanOpenOrder(Calendar& calendar, Workshop& workshop, const OpenOrderData& data, std::size_t& atWork)
{
    Car& car = workshop.CarWithPlate(data.plate);
    std::vector<const JobData*> jobs;
    for (const std::string& code : data.jobs)
        jobs.push_back(&workshop.Data().Job(code));
    const auto visit = std::make_shared<Visit>(workshop, car, jobs);
    if (data.partial)
        visit->Decline(1);
    if (data.stage == core::Stage::Repairing)
        visit->ByTechnician(++atWork);
    const Pace pace{workshop.Now() - std::chrono::minutes(data.openedMinutesAgo), workshop.Now()};
    const auto promised = workshop.Now() + std::chrono::minutes(data.promisedInMinutes);

    calendar.Add(pace.At(0), [visit, promised](auto at) { visit->CheckIn(at, promised); });
    if (!data.photos.empty())
        calendar.Add(pace.At(25), [visit, photos = data.photos](auto at) { visit->Photograph(at, photos); });
    if (data.stage == core::Stage::Received)
        return;
    calendar.Add(pace.At(100), [visit](auto at) { visit->StartInspection(at); });
    calendar.Add(pace.At(115), [visit, share = data.share](auto at) { visit->Inspect(at, share); });
    if (data.stage == core::Stage::Inspecting)
        return;
    calendar.Add(pace.At(345), [visit](auto at) { visit->PublishInspection(at); });
    PlanQuote(calendar, visit, data, pace);
    if (data.stage == core::Stage::Quoting || data.stage == core::Stage::WaitingApproval)
        return;
    PlanWork(calendar, visit, data, pace);
    if (data.stage != core::Stage::Repairing)
        PlanEnd(calendar, visit, data, pace);
}

} // namespace

int BringInTodaysCars(Workshop& workshop)
{
    Calendar calendar;
    std::size_t atWork = 0;
    for (const OpenOrderData& data : workshop.Data().openOrders)
        PlanOpenOrder(calendar, workshop, data, atWork);
    calendar.Live(workshop.Now());
    return static_cast<int>(workshop.Data().openOrders.size());
}

} // namespace bayline::demo
