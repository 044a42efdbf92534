// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/work_order_presenter.h"

#include "db/delivery.h"
#include "db/staff.h"
#include "db/work_order_store.h"
#include "desktop/presenters/timeline_presenter.h"
#include "desktop/presenters/work_order_refusals.h"

#include <algorithm>
#include <utility>

namespace bayline::desktop {

namespace {

std::string LinkBase(db::Connection& connection)
{
    return db::LoadDeliveryStatus(connection, 0).linkBase;
}

/// Counts a deed until it has been answered, or until nobody can be told the answer.
class Mark final
{
public:
    /// Nothing to count without `count`.
    explicit Mark(std::shared_ptr<int> count) : m_count(std::move(count))
    {
        if (m_count) {
            ++*m_count;
        }
    }
    ~Mark() { End(); }
    Mark(const Mark&) = delete;
    Mark& operator=(const Mark&) = delete;

    void End()
    {
        if (const auto count = std::exchange(m_count, nullptr)) {
            --*count;
        }
    }

private:
    std::shared_ptr<int> m_count;
};

} // namespace

WorkOrderRead ReadWorkOrder(db::Connection& connection, core::WorkOrderId id)
{
    WorkOrderRead read;
    read.order = db::LoadWorkOrder(connection, id);
    read.photos = db::LoadPhotos(connection, id);
    read.phonePictures = db::LoadPhonePictures(connection, id);
    read.documents = db::LoadDocuments(connection, id);
    read.timeline = db::LoadTimeline(connection, id);
    return read;
}

WorkOrderPresenter::WorkOrderPresenter(Context& context, core::WorkOrderId id) : m_context(context), m_id(id)
{
    m_news = context.changes->OnNews([this](const News& news) { OnNews(news); });
    m_database = context.changes->OnDatabase([this](const bool& present) {
        onChanged();
        if (present) {
            Load();
        }
    });
}

void WorkOrderPresenter::OnNews(const News& news)
{
    const auto events = core::StreamName("work_order", m_id.value);
    const auto photos = core::StreamName("photos", m_id.value);
    // What another open order of the car does may stop the work on this one, or let it go on.
    const auto ofTheCar = [&](const StreamChange& change) {
        return std::any_of(
            m_read.order.floor.others.begin(), m_read.order.floor.others.end(), [&](const core::OtherOpenOrder& other) {
                return change.seq != other.seq && change.stream == core::StreamName("work_order", other.id.value);
            });
    };
    const bool ours = std::any_of(news.streams.begin(), news.streams.end(), [&](const StreamChange& change) {
        return change.stream == photos || (change.stream == events && change.seq != m_read.order.seq) ||
               ofTheCar(change);
    });
    const bool basics = std::any_of(news.streams.begin(), news.streams.end(), [](const StreamChange& change) {
        return change.stream.starts_with("staff/") || change.stream.starts_with("shop/");
    });
    if (news.everything) {
        Reload();
    } else if (ours) {
        Load();
    }
    if (basics && m_loaded) {
        LoadBasics();
    }
}

void WorkOrderPresenter::Reload()
{
    m_basicsLoaded = false;
    Load();
}

void WorkOrderPresenter::Load()
{
    Start(
        m_context.jobs, m_readSlot, [id = m_id](db::Connection& connection) { return ReadWorkOrder(connection, id); },
        [this](WorkOrderRead fresh) { TakeFresh(std::move(fresh)); },
        [this](const core::Failure& failure) {
            m_problem = m_context.Say(failure);
            onChanged();
        });
    onChanged();
}

void WorkOrderPresenter::TakeFresh(WorkOrderRead fresh)
{
    m_problem.clear();
    // A read that started before a save of ours may come after it.
    if (!m_loaded || fresh.order.seq >= m_read.order.seq) {
        m_read = std::move(fresh);
        m_readAt = m_context.now();
    }
    m_loaded = true;
    if (!m_basicsLoaded && !m_basicsSlot.Busy()) {
        LoadBasics();
    }
    onChanged();
}

void WorkOrderPresenter::LoadBasics()
{
    Start(
        m_context.jobs, m_basicsSlot,
        [powertrain = m_read.order.vehicle.powertrain, me = m_context.person.id,
         bay = m_context.bayPc](db::Connection& connection) {
            return WorkOrderBasics{.staff = db::LoadStaff(connection),
                                   .checklists = db::LoadChecklistsFor(connection, powertrain),
                                   .myClocks = db::LoadRunningClocks(connection, me),
                                   .linkBase = bay ? std::string() : LinkBase(connection),
                                   .cameraBase = db::LoadCameraBase(connection)};
        },
        [this](WorkOrderBasics basics) {
            m_basics = std::move(basics);
            m_basicsLoaded = true;
            onChanged();
        },
        [](const core::Failure&) {});
}

core::Actor WorkOrderPresenter::Me() const
{
    return ActorOf(m_context);
}

bool WorkOrderPresenter::MayAdvise() const
{
    return !m_context.bayPc && m_context.person.role != core::Role::Technician;
}

bool WorkOrderPresenter::MayRepair() const
{
    return m_context.person.role != core::Role::Advisor;
}

void WorkOrderPresenter::Do(Deed& deed, Decide decide, std::function<void()> done)
{
    Run(
        deed,
        [id = m_id, me = Me(), decide = std::move(decide)](db::Connection& connection, const db::Session& session,
                                                           core::OperationId operation) {
            return db::Execute(connection, session, id, operation,
                               [&](const core::WorkOrder& order, const core::Actor&) { return decide(order, me); });
        },
        std::move(done));
}

void WorkOrderPresenter::Run(Deed& deed, Work work, std::function<void()> done, std::function<void()> refused)
{
    if (deed.Locked()) {
        return;
    }
    deed.m_refusals.clear();
    deed.m_problem.clear();
    deed.m_waiting = false;
    const auto mark = std::make_shared<Mark>(deed.m_byItself ? nullptr : m_underway);
    Start(
        m_context.jobs, deed.m_slot,
        [id = m_id, session = SessionOf(m_context), operation = deed.m_operation,
         work = std::move(work)](db::Connection& connection) {
            auto outcome = work(connection, session, operation);
            return Saved{std::move(outcome), ReadWorkOrder(connection, id)};
        },
        [this, &deed, mark, done = std::move(done), refused = std::move(refused)](Saved saved) {
            mark->End();
            Finish(deed, std::move(saved), done, refused);
        },
        [this, &deed, mark](const core::Failure& failure) {
            mark->End();
            deed.m_waiting = false;
            deed.m_problem = failure.Sentence();
            deed.onNotDone();
            onChanged();
        },
        KeepTrying{.waiting =
                       [this, &deed](const core::Failure&) {
                           deed.m_waiting = true;
                           deed.onNotDone();
                           onChanged();
                       },
                   .missed = deed.m_byItself ? nullptr : m_context.TellMissed()});
    onChanged();
}

void WorkOrderPresenter::Finish(Deed& deed, Saved saved, const std::function<void()>& done,
                                const std::function<void()>& refused)
{
    deed.m_waiting = false;
    const bool ok = saved.outcome.Ok();
    if (ok) {
        deed.Reopen();
    } else {
        deed.m_refusals = ForForm(m_context, saved.outcome.Refusals());
    }
    TakeFresh(std::move(saved.fresh));
    if (ok) {
        if (done) {
            done();
        }
        onDone(deed);
    } else {
        deed.onNotDone();
    }
    onChanged();
    if (!ok && refused) {
        refused();
    }
}

std::string WorkOrderPresenter::Say(const core::Refusal& refusal) const
{
    auto sentence = m_context.Say(refusal);
    if (!IsClash(refusal)) {
        return sentence;
    }
    const auto& types = EventsBehind(refusal.code);
    // What the person saved of the same thing just before is not what clashes, unless they did it at another PC.
    const auto* other = LastEvent(m_read.timeline, types, [&](const core::RecordedEvent& event) {
        return event.actorName != m_context.person.name && Concerns(refusal, event);
    });
    if (other == nullptr) {
        other = LastEvent(m_read.timeline, types,
                          [&](const core::RecordedEvent& event) { return Concerns(refusal, event); });
    }
    if (other == nullptr) {
        return sentence;
    }
    const auto who = other->actorKind == "customer" ? m_context.Tr(N_("Customer")) : other->actorName;
    return m_context.Tr(N_("{1} It was {2}, at {3}."),
                        {sentence, who, core::FormatClock(other->occurredAt, m_context.zone)});
}

std::string WorkOrderPresenter::SayAbout(const Deed& deed, const std::vector<std::string_view>& fields) const
{
    if (deed.Waiting()) {
        return m_context.Tr(
            N_("The database cannot be reached. What you entered is kept and will be saved when it is back."));
    }
    if (!deed.Problem().empty()) {
        return m_context.Tr(deed.Problem());
    }
    const auto* refusal = deed.RefusalOutside(fields);
    return refusal == nullptr ? std::string() : Say(*refusal);
}

std::string WorkOrderPresenter::SayAt(const Deed& deed, std::string_view field) const
{
    const auto* refusal = deed.RefusalAt(field);
    return refusal == nullptr ? std::string() : Say(*refusal);
}

} // namespace bayline::desktop
