// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/context.h"
#include "desktop/presenters/kept_deeds.h"

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace bayline::desktop {

/// Who is at this PC: signing in by staff number and PIN, signing out, and locking after idle minutes.
class SignInPresenter final
{
public:
    struct Person
    {
        std::string number;
        std::string name;
    };

    struct State
    {
        std::string number;
        std::string problem; ///< in the user's language; empty when nothing is wrong
        bool busy = false;
        bool waiting = false; ///< busy, until the database is back
        bool signedIn = false;
        std::vector<Person> recent; ///< who was here since the program started, the last one first
    };

    /// `changed` after every change of the state.
    SignInPresenter(Context& context, std::function<void()> changed);

    [[nodiscard]] const State& Now() const { return m_state; }

    /// Asks the database. On success the context knows the person and the shop. Takes the place of a try that waits for
    /// the database: whoever typed that one may have gone.
    void SignIn(const std::string& number, const std::string& pin);
    /// The person whom the context knows is still at this PC: its windows were made again.
    void Resume();
    /// Ends the session here at once, and in the database when the last save and photo of this person is there.
    void SignOut();
    /// The person left the PC alone, or the database no longer knows the session.
    void Lock(const std::string& sentence);
    /// Some work was refused because its session is over. It may have been an earlier person's: locks only when the
    /// database does not know the present person's either.
    void SessionEnded(const std::string& sentence);

    /// A key or the mouse was used.
    void Touched();
    /// Locks when nobody touched anything for the shop's minutes. To be called every few seconds.
    void CheckIdle();

private:
    void Remember(const core::StaffMember& person);
    [[nodiscard]] std::string Called(const std::string& number) const;
    [[nodiscard]] std::string WaitingText(const core::Failure& failure) const;
    void GiveUp();
    void Forget();
    void Hold();

    Context& m_context;
    std::function<void()> m_changed;
    State m_state;
    KeptDeeds m_tries;
    std::shared_ptr<std::atomic<bool>> m_givenUp; ///< of the try that counts; nothing when there is none
    RequestSlot m_verify;
    core::Instant m_touched{};
};

} // namespace bayline::desktop
