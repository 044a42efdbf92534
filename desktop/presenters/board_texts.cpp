// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/board_presenter.h"

#include "desktop/presenters/presence.h"

namespace bayline::desktop {

namespace {

constexpr auto kSoon = std::chrono::hours(1);

} // namespace

Lateness BoardPresenter::LatenessOf(const db::BoardCard& card) const
{
    // A car that is ready waits for its owner, not for us.
    if (card.stage == core::Stage::Ready)
        return Lateness::InTime;
    const auto left = card.promisedAt - m_context.now();
    if (left < std::chrono::seconds(0))
        return Lateness::Late;
    return left < kSoon ? Lateness::Soon : Lateness::InTime;
}

std::string BoardPresenter::OthersAt(const db::BoardCard& card) const
{
    std::string names;
    if (m_context.presence)
        for (const auto& name : m_context.presence->Others(core::StreamName("work_order", card.id.value)))
            names += (names.empty() ? "" : ", ") + name;
    return names;
}

std::string BoardPresenter::DurationText(std::chrono::microseconds duration) const
{
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(duration).count();
    if (minutes < 60)
        return m_context.Tr(N_("{1} min"), {std::to_string(minutes)});
    if (minutes < 10 * 60)
        return m_context.Tr(N_("{1} h {2} min"), {std::to_string(minutes / 60), std::to_string(minutes % 60)});
    if (minutes < 48 * 60)
        return m_context.Tr(N_("{1} h"), {std::to_string(minutes / 60)});
    return m_context.Count("{1} day", "{1} days", minutes / (24 * 60));
}

std::string BoardPresenter::PromiseText(const db::BoardCard& card) const
{
    const auto clock = core::FormatClock(card.promisedAt, m_context.zone);
    const auto [today, tomorrow] = m_context.zone.DayBounds(m_context.now());
    const auto dayAfter = m_context.zone.DayBounds(tomorrow).second;
    if (card.promisedAt >= today && card.promisedAt < tomorrow)
        return m_context.Tr(N_("Today {1}"), {clock});
    if (card.promisedAt >= tomorrow && card.promisedAt < dayAfter)
        return m_context.Tr(N_("Tomorrow {1}"), {clock});
    return core::FormatMinute(card.promisedAt, m_context.zone).substr(5);
}

std::string BoardPresenter::LatenessText(const db::BoardCard& card) const
{
    const auto left = card.promisedAt - m_context.now();
    switch (LatenessOf(card)) {
    case Lateness::Late:
        return m_context.Tr(N_("late by {1}"), {DurationText(-left)});
    case Lateness::Soon:
        return m_context.Tr(N_("in {1}"), {DurationText(left)});
    case Lateness::InTime:
        break;
    }
    return {};
}

std::string BoardPresenter::WaitingText(const db::BoardCard& card, bool brief) const
{
    if (card.waitingLines == 0)
        return {};
    if (card.stage != core::Stage::WaitingApproval)
        return brief ? m_context.Tr(N_("Customer")) : m_context.Tr(N_("Waiting for the customer"));
    const auto duration = DurationText(m_context.now() - card.stageSince);
    return brief ? duration : m_context.Tr(N_("Waits {1}"), {duration});
}

std::string BoardPresenter::MoneyText(const db::BoardCard& card) const
{
    if (!card.hasInvoice)
        return {};
    if (card.balance.minor <= 0)
        return m_context.Tr(N_("Invoice paid"));
    return m_context.Tr(N_("{1} to pay"), {BalanceText(card)});
}

std::string BoardPresenter::EmptyText() const
{
    if (!m_state.loaded || !m_state.cards.empty())
        return {};
    return m_state.open == 0
               ? m_context.Tr(N_("No car is in the shop. The next one stands here as soon as it is checked in."))
               : m_context.Tr(
                     N_("No open order fits the filter. Empty it, or choose all technicians, to see them all."));
}

std::string BoardPresenter::BalanceText(const db::BoardCard& card) const
{
    return core::Display(card.balance, m_context.shop.currency);
}

} // namespace bayline::desktop
