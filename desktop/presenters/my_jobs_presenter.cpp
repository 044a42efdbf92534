// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/my_jobs_presenter.h"

#include "core/text.h"
#include "db/work_order_store.h"
#include "desktop/presenters/opening_hours.h"
#include "desktop/presenters/session.h"

#include <algorithm>

namespace bayline::desktop {

namespace {

/// A job planned this soon is one for now.
constexpr auto kSoon = std::chrono::minutes(30);
constexpr auto kLookBack = std::chrono::hours(24 * 7);

struct Loaded
{
    db::MyJobs mine;
    std::vector<db::LongClock> clocks;
};

bool HasWork(const db::Job& job)
{
    return std::any_of(job.lines.begin(), job.lines.end(),
                       [](const db::JobLine& line) { return line.approved && !line.finished; });
}

} // namespace

MyJobsPresenter::MyJobsPresenter(Context& context, std::function<void()> changed)
    : m_context(context), m_changed(std::move(changed)),
      m_news(context.changes->OnNews([this](const News& news) { Hear(news); })),
      m_database(context.changes->OnDatabase([this](const bool& present) {
          if (present && !m_context.sessionToken.empty())
              Refresh();
      }))
{
}

void MyJobsPresenter::Hear(const News& news)
{
    const bool ours = std::any_of(news.streams.begin(), news.streams.end(), [](const StreamChange& change) {
        return change.stream.starts_with("work_order/") || change.stream.starts_with("staff/");
    });
    if (!m_context.sessionToken.empty() && (news.everything || ours))
        Refresh();
}

void MyJobsPresenter::Arrive()
{
    const auto waiting = m_deeds.Open() > 0 ? m_state.waiting : std::string();
    if (m_whose != m_context.person.id)
        m_state = {};
    m_state.problem.clear();
    m_state.waiting = waiting;
    m_whose = m_context.person.id;
    m_changed();
    Refresh();
}

void MyJobsPresenter::Refresh()
{
    const auto who = MayCorrect() ? core::StaffId{} : m_context.person.id;
    Start(
        m_context.jobs, m_load,
        [me = m_context.person.id, who, since = m_context.now() - kLookBack](db::Connection& connection) {
            return Loaded{db::LoadMyJobs(connection, me), db::LoadLongClocks(connection, who, since)};
        },
        [this](Loaded loaded) {
            m_state.mine = std::move(loaded.mine);
            m_state.forgotten = std::move(loaded.clocks);
            m_readAt = m_context.now();
            std::erase_if(m_state.forgotten, [this](const auto& clock) { return !IsForgotten(clock, m_readAt); });
            m_state.loaded = true;
            m_state.unread.clear();
            m_changed();
        },
        [this](const core::Failure& failure) {
            m_state.unread = m_context.Say(failure);
            m_changed();
        });
}

bool MyJobsPresenter::IsForgotten(const db::LongClock& clock, core::Instant now) const
{
    if (clock.stoppedAt)
        return true; // only long ones were read
    const auto today = m_context.zone.DayBounds(now).first;
    const auto opens = AtClock(m_context.zone, now, m_context.shop.opensAt).value_or(today);
    const auto closes = AtClock(m_context.zone, now, m_context.shop.closesAt);
    return now - clock.startedAt > std::chrono::hours(db::kForgottenHours) ||
           (clock.startedAt < opens && now >= opens) || (closes && now >= *closes);
}

std::string MyJobsPresenter::ForgottenText(const db::LongClock& clock) const
{
    const auto what =
        clock.reason ? m_context.Tr(core::UnappliedReasonName(*clock.reason)) : clock.plate + " · " + clock.what;
    const auto since = core::FormatMinute(clock.startedAt, m_context.zone);
    if (clock.stoppedAt)
        return m_context.Tr(N_("{1}: {2}, from {3} to {4}"),
                            {clock.name, what, since, core::FormatMinute(*clock.stoppedAt, m_context.zone)});
    return m_context.Tr(N_("{1}: {2}, running since {3}"), {clock.name, what, since});
}

const db::Job* MyJobsPresenter::Find(core::WorkOrderId id) const
{
    const auto& jobs = m_state.mine.jobs;
    const auto found = std::find_if(jobs.begin(), jobs.end(), [&](const db::Job& job) { return job.id == id; });
    return found == jobs.end() ? nullptr : &*found;
}

const db::Job* MyJobsPresenter::RunningJob() const
{
    return m_state.mine.running ? Find(m_state.mine.running->order) : nullptr;
}

const db::JobLine* MyJobsPresenter::RunningLine() const
{
    const auto* job = RunningJob();
    if (!job)
        return nullptr;
    const auto found = std::find_if(job->lines.begin(), job->lines.end(),
                                    [&](const db::JobLine& line) { return line.id == m_state.mine.running->line; });
    return found == job->lines.end() ? nullptr : &*found;
}

std::optional<std::chrono::seconds> MyJobsPresenter::RunningFor() const
{
    const auto& mine = m_state.mine;
    const auto started = mine.running     ? std::optional(mine.running->startedAt)
                         : mine.unapplied ? std::optional(mine.unapplied->startedAt)
                                          : std::nullopt;
    if (!started)
        return std::nullopt;
    // The start is the database's time, so the span is counted from the database's present.
    const auto present = mine.databaseNow + (m_context.now() - m_readAt);
    return std::max(std::chrono::seconds(0), std::chrono::duration_cast<std::chrono::seconds>(present - *started));
}

std::string MyJobsPresenter::RunningWords() const
{
    return m_state.mine.unapplied ? m_context.Tr(core::UnappliedReasonName(m_state.mine.unapplied->reason))
                                  : std::string();
}

std::string MyJobsPresenter::WhyWaiting(const db::Job& job) const
{
    if (job.quarantined)
        return m_context.Tr(N_("In quarantine"));
    if (job.hold) {
        const auto reason = m_context.Tr(core::HoldReasonName(*job.hold));
        return job.holdNote.empty() ? m_context.Tr(N_("On hold: {1}"), {reason})
                                    : m_context.Tr(N_("On hold: {1}, {2}"), {reason, job.holdNote});
    }
    if (HasWork(job))
        return {};
    switch (job.stage) {
    case core::Stage::Quoting:
        return m_context.Tr(N_("The quote is being written"));
    case core::Stage::WaitingApproval:
        return m_context.Tr(N_("The customer has not answered yet"));
    case core::Stage::QualityCheck:
        return m_context.Tr(N_("Final check by a colleague"));
    default:
        break;
    }
    return {};
}

JobView MyJobsPresenter::ViewOf(const db::Job& job) const
{
    JobView view{.job = &job, .place = JobPlace::Now, .where = {}, .why = WhyWaiting(job)};
    const bool running = m_state.mine.running && m_state.mine.running->order == job.id;
    if (!view.why.empty())
        view.place = JobPlace::Waiting;
    else if (!running && job.startsAt && *job.startsAt > m_context.now() + kSoon)
        view.place = JobPlace::Next;
    const auto add = [&](const std::string& words) { view.where += (view.where.empty() ? "" : " · ") + words; };
    const auto [today, tomorrow] = m_context.zone.DayBounds(m_context.now());
    const auto when = [&, from = today, to = tomorrow](core::Instant at) {
        return at >= from && at < to ? core::FormatClock(at, m_context.zone) : core::FormatMinute(at, m_context.zone);
    };
    if (const auto elsewhere = m_context.ElsewhereName(job.outlet); !elsewhere.empty())
        add(elsewhere);
    const auto& bay = job.bay.empty() ? job.planBay : job.bay;
    if (!bay.empty())
        add(bay);
    if (!job.keyTag.empty())
        add(m_context.Tr(N_("Key {1}"), {job.keyTag}));
    if (view.place == JobPlace::Next)
        add(m_context.Tr(N_("planned for {1}"), {when(*job.startsAt)}));
    add(m_context.Tr(N_("promised for {1}"), {when(job.promisedAt)}));
    return view;
}

std::vector<JobView> MyJobsPresenter::Jobs() const
{
    std::vector<JobView> views;
    for (const auto& job : m_state.mine.jobs)
        views.push_back(ViewOf(job));
    std::stable_sort(views.begin(), views.end(), [](const JobView& a, const JobView& b) { return a.place < b.place; });
    return views;
}

void MyJobsPresenter::Run(Work work, std::function<void(const std::string&)> done)
{
    m_state.problem.clear();
    Start(
        m_context.jobs, m_deeds.Another(),
        [work = std::move(work), session = SessionOf(m_context), operation = core::OperationId::New()](
            db::Connection& connection) { return work(connection, session, operation); },
        [this, done](const core::Outcome<db::Appended>& outcome) {
            Answer(outcome ? std::string() : m_context.Say(outcome.FirstRefusal()), done);
            Refresh();
        },
        [this, done](const core::Failure& failure) { Answer(m_context.Say(failure), done); },
        KeepTrying{[this, done](const core::Failure&) {
            m_state.waiting = m_deeds.WaitingText(m_context);
            if (done)
                done(m_state.waiting);
            m_changed();
        }});
    m_changed();
}

void MyJobsPresenter::Answer(const std::string& refused, const std::function<void(const std::string&)>& done)
{
    if (!m_state.waiting.empty())
        m_state.waiting = m_deeds.Open() == 0 ? std::string() : m_deeds.WaitingText(m_context);
    if (done)
        done(refused);
    else if (!refused.empty())
        m_state.problem += (m_state.problem.empty() ? "" : " ") + refused;
    m_changed();
}

std::vector<core::EntryId> MyJobsPresenter::Seen() const
{
    auto seen = *m_context.begun;
    const auto& mine = m_state.mine;
    if (mine.running)
        seen.push_back(mine.running->entry);
    if (mine.unapplied)
        seen.push_back(mine.unapplied->id);
    for (const auto& job : mine.jobs)
        for (const auto& line : job.lines)
            if (!line.mine.IsNil())
                seen.push_back(line.mine);
    return seen;
}

core::EntryId MyJobsPresenter::Begin()
{
    return m_context.begun->emplace_back(core::EntryId::New());
}

template <class Intent>
void MyJobsPresenter::Act(core::WorkOrderId order, Intent intent)
{
    Run([order, intent](db::Connection& connection, const db::Session& session, core::OperationId operation) {
        return db::Execute(
            connection, session, order, operation,
            [&](const core::WorkOrder& fresh, const core::Actor& actor) { return core::Decide(fresh, intent, actor); });
    });
}

void MyJobsPresenter::StartLine(core::WorkOrderId order, core::LineId line)
{
    Run([order, seen = Seen(), intent = core::StartClock{Begin(), line}](
            db::Connection& connection, const db::Session& session, core::OperationId operation) {
        return db::StartWork(connection, session, operation, order, intent, seen);
    });
}

void MyJobsPresenter::StopAll()
{
    Run([seen = Seen()](db::Connection& connection, const db::Session& session, core::OperationId operation) {
        return db::StopAllWork(connection, session, operation, seen);
    });
}

void MyJobsPresenter::Finish(core::WorkOrderId order, core::LineId line)
{
    Act(order, core::FinishLine{line});
}

void MyJobsPresenter::Hold(core::WorkOrderId order, core::HoldReason reason, const std::string& note)
{
    Act(order, core::StartHold{core::HoldId::New(), reason, core::CleanLine(note)});
}

void MyJobsPresenter::EndHold(core::WorkOrderId order)
{
    if (const auto* job = Find(order); job && job->hold)
        Act(order, core::EndHold{job->holdId});
}

void MyJobsPresenter::StartUnapplied(core::UnappliedReason reason, const std::string& note)
{
    Run([seen = Seen(), intent = core::StartUnapplied{Begin(), reason, core::CleanLine(note)}](
            db::Connection& connection, const db::Session& session, core::OperationId operation) {
        return db::StartUnapplied(connection, session, operation, intent, seen);
    });
}

void MyJobsPresenter::Correct(const db::LongClock& clock, const core::Span& to, const std::string& reason,
                              std::function<void(const std::string&)> done)
{
    const core::CorrectTime intent{
        .id = clock.entry, .from = {clock.startedAt, clock.stoppedAt}, .to = to, .reason = core::CleanLine(reason)};
    Run(
        [clock, intent](db::Connection& connection, const db::Session& session, core::OperationId operation) {
            return db::CorrectClock(connection, session, operation, clock, intent);
        },
        std::move(done));
}

} // namespace bayline::desktop
