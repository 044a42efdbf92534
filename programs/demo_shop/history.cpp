// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs/demo_shop/history.h"

#include <algorithm>
#include <array>

namespace bayline::demo {
namespace {

using namespace std::chrono_literals;

constexpr int kDaysOfHistory = 730;
constexpr int kDaysUntilNow = 4; ///< history ends before the open orders begin
constexpr int kOpens = 8 * 60 + 20;
constexpr int kCloses = 18 * 60;

struct Comment
{
    int score;
    const char* text;
};
constexpr std::array kComments = {
    Comment{5, "每一步都能在手机上看到，照片很清楚，放心。"},
    Comment{5, "报价透明，师傅很专业。"},
    Comment{5, ""},
    Comment{5, "比约定时间还早了半小时，点赞！"},
    Comment{4, "整体不错，等待区的咖啡可以再好一点。"},
    Comment{4, ""},
    Comment{5, "Very clear photos and a fair price. Dziękuję!"},
    Comment{3, "比约定时间晚了一个多小时，不过提前通知了。"},
    Comment{5, "只换了该换的，没有过度推销。"},
    Comment{2, "价格偏高，希望多给一些副厂件选择。"},
};

/// A moment that moves on through working hours: what does not fit before closing goes on next morning.
class WorkingTime final
{
public:
    WorkingTime(const core::ShopZone& zone, core::Instant at) : m_zone(zone), m_at(at) {}
    core::Instant After(std::int64_t minutes)
    {
        m_at += std::chrono::minutes(minutes);
        const core::LocalTime local = m_zone.ToLocal(m_at);
        if (local.hour * 60 + local.minute > kCloses)
            m_at = m_zone.DayBounds(m_at).second + std::chrono::minutes(kOpens + minutes % 37);
        return m_at;
    }

private:
    const core::ShopZone& m_zone;
    core::Instant m_at;
};

const JobData& DrawJob(Workshop& workshop, core::Powertrain powertrain)
{
    int total = 0;
    for (const JobData& job : workshop.Data().jobs)
        total += job.Fits(powertrain) ? job.weight : 0;
    auto drawn = workshop.Dice().Between(1, total);
    for (const JobData& job : workshop.Data().jobs) {
        drawn -= job.Fits(powertrain) ? job.weight : 0;
        if (drawn <= 0 && job.Fits(powertrain))
            return job;
    }
    return workshop.Data().jobs.front();
}

/// One thing the car came for and, often, another that the inspection found. Two jobs never find the same item.
std::vector<const JobData*> DrawJobs(Workshop& workshop, core::Powertrain powertrain)
{
    std::vector<const JobData*> jobs = {&DrawJob(workshop, powertrain)};
    const JobData& extra = DrawJob(workshop, powertrain);
    const bool overlaps = std::any_of(extra.findings.begin(), extra.findings.end(), [&](const FindingData& finding) {
        return std::any_of(jobs[0]->findings.begin(), jobs[0]->findings.end(), [&](const FindingData& other) {
            return finding.item == other.item && finding.position == other.position;
        });
    });
    if (&extra != jobs[0] && !overlaps && workshop.Dice().Percent(35))
        jobs.push_back(&extra);
    return jobs;
}

core::Channel DrawChannel(Chance& dice)
{
    const auto drawn = dice.Between(1, 100);
    return drawn <= 62 ? core::Channel::App : drawn <= 85 ? core::Channel::Phone : core::Channel::Counter;
}

core::PaymentMethod DrawMethod(Chance& dice)
{
    constexpr std::array kMethods = {core::PaymentMethod::WeChat, core::PaymentMethod::WeChat,
                                     core::PaymentMethod::Alipay, core::PaymentMethod::Card, core::PaymentMethod::Cash};
    return dice.Pick(kMethods);
}

void PlanPayment(Calendar& calendar, const std::shared_ptr<Visit>& visit, WorkingTime& time, Chance& dice, bool company)
{
    if (company) {
        const core::Instant handOver = time.After(dice.Between(5, 40));
        calendar.Add(handOver, [visit](auto at) { visit->HandOver(at, true); });
        calendar.Add(handOver + std::chrono::hours(24 * dice.Between(18, 40)),
                     [visit](auto at) { visit->Pay(at, core::PaymentMethod::Transfer, 100); });
        return;
    }
    const core::PaymentMethod method = DrawMethod(dice);
    if (dice.Percent(7)) {
        calendar.Add(time.After(3), [visit](auto at) { visit->Pay(at, core::PaymentMethod::Cash, 30); });
    }
    calendar.Add(time.After(dice.Between(2, 25)), [visit, method](auto at) { visit->Pay(at, method, 100); });
    const core::Instant handOver = time.After(dice.Between(3, 30));
    calendar.Add(handOver, [visit](auto at) { visit->HandOver(at, false); });
    if (dice.Percent(58)) {
        const Comment& comment = dice.Pick(kComments);
        calendar.Add(handOver + std::chrono::minutes(dice.Between(30, 1600)),
                     [visit, &comment](auto at) { visit->Rate(at, comment.score, comment.text); });
    }
}

void PlanRepair(Calendar& calendar, const std::shared_ptr<Visit>& visit, WorkingTime& time, Chance& dice)
{
    const std::size_t labour = visit->LabourToDo().size();
    for (std::size_t i = 0; i < labour; ++i) {
        calendar.Add(time.After(dice.Between(3, 20)),
                     [visit, i](auto at) { visit->StartWork(at, visit->LabourToDo()[i]); });
        calendar.Add(time.After(dice.Between(18, 75)),
                     [visit, i](auto at) { visit->FinishWork(at, visit->LabourToDo()[i]); });
    }
    calendar.Add(time.After(dice.Between(8, 30)), [visit](auto at) { visit->FinalCheck(at); });
    calendar.Add(time.After(dice.Between(5, 20)), [visit](auto at) { visit->Invoice(at); });
}

void PlanVisit(Calendar& calendar, Workshop& workshop, Car& car, core::Instant opened)
{
    Chance& dice = workshop.Dice();
    const auto visit = std::make_shared<Visit>(workshop, car, DrawJobs(workshop, car.vehicle.powertrain));
    WorkingTime time(workshop.Zone(), opened);
    const auto promised = opened + std::chrono::minutes(dice.Between(18, 40) * 15);
    calendar.Add(time.After(0), [visit, promised](auto at) { visit->CheckIn(at, promised); });
    if (dice.Percent(2)) {
        calendar.Add(time.After(dice.Between(20, 60)),
                     [visit](auto at) { visit->Cancel(at, "客户临时有事，改期再来"); });
        return;
    }
    calendar.Add(time.After(dice.Between(5, 25)), [visit](auto at) { visit->StartInspection(at); });
    calendar.Add(time.After(2), [visit](auto at) { visit->Inspect(at); });
    calendar.Add(time.After(28), [visit](auto at) { visit->PublishInspection(at); });
    const std::size_t jobs = visit->JobCount();
    calendar.Add(time.After(dice.Between(3, 15)), [visit, jobs](auto at) { visit->DraftQuote(at, 0, jobs); });
    calendar.Add(time.After(12), [visit](auto at) { visit->SendQuote(at); });
    const bool nothing = dice.Percent(3);
    for (std::size_t job = 0; job < jobs; ++job) {
        if (nothing || (job > 0 && dice.Percent(38)))
            visit->Decline(job);
    }
    if (dice.Percent(8)) {
        const auto later = promised + std::chrono::minutes(dice.Between(8, 90) * 15);
        calendar.Add(time.After(4), [visit, later](auto at) { visit->ChangePromise(at, later, "配件到货延迟"); });
    }
    const core::Channel channel = DrawChannel(dice);
    calendar.Add(time.After(dice.Between(4, 95)), [visit, channel](auto at) { visit->Answer(at, channel); });
    if (nothing) {
        calendar.Add(time.After(9), [visit](auto at) { visit->MoveTo(at, core::Stage::Ready); });
        calendar.Add(time.After(15), [visit](auto at) { visit->HandOver(at, false); });
        return;
    }
    PlanRepair(calendar, visit, time, dice);
    const bool company = !workshop.CustomerOf(car).taxId.empty();
    PlanPayment(calendar, visit, time, dice, company);
}

} // namespace

void Calendar::Add(core::Instant at, std::function<void(core::Instant)> what)
{
    m_entries.push_back({at, std::move(what)});
}

void Calendar::Live(core::Instant until)
{
    std::stable_sort(m_entries.begin(), m_entries.end(), [](const Entry& a, const Entry& b) { return a.at < b.at; });
    for (const Entry& entry : m_entries) {
        if (entry.at > until)
            break;
        entry.what(entry.at);
    }
    m_entries.clear();
}

int LiveThroughHistory(Workshop& workshop)
{
    Calendar calendar;
    Chance& dice = workshop.Dice();
    int visits = 0;
    for (Car& car : workshop.Cars()) {
        const bool company = !workshop.CustomerOf(car).taxId.empty();
        const auto count = company ? dice.Between(3, 5) : dice.Between(2, 3);
        const auto slot = (kDaysOfHistory - kDaysUntilNow) / count;
        for (std::int64_t i = 0; i < count; ++i) {
            const auto daysAgo = kDaysOfHistory - i * slot - dice.Between(0, slot - 4);
            const auto midnight = workshop.Zone().DayBounds(workshop.Now() - std::chrono::hours(24 * daysAgo)).first;
            PlanVisit(calendar, workshop, car, midnight + std::chrono::minutes(dice.Between(kOpens, kOpens + 260)));
            ++visits;
        }
    }
    calendar.Live(workshop.Now() - std::chrono::hours(26));
    return visits;
}

} // namespace bayline::demo
