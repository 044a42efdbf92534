// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/floor.h"
#include "desktop/presenters/context.h"
#include "desktop/presenters/kept_deeds.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// Where a job stands for the technician whose it is.
enum class JobPlace
{
    Now,     ///< can be worked on
    Next,    ///< planned for later today or another day
    Waiting, ///< on hold, in quarantine, or for the customer's answer
};

/// A job with what a person reads of it.
struct JobView
{
    const db::Job* job = nullptr;
    JobPlace place = JobPlace::Now;
    std::string where; ///< "Bay 2 · Key 17 · Today 16:30", with the outlet first when it is another one
    std::string why;   ///< why it waits; empty when it does not
};

/// A technician's day: what runs, what is theirs, next and waiting. One thing runs at a time: starting another stops
/// it. UI thread only.
class MyJobsPresenter final
{
public:
    struct State
    {
        db::MyJobs mine;
        std::vector<db::LongClock> forgotten; ///< one's own; everybody's for a manager
        bool loaded = false;
        std::string unread;  ///< why the jobs could not be read the last time
        std::string problem; ///< of what was done
        std::string waiting; ///< something done is kept until the database is back
    };

    /// `changed` after every change of the state.
    MyJobsPresenter(Context& context, std::function<void()> changed);

    [[nodiscard]] const State& Now() const { return m_state; }
    [[nodiscard]] std::vector<JobView> Jobs() const;
    /// An answer of the database is awaited; not while what is done is kept until it is back, and more may be done.
    [[nodiscard]] bool Busy() const { return m_state.waiting.empty() && m_deeds.Open() > 0; }
    [[nodiscard]] const db::Job* Find(core::WorkOrderId id) const;
    /// The job and the line of the clock that runs; nullptr when none does or it is unapplied time.
    [[nodiscard]] const db::Job* RunningJob() const;
    [[nodiscard]] const db::JobLine* RunningLine() const;
    /// What the running clock says, by the database's clock; nothing when none runs.
    [[nodiscard]] std::optional<std::chrono::seconds> RunningFor() const;
    /// "Cleaning" for unapplied time.
    [[nodiscard]] std::string RunningWords() const;
    /// One forgotten clock in a sentence.
    [[nodiscard]] std::string ForgottenText(const db::LongClock& clock) const;
    [[nodiscard]] bool MayCorrect() const { return m_context.person.role == core::Role::Manager; }

    /// Somebody comes to the screen: what was refused before, or to somebody else, is gone.
    void Arrive();
    void Refresh();
    void StartLine(core::WorkOrderId order, core::LineId line);
    void StopAll();
    void Finish(core::WorkOrderId order, core::LineId line);
    void Hold(core::WorkOrderId order, core::HoldReason reason, const std::string& note = {});
    void EndHold(core::WorkOrderId order);
    void StartUnapplied(core::UnappliedReason reason, const std::string& note = {});
    /// `done` with the sentence of a refusal, empty when it was saved; before that, with why it is kept.
    void Correct(const db::LongClock& clock, const core::Span& to, const std::string& reason,
                 std::function<void(const std::string&)> done);

private:
    using Work = std::function<core::Outcome<db::Appended>(db::Connection&, const db::Session&, core::OperationId)>;
    template <class Intent>
    void Act(core::WorkOrderId order, Intent intent);
    void Run(Work work, std::function<void(const std::string&)> done = {});
    void Answer(const std::string& refused, const std::function<void(const std::string&)>& done);
    /// What runs by the screen, and what was started here and is not on it yet.
    [[nodiscard]] std::vector<core::EntryId> Seen() const;
    [[nodiscard]] core::EntryId Begin();
    void Hear(const News& news);
    [[nodiscard]] bool IsForgotten(const db::LongClock& clock, core::Instant now) const;
    [[nodiscard]] JobView ViewOf(const db::Job& job) const;
    [[nodiscard]] std::string WhyWaiting(const db::Job& job) const;

    Context& m_context;
    std::function<void()> m_changed;
    State m_state;
    core::StaffId m_whose;    ///< the person whose jobs the state holds
    core::Instant m_readAt{}; ///< this computer's clock when it was read
    RequestSlot m_load;
    KeptDeeds m_deeds;
    Subscription m_news;
    Subscription m_database;
};

} // namespace bayline::desktop
