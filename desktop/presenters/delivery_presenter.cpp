// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/delivery_presenter.h"

#include "desktop/presenters/phone_camera_presenter.h"
#include "desktop/presenters/session.h"
#include "sync/verdict.h"

#include <algorithm>

namespace bayline::desktop {

namespace {

/// Written by the database's relay.store_picture; named here so that it is translated with the others.
[[maybe_unused]] constexpr const char* kPictureOfNoLink =
    N_("This picture belongs to no link for a phone that this shop gave out.");

constexpr const char* kNobodySends = N_(
    "No computer of this shop is sending to the customer app at the moment. Everything is kept. Start Bayline on a PC "
    "that sends, or tell whoever looks after Bayline.");

std::string OrderStream(core::WorkOrderId id)
{
    return core::StreamName("work_order", id.value);
}

std::string PhotoStream(core::WorkOrderId id)
{
    return core::StreamName("photos", id.value);
}

} // namespace

DeliveryPresenter::DeliveryPresenter(Context& context, std::function<void()> changed)
    : m_context(context), m_changed(std::move(changed))
{
}

const db::DeliveryOrder* DeliveryPresenter::Find(core::WorkOrderId id) const
{
    const auto found = std::ranges::find(m_state.status.orders, id, &db::DeliveryOrder::workOrder);
    return found == m_state.status.orders.end() ? nullptr : &*found;
}

void DeliveryPresenter::Refresh()
{
    if (m_load.Busy())
        return;
    struct Loaded
    {
        db::DeliveryStatus status;
        std::chrono::minutes warnAfter;
    };
    Start(
        m_context.jobs, m_load,
        [](db::Connection& connection) {
            return Loaded{db::LoadDeliveryStatus(connection), db::LoadDeliveryLateness(connection).warnAfter};
        },
        [this, deeds = m_deeds](Loaded loaded) {
            m_state.status = std::move(loaded.status);
            m_state.warnAfter = loaded.warnAfter;
            m_state.loaded = true;
            m_state.problem.clear();
            if (deeds == m_deeds)
                FollowUp();
            m_changed();
        },
        [this](const core::Failure& failure) {
            m_state.problem = m_context.Say(failure);
            m_changed();
        });
}

/// What was read after the last deed: says what became of it, and takes the sentence away when it has been read.
void DeliveryPresenter::FollowUp()
{
    constexpr int kReadingsShown = 4;
    if (m_sent) {
        const auto* order = Find(*m_sent);
        if (order != nullptr && order->Stopped())
            Tell(N_("It was refused again. The reason stands below the list."), false);
        else if (order == nullptr || !order->Waits())
            Tell(N_("The customer's page has it now."), true);
        else
            return;
        m_sent.reset();
    } else if (++m_readingsSinceTold > kReadingsShown) {
        m_state.told.clear();
    }
}

void DeliveryPresenter::Tell(const char* sentence, bool good)
{
    m_state.told = m_context.Tr(sentence);
    m_state.toldGood = good;
    m_readingsSinceTold = 0;
}

void DeliveryPresenter::Act(std::function<void(db::Connection&)> deed, const char* told,
                            std::optional<core::WorkOrderId> sent)
{
    if (m_act.Busy())
        return;
    Start(
        m_context.jobs, m_act,
        [deed = std::move(deed)](db::Connection& connection) {
            deed(connection);
            return true;
        },
        [this, told, sent](bool) {
            ++m_deeds;
            m_sent = sent;
            Tell(told, true);
            m_changed();
            Refresh();
        },
        [this](const core::Failure& failure) {
            m_state.problem = m_context.Say(failure);
            m_changed();
        });
    m_changed();
}

void DeliveryPresenter::Retry(core::WorkOrderId id)
{
    const auto* order = Find(id);
    if (order == nullptr)
        return;
    Act(
        [order = *order, session = SessionOf(m_context)](db::Connection& connection) {
            if (order.stopped)
                db::RetryDelivery(connection, session, OrderStream(order.workOrder));
            if (order.photosStopped)
                db::RetryDelivery(connection, session, PhotoStream(order.workOrder));
        },
        N_("It is being tried again."), id);
}

void DeliveryPresenter::SendCurrentState(core::WorkOrderId id)
{
    const auto* order = Find(id);
    if (order == nullptr)
        return;
    // Made here, so that a repeated try after a lost connection does it once.
    Act(
        [order = *order, session = SessionOf(m_context), first = core::OperationId::New(),
         second = core::OperationId::New()](db::Connection& connection) {
            if (order.stopped || !order.photosStopped)
                db::SendCurrentState(connection, session, first, OrderStream(order.workOrder));
            if (order.photosStopped)
                db::SendCurrentState(connection, session, second, PhotoStream(order.workOrder));
        },
        N_("The order is being sent as it stands now."), id);
}

void DeliveryPresenter::Dismiss(const std::string& answerId)
{
    Act([answerId, session = SessionOf(m_context)](
            db::Connection& connection) { db::DismissAnswer(connection, session, answerId); },
        N_("The answer has been taken off the list."));
}

void DeliveryPresenter::RetryAnswer(const std::string& answerId)
{
    Act([answerId, session = SessionOf(m_context)](
            db::Connection& connection) { db::RetryAnswer(connection, session, answerId); },
        N_("It is being tried again."));
}

void DeliveryPresenter::TakeOver()
{
    Act([session = SessionOf(m_context)](db::Connection& connection) { db::TakeOverDelivery(connection, session); },
        N_("This database sends to the customer app again. What differs there is being put right."));
}

void DeliveryPresenter::SetWarnAfter(std::chrono::minutes after)
{
    if (!m_state.loaded || after == m_state.warnAfter)
        return;
    m_state.warnAfter = after;
    Act([after, session = SessionOf(m_context)](
            db::Connection& connection) { db::SetDeliveryWarning(connection, session, after); },
        N_("Saved."));
}

std::string DeliveryPresenter::Summary() const
{
    const auto& status = m_state.status;
    if (!m_state.loaded)
        return m_context.Tr(N_("Reading …"));
    if (!status.paired)
        return m_context.Tr(
            N_("This shop is not connected to a customer app yet. A manager does that in the settings."));
    const auto stopped = std::ranges::count_if(status.orders, &db::DeliveryOrder::Stopped);
    if (stopped > 0)
        return m_context.Count("{1} order needs you: the customer app refused something.",
                               "{1} orders need you: the customer app refused something.", stopped);
    if (!status.answers.empty())
        return m_context.Count("{1} answer of a customer needs you.", "{1} answers of customers need you.",
                               static_cast<long long>(status.answers.size()));
    const auto waiting = status.waitingEvents + status.waitingPhotos;
    if (waiting == 0)
        return m_context.Tr(N_("Every customer's page is up to date."));
    return m_context.Count("{1} change is on its way to the customers' pages, since {2}.",
                           "{1} changes are on their way to the customers' pages, the first since {2}.", waiting,
                           {core::FormatMinute(status.oldest.value_or(status.now), m_context.zone)});
}

std::string DeliveryPresenter::LastContact() const
{
    const auto& status = m_state.status;
    if (!status.lastContact)
        return m_context.Tr(N_("never"));
    return core::FormatMinute(*status.lastContact, m_context.zone);
}

bool DeliveryPresenter::TakenOver() const
{
    return m_state.status.problem == sync::kTakenOver;
}

bool DeliveryPresenter::IsLate(const db::DeliveryOrder& order) const
{
    const auto since = order.changesSince ? order.changesSince : order.photosSince;
    return since && m_state.status.now - *since > m_state.warnAfter;
}

std::string DeliveryPresenter::Trouble() const
{
    const auto& status = m_state.status;
    if (!status.paired)
        return {};
    if (!status.someoneSends)
        return m_context.Tr(kNobodySends);
    return status.problem.empty() ? std::string() : m_context.Tr(status.problem);
}

std::string DeliveryPresenter::PageText(const db::DeliveryOrder& order) const
{
    if (order.stopped)
        return m_context.Tr(N_("Stopped: a change was refused"));
    if (order.photosStopped)
        return m_context.Tr(N_("Stopped: a photo or paper was refused"));
    if (!order.Waits())
        return m_context.Tr(N_("Up to date"));
    const auto since = [&](std::optional<core::Instant> at) {
        return at ? core::FormatMinute(*at, m_context.zone) : std::string();
    };
    const auto photos = order.photos == 0 ? std::string()
                                          : m_context.Count("{1} photo or paper on its way since {2}",
                                                            "{1} photos and papers on their way since {2}",
                                                            order.photos, {since(order.photosSince)});
    if (order.changes == 0)
        return photos;
    const auto changes = m_context.Count("{1} change on its way since {2}", "{1} changes on their way since {2}",
                                         order.changes, {since(order.changesSince)});
    return photos.empty() ? changes : m_context.Tr(N_("{1}; {2}"), {changes, photos});
}

std::string DeliveryPresenter::SeenText(const db::DeliveryOrder& order) const
{
    if (!order.viewedAt)
        return m_context.Tr(N_("Not opened yet"));
    const auto at = core::FormatMinute(*order.viewedAt, m_context.zone);
    const auto unseen = order.lastChange - order.viewedSeq;
    if (unseen <= 0)
        return m_context.Tr(N_("Has seen everything, {1}"), {at});
    return m_context.Count("Opened {2}, {1} change is newer", "Opened {2}, {1} changes are newer", unseen, {at});
}

/// The first line is ours and translated; the second holds the customer app's own words.
std::string DeliveryPresenter::Reason(const std::string& reason) const
{
    const auto end = reason.find('\n');
    const auto ours = m_context.Tr(reason.substr(0, end));
    return end == std::string::npos ? ours : m_context.Tr(N_("{1} It says: “{2}”"), {ours, reason.substr(end + 1)});
}

std::string DeliveryPresenter::AdviceText(const db::DeliveryOrder& order) const
{
    if (!order.Stopped())
        return {};
    return m_context.Tr(N_("{1}\nWhat to do: open the work order and look whether something there is wrong. After a "
                           "correction choose “Send as it stands now”; when nothing is wrong, choose “Try again”."),
                        {Reason(order.stopped ? order.reason : order.photosReason)});
}

std::string DeliveryPresenter::AnswerText(const db::ParkedAnswer& answer) const
{
    if (answer.type == "customer.quote.decided.v1")
        return m_context.Tr(N_("Decided on a quote"));
    if (answer.type == "customer.rating.submitted.v1")
        return m_context.Tr(N_("Rated the visit"));
    if (answer.type == "customer.page.viewed.v1")
        return m_context.Tr(N_("Looked at the page"));
    if (answer.type == "customer.message.sent.v1")
        return m_context.Tr(N_("Wrote a message"));
    if (answer.type == "customer.payment.made.v1")
        return m_context.Tr(N_("Paid in the app"));
    if (answer.type == "camera.picture.received.v1")
        return m_context.Tr(N_("Sent a picture from a phone"));
    if (answer.type.starts_with("customer.booking."))
        return m_context.Tr(N_("Asked for an appointment"));
    return m_context.Tr(N_("Something this version does not know"));
}

std::string DeliveryPresenter::AnswerReason(const db::ParkedAnswer& answer) const
{
    return PhoneRefusal(m_context, answer.reason);
}

std::string DeliveryPresenter::TitleOf(core::WorkOrderId id) const
{
    const auto* order = Find(id);
    return order == nullptr ? std::string() : order->title;
}

DeliveryNotice::DeliveryNotice(Context& context, std::function<void()> changed)
    : m_context(context), m_changed(std::move(changed))
{
}

void DeliveryNotice::Refresh()
{
    if (m_load.Busy() || m_context.bayPc || m_context.sessionToken.empty())
        return;
    Start(
        m_context.jobs, m_load, [](db::Connection& connection) { return db::LoadDeliveryLateness(connection); },
        [this](db::DeliveryLateness lateness) {
            m_lateness = std::move(lateness);
            m_changed();
        },
        // The board says itself when the database is away.
        [](const core::Failure&) {});
}

std::string DeliveryNotice::Text() const
{
    if (!m_lateness.paired)
        return {};
    if (m_lateness.stopped > 0)
        return m_context.Count("{1} order has stopped on its way to the customer's page. Please look at it.",
                               "{1} orders have stopped on their way to the customers' pages. Please look at them.",
                               m_lateness.stopped);
    if (m_lateness.answers > 0)
        return m_context.Count("{1} answer of a customer could not be taken over. Please look at it.",
                               "{1} answers of customers could not be taken over. Please look at them.",
                               m_lateness.answers);
    if (!m_lateness.oldest || m_lateness.now - *m_lateness.oldest <= m_lateness.warnAfter)
        return {};
    if (!m_lateness.someoneSends)
        return m_context.Tr(kNobodySends);
    return m_context.Tr(N_("What was changed since {1} has not reached the customers' pages yet. It is kept and "
                           "sent by itself; customers who need to know now should be called."),
                        {core::FormatMinute(*m_lateness.oldest, m_context.zone)});
}

} // namespace bayline::desktop
