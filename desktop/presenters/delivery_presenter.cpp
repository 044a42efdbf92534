// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/delivery_presenter.h"

#include "desktop/presenters/session.h"

namespace bayline::desktop {

DeliveryPresenter::DeliveryPresenter(Context& context, std::function<void()> changed)
    : m_context(context), m_changed(std::move(changed))
{
}

void DeliveryPresenter::Refresh()
{
    if (m_load.Busy())
        return;
    Start(
        m_context.jobs, m_load, [](db::Connection& connection) { return db::LoadDeliveryStatus(connection); },
        [this](db::DeliveryStatus status) {
            m_state.status = std::move(status);
            m_state.loaded = true;
            m_state.problem.clear();
            m_changed();
        },
        [this](const core::Failure& failure) {
            m_state.problem = m_context.Say(failure);
            m_changed();
        });
}

void DeliveryPresenter::Act(std::function<void(db::Connection&)> deed, const char* told)
{
    if (m_act.Busy())
        return;
    Start(
        m_context.jobs, m_act,
        [deed = std::move(deed)](db::Connection& connection) {
            deed(connection);
            return true;
        },
        [this, told](bool) {
            m_state.told = m_context.Tr(told);
            m_changed();
            Refresh();
        },
        [this](const core::Failure& failure) {
            m_state.problem = m_context.Say(failure);
            m_changed();
        });
    m_changed();
}

void DeliveryPresenter::Retry(const std::string& stream)
{
    Act([stream, session = SessionOf(m_context)](
            db::Connection& connection) { db::RetryDelivery(connection, session, stream); },
        N_("It is being tried again."));
}

void DeliveryPresenter::SendCurrentState(const std::string& stream)
{
    Act([stream, session = SessionOf(m_context)](
            db::Connection& connection) { db::SendCurrentState(connection, session, stream); },
        N_("The current state is being sent again."));
}

void DeliveryPresenter::Dismiss(const std::string& answerId)
{
    Act([answerId, session = SessionOf(m_context)](
            db::Connection& connection) { db::DismissAnswer(connection, session, answerId); },
        N_("The answer has been taken off the list."));
}

std::string DeliveryPresenter::Summary() const
{
    const auto& status = m_state.status;
    if (!m_state.loaded)
        return m_context.Tr(N_("Reading …"));
    if (!status.paired)
        return m_context.Tr(
            N_("This shop is not connected to a customer app yet. A manager does that in the settings."));
    if (status.parkedStreams > 0)
        return m_context.Tr(N_("{1} orders are parked: the customer app refused something. Please look at them."),
                            {std::to_string(status.parkedStreams)});
    if (status.waitingEvents + status.waitingPhotos == 0)
        return m_context.Tr(N_("Everything has been sent to the customer app."));
    return m_context.Tr(N_("{1} changes and {2} photos wait to be sent."),
                        {std::to_string(status.waitingEvents), std::to_string(status.waitingPhotos)});
}

std::string DeliveryPresenter::LastContact() const
{
    const auto& status = m_state.status;
    if (!status.lastContact)
        return m_context.Tr(N_("never"));
    return core::FormatMinute(*status.lastContact, m_context.zone);
}

} // namespace bayline::desktop
