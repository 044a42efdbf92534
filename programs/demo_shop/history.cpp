// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs/demo_shop/history.h"

#include <algorithm>
#include <array>
#include <deque>

namespace bayline::demo {
namespace {

using namespace std::chrono_literals;

constexpr int kDaysOfHistory = 730;
constexpr int kDaysUntilNow = 4;  ///< history ends before the open orders begin
constexpr int kFleetCare = 65;    ///< days since the companies' cars come to be looked after every few days
constexpr int kDaysBetween = 3;   ///< at least, between two visits of a car
constexpr int kLinesRecover = 45; ///< percent of declined work that is asked for at the next visit
constexpr int kOpens = 8 * 60 + 20;
constexpr int kCloses = 18 * 60;
constexpr std::uint64_t kSeedOfTalk = 5'201'314;

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

struct Talk
{
    const char* question;
    const char* answer;
};
constexpr std::array kTalks = {
    Talk{"请问大概几点可以取车？", "预计下午五点前完工，好了第一时间通知您。"},
    Talk{"这个项目可以下次再做吗？", "可以，不影响今天的行驶安全，我们会记下来提醒您。"},
    Talk{"配件是原厂的吗？", "报价里注明了品牌，这次用的是原厂配件，质保一年。"},
    Talk{"能帮我顺便看一下雨刮吗？", "好的，检查后拍照给您看。"},
    Talk{"照片收到了，旧件我想带走。", "没问题，旧件会放在后备箱里。"},
    Talk{"可以开公司抬头的发票吗？", "可以，请把抬头和税号发给我们。"},
    Talk{"Is the battery check included?", "Yes, it is part of the inspection; you will see the result on this page."},
};

/// How long the same work takes each technician, in percent of the standard time.
constexpr std::array kPace = {88, 97, 108, 94};

/// A moment that moves on through working hours, which Sundays have none of.
class WorkingTime final
{
public:
    WorkingTime(const core::ShopZone& zone, core::Instant at) : m_zone(zone), m_at(at) {}
    [[nodiscard]] core::Instant Now() const { return m_at; }
    core::Instant After(std::int64_t minutes)
    {
        m_at += std::chrono::minutes(minutes);
        if (MinuteOfDay() > kCloses)
            NextMorning(minutes % 37);
        return m_at;
    }
    /// Waits for the morning when so much does not fit before closing.
    void MakeRoom(std::int64_t minutes)
    {
        if (MinuteOfDay() + minutes > kCloses)
            NextMorning(minutes % 23);
    }

private:
    [[nodiscard]] int MinuteOfDay() const
    {
        const core::LocalTime local = m_zone.ToLocal(m_at);
        return local.hour * 60 + local.minute;
    }
    void NextMorning(std::int64_t late)
    {
        core::Instant midnight = m_zone.DayBounds(m_at).second;
        if (IsSunday(m_zone, midnight))
            midnight = m_zone.DayBounds(midnight).second;
        m_at = midnight + std::chrono::minutes(kOpens + late);
    }

public:
    static bool IsSunday(const core::ShopZone& zone, core::Instant at)
    {
        return std::chrono::weekday(std::chrono::sys_days(zone.ToLocal(at).day)) == std::chrono::Sunday;
    }

private:
    const core::ShopZone& m_zone;
    core::Instant m_at;
};

bool SameItem(const JobData& a, const JobData& b)
{
    return std::any_of(a.findings.begin(), a.findings.end(), [&](const FindingData& finding) {
        return std::any_of(b.findings.begin(), b.findings.end(), [&](const FindingData& other) {
            return finding.item == other.item && finding.position == other.position;
        });
    });
}

bool HasRed(const JobData& job)
{
    return std::any_of(job.findings.begin(), job.findings.end(),
                       [](const FindingData& finding) { return finding.result == core::Result::Red; });
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

core::PayType DrawPayer(Chance& dice, const JobData& job)
{
    const auto drawn = dice.Between(1, 100);
    if (job.code == "bumper")
        return drawn <= 75 ? core::PayType::Insurer : core::PayType::Customer;
    if (job.lines.front().code.starts_with("H-"))
        return drawn <= 35 ? core::PayType::Warranty : core::PayType::Customer;
    return drawn <= 4 ? core::PayType::Warranty : drawn <= 6 ? core::PayType::Internal : core::PayType::Customer;
}

/// Plans all visits of one car, the earlier ones first, so that each knows what the last one left.
class CarPlan final
{
public:
    /// `talk`: chance of what customers write, so that it leaves the rest of the history as it is.
    CarPlan(Calendar& calendar, Workshop& workshop, Chance& talk, Car& car, std::vector<std::shared_ptr<Visit>>& visits)
        : m_calendar(calendar), m_workshop(workshop), m_dice(workshop.Dice()), m_talk(talk), m_car(car),
          m_company(!workshop.CustomerOf(car).taxId.empty()), m_visits(visits)
    {
    }

    void Live()
    {
        std::int64_t daysAgo = kDaysOfHistory - m_dice.Between(0, m_company ? 50 : 150);
        while (daysAgo > kDaysUntilNow) {
            const auto next = daysAgo - Pause(daysAgo);
            Come(daysAgo, nullptr);
            const auto back = daysAgo - m_dice.Between(5, 19);
            if (m_mayComeBack && m_dice.Percent(4) && back > kDaysUntilNow && back >= next + kDaysBetween)
                Come(back, m_visits.back().get());
            daysAgo = next;
        }
    }

private:
    std::int64_t Pause(std::int64_t daysAgo)
    {
        if (!m_company)
            return m_dice.Between(150, 280);
        return daysAgo > kFleetCare
                   ? std::min(m_dice.Between(110, 170), std::max<std::int64_t>(daysAgo - kFleetCare, 4))
                   : m_dice.Between(8, 13);
    }

    const JobData& DrawJob()
    {
        const auto powertrain = m_car.vehicle.powertrain;
        int total = 0;
        for (const JobData& job : m_workshop.Data().jobs)
            total += job.Fits(powertrain) ? job.weight : 0;
        for (int round = 0;; ++round) {
            auto drawn = m_dice.Between(1, total);
            for (const JobData& job : m_workshop.Data().jobs) {
                drawn -= job.Fits(powertrain) ? job.weight : 0;
                if (drawn > 0 || !job.Fits(powertrain))
                    continue;
                // What was done lately is not worn out again.
                if (round > 8 || std::find(m_lately.begin(), m_lately.end(), &job) == m_lately.end())
                    return job;
                break;
            }
        }
    }

    /// One thing the car came for and, often, another that the inspection found. Two jobs never find the same item.
    std::vector<const JobData*> DrawJobs()
    {
        std::vector<const JobData*> jobs = {&DrawJob()};
        const JobData* extra = m_declined;
        m_declined = nullptr;
        if (extra == nullptr || !m_dice.Percent(kLinesRecover))
            extra = m_dice.Percent(46) ? &DrawJob() : nullptr;
        if (extra != nullptr && extra != jobs[0] && !SameItem(*extra, *jobs[0]))
            jobs.push_back(extra);
        for (const JobData* job : jobs)
            m_lately.push_back(job);
        while (m_lately.size() > 6)
            m_lately.pop_front();
        return jobs;
    }

    void Come(std::int64_t daysAgo, const Visit* first)
    {
        auto day = m_workshop.Zone().DayBounds(m_workshop.Now() - std::chrono::hours(24 * daysAgo)).first;
        if (WorkingTime::IsSunday(m_workshop.Zone(), day))
            day = m_workshop.Zone().DayBounds(day - 1h).first;
        const auto jobs = first != nullptr ? std::vector<const JobData*>{first->Jobs().front()} : DrawJobs();
        const auto visit = std::make_shared<Visit>(m_workshop, m_car, jobs);
        visit->FromMemory();
        m_visits.push_back(visit);
        m_technician = static_cast<std::size_t>(m_dice.Between(0, static_cast<std::int64_t>(kPace.size()) - 1));
        visit->ByTechnician(m_technician);
        m_payer = first != nullptr ? core::PayType::Goodwill : DrawPayer(m_dice, *jobs.front());
        visit->PaidBy(m_payer);
        if (first != nullptr)
            visit->ComesBackAfter(*first);
        WorkingTime time(m_workshop.Zone(), day + std::chrono::minutes(m_dice.Between(kOpens, kOpens + 300)));
        const core::Instant opened = time.Now();
        m_calendar.Add(opened, [visit](auto at) { visit->CheckIn(at); });
        m_mayComeBack = false;
        if (first == nullptr && m_dice.Percent(2)) {
            visit->Promise(opened + 6h);
            m_calendar.Add(time.After(m_dice.Between(20, 60)),
                           [visit](auto at) { visit->Cancel(at, "客户临时有事，改期再来"); });
            return;
        }
        PlanStay(visit, time, opened);
    }

    void PlanStay(const std::shared_ptr<Visit>& visit, WorkingTime& time, core::Instant opened)
    {
        const std::size_t jobs = visit->JobCount();
        const bool inspected = jobs > 1 || !m_dice.Percent(m_company ? 40 : 12);
        if (inspected) {
            m_calendar.Add(time.After(m_dice.Between(5, 25)), [visit](auto at) { visit->StartInspection(at); });
            m_calendar.Add(time.After(2), [visit](auto at) { visit->Inspect(at); });
            m_calendar.Add(time.After(28), [visit](auto at) { visit->PublishInspection(at); });
        }
        m_calendar.Add(time.After(m_dice.Between(3, 15)), [visit, jobs](auto at) { visit->DraftQuote(at, 0, jobs); });
        m_calendar.Add(time.After(12), [visit](auto at) { visit->SendQuote(at); });
        const bool customer = m_payer == core::PayType::Customer;
        const bool nothing = customer && m_dice.Percent(3);
        for (std::size_t job = 0; job < jobs; ++job) {
            if (nothing || (customer && job > 0 && m_dice.Percent(HasRed(*visit->Jobs()[job]) ? 24 : 52))) {
                visit->Decline(job);
                m_declined = visit->Jobs()[job];
            }
        }
        const core::Channel channel = DrawChannel(m_dice);
        if (channel == core::Channel::App || m_dice.Percent(25))
            m_calendar.Add(time.After(2), [visit](auto at) { visit->LookAtPage(at); });
        const core::Instant asked = time.Now();
        if (!nothing && channel == core::Channel::App)
            PlanTalk(visit, time);
        m_calendar.Add(time.After(m_dice.Between(4, 95)), [visit, channel](auto at) { visit->Answer(at, channel); });
        if (nothing) {
            visit->Promise(opened + 5h);
            m_calendar.Add(time.After(9), [visit](auto at) { visit->MoveTo(at, core::Stage::Ready); });
            m_calendar.Add(time.After(15), [visit](auto at) { visit->HandOver(at, false); });
            return;
        }
        PlanRepair(visit, time);
        PlanPromise(visit, asked, time.Now());
        PlanEnd(visit, time);
        m_mayComeBack = customer;
    }

    /// Who has the quote on the phone often asks something. Most answers take minutes, a few more than an hour.
    void PlanTalk(const std::shared_ptr<Visit>& visit, WorkingTime time)
    {
        if (!m_talk.Percent(65))
            return;
        const Talk& talk = m_talk.Pick(kTalks);
        const auto asked = time.After(m_talk.Between(1, 3));
        const auto drawn = m_talk.Between(1, 100);
        const auto minutes = drawn <= 72   ? m_talk.Between(2, 18)
                             : drawn <= 93 ? m_talk.Between(19, 55)
                                           : m_talk.Between(70, 150);
        const auto answered = time.After(minutes);
        const auto question = m_talk.Uuid(asked);
        const auto answer = m_talk.Uuid(answered);
        m_calendar.Add(asked, [visit, question, &talk](auto at) { visit->Ask(at, question, talk.question); });
        m_calendar.Add(answered, [visit, answer, &talk](auto at) { visit->Reply(at, answer, talk.answer); });
    }

    void PlanRepair(const std::shared_ptr<Visit>& visit, WorkingTime& time)
    {
        const auto labour = visit->LabourToDo();
        for (std::size_t i = 0; i < labour.size(); ++i) {
            const auto percent = kPace[m_technician] + m_dice.Between(-14, 22);
            const auto minutes = std::max<std::int64_t>(visit->SoldMilli(labour[i]) * 60 * percent / 100'000, 6);
            time.MakeRoom(minutes + 20);
            if (i == 0)
                m_calendar.Add(time.Now() + 1min,
                               [visit, bay = kBays.at(m_technician)](auto at) { visit->DriveInto(at, bay); });
            m_calendar.Add(time.After(m_dice.Between(3, 18)),
                           [visit, i](auto at) { visit->StartWork(at, visit->LabourToDo()[i]); });
            m_calendar.Add(time.After(minutes), [visit, i](auto at) { visit->FinishWork(at, visit->LabourToDo()[i]); });
        }
        m_calendar.Add(time.After(m_dice.Between(8, 30)), [visit](auto at) { visit->FinalCheck(at); });
    }

    /// Nine of ten promises are kept; half of the others are told in time.
    void PlanPromise(const std::shared_ptr<Visit>& visit, core::Instant asked, core::Instant ready)
    {
        constexpr auto kQuarter = 15min;
        const auto quarter = [&](core::Instant at) {
            return core::Instant(at.time_since_epoch() / kQuarter * kQuarter);
        };
        if (m_dice.Percent(90)) {
            visit->Promise(quarter(ready + std::chrono::minutes(m_dice.Between(20, 130))));
            return;
        }
        visit->Promise(std::max(quarter(ready - std::chrono::minutes(m_dice.Between(25, 160))), asked));
        if (m_dice.Percent(50)) {
            const auto later = quarter(ready + 50min);
            m_calendar.Add(asked + 1min, [visit, later](auto at) { visit->ChangePromise(at, later, "配件到货延迟"); });
        }
    }

    void PlanEnd(const std::shared_ptr<Visit>& visit, WorkingTime& time)
    {
        m_calendar.Add(time.After(m_dice.Between(5, 20)), [visit](auto at) { visit->Invoice(at); });
        const bool customer = m_payer == core::PayType::Customer;
        if (m_company || !customer) {
            const core::Instant handOver = time.After(m_dice.Between(5, 40));
            m_calendar.Add(handOver, [visit](auto at) { visit->HandOver(at, true); });
            if (customer || m_payer == core::PayType::Warranty || m_payer == core::PayType::Insurer)
                m_calendar.Add(handOver + std::chrono::hours(24 * m_dice.Between(18, 40)),
                               [visit](auto at) { visit->Pay(at, core::PaymentMethod::Transfer, 100); });
            PlanRating(visit, handOver, m_company ? 20 : 45);
            return;
        }
        const core::PaymentMethod method = DrawMethod(m_dice);
        if (m_dice.Percent(7))
            m_calendar.Add(time.After(3), [visit](auto at) { visit->Pay(at, core::PaymentMethod::Cash, 30); });
        m_calendar.Add(time.After(m_dice.Between(2, 25)), [visit, method](auto at) { visit->Pay(at, method, 100); });
        const core::Instant handOver = time.After(m_dice.Between(3, 30));
        m_calendar.Add(handOver, [visit](auto at) { visit->HandOver(at, false); });
        PlanRating(visit, handOver, 66);
        if (m_dice.Percent(2))
            m_calendar.Add(handOver + std::chrono::hours(m_dice.Between(2, 60)),
                           [visit](auto at) { visit->BillAgain(at, "苏州澄湖商贸有限公司"); });
        else if (m_dice.Percent(2))
            m_calendar.Add(handOver + std::chrono::hours(m_dice.Between(20, 200)),
                           [visit](auto at) { visit->TakePartBack(at, "配件与报价品牌不符，退还差价"); });
    }

    void PlanRating(const std::shared_ptr<Visit>& visit, core::Instant handOver, int percent)
    {
        if (!m_dice.Percent(percent))
            return;
        const Comment& comment = m_dice.Pick(kComments);
        m_calendar.Add(handOver + std::chrono::minutes(m_dice.Between(90, 1600)),
                       [visit, &comment](auto at) { visit->Rate(at, comment.score, comment.text); });
    }

    Calendar& m_calendar;
    Workshop& m_workshop;
    Chance& m_dice;
    Chance& m_talk;
    Car& m_car;
    bool m_company;
    std::vector<std::shared_ptr<Visit>>& m_visits;
    std::deque<const JobData*> m_lately;
    const JobData* m_declined = nullptr;
    bool m_mayComeBack = false;
    std::size_t m_technician = 0;
    core::PayType m_payer = core::PayType::Customer;
};

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
    Chance talk(kSeedOfTalk);
    std::vector<std::shared_ptr<Visit>> visits;
    for (Car& car : workshop.Cars())
        CarPlan(calendar, workshop, talk, car, visits).Live();
    calendar.Live(workshop.Now() - std::chrono::hours(26));
    for (const auto& visit : visits)
        visit->Flush();
    return static_cast<int>(visits.size());
}

} // namespace bayline::demo
