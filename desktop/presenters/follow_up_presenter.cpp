// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/follow_up_presenter.h"

#include "core/refusals.h"

#include <algorithm>

namespace bayline::desktop {

namespace {
constexpr int kMostCars = 300;
}

FollowUpPresenter::FollowUpPresenter(Context& context, std::function<void()> changed, std::function<bool()> shown)
    : m_context(context), m_changed(std::move(changed)), m_shown(std::move(shown)),
      m_news(context.changes->OnNews([this](const News& news) { Hear(news); }))
{
}

void FollowUpPresenter::Hear(const News& news)
{
    // Work is put off, taken up and closed by what happens to orders and cars.
    const bool ours = std::any_of(news.streams.begin(), news.streams.end(), [](const StreamChange& change) {
        return change.stream.starts_with("vehicle/") || change.stream.starts_with("work_order/");
    });
    if (m_state.loaded && !m_state.saving && !m_context.sessionToken.empty() && (news.everything || ours) && m_shown())
        Refresh();
}

const db::FollowUp* FollowUpPresenter::Chosen() const
{
    const auto found = std::find_if(m_state.cars.begin(), m_state.cars.end(),
                                    [&](const db::FollowUp& car) { return car.vehicle == m_state.chosen; });
    return found == m_state.cars.end() ? nullptr : &*found;
}

std::string FollowUpPresenter::Today() const
{
    return core::FormatDay(m_context.now(), m_context.zone);
}

void FollowUpPresenter::Refresh()
{
    m_state.loading = true;
    Start(
        m_context.jobs, m_load,
        [today = Today(), chosen = m_state.chosen,
         outlet = m_context.OutletAsked(m_state.everywhere)](db::Connection& connection) {
            auto cars = db::LoadFollowUps(connection, today, kMostCars, outlet);
            auto work = chosen.IsNil() ? std::vector<DeferredOffer>() : LoadDeferredOffers(connection, chosen);
            return Read{std::move(cars), std::move(work)};
        },
        [this](Read read) { Take(std::move(read)); },
        [this](const core::Failure& failure) {
            m_state.loading = false;
            m_state.problem = m_context.Say(failure);
            m_changed();
        });
    m_changed();
}

void FollowUpPresenter::ShowEverywhere(bool everywhere)
{
    m_state.everywhere = everywhere;
    Refresh();
}

void FollowUpPresenter::Take(Read read)
{
    m_state.loading = false;
    m_state.loaded = true;
    m_state.problem.clear();
    m_state.cars = std::move(read.cars);
    m_state.work = std::move(read.work);
    m_state.workLoaded = true;
    if (Chosen() == nullptr) {
        m_state.chosen = {};
        m_state.work.clear();
    }
    m_changed();
}

void FollowUpPresenter::Choose(core::VehicleId vehicle)
{
    if (vehicle == m_state.chosen) {
        return;
    }
    m_state.chosen = vehicle;
    m_state.work.clear();
    m_state.workLoaded = false;
    m_state.refusals.clear();
    m_try.Forget();
    Refresh();
}

void FollowUpPresenter::NoteCall(const core::NoteCall& call, std::function<void()> done)
{
    Save([&] { return m_try.Of(m_state.chosen, call.note, call.nextOn); },
         [vehicle = m_state.chosen, call, today = Today()](db::Connection& connection, const db::Session& session,
                                                           core::OperationId operation) {
             return db::NoteCall(connection, session, operation, vehicle, call, today);
         },
         std::move(done));
}

void FollowUpPresenter::Close(core::LineRef from, core::DeferredEnd reason)
{
    Save([&] { return m_try.Of(m_state.chosen, from, reason); },
         [vehicle = m_state.chosen, intent = core::CloseDeferred{from, reason, {}}](
             db::Connection& connection, const db::Session& session, core::OperationId operation) {
             return db::CloseDeferred(connection, session, operation, vehicle, intent);
         },
         [] {});
}

void FollowUpPresenter::Save(const Operation& operation, Work work, std::function<void()> done)
{
    if (m_save.Busy() || m_state.chosen.IsNil()) {
        return;
    }
    m_state.refusals.clear();
    m_state.saving = true;
    Start(
        m_context.jobs, m_save,
        [work = std::move(work), session = SessionOf(m_context), operation = operation()](db::Connection& connection) {
            return work(connection, session, operation);
        },
        [this, done = std::move(done)](const core::Outcome<db::Appended>& outcome) {
            m_state.saving = false;
            if (outcome) {
                m_try.Forget();
                done();
            } else {
                m_state.refusals = outcome.Refusals();
            }
            Refresh();
        },
        [this](const core::Failure& failure) {
            m_state.saving = false;
            m_state.problem = m_context.Say(failure);
            m_changed();
        });
    m_changed();
}

std::string FollowUpPresenter::SayAt(std::string_view field) const
{
    const auto* refusal = core::RefusalAt(m_state.refusals, field);
    return refusal == nullptr ? std::string() : m_context.Say(*refusal);
}

} // namespace bayline::desktop
