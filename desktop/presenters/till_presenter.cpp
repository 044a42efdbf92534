// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/till_presenter.h"

#include "core/refusals.h"
#include "core/text.h"

namespace bayline::desktop {

namespace {

constexpr int kAccounts = 200;
constexpr int kCloses = 60;

core::Refusal NoAmount(std::string field)
{
    return {.code = "till_form.amount",
            .sentence = N_("Write the amount as a number with at most two decimals, as 268.00."),
            .arguments = {},
            .field = std::move(field)};
}

} // namespace

std::string TillPresenter::Today() const
{
    return core::FormatDay(m_context.now(), m_context.zone);
}

bool TillPresenter::ClosedToday() const
{
    return m_state.till && m_state.till->till.lastBusinessDay >= Today();
}

std::optional<core::Money> TillPresenter::Difference(const core::TillMethod& method, const std::string& typed) const
{
    const auto counted = core::ParseMoney(core::CleanLine(typed));
    return counted ? std::optional(*counted - method.expected) : std::nullopt;
}

std::function<TillPresenter::Read(db::Connection&)> TillPresenter::Reader() const
{
    return [outlet = m_context.OutletAsked(m_state.everywhere)](db::Connection& connection) {
        return Read{db::LoadTill(connection), db::LoadOpenAccounts(connection, kAccounts, outlet),
                    db::LoadDayCloses(connection, kCloses)};
    };
}

void TillPresenter::ShowEverywhere(bool everywhere)
{
    m_state.everywhere = everywhere;
    Refresh();
}

void TillPresenter::Refresh()
{
    m_state.loading = true;
    Start(
        m_context.jobs, m_load, Reader(), [this](Read read) { Take(std::move(read)); },
        [this](const core::Failure& failure) {
            m_state.loading = false;
            m_state.problem = m_context.Say(failure);
            m_changed();
        });
    m_changed();
}

void TillPresenter::Take(Read read)
{
    m_state.loading = false;
    m_state.problem.clear();
    m_state.till = std::move(read.till);
    m_state.accounts = std::move(read.accounts);
    m_state.closes = std::move(read.closes);
    m_changed();
}

core::Outcome<core::CloseDay> TillPresenter::Parse(const Form& form) const
{
    core::CloseDay intent{.id = m_closeId,
                          .businessDay = Today(),
                          .figures = m_state.till->till.figures,
                          .counted = {},
                          .cashLeft = {},
                          .note = core::CleanLine(form.note)};
    std::vector<core::Refusal> refusals;
    for (const auto& [method, typed] : form.counted) {
        if (core::CleanLine(typed).empty()) {
            continue; // said by the rules
        }
        const auto amount = core::ParseMoney(core::CleanLine(typed));
        if (amount) {
            intent.counted.emplace_back(method, *amount);
        } else {
            refusals.push_back(NoAmount("counted." + std::string(core::ToWord(method))));
        }
    }
    const auto left = core::CleanLine(form.cashLeft);
    if (const auto amount = left.empty() ? std::optional(core::Money{}) : core::ParseMoney(left)) {
        intent.cashLeft = *amount;
    } else {
        refusals.push_back(NoAmount("cash_left"));
    }
    if (!refusals.empty()) {
        return refusals;
    }
    return intent;
}

void TillPresenter::Close(const Form& form, std::function<void(const core::DayClose&)> done)
{
    if (m_close.Busy() || !m_state.till) {
        return;
    }
    auto intent = Parse(form);
    if (!intent) {
        m_state.refusals = intent.Refusals();
        m_changed();
        return;
    }
    struct Closed
    {
        core::Outcome<db::Appended> outcome;
        Read read;
    };
    m_state.refusals.clear();
    m_state.closing = true;
    const auto& close = intent.Value();
    const auto operation = m_try.Of(close.businessDay, close.figures, close.counted, close.cashLeft, close.note);
    Start(
        m_context.jobs, m_close,
        [session = SessionOf(m_context), operation, read = Reader(),
         intent = std::move(intent).Value()](db::Connection& connection) {
            auto outcome = db::CloseDay(connection, session, operation, intent);
            return Closed{std::move(outcome), read(connection)};
        },
        [this, done = std::move(done)](Closed closed) {
            m_state.closing = false;
            if (!closed.outcome) {
                m_state.refusals = closed.outcome.Refusals();
                Take(std::move(closed.read));
                return;
            }
            m_try.Forget();
            m_closeId = core::DayCloseId::New();
            Take(std::move(closed.read));
            if (!m_state.closes.empty()) {
                done(m_state.closes.front());
            }
        },
        [this](const core::Failure& failure) {
            m_state.closing = false;
            m_state.problem = m_context.Say(failure);
            m_changed();
        });
    m_changed();
}

std::string TillPresenter::SayAt(std::string_view field) const
{
    const auto* refusal = core::RefusalAt(m_state.refusals, field);
    return refusal == nullptr ? std::string() : m_context.Say(*refusal);
}

} // namespace bayline::desktop
