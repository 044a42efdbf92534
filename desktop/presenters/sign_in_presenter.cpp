// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/sign_in_presenter.h"

#include "db/outlets.h"
#include "db/server_identity.h"
#include "db/warm_up.h"
#include "desktop/presenters/session.h"

#include "core/text.h"

#include <algorithm>
#include <utility>

namespace bayline::desktop {

namespace {

/// How long a PIN that was typed waits for the database.
constexpr auto kLongestWait = std::chrono::minutes(2);
constexpr std::size_t kMostRecent = 4;

struct Answer
{
    core::Outcome<db::Session> session;
    core::Premises premises;
};

/// Ends the session in the database.
void SignOutAt(Jobs& jobs, const db::Session& session)
{
    jobs.Post({.process = [session](db::Connection& connection) { db::SignOut(connection, session); }});
}

} // namespace

SignInPresenter::SignInPresenter(Context& context, std::function<void()> changed)
    : m_context(context), m_changed(std::move(changed)), m_touched(context.now())
{
}

void SignInPresenter::SignIn(const std::string& number, const std::string& pin)
{
    const auto typed = core::CleanLine(number);
    // The same person's second Enter is no second try, unless there was time to see that the first one waits.
    const bool incomplete = typed.empty() || pin.empty();
    if (m_state.busy && (incomplete || (typed == m_state.number && !m_state.waiting)))
        return;
    m_state.number = typed;
    if (incomplete) {
        m_state.problem = m_context.Tr(N_("Please enter your staff number and your PIN."));
        m_changed();
        return;
    }
    GiveUp();
    const auto givenUp = m_givenUp = std::make_shared<std::atomic<bool>>(false);
    m_state.busy = true;
    m_state.waiting = false;
    m_state.problem.clear();
    Start(
        m_context.jobs, m_tries.Another(),
        [number = typed, pin, givenUp, typedAt = std::chrono::steady_clock::now()](db::Connection& connection) {
            if (*givenUp)
                return Answer{core::Refusal{.code = "sign_in.given_up", .sentence = "", .arguments = {}, .field = {}},
                              {}};
            // Nobody is to be signed in at a PC that they have left meanwhile.
            if (std::chrono::steady_clock::now() - typedAt > kLongestWait)
                return Answer{core::Refusal{.code = "sign_in.waited",
                                            .sentence = N_("The database is back. Please enter your PIN again."),
                                            .arguments = {},
                                            .field = "pin"},
                              {}};
            Answer answer{db::SignIn(connection, number, pin), {}};
            if (answer.session)
                answer.premises = db::LoadPremises(connection);
            return answer;
        },
        [this, givenUp](Answer answer) {
            if (*givenUp) {
                if (answer.session)
                    SignOutAt(m_context.jobs, answer.session.Value());
                return;
            }
            m_state.busy = m_state.waiting = false;
            if (answer.session) {
                m_context.sessionToken = answer.session.Value().token;
                m_context.person = answer.session.Value().person;
                Hold();
                m_context.Take(answer.premises);
                m_state.signedIn = true;
                Remember(m_context.person);
                m_touched = m_context.now();
            } else {
                m_state.problem = m_context.Say(answer.session.FirstRefusal());
            }
            m_changed();
            // Behind what the first screen has just asked for, so that the first save does not wait for it.
            if (m_state.signedIn) {
                m_context.jobs.Post({.process = [](db::Connection& connection) { db::WarmUp(connection); }});
                m_context.signedIn->Call(m_context.person);
            }
        },
        [this, givenUp](const core::Failure& failure) {
            if (*givenUp)
                return;
            m_state.busy = m_state.waiting = false;
            m_state.problem = m_context.Say(failure);
            m_changed();
        },
        KeepTrying{[this, givenUp](const core::Failure& failure) {
            if (*givenUp)
                return;
            m_state.waiting = true;
            m_state.problem = WaitingText(failure);
            m_changed();
        }});
    m_changed();
}

/// What waits says whom for: the next person at this PC reads it.
std::string SignInPresenter::WaitingText(const core::Failure& failure) const
{
    const auto who = Called(m_state.number);
    if (!db::SaysWhyItIsAway(failure))
        return m_context.Tr(N_("The database cannot be reached. {1} will be signed in when it is back."), {who});
    return m_context.Say(failure) + " " + m_context.Tr(N_("{1} will be signed in as soon as that is possible."), {who});
}

std::string SignInPresenter::Called(const std::string& number) const
{
    const auto known = std::find_if(m_state.recent.begin(), m_state.recent.end(),
                                    [&](const Person& one) { return one.number == number; });
    return known == m_state.recent.end() ? m_context.Tr(N_("Staff number {1}"), {number}) : known->name;
}

void SignInPresenter::GiveUp()
{
    if (m_givenUp)
        *m_givenUp = true;
    m_givenUp.reset();
}

void SignInPresenter::Remember(const core::StaffMember& person)
{
    std::erase_if(m_state.recent, [&](const Person& one) { return one.number == person.number; });
    m_state.recent.insert(m_state.recent.begin(), {person.number, person.name});
    m_state.recent.resize(std::min(m_state.recent.size(), kMostRecent));
}

void SignInPresenter::Resume()
{
    if (m_context.sessionToken.empty())
        return;
    if (!m_context.held)
        Hold();
    m_state.number = m_context.person.number;
    m_state.signedIn = true;
    Remember(m_context.person);
    m_touched = m_context.now();
    m_changed();
}

/// Ended by whoever lets go of it last, which may be the worker.
void SignInPresenter::Hold()
{
    m_context.held = std::make_shared<HeldSession>(
        [&jobs = m_context.jobs, toUi = m_context.toUi,
         session = db::Session{.token = m_context.sessionToken, .person = m_context.person}] {
            toUi([&jobs, session] { SignOutAt(jobs, session); });
        });
}

void SignInPresenter::Forget()
{
    m_context.sessionToken.clear();
    m_verify.Cancel();
    m_context.person = {};
    m_state.signedIn = false;
    m_state.busy = m_state.waiting = false;
    GiveUp();
}

void SignInPresenter::SignOut()
{
    if (!m_state.signedIn)
        return;
    const auto held = std::exchange(m_context.held, nullptr); // goes after the context has forgotten the person
    held->Over();
    Forget();
    m_state.problem.clear();
    m_state.number.clear();
    m_changed();
}

void SignInPresenter::Lock(const std::string& sentence)
{
    if (!m_state.signedIn)
        return;
    const auto number = m_context.person.number;
    SignOut();
    m_state.number = number;
    m_state.problem = sentence;
    m_changed();
}

void SignInPresenter::SessionEnded(const std::string& sentence)
{
    if (!m_state.signedIn || m_verify.Busy())
        return;
    Start(
        m_context.jobs, m_verify,
        [session = SessionOf(m_context)](db::Connection& connection) { return db::IsOpen(connection, session); },
        [this, sentence](bool open) {
            if (!open)
                Lock(sentence);
        },
        [](const core::Failure&) {}); // asked again when the next work is refused
}

void SignInPresenter::Touched()
{
    m_touched = m_context.now();
}

void SignInPresenter::CheckIdle()
{
    const auto minutes = std::chrono::minutes(m_context.shop.idleLockMinutes);
    if (m_state.signedIn && minutes.count() > 0 && m_context.now() - m_touched >= minutes)
        Lock(m_context.Tr(N_("Locked, because nobody used this PC for a while. Please sign in again; what was typed is "
                             "still there.")));
}

} // namespace bayline::desktop
